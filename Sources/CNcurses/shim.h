#pragma once
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// <wchar.h> declares it only under feature macros that the Swift importer does not set.
extern int wcwidth(wchar_t character);

// wchar_t is a Unicode.Scalar to Swift, which unassigned or cut values are not.
static inline int tty_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// The attribute constants are casts, which Swift does not import.
static const attr_t tty_bold = A_BOLD;
static const attr_t tty_dim = A_DIM;
static const attr_t tty_italic = A_ITALIC;
static const attr_t tty_underline = A_UNDERLINE;
static const attr_t tty_reverse = A_REVERSE;

// The global windows do not pass Swift's concurrency checking.
static inline WINDOW *tty_stdscr(void) { return stdscr; }
static inline WINDOW *tty_curscr(void) { return curscr; }

// One cell: a base character and its marks up to the first zero. The last parameter of setcchar carries the pair,
// because the short one before it ends at 32767.
static inline int tty_put(WINDOW *window, int row, int column, uint32_t base, uint32_t mark1, uint32_t mark2,
                          uint32_t mark3, uint32_t mark4, attr_t attributes, int pair) {
  wchar_t text[] = {(wchar_t)base, (wchar_t)mark1, (wchar_t)mark2, (wchar_t)mark3, (wchar_t)mark4, 0};
  cchar_t cell;
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
  return mvwadd_wch(window, row, column, &cell);
}

// Whether a terminal type fits: 1 yes, 0 it cannot place text, -1 terminfo does not know it. newterm of an unknown one
// could end the process. A screen that is open stays as it is.
static inline int tty_check(const char *name) {
  TERMINAL *before = set_curterm((TERMINAL *)0);
  int error = 0;
  int status = setupterm(name, STDERR_FILENO, &error);
  int result = status == OK ? cursor_address != 0 : error == 1 ? 0 : -1;
  if (status == OK) del_curterm(cur_term);
  set_curterm(before);
  return result;
}

// Where curses believes the cursor to be.
static inline int tty_cursor_row(void) { return getcury(curscr); }
static inline int tty_cursor_column(void) { return getcurx(curscr); }

// The bytes that give the cursor a shape, or with 0 its own; none where terminfo knows of none.
static inline const char *tty_cursor_shape(int style) {
  const char *set = tigetstr((char *)"Ss"), *reset = tigetstr((char *)"Se");
  if (!set || set == (char *)-1 || !reset || reset == (char *)-1) return 0;
  return style ? tiparm(set, style) : reset;
}

// glibc's module leaves memfd_create out.
static inline int tty_memory_file(void) { return (int)syscall(SYS_memfd_create, "gemstudio-screen", 1u); }
