/* SPDX-License-Identifier: MIT */
/*
 * The only file that creates a process.
 *
 * The invariants:
 *
 * - Between (v)fork and exec the child makes async-signal-safe calls only
 *   (POSIX XSH 2.4.3): the functions named child_* here, and all they call.
 *   No allocation, no stdio, no lock. The exceptions are the functions of the
 *   host (call, noexec, failed), which run in a forked child, never in
 *   one by vfork.
 * - A child by vfork runs in the host's memory, on the host's stack, while
 *   the host's thread stands still: that is what makes it cheap, however big
 *   the host is. It writes nothing but job.failure, its own frames and errno.
 * - So no handler of the host may run in it: all signals are blocked from before
 *   vfork until the child has reset those that the host catches.
 * - The host stands still until exec. So nothing that waits for another
 *   process may be done before: such stages are forked, and not waited for.
 */
#include <config.h>

#include "chain/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "chain/chain.h"
#include "chain/program.h"

/* How the child tells the host that it failed. */
enum spawn_way {
	SPAWN_SHARED, /* by vfork: through job.failure */
	SPAWN_PIPED,  /* forked: through a pipe that the host reads until exec */
	SPAWN_ALONE,  /* forked, not waited for: by its status and `failed` */
};

/*
 * Where vfork is no good (a port, or valgrind, which turns it into fork), the
 * library is built with PIPESH_NO_VFORK. posix_spawn is no substitute: it hands
 * over no terminal, ignores no signals and does not say what failed.
 */
#ifdef PIPESH_NO_VFORK
static const enum spawn_way spawn_way_usual = SPAWN_PIPED;
#else
static const enum spawn_way spawn_way_usual = SPAWN_SHARED;
#endif

struct spawn_job {
	const struct spawn_session *session;
	const struct pipesh_stage *stage;
	const struct plan *plan;
	const struct plan_ends *ends;
	const char *path; /* for execve */
	char *const *envp;
	int (*call)(void *arg); /* NULL: execute the program */
	enum spawn_way way;
	int report_fd;                        /* SPAWN_PIPED: the child's end */
	volatile struct pipesh_error failure; /* SPAWN_SHARED */
	volatile int terminal_error;          /* the same */
};

/* Async-signal-safe from here on ------------------------------------------ */

static _Noreturn void child_fail(struct spawn_job *job, enum pipesh_phase phase, size_t action,
				 int error)
{
	struct pipesh_error failure;

	memset(&failure, 0, sizeof failure); /* its padding is written too */
	failure.phase = phase;
	failure.stage = (size_t)(job->stage - job->session->spec->stages);
	failure.action = action;
	failure.error = error;
	switch (job->way) {
	case SPAWN_SHARED:
		job->failure = failure;
		break;
	case SPAWN_PIPED:
		(void)fd_write_all(job->report_fd, &failure, sizeof failure);
		break;
	case SPAWN_ALONE:
		if (job->stage->failed != NULL) {
			job->stage->failed(job->stage->arg, &failure);
		}
		break;
	}
	_exit(chain_failure_status(&failure));
}

static void child_join_group(struct spawn_job *job)
{
	const struct spawn_session *session = job->session;

	if (session->group != PIPESH_GROUP_HOST && setpgid(0, session->group_id) != 0) {
		child_fail(job, PIPESH_PHASE_GROUP, 0, errno);
	}
	if (session->hand_over) {
		job->terminal_error =
			tcsetpgrp(session->spec->terminal, getpgrp()) != 0 ? errno : 0;
	}
}

static void child_set_signals(const struct spawn_session *session)
{
	const sigset_t *ignored = session->spec->ignore_signals;
	struct sigaction action;

	if (!session->resets && ignored == NULL) {
		return;
	}
	memset(&action, 0, sizeof action);
	(void)sigemptyset(&action.sa_mask);
	for (int sig = 1; sig < NSIG; sig++) {
		if (ignored != NULL && sigismember(ignored, sig) == 1) {
			action.sa_handler = SIG_IGN;
		} else if (session->resets && sigismember(&session->defaults, sig) == 1) {
			action.sa_handler = SIG_DFL;
		} else {
			continue;
		}
		/* Fails for SIGKILL and SIGSTOP, which are what they are. */
		(void)sigaction(sig, &action, NULL);
	}
}

static void child_unblock(const struct spawn_session *session)
{
	(void)pthread_sigmask(SIG_SETMASK, &session->mask, NULL);
}

static int child_open(const struct pipesh_action *action)
{
	int fd;
	int error = 0;

	do {
		fd = open(action->path, action->flags & ~O_CLOEXEC, action->mode);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0) {
		return errno;
	}
	if (fd != action->fd) {
		if (dup2(fd, action->fd) < 0) {
			error = errno;
		}
		fd_close(&fd);
	}
	return error;
}

