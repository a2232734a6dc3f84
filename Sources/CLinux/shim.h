#pragma once
// What Swift's Glibc module leaves out, or cannot call because it is variadic.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <langinfo.h>
#include <linux/kd.h>
#include <linux/rtnetlink.h>
#include <locale.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <termios.h>
#include <unistd.h>

// ioctl is variadic.
static inline int kiosk_window_size(int fd, int *rows, int *columns) {
    struct winsize w;
    if (ioctl(fd, TIOCGWINSZ, &w) != 0) return -1;
    *rows = w.ws_row;
    *columns = w.ws_col;
    return 0;
}
static inline int kiosk_set_window_size(int fd, unsigned short rows, unsigned short columns) {
    struct winsize w = {rows, columns, 0, 0};
    return ioctl(fd, TIOCSWINSZ, &w);
}

// Memory as a file, and putting one descriptor in another's place: behind _GNU_SOURCE, too.
static inline int kiosk_memory_file(void) { return (int)syscall(SYS_memfd_create, "screen", 1 /* MFD_CLOEXEC */); }
static inline int kiosk_replace_descriptor(int by, int fd) { return (int)syscall(SYS_dup3, by, fd, O_CLOEXEC); }

// A pipe that no program inherits by accident, its room, and a descriptor that is readable when a process has ended.
static inline int kiosk_pipe(int *ends) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }
static inline int kiosk_pipe_size(int fd, int bytes) { return fcntl(fd, 1031 /* F_SETPIPE_SZ */, bytes); }
static inline int kiosk_process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

// Behind _GNU_SOURCE; in glibc since 2.34.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static inline int kiosk_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

// open is variadic.
static inline int kiosk_open(const char *path, int flags, unsigned mode) { return open(path, flags, (mode_t)mode); }

// SIGRTMIN is a function in disguise: the C library keeps some of the first for itself.
static inline int kiosk_reload_signal(void) { return SIGRTMIN + 1; }

// POSIX_SPAWN_SETSID stands behind _GNU_SOURCE, which Swift's Glibc module does not set.
static const short KIOSK_SPAWN_SETSID = 0x80;

// Whether the Linux console's font has a glyph for a character: 1, 0, or -1 where fd is no such console.
static inline int kiosk_console_has_glyph(int fd, unsigned short character) {
    struct unimapdesc map = {0, NULL};
    if (ioctl(fd, GIO_UNIMAP, &map) != 0 && map.entry_ct == 0) return -1;
    map.entries = (struct unipair *)calloc(map.entry_ct ? map.entry_ct : 1, sizeof(struct unipair));
    if (!map.entries) return -1;
    int found = ioctl(fd, GIO_UNIMAP, &map) == 0 ? 0 : -1;
    for (int i = 0; found == 0 && i < map.entry_ct; i++)
        if (map.entries[i].unicode == character) found = 1;
    free(map.entries);
    return found;
}

// What kind of file system holds a path (a number of linux/magic.h), and whether nothing more fits; -1: not known.
// Its structure has a member of a type that Swift does not import.
static inline long long kiosk_file_system(const char *path, int *is_full) {
    struct statfs s;
    if (statfs(path, &s) != 0) return -1;
    *is_full = s.f_blocks > 0 && s.f_bavail == 0;
    return (long long)s.f_type;
}

// Whether somebody keeps the clock in time: 1, 0, or -1 where the kernel does not say. Reading needs no rights.
static inline int kiosk_clock_is_kept(void) {
    struct timex t;
    memset(&t, 0, sizeof t);
    if (adjtimex(&t) < 0) return -1;
    return (t.status & STA_UNSYNC) ? 0 : 1;
}

// Whether an interface with a carrier has an address that leads further than its own link; -1: the
// system has nothing left to answer with. Where it may not be asked (a service without AF_NETLINK) it is believed to.
// The flags of <net/if.h> and the structure's union are more than Swift imports.
static inline int kiosk_has_address(void) {
    struct ifaddrs *all = NULL;
    if (getifaddrs(&all) != 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS ? -1 : 1;
    int found = 0;
    for (struct ifaddrs *one = all; one && !found; one = one->ifa_next) {
        if (!one->ifa_addr || (one->ifa_flags & IFF_LOOPBACK)) continue;
        if (!(one->ifa_flags & IFF_UP) || !(one->ifa_flags & IFF_RUNNING)) continue;
        if (one->ifa_addr->sa_family == AF_INET) {
            const struct sockaddr_in *v4 = (const struct sockaddr_in *)one->ifa_addr;
            found = (ntohl(v4->sin_addr.s_addr) >> 16) != 0xA9FE; // 169.254: RFC 3927, 2.1
        } else if (one->ifa_addr->sa_family == AF_INET6) {
            const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)one->ifa_addr;
            found = !IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr);
        }
    }
    freeifaddrs(all);
    return found;
}

