/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A parser by precedence. Operators of one level loop, so a long sum takes no
 * stack; only parentheses, unary operators, ?: and assignments recurse.
 */
#include <config.h>

#include "syntax/arith.h"

#include <string.h>

#include "syntax/arith_parse.h"
#include "syntax/char_class.h"

/* Stands in the text for a parameter; in a text of its own it is no operand. */
#define ARITH_PLACEHOLDER '\1'

struct arith_parser {
	struct arena *arena;
	struct symbol_table *symbols;
	const struct stack_guard *guard;
	const char *text;
	const char *next;
	const char *end;
	const struct part *parameter; /* the next placeholder's part, or NULL */
	bool elements;                /* there are arrays */
	bool effects;
	struct arith_error error; /* message NULL: none */
};

static struct arith *arith_parse_comma(struct arith_parser *parser);
static struct arith *arith_parse_assignment(struct arith_parser *parser);

static struct arith *arith_fail(struct arith_parser *parser, const char *message)
{
	if (!parser->error.message) {
		parser->error.message = message;
		parser->error.offset = (size_t)(parser->next - parser->text);
	}
	return NULL;
}

static struct arith *arith_make(struct arith_parser *parser, enum arith_op op, struct arith *a,
				struct arith *b)
{
	struct arith *arith = arena_zalloc(parser->arena, sizeof(*arith));

	arith->op = op;
	arith->a = a;
	arith->b = b;
	return arith;
}

/* The character at an offset from the next; '\0' behind the end. */
static char arith_char(const struct arith_parser *parser, size_t offset)
{
	return (size_t)(parser->end - parser->next) > offset ? parser->next[offset] : '\0';
}

/* The next character that is not white space; '\0' at the end. */
static char arith_look(struct arith_parser *parser)
{
	while (parser->next < parser->end &&
	       (*parser->next == ' ' || (*parser->next >= '\t' && *parser->next <= '\r'))) {
		parser->next++;
	}
	return arith_char(parser, 0);
}

/* ---- operands ---- */

static int arith_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* 0-9, a-z, A-Z, @ and _, as far as the base goes; without lower case beyond 36 it is the same. */
static unsigned arith_base_digit(char c, uint64_t base)
{
	if (c >= '0' && c <= '9') {
		return (unsigned)(c - '0');
	}
	if (c >= 'a' && c <= 'z') {
		return (unsigned)(c - 'a') + 10;
	}
	if (c >= 'A' && c <= 'Z') {
		return (unsigned)(c - 'A') + (base <= 36 ? 10 : 36);
	}
	return c == '@' ? 62 : c == '_' ? 63 : 99;
}

/* base#digits, an extension, with the # ahead. */
static struct arith *arith_parse_based(struct arith_parser *parser, struct arith *arith,
				       uint64_t base)
{
	uint64_t number = 0;

	if (base < 2 || base > 64) {
		return arith_fail(parser, "the base is not 2 to 64");
	}
	do {
		unsigned digit;

		parser->next++;
		digit = arith_base_digit(arith_char(parser, 0), base);
		if (digit >= base) {
			return arith_fail(parser, "invalid number");
		}
		number = number * base + digit;
	} while (char_is_name(arith_char(parser, 1)) || arith_char(parser, 1) == '@');
	parser->next++;
	arith->number = (int64_t)number;
	return arith;
}

/* A constant of C, decimal, octal or hexadecimal; one too large wraps. */
static struct arith *arith_parse_number(struct arith_parser *parser)
{
	struct arith *arith = arith_make(parser, ARITH_NUMBER, NULL, NULL);
	uint64_t number = 0;
	uint64_t base = 10;

	if (arith_char(parser, 0) == '0') {
		base = 8;
		if ((arith_char(parser, 1) == 'x' || arith_char(parser, 1) == 'X') &&
		    arith_digit(arith_char(parser, 2)) < 16) {
			base = 16;
			parser->next += 2;
		}
	}
	while (char_is_name(arith_char(parser, 0))) {
		int digit = arith_digit(*parser->next);

		if (digit >= (int)base) {
			return arith_fail(parser, "invalid number");
		}
		number = number * base + (uint64_t)digit;
		parser->next++;
	}
	if (base == 10 && parser->elements && arith_char(parser, 0) == '#') {
		return arith_parse_based(parser, arith, number);
	}
	arith->number = (int64_t)number;
	return arith;
}

/* variable [ '[' comma ']' ] */
static struct arith *arith_parse_variable(struct arith_parser *parser)
{
	struct arith *arith = arith_make(parser, ARITH_VARIABLE, NULL, NULL);
	const char *from = parser->next;

