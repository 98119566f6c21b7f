/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_NUMBER_H
#define SHELL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUMBER_TEXT_MAX = 24 };

/* The decimal text of a number, NUL-terminated, into BUF of NUMBER_TEXT_MAX; its length. */
size_t number_text(int64_t number, char *buf);

/* Reads the text that number_text would write and no other ("007", "+1", " 1", "-0" are not). */
bool number_parse(const char *text, size_t len, int64_t *number);

/* Digits only, at most MAX: operands of builtins and descriptors. */
bool number_parse_unsigned(const char *text, unsigned long max, unsigned long *number);

#endif
