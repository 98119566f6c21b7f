/* SPDX-License-Identifier: MIT */
#ifndef PIPESH_H
#define PIPESH_H

/*
 * libpipesh: chains of processes as managed objects.
 *
 * A chain is one or more stages joined by pipes: `a | b | c`, or only `a`.
 * Each stage is a program, a function of the host run in a child of its
 * own, or a status known beforehand. The life cycle:
 *
 *  1. Fill in an array of struct pipesh_stage and a struct pipesh_spec.
 *     Zero is the default for every field: use designated initialisers.
 *  2. pipesh_start() starts all stages side by side and gives a chain.
 *     It needs the spec, and everything it points to, only while it runs.
 *  3. pipesh_poll() looks without blocking; pipesh_wait(),
 *     pipesh_communicate() and pipesh_wait_any() sleep until a chain has ended
 *     (or stopped). Whichever it is, it also feeds and captures, and enforces
 *     the chain's deadline: none of that happens between the calls. A host with
 *     an event loop of its own watches pipesh_event_fd().
 *  4. pipesh_report() tells what became of each stage, pipesh_outcome() of the
 *     whole, pipesh_capture() what was written, at any time.
 *  5. pipesh_free() gives back memory and descriptors. It neither waits nor
 *     kills: wait first.
 *
 * pipesh_builder.h puts specs together piece by piece, pipesh_pool.h runs many
 * chains, a few at a time.
 *
 * What the library does not do: it installs no signal handler, changes no
 * disposition of the host, raises no SIGPIPE in it, never waits for a child it
 * did not start, writes no message, does not exit, and has no global state.
 * Different chains may be used from different threads; one chain, from one
 * thread at a time. pipesh_start() puts pthread_cancel(3) off; a thread must not
 * be cancelled in any other function of the library.
 *
 * Errors are negative errno values; details come in a struct pipesh_error.
 * Times are nanoseconds on CLOCK_MONOTONIC. Statuses are 0 to 255, or -N for
 * a process that signal N killed: -15 is SIGTERM.
 *
 * The host keeps SIGCHLD at its default or catches it. Where it is ignored,
 * the kernel throws statuses away (wait(2), POSIX XSH 2.4.3) and stages end
 * with phase PIPESH_PHASE_WAIT and ECHILD.
 *
 * libpipesh(3) is the same text as a manual page.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pollfd;

/* How a stage is run. */
enum pipesh_kind {
	PIPESH_EXEC, /* a program: vfork-speed start, whatever the host's size */
	PIPESH_CALL, /* fork, call a function, _exit with what it returns */
	PIPESH_DONE, /* never started; its status was known before */
};

enum pipesh_action_kind {
	PIPESH_OPEN,  /* open path with flags and mode onto fd: open(2) */
	PIPESH_DUP,   /* make fd a copy of source: dup2(2) */
	PIPESH_CLOSE, /* close fd; fine when it is not open */
};

/*
 * One change to a stage's descriptors, made in its process. Actions run in
 * their order, after the pipes stand on 0 and 1: as the redirections of a
 * shell command (POSIX XCU 2.7). The descriptor they make is not
 * close-on-exec; PIPESH_DUP with fd equal to source clears that flag.
 * Descriptors of the library are never seen by an action: a source that is
 * not open in the host is EBADF.
 */
struct pipesh_action {
	enum pipesh_action_kind kind;
	int fd;           /* the number that changes */
	int source;       /* PIPESH_DUP: the number copied */
	const char *path; /* PIPESH_OPEN: relative to the host's directory,
	                     whatever the stage's */
	int flags;        /* PIPESH_OPEN: O_RDONLY, O_CREAT and so on */
	mode_t mode;      /* PIPESH_OPEN with O_CREAT: before the umask */
};

struct pipesh_error;

/*
 * One stage. The host owns everything pointed to and may free it as soon as
 * pipesh_start() has returned.
 *
 * A stage that fails to start does not end the chain: its pipe ends close, so
 * that its neighbours see end of file or EPIPE, and it has ended with status
 *   127  the program does not exist (exec, ENOENT or ENOTDIR)
 *   126  it cannot be executed (exec, any other error)
 *     1  an action failed
 *   125  the library could not set it up (pipe, fork, group, directory)
 * Who tells the user why? Exactly one of two:
 *   - the stage's report, whose error.phase is not PIPESH_PHASE_NONE; or
 *   - `failed`, called in the child, where the child was forked and the host
 *     did not wait for its set-up: every CALL stage; an EXEC stage with a
 *     PIPESH_OPEN that might block (a FIFO, a socket, a device other than
 *     /dev/null, zero, full and tty; see fifo(7)), or with noexec and O_EXCL.
 */
