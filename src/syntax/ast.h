/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The syntax tree of the shell command language, POSIX.1-2024 XCU 2.10. Nodes
 * lie in the arena of their tree, hold no pointers out of it but to symbols
 * (which live as long as the shell), and do not change once parsed.
 */
#ifndef SYNTAX_AST_H
#define SYNTAX_AST_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/symbol.h"

/* Where something began in its source; both count from 1, columns in bytes. */
struct position {
	uint32_t line;
	uint32_t column;
};

/* ---- words ---------------------------------------------------------- */

enum part_type {
	PART_LITERAL,    /* bytes that stand for themselves */
	PART_TILDE,      /* ~ or ~name, where a tilde-prefix may stand */
	PART_PARAMETER,  /* $name, ${...} */
	PART_COMMAND,    /* $(...), `...` */
	PART_ARITHMETIC, /* $((...)) */
	PART_PROCESS,    /* <(...), >(...): an extension */
	PART_ARRAY,      /* (...) as the value of an assignment; an extension */
};

enum parameter_kind {
	PARAMETER_VARIABLE,   /* a name: .symbol */
	PARAMETER_POSITIONAL, /* $1, ${10}: .number, from 1 */
	PARAMETER_SPECIAL,    /* one of @ * # ? - $ ! 0: .special */
	PARAMETER_ELEMENT,    /* a[index]: .symbol, .index; .special is [ */
	PARAMETER_ELEMENTS,   /* a[@] or a[*]: .symbol, .special */
};

enum parameter_op {
	PARAMETER_PLAIN,          /* $x, ${x} */
	PARAMETER_LENGTH,         /* ${#x} */
	PARAMETER_DEFAULT,        /* ${x-word} */
	PARAMETER_ASSIGN,         /* ${x=word} */
	PARAMETER_ERROR,          /* ${x?word} */
	PARAMETER_ALTERNATE,      /* ${x+word} */
	PARAMETER_PREFIX,         /* ${x#word} */
	PARAMETER_PREFIX_LONGEST, /* ${x##word} */
	PARAMETER_SUFFIX,         /* ${x%word} */
	PARAMETER_SUFFIX_LONGEST, /* ${x%%word} */
	/* Extensions: */
	PARAMETER_SUBSTRING,      /* ${x:offset}, ${x:offset:length}: .operands */
	PARAMETER_REPLACE,        /* ${x/pattern/string}: .operands */
	PARAMETER_REPLACE_ALL,    /* ${x//pattern/string} */
	PARAMETER_REPLACE_PREFIX, /* ${x/#pattern/string} */
	PARAMETER_REPLACE_SUFFIX, /* ${x/%pattern/string} */
	PARAMETER_UPPER,          /* ${x^pattern}: the first character */
	PARAMETER_UPPER_ALL,      /* ${x^^pattern} */
	PARAMETER_LOWER,          /* ${x,pattern} */
	PARAMETER_LOWER_ALL,      /* ${x,,pattern} */
	PARAMETER_KEYS,           /* ${!a[@]} */
	PARAMETER_BAD,            /* not of the language: an error when expanded */
};

struct word;
struct node;
struct arith;

/* Of operators that have more than one word. */
struct parameter_operands {
	struct part *offset, *length; /* PART_ARITHMETIC; length NULL: all */
	struct word *pattern;         /* never NULL, for the operators that replace */
	struct word *replacement;     /* NULL for nothing */
};

struct parameter {
	enum parameter_kind kind;
	enum parameter_op op;
	bool colon; /* ${x:-word}: null counts as unset */
	char special;
	unsigned long number;
	struct symbol *symbol;
	struct part *index;                  /* of an ELEMENT: PART_ARITHMETIC */
	struct word *word;                   /* of the operator; NULL for an empty one */
	struct parameter_operands *operands; /* of SUBSTRING and REPLACE...; else NULL */
	uint32_t flags;   /* of words: what its operands add to those of its word */
	const char *text; /* "${...}" as written, for messages */
	size_t text_len;
};

struct part {
	enum part_type type;
	bool quoted;      /* its result is quoted: by '', "", \ or $'' */
	bool backquote;   /* PART_COMMAND written as `...` */
	bool output;      /* PART_PROCESS: >(...), which is written to */
	uint32_t len;     /* of text */
	const char *text; /* LITERAL: its bytes, NUL-terminated;
				    TILDE: the login name, "" for none */
	union {
		struct parameter *parameter;
		struct node *command; /* NULL: nothing to run */
		struct {
			struct word *word;  /* the expression, as it expands */
			struct arith *tree; /* parsed beforehand, or NULL: see arith.h */
		} arithmetic;
		const struct array_literal *array;
	};
};