/* Returns 0 or an errno value. */
static int child_act(const struct pipesh_action *action)
{
	switch (action->kind) {
	case PIPESH_OPEN:
		return child_open(action);
	case PIPESH_DUP:
		if (action->fd == action->source) {
			return -fd_set_cloexec(action->fd, false);
		}
		return dup2(action->source, action->fd) < 0 ? errno : 0;
	case PIPESH_CLOSE:
		(void)close(action->fd); /* EBADF: closed is what was asked */
		return 0;
	}
	return EINVAL;
}

static void child_set_descriptors(struct spawn_job *job)
{
	const struct plan *plan = job->plan;

	for (size_t i = 0; i < plan->head_count; i++) {
		int error = child_act(&plan->head[i]);

		if (error != 0) {
			child_fail(job, PIPESH_PHASE_PIPE, 0, error);
		}
	}
	for (size_t i = 0; plan->hides && i < job->ends->hidden_count; i++) {
		int hidden = job->ends->hidden[i];

		fd_close(&hidden);
	}
	for (size_t i = 0; i < plan->action_count; i++) {
		int error = child_act(&plan->actions[i]);

		if (error != 0) {
			child_fail(job, PIPESH_PHASE_ACTION, i, error);
		}
	}
}

static _Noreturn void child_execute(struct spawn_job *job)
{
	const struct pipesh_stage *stage = job->stage;
	int error;

	(void)execve(job->path, stage->argv, job->envp != NULL ? job->envp : environ);
	error = errno;
	if (error == ENOEXEC && stage->noexec != NULL && job->way == SPAWN_ALONE) {
		_exit(stage->noexec(stage->arg));
	}
	child_fail(job, PIPESH_PHASE_EXEC, 0, error);
}

static _Noreturn __attribute__((noinline)) void child_run(struct spawn_job *job)
{
	const struct spawn_session *session = job->session;
	const struct pipesh_stage *stage = job->stage;

	child_join_group(job);
	child_set_signals(session);
	if (job->way != SPAWN_SHARED) {
		child_unblock(session); /* an open that waits can be killed */
	}
	child_set_descriptors(job);
	if (stage->directory != NULL && chdir(stage->directory) != 0) {
		child_fail(job, PIPESH_PHASE_DIRECTORY, 0, errno);
	}
	if (job->call != NULL) {
		_exit(job->call(stage->arg));
	}
	if (job->way == SPAWN_SHARED) {
		child_unblock(session);
	}
	child_execute(job);
}

/* The host again ---------------------------------------------------------- */

static void find_caught_signals(sigset_t *caught)
{
	struct sigaction action;

	(void)sigemptyset(caught);
	for (int sig = 1; sig < NSIG; sig++) {
		if (sigaction(sig, NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
		    action.sa_handler != SIG_IGN) {
			(void)sigaddset(caught, sig);
		}
	}
}

void spawn_begin(struct spawn_session *session, const struct pipesh_spec *spec)
{
	sigset_t all;

	session->spec = spec;
	if (spec->default_signals != NULL) {
		session->defaults = *spec->default_signals;
		session->resets = !sigisemptyset(&session->defaults);
	} else {
		find_caught_signals(&session->defaults);
		session->resets = true;
	}
	session->group = chain_group_of(spec);
	session->group_id = session->group == PIPESH_GROUP_JOIN ? spec->group_id : 0;
	session->hand_over = spec->foreground;
	session->terminal_error = 0;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &session->host_mask);
	session->mask = spec->mask != NULL ? *spec->mask : session->host_mask;
}

int spawn_pending_end(const struct spawn_session *session)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	struct sigaction action;
	sigset_t pending;

	if (session->group != PIPESH_GROUP_HOST || sigpending(&pending) != 0) {
		return 0;
	}
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (sigismember(&pending, ends[i]) == 1 &&
		    sigismember(&session->host_mask, ends[i]) == 0 &&
		    sigaction(ends[i], NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
			return ends[i];
		}
	}
	return 0;
}

void spawn_end(struct spawn_session *session)
{
	(void)pthread_sigmask(SIG_SETMASK, &session->host_mask, NULL);
}

/* Wait for a child that is about to exit, having failed. */
static void bury(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
		continue;
	}
}

/*
 * The terminal for a forked child that may not have got there yet. If it has, that is
 * not to be repeated: it may have handed the terminal on since, and would lose it.
 */
static int hand_over(const struct spawn_session *session)
{
	int terminal = session->spec->terminal;
	pid_t now = tcgetpgrp(terminal);

	/* Signals are blocked, SIGTTOU among them. */
	if (now >= 0 && now != getpgrp()) {
		return 0;
	}
	return tcsetpgrp(terminal, session->group_id) != 0 ? errno : 0;
}