struct pipesh_stage {
	enum pipesh_kind kind;
	const char *path;      /* EXEC: for execve(2), relative to the stage's
	                          directory; no search of PATH */
	bool search;           /* EXEC: a path without a slash is looked for in
	                          the host's PATH, as execvp(3) would from the
	                          stage's directory; NULL: path is argv[0] */
	char *const *argv;     /* EXEC: NULL-terminated, at least argv[0] */
	char *const *envp;     /* EXEC: NULL: the host's environ */
	char *const *changes;  /* EXEC: to that environment, NULL-terminated:
	                          "NAME=value" sets, "NAME" takes away */
	const char *directory; /* chdir(2) after the actions; NULL: stay */

	/*
	 * CALL: runs in a forked child, which ends by _exit(2) with the low
	 * eight bits of what it returns: no atexit handlers, no flush of
	 * stdio. Flush the host's streams before pipesh_start(), or what they
	 * hold may be written twice. Chains of the host are not the
	 * child's: see pipesh_abandon(). In a host with several threads only
	 * async-signal-safe functions may be called: fork(2).
	 */
	int (*call)(void *arg);

	/*
	 * EXEC, optional: execve said ENOEXEC (a script without "#!"). The
	 * stage becomes a CALL of this function, with the same pipes
	 * and actions. NULL: the stage fails with ENOEXEC, status 126.
	 */
	int (*noexec)(void *arg);

	/*
	 * Optional: runs in a forked child whose action, directory or exec
	 * failed, just before it exits; see above. Standard error is what
	 * the actions so far have made of it. Same rules as for call.
	 */
	void (*failed)(void *arg, const struct pipesh_error *error);

	void *arg; /* handed to call, noexec and failed */

	int status; /* DONE: 0 to 255, or -N; copied into its report */
	const struct pipesh_action *actions;
	size_t action_count;
};

/* The process group of the stages: setpgid(2), POSIX XBD 3.287. */
enum pipesh_group {
	PIPESH_GROUP_HOST, /* the host's; with a timeout or a stop plan: NEW */
	PIPESH_GROUP_NEW,  /* a new one, led by the first process started */
	PIPESH_GROUP_JOIN, /* join group_id, of the same session */
	PIPESH_GROUP_STAY, /* the host's, always: a stop reaches the stages, but
	                      not the processes they have started */
};

/* Where the first stage reads from. */
enum pipesh_input {
	PIPESH_INPUT_INHERIT,    /* what the host has on 0 */
	PIPESH_INPUT_NULL,       /* /dev/null: nothing */
	PIPESH_INPUT_DESCRIPTOR, /* spec.input, as has_input says too */
	PIPESH_INPUT_BYTES,      /* spec.bytes, then end of file */
	PIPESH_INPUT_LATER,      /* what pipesh_communicate() is given */
};

/* Where standard output of the last, or standard error of all stages goes. */
enum pipesh_output {
	PIPESH_OUTPUT_INHERIT,    /* what the host has on 1 or 2 */
	PIPESH_OUTPUT_NULL,       /* /dev/null: thrown away */
	PIPESH_OUTPUT_DESCRIPTOR, /* spec.output or spec.errors */
	PIPESH_OUTPUT_CAPTURE,    /* read by the library: pipesh_capture() */
	PIPESH_OUTPUT_JOIN,       /* errors only: where the output goes, in the
	                             order in which it is written */
};

/*
 * How processes are ended before their time: the stop signal, SIGCONT after it
 * so that stopped processes get it too, and SIGKILL to what is left after the
 * grace. All of it goes to the chain's process group; SIGKILL also to what its
 * members have started in other groups, as far as /proc still tells whose
 * children they are.
 */
struct pipesh_stop {
	int signal;       /* 0: SIGTERM */
	int64_t grace_ns; /* 0: five seconds; negative: none */
};

/*
 * A chain to be. The host owns everything pointed to, as with stages.
 *
 * Stages find on 0, 1 and 2 what the host has there, except for the pipes
 * between them; every other descriptor of the host that is not
 * close-on-exec is passed on to programs too, so hosts set FD_CLOEXEC.
 */
struct pipesh_spec {
	const struct pipesh_stage *stages;
	size_t stage_count; /* at least one */
	enum pipesh_group group;
	pid_t group_id; /* PIPESH_GROUP_JOIN */

