#pragma once
// The wide-character API (setcchar, wget_wch); must stand before <curses.h>.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#define NCURSES_NOMACROS 1 // real functions only: Swift cannot call the macros that shadow them
#include <curses.h>
#include <term.h>

// Attribute bits are made by function-like macros, which Swift does not import.
static const attr_t KIOSK_A_NORMAL = A_NORMAL;
static const attr_t KIOSK_A_BOLD = A_BOLD;
static const attr_t KIOSK_A_REVERSE = A_REVERSE;
static const attr_t KIOSK_A_UNDERLINE = A_UNDERLINE;

// ncurses' globals are mutable state, which Swift 6 refuses to read.
static inline WINDOW *kiosk_stdscr(void) { return stdscr; }
static inline WINDOW *kiosk_curscr(void) { return curscr; }
static inline int kiosk_colors(void) { return COLORS; }
static inline int kiosk_color_pairs(void) { return COLOR_PAIRS; }
static inline int kiosk_has_cursor_address(void) { return cursor_address != NULL; }

// What moves the cursor from anywhere, in memory that the next call uses again. tiparm is variadic.
static inline const char *kiosk_cursor_move(int row, int column) {
    return cursor_address ? tiparm(cursor_address, row, column) : NULL;
}

// A terminal's description alone, without taking the terminal: 1 when there is one.
static inline int kiosk_read_description(const char *term, int fd) {
    int found = 0;
    return setupterm((char *)term, fd, &found) == OK && found == 1;
}
static inline int kiosk_described_colors(void) { int n = tigetnum((char *)"colors"); return n < 0 ? 0 : n; }

// One cell. Pair numbers beyond a short go through the last argument, ncurses' way for extended pairs.
static inline void kiosk_make_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    if (setcchar(cell, text, attributes, 0, &pair) == ERR) setcchar(cell, L" ", attributes, 0, &pair);
}

// Every cell with something that no screen of ours has, each in other attributes than its neighbour: more bytes than
// ncurses holds back.
static inline void kiosk_scribble(WINDOW *w) {
    for (int y = 0; y < getmaxy(w); y++)
        for (int x = 0; x < getmaxx(w); x++) mvwaddch(w, y, x, 'x' | (x & 1 ? A_STANDOUT | A_BOLD : A_NORMAL));
}

// What an empty cell looks like from now on.
static inline void kiosk_set_background(WINDOW *w, attr_t attributes, int pair) {
    cchar_t cell;
    if (setcchar(&cell, L" ", attributes, 0, &pair) != ERR) wbkgrndset(w, &cell);
}
