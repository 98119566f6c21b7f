/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/quantity.h"

#include <string.h>

#include "base/clock.h"

/* Digits behind the point that count. */
enum { QUANTITY_DIGITS = 12 };

struct quantity_unit {
	const char *name;
	int64_t factor;
};

struct quantity_number {
	uint64_t whole;
	uint64_t part; /* of scale */
	uint64_t scale;
	bool huge; /* whole is not all of it */
};

static bool quantity_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits with at most one point among or around them. NULL: none; else what follows. */
static const char *quantity_parse(const char *text, struct quantity_number *number)
{
	const char *start = text;
	int digits = 0;

	*number = (struct quantity_number){ .scale = 1 };
	for (; quantity_is_digit(*text); text++, digits++) {
		number->huge = number->huge || number->whole > (UINT64_MAX - 9) / 10;
		number->whole =
			number->huge ? number->whole : number->whole * 10 + (uint64_t)(*text - '0');
	}
	if (*text == '.') {
		int kept = 0;

		for (text++; quantity_is_digit(*text); text++, digits++) {
			if (kept < QUANTITY_DIGITS) {
				number->part = number->part * 10 + (uint64_t)(*text - '0');
				number->scale *= 10;
				kept++;
			}
		}
	}
	return digits > 0 && text > start ? text : NULL;
}

static const struct quantity_unit *quantity_unit_find(const struct quantity_unit *units,
						      const char *name)
{
	for (; units->name; units++) {
		if (strcmp(units->name, name) == 0) {
			return units;
		}
	}
	return NULL;
}

/* The part of a unit, without the product of two large numbers. */
static uint64_t quantity_part(const struct quantity_number *number, uint64_t factor)
{
	uint64_t whole = factor / number->scale * number->part;

	/* Below scale, thus below 10^12; the quotient loses nothing that counts. */
	return whole + (uint64_t)((long double)(factor % number->scale) *
				  (long double)number->part / (long double)number->scale);
}

/* The product, or false where it is above LIMIT. */
static bool quantity_scale(const struct quantity_number *number, uint64_t factor, uint64_t limit,
			   uint64_t *result)
{
	uint64_t part = quantity_part(number, factor);

	if (number->huge || number->whole > (limit - part) / factor) {
		return false;
	}
	*result = number->whole * factor + part;
	return true;
}

bool quantity_duration(const char *text, int64_t *ns)
{
	static const struct quantity_unit units[] = {
		{ "", CLOCK_SECOND },
		{ "ms", CLOCK_MS },
		{ "s", CLOCK_SECOND },
		{ "m", 60 * CLOCK_SECOND },
		{ "h", 3600 * CLOCK_SECOND },
		{ "d", 24 * 3600 * CLOCK_SECOND },
		{ NULL, 0 },
	};
	const struct quantity_unit *unit;
	struct quantity_number number;
	const char *rest = quantity_parse(text, &number);
	uint64_t result;

	unit = rest ? quantity_unit_find(units, rest) : NULL;
	if (!unit) {
		return false;
	}
	*ns = quantity_scale(&number, (uint64_t)unit->factor, INT64_MAX, &result) ? (int64_t)result
										  : INT64_MAX;
	return true;
}

bool quantity_size(const char *text, size_t *bytes)
{
	static const struct quantity_unit units[] = {
		{ "", 1 },
		{ "K", INT64_C(1) << 10 },
		{ "M", INT64_C(1) << 20 },
		{ "G", INT64_C(1) << 30 },
		{ NULL, 0 },
	};
	const struct quantity_unit *unit;
	struct quantity_number number;
	const char *rest = quantity_parse(text, &number);
	uint64_t result;

	unit = rest ? quantity_unit_find(units, rest) : NULL;
	if (!unit || !quantity_scale(&number, (uint64_t)unit->factor, SIZE_MAX, &result)) {
		return false;
	}
	*bytes = (size_t)result;
	return true;
}