	/*
	 * Give `terminal` to the group before anything of it runs:
	 * tcsetpgrp(3). Not with PIPESH_GROUP_HOST. The host takes the
	 * terminal back itself after waiting, whatever pipesh_start() said.
	 */
	bool foreground;
	int terminal;

	/*
	 * Signals reset to SIG_DFL in the children before they can arrive.
	 * NULL: the library looks up which ones the host catches, with one
	 * sigaction(2) a signal. A host that knows names them all here (an
	 * empty set: it catches none) and saves the time.
	 */
	const sigset_t *default_signals;
	const sigset_t *ignore_signals; /* then set to SIG_IGN; NULL: none */
	const sigset_t *mask;           /* signal mask of children; NULL: the host's */

	/*
	 * Keep start_ns, end_ns and usage of each stage. Costs two readings
	 * of the clock a stage; a chain of several is then waited for with
	 * ppoll(2), so that each end is noted when it happens.
	 */
	bool want_usage;

	/*
	 * If has_input: a descriptor that becomes standard input of the first
	 * stage. The host owns and closes it. If it is close-on-exec, as it
	 * should be, the first stage has it on 0 only and the others
	 * have it not at all; that holds for CALL stages too.
	 */
	bool has_input;
	int input;

	/*
	 * If has_output: a descriptor that becomes standard output of the last
	 * stage, before its actions. All that is said of input holds.
	 */
	bool has_output;
	int output;

	/*
	 * More ways for the three streams; INHERIT unless has_input or
	 * has_output is set. Standard error is that of every stage. All of
	 * it stands before a stage's actions, which may change it.
	 */
	enum pipesh_input input_kind;
	enum pipesh_output output_kind;
	enum pipesh_output errors_kind;
	int errors;        /* a descriptor of the host, like output */
	const void *bytes; /* PIPESH_INPUT_BYTES; what the first pipe does not
	                      hold is copied */
	size_t byte_count;

	/*
	 * A capture that grows beyond this many bytes is moved to an unlinked
	 * file in TMPDIR, or /tmp. 0: it stays in memory, whatever its size.
	 */
	size_t capture_limit;

	/*
	 * How long captures are waited for after the stages have ended, in case
	 * something they left behind still holds the pipe. Then they are
	 * cut, and say so. 0: 100 ms; negative: until it lets go.
	 */
	int64_t capture_grace_ns;

	/*
	 * The deadline of the whole chain, counted from pipesh_start(). When
	 * it passes the chain is stopped as `stop` says; stages that had ended
	 * by then did not time out. 0: none.
	 */
	int64_t timeout_ns;

	/*
	 * The stop plan, for the deadline and for pipesh_stop(). If any of this
	 * or timeout_ns is set, the leader of the chain's group is not reaped
	 * before all is over, so that a stop is sure of reaching the group.
	 */
	struct pipesh_stop stop;

	/*
	 * Capacity of the pipes between stages and of captures, as far as the
	 * system allows: F_SETPIPE_SZ in fcntl(2). 0: the system's default.
	 */
	size_t pipe_size;

	/*
	 * Count the bytes of each stage, and find out which stage held the
	 * others up. Costs a few system calls a stage, and a look at /proc
	 * 1 ms after the start, then at growing intervals of at most 50 ms.
	 * Implies want_usage.
	 */
	bool want_io;
};

/* What was being done when something failed. */
enum pipesh_phase {
	PIPESH_PHASE_NONE,      /* nothing failed */
	PIPESH_PHASE_SPEC,      /* checking the spec */
	PIPESH_PHASE_PIPE,      /* making a pipe, or putting it on 0 or 1 */
	PIPESH_PHASE_FORK,      /* making a process */
	PIPESH_PHASE_ACTION,    /* an action of the stage */
	PIPESH_PHASE_DIRECTORY, /* chdir */
	PIPESH_PHASE_EXEC,      /* execve */
	PIPESH_PHASE_TERMINAL,  /* giving the terminal to the group */
	PIPESH_PHASE_WAIT,      /* waiting: somebody else took the status */
	PIPESH_PHASE_GROUP,     /* joining the process group */
};

struct pipesh_error {
	enum pipesh_phase phase;
	size_t stage;  /* index of the stage that had the trouble */
	size_t action; /* PIPESH_PHASE_ACTION, or _SPEC about an action: index */
	int error;     /* errno value, positive */
};

