/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that are not compound: simple commands, redirections, function definitions. */
#include <config.h>

#include <string.h>

#include "syntax/char_class.h"
#include "syntax/here.h"
#include "syntax/lexer.h"
#include "syntax/parser_state.h"
#include "syntax/word.h"

/* ---- redirections ---- */

static const struct redirection_operator {
	enum redirection_op op;
	int fd;
} redirection_operators[] = {
	[TOKEN_LESS - TOKEN_LESS] = { REDIRECTION_INPUT, 0 },
	[TOKEN_GREAT - TOKEN_LESS] = { REDIRECTION_OUTPUT, 1 },
	[TOKEN_CLOBBER - TOKEN_LESS] = { REDIRECTION_CLOBBER, 1 },
	[TOKEN_DGREAT - TOKEN_LESS] = { REDIRECTION_APPEND, 1 },
	[TOKEN_LESSGREAT - TOKEN_LESS] = { REDIRECTION_READ_WRITE, 0 },
	[TOKEN_LESSAND - TOKEN_LESS] = { REDIRECTION_DUP_INPUT, 0 },
	[TOKEN_GREATAND - TOKEN_LESS] = { REDIRECTION_DUP_OUTPUT, 1 },
	[TOKEN_DLESS - TOKEN_LESS] = { REDIRECTION_HERE, 0 },
	[TOKEN_DLESSDASH - TOKEN_LESS] = { REDIRECTION_HERE_STRIP, 0 },
	[TOKEN_TLESS - TOKEN_LESS] = { REDIRECTION_HERE_STRING, 0 },
	[TOKEN_AND_GREAT - TOKEN_LESS] = { REDIRECTION_OUTPUT, 1 },
	[TOKEN_AND_DGREAT - TOKEN_LESS] = { REDIRECTION_APPEND, 1 },
};

/* 2>&1 */
static struct redirection redirection_join_error(struct parser *parser, struct position position)
{
	return (struct redirection){
		.position = position,
		.op = REDIRECTION_DUP_OUTPUT,
		.fd = 2,
		.fd_written = true,
		.target = word_make_plain(parser, "1", 1, position),
	};
}

static const char *redirection_expects(enum token_type type)
{
	switch ((int)type) {
	case TOKEN_DLESS:
	case TOKEN_DLESSDASH:
		return "a delimiter";
	case TOKEN_TLESS:
		return "a word";
	default:
		return "a file name";
	}
}

/* Takes what says which descriptor is redirected, if that is ahead. */
static void parse_redirected_fd(struct parser *parser, struct redirection *redirection)
{
	if (parser->token.type == TOKEN_IO_NUMBER) {
		redirection->fd = parser->token.number;
	} else if (parser->token.type == TOKEN_IO_LOCATION) {
		redirection->fd = -1;
		redirection->variable = parser->token.symbol;
	} else {
		return;
	}
	redirection->fd_written = true;
	lexer_take(parser);
	(void)lexer_peek(parser, LEX_WORD);
}

/* io_redirect: [IO_NUMBER|IO_LOCATION] (operator WORD) */
bool parse_redirection(struct parser *parser)
{
	struct redirection redirection = { .position = parser->token.position };
	enum token_type type;
	const struct redirection_operator *operator;
	bool here;

	parse_redirected_fd(parser, &redirection);
	type = parser->token.type;
	if (type < TOKEN_LESS || type > TOKEN_AND_DGREAT) {
		parser_fail_token(parser, "a redirection operator");
		return false;
	}
	operator= & redirection_operators[type - TOKEN_LESS];
	redirection.op = operator->op;
	if (!redirection.fd_written) {
		redirection.fd = operator->fd;
	}
	lexer_take(parser);
	here = type == TOKEN_DLESS || type == TOKEN_DLESSDASH;
	if (lexer_peek(parser, here ? LEX_DELIMITER : LEX_WORD) != TOKEN_WORD) {
		parser_fail_token(parser, redirection_expects(type));
		return false;
	}
	redirection.target = parser->token.word;
	if (here) {
		here_expect(parser, &redirection);
	}
	strbuf_add(&parser->redirections, &redirection, sizeof(redirection));
	if (type == TOKEN_AND_GREAT || type == TOKEN_AND_DGREAT) {
		redirection = redirection_join_error(parser, redirection.position);
		strbuf_add(&parser->redirections, &redirection, sizeof(redirection));
	}
	lexer_take(parser);
	return true;
}

/* Moves what was pushed behind BASE into the tree. */
static void parser_pop_redirections(struct parser *parser, size_t base,
				    struct redirections *redirections)
{
	size_t size = parser->redirections.len - base;
	uint32_t i;

	redirections->count = (uint32_t)(size / sizeof(struct redirection));
	redirections->here = false;
	redirections->items = parser_pop_items(parser, &parser->redirections, base);
	for (i = 0; i < redirections->count; i++) {
		redirections->here = redirections->here || redirections->items[i].variable;
	}
}

