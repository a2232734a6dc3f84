#pragma once
#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call:
// one typed door for each type of argument that is used.
static inline CURLcode kiosk_setopt_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode kiosk_setopt_string(CURL *h, CURLoption o, const char *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode kiosk_setopt_pointer(CURL *h, CURLoption o, void *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode kiosk_setopt_list(CURL *h, CURLoption o, struct curl_slist *v) { return curl_easy_setopt(h, o, v); }

typedef size_t (*kiosk_data_function)(char *data, size_t size, size_t count, void *user);
static inline CURLcode kiosk_setopt_body(CURL *h, kiosk_data_function f, void *user) {
    CURLcode r = curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, f);
    return r ? r : curl_easy_setopt(h, CURLOPT_WRITEDATA, user);
}
static inline CURLcode kiosk_setopt_header(CURL *h, kiosk_data_function f, void *user) {
    CURLcode r = curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, f);
    return r ? r : curl_easy_setopt(h, CURLOPT_HEADERDATA, user);
}
static inline CURLcode kiosk_setopt_before_sending(CURL *h, curl_prereq_callback f, void *user) {
    CURLcode r = curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, f);
    return r ? r : curl_easy_setopt(h, CURLOPT_PREREQDATA, user);
}
static inline CURLcode kiosk_setopt_before_handshake(CURL *h, curl_ssl_ctx_callback f, void *user) {
    CURLcode r = curl_easy_setopt(h, CURLOPT_SSL_CTX_FUNCTION, f);
    return r ? r : curl_easy_setopt(h, CURLOPT_SSL_CTX_DATA, user);
}
static inline CURLcode kiosk_getinfo_long(CURL *h, CURLINFO i, long *out) { return curl_easy_getinfo(h, i, out); }
static inline CURLcode kiosk_getinfo_offset(CURL *h, CURLINFO i, curl_off_t *out) { return curl_easy_getinfo(h, i, out); }
static inline CURLcode kiosk_getinfo_string(CURL *h, CURLINFO i, const char **out) { return curl_easy_getinfo(h, i, out); }

// The connection as OpenSSL knows it; NULL where there is no TLS, or another library does it.
static inline void *kiosk_getinfo_openssl(CURL *h) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(h, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session) return NULL;
    return session->backend == CURLSSLBACKEND_OPENSSL ? session->internals : NULL;
}
static inline CURLMcode kiosk_multi_setopt_long(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }

// struct CURLMsg keeps its result in a union.
static inline CURLcode kiosk_message_result(const CURLMsg *m) { return m->data.result; }
