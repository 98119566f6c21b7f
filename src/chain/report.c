/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <errno.h>

#include "chain/manage.h"

/* What a host can ask a chain; nothing here makes a system call. */

/* The statuses of POSIX XCU 2.8.2, and 125 for "it was not the program". */
enum {
	STATUS_ACTION_FAILED = 1,
	STATUS_NOT_SET_UP = 125,
	STATUS_NOT_EXECUTABLE = 126,
	STATUS_NOT_FOUND = 127,
};

int chain_failure_status(const struct pipesh_error *error)
{
	if (error->phase == PIPESH_PHASE_ACTION) {
		return STATUS_ACTION_FAILED;
	}
	if (error->phase != PIPESH_PHASE_EXEC) {
		return STATUS_NOT_SET_UP;
	}
	return error->error == ENOENT || error->error == ENOTDIR ? STATUS_NOT_FOUND
								 : STATUS_NOT_EXECUTABLE;
}

enum pipesh_state pipesh_state(const struct pipesh_chain *chain)
{
	if (chain->running > 0) {
		return PIPESH_RUNNING;
	}
	if (chain->stopped > 0) {
		return PIPESH_STOPPED;
	}
	return chain->manager == NULL || chain->manager->over ? PIPESH_ENDED : PIPESH_RUNNING;
}

size_t pipesh_stage_count(const struct pipesh_chain *chain)
{
	return chain->stage_count;
}

const struct pipesh_report *pipesh_report(const struct pipesh_chain *chain, size_t stage)
{
	return stage < chain->stage_count ? &chain->stages[stage].report : NULL;
}

const struct pipesh_outcome *pipesh_outcome(const struct pipesh_chain *chain)
{
	static const struct pipesh_outcome none;

	return chain->manager != NULL ? &chain->manager->outcome : &none;
}

static struct capture *find_capture(const struct pipesh_chain *chain, enum pipesh_stream stream)
{
	struct capture *capture;

	if (chain->manager == NULL || (size_t)stream >= STREAM_COUNT) {
		return NULL;
	}
	capture = &chain->manager->captures[stream];
	return capture->used ? capture : NULL;
}

const struct pipesh_capture *pipesh_capture(const struct pipesh_chain *chain,
					    enum pipesh_stream stream)
{
	const struct capture *capture = find_capture(chain, stream);

	return capture != NULL ? &capture->seen : NULL;
}

char *pipesh_take_capture(struct pipesh_chain *chain, enum pipesh_stream stream, size_t *size)
{
	struct capture *capture = find_capture(chain, stream);

	return capture != NULL ? capture_take(capture, size) : NULL;
}

pid_t pipesh_group_id(const struct pipesh_chain *chain)
{
	return chain->group_id;
}

const char *pipesh_phase_name(enum pipesh_phase phase)
{
	static const char *const names[] = {
		[PIPESH_PHASE_NONE] = "none",     [PIPESH_PHASE_SPEC] = "spec",
		[PIPESH_PHASE_PIPE] = "pipe",     [PIPESH_PHASE_FORK] = "fork",
		[PIPESH_PHASE_ACTION] = "action", [PIPESH_PHASE_DIRECTORY] = "directory",
		[PIPESH_PHASE_EXEC] = "exec",     [PIPESH_PHASE_TERMINAL] = "terminal",
		[PIPESH_PHASE_WAIT] = "wait",     [PIPESH_PHASE_GROUP] = "group",
	};
	const size_t count = sizeof names / sizeof names[0];

	return (size_t)phase < count ? names[phase] : "unknown";
}
