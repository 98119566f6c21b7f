/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The books of trap.c and trap_run.c, nobody else's.
 */
#ifndef SHELL_TRAP_TABLE_H
#define SHELL_TRAP_TABLE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct shell;

enum trap_disposition {
	TRAP_UNKNOWN, /* not asked the kernel yet */
	TRAP_DEFAULT,
	TRAP_IGNORED,
	TRAP_CAUGHT,
};

/* The text of an action; one that runs holds a reference, since it may replace itself. */
struct trap_text {
	unsigned references;
	size_t len;
	char bytes[]; /* NUL-terminated */
};

struct trap_signal {
	struct trap_text *action;    /* NULL: none; empty: ignore */
	enum trap_disposition entry; /* what it was when the shell began */
	enum trap_disposition now;   /* what the kernel has */
	enum trap_disposition own;   /* what the shell wants without an action; 0: nothing */
	unsigned handled;            /* how many of the delivered were dealt with */
	unsigned depth;              /* actions for it that are running */
};

/* One running action. */
struct trap_frame {
	struct trap_frame *outer;
	int status; /* $? before it */
	unsigned function_depth, dot_depth;
};

struct trap_table {
	struct trap_signal signals[NSIG]; /* [0] is EXIT */
	sigset_t defaults;                /* children: back to default */
	sigset_t unstopped;               /* defaults without TSTP, TTIN, TTOU */
	sigset_t ignores;                 /* children: ignored, though not here */
	sigset_t background;              /* ignores, and INT and QUIT */
	sigset_t held;                    /* end this process as those that are guarded do */
	bool any_ignores;
	bool inherited; /* non-empty actions are the parent's: to be listed only */
	bool children;  /* SIGCHLD has been made fit for waiting */
	bool guarding;  /* HUP, INT, TERM are caught for the sake of EXIT */
	bool abort;     /* traps_abort */
	int killed;     /* the signal that ends the shell; 0: none */
	struct trap_frame *frame;
};

/* How often each was delivered; only the handler writes. */
extern volatile sig_atomic_t trap_delivered[NSIG];

struct trap_table *trap_table_get(struct shell *sh);
void trap_text_release(struct trap_text *text);
/* The action in force, or NULL; "" counts. */
struct trap_text *trap_in_force(const struct trap_table *table, int sig);
/* Was it delivered and not dealt with? */
static inline bool trap_is_due(const struct trap_table *table, int sig)
{
	return (unsigned)trap_delivered[sig] != table->signals[sig].handled;
}
/* Catches HUP, INT and TERM, so that EXIT is run before they kill; or no longer. */
void trap_guard(struct shell *sh, bool on);

#endif
