// One keep-alive connection over TLS that carries one request at a time.
#pragma once

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

struct connection {
    int socket;
    SSL *tls;
    double began;  // of the request it carries, by the caller's clock
    size_t length;
    char answer[16384];
};

// Prints the sentence on stderr and ends the program: half a measurement is none.
_Noreturn void give_up(const char *format, ...);

// A context that trusts this authority alone.
SSL_CTX *trusting(const char *authority);

// Connects to 127.0.0.1; the certificate has to name HOST. At first it blocks.
void open_connection(struct connection *, SSL_CTX *, const char *host, const char *port);
void stop_blocking(struct connection *);

void send_request(struct connection *, const char *request, size_t length);

// Takes what has come. True when the answer is whole: then it is text, and *body is where its body begins.
bool take_answer(struct connection *, const char **body);
