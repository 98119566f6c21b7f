/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Characters. setlocale() costs more than the start of the whole shell, so it is
 * called when the first question comes up that the C locale might answer
 * differently: a byte above 0x7f where the standard speaks of
 * characters, names to be sorted. Until then, and in the C locale, characters are bytes.
 */
#ifndef EXPAND_LOCALE_H
#define EXPAND_LOCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct expander;

/* Not asked yet; a byte a character; UTF-8; what mbrtowc() says. */
enum locale_charset { LOCALE_UNKNOWN, LOCALE_BYTES, LOCALE_UTF8, LOCALE_OTHER };

/* The value of a byte that is no part of a character; of no class, in no range. */
#define LOCALE_INVALID 0x80000000u

/* That of the C library's current locale. */
enum locale_charset locale_charset(void);
/* The first character of LEN (at least 1) bytes: its length, and its value in *CODE. */
size_t locale_decode(enum locale_charset charset, const char *text, size_t len, uint32_t *code);
/* How many characters LEN bytes are; bytes that form none count as one each. */
size_t locale_count(enum locale_charset charset, const char *text, size_t len);
/* How many of LEN bytes the first COUNT characters are. */
size_t locale_offset(enum locale_charset charset, const char *text, size_t len, size_t count);
/* Character CODE of that value in upper or lower case, into BUFFER: its length; 0: it has none. */
enum { LOCALE_CHARACTER_MAX = 16 };
size_t locale_change_case(enum locale_charset charset, uint32_t code, bool upper,
			  char buffer[LOCALE_CHARACTER_MAX]);
/* Is there a byte above 0x7f? */
bool locale_has_high(const char *text, size_t len);

/* If the shell's variables say it is the C locale, that is ready at once, and no bytes need be looked
   at for the sake of the locale. True: the host was asked for variables. */
bool expand_locale_peek(struct expander *expander);
/* Sets the C library's LC_CTYPE from the shell's variables, if that was not done. To be called
   before pattern_match() on bytes above 0x7f; the expander does so itself. */
void expand_locale_ready(struct expander *expander);
/* The same for LC_COLLATE; true: strings sort by their bytes, strcoll() is not needed. */
bool expand_locale_collates_bytes(struct expander *expander);

#endif
