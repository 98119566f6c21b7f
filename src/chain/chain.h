/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_CHAIN_H
#define CHAIN_CHAIN_H

/*
 * The running chain, as the files of this folder share it. Only reap.c changes
 * the state of a stage and the counts of them.
 */

#include "chain/pipesh.h"

struct chain_manager;

struct chain_stage {
	struct pipesh_report report; /* a live stage: not ENDED, pid unreaped */
	int pidfd;                   /* -1: none, or not opened yet */
};

struct pipesh_chain {
	size_t stage_count;
	size_t running; /* stages in that state */
	size_t stopped;
	pid_t group_id; /* 0: the host's */
	bool want_usage;
	bool abandoned;                /* the processes are not this process's children */
	struct chain_manager *manager; /* NULL: nothing to do but wait */
	struct chain_stage stages[];
};

/* All three streams are the host's. */
static inline bool chain_streams_are_plain(const struct pipesh_spec *spec)
{
	return ((unsigned)spec->input_kind | (unsigned)spec->output_kind |
		(unsigned)spec->errors_kind | spec->has_input | spec->has_output) == 0;
}

/* Does the spec provide for the chain's being stopped? */
static inline bool chain_stop_is_planned(const struct pipesh_spec *spec)
{
	return spec->timeout_ns != 0 || spec->stop.signal != 0 || spec->stop.grace_ns != 0;
}

bool chain_stop_is_valid(const struct pipesh_stop *stop);

/* The group that the stages are to be in: HOST, NEW or JOIN. */
enum pipesh_group chain_group_of(const struct pipesh_spec *spec);

/* Check a whole spec: 0, or -EINVAL with error filled in. */
int chain_spec_check(const struct pipesh_spec *spec, struct pipesh_error *error);

/* The exit status that stands for a failure to start; see pipesh_stage. */
int chain_failure_status(const struct pipesh_error *error);

#endif
