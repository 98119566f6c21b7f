/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/context.h"

#include <ctype.h>
#include <string.h>

#include "syntax/token.h"

/* Substitutions inside each other, beyond which a line is not looked into. */
enum { SCAN_DEPTH_MAX = 100 };

struct scan {
	const char *text;
	size_t len;
	unsigned depth;
	bool found; /* the end of the text was reached, and result says what is there */
	struct context result;
};

/* What is known of the simple command that is being read. */
struct scan_command {
	bool wanted;      /* a command's name is next */
	bool redirection; /* the name of a file is next */
	bool here;        /* a here-document's delimiter is next */
	bool wrapper;     /* its name is one of those that take a command: sudo, command... */
	bool option_next; /* `-o` or `-s` was the last word */
	const char *name; /* as typed; NULL: none yet */
	size_t name_len;
};

/* These take the name of a command where they take their first operand. */
static const char *const scan_wrappers[] = { "builtin", "command", "doas",  "env",  "exec", "hash",
					     "man",     "nice",    "nohup", "sudo", "time", "type",
					     "watch",   "which",   "xargs", NULL };

static bool scan_is(const struct scan_command *command, const char *name)
{
	return command->name && strlen(name) == command->name_len &&
	       memcmp(command->name, name, command->name_len) == 0;
}

static bool scan_is_any(const struct scan_command *command, const char *const *names)
{
	for (; *names; names++) {
		if (scan_is(command, *names)) {
			return true;
		}
	}
	return false;
}

static void scan_found(struct scan *scan, enum context_kind kind, size_t word)
{
	if (!scan->found) {
		scan->found = true;
		scan->result.kind = kind;
		scan->result.word = word;
	}
}

static bool scan_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t scan_list(struct scan *scan, size_t at, char closer);

/* ---- inside a word ---------------------------------------------------- */

/* Behind "$((": up to "))". */
static size_t scan_arithmetic(struct scan *scan, size_t at)
{
	unsigned depth = 2;

	for (; at < scan->len; at++) {
		if (scan->text[at] == '(') {
			depth++;
		} else if (scan->text[at] == ')' && --depth == 0) {
			return at + 1;
		}
	}
	scan_found(scan, CONTEXT_NONE, at);
	return at;
}

/* At "$": behind the expansion. */
static size_t scan_dollar(struct scan *scan, size_t at, char quote);

/* Behind "${": up to "}". */
static size_t scan_brace(struct scan *scan, size_t at, char quote)
{
	size_t start = at;

	while (at < scan->len && scan_name_char(scan->text[at])) {
		at++;
	}
	if (at == scan->len) {
		scan->result.brace = !scan->found;
		scan->result.quote = quote;
		scan_found(scan, CONTEXT_PARAMETER, start);
		return at;
	}
	while (at < scan->len && scan->text[at] != '}') {
		if (scan->text[at] == '\\' && at + 1 < scan->len) {
			at += 2;
		} else if (scan->text[at] == '$') {
			at = scan_dollar(scan, at, quote);
		} else {
			at++;
		}
	}
	if (at == scan->len) {
		scan_found(scan, CONTEXT_NONE, at);
		return at;
	}
	return at + 1;
}

static size_t scan_dollar(struct scan *scan, size_t at, char quote)
{
	size_t start = ++at;

	if (at == scan->len) {
		scan->result.quote = quote;
		scan_found(scan, CONTEXT_PARAMETER, at);
		return at;
	}
	if (scan->text[at] == '(') {
		if (at + 1 < scan->len && scan->text[at + 1] == '(') {
			return scan_arithmetic(scan, at + 2);
		}
		return scan_list(scan, at + 1, ')');
	}
	if (scan->text[at] == '{') {
		return scan_brace(scan, at + 1, quote);
	}
	if (!scan_name_char(scan->text[at]) || isdigit((unsigned char)scan->text[at])) {
		return at; /* $' begins with its quote; special parameters are one character */
	}
	while (at < scan->len && scan_name_char(scan->text[at])) {
		at++;
	}
	if (at == scan->len) {
		scan->result.quote = quote;
		scan_found(scan, CONTEXT_PARAMETER, start);
	}
	return at;
}

