#pragma once
#include <malloc.h>

// Not in Swift's Glibc module map. What the program holds of the heap, in bytes: not what the allocator keeps for later.
static inline size_t soak_heap_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
