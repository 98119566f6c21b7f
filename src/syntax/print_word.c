/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include <string.h>

#include "syntax/char_class.h"
#include "syntax/print.h"

/* ---- literals ---- */

/* $'...', for what a line cannot hold otherwise. */
static void print_dollar_quoted(struct printer *printer, const char *text, size_t len)
{
	size_t i;

	strbuf_add_string(printer->out, "$'");
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n') {
			strbuf_add_string(printer->out, "\\n");
		} else if (c == '\t') {
			strbuf_add_string(printer->out, "\\t");
		} else if (c < ' ' || c == 0x7f) {
			strbuf_printf(printer->out, "\\%03o", c);
		} else {
			strbuf_add(printer->out, "\\", c == '\'' || c == '\\');
			strbuf_add_char(printer->out, text[i]);
		}
	}
	strbuf_add_char(printer->out, '\'');
}

void print_quoted(struct printer *printer, const char *text, size_t len)
{
	const char *end = text + len;

	if (printer->line && memchr(text, '\n', len)) {
		print_dollar_quoted(printer, text, len);
		return;
	}
	strbuf_add_char(printer->out, '\'');
	while (text < end) {
		const char *quote = memchr(text, '\'', (size_t)(end - text));
		const char *to = quote ? quote : end;

		strbuf_add(printer->out, text, (size_t)(to - text));
		if (quote) {
			strbuf_add_string(printer->out, "'\\''");
			to++;
		}
		text = to;
	}
	strbuf_add_char(printer->out, '\'');
}

/* Text where double quotes, or what is like them, already rule. */
static void print_escaped(struct printer *printer, const char *text, size_t len,
			  enum print_place place)
{
	static const char *const specials[] = {
		[PRINT_PLAIN] = "",    [PRINT_QUOTES] = "$`\\\"",   [PRINT_BRACES] = "$`\\\"}",
		[PRINT_HERE] = "$`\\", [PRINT_ARITHMETIC] = "$`\\",
	};
	size_t i;

	if (len == 0 && place == PRINT_BRACES) {
		strbuf_add_string(printer->out, "\"\"");
	}
	for (i = 0; i < len; i++) {
		if (strchr(specials[place], text[i])) {
			strbuf_add_char(printer->out, '\\');
		}
		strbuf_add_char(printer->out, text[i]);
	}
}

/* ---- expansions ---- */

void print_subscript(struct printer *printer, const struct part *index)
{
	strbuf_add_char(printer->out, '[');
	print_word(printer, index->arithmetic.word, PRINT_PLAIN);
	strbuf_add_char(printer->out, ']');
}

static void print_array(struct printer *printer, const struct array_literal *array)
{
	uint32_t i;

	strbuf_add_char(printer->out, '(');
	for (i = 0; i < array->count; i++) {
		const struct array_element *element = &array->elements[i];

		strbuf_add_string(printer->out, i > 0 ? " " : "");
		if (element->index) {
			print_subscript(printer, element->index);
			strbuf_add_string(printer->out, element->append ? "+=" : "=");
		}
		print_word(printer, element->value, PRINT_PLAIN);
	}
	strbuf_add_char(printer->out, ')');
}

static void print_parameter_name(struct printer *printer, const struct parameter *parameter)
{
	switch (parameter->kind) {
	case PARAMETER_VARIABLE:
		strbuf_add(printer->out, parameter->symbol->name, parameter->symbol->len);
		break;
	case PARAMETER_POSITIONAL:
		strbuf_printf(printer->out, "%lu", parameter->number);
		break;
	case PARAMETER_SPECIAL:
		strbuf_add_char(printer->out, parameter->special);
		break;
	case PARAMETER_ELEMENT:
		strbuf_add(printer->out, parameter->symbol->name, parameter->symbol->len);
		print_subscript(printer, parameter->index);
		break;
	case PARAMETER_ELEMENTS:
		strbuf_add(printer->out, parameter->symbol->name, parameter->symbol->len);
		strbuf_printf(printer->out, "[%c]", parameter->special);
		break;
	}
}

/* Can the braces of a plain ${x} be left out, with NEXT behind it? */
static bool parameter_is_short(const struct parameter *parameter, const struct part *next)
{
	if (parameter->op != PARAMETER_PLAIN || parameter->kind == PARAMETER_ELEMENT ||
	    parameter->kind == PARAMETER_ELEMENTS) {
		return false;
	}
	if (parameter->kind == PARAMETER_POSITIONAL) {
		return parameter->number < 10;
	}
	return parameter->kind == PARAMETER_SPECIAL || !next || next->type != PART_LITERAL ||
	       next->len == 0 || !char_is_name(next->text[0]);
}

static const char *parameter_operator(enum parameter_op op)
{
	static const char *const operators[] = {
		[PARAMETER_PLAIN] = "",
		[PARAMETER_LENGTH] = "",
		[PARAMETER_DEFAULT] = "-",
		[PARAMETER_ASSIGN] = "=",
		[PARAMETER_ERROR] = "?",
		[PARAMETER_ALTERNATE] = "+",
		[PARAMETER_PREFIX] = "#",
		[PARAMETER_PREFIX_LONGEST] = "##",
		[PARAMETER_SUFFIX] = "%",
		[PARAMETER_SUFFIX_LONGEST] = "%%",
		[PARAMETER_SUBSTRING] = ":",
		[PARAMETER_REPLACE] = "/",
		[PARAMETER_REPLACE_ALL] = "//",
		[PARAMETER_REPLACE_PREFIX] = "/#",
		[PARAMETER_REPLACE_SUFFIX] = "/%",
		[PARAMETER_UPPER] = "^",
		[PARAMETER_UPPER_ALL] = "^^",
		[PARAMETER_LOWER] = ",",
		[PARAMETER_LOWER_ALL] = ",,",
		[PARAMETER_KEYS] = "",
		[PARAMETER_BAD] = "",
	};

	return operators[op];
}

