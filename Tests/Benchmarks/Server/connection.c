#define _GNU_SOURCE
#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void give_up(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("poller: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(1);
}

static const char *reason(void) {
    unsigned long error = ERR_get_error();
    return error ? ERR_reason_error_string(error) : "the connection was closed";
}

SSL_CTX *trusting(const char *authority) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (!context || SSL_CTX_load_verify_locations(context, authority, NULL) != 1)
        give_up("cannot read %s: %s", authority, reason());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    return context;
}

void open_connection(struct connection *connection, SSL_CTX *context, const char *host, const char *port) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *address;
    if (getaddrinfo("127.0.0.1", port, &hints, &address) != 0) give_up("%s is not a port", port);
    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->socket, address->ai_addr, address->ai_addrlen) != 0)
        give_up("cannot connect to port %s: %s", port, strerror(errno));
    freeaddrinfo(address);
    int one = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

    connection->tls = SSL_new(context);
    SSL_set_tlsext_host_name(connection->tls, host);
    SSL_set1_host(connection->tls, host);
    SSL_set_fd(connection->tls, connection->socket);
    if (SSL_connect(connection->tls) != 1) give_up("no TLS with port %s: %s", port, reason());
    connection->length = 0;
}

void stop_blocking(struct connection *connection) {
    fcntl(connection->socket, F_SETFL, fcntl(connection->socket, F_GETFL) | O_NONBLOCK);
}

void send_request(struct connection *connection, const char *request, size_t length) {
    ERR_clear_error();
    // A few hundred bytes always fit into the socket of a connection on which nothing else is under way.
    if (SSL_write(connection->tls, request, (int)length) != (int)length) give_up("cannot send: %s", reason());
}

static const char *end_of_answer(struct connection *connection, const char **body) {
    connection->answer[connection->length] = 0;
    char *gap = strstr(connection->answer, "\r\n\r\n");
    if (!gap) return NULL;
    *body = gap + 4;
    *gap = 0;
    char *field = strcasestr(connection->answer, "\r\ncontent-length:");
    *gap = '\r';
    if (!field) give_up("an answer without Content-Length:\n%s", connection->answer);
    return *body + strtoul(field + strlen("\r\ncontent-length:"), NULL, 10);
}

bool take_answer(struct connection *connection, const char **body) {
    for (;;) {
        size_t room = sizeof connection->answer - 1 - connection->length;
        if (room == 0) give_up("an answer of more than %zu bytes", sizeof connection->answer);
        ERR_clear_error();
        int count = SSL_read(connection->tls, connection->answer + connection->length, (int)room);
        if (count <= 0) {
            if (SSL_get_error(connection->tls, count) == SSL_ERROR_WANT_READ) return false;
            give_up("cannot receive: %s", reason());
        }
        connection->length += (size_t)count;
        const char *end = end_of_answer(connection, body);
        if (end && end <= connection->answer + connection->length) {
            connection->length = 0;
            return true;
        }
    }
}