	while (char_is_name(arith_char(parser, 0))) {
		parser->next++;
	}
	arith->symbol = symbol_intern(parser->symbols, from, (size_t)(parser->next - from));
	if (!parser->elements || arith_char(parser, 0) != '[') {
		return arith;
	}
	parser->next++;
	arith->op = ARITH_ELEMENT;
	arith->c = arith_parse_comma(parser);
	if (!arith->c) {
		return NULL;
	}
	if (arith_look(parser) != ']') {
		return arith_fail(parser, "expected `]'");
	}
	parser->next++;
	return arith;
}

static bool arith_is_variable(const struct arith *arith)
{
	return arith->op == ARITH_VARIABLE || arith->op == ARITH_ELEMENT;
}

/* $name as a whole operand: nothing that would join it may stand behind it. */
static struct arith *arith_parse_text(struct arith_parser *parser)
{
	struct arith *arith = arith_make(parser, ARITH_TEXT, NULL, NULL);
	char c;

	while (parser->parameter->type != PART_PARAMETER) {
		parser->parameter++;
	}
	arith->parameter = parser->parameter->parameter;
	parser->parameter++;
	parser->next++;
	c = arith_char(parser, 0);
	if (char_is_name(c) || c == ARITH_PLACEHOLDER) {
		return arith_fail(parser, "expected an operator");
	}
	return arith;
}

/* primary: number | variable | ( expression ) */
static struct arith *arith_parse_primary(struct arith_parser *parser)
{
	char c = arith_look(parser);
	struct arith *arith;

	if (char_is_digit(c)) {
		return arith_parse_number(parser);
	}
	if (char_is_name(c)) {
		return arith_parse_variable(parser);
	}
	if (c == ARITH_PLACEHOLDER && parser->parameter) {
		return arith_parse_text(parser);
	}
	if (c != '(') {
		return arith_fail(parser, "expected an operand");
	}
	parser->next++;
	arith = arith_parse_comma(parser);
	if (!arith) {
		return NULL;
	}
	if (arith_look(parser) != ')') {
		return arith_fail(parser, "expected `)'");
	}
	parser->next++;
	return arith;
}

/* Turns a variable into its increment or decrement. */
static struct arith *arith_set_increment(struct arith_parser *parser, struct arith *variable,
					 enum arith_op op)
{
	variable->op = op;
	parser->effects = true;
	return variable;
}

/* postfix: primary [++|--]. Behind what is no variable they are two signs. */
static struct arith *arith_parse_postfix(struct arith_parser *parser)
{
	struct arith *arith = arith_parse_primary(parser);
	char c;

	if (!arith || !arith_is_variable(arith)) {
		return arith;
	}
	c = arith_look(parser);
	if ((c == '+' || c == '-') && arith_char(parser, 1) == c) {
		parser->next += 2;
		return arith_set_increment(parser, arith,
					   c == '+' ? ARITH_POST_INCREMENT : ARITH_POST_DECREMENT);
	}
	return arith;
}

/* ++name or --name, if that is ahead; NULL if not. */
static struct arith *arith_parse_prefix(struct arith_parser *parser, char sign)
{
	const char *saved = parser->next;
	struct arith *arith;

	if (arith_char(parser, 1) != sign) {
		return NULL;
	}
	parser->next += 2;
	if (!char_is_name_start(arith_look(parser))) {
		parser->next = saved;
		return NULL;
	}
	arith = arith_parse_variable(parser);
	if (!arith) {
		return NULL;
	}
	return arith_set_increment(parser, arith,
				   sign == '+' ? ARITH_PRE_INCREMENT : ARITH_PRE_DECREMENT);
}

/* unary: [+|-|!|~] unary | ++name | --name | postfix */
static struct arith *arith_parse_unary(struct arith_parser *parser)
{
	char c = arith_look(parser);
	enum arith_op op;
	struct arith *arith;

	if (parser->guard && stack_guard_reached(parser->guard)) {
		return arith_fail(parser, "nested too deeply");
	}
	switch (c) {
	case '+':
		op = ARITH_PLUS;
		break;
	case '-':
		op = ARITH_NEGATE;
		break;
	case '!':
		op = ARITH_NOT;
		break;
	case '~':
		op = ARITH_COMPLEMENT;
		break;
	default:
		return arith_parse_postfix(parser);
	}
	arith = c == '+' || c == '-' ? arith_parse_prefix(parser, c) : NULL;
	if (arith || parser->error.message) {
		return arith;
	}
	parser->next++;
	arith = arith_parse_unary(parser);
	return arith ? arith_make(parser, op, arith, NULL) : NULL;
}