static void print_operands(struct printer *printer, const struct parameter_operands *operands)
{
	if (operands->offset) {
		print_word(printer, operands->offset->arithmetic.word, PRINT_PLAIN);
	}
	if (operands->length) {
		strbuf_add_char(printer->out, ':');
		print_word(printer, operands->length->arithmetic.word, PRINT_PLAIN);
	}
	if (operands->pattern) {
		print_word(printer, operands->pattern, PRINT_PLAIN);
	}
	if (operands->replacement) {
		strbuf_add_char(printer->out, '/');
		print_word(printer, operands->replacement, PRINT_PLAIN);
	}
}

static void print_parameter(struct printer *printer, const struct part *part,
			    const struct part *next, enum print_place place)
{
	const struct parameter *parameter = part->parameter;
	bool pattern = parameter->op >= PARAMETER_PREFIX && parameter->op <= PARAMETER_LOWER_ALL;

	if (parameter->op == PARAMETER_BAD) {
		strbuf_add(printer->out, parameter->text, parameter->text_len);
		return;
	}
	strbuf_add_char(printer->out, '$');
	if (parameter_is_short(parameter, next)) {
		print_parameter_name(printer, parameter);
		return;
	}
	strbuf_add_char(printer->out, '{');
	strbuf_add_string(printer->out, parameter->op == PARAMETER_LENGTH ? "#"
					: parameter->op == PARAMETER_KEYS ? "!"
									  : "");
	print_parameter_name(printer, parameter);
	strbuf_add_string(printer->out, parameter->colon ? ":" : "");
	strbuf_add_string(printer->out, parameter_operator(parameter->op));
	if (parameter->word) {
		print_word(printer, parameter->word,
			   place == PRINT_PLAIN || pattern ? PRINT_PLAIN : PRINT_BRACES);
	}
	if (parameter->operands) {
		print_operands(printer, parameter->operands);
	}
	strbuf_add_char(printer->out, '}');
}

/* A part that is no literal; PLACE is PRINT_PLAIN only if nothing quotes it. */
static void print_expansion(struct printer *printer, const struct part *part,
			    const struct part *next, enum print_place place)
{
	switch (part->type) {
	case PART_PARAMETER:
		print_parameter(printer, part, next, place);
		break;
	case PART_COMMAND:
		print_substitution(printer, "$(", part->command);
		break;
	case PART_PROCESS:
		print_substitution(printer, part->output ? ">(" : "<(", part->command);
		break;
	case PART_ARITHMETIC:
		strbuf_add_string(printer->out, "$((");
		print_word(printer, part->arithmetic.word, PRINT_ARITHMETIC);
		strbuf_add_string(printer->out, "))");
		break;
	case PART_TILDE:
		strbuf_add_char(printer->out, '~');
		strbuf_add(printer->out, part->text, part->len);
		break;
	case PART_ARRAY:
		print_array(printer, part->array);
		break;
	case PART_LITERAL:
		break;
	}
}

/* ---- words ---- */

static void print_part_inside(struct printer *printer, const struct part *part,
			      const struct part *next, enum print_place place)
{
	if (part->type == PART_LITERAL) {
		print_escaped(printer, part->text, part->len, place);
	} else {
		print_expansion(printer, part, next, place);
	}
}

/* How many quoted parts, from INDEX on, can share one pair of double quotes? */
static uint32_t word_quoted_run(const struct word *word, uint32_t index)
{
	uint32_t end = index;

	while (end < word->part_count && word->parts[end].quoted &&
	       !(word->parts[end].type == PART_LITERAL && word->parts[end].len == 0)) {
		end++;
	}
	return end - index;
}

/* Parts that double quotes make quoted: $x, "text". Returns how many it printed. */
static uint32_t print_quoted_run(struct printer *printer, const struct word *word, uint32_t index)
{
	uint32_t count = word_quoted_run(word, index);
	const struct part *part = &word->parts[index];
	uint32_t i;

	if (count <= 1 && part->type == PART_LITERAL) {
		print_quoted(printer, part->text, part->len);
		return 1;
	}
	strbuf_add_char(printer->out, '"');
	for (i = 0; i < count; i++) {
		print_part_inside(printer, &part[i], i + 1 < count ? &part[i + 1] : NULL,
				  PRINT_QUOTES);
	}
	strbuf_add_char(printer->out, '"');
	return count;
}

void print_word(struct printer *printer, const struct word *word, enum print_place place)
{
	uint32_t i = 0;

	while (i < word->part_count) {
		const struct part *part = &word->parts[i];
		const struct part *next = i + 1 < word->part_count ? part + 1 : NULL;

		if (place != PRINT_PLAIN) {
			print_part_inside(printer, part, next, place);
			i++;
		} else if (part->quoted) {
			i += print_quoted_run(printer, word, i);
		} else if (part->type == PART_LITERAL) {
			strbuf_add(printer->out, part->text, part->len);
			i++;
		} else {
			print_expansion(printer, part, next && !next->quoted ? next : NULL,
					PRINT_PLAIN);
			i++;
		}
	}
}
