/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/printf_number.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/arena.h"
#include "shell/output.h"

/* ---- operands ------------------------------------------------------- */

/* What follows the quote, as a character; a byte where it is none. */
static uint64_t printf_character(const char *text)
{
	mbstate_t state;
	wchar_t wide;
	size_t len;

	memset(&state, 0, sizeof(state));
	len = mbrtowc(&wide, text, strlen(text), &state);
	if (len == (size_t)-1 || len == (size_t)-2) {
		return (unsigned char)*text;
	}
	return len == 0 ? 0 : (uint64_t)wide;
}

static bool printf_is_quote(char c)
{
	return c == '\'' || c == '"';
}

/* How it went, by where the conversion stopped. */
static enum printf_trouble printf_stopped(const char *text, const char *end, int error)
{
	if (error == ERANGE) {
		return PRINTF_RANGE;
	}
	if (*end == '\0') {
		return PRINTF_GOOD; /* an empty operand is 0 */
	}
	return end == text ? PRINTF_NOT_A_NUMBER : PRINTF_REST;
}

enum printf_trouble printf_signed(const char *text, int64_t *value)
{
	char *end;

	if (printf_is_quote(*text)) {
		*value = (int64_t)printf_character(text + 1);
		return PRINTF_GOOD;
	}
	errno = 0;
	*value = strtoimax(text, &end, 0);
	return printf_stopped(text, end, errno);
}

enum printf_trouble printf_unsigned(const char *text, uint64_t *value)
{
	char *end;

	if (printf_is_quote(*text)) {
		*value = printf_character(text + 1);
		return PRINTF_GOOD;
	}
	errno = 0;
	*value = strtoumax(text, &end, 0);
	return printf_stopped(text, end, errno);
}

enum printf_trouble printf_real(const char *text, double *value)
{
	char *end;

	if (printf_is_quote(*text)) {
		*value = (double)printf_character(text + 1);
		return PRINTF_GOOD;
	}
	errno = 0;
	*value = strtod(text, &end);
	/* Too small is no error: the nearest value is as good as it gets. */
	if (errno == ERANGE && *value < 1 && *value > -1) {
		errno = 0;
	}
	return printf_stopped(text, end, errno);
}

/* ---- output --------------------------------------------------------- */

static void printf_repeat(struct output *out, char c, int count)
{
	for (; count > 0; count--) {
		output_add_char(out, c);
	}
}

void printf_write_padded(struct output *out, const struct printf_spec *spec, const char *text,
			 unsigned len)
{
	int pad = spec->width > 0 && (unsigned)spec->width > len ? spec->width - (int)len : 0;

	if (!spec->left) {
		printf_repeat(out, ' ', pad);
	}
	output_add(out, text, len);
	if (spec->left) {
		printf_repeat(out, ' ', pad);
	}
}

/* The parts of a number in their places: blanks, prefix, zeros, digits, blanks. */
static void printf_write_parts(struct output *out, const struct printf_spec *spec,
			       const char *prefix, const char *digits, int count)
{
	int prefix_len = (int)strlen(prefix);
	int zeros = spec->precision > count ? spec->precision - count : 0;
	int pad = spec->width - prefix_len - count;

	pad = pad > zeros ? pad - zeros : 0;
	if (!spec->left && spec->zero && spec->precision < 0) {
		zeros += pad;
		pad = 0;
	}
	if (!spec->left) {
		printf_repeat(out, ' ', pad);
	}
	output_add(out, prefix, (size_t)prefix_len);
	printf_repeat(out, '0', zeros);
	output_add(out, digits, (size_t)count);
	if (spec->left) {
		printf_repeat(out, ' ', pad);
	}
}

enum { PRINTF_DIGITS = 24 };

/* The digits of VALUE at the end of BUFFER; none for 0 with precision 0. */
static char *printf_digits(char buffer[PRINTF_DIGITS], uint64_t value, unsigned base, bool upper,
			   int precision)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *p = buffer + PRINTF_DIGITS;

	if (value == 0 && precision != 0) {
		*--p = '0';
	}
	for (; value > 0; value /= base) {
		*--p = digits[value % base];
	}
	return p;
}

void printf_write_signed(struct output *out, const struct printf_spec *spec, int64_t value)
{
	char buffer[PRINTF_DIGITS];
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	const char *digits = printf_digits(buffer, size, 10, false, spec->precision);
	const char *prefix = spec->plus ? "+" : spec->space ? " " : "";

	printf_write_parts(out, spec, value < 0 ? "-" : prefix, digits,
			   (int)(buffer + PRINTF_DIGITS - digits));
}

void printf_write_unsigned(struct output *out, const struct printf_spec *spec, uint64_t value)
{
	struct printf_spec own = *spec;
	char buffer[PRINTF_DIGITS];
	unsigned base = spec->letter == 'u' ? 10 : spec->letter == 'o' ? 8 : 16;
	const char *digits =
		printf_digits(buffer, value, base, spec->letter == 'X', spec->precision);
	int count = (int)(buffer + PRINTF_DIGITS - digits);
	const char *prefix = "";

	if (spec->alternate && base == 16 && value != 0) {
		prefix = spec->letter == 'X' ? "0X" : "0x";
	}
	if (spec->alternate && base == 8 && (count == 0 || *digits != '0') &&
	    own.precision <= count) {
		/* As if the precision were one more; a 0 flag may still fill the width. */
		if (own.precision < 0 && own.zero && !own.left && own.width > count) {
			prefix = "";
		} else {
			own.precision = count + 1;
		}
	}
	printf_write_parts(out, &own, prefix, digits, count);
}

/* The specification as the C library wants it, width and precision as arguments. */
static void printf_format_real(const struct printf_spec *spec, char *format)
{
	*format++ = '%';
	if (spec->left) {
		*format++ = '-';
	}
	if (spec->plus) {
		*format++ = '+';
	}
	if (spec->space) {
		*format++ = ' ';
	}
	if (spec->alternate) {
		*format++ = '#';
	}
	if (spec->zero) {
		*format++ = '0';
	}
	if (spec->group) {
		*format++ = '\'';
	}
	memcpy(format, "*.*", 3);
	format[3] = spec->letter;
	format[4] = '\0';
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void printf_write_real(struct output *out, struct arena *arena, const struct printf_spec *spec,
		       double value)
{
	struct arena_mark mark = arena_mark(arena);
	char small[512];
	char format[16];
	char *text = small;
	int len;

	printf_format_real(spec, format);
	len = snprintf(small, sizeof(small), format, spec->width, spec->precision, value);
	if (len >= (int)sizeof(small)) {
		text = arena_alloc(arena, (size_t)len + 1);
		len = snprintf(text, (size_t)len + 1, format, spec->width, spec->precision, value);
	}
	if (len > 0) {
		output_add(out, text, (size_t)len);
	}
	arena_release(arena, mark);
}
#pragma GCC diagnostic pop
