/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources of commands: parses and runs them, one complete command at a time.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/alias.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/program.h"
#include "shell/script.h"
#include "shell/shell.h"

/* The text of a string source. */
struct run_text {
	const char *data;
	size_t len;
};

static const char *run_alias(void *arg, const struct symbol *name)
{
	(void)arg;
	return name->alias ? name->alias->value : NULL;
}

struct parser_options exec_parser_options(struct shell *sh)
{
	return (struct parser_options){
		.symbols = &sh->symbols,
		.guard = &sh->guard,
		.alias = run_alias,
		.alias_arg = sh,
		.extensions = shell_extensions(sh),
		.interactive = sh->interactive && !sh->subshell,
	};
}

static enum flow run_syntax_error(struct shell *sh, const struct parser *parser)
{
	struct strbuf text = STRBUF_INIT;
	struct strbuf name = STRBUF_INIT;

	strbuf_add_string(&name, "pipesh");
	if (sh->source_name) {
		strbuf_printf(&name, ": %s", sh->source_name);
	}
	parse_error_format(parser_error(parser), name.data, &text);
	if (sh->options[OPTION_POSIX]) {
		/* One line, as other programs that read it expect of a POSIX shell. */
		strbuf_truncate(&text, (size_t)(strchrnul(text.data, '\n') - text.data) + 1);
	}
	(void)fd_write_all(STDERR_FILENO, text.data, text.len); /* nowhere to complain */
	strbuf_finish(&name);
	strbuf_finish(&text);
	if (sh->source_depth > 1) {
		/* In eval or dot, where `command` can keep it from ending the shell. */
		return shell_consequence(sh, sh->special ? ERROR_SYNTAX : ERROR_UTILITY, 2);
	}
	return shell_consequence(sh, ERROR_SYNTAX, 2);
}

static enum flow run_read_error(struct shell *sh, const struct parser *parser)
{
	int error = parser_error(parser)->read_error;

	if (error == ENOEXEC) {
		shell_message(sh, "cannot execute a binary file");
		return shell_consequence(sh, ERROR_READ, 126);
	}
	shell_message(sh, "cannot read commands: %s", strerror(error));
	return shell_consequence(sh, ERROR_READ, 128);
}

static enum flow run_tree(struct shell *sh, struct parser *parser, struct tree *tree, bool last)
{
	struct tree *saved = sh->tree;
	unsigned flags = last && parser_at_end(parser) ? EXEC_LAST : 0;
	enum flow flow;

	if (sh->options[OPTION_NOEXEC] && !(sh->interactive && !sh->subshell)) {
		return FLOW_NEXT;
	}
	if (sh->tested) {
		flags |= EXEC_TESTED;
	}
	sh->tree = tree;
	flow = exec_node(sh, tree->root, flags);
	sh->tree = saved;
	return flow;
}

/* set -v for a source that is a string: what was taken of it last. */
static void run_verbose(struct shell *sh, const struct run_text *text, size_t unread_before,
			size_t unread)
{
	if (sh->options[OPTION_VERBOSE] && unread_before > unread) {
		/* A trace has nowhere to complain. */
		(void)fd_write_all(STDERR_FILENO, text->data + text->len - unread_before,
				   unread_before - unread);
		if (text->data[text->len - unread - 1] != '\n') {
			(void)fd_write_all(STDERR_FILENO, "\n", 1);
		}
	}
}

static enum flow run_source(struct shell *sh, struct parser *parser, const struct run_text *text,
			    bool last)
{
	enum flow flow = FLOW_NEXT;
	bool any = false;

	while (flow == FLOW_NEXT) {
		struct tree *tree = NULL;
		size_t unread = text ? parser_unread(parser) : 0;
		enum parse_result result;

		parser_set_extensions(parser, shell_extensions(sh));
		result = parser_next(parser, &tree);
		if (text) {
			run_verbose(sh, text, unread, parser_unread(parser));
		}
		switch (result) {
		case PARSE_COMMAND:
			flow = run_tree(sh, parser, tree, last);
			tree_release(tree);
			any = true;
			break;
		case PARSE_END:
			if (!any && sh->source_depth > 1) {
				sh->status = 0; /* XCU eval, dot: nothing was executed */
			}
			return FLOW_NEXT;
		case PARSE_ERROR:
			return run_syntax_error(sh, parser);
		case PARSE_INTERRUPTED:
			sh->status = 130;
			return FLOW_ABORT;
		case PARSE_READ_ERROR:
			return run_read_error(sh, parser);
		}
	}
	return flow;
}

static enum flow run_deeper(struct shell *sh, struct parser *parser, const struct run_text *text,
			    bool last)
{
	enum flow flow;

	sh->source_depth++;
	flow = run_source(sh, parser, text, last);
	sh->source_depth--;
	return flow;
}

enum flow exec_source(struct shell *sh, struct parser *parser, bool last)
{
	return run_deeper(sh, parser, NULL, last);
}

enum flow exec_string(struct shell *sh, const char *text, size_t len, const char *name,
		      unsigned line, bool last)
{
	const char *saved = sh->source_name;
	struct run_text source = { text, len };
	struct parser_options options = exec_parser_options(sh);
	struct parser *parser;
	enum flow flow;

	if (name) {
		sh->source_name = name;
	}
	options.interactive = false;
	parser = parser_create_string(text, len, sh->source_name, line, &options);
	flow = run_deeper(sh, parser, sh->source_depth == 0 ? &source : NULL, last);
	parser_destroy(parser);
	sh->source_name = saved;
	return flow;
}

enum flow exec_file(struct shell *sh, const char *path, bool *opened)
{
	const char *saved = sh->source_name;
	unsigned line = sh->line;
	struct script script;
	enum flow flow;
	int fd = fd_open(path, O_RDONLY, 0);

	if (fd >= 0) {
		fd = fd_raise(fd, FD_PRIVATE);
	}
	*opened = fd >= 0;
	if (fd < 0) {
		errno = -fd;
		return FLOW_NEXT;
	}
	sh->source_name = path;
	script_open(&script, sh, fd, false, path);
	flow = exec_source(sh, script.parser, false);
	script_close(&script);
	fd_close(&fd);
	sh->source_name = saved;
	sh->line = line;
	return flow;
}