/* Behind an opening quote: behind the closing one. */
static size_t scan_quoted(struct scan *scan, size_t at, char quote, bool escapes)
{
	while (at < scan->len && scan->text[at] != quote) {
		if (scan->text[at] == '\\' && escapes) {
			at += at + 1 < scan->len ? 2 : 1;
		} else if (quote == '"' && scan->text[at] == '$') {
			at = scan_dollar(scan, at, quote);
		} else if (quote == '"' && scan->text[at] == '`') {
			at = scan_list(scan, at + 1, '`');
		} else {
			at++;
		}
	}
	return at < scan->len ? at + 1 : at;
}

/* Is "<(" or ">(" at hand? */
static bool scan_at_process(const struct scan *scan, size_t at)
{
	return at + 1 < scan->len && (scan->text[at] == '<' || scan->text[at] == '>') &&
	       scan->text[at + 1] == '(';
}

/* Behind the word that begins at AT; CLOSER ends it, too. */
static size_t scan_word(struct scan *scan, size_t at, char closer)
{
	while (at < scan->len && (scan->text[at] != closer || closer == '\0') &&
	       (!strchr(" \t\n|&;<>()", scan->text[at]) || scan_at_process(scan, at))) {
		switch (scan->text[at]) {
		case '<':
		case '>':
			at = scan_list(scan, at + 2, ')');
			break;
		case '\\':
			at += at + 1 < scan->len ? 2 : 1;
			break;
		case '\'':
			at = scan_quoted(scan, at + 1, '\'', at > 0 && scan->text[at - 1] == '$');
			break;
		case '"':
			at = scan_quoted(scan, at + 1, '"', true);
			break;
		case '`':
			at = scan_list(scan, at + 1, '`');
			break;
		case '$':
			at = scan_dollar(scan, at, '\0');
			break;
		default:
			at++;
			break;
		}
	}
	return at;
}

/* ---- between words ---------------------------------------------------- */

/* How much of the word is "NAME="; 0: it is no assignment. */
static size_t scan_assignment(const struct scan *scan, size_t start, size_t end)
{
	size_t at = start;

	while (at < end && scan_name_char(scan->text[at])) {
		at++;
	}
	if (at == start || at == end || scan->text[at] != '=' ||
	    isdigit((unsigned char)scan->text[start])) {
		return 0;
	}
	return at + 1 - start;
}

/* Is it digits only, right before < or >? */
static bool scan_is_number(const struct scan *scan, size_t start, size_t end)
{
	if (end == scan->len || (scan->text[end] != '<' && scan->text[end] != '>')) {
		return false;
	}
	while (start < end && isdigit((unsigned char)scan->text[start])) {
		start++;
	}
	return start == end;
}

/* What an operand of the command is. */
static enum context_kind scan_operand_kind(const struct scan_command *command)
{
	static const char *const take_variables[] = { "unset", "export", "readonly", "read",
						      "local", "for",    "getopts",  NULL };

	if (scan_is(command, "cd") || scan_is(command, "rmdir")) {
		return CONTEXT_DIRECTORY;
	}
	if (scan_is_any(command, take_variables)) {
		return CONTEXT_VARIABLE;
	}
	if (scan_is(command, "alias") || scan_is(command, "unalias")) {
		return CONTEXT_ALIAS;
	}
	if (command->option_next && scan_is(command, "set")) {
		return CONTEXT_OPTION;
	}
	if (scan_is(command, "trap") || (command->option_next && scan_is(command, "kill"))) {
		return CONTEXT_SIGNAL;
	}
	return CONTEXT_FILE;
}

/* The word at [start, len) is the one that is being typed. */
static void scan_last_word(struct scan *scan, const struct scan_command *command, size_t start)
{
	size_t value = scan_assignment(scan, start, scan->len);
	enum context_kind kind = CONTEXT_FILE;

	if (command->here) {
		kind = CONTEXT_NONE;
	} else if (command->redirection) {
		kind = CONTEXT_FILE;
	} else if (value > 0 && (command->wanted || command->name)) {
		/* Of a list, the last: PATH=/bin:/usr... */
		const char *colon = memrchr(scan->text + start, ':', scan->len - start);

		start = colon ? (size_t)(colon + 1 - scan->text) : start + value;
	} else if (command->wanted) {
		kind = CONTEXT_COMMAND;
	} else {
		kind = scan_operand_kind(command);
	}
	scan_found(scan, kind, start);
}