enum word_flags {
	/* One field, known beforehand: .text. Nothing to expand. Also a value or the argument
	   of a declaration utility that holds * ? or [, which mean nothing there. Not the
	   word of an unquoted ${x-word} with unquoted literals: those may be split. */
	WORD_STATIC = 1 << 0,
	/* Something in it is quoted. */
	WORD_QUOTED = 1 << 1,
	/* An unquoted * or ? stands in a literal part, or a [ that something may close. */
	WORD_GLOB = 1 << 2,
	/* An argument NAME=VALUE of a declaration utility: expands as an
	   assignment does (tildes behind = and :, no splitting, no pathnames). */
	WORD_DECLARATION = 1 << 3,
	/* Its expansion may change the shell: ${x=w}, ${x?w}, $((x=1)), also
	   where nested. Command substitution does not count. */
	WORD_EFFECTS = 1 << 4,
	/* It holds a command substitution, at any depth. */
	WORD_COMMAND = 1 << 5,
	/* It holds a process substitution: what expands it must see to the process. Never inside
	   quotes, a here-document or an expression. */
	WORD_PROCESS = 1 << 7,
	/* The value of an assignment that is an array: one PART_ARRAY. Or, NAME=(...) as the
	   argument of a declaration utility: that behind a literal "NAME=", and .text is the
	   name alone, which is what becomes of it when it is expanded. */
	WORD_ARRAY = 1 << 6,
};

/* What a word hands on to what it is part of. */
enum { WORD_HANDED_ON = WORD_EFFECTS | WORD_COMMAND | WORD_PROCESS };

struct word {
	struct position position;
	uint32_t flags;
	uint32_t part_count;
	struct part *parts;
	/* WORD_STATIC: the field, NUL-terminated, quotes removed. Otherwise NULL. */
	const char *text;
	size_t text_len;
	/* WORD_STATIC and command position: interned text, if it has no slash. Otherwise NULL. */
	struct symbol *symbol;
};

/* (value [index]=value ...) */
struct array_literal {
	bool append; /* behind += */
	uint32_t count;
	struct array_element {
		struct part *index; /* PART_ARITHMETIC; NULL: one more than the last */
		bool append;        /* [index]+=value */
		struct word *value; /* with an index it is one string, else any number of fields */
	} * elements;
};

/* NAME=VALUE before a command name; outside posix mode also NAME[INDEX]=VALUE, and += for = . */
struct assignment {
	struct position position;
	struct symbol *symbol;
	struct word *value; /* never NULL; no parts for NAME= */
	struct part *index; /* PART_ARITHMETIC, or NULL */
	bool append;
	bool extended; /* append, or there is an index, or the value is an array */
};

/* ---- redirections --------------------------------------------------- */

enum redirection_op {
	REDIRECTION_INPUT,       /* <   */
	REDIRECTION_OUTPUT,      /* >   */
	REDIRECTION_CLOBBER,     /* >|  */
	REDIRECTION_APPEND,      /* >>  */
	REDIRECTION_READ_WRITE,  /* <>  */
	REDIRECTION_DUP_INPUT,   /* <&  */
	REDIRECTION_DUP_OUTPUT,  /* >&  */
	REDIRECTION_HERE,        /* <<  */
	REDIRECTION_HERE_STRIP,  /* <<- */
	REDIRECTION_HERE_STRING, /* <<< */
};

struct redirection {
	struct position position;
	enum redirection_op op;
	int fd; /* as written, or the operator's default; -1: VARIABLE says */
	bool fd_written;
	struct symbol *variable; /* {name}>: takes the number of a free descriptor, outside
				    posix mode; or NULL */
	struct word *target;     /* a file name, a descriptor or -; HERE: the
				delimiter as written; HERE_STRING: the text */
	struct word *here;       /* the body of a here-document, tabs stripped */
};

struct redirections {
	uint32_t count;
	/* Some change the shell itself: this process performs them all, one by one. */
	bool here;
	struct redirection *items;
};

/* ---- commands ------------------------------------------------------- */

enum node_type {
	NODE_SIMPLE,
	NODE_PIPELINE,
	NODE_AND_OR,
	NODE_LIST,
	NODE_SUBSHELL,
	NODE_GROUP,
	NODE_IF,
	NODE_FOR,
	NODE_CASE,
	NODE_WHILE,
	NODE_FUNCTION,
};

/*
 * The common head of all nodes. Grammar levels that add nothing are left out: a list of
 * one command that is not in the background is that command; a pipeline of one command without
 * "!" is that command; and so on.
 */