enum pipesh_state {
	PIPESH_RUNNING,
	PIPESH_STOPPED, /* by a signal, as SIGTSTP; pipesh_continue() */
	PIPESH_ENDED,
};

/*
 * What is known of a stage. Owned by the chain; changes when pipesh_poll(),
 * pipesh_wait(), pipesh_wait_any() or pipesh_continue() see that the stage did.
 */
struct pipesh_report {
	pid_t pid; /* 0: never had a process, or never got to
	                           run its program */
	enum pipesh_state state;
	int status;                /* once ENDED: 0 to 255; -N: signal N */
	int stop_signal;           /* while STOPPED */
	bool core;                 /* killed, and dumped core */
	struct pipesh_error error; /* why it could not start */
	int64_t start_ns;          /* want_usage: when it was started; else 0 */
	int64_t end_ns;            /* want_usage: when its end was seen */
	bool has_usage;
	struct rusage usage; /* of the stage and the children it waited for:
	                           wait4(2), getrusage(2) */

	/*
	 * want_io, once ENDED: bytes that the stage and the children it waited
	 * for have read and written, by read(2), write(2) and their like:
	 * rchar and wchar of proc_pid_io(5), files and pipes alike, and what
	 * loading the program took (a few KB). Unknown without has_io: /proc
	 * is not mounted, or the stage ran under another user's id.
	 */
	bool has_io;
	uint64_t bytes_read;
	uint64_t bytes_written;

	/*
	 * want_io, estimates from samples: for how long the stage waited for
	 * its input, for its output to be taken, and for how long others
	 * waited because of it (summed over them).
	 */
	bool has_blocked;
	int64_t read_blocked_ns;
	int64_t write_blocked_ns;
	int64_t held_ns;
};

/* What is known of a whole chain. Owned by it, and changes as reports do. */
struct pipesh_outcome {
	bool timed_out;      /* timeout_ns passed before the end */
	int stop_signal;     /* the stop signal, once it was sent; else 0 */
	bool killed;         /* SIGKILL was sent */
	int64_t start_ns;    /* when the chain was started */
	int64_t end_ns;      /* when its end was seen; 0: it has not ended */
	int64_t deadline_ns; /* when timeout_ns has passed; 0: never */

	/*
	 * want_io: the most memory the host had used when the stages had been
	 * started. Linux counts it as a program's own: a ru_maxrss that is not
	 * above it says only that the stage used no more. 0: unknown.
	 */
	uint64_t host_peak_bytes;

	/*
	 * After the end: why the first stage was not fed all its bytes (ENOMEM),
	 * or 0. That it did not want them all is no error.
	 */
	int input_error;

	/*
	 * want_io, after the end: the stage that held the others up. Named
	 * if the other stages were seen waiting for it during at least a
	 * quarter of the time and twice as long as for any other; or, where
	 * the host did not look often enough to see that in 20 ms or more, if
	 * its CPU time is at least 60 % of the time from start to end and
	 * twice that of any other.
	 */
	bool has_bottleneck;
	bool bottleneck_by_cpu; /* it was its CPU time that told */
	size_t bottleneck;
};

enum pipesh_stream {
	PIPESH_STREAM_OUTPUT,
	PIPESH_STREAM_ERRORS, /* with PIPESH_OUTPUT_JOIN: see OUTPUT */
};

/*
 * What was captured so far. Owned by the chain; data moves when it grows, so
 * take it anew after each call that polls or waits.
 */
struct pipesh_capture {
	const char *data; /* size bytes and a NUL; NULL: they are in file */
	size_t size;
	int file;     /* holds all of it, from offset 0; -1: it is in data */
	bool ended;   /* nothing more will come */
	bool cut;     /* it was given up: `holder` still had the pipe */
	pid_t holder; /* a process that had it; 0: unknown */
	int error;    /* ENOMEM, ENOSPC...: what came after is lost; or 0 */
};

struct pipesh_chain;