/* ---- binary operators ---- */

struct arith_operator {
	char text[3];
	unsigned char len;
	unsigned char precedence; /* larger binds tighter */
	unsigned char op;         /* enum arith_op */
	bool assigns;             /* "op=" exists */
};

/* Longer ones first. */
static const struct arith_operator arith_operators[] = {
	{ "<<", 2, 8, ARITH_SHIFT_LEFT, true },  { ">>", 2, 8, ARITH_SHIFT_RIGHT, true },
	{ "<=", 2, 7, ARITH_LESS_EQUAL, false }, { ">=", 2, 7, ARITH_GREATER_EQUAL, false },
	{ "==", 2, 6, ARITH_EQUAL, false },      { "!=", 2, 6, ARITH_NOT_EQUAL, false },
	{ "&&", 2, 2, ARITH_AND, false },        { "||", 2, 1, ARITH_OR, false },
	{ "*", 1, 10, ARITH_MULTIPLY, true },    { "/", 1, 10, ARITH_DIVIDE, true },
	{ "%", 1, 10, ARITH_REMAINDER, true },   { "+", 1, 9, ARITH_ADD, true },
	{ "-", 1, 9, ARITH_SUBTRACT, true },     { "<", 1, 7, ARITH_LESS, false },
	{ ">", 1, 7, ARITH_GREATER, false },     { "&", 1, 5, ARITH_BIT_AND, true },
	{ "^", 1, 4, ARITH_BIT_XOR, true },      { "|", 1, 3, ARITH_BIT_OR, true },
};

/* The binary operator ahead; NULL if none is, or an assignment. */
static const struct arith_operator *arith_find_operator(struct arith_parser *parser)
{
	char c = arith_look(parser);
	size_t i;

	if (c == '\0' || char_is_name(c) || c == ')' || c == ARITH_PLACEHOLDER) {
		return NULL;
	}
	for (i = 0; i < sizeof(arith_operators) / sizeof(arith_operators[0]); i++) {
		const struct arith_operator *it = &arith_operators[i];

		if (it->text[0] == c && (it->len == 1 || it->text[1] == arith_char(parser, 1))) {
			return it->assigns && arith_char(parser, it->len) == '=' ? NULL : it;
		}
	}
	return NULL;
}

/* Operators that bind at least as tight as LOWEST. */
static struct arith *arith_parse_binary(struct arith_parser *parser, unsigned lowest)
{
	struct arith *left = arith_parse_unary(parser);

	while (left) {
		const struct arith_operator *it = arith_find_operator(parser);
		struct arith *right;

		if (!it || it->precedence < lowest) {
			break;
		}
		parser->next += it->len;
		right = arith_parse_binary(parser, it->precedence + 1u);
		left = right ? arith_make(parser, (enum arith_op)it->op, left, right) : NULL;
	}
	return left;
}

/* conditional: binary [? comma : conditional] */
static struct arith *arith_parse_conditional(struct arith_parser *parser)
{
	struct arith *condition = arith_parse_binary(parser, 1);
	struct arith *arith;

	if (!condition || arith_look(parser) != '?') {
		return condition;
	}
	parser->next++;
	arith = arith_make(parser, ARITH_CONDITION, condition, arith_parse_comma(parser));
	if (!arith->b) {
		return NULL;
	}
	if (arith_look(parser) != ':') {
		return arith_fail(parser, "expected `:'");
	}
	parser->next++;
	arith->c = arith_parse_conditional(parser);
	return arith->c ? arith : NULL;
}

/* The assignment operator ahead: ARITH_ASSIGN for "=", ARITH_COMMA for none. */
static enum arith_op arith_find_assignment(struct arith_parser *parser)
{
	char c = arith_look(parser);
	size_t i;

	if (c == '=') {
		return arith_char(parser, 1) == '=' ? ARITH_COMMA : ARITH_ASSIGN;
	}
	for (i = 0; c != '\0' && i < sizeof(arith_operators) / sizeof(arith_operators[0]); i++) {
		const struct arith_operator *it = &arith_operators[i];

		if (it->assigns && it->text[0] == c && arith_char(parser, it->len) == '=' &&
		    (it->len == 1 || it->text[1] == arith_char(parser, 1))) {
			parser->next += it->len;
			return (enum arith_op)it->op;
		}
	}
	return ARITH_COMMA;
}

