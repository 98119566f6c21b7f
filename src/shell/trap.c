/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which signal is to be what: the books, and bringing the kernel into line with them.
 * Running actions is trap_run.c.
 */
#include <config.h>

#include "shell/trap.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "shell/shell.h"
#include "shell/trap_table.h"

volatile sig_atomic_t trap_pending;
volatile sig_atomic_t trap_delivered[NSIG];

static void trap_catch(int sig)
{
	/* By way of unsigned: it may wrap. Nobody else writes, and sig is blocked meanwhile. */
	trap_delivered[sig] = (sig_atomic_t)((unsigned)trap_delivered[sig] + 1);
	trap_pending = 1;
}

void trap_text_release(struct trap_text *text)
{
	if (text && --text->references == 0) {
		free(text);
	}
}

static struct trap_text *trap_text_create(const char *action)
{
	size_t len = strlen(action);
	struct trap_text *text = memory_alloc(sizeof(*text) + len + 1);

	text->references = 1;
	text->len = len;
	memcpy(text->bytes, action, len + 1);
	return text;
}

void traps_init(struct shell *sh)
{
	sh->traps = NULL; /* made when first needed */
}

struct trap_table *trap_table_get(struct shell *sh)
{
	if (!sh->traps) {
		sh->traps = memory_zalloc(sizeof(*sh->traps));
		(void)sigemptyset(&sh->traps->defaults);
		(void)sigemptyset(&sh->traps->ignores);
		(void)sigemptyset(&sh->traps->held);
	}
	return sh->traps;
}

void traps_finish(struct shell *sh)
{
	if (sh->traps) {
		for (int sig = 0; sig < NSIG; sig++) {
			trap_text_release(sh->traps->signals[sig].action);
		}
	}
	free(sh->traps);
	sh->traps = NULL;
}

struct trap_text *trap_in_force(const struct trap_table *table, int sig)
{
	struct trap_text *action = table->signals[sig].action;

	return action && table->inherited && action->len > 0 ? NULL : action;
}

/* ---- the kernel ---- */

static void trap_install(struct trap_signal *signal, int sig, enum trap_disposition wanted)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	(void)sigemptyset(&action.sa_mask);
	switch (wanted) {
	case TRAP_CAUGHT:
		/* Without SA_RESTART: wait, read and the prompt are to be interrupted. */
		action.sa_handler = trap_catch;
		break;
	case TRAP_IGNORED:
		action.sa_handler = SIG_IGN;
		break;
	case TRAP_UNKNOWN:
	case TRAP_DEFAULT:
		action.sa_handler = SIG_DFL;
		break;
	}
	/* Fails for signals that cannot be changed: then it is as well. */
	(void)sigaction(sig, &action, NULL);
	signal->now = wanted;
}

/* Finds out what it was on entry. */
static struct trap_signal *trap_know(struct trap_table *table, int sig)
{
	struct trap_signal *signal = &table->signals[sig];
	struct sigaction old;

	if (signal->entry == TRAP_UNKNOWN) {
		signal->entry = TRAP_DEFAULT;
		if (sig != 0 && sigaction(sig, NULL, &old) == 0 && old.sa_handler == SIG_IGN) {
			signal->entry = TRAP_IGNORED;
		}
		signal->now = signal->entry;
	}
	return signal;
}

/* What a child is to find, which is also what an untrapped signal goes back to. */
static enum trap_disposition trap_for_child(const struct trap_table *table, int sig)
{
	const struct trap_text *action = trap_in_force(table, sig);

	if (action) {
		return action->len == 0 ? TRAP_IGNORED : TRAP_DEFAULT;
	}
	return table->signals[sig].entry;
}

static enum trap_disposition trap_wanted(const struct trap_table *table, int sig)
{
	const struct trap_text *action = trap_in_force(table, sig);
	enum trap_disposition wanted;

	if (action && action->len > 0) {
		return TRAP_CAUGHT;
	}
	wanted = trap_for_child(table, sig);
	if (!action && table->signals[sig].own != TRAP_UNKNOWN) {
		wanted = table->signals[sig].own;
	}
	if (sig == SIGCHLD && wanted == TRAP_IGNORED) {
		/* Were it ignored, the kernel would throw away what children end with. */
		wanted = table->signals[sig].own == TRAP_CAUGHT ? TRAP_CAUGHT : TRAP_DEFAULT;
	}
	return wanted;
}

/* Brings the kernel, and what children are to be given, into line with the books. */
static void trap_apply(struct trap_table *table, int sig)
{
	struct trap_signal *signal = trap_know(table, sig);
	enum trap_disposition wanted = trap_wanted(table, sig);
	enum trap_disposition child = trap_for_child(table, sig);

	if (signal->now != wanted) {
		trap_install(signal, sig, wanted);
	}
	(void)sigdelset(&table->defaults, sig);
	(void)sigdelset(&table->ignores, sig);
	if (child == TRAP_IGNORED && wanted != TRAP_IGNORED) {
		(void)sigaddset(&table->ignores, sig);
	} else if (child != TRAP_IGNORED && wanted != TRAP_DEFAULT) {
		(void)sigaddset(&table->defaults, sig);
	}
	table->any_ignores = sigisemptyset(&table->ignores) == 0;
}

