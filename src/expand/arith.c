/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evaluation of arithmetic expressions, XCU 2.6.4, in signed 64-bit numbers that wrap around. A
 * failure is noted and evaluation goes on with zeros, without effects and further messages,
 * so that the operators themselves need no checks.
 */
#include <config.h>

#include "syntax/arith.h"

#include <string.h>

#include "expand/build.h"
#include "expand/expand.h"
#include "expand/param.h"

/* Variables whose values are expressions that name variables ... so far. */
enum { ARITHMETIC_DEPTH = 1024 };

struct evaluation {
	struct expander *expander;
	const char *text; /* the expression, for messages */
	size_t text_len;
	enum expand_status status;
	bool stale; /* an ARITH_TEXT is no number: the text is to be expanded and parsed */
};

static int64_t evaluate(struct evaluation *e, const struct arith *node);

static void evaluation_fail(struct evaluation *e, const char *reason)
{
	if (e->status == EXPAND_OK && !e->stale) {
		e->expander->host->error(e->expander->context, e->text, e->text_len, reason);
		e->status = EXPAND_ERROR;
	}
}

static inline bool evaluation_goes_on(const struct evaluation *e)
{
	return e->status == EXPAND_OK && !e->stale;
}

/* ---- numbers -------------------------------------------------------- */

static bool number_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static unsigned number_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return (unsigned)(c - '0');
	}
	if (c >= 'a' && c <= 'f') {
		return (unsigned)(c - 'a') + 10;
	}
	return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 99;
}

/* Digits and nothing else; false: not so, or more than fits. */
static bool number_digits(const char *text, size_t len, unsigned base, uint64_t *number)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned digit = number_digit(text[i]);

		if (digit >= base || value > (UINT64_MAX - digit) / base) {
			return false;
		}
		value = value * base + digit;
	}
	*number = value;
	return len > 0;
}

/* An integer constant with blanks around it and a sign; nothing at all is 0. */
static bool number_parse(const char *text, size_t len, int64_t *number)
{
	const char *end = text + len;
	bool negative = false;
	unsigned base = 10;
	uint64_t value;

	while (text < end && number_blank(*text)) {
		text++;
	}
	while (end > text && number_blank(end[-1])) {
		end--;
	}
	*number = 0;
	if (text == end) {
		return true;
	}
	if (*text == '-' || *text == '+') {
		negative = *text++ == '-';
	}
	if (end - text > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	} else if (end - text > 1 && text[0] == '0') {
		base = 8;
	}
	if (!number_digits(text, (size_t)(end - text), base, &value) ||
	    value > (uint64_t)INT64_MAX + negative) {
		return false;
	}
	*number = (int64_t)(negative ? 0 - value : value);
	return true;
}

/* ---- operands ------------------------------------------------------- */

/* The value of a variable is not a number: is it an expression? */
static int64_t evaluate_value(struct evaluation *e, const struct symbol *symbol, const char *data,
			      size_t len)
{
	struct expander *expander = e->expander;
	struct arena_mark mark = arena_mark(expander->arena);
	struct evaluation inner = { .expander = expander };
	struct arith_error error;
	struct arith *tree;
	int64_t value = 0;

	if (expander->arithmetic_depth >= ARITHMETIC_DEPTH ||
	    stack_guard_reached(expander->guard)) {
		e->text = symbol->name;
		e->text_len = symbol->len;
		evaluation_fail(e, "expression nested too deeply");
		return 0;
	}
	inner.text = arena_copy(expander->arena, data, len);
	inner.text_len = len;
	tree = arith_parse(expander->arena, expander->symbols, expander->guard, inner.text, len,
			   expander->elements, &error);
	if (tree) {
		expander->arithmetic_depth++;
		value = evaluate(&inner, tree);
		expander->arithmetic_depth--;
		e->status = inner.status;
	} else {
		struct strbuf reason = STRBUF_INIT;

		strbuf_printf(&reason, "not a number: %.200s", inner.text);
		e->text = symbol->name;
		e->text_len = symbol->len;
		evaluation_fail(e, reason.data);
		strbuf_finish(&reason);
	}
	arena_release(expander->arena, mark);
	return value;
}