bool parse_redirect_list(struct parser *parser, struct redirections *redirections)
{
	size_t base = parser->redirections.len;

	/* A word here can only be wrong, unless it is an alias for what may follow. */
	while (token_is_redirection(lexer_peek(parser, LEX_COMMAND))) {
		if (!parse_redirection(parser)) {
			return false;
		}
	}
	parser_pop_redirections(parser, base, redirections);
	return !parser_failed(parser);
}

static struct node *parser_make_group(struct parser *parser, struct node *body)
{
	struct group *group = arena_zalloc(parser->arena, sizeof(*group));

	group->node = (struct node){ .type = NODE_GROUP, .position = body->position };
	group->body = body;
	return &group->node;
}

struct node *parser_join_error(struct parser *parser, struct node *node)
{
	struct redirections *redirections = node_redirections(node);
	struct redirection *items;

	if (!redirections) {
		node = parser_make_group(parser, node);
		redirections = node_redirections(node);
	}
	items = arena_alloc(parser->arena, (redirections->count + 1) * sizeof(*items));
	if (redirections->count > 0) {
		memcpy(items, redirections->items, redirections->count * sizeof(*items));
	}
	items[redirections->count++] = redirection_join_error(parser, node->position);
	redirections->items = items;
	return node;
}

/* ---- functions ---- */

struct node *parse_function_body(struct parser *parser, struct symbol *symbol,
				 struct position position)
{
	struct function_definition *function = arena_alloc(parser->arena, sizeof(*function));

	*function = (struct function_definition){
		.node = { .type = NODE_FUNCTION, .position = position },
		.symbol = symbol,
	};
	parse_linebreak(parser);
	function->body = parse_compound_command(parser);
	if (!function->body) {
		parser_fail_token(parser, "a compound command");
		return NULL;
	}
	return &function->node;
}

/*
 * Can this word be the name of a function? Outside posix mode, any plain text that could not
 * be read as something else before "()".
 */
static bool word_names_function(const struct parser *parser, const struct word *word)
{
	if (!(word->flags & WORD_STATIC) || word->flags & WORD_QUOTED || word->text_len == 0 ||
	    token_find_reserved(word->text, word->text_len) != TOKEN_NONE) {
		return false;
	}
	return parser->options.extensions ? !strpbrk(word->text, "$=")
					  : char_all_name(word->text, word->text_len);
}

/* function_definition: fname '(' ')' linebreak function_body; with '(' ahead, behind fname */
static struct node *parse_function(struct parser *parser, struct word *name,
				   struct position position)
{
	if (!word_names_function(parser, name)) {
		parser_fail_token(parser, NULL);
		return NULL;
	}
	lexer_take(parser);
	if (!parse_expect(parser, TOKEN_RIGHT_PAREN)) {
		return NULL;
	}
	return parse_function_body(parser, name->symbol, position);
}

/* Function WORD ['(' ')'] linebreak function_body: an extension */
struct node *parse_function_keyword(struct parser *parser)
{
	struct position position = parser->token.position;
	const struct word *word;
	struct symbol *symbol;

	lexer_take(parser);
	if (lexer_peek(parser, LEX_WORD) != TOKEN_WORD ||
	    !word_names_function(parser, parser->token.word)) {
		parser_fail_token(parser, "a function name");
		return NULL;
	}
	word = parser->token.word;
	symbol = symbol_intern(parser->options.symbols, word->text, word->text_len);
	lexer_take(parser);
	if (lexer_peek(parser, LEX_COMMAND) == TOKEN_LEFT_PAREN) {
		lexer_take(parser);
		if (lexer_peek(parser, LEX_COMMAND) == TOKEN_RIGHT_PAREN) {
			lexer_take(parser);
		} else {
			parser_fail_token(parser, "`)'");
			return NULL;
		}
	}
	return parse_function_body(parser, symbol, position);
}

/* ---- simple commands ---- */

/* What the words so far say about those to come. */
enum command_kind {
	KIND_UNKNOWN,     /* no word yet */
	KIND_COMMAND,     /* `command': the next one may be a declaration utility */
	KIND_DECLARATION, /* a declaration utility */
	KIND_OTHER,
};

static bool word_is(const struct word *word, const char *text, size_t len)
{
	return word->text_len == len && memcmp(word->text, text, len) == 0;
}

/* XCU 2.9.1.1: by the letters of the word alone. */
static enum command_kind word_command_kind(const struct parser *parser, const struct word *word)
{
	bool declaration = false;

	if (!(word->flags & WORD_STATIC)) {
		return KIND_OTHER;
	}
	switch (word->text_len) {
	case 5:
		declaration = word_is(word, "local", 5);
		break;
	case 6:
		declaration = word_is(word, "export", 6);
		break;
	case 7:
		if (word_is(word, "command", 7)) {
			return KIND_COMMAND;
		}
		declaration = parser->options.extensions &&
			      (word_is(word, "declare", 7) || word_is(word, "typeset", 7));
		break;
	case 8:
		declaration = word_is(word, "readonly", 8);
		break;
	default:
		break;
	}
	return declaration ? KIND_DECLARATION : KIND_OTHER;
}

