/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The conversions of printf that write numbers, and the operands they take.
 */
#ifndef BUILTINS_PRINTF_NUMBER_H
#define BUILTINS_PRINTF_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct output;
struct arena;

/* A conversion specification, %[flags][width][.precision]letter. */
struct printf_spec {
	bool left; /* - */
	bool plus; /* + */
	bool space;
	bool alternate; /* # */
	bool zero;      /* 0 */
	bool group;     /* ' */
	int width;
	int precision; /* -1: none */
	char letter;
};

enum printf_trouble {
	PRINTF_GOOD,
	PRINTF_NOT_A_NUMBER,
	PRINTF_REST,  /* a number with something behind it */
	PRINTF_RANGE, /* does not fit; the value is the nearest that does */
};

/* An operand as an integer constant of C, or 'c for the value of a character. */
enum printf_trouble printf_signed(const char *text, int64_t *value);
enum printf_trouble printf_unsigned(const char *text, uint64_t *value);
enum printf_trouble printf_real(const char *text, double *value);

/* Writes LEN bytes of TEXT padded to the width. */
void printf_write_padded(struct output *out, const struct printf_spec *spec, const char *text,
			 unsigned len);
/* d and i */
void printf_write_signed(struct output *out, const struct printf_spec *spec, int64_t value);
/* o u x X */
void printf_write_unsigned(struct output *out, const struct printf_spec *spec, uint64_t value);
/* a A e E f F g G; long results are made in ARENA. */
void printf_write_real(struct output *out, struct arena *arena, const struct printf_spec *spec,
		       double value);

#endif
