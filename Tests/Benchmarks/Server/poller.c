// Sends the same form to one address over and over, each time with another code, and tells what came back and when.
//
// usage: poller --host NAME --port PORT --path PATH --ca FILE --form TEXT (--codes FILE | --times COUNT)
//               [--connections N] [--rate PER_SECOND] [--seconds S] [--until WORD:COUNT] [--collect FILE]
//
// The body of a request is TEXT and the next line of FILE; no line is used twice. It ends when FILE or COUNT is used
// up, after S seconds, or when WORD was answered COUNT times in a row. Without --rate a connection asks again as soon
// as it is answered, and a latency counts from sending. With --rate requests are due at even distances whatever the
// server does, and a latency counts from when the request was due, so a server that stalls cannot hide it.
// --collect writes down the "device_code" of every answer. Prints one line of JSON.

#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "connection.h"

enum { most_connections = 1024, most_words = 32 };

static struct {
    const char *host, *port, *path, *authority, *form, *codes, *collect;
    int connections;
    long times, until_count;
    double rate, seconds;
    char until_word[64];
} options = {.connections = 1, .form = "", .seconds = 1e9};

static struct connection connections[most_connections];
// Those that carry no request, longest rested first, so that all of them take part at any rate.
static struct connection *resting[most_connections];
static int first_resting, resting_count;

static double *latencies;
static long answered;
static struct { char name[64]; long count; } words[most_words];
static long in_a_row;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void rest(struct connection *connection) {
    resting[(first_resting + resting_count++) % most_connections] = connection;
}

static struct connection *next_resting(void) {
    struct connection *connection = resting[first_resting];
    first_resting = (first_resting + 1) % most_connections;
    resting_count--;
    return connection;
}

// The string that a member of a flat JSON object has; empty when there is none.
static void member(const char *json, const char *name, char *value, size_t size) {
    const char *at = strstr(json, name);
    size_t length = 0;
    if (at) {
        at += strlen(name);
        at += strspn(at, ": ");
        if (*at == '"') length = strcspn(++at, "\"");
    }
    snprintf(value, size, "%.*s", (int)length, length ? at : "");
}

static void count(const char *answer, const char *body, FILE *collected) {
    char word[64], code[128];
    member(body, "\"error\"", word, sizeof word);
    if (!*word) snprintf(word, sizeof word, "%.3s", answer + strlen("HTTP/1.1 "));
    if (collected) {
        member(body, "\"device_code\"", code, sizeof code);
        if (!*code) give_up("no device_code in the answer: %s", body);
        fprintf(collected, "%s\n", code);
    }
    int i = 0;
    while (words[i].count && strcmp(words[i].name, word) != 0)
        if (++i == most_words) give_up("more than %d kinds of answers", most_words);
    strcpy(words[i].name, word);
    words[i].count++;
    in_a_row = strcmp(word, options.until_word) == 0 ? in_a_row + 1 : 0;
}

static long used;

// Sends the next code. False when there is none left.
static bool ask(struct connection *connection, FILE *codes, double began) {
    char code[256] = "", request[2048];
    if (used == options.times || (codes && !fgets(code, sizeof code, codes))) return false;
    code[strcspn(code, "\n")] = 0;
    int length = snprintf(
        request, sizeof request,
        "POST %s HTTP/1.1\r\nHost: %s:%s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: %zu\r\n\r\n%s%s",
        options.path, options.host, options.port, strlen(options.form) + strlen(code), options.form, code);
    if (length >= (int)sizeof request) give_up("the form is too long");
    connection->began = began;
    send_request(connection, request, (size_t)length);
    used++;
    return true;
}

static int ascending(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double milliseconds_at(double share) {
    long place = (long)(share * (double)answered);
    return latencies[place < answered ? place : answered - 1] * 1e3;
}

static void print(double seconds) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    if (answered == 0) give_up("nothing was answered");
    qsort(latencies, (size_t)answered, sizeof *latencies, ascending);
    printf("{\"answered\":%ld,\"seconds\":%.6f,\"per_second\":%.1f,", answered, seconds, (double)answered / seconds);
    printf("\"p50_ms\":%.3f,\"p99_ms\":%.3f,", milliseconds_at(0.5), milliseconds_at(0.99));
    printf("\"longest_ms\":%.3f,\"own_processor_seconds\":%.3f,", milliseconds_at(1), processor);
    printf("\"reached\":%s,\"answers\":{", options.until_count && in_a_row >= options.until_count ? "true" : "false");
    for (int i = 0; i < most_words && words[i].count; i++)
        printf("%s\"%s\":%ld", i ? "," : "", words[i].name, words[i].count);
    printf("}}\n");
}

