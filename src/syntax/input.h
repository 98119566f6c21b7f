/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The characters a parser reads: the buffer of its source, with alias values stacked on
 * it, or a text inside the command (backquotes, a here-document). Every text ends in a NUL that
 * is not counted, so a scan over ordinary bytes needs no bounds check: it stops at the NUL,
 * and only there asks whether the text has ended.
 */
#ifndef SYNTAX_INPUT_H
#define SYNTAX_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/symbol.h"
#include "syntax/ast.h"

struct parser;

/* An alias value that stands in the place of the word it replaced. */
struct alias_frame {
	struct alias_frame *below;
	const struct symbol *symbol;
	const char *text;
	size_t len;
	size_t resume;            /* offset in the text below */
	struct position position; /* of the word */
	bool blank;               /* the value ends in a blank */
};

struct input {
	const char *next;
	const char *end; /* *end is NUL */
	const char *text;
	struct alias_frame *frame;      /* the text is its value, unless ... */
	struct alias_frame *base_frame; /* ... it equals this: the text is base */
	const char *base;
	size_t base_len;
	const char *line_start; /* in base */
	uint32_t line;
	uint32_t column; /* of line_start */
	uint32_t depth;  /* how many inputs it lies in */
};

/* Where something began, for the text since. */
struct input_place {
	const struct alias_frame *frame;
	size_t offset;
};

/* A place to go back to, for as long as the same command is parsed. */
struct input_mark {
	struct alias_frame *frame;
	size_t offset;
	size_t line_offset;
	uint32_t line;
	uint32_t column;
};

/* Reads the LEN bytes of TEXT, which begin at POSITION of the source. */
void input_begin(struct input *input, const char *text, size_t len, struct position position);

/*
 * At the end of the text: goes back from an alias value to what stands behind its
 * word, or reads more of the source. False at the end of all, or on an error. Pointers into the
 * text are then no longer valid, but for the input's own.
 */
bool input_fill(struct parser *parser);
/* Are COUNT bytes at hand in this text? Reads for them, but leaves no alias value. */
bool input_have(struct parser *parser, size_t count);
/* The next character at hand, seen through the ends of alias values; '\0' if there is none. */
char input_behind(const struct input *input);
/* Leaves the value of an alias, whatever is left of it. */
void input_pop_alias(struct parser *parser);
/* Lets the value of an alias be read next. */
void input_push_alias(struct parser *parser, const struct symbol *symbol, const char *value,
		      struct position position);
/* Is the text that is read the result, at any level, of this alias? */
bool input_in_alias(const struct input *input, const struct symbol *symbol);

struct input_mark input_get_mark(const struct input *input);
void input_rewind(struct input *input, struct input_mark mark);
/* What was read since the place; NULL if an alias value ended in between. */
const char *input_since(const struct input *input, struct input_place place, size_t *len);

/* Skips any "\<newline>" at hand. True if there was one. */
bool input_skip_continuations(struct parser *parser);

static inline bool input_in_base(const struct input *input)
{
	return input->frame == input->base_frame;
}

static inline struct input_place input_get_place(const struct input *input)
{
	return (struct input_place){ input->frame, (size_t)(input->next - input->text) };
}

static inline struct position input_position(const struct input *input)
{
	if (!input_in_base(input)) {
		return input->frame->position;
	}
	return (struct position){ input->line,
				  (uint32_t)(input->next - input->line_start) + input->column };
}

/* To be called when a newline has been passed: next stands behind it. */
static inline void input_newline(struct input *input)
{
	if (input_in_base(input)) {
		input->line++;
		input->line_start = input->next;
		input->column = 1;
	}
}

/* Counts the newlines in [from, next). */
void input_count_lines(struct input *input, const char *from);

#endif