// Whether a route leads to addresses elsewhere, of either family; -1: not known. To connect a datagram socket sends
// nothing; the addresses are those of documentation. (RFC 5737; RFC 3849)
static inline int kiosk_has_route(void) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(0xC0000201)}};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(9)};
    v6.sin6_addr.s6_addr[0] = 0x20, v6.sin6_addr.s6_addr[1] = 0x01;
    v6.sin6_addr.s6_addr[2] = 0x0d, v6.sin6_addr.s6_addr[3] = 0xb8;
    int known = 0, found = 0;
    for (int family = 0; family < 2 && !found; family++) {
        int probe = socket(family ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (probe < 0) continue;
        known = 1;
        found = (family ? connect(probe, (struct sockaddr *)&v6, sizeof v6)
                        : connect(probe, (struct sockaddr *)&v4, sizeof v4)) == 0;
        close(probe);
    }
    return known ? found : -1;
}

// Readable when an address, a route or a carrier has come or gone; -1 where that may not be watched.
static inline int kiosk_network_changes(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd < 0) return -1;
    struct sockaddr_nl groups;
    memset(&groups, 0, sizeof groups);
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;
    if (bind(fd, (struct sockaddr *)&groups, sizeof groups) == 0) return fd;
    close(fd);
    return -1;
}

// prctl is variadic; no core file and no debugger may read the tokens. (0: PR_SET_DUMPABLE off)
static inline void kiosk_no_core_files(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// All memory, now and later, stays out of swap, each page from its first use on (MCL_ONFAULT, Linux 4.4). Only where
// nothing limits it: under a limit, MCL_FUTURE would make later allocations fail. 0: done.
static inline int kiosk_lock_memory(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return -1;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_max == RLIM_INFINITY) {
        limit.rlim_cur = RLIM_INFINITY;
        setrlimit(RLIMIT_MEMLOCK, &limit);
    }
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2] = {{0, 0, 0}, {0, 0, 0}};
    int may = syscall(SYS_capget, &header, sets) == 0 && (sets[0].effective & (1u << CAP_IPC_LOCK)) != 0;
    if (limit.rlim_cur != RLIM_INFINITY && !may) return -1;
    return mlockall(1 /* MCL_CURRENT */ | 2 /* MCL_FUTURE */ | 4 /* MCL_ONFAULT */);
}

// What calls that have returned have left on the stack, in two parts that are not inlined, so that they lie where those
// calls lay: the room just below the caller, then all further down to the last page that has ever been used, so that no
// page is used for this alone.
static inline __attribute__((noinline)) void kiosk_wipe_near_stack(void) {
    volatile unsigned long room[512];
    for (size_t i = 0; i < sizeof room / sizeof *room; i++) room[i] = 0;
}
static inline __attribute__((noinline)) void kiosk_wipe_far_stack(void) {
    uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t here = (uintptr_t)__builtin_alloca(16), page = here & ~(size - 1), last = page;
    unsigned char is_used = 0;
    while (syscall(SYS_mincore, page -= size, size, &is_used) == 0)
        if (is_used & 1) last = page;
    if (last >= here) return;
    volatile char *room = (volatile char *)__builtin_alloca(here - last);
    for (uintptr_t i = 0; i + sizeof(long) <= here - last; i += sizeof(long)) *(volatile long *)(room + i) = 0;
}

// A crash must not leave a dead screen behind. The handler is C because only async-signal-safe calls may be
// made in it, which Swift does not promise. Its data is this file's own: call these from one Swift file only.
static struct {
    int fd;
    struct termios modes;
    char leave[256];
    size_t length;
} kiosk_crash = {-1, {0}, {0}, 0};

static inline void kiosk_crash_handler(int signal_number) {
    if (kiosk_crash.fd >= 0) {
        // A terminal that takes nothing is why a watchdog ends the program: the handler must not wait for it too.
        int flags = fcntl(kiosk_crash.fd, F_GETFL);
        fcntl(kiosk_crash.fd, F_SETFL, flags | O_NONBLOCK);
        ssize_t written = write(kiosk_crash.fd, kiosk_crash.leave, kiosk_crash.length);
        (void)written;
        fcntl(kiosk_crash.fd, F_SETFL, flags);
        tcsetattr(kiosk_crash.fd, TCSANOW, &kiosk_crash.modes);
    }
    raise(signal_number); // SA_RESETHAND: this time it kills
}

// Restores the terminal's modes and writes `leave` when the program crashes from now on.
static inline void kiosk_crash_arm(int fd, const struct termios *modes, const char *leave, size_t length) {
    kiosk_crash.fd = fd;
    kiosk_crash.modes = *modes;
    kiosk_crash.length = length < sizeof kiosk_crash.leave ? length : sizeof kiosk_crash.leave;
    memcpy(kiosk_crash.leave, leave, kiosk_crash.length);
    static char stack_space[65536];
    stack_t stack = {.ss_sp = stack_space, .ss_flags = 0, .ss_size = sizeof stack_space};
    sigaltstack(&stack, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = kiosk_crash_handler;
    action.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
    const int crashes[] = {SIGILL, SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, SIGFPE};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &action, NULL);
}

static inline void kiosk_crash_disarm(void) { kiosk_crash.fd = -1; }