/* DATA NULL: it is not set. */
static int64_t evaluate_text_of(struct evaluation *e, const struct symbol *symbol,
				struct expand_value value)
{
	int64_t number;

	if (!value.data) {
		if (e->expander->nounset) {
			e->text = symbol->name;
			e->text_len = symbol->len;
			evaluation_fail(e, "parameter not set");
		}
		return 0;
	}
	if (number_parse(value.data, value.len, &number)) {
		return number;
	}
	return evaluate_value(e, symbol, value.data, value.len);
}

static int64_t evaluate_variable(struct evaluation *e, struct symbol *symbol)
{
	struct expander *expander = e->expander;
	int64_t number;

	if (expander->host->get_number(expander->context, symbol, &number)) {
		return number;
	}
	if (!evaluation_goes_on(e)) {
		return 0;
	}
	return evaluate_text_of(e, symbol, expander->host->get(expander->context, symbol));
}

static int64_t evaluate_element(struct evaluation *e, struct symbol *symbol, int64_t index)
{
	struct expander *expander = e->expander;

	if (!evaluation_goes_on(e)) {
		return 0;
	}
	return evaluate_text_of(e, symbol,
				expander->host->get_element(expander->context, symbol, index));
}

/* $name as a whole operand: a decimal number without a sign is what its text would be. */
static int64_t evaluate_text(struct evaluation *e, const struct parameter *parameter)
{
	char buffer[NUMBER_SIZE];
	struct expand_value value;
	int64_t number;
	uint64_t digits;

	if (parameter->kind == PARAMETER_VARIABLE &&
	    e->expander->host->get_number(e->expander->context, parameter->symbol, &number) &&
	    number >= 0) {
		return number;
	}
	value = param_value(e->expander, parameter, buffer);
	if (!value.data || (value.len > 1 && value.data[0] == '0') ||
	    !number_digits(value.data, value.len, 10, &digits) || digits > INT64_MAX) {
		e->stale = true;
		return 0;
	}
	return (int64_t)digits;
}

/* Most operands are a variable or a number. */
static inline int64_t evaluate_operand(struct evaluation *e, const struct arith *node)
{
	if (node->op == ARITH_NUMBER) {
		return node->number;
	}
	return node->op == ARITH_VARIABLE ? evaluate_variable(e, node->symbol) : evaluate(e, node);
}

/* ---- operators ------------------------------------------------------ */

/* What NODE assigns to: a variable, or the element at INDEX. */
static int64_t evaluate_old(struct evaluation *e, const struct arith *node, int64_t index)
{
	return node->c ? evaluate_element(e, node->symbol, index)
		       : evaluate_variable(e, node->symbol);
}

static int64_t evaluate_set(struct evaluation *e, const struct arith *node, int64_t index,
			    int64_t value)
{
	struct expander *expander = e->expander;
	char buffer[NUMBER_SIZE];
	const char *digits;
	size_t len;
	int result;

	if (!evaluation_goes_on(e)) {
		return value;
	}
	if (!node->c) {
		result = expander->host->set_number(expander->context, node->symbol, value);
	} else {
		digits = number_format(buffer, value, &len);
		result = expander->host->set_element(expander->context, node->symbol, index, digits,
						     len);
	}
	if (result != 0) {
		e->status = EXPAND_ASSIGN;
	}
	return value;
}

static int64_t evaluate_divide(struct evaluation *e, enum arith_op op, int64_t a, int64_t b)
{
	if (b == 0) {
		evaluation_fail(e, "division by zero");
		return 0;
	}
	if (b == -1 && a == INT64_MIN) {
		evaluation_fail(e, "the result of the division is out of range");
		return 0;
	}
	return op == ARITH_DIVIDE ? a / b : a % b;
}

/* Bits shifted out are lost; only the low six bits of the count are used. */
static int64_t evaluate_shift(enum arith_op op, int64_t a, int64_t b)
{
	unsigned count = (unsigned)((uint64_t)b & 63);

	if (op == ARITH_SHIFT_LEFT) {
		return (int64_t)((uint64_t)a << count);
	}
	return a < 0 ? (int64_t) ~(~(uint64_t)a >> count) : (int64_t)((uint64_t)a >> count);
}

