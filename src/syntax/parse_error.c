/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "syntax/parser_state.h"

enum { ERROR_TOKEN_MAX = 40 };

__attribute__((format(printf, 3, 0))) static void parser_vfail(struct parser *parser,
							       struct position position,
							       const char *format, va_list args)
{
	struct parse_error *error = &parser->error;

	parser->status = PARSE_ERROR;
	error->position = position;
	error->opened = (struct position){ 0, 0 };
	strbuf_clear(&error->opener);
	strbuf_clear(&error->message);
	strbuf_vprintf(&error->message, format, args);
}

void parser_fail(struct parser *parser, struct position position, const char *format, ...)
{
	va_list args;

	if (parser_failed(parser)) {
		return;
	}
	va_start(args, format);
	parser_vfail(parser, position, format, args);
	va_end(args);
}

static void parser_set_opener(struct parser *parser, const struct opener *opener)
{
	parser->error.opened = opener->position;
	strbuf_add_string(&parser->error.opener, opener->name);
}

/* The text of a token, up to a newline, if it is not too long; nothing a terminal would obey. */
static void parser_describe_text(struct strbuf *out, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n' || i == ERROR_TOKEN_MAX) {
			strbuf_add_string(out, "...");
			return;
		}
		if (c == '\r') {
			strbuf_add_string(out, "\\r");
		} else {
			strbuf_add_char(out, c < ' ' || c == 0x7f ? '?' : (char)c);
		}
	}
}

/* The token ahead, as it was written, if that fits on a line; else what it is. */
static void parser_describe_token(struct parser *parser, struct strbuf *out)
{
	const struct token *token = &parser->token;
	size_t len = 0;
	const char *text = NULL;

	if (token->type == TOKEN_END) {
		strbuf_add_string(out, parser->input.depth > 0 ? "end of command substitution"
							       : "end of file");
		return;
	}
	if (token->type == TOKEN_WORD || token->type == TOKEN_ASSIGNMENT ||
	    token->type == TOKEN_IO_NUMBER) {
		text = input_since(&parser->input, token->place, &len);
	}
	if (!text) {
		strbuf_add_string(out, token_name(token->type));
		return;
	}
	strbuf_add_char(out, '`');
	parser_describe_text(out, text, len);
	strbuf_add_char(out, '\'');
}

/* Does this token end constructs, so that the one that is open is of interest? */
static bool token_closes(enum token_type type)
{
	switch ((int)type) {
	case TOKEN_END:
	case TOKEN_RIGHT_PAREN:
	case TOKEN_DSEMI:
	case TOKEN_SEMI_AND:
	case TOKEN_THEN:
	case TOKEN_ELSE:
	case TOKEN_ELIF:
	case TOKEN_FI:
	case TOKEN_DO:
	case TOKEN_DONE:
	case TOKEN_ESAC:
	case TOKEN_RIGHT_BRACE:
		return true;
	default:
		return false;
	}
}

void parser_fail_token(struct parser *parser, const char *expected)
{
	struct strbuf found = STRBUF_INIT;
	enum token_type type = parser->token.type;

	if (parser_failed(parser)) {
		return;
	}
	parser_describe_token(parser, &found);
	parser_fail(parser, parser->token.position,
		    expected ? "unexpected %s, expected %s" : "unexpected %s", found.data,
		    expected);
	strbuf_finish(&found);
	parser->error_at_end = type == TOKEN_END && parser->input.depth == 0;
	if (parser->opener && token_closes(type)) {
		parser_set_opener(parser, parser->opener);
	}
}

void parser_fail_unclosed(struct parser *parser, const struct opener *opener, const char *expected)
{
	if (parser_failed(parser)) {
		return;
	}
	parser_fail(parser, input_position(&parser->input), "unexpected end of file, expected %s",
		    expected);
	parser->error_at_end = parser->input.depth == 0;
	parser_set_opener(parser, opener);
}

void parser_fail_depth(struct parser *parser)
{
	parser_fail(parser, input_position(&parser->input), "nested too deeply");
	parser->error_final = true;
}

void parser_fail_read(struct parser *parser, int error)
{
	if (parser_failed(parser)) {
		return;
	}
	parser->error.read_error = error;
	parser->error.position = input_position(&parser->input);
	strbuf_clear(&parser->error.message);
	parser->status = error == EINTR ? PARSE_INTERRUPTED : PARSE_READ_ERROR;
}

void parser_forget_error(struct parser *parser)
{
	parser->status = PARSE_COMMAND;
	parser->error_at_end = false;
}

void parser_complete_error(struct parser *parser)
{
	struct parse_error *error = &parser->error;
	const char *at = parser->input.base;
	const char *end = at + parser->input.base_len;
	uint32_t line = parser->buffer_line;
	const char *newline;

	strbuf_clear(&error->line);
	if (parser->status != PARSE_ERROR) {
		return;
	}
	while (line < error->position.line && (newline = memchr(at, '\n', (size_t)(end - at)))) {
		at = newline + 1;
		line++;
	}
	newline = memchr(at, '\n', (size_t)(end - at));
	strbuf_add(&error->line, at, (size_t)((newline ? newline : end) - at));
	if (error->line.len > 0 && error->line.data[error->line.len - 1] == '\r') {
		strbuf_truncate(&error->line, error->line.len - 1);
		strbuf_add_string(&error->message, " (the line ends in CRLF, not in LF)");
	}
}

/* The line, and a caret under the column; tabs stay tabs, so that it stands right. */
static void parse_error_format_line(const struct parse_error *error, struct strbuf *out)
{
	uint32_t i;

	if (error->line.len == 0) {
		return;
	}
	for (i = 0; i < error->line.len; i++) {
		unsigned char c = (unsigned char)error->line.data[i];
		bool shown = (c >= ' ' && c != 0x7f) || c == '\t';

		strbuf_add_char(out, shown ? (char)c : '?');
	}
	strbuf_add_char(out, '\n');
	for (i = 1; i < error->position.column && i <= error->line.len; i++) {
		strbuf_add_char(out, error->line.data[i - 1] == '\t' ? '\t' : ' ');
	}
	strbuf_add_string(out, "^\n");
}

void parse_error_format(const struct parse_error *error, const char *name, struct strbuf *out)
{
	const char *prefix = name ? name : "";
	const char *colon = name ? ":" : "";

	strbuf_printf(out, "%s%s%u:%u: syntax error: %s\n", prefix, colon, error->position.line,
		      error->position.column, error->message.data);
	parse_error_format_line(error, out);
	if (error->opened.line > 0) {
		strbuf_printf(out, "%s%s%u: %s opened here\n", prefix, colon, error->opened.line,
			      error->opener.data);
	}
}