/* A word is over: what does that make of the next? */
static void scan_next_word(const struct scan *scan, struct scan_command *command, size_t start,
			   size_t end)
{
	const char *word = scan->text + start;
	size_t len = end - start;
	enum token_type reserved;

	if (command->redirection || command->here) {
		command->redirection = false;
		command->here = false;
		return;
	}
	if (!command->wanted) {
		command->option_next = len == 2 && word[0] == '-' && strchr("os", word[1]);
		return;
	}
	if (scan_assignment(scan, start, end) > 0 || (command->wrapper && word[0] == '-')) {
		return;
	}
	reserved = command->wrapper ? TOKEN_NONE : token_find_reserved(word, len);
	switch ((int)reserved) {
	case TOKEN_IF:
	case TOKEN_THEN:
	case TOKEN_ELSE:
	case TOKEN_ELIF:
	case TOKEN_DO:
	case TOKEN_WHILE:
	case TOKEN_UNTIL:
	case TOKEN_LEFT_BRACE:
	case TOKEN_BANG:
	case TOKEN_TIME:
		return; /* a command follows */
	default:
		break;
	}
	command->name = word;
	command->name_len = len;
	command->wrapper = scan_is_any(command, scan_wrappers);
	command->wanted = command->wrapper;
}

/* At an operator: behind it. */
static size_t scan_redirection(const struct scan *scan, size_t at, struct scan_command *command)
{
	bool here = at + 1 < scan->len && memcmp(scan->text + at, "<<", 2) == 0;

	command->here = here;
	command->redirection = !here;
	at++;
	while (at < scan->len && strchr("<>|&-", scan->text[at])) {
		at++;
	}
	return at;
}

/* Behind a parenthesis that was opened: a subshell, or "NAME()", which wants a body. */
static size_t scan_parenthesis(struct scan *scan, size_t at, struct scan_command *command)
{
	size_t start = at;
	bool definition;

	at = scan_list(scan, at, ')');
	definition = command->name && strspn(scan->text + start, " \t") + start + 1 == at;
	*command = (struct scan_command){ .wanted = definition };
	return at;
}

/* One step: a blank, an operator, a comment or a word. */
static size_t scan_step(struct scan *scan, size_t at, char closer, struct scan_command *command)
{
	size_t end;

	switch (scan->text[at]) {
	case ' ':
	case '\t':
		return at + 1;
	case '\\':
		if (at + 1 < scan->len && scan->text[at + 1] == '\n') {
			return at + 2; /* the line goes on */
		}
		break;
	case '\n':
	case ';':
	case '&':
	case '|':
	case ')': /* of a case's pattern */
		*command = (struct scan_command){ .wanted = true };
		return at + 1;
	case '(':
		return scan_parenthesis(scan, at + 1, command);
	case '<':
	case '>':
		if (scan_at_process(scan, at)) {
			break;
		}
		return scan_redirection(scan, at, command);
	case '#':
		end = at;
		while (end < scan->len && scan->text[end] != '\n') {
			end++;
		}
		if (end == scan->len) {
			scan_found(scan, CONTEXT_NONE, end);
		}
		return end;
	default:
		break;
	}
	end = scan_word(scan, at, closer);
	if (end == scan->len) {
		scan_last_word(scan, command, at);
	} else if (!scan_is_number(scan, at, end)) {
		scan_next_word(scan, command, at, end);
	}
	return end;
}

/* Commands up to an unquoted CLOSER, which is passed ('\0': up to the end of the text). */
static size_t scan_list(struct scan *scan, size_t at, char closer)
{
	struct scan_command command = { .wanted = true };

	if (++scan->depth > SCAN_DEPTH_MAX) {
		scan_found(scan, CONTEXT_NONE, scan->len);
		return scan->len;
	}
	while (at < scan->len && (scan->text[at] != closer || closer == '\0')) {
		at = scan_step(scan, at, closer, &command);
	}
	scan->depth--;
	if (at < scan->len) {
		return at + 1;
	}
	scan_last_word(scan, &command, at); /* an empty word */
	return at;
}

struct context context_find(const char *text, size_t len)
{
	struct scan scan = { .text = text, .len = len };

	(void)scan_list(&scan, 0, '\0');
	return scan.result;
}