/*
 * Start every stage of spec. *chain is the new chain, which the caller waits
 * for and frees, or NULL.
 *
 * Returns 0 when the chain runs, also if single stages failed to start: their
 * reports say so. Otherwise
 *   -EINVAL  the spec makes no sense; *chain is NULL
 *   -ENOMEM  no memory for the chain; *chain is NULL
 *   other    a pipe or a process could not be made (EMFILE, ENFILE, EAGAIN,
 *            ENOMEM): *chain is set, the stage in question and all after
 *            it have ended with status 125, those before it run and see
 *            the end of their output or input; wait for them, then free.
 * If -ENOMEM, look at *chain to know which.
 *
 * error, if not NULL, receives the first thing that went wrong: phase
 * PIPESH_PHASE_NONE if nothing did. With a result of 0 it is that of a stage
 * that failed, or PIPESH_PHASE_TERMINAL if the terminal could not be given
 * away (the chain runs without it).
 *
 * Blocks until the programs have been executed, never longer: what could block
 * (opening a FIFO) happens in a forked child that is not waited for. All
 * signals are blocked meanwhile; if SIGHUP, SIGINT, SIGQUIT or SIGTERM came and
 * will end the host, stages in its process group get it too. At most three descriptors of pipes between
 * stages are open in the host at any time, all close-on-exec, and none when it
 * returns; the ends that feed and capture stay until the chain has ended.
 */
int pipesh_start(struct pipesh_chain **chain, const struct pipesh_spec *spec,
		 struct pipesh_error *error);

/*
 * Observe, without blocking, what changed: ends, stops and continuations.
 * Returns 1 if the state of some stage or of the chain changed, 0 if none. Feeds
 * and captures what can be moved at once, and enforces the deadline. One
 * waitpid(2) a live stage; nothing for a chain that has ended.
 */
int pipesh_poll(struct pipesh_chain *chain);

/*
 * A descriptor for the host's own event loop: an epoll(7) instance that is
 * readable when pipesh_poll() should be called, for whatever reason: an end,
 * bytes to feed or capture, a deadline. (No descriptor tells of a stage that
 * was stopped by a signal.) Made when first asked for, close-on-exec, owned by
 * the chain and closed by pipesh_free(). -errno on failure.
 */
int pipesh_event_fd(struct pipesh_chain *chain);

/* How to wait. NULL, or all zero: until the chain has ended. */
struct pipesh_wait {
	/*
	 * Return also when every stage that has not ended is stopped. No
	 * descriptor shows a stop: with a deadline, mask or watch, a host
	 * that catches SIGCHLD (without SA_NOCLDSTOP), keeps it blocked and
	 * unblocks it by mask is woken at once; others look every 50 ms.
	 */
	bool stopped;

	/*
	 * Return -EINTR when a handler of the host ran. To lose no signal
	 * between a check and the sleep, block the signals, check, and unblock
	 * them by mask.
	 */
	bool leave_on_signal;

	/*
	 * Return -EAGAIN also when something was captured, so that the host can
	 * look at it, or take it, while the chain runs.
	 */
	bool captured;

	const sigset_t *mask; /* while asleep: ppoll(2); NULL: unchanged */
	int64_t deadline_ns;  /* absolute; in the past: look once; 0: none */

	/*
	 * Descriptors of the host to watch as well, as for poll(2): -EAGAIN is
	 * returned when one is ready, with revents set.
	 */
	struct pollfd *watch;
	size_t watch_count;
};

/*
 * Sleep until the chain has ended (or stopped, if asked). Returns 0, or
 *   -EINTR      a handler ran (leave_on_signal)
 *   -ETIMEDOUT  the deadline passed; the chain runs on
 *   -EAGAIN     a watched descriptor is ready, or something was captured (if asked)
 *   -ECHILD     the chain was abandoned
 *   -ENOMEM     no memory for what ppoll needs
 * A chain that has ended wins over the other three. A plain chain without
 * deadline, mask and watch is waited for by wait4(2), each stage in order.
 *
 * Feeds, captures and enforces the chain's own deadline meanwhile: that one
 * stops the chain, the result is 0, and the outcome says timed_out.
 */
int pipesh_wait(struct pipesh_chain *chain, const struct pipesh_wait *how);

/*
 * Feed a chain started with PIPESH_INPUT_LATER these bytes, then end of file,
 * and wait as pipesh_wait() does. The bytes are read where they are; when the
 * wait comes back early, what has not been taken is copied: call again with
 * none. A child that does not read them all is no error, and no SIGPIPE. For
 * other chains count is 0, and this is pipesh_wait().
 *
 * Results as pipesh_wait(), and -EINVAL: bytes were given, but are not wanted,
 * or not any more.
 */
int pipesh_communicate(struct pipesh_chain *chain, const void *bytes, size_t count,
		       const struct pipesh_wait *how);

