#pragma once
// What Swift's Glibc module leaves out, or cannot call because it is variadic.
#include <fcntl.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <termios.h>

static inline int kiosk_window_size(int fd, int *rows, int *columns) {
    struct winsize w;
    if (ioctl(fd, TIOCGWINSZ, &w) != 0) return -1;
    *rows = w.ws_row;
    *columns = w.ws_col;
    return 0;
}