// A server may keep a thread for every connection until its first request is answered, so each has one before the
// next is opened; what the page says does not matter.
static void greet(struct connection *connection) {
    char request[512];
    const char *body;
    int length = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s:%s\r\n\r\n", options.host, options.port);
    send_request(connection, request, (size_t)length);
    while (!take_answer(connection, &body)) continue;
    stop_blocking(connection);
}

static void run(FILE *codes, FILE *collected) {
    int events = epoll_create1(EPOLL_CLOEXEC), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(events, EPOLL_CTL_ADD, timer, &event);
    SSL_CTX *context = trusting(options.authority);
    for (int i = 0; i < options.connections; i++) {
        open_connection(&connections[i], context, options.host, options.port);
        greet(&connections[i]);
        event.data.ptr = &connections[i];
        epoll_ctl(events, EPOLL_CTL_ADD, connections[i].socket, &event);
        rest(&connections[i]);
    }

    double start = now(), time = start, last = start;
    size_t room = 0;
    bool more = true;
    while (more || resting_count < options.connections) {
        while (more && resting_count) {
            if (!options.rate) time = now();
            double due = options.rate ? start + (double)used / options.rate : time;
            if (due > time || due - start >= options.seconds) break;
            more = ask(resting[first_resting], codes, due);
            if (more) next_resting();
        }
        double due = options.rate ? start + (double)used / options.rate : time;
        if (due - start >= options.seconds) more = false;
        if (options.rate && more && resting_count) {
            struct itimerspec at = {.it_value = {(time_t)due, (long)((due - (double)(time_t)due) * 1e9)}};
            timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
        }
        if (!more && resting_count == options.connections) break;

        struct epoll_event ready[most_connections];
        int ready_count = epoll_wait(events, ready, most_connections, 60000);
        if (ready_count == 0) give_up("no answer for 60 s");
        if (ready_count < 0 && errno != EINTR) give_up("cannot wait: %s", strerror(errno));
        time = now();
        for (int i = 0; i < ready_count; i++) {
            struct connection *connection = ready[i].data.ptr;
            const char *body;
            if (!connection) {
                unsigned long long ticks;
                if (read(timer, &ticks, sizeof ticks) < 0 && errno != EAGAIN) give_up("cannot read the timer");
                continue;
            }
            if (!take_answer(connection, &body)) continue;
            last = now();
            if ((size_t)answered == room) latencies = realloc(latencies, sizeof *latencies * (room = room * 2 + 4096));
            latencies[answered++] = last - connection->began;
            count(connection->answer, body, collected);
            rest(connection);
        }
        if (options.until_count && in_a_row >= options.until_count) more = false;
    }
    print(last - start);
}

int main(int count, char **arguments) {
    static const struct option known[] = {
        {"host", 1, 0, 'h'}, {"port", 1, 0, 'p'}, {"path", 1, 0, 'a'}, {"ca", 1, 0, 'c'}, {"form", 1, 0, 'f'},
        {"codes", 1, 0, 'd'}, {"times", 1, 0, 't'}, {"connections", 1, 0, 'n'}, {"rate", 1, 0, 'r'},
        {"seconds", 1, 0, 's'}, {"until", 1, 0, 'u'}, {"collect", 1, 0, 'o'}, {0}};
    options.times = -1;
    for (int option; (option = getopt_long(count, arguments, "", known, NULL)) != -1;) switch (option) {
        case 'h': options.host = optarg; break;
        case 'p': options.port = optarg; break;
        case 'a': options.path = optarg; break;
        case 'c': options.authority = optarg; break;
        case 'f': options.form = optarg; break;
        case 'd': options.codes = optarg; break;
        case 't': options.times = atol(optarg); break;
        case 'n': options.connections = atoi(optarg); break;
        case 'r': options.rate = atof(optarg); break;
        case 's': options.seconds = atof(optarg); break;
        case 'u':
            if (sscanf(optarg, "%63[^:]:%ld", options.until_word, &options.until_count) == 2) break;
            give_up("--until wants WORD:COUNT");
        case 'o': options.collect = optarg; break;
        default: return 64;
        }
    if (!options.host || !options.port || !options.path || !options.authority ||
        (!options.codes && options.times < 0))
        give_up("--host, --port, --path, --ca and --codes or --times have to be given");
    if (options.connections < 1 || options.connections > most_connections)
        give_up("--connections has to be from 1 to %d", most_connections);
    FILE *codes = options.codes ? fopen(options.codes, "r") : NULL;
    FILE *collected = options.collect ? fopen(options.collect, "w") : NULL;
    if ((options.codes && !codes) || (options.collect && !collected))
        give_up("cannot open a file: %s", strerror(errno));
    run(codes, collected);
    if (collected && fclose(collected) != 0) give_up("cannot write: %s", strerror(errno));
}