struct node {
	enum node_type type;
	struct position position;
	/* There are process substitutions in its own words or redirections (not of commands inside
	   it): they are over when it is. */
	bool processes;
};

/* [assignment | redirection]... [word | redirection]... */
struct simple {
	struct node node;
	uint32_t assignment_count;
	uint32_t word_count;
	struct assignment *assignments;
	struct word **words;
	struct redirections redirections;
	uint32_t flags; /* the union of its words', values', targets' flags; not of the
			   bodies of here-documents, which are read later */
};

struct term_row;

/* A term of `with`: term.h. */
struct term {
	const struct term_row *row;
	struct word *value; /* NULL: none */
	struct position position;
	/* How it was written: -t, not --timeout; -t5, not -t 5. */
	bool letter, attached;
};

struct terms {
	uint32_t count;
	struct term *items;
};

/* [!] [time [-p]] [with term...] command | command ...
   "a |& b" is "a 2>&1 | b" here, and "&>file" is ">file 2>&1": that is all they mean. */
struct pipeline {
	struct node node;
	const struct terms *terms; /* NULL: no `with` */
	bool negated;
	bool timed;       /* time [-p], outside posix mode */
	bool timed_posix; /* with -p */
	uint32_t count;
	struct node **commands;
};

enum and_or_op { AND_OR_FIRST, AND_OR_AND, AND_OR_OR };

/* pipeline && pipeline || pipeline ... */
struct and_or {
	struct node node;
	uint32_t count;
	struct and_or_item {
		enum and_or_op op; /* what stands before it */
		struct node *command;
	} * items;
};

/* and_or ; and_or & and_or ... */
struct list {
	struct node node;
	uint32_t count;
	struct list_item {
		struct node *command;
		bool background;
	} * items;
};

/* ( list ), { list; } */
struct group {
	struct node node;
	struct node *body;
	struct redirections redirections;
};

/* if list then list [elif list then list]... [else list] fi */
struct if_clause {
	struct node node;
	uint32_t count;
	struct if_arm {
		struct node *condition;
		struct node *body;
	} * arms;
	struct node *otherwise; /* NULL: none */
	struct redirections redirections;
};

/* for name [in word...] do list done */
struct for_clause {
	struct node node;
	struct symbol *symbol;
	bool has_in; /* without: the positional parameters */
	uint32_t word_count;
	struct word **words;
	struct node *body;
	struct redirections redirections;
};

enum case_end {
	CASE_BREAK,    /* ;; or nothing */
	CASE_CONTINUE, /* ;& */
};

/* case word in [(] pattern [| pattern]... ) [list] ;; ... esac */
struct case_clause {
	struct node node;
	struct word *word;
	uint32_t count;
	struct case_arm {
		uint32_t pattern_count;
		struct word **patterns;
		struct node *body; /* NULL: empty */
		enum case_end end;
	} * arms;
	struct redirections redirections;
};

/* while list do list done; until ... */
struct while_clause {
	struct node node;
	bool until;
	struct node *condition;
	struct node *body;
	struct redirections redirections;
};

/* name() compound-command [redirection]...: those are the body's own */
struct function_definition {
	struct node node;
	struct symbol *symbol;
	struct node *body;
};

/*
 * One parsed complete command (or a whole file, for -n): a reference count, the
 * arena, the root. A function definition holds a reference, a running
 * call another.
 */
struct tree {
	unsigned references;
	struct arena arena;
	struct node *root; /* NULL: only blanks and comments */
};

/* A tree with one reference. */
struct tree *tree_create(void);
struct tree *tree_reference(struct tree *tree);
/* Frees it with the last reference; NULL is fine. */
void tree_release(struct tree *tree);

#define AST_CAST(function, structure, condition)                                \
	static inline const struct structure *function(const struct node *node) \
	{                                                                       \
		assert(condition);                                              \
		return (const struct structure *)node;                          \
	}

AST_CAST(node_simple, simple, node->type == NODE_SIMPLE)
AST_CAST(node_pipeline, pipeline, node->type == NODE_PIPELINE)
AST_CAST(node_and_or, and_or, node->type == NODE_AND_OR)
AST_CAST(node_list, list, node->type == NODE_LIST)
AST_CAST(node_group, group, node->type == NODE_GROUP || node->type == NODE_SUBSHELL)
AST_CAST(node_if, if_clause, node->type == NODE_IF)
AST_CAST(node_for, for_clause, node->type == NODE_FOR)
AST_CAST(node_case, case_clause, node->type == NODE_CASE)
AST_CAST(node_while, while_clause, node->type == NODE_WHILE)
AST_CAST(node_function, function_definition, node->type == NODE_FUNCTION)
#undef AST_CAST

#endif
