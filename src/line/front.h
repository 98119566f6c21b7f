/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What reads a line from a person: a front end. There are two, plain.c without editing and
 * readline.c, which may live in a module of its own. So that the module needs no symbol of the
 * shell, everything goes through these two tables: what a front end offers (struct line_front), and
 * what the shell offers it (struct line_host).
 *
 * The life of one: create; then, for each line, history_add for what is new, set_mode,
 * set_variable, read; destroy. During read the front end asks host->wait for input, and never
 * blocks anywhere else. While it waits the host may have something to show: it calls hide,
 * writes, and calls show.
 */
#ifndef LINE_FRONT_H
#define LINE_FRONT_H

#include <stdbool.h>
#include <stddef.h>

enum line_event {
	LINE_INPUT, /* there is something to read, or nothing ever will be again */
	LINE_WOKEN, /* by a signal that means nothing to the shell: has the window a new size? */
	LINE_INTERRUPTED, /* Ctrl-C: give up the line */
	LINE_LEAVE,       /* the shell ends: give up the line */
};

enum line_result {
	LINE_TEXT,     /* *text is a line */
	LINE_END,      /* end of file, at the start of a line */
	LINE_GIVEN_UP, /* LINE_INTERRUPTED or LINE_LEAVE came */
	LINE_FAILED,   /* errno says why */
};

enum line_mode { LINE_MODE_DEFAULT, LINE_MODE_EMACS, LINE_MODE_VI };

/* One way to go on. Both strings are the host's. */
struct line_candidate {
	char *text;  /* what stands in the line, quoted */
	char *label; /* what is shown in a list */
};

/* The answer to "what can stand here": valid until the next question. */
struct line_completion {
	size_t start; /* the bytes from here up to the point are replaced */
	char *common; /* by this: all candidates begin so */
	struct line_candidate *candidates;
	size_t count;
	bool complete; /* there is one, and a blank may follow it */
};

struct line_host {
	void *arg;
	/* Sleeps until there is input on standard input, or something else to do. */
	enum line_event (*wait)(void *arg);
	/* LINE up to POINT is what has been typed of the line. */
	void (*complete)(void *arg, const char *line, size_t point,
			 struct line_completion *completion);
	/* Lets the person edit TEXT in an editor ("vi" or NULL: as `fc` has it): a new text
	   from malloc, or NULL if there is none. The terminal is in its normal modes. */
	char *(*edit)(void *arg, const char *editor, const char *text);
};

struct line_front {
	/* HOST outlives it. NULL: it cannot work here. */
	void *(*create)(const struct line_host *host);
	void (*destroy)(void *state);
	/* Shows PROMPT and reads a line into *TEXT, from malloc, without its newline (but newlines may
	   be inside). */
	enum line_result (*read)(void *state, const char *prompt, char **text);
	/* Takes what it shows from the terminal, and sets the terminal's normal modes. */
	void (*hide)(void *state);
	void (*show)(void *state);

	/* Without editing, the rest are NULL. */
	void (*history_add)(void *state, const char *text);
	/* Of how many at most; 0: nothing is kept. */
	void (*history_limit)(void *state, size_t limit);
	void (*set_mode)(void *state, enum line_mode mode);
	/* What TERM or a variable of the locale is; NULL: unset. */
	void (*set_variable)(void *state, const char *name, const char *value);
};

/* The readline front end; the one name the module exports. */
const struct line_front *pipesh_line_front(void);

/* The front end without editing. */
extern const struct line_front plain_front;

#endif
