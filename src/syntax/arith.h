/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arithmetic expressions, XCU 2.6.4: C's integer operators on signed 64-bit values. Parsed
 * here; evaluated in expand/. $((...)) whose text is literal is parsed with
 * its script; where it holds plain $name or ${name} as whole operands, it is
 * parsed too, with ARITH_TEXT leaves: valid as long as the value, when it runs, is a
 * decimal number without a sign; otherwise the text is expanded and parsed again.
 */
#ifndef SYNTAX_ARITH_H
#define SYNTAX_ARITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/stack.h"
#include "base/symbol.h"

enum arith_op {
	ARITH_NUMBER,
	ARITH_VARIABLE,
	ARITH_TEXT, /* $name: the part's text stands for an operand */
	ARITH_NEGATE,
	ARITH_PLUS,
	ARITH_NOT,
	ARITH_COMPLEMENT,
	ARITH_PRE_INCREMENT,
	ARITH_PRE_DECREMENT,
	ARITH_POST_INCREMENT,
	ARITH_POST_DECREMENT,
	ARITH_MULTIPLY,
	ARITH_DIVIDE,
	ARITH_REMAINDER,
	ARITH_ADD,
	ARITH_SUBTRACT,
	ARITH_SHIFT_LEFT,
	ARITH_SHIFT_RIGHT,
	ARITH_LESS,
	ARITH_LESS_EQUAL,
	ARITH_GREATER,
	ARITH_GREATER_EQUAL,
	ARITH_EQUAL,
	ARITH_NOT_EQUAL,
	ARITH_BIT_AND,
	ARITH_BIT_XOR,
	ARITH_BIT_OR,
	ARITH_AND,
	ARITH_OR,
	ARITH_CONDITION, /* a ? b : c */
	ARITH_ASSIGN,    /* variable = a; with .assign an operator: op= */
	ARITH_COMMA,
	ARITH_ELEMENT, /* variable[c]; an extension */
};

struct parameter;

struct arith {
	enum arith_op op;
	enum arith_op assign; /* ASSIGN: ARITH_ADD for += ..., ARITH_ASSIGN for = */
	int64_t number;
	struct symbol *symbol;             /* VARIABLE, ASSIGN, increments */
	const struct parameter *parameter; /* TEXT */
	struct arith *a, *b;
	struct arith *c; /* CONDITION; ELEMENT, and ASSIGN and increments of one: the index */
};

struct arith_error {
	size_t offset;       /* into the text */
	const char *message; /* static: "expected an operand" */
};

/* The tree, in ARENA; NULL on an error. ELEMENTS: there are arrays. */
struct arith *arith_parse(struct arena *arena, struct symbol_table *symbols,
			  const struct stack_guard *guard, const char *text, size_t len,
			  bool elements, struct arith_error *error);

#endif
