#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// A macro made of macros, which Swift does not import.
static const int KIOSK_EVP_PKEY_PUBLIC_KEY = EVP_PKEY_PUBLIC_KEY;

// The builder keeps the pointers to these names; a Swift string would be gone by the time it reads them.
static const char *const KIOSK_PARAMETER_N = OSSL_PKEY_PARAM_RSA_N;
static const char *const KIOSK_PARAMETER_E = OSSL_PKEY_PARAM_RSA_E;
static const char *const KIOSK_PARAMETER_GROUP = OSSL_PKEY_PARAM_GROUP_NAME;
static const char *const KIOSK_PARAMETER_POINT = OSSL_PKEY_PARAM_PUB_KEY;

// EVP_EC_gen is a macro over a variadic function. (P-256, for ES256)
static inline EVP_PKEY *kiosk_new_p256_key(void) { return EVP_EC_gen("P-256"); }

// A stack of memory is freed by a macro.
static inline void kiosk_openssl_free(void *memory) { OPENSSL_free(memory); }

// Stacks are reached by macros.
static inline int kiosk_chain_count(const SSL *ssl) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
    return chain ? sk_X509_num(chain) : 0;
}
static inline X509 *kiosk_chain_at(const SSL *ssl, int index) { return sk_X509_value(SSL_get_peer_cert_chain(ssl), index); }

// Seconds since 1970; 0 for what is no time. timegm stands behind _DEFAULT_SOURCE.
static inline long long kiosk_seconds_since_1970(const ASN1_TIME *time) {
    int days = 0, seconds = 0;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int known = epoch && time && ASN1_TIME_diff(&days, &seconds, epoch, time);
    ASN1_TIME_free(epoch);
    return known ? (long long)days * 86400 + seconds : 0;
}

// A macro made of macros; without escapes for what is not ASCII.
static inline int kiosk_print_name(BIO *out, const X509_NAME *name) {
    return X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

// The names and addresses of the hosts that a certificate is for (RFC 5280, 4.2.1.6): their stack is one of macros,
// their kinds are members of a union. `use` is given each one's bytes: text, or an address of four or sixteen bytes.
static inline void kiosk_each_host(
    const X509 *certificate, void *user, void (*use)(void *user, const unsigned char *bytes, int count, int is_address)
) {
    GENERAL_NAMES *names = (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
        const ASN1_STRING *text = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
        use(user, ASN1_STRING_get0_data(text), ASN1_STRING_length(text), name->type == GEN_IPADD);
    }
    GENERAL_NAMES_free(names);
}
