// Memory that is given back keeps what was in it: tokens, codes, names. Swift's strings, libcurl's buffers, OpenSSL's
// and ncurses' all go through the C library's free, so that one is stood in for: a symbol of the program comes before
// the same one of a library, for the libraries too. malloc stays as it is: it is glibc's own memory under glibc's own
// rules, and only free and realloc give some of it back.
//
// Not mallopt(M_PERTURB): it leaves out the small blocks of each thread's cache (glibc 2.36), in which most of these
// strings lie.

#include "wipe.h"
#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static volatile int wipes = 0;

void kiosk_wipe_what_is_freed(void) { wipes = 1; }

#ifndef __has_feature
#define __has_feature(x) 0
#endif
// The sanitizers stand in for free themselves.
#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && \
    !__has_feature(memory_sanitizer)

extern void __libc_free(void *);
extern void *__libc_realloc(void *, size_t);

void free(void *memory) {
    if (wipes && memory) explicit_bzero(memory, malloc_usable_size(memory));
    __libc_free(memory);
}

void *realloc(void *memory, size_t size) {
    if (!wipes || !memory) return __libc_realloc(memory, size);
    if (size == 0) {
        free(memory);
        return NULL;
    }
    size_t had = malloc_usable_size(memory);
    if (size <= had) {
        // What is cut off goes back without passing through free.
        explicit_bzero((char *)memory + size, had - size);
        return __libc_realloc(memory, size);
    }
    // glibc's own would move it and leave the old block as it is.
    void *moved = malloc(size);
    if (!moved) return NULL;
    memcpy(moved, memory, had);
    free(memory);
    return moved;
}
#endif
