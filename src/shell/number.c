/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/number.h"

#include <string.h>

size_t number_text(int64_t number, char *buf)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	size_t len = number < 0 ? 2 : 1;
	uint64_t limit;
	char *p;

	/* An int64_t has 19 digits at most, so this cannot overflow. */
	for (limit = 10; rest >= limit; limit *= 10) {
		len++;
	}
	buf[0] = '-'; /* or a digit */
	p = buf + len;
	*p = '\0';
	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	return len;
}

bool number_parse(const char *text, size_t len, int64_t *number)
{
	bool negative = len > 0 && text[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t value = 0;

	/* 18 digits cannot overflow; longer ones take the general way. */
	if (i == len || len - i > 18 || (text[i] == '0' && len > 1)) {
		return false;
	}
	for (; i < len; i++) {
		unsigned digit = (unsigned)((unsigned char)text[i] - '0');

		if (digit > 9) {
			return false;
		}
		value = value * 10 + (int64_t)digit;
	}
	*number = negative ? -value : value;
	return true;
}

bool number_parse_unsigned(const char *text, unsigned long max, unsigned long *number)
{
	unsigned long value = 0;

	if (*text == '\0') {
		return false;
	}
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned)((unsigned char)*text - '0');

		if (digit > 9 || value > (max - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	*number = value;
	return true;
}
