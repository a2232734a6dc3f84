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