static int64_t evaluate_binary(struct evaluation *e, enum arith_op op, int64_t a, int64_t b)
{
	switch ((int)op) { /* -Wswitch-enum: the others are no operators of two values */
	case ARITH_MULTIPLY:
		return (int64_t)((uint64_t)a * (uint64_t)b);
	case ARITH_DIVIDE:
	case ARITH_REMAINDER:
		return evaluate_divide(e, op, a, b);
	case ARITH_ADD:
		return (int64_t)((uint64_t)a + (uint64_t)b);
	case ARITH_SUBTRACT:
		return (int64_t)((uint64_t)a - (uint64_t)b);
	case ARITH_SHIFT_LEFT:
	case ARITH_SHIFT_RIGHT:
		return evaluate_shift(op, a, b);
	case ARITH_LESS:
		return a < b;
	case ARITH_LESS_EQUAL:
		return a <= b;
	case ARITH_GREATER:
		return a > b;
	case ARITH_GREATER_EQUAL:
		return a >= b;
	case ARITH_EQUAL:
		return a == b;
	case ARITH_NOT_EQUAL:
		return a != b;
	case ARITH_BIT_AND:
		return a & b;
	case ARITH_BIT_XOR:
		return a ^ b;
	case ARITH_BIT_OR:
		return a | b;
	default:
		return b;
	}
}

static int64_t evaluate_increment(struct evaluation *e, const struct arith *node)
{
	bool down = node->op == ARITH_PRE_DECREMENT || node->op == ARITH_POST_DECREMENT;
	bool post = node->op == ARITH_POST_INCREMENT || node->op == ARITH_POST_DECREMENT;
	int64_t index = node->c ? evaluate_operand(e, node->c) : 0;
	int64_t old = evaluate_old(e, node, index);
	int64_t value = (int64_t)((uint64_t)old + (down ? UINT64_MAX : 1));

	evaluate_set(e, node, index, value);
	return post ? old : value;
}

static int64_t evaluate_assign(struct evaluation *e, const struct arith *node)
{
	int64_t index = node->c ? evaluate_operand(e, node->c) : 0;
	int64_t old;
	int64_t value;

	if (node->assign == ARITH_ASSIGN) {
		return evaluate_set(e, node, index, evaluate_operand(e, node->a));
	}
	old = evaluate_old(e, node, index);
	value = evaluate_operand(e, node->a);
	return evaluate_set(e, node, index, evaluate_binary(e, node->assign, old, value));
}

static int64_t evaluate_unary(struct evaluation *e, const struct arith *node)
{
	int64_t a = evaluate_operand(e, node->a);

	if (node->op == ARITH_NEGATE) {
		return (int64_t)(0 - (uint64_t)a);
	}
	if (node->op == ARITH_NOT) {
		return !a;
	}
	return node->op == ARITH_COMPLEMENT ? ~a : a;
}

static int64_t evaluate(struct evaluation *e, const struct arith *node)
{
	int64_t a;

	switch (node->op) {
	case ARITH_NUMBER:
		return node->number;
	case ARITH_VARIABLE:
		return evaluate_variable(e, node->symbol);
	case ARITH_TEXT:
		return evaluate_text(e, node->parameter);
	case ARITH_NEGATE:
	case ARITH_PLUS:
	case ARITH_NOT:
	case ARITH_COMPLEMENT:
		return evaluate_unary(e, node);
	case ARITH_PRE_INCREMENT:
	case ARITH_PRE_DECREMENT:
	case ARITH_POST_INCREMENT:
	case ARITH_POST_DECREMENT:
		return evaluate_increment(e, node);
	case ARITH_ADD:
		a = evaluate_operand(e, node->a);
		return (int64_t)((uint64_t)a + (uint64_t)evaluate_operand(e, node->b));
	case ARITH_SUBTRACT:
		a = evaluate_operand(e, node->a);
		return (int64_t)((uint64_t)a - (uint64_t)evaluate_operand(e, node->b));
	case ARITH_MULTIPLY:
	case ARITH_DIVIDE:
	case ARITH_REMAINDER:
	case ARITH_SHIFT_LEFT:
	case ARITH_SHIFT_RIGHT:
	case ARITH_LESS:
	case ARITH_LESS_EQUAL:
	case ARITH_GREATER:
	case ARITH_GREATER_EQUAL:
	case ARITH_EQUAL:
	case ARITH_NOT_EQUAL:
	case ARITH_BIT_AND:
	case ARITH_BIT_XOR:
	case ARITH_BIT_OR:
	case ARITH_COMMA:
		a = evaluate_operand(e, node->a);
		return evaluate_binary(e, node->op, a, evaluate_operand(e, node->b));
	case ARITH_AND:
		return evaluate(e, node->a) && evaluate(e, node->b);
	case ARITH_OR:
		return evaluate(e, node->a) || evaluate(e, node->b);
	case ARITH_CONDITION:
		return evaluate(e, node->a) ? evaluate(e, node->b) : evaluate(e, node->c);
	case ARITH_ASSIGN:
		return evaluate_assign(e, node);
	case ARITH_ELEMENT:
		return evaluate_element(e, node->symbol, evaluate_operand(e, node->c));
	}
	return 0;
}