/* assignment: variable op= assignment | conditional */
static struct arith *arith_parse_assignment(struct arith_parser *parser)
{
	struct arith *arith = arith_parse_conditional(parser);
	enum arith_op op;

	if (!arith) {
		return NULL;
	}
	op = arith_find_assignment(parser);
	if (op == ARITH_COMMA) {
		return arith;
	}
	if (!arith_is_variable(arith)) {
		return arith_fail(parser, "only a variable can be assigned to");
	}
	parser->next++;
	parser->effects = true;
	arith->op = ARITH_ASSIGN;
	arith->assign = op;
	arith->a = arith_parse_assignment(parser);
	return arith->a ? arith : NULL;
}

/* comma: assignment [, assignment]... */
static struct arith *arith_parse_comma(struct arith_parser *parser)
{
	struct arith *left;

	if (parser->guard && stack_guard_reached(parser->guard)) {
		return arith_fail(parser, "nested too deeply");
	}
	left = arith_parse_assignment(parser);
	while (left && arith_look(parser) == ',') {
		struct arith *right;

		parser->next++;
		right = arith_parse_assignment(parser);
		left = right ? arith_make(parser, ARITH_COMMA, left, right) : NULL;
	}
	return left;
}

/* The whole text; nothing but white space is 0. */
static struct arith *arith_parse_all(struct arith_parser *parser)
{
	struct arith *arith;

	if (arith_look(parser) == '\0' && parser->next == parser->end) {
		return arith_make(parser, ARITH_NUMBER, NULL, NULL);
	}
	arith = arith_parse_comma(parser);
	if (arith && (arith_look(parser) != '\0' || parser->next != parser->end)) {
		return arith_fail(parser, "expected an operator");
	}
	return arith;
}

struct arith *arith_parse(struct arena *arena, struct symbol_table *symbols,
			  const struct stack_guard *guard, const char *text, size_t len,
			  bool elements, struct arith_error *error)
{
	struct arith_parser parser = {
		.arena = arena,
		.symbols = symbols,
		.guard = guard,
		.elements = elements,
		.text = text,
		.next = text,
		.end = text + len,
	};
	struct arith *arith = arith_parse_all(&parser);

	if (!arith && error) {
		*error = parser.error;
	}
	return arith;
}

/* ---- with its script ---- */

/* A parameter whose value can be put in for it when the expression runs. */
static bool arith_is_operand(const struct part *part)
{
	const struct parameter *parameter = part->parameter;

	return parameter->op == PARAMETER_PLAIN &&
	       (parameter->special == '\0' || strchr("#?$!", parameter->special));
}

/* The text with a placeholder for each parameter; NULL if it cannot be so. */
static char *arith_flatten(struct arena *arena, const struct word *word, size_t *len)
{
	char *text;
	uint32_t i;

	*len = 0;
	for (i = 0; i < word->part_count; i++) {
		const struct part *part = &word->parts[i];

		if (part->type == PART_LITERAL &&
		    !memchr(part->text, ARITH_PLACEHOLDER, part->len)) {
			*len += part->len;
		} else if (part->type == PART_PARAMETER && arith_is_operand(part)) {
			*len += 1;
		} else {
			return NULL;
		}
	}
	text = arena_alloc(arena, *len + 1);
	*len = 0;
	for (i = 0; i < word->part_count; i++) {
		const struct part *part = &word->parts[i];

		if (part->type == PART_LITERAL) {
			memcpy(text + *len, part->text, part->len);
			*len += part->len;
		} else {
			text[(*len)++] = ARITH_PLACEHOLDER;
		}
	}
	return text;
}

struct arith *arith_parse_word(struct arena *arena, struct symbol_table *symbols,
			       const struct stack_guard *guard, const struct word *word,
			       bool elements, bool *effects)
{
	struct arith_parser parser = {
		.arena = arena,
		.symbols = symbols,
		.guard = guard,
		.elements = elements,
		.parameter = word->parts,
	};
	size_t len;
	struct arith *arith;

	*effects = false;
	parser.text = word->text;
	len = word->text_len;
	if (!parser.text) {
		parser.text = arith_flatten(arena, word, &len);
	}
	if (!parser.text) {
		return NULL;
	}
	if (memchr(parser.text, ARITH_PLACEHOLDER, len) && word->text) {
		return NULL;
	}
	parser.next = parser.text;
	parser.end = parser.text + len;
	arith = arith_parse_all(&parser);
	*effects = parser.effects;
	return arith;
}
