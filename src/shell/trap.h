/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals and traps, XCU 2.12 and trap. One handler counts and sets a flag; actions run between
 * commands, and when wait or read was interrupted; never inside an expansion. What was ignored
 * on entry to a non-interactive shell stays ignored. No system call is made for a
 * signal until somebody asks for it.
 *
 * What the kernel has for a signal follows from three things, in this order: the
 * action that `trap` set; what the shell itself does with it (an interactive one; one with an EXIT
 * action); what it was on entry. The table remembers all of them, and computes from them
 * which signals a child must be given back at their default or ignored.
 *
 * A forked child does not touch the kernel for this: the chain that starts it has done so by
 * traps_defaults and traps_ignores; traps_subshell brings the books into line.
 */
#ifndef SHELL_TRAP_H
#define SHELL_TRAP_H

#include <signal.h>
#include <stdbool.h>

#include "shell/flow.h"

struct shell;

/*
 * Set when something is pending: by the handler, which also counts each signal, and by
 * traps_abort. The flag and the counts are the mutable statics of the program.
 */
extern volatile sig_atomic_t trap_pending;

void traps_init(struct shell *sh);
void traps_finish(struct shell *sh);
/* The dispositions of an interactive shell: INT HUP CHLD caught, QUIT TERM and, with -m, TSTP TTIN
   TTOU ignored. To be called again when -m changes. Does nothing for other shells. */
void traps_interactive(struct shell *sh);
/* In a forked child: caught traps go back to default (listing them is still possible until one
   is set); the shell's own dispositions too. BACKGROUND_IGNORE, that is without job control:
   INT and QUIT are ignored, as by `trap '' INT QUIT`: traps_ignores(sh, true) was called
   before the fork. */
void traps_subshell(struct shell *sh, bool background_ignore);

/*
 * Runs what is pending; $? is kept around an action (XCU trap). FLOW_ABORT when an interactive
 * shell got SIGINT or traps_abort was called, FLOW_EXIT when a signal ends the shell: the way
 * out then leads over traps_run_exit to traps_end.
 */
enum flow traps_run(struct shell *sh);
/* The EXIT action, once; may change the status the shell leaves with. */
void traps_run_exit(struct shell *sh);
/* The last step of every process of the shell, after all output is flushed: gives the terminal back
   to the group that had it before; dies of the signal that ended the shell, or returns if there
   was none. */
void traps_end(struct shell *sh);

/* Is any trap set that an exec in place would lose (EXIT, or a caught signal)? */
bool traps_any(const struct shell *sh);
/* Signals a child must have reset to default: those caught or ignored by the shell itself. */
const sigset_t *traps_defaults(struct shell *sh);
/* The same without TSTP, TTIN and TTOU, which stay as the shell has them. */
const sigset_t *traps_defaults_unstopped(struct shell *sh);
/* Signals a child must have ignored although the shell itself does not: NULL for none. BACKGROUND:
   and INT and QUIT, for a background job without job control. Valid until the next call. */
const sigset_t *traps_ignores(struct shell *sh, bool background);
/* Before execve in place: dispositions as a child would have them. And back when it failed. */
void traps_exec_begin(struct shell *sh);
void traps_exec_failed(struct shell *sh);

/* Has SIGINT come in an interactive shell and not been dealt with? Clears it. */
bool traps_take_interrupt(struct shell *sh);
/* The same, only looking. */
bool traps_interrupt_pending(const struct shell *sh);
/* Makes an interactive shell give up its complete command: the next traps_run is FLOW_ABORT. */
void traps_abort(struct shell *sh);
/* At the prompt: no abort is pending any more. */
void traps_abort_clear(struct shell *sh);
/* A pending signal that interrupts `wait` and `read`: one with an action, or one that ends
   or aborts what the shell does. 0: none. */
int traps_pending_signal(const struct shell *sh);
/* Can that happen at all, or may `wait` sleep without looking? */
bool traps_may_interrupt(const struct shell *sh);
/* Would HUP (and INT and TERM, in a shell with an EXIT action) now end the shell by way of its EXIT
   action? A wait for a foreground job must then be left at once. */
bool traps_guarding(const struct shell *sh);
/*
 * The same for as long as a chain runs that must not outlive the shell: HUP, INT and TERM then end
 * the shell by way of traps_run, so that the chain can be stopped before. Not where a person
 * sits: that shell catches or ignores them anyway. True: it was not so before, and
 * traps_release is to be called.
 */
bool traps_hold(struct shell *sh);
/* One signal more, which ends a forked child of the shell in the same way: until it ends. */
void traps_hold_signal(struct shell *sh, int sig);
/* FLOW_EXIT if one came: the shell stays as it is, and ends. */
enum flow traps_release(struct shell *sh);
/* That has happened: the signal. 0: none. */
int traps_ending(const struct shell *sh);
/* While ON, TSTP and CONT are caught, unless they have an action or the shell found them ignored: for a
   shell that stops, and goes on, together with a group that is not its own. */
void traps_watch_stops(struct shell *sh, bool on);
/* One of them, TSTP before CONT, that has come and was not taken; or as traps_ending. 0: none. */
int traps_stop_or_ending(const struct shell *sh);
/* It has been dealt with. */
void traps_take(struct shell *sh, int sig);
/* While ON, the end of a child interrupts a sleep: SIGCHLD is caught, as by an interactive shell at
   any time. Without an action of its own it is no pending signal. */
void traps_watch_children(struct shell *sh, bool on);

/*
 * For exit and return without operand, when a trap's action runs and they end it: the status
 * from before the action (XCU exit, return). RETURN: only if no function or dot script was
 * called in between.
 */
bool traps_status_before(const struct shell *sh, bool is_return, int *status);

/* ---- the builtin ---- */

/* The action of a condition (0: EXIT): NULL for default, "" for ignored. Asks the kernel what an
   untouched signal was on entry. In a subshell, until trap_set: what the parent had. */
const char *trap_action(struct shell *sh, int condition);
/* ACTION NULL: the default. Silently nothing for a signal ignored on entry to a
   non-interactive shell. False: it cannot be changed (KILL, STOP). */
bool trap_set(struct shell *sh, int condition, const char *action);

/* By name with or without SIG, case-insensitive, or number; EXIT is 0; -1: none. */
int signal_number(const char *name);
/* "INT"; NULL: no such signal. */
const char *signal_name(int number);

#endif