/*
 * setpgid and tcsetpgrp in the parent too: a forked child may not have got
 * there yet. EACCES: it has, and has executed its program since; ESRCH: it has
 * ended. A child by vfork is through with it when the host runs again.
 */
static void settle_group(struct spawn_session *session, pid_t pid, const struct spawn_job *job)
{
	enum spawn_way way = job->way;

	if (session->group == PIPESH_GROUP_HOST) {
		return;
	}
	if (way != SPAWN_SHARED) {
		(void)setpgid(pid, session->group_id);
	}
	if (session->group_id == 0) {
		session->group_id = pid;
	}
	if (session->hand_over) {
		session->hand_over = false;
		session->terminal_error =
			way == SPAWN_SHARED ? job->terminal_error : hand_over(session);
	}
}

/* Nothing else in this function: vfork returns twice into this frame. */
static __attribute__((noinline)) pid_t run_vfork(struct spawn_job *job)
{
	pid_t pid = vfork();

	if (pid == 0) {
		child_run(job);
	}
	return pid < 0 ? -errno : pid;
}

static pid_t start_shared(struct spawn_job *job, struct pipesh_error *error)
{
	pid_t pid = run_vfork(job);

	if (pid > 0 && job->failure.phase != PIPESH_PHASE_NONE) {
		*error = job->failure;
		bury(pid);
		return 0;
	}
	return pid;
}

static pid_t start_alone(struct spawn_job *job)
{
	pid_t pid = fork();

	if (pid == 0) {
		child_run(job);
	}
	return pid < 0 ? -errno : pid;
}

static pid_t start_piped(struct spawn_job *job, struct pipesh_error *error)
{
	struct pipesh_error failure;
	ssize_t got;
	int ends[2];
	pid_t pid = fd_pipe(ends, job->plan->above);

	if (pid < 0) {
		return pid;
	}
	job->report_fd = ends[1];
	pid = start_alone(job);
	fd_close(&ends[1]);
	got = pid > 0 ? fd_read(ends[0], &failure, sizeof failure) : 0;
	fd_close(&ends[0]);
	if (got == (ssize_t)sizeof failure) {
		*error = failure;
		bury(pid);
		return 0;
	}
	return pid;
}

static pid_t start_as(struct spawn_session *session, const struct pipesh_stage *stage,
		      enum pipesh_kind kind, const struct program *program,
		      const struct plan_ends *ends, struct pipesh_error *error)
{
	struct plan plan;
	struct spawn_job job = {
		.session = session,
		.stage = stage,
		.plan = &plan,
		.ends = ends,
		.path = program != NULL ? program->path : stage->path,
		.envp = program != NULL ? program->envp : stage->envp,
		.report_fd = -1,
	};
	pid_t pid = -1;

	if (kind == PIPESH_CALL) {
		job.call = stage->kind == PIPESH_CALL ? stage->call : stage->noexec;
	}
	plan_make(&plan, stage, kind, ends);
	job.way = plan.alone ? SPAWN_ALONE : spawn_way_usual;
	switch (job.way) {
	case SPAWN_SHARED:
		pid = start_shared(&job, error);
		break;
	case SPAWN_PIPED:
		pid = start_piped(&job, error);
		break;
	case SPAWN_ALONE:
		pid = start_alone(&job);
		break;
	}
	if (pid > 0) {
		settle_group(session, pid, &job);
	}
	return pid;
}

/* As what it is; or, if it turns out to be a script for noexec, as that. */
static inline pid_t start_either(struct spawn_session *session, const struct pipesh_stage *stage,
				 const struct program *program, const struct plan_ends *ends,
				 struct pipesh_error *error)
{
	pid_t pid = start_as(session, stage, stage->kind, program, ends, error);

	if (pid == 0 && error->phase == PIPESH_PHASE_EXEC && error->error == ENOEXEC &&
	    stage->noexec != NULL) {
		memset(error, 0, sizeof *error);
		pid = start_as(session, stage, PIPESH_CALL, program, ends, error);
	}
	return pid;
}

pid_t spawn_stage(struct spawn_session *session, const struct pipesh_stage *stage,
		  const struct plan_ends *ends, struct pipesh_error *error)
{
	struct program program;
	pid_t pid;
	int result;

	if (program_is_ready(stage)) {
		return start_either(session, stage, NULL, ends, error);
	}
	result = program_prepare(&program, stage);
	if (result < 0) {
		error->phase = PIPESH_PHASE_EXEC;
		error->error = -result;
		return result == -ENOMEM ? result : 0;
	}
	pid = start_either(session, stage, &program, ends, error);
	program_finish(&program);
	return pid;
}