/* ---- entry points --------------------------------------------------- */

enum expand_status expand_arithmetic_text(struct expander *expander, const char *text, size_t len,
					  int64_t *value)
{
	struct arena_mark mark = arena_mark(expander->arena);
	struct evaluation e = { .expander = expander, .text = text, .text_len = len };
	struct arith_error error;
	struct arith *tree;

	if (number_parse(text, len, value)) {
		return EXPAND_OK;
	}
	tree = arith_parse(expander->arena, expander->symbols, expander->guard, text, len,
			   expander->elements, &error);
	if (!tree) {
		evaluation_fail(&e, error.message);
	} else {
		*value = evaluate(&e, tree);
	}
	arena_release(expander->arena, mark);
	return e.status;
}

/* May evaluation change a variable? Then the text must be expanded before. */
static bool arith_assigns(const struct arith *node)
{
	if (!node) {
		return false;
	}
	switch ((int)node->op) { /* -Wswitch-enum: the others only compute */
	case ARITH_ASSIGN:
	case ARITH_PRE_INCREMENT:
	case ARITH_PRE_DECREMENT:
	case ARITH_POST_INCREMENT:
	case ARITH_POST_DECREMENT:
		return true;
	case ARITH_NUMBER:
	case ARITH_VARIABLE:
	case ARITH_TEXT:
		return false;
	default:
		return arith_assigns(node->a) || arith_assigns(node->b) || arith_assigns(node->c);
	}
}

/* The text is expanded, then parsed. */
static enum expand_status evaluate_expanded(struct expander *expander, const struct word *word,
					    int64_t *value)
{
	struct arena_mark mark = arena_mark(expander->arena);
	enum expand_status status;
	char *text;
	size_t len;

	if (stack_guard_reached(expander->guard)) {
		expander->host->error(expander->context, "$((...))", 8,
				      "expansion nested too deeply");
		return EXPAND_ERROR;
	}
	status = expand_string(expander, word, &text, &len);
	if (status == EXPAND_OK) {
		status = expand_arithmetic_text(expander, text, len, value);
	}
	arena_release(expander->arena, mark);
	return status;
}

enum expand_status expand_arithmetic(struct expander *expander, const struct part *part,
				     int64_t *value)
{
	const struct word *word = part->arithmetic.word;
	const struct arith *tree = part->arithmetic.tree;
	bool plain = word->part_count <= 1 &&
		     (word->part_count == 0 || word->parts[0].type == PART_LITERAL);
	struct evaluation e = { .expander = expander };

	if (!tree || (!plain && arith_assigns(tree))) {
		return evaluate_expanded(expander, word, value);
	}
	if (plain && word->part_count == 1) {
		e.text = word->parts[0].text;
		e.text_len = word->parts[0].len;
	} else {
		e.text = "$((...))";
		e.text_len = 8;
	}
	*value = evaluate(&e, tree);
	return e.stale && e.status == EXPAND_OK ? evaluate_expanded(expander, word, value)
						: e.status;
}