static void trap_own(struct trap_table *table, int sig, enum trap_disposition own)
{
	if (table->signals[sig].own != own) {
		table->signals[sig].own = own;
		trap_apply(table, sig);
	}
}

/* ---- what the shell itself does with signals ---- */

static const struct {
	int sig;
	enum trap_disposition own;
	bool monitor; /* with -m only */
} trap_interactive[] = {
	{ SIGINT, TRAP_CAUGHT, false },   { SIGHUP, TRAP_CAUGHT, false },
	{ SIGCHLD, TRAP_CAUGHT, false },  { SIGQUIT, TRAP_IGNORED, false },
	{ SIGTERM, TRAP_IGNORED, false }, { SIGTSTP, TRAP_IGNORED, true },
	{ SIGTTIN, TRAP_IGNORED, true },  { SIGTTOU, TRAP_IGNORED, true },
};

void traps_interactive(struct shell *sh)
{
	if (!sh->interactive || sh->subshell) {
		return;
	}
	for (size_t i = 0; i < sizeof(trap_interactive) / sizeof(trap_interactive[0]); i++) {
		int sig = trap_interactive[i].sig;
		bool on = !trap_interactive[i].monitor || sh->options[OPTION_MONITOR];

		if (sig == SIGHUP && trap_know(trap_table_get(sh), sig)->entry == TRAP_IGNORED) {
			continue; /* nohup */
		}
		trap_own(trap_table_get(sh), sig, on ? trap_interactive[i].own : TRAP_UNKNOWN);
	}
}

static const int trap_guarded[] = { SIGHUP, SIGINT, SIGTERM };

void trap_guard(struct shell *sh, bool on)
{
	struct trap_table *table = sh->traps;

	if (table->guarding == on || (sh->interactive && !sh->subshell)) {
		return;
	}
	table->guarding = on;
	for (size_t i = 0; i < sizeof(trap_guarded) / sizeof(trap_guarded[0]); i++) {
		const struct trap_signal *signal = trap_know(table, trap_guarded[i]);

		if (signal->entry != TRAP_IGNORED) {
			trap_own(table, trap_guarded[i], on ? TRAP_CAUGHT : TRAP_UNKNOWN);
		}
	}
}

bool traps_hold(struct shell *sh)
{
	struct trap_table *table = trap_table_get(sh);

	if (table->guarding || (sh->interactive && !sh->subshell)) {
		return false;
	}
	trap_guard(sh, true);
	return true;
}

void traps_hold_signal(struct shell *sh, int sig)
{
	struct trap_table *table = trap_table_get(sh);

	if (trap_know(table, sig)->entry != TRAP_IGNORED && sig != SIGKILL && sig != SIGSTOP) {
		(void)sigaddset(&table->held, sig);
		trap_own(table, sig, TRAP_CAUGHT);
	}
}

enum flow traps_release(struct shell *sh)
{
	sigset_t all, old;

	/* One that comes behind the look finds things as they were. */
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	if (traps_ending(sh) == 0) {
		trap_guard(sh, false);
		(void)sigprocmask(SIG_SETMASK, &old, NULL);
		return FLOW_NEXT;
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return traps_run(sh);
}

bool traps_guarding(const struct shell *sh)
{
	return sh->traps && (sh->traps->guarding || sh->traps->signals[SIGHUP].own == TRAP_CAUGHT);
}

void traps_watch_children(struct shell *sh, bool on)
{
	struct trap_table *table = trap_table_get(sh);

	if (sh->interactive && !sh->subshell) {
		return;
	}
	(void)trap_know(table, SIGCHLD);
	trap_own(table, SIGCHLD, on ? TRAP_CAUGHT : TRAP_UNKNOWN);
}

void traps_watch_stops(struct shell *sh, bool on)
{
	static const int signals[] = { SIGTSTP, SIGCONT };
	struct trap_table *table = trap_table_get(sh);

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (trap_know(table, signals[i])->entry != TRAP_IGNORED) {
			trap_own(table, signals[i], on ? TRAP_CAUGHT : TRAP_UNKNOWN);
		}
	}
}

/* ---- children ---- */

const sigset_t *traps_defaults(struct shell *sh)
{
	struct trap_table *table = trap_table_get(sh);

	if (!table->children) {
		table->children = true;
		trap_apply(table, SIGCHLD);
	}
	return &table->defaults;
}

const sigset_t *traps_defaults_unstopped(struct shell *sh)
{
	struct trap_table *table = trap_table_get(sh);

	(void)traps_defaults(sh);
	table->unstopped = table->defaults;
	(void)sigdelset(&table->unstopped, SIGTSTP);
	(void)sigdelset(&table->unstopped, SIGTTIN);
	(void)sigdelset(&table->unstopped, SIGTTOU);
	return &table->unstopped;
}