/* The kind behind one more word. */
static enum command_kind word_next_kind(const struct parser *parser, enum command_kind kind,
					const struct word *word)
{
	if (kind == KIND_UNKNOWN) {
		return word_command_kind(parser, word);
	}
	if (kind == KIND_COMMAND &&
	    !(word->flags & WORD_STATIC && (word_is(word, "-p", 2) || word_is(word, "--", 2)))) {
		return word_command_kind(parser, word);
	}
	return kind;
}

static unsigned command_mode(enum command_kind kind)
{
	switch (kind) {
	case KIND_UNKNOWN:
		return LEX_PREFIX;
	case KIND_DECLARATION:
		return LEX_DECLARATION;
	case KIND_COMMAND:
	case KIND_OTHER:
		break;
	}
	return LEX_WORD;
}

/* The union of the flags of all words of a command. */
static uint32_t simple_flags(const struct simple *simple)
{
	uint32_t flags = 0;
	uint32_t i;

	for (i = 0; i < simple->word_count; i++) {
		flags |= simple->words[i]->flags;
	}
	for (i = 0; i < simple->assignment_count; i++) {
		flags |= simple->assignments[i].value->flags;
	}
	for (i = 0; i < simple->redirections.count; i++) {
		flags |= simple->redirections.items[i].target->flags;
	}
	if (simple->redirections.here) {
		flags |= WORD_EFFECTS;
	}
	return flags;
}

static struct node *parser_make_simple(struct parser *parser, struct position position,
				       size_t words, size_t assignments, size_t redirections)
{
	struct simple *simple = arena_alloc(parser->arena, sizeof(*simple));
	size_t size = parser->assignments.len - assignments;

	simple->node = (struct node){ .type = NODE_SIMPLE, .position = position };
	simple->words = parser_pop_words(parser, words, &simple->word_count);
	simple->assignment_count = (uint32_t)(size / sizeof(struct assignment));
	simple->assignments = parser_pop_items(parser, &parser->assignments, assignments);
	parser_pop_redirections(parser, redirections, &simple->redirections);
	simple->flags = simple_flags(simple);
	simple->node.processes = (simple->flags & WORD_PROCESS) != 0;
	return &simple->node;
}

static void parse_assignment(struct parser *parser)
{
	struct assignment assignment = {
		.position = parser->token.position,
		.symbol = parser->token.symbol,
		.value = parser->token.word,
		.index = parser->token.index,
		.append = parser->token.append,
	};

	assignment.extended = assignment.append || assignment.index ||
			      (assignment.value->flags & WORD_ARRAY) != 0;

	strbuf_add(&parser->assignments, &assignment, sizeof(assignment));
	lexer_take(parser);
}

/*
 * simple_command: [ASSIGNMENT_WORD|io_redirect]... [WORD [WORD|io_redirect]...], or what
 * turns out to be a function definition when '(' follows the first word.
 */
struct node *parse_simple_command(struct parser *parser)
{
	struct position position = parser->token.position;
	size_t words = parser->words.count;
	size_t assignments = parser->assignments.len;
	size_t redirections = parser->redirections.len;
	enum command_kind kind = KIND_UNKNOWN;

	for (;;) {
		enum token_type type = lexer_peek(parser, command_mode(kind));

		if (type == TOKEN_WORD) {
			struct word *word = parser->token.word;

			lexer_take(parser);
			if (kind == KIND_UNKNOWN && parser->assignments.len == assignments &&
			    parser->redirections.len == redirections &&
			    lexer_peek(parser, command_mode(word_command_kind(parser, word))) ==
				    TOKEN_LEFT_PAREN) {
				return parse_function(parser, word, position);
			}
			kind = word_next_kind(parser, kind, word);
			vec_push(&parser->words, word);
		} else if (type == TOKEN_ASSIGNMENT) {
			parse_assignment(parser);
		} else if (!token_is_redirection(type)) {
			break;
		} else if (!parse_redirection(parser)) {
			return NULL;
		}
	}
	if (parser_failed(parser)) {
		return NULL;
	}
	return parser_make_simple(parser, position, words, assignments, redirections);
}

/* command: simple_command | compound_command [redirect_list] | function_definition */
struct node *parse_command(struct parser *parser)
{
	enum token_type type = lexer_peek(parser, LEX_COMMAND);
	struct node *node;

	if (type == TOKEN_WORD || type == TOKEN_ASSIGNMENT || token_is_redirection(type)) {
		return parse_simple_command(parser);
	}
	if (type == TOKEN_FUNCTION) {
		return parse_function_keyword(parser);
	}
	node = parse_compound_command(parser);
	if (!node && !parser_failed(parser)) {
		parser_fail_token(parser, "a command");
	}
	return node;
}