/*
 * End the chain: the stop signal goes out at once, the rest happens while the
 * host polls or waits. stop: NULL, or zero fields: as the spec says. Once a
 * chain is being stopped it has not ended before its process group is empty,
 * so nothing that stays in the group survives. Called again it sends its
 * signal again, and can bring SIGKILL nearer.
 *
 * A chain that was started without timeout_ns and stop, and whose first
 * process has been reaped, is reached through its live stages only. One that
 * has joined a group: the signals go to that group while a stage lives in it,
 * unless it is the host's, where they go to the stages alone.
 *
 * Returns 0, -ESRCH if the chain has ended, -ECHILD if it was abandoned,
 * -ENOMEM, or the error of kill(2).
 */
int pipesh_stop(struct pipesh_chain *chain, const struct pipesh_stop *stop);

/*
 * Hand the deadline of a chain that has a group of its own to a process that keeps it whatever the
 * host does: while the host does not poll, and when it has ended. That process is a fork of the host (the
 * rules of pipesh_stage.call hold), holds none of its descriptors, and ends with the
 * chain's stages, or when it has stopped what is left in the group at the deadline, by the chain's
 * stop plan. As long as the host lives the chain has not ended before it, and the outcome
 * tells what it did. Should it be killed, the deadline is the host's again.
 *
 * Returns 0, also if that was done before; -EINVAL: no deadline, or no group of its own; -ESRCH: the
 * chain has ended; -EALREADY: it is being stopped; -ENOSYS: the system has no
 * descriptors of processes; or why there is no process. The deadline then stays with the host.
 */
int pipesh_guard(struct pipesh_chain *chain);

/*
 * Sleep until one of count chains has ended (or stopped, if asked). Returns
 * its index, the lowest if several have, or an error as pipesh_wait().
 * A chain that had ended or stopped before counts too: take it off the list,
 * or put NULL in its place. -ECHILD: no chain is left in the list.
 */
int pipesh_wait_any(struct pipesh_chain *const *chains, size_t count,
		    const struct pipesh_wait *how);

/*
 * The state of the whole, as last observed: RUNNING while a stage runs, and
 * until captures and a stop are done with, STOPPED if none runs but some are
 * stopped, ENDED when all have ended.
 */
enum pipesh_state pipesh_state(const struct pipesh_chain *chain);

size_t pipesh_stage_count(const struct pipesh_chain *chain);

/* Valid until the chain is freed; NULL if there is no such stage. */
const struct pipesh_report *pipesh_report(const struct pipesh_chain *chain, size_t stage);

/*
 * Valid until the chain is freed; never NULL. For a plain chain (no timeout,
 * stop plan, bytes, capture or want_io) the times are 0.
 */
const struct pipesh_outcome *pipesh_outcome(const struct pipesh_chain *chain);

/* Valid until the chain is freed; NULL if that stream is not captured. */
const struct pipesh_capture *pipesh_capture(const struct pipesh_chain *chain,
					    enum pipesh_stream stream);

/*
 * Hand what was captured to the caller, who frees it with free(3): size bytes
 * and a NUL. Read back if it is in a file. The chain's capture is empty then.
 * NULL: not captured, no memory, or the file cannot be read; nothing changed.
 */
char *pipesh_take_capture(struct pipesh_chain *chain, enum pipesh_stream stream, size_t *size);

/* The stages' own process group; 0: the host's, or no process was started. */
pid_t pipesh_group_id(const struct pipesh_chain *chain);

/*
 * Send a signal: kill(2). To the process group if the chain has one and a
 * live stage is still in it, and to each live stage that is not. A process
 * that was reaped is never signalled. Returns 0, -ESRCH if no stage is live,
 * -ECHILD if the chain was abandoned, or the error of kill (EINVAL, EPERM).
 */
int pipesh_signal(struct pipesh_chain *chain, int sig);

/* SIGCONT, after which stopped stages count as running. As pipesh_signal(). */
int pipesh_continue(struct pipesh_chain *chain);

/*
 * For a child of the host, after fork: the chain's processes are its
 * siblings, not its children. Reports stay readable as they are; polling
 * finds nothing, waiting and signalling give -ECHILD. Closes the child's copies
 * of the ends that feed and capture, which would keep a stage from seeing end
 * of file. Free it as usual.
 */
void pipesh_abandon(struct pipesh_chain *chain);

/*
 * Release memory and descriptors; NULL is fine. Never blocks, never kills:
 * stages still alive run on as plain children of the host, which may wait for
 * their pids itself; otherwise they are zombies from their end until that of
 * the host.
 */
void pipesh_free(struct pipesh_chain *chain);

/* A word for messages, such as "exec"; never NULL. */
const char *pipesh_phase_name(enum pipesh_phase phase);

#ifdef __cplusplus
}
#endif

#endif