const sigset_t *traps_ignores(struct shell *sh, bool background)
{
	struct trap_table *table = sh->traps;

	if (!background) {
		return table && table->any_ignores ? &table->ignores : NULL;
	}
	table = trap_table_get(sh);
	/* The child could not find out any more. */
	(void)trap_know(table, SIGINT);
	(void)trap_know(table, SIGQUIT);
	table->background = table->ignores;
	(void)sigaddset(&table->background, SIGINT);
	(void)sigaddset(&table->background, SIGQUIT);
	return &table->background;
}

static void trap_enter_child(struct trap_table *table, int sig)
{
	struct trap_signal *signal = &table->signals[sig];

	if (sigismember(&table->ignores, sig) == 1) {
		signal->now = TRAP_IGNORED;
	} else if (sigismember(&table->defaults, sig) == 1) {
		signal->now = TRAP_DEFAULT;
	}
	signal->own = TRAP_UNKNOWN;
	signal->handled = (unsigned)trap_delivered[sig];
	signal->depth = 0;
}

static void trap_ignore_here(struct trap_table *table, int sig)
{
	struct trap_signal *signal = &table->signals[sig];

	signal->now = TRAP_IGNORED;
	trap_text_release(signal->action);
	signal->action = trap_text_create("");
}

void traps_subshell(struct shell *sh, bool background_ignore)
{
	struct trap_table *table = sh->traps;

	sh->exiting = false;
	trap_pending = 0;
	if (!table && !background_ignore) {
		return;
	}
	table = trap_table_get(sh);
	for (int sig = 1; sig < NSIG; sig++) {
		trap_enter_child(table, sig);
	}
	(void)sigemptyset(&table->defaults);
	(void)sigemptyset(&table->ignores);
	(void)sigemptyset(&table->held);
	table->any_ignores = false;
	table->inherited = true;
	table->children = false;
	table->guarding = false;
	table->abort = false;
	table->killed = 0;
	table->frame = NULL;
	if (background_ignore) {
		trap_ignore_here(table, SIGINT);
		trap_ignore_here(table, SIGQUIT);
	}
}

void traps_exec_begin(struct shell *sh)
{
	struct trap_table *table = sh->traps;

	for (int sig = 1; table && sig < NSIG; sig++) {
		struct trap_signal *signal = &table->signals[sig];

		if (sigismember(&table->ignores, sig) == 1) {
			trap_install(signal, sig, TRAP_IGNORED);
		} else if (signal->now == TRAP_IGNORED && sigismember(&table->defaults, sig) == 1) {
			trap_install(signal, sig, TRAP_DEFAULT);
		}
	}
}

void traps_exec_failed(struct shell *sh)
{
	struct trap_table *table = sh->traps;

	for (int sig = 1; table && sig < NSIG; sig++) {
		if (table->signals[sig].entry != TRAP_UNKNOWN) {
			trap_apply(table, sig);
		}
	}
}

bool traps_any(const struct shell *sh)
{
	const struct trap_table *table = sh->traps;

	for (int sig = 0; table && sig < NSIG; sig++) {
		const struct trap_text *action = trap_in_force(table, sig);

		if (action && action->len > 0) {
			return true;
		}
	}
	return false;
}

/* ---- the builtin ---- */

const char *trap_action(struct shell *sh, int condition)
{
	struct trap_table *table = trap_table_get(sh);
	const struct trap_signal *signal = trap_know(table, condition);

	if (signal->action) {
		return signal->action->bytes;
	}
	return signal->entry == TRAP_IGNORED ? "" : NULL;
}

/* The first change in a subshell: the parent's actions are gone for good. */
static void trap_disinherit(struct trap_table *table)
{
	for (int sig = 0; sig < NSIG; sig++) {
		struct trap_signal *signal = &table->signals[sig];

		if (signal->action && signal->action->len > 0) {
			trap_text_release(signal->action);
			signal->action = NULL;
		}
	}
	table->inherited = false;
}

bool trap_set(struct shell *sh, int condition, const char *action)
{
	struct trap_table *table = trap_table_get(sh);
	struct trap_signal *signal;

	if (table->inherited) {
		trap_disinherit(table);
	}
	if (condition == SIGKILL || condition == SIGSTOP) {
		return !action;
	}
	signal = trap_know(table, condition);
	if (signal->entry == TRAP_IGNORED) {
		if (!sh->interactive) {
			return true;
		}
		signal->entry = TRAP_DEFAULT; /* a person has taken it over */
	}
	trap_text_release(signal->action);
	signal->action = action ? trap_text_create(action) : NULL;
	if (condition == 0) {
		trap_guard(sh, action && *action);
	} else {
		trap_apply(table, condition);
	}
	return true;
}
