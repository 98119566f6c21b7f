/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_EVIDENCE_H
#define CHAIN_EVIDENCE_H

/*
 * What a chain's stages read and wrote, and which of them held the others up:
 * spec.want_io. evidence.c says how that is found out. All functions do nothing
 * for a NULL evidence.
 */

#include "chain/chain.h"

struct evidence;

struct evidence *evidence_create(size_t stage_count);
void evidence_destroy(struct evidence *evidence);

/* A pipe from this stage to the next was made; fd is one of its ends. */
void evidence_note_pipe(struct evidence *evidence, size_t stage, int fd);

/* The stage's process has just been started. */
void evidence_note_stage(struct evidence *evidence, size_t stage, pid_t pid);

/* All have been. */
void evidence_note_started(struct pipesh_chain *chain);

/* The stage has ended and is a zombie: read its counters into its report. */
void evidence_note_end(struct pipesh_chain *chain, struct chain_stage *stage);

/*
 * The bytes of a stage whose counters could not be had, from what this process's
 * own gain when it is reaped. Around the reaping.
 */
struct evidence_own {
	bool known;
	uint64_t bytes_read;
	uint64_t bytes_written;
};
void evidence_before_reaping(const struct pipesh_chain *chain, const struct chain_stage *stage,
			     struct evidence_own *own);
void evidence_after_reaping(struct chain_stage *stage, const struct evidence_own *own);

/* Take a sample if one is due; when the next is: INT64_MAX: none. */
void evidence_tick(struct pipesh_chain *chain, int64_t now);
int64_t evidence_next_ns(const struct evidence *evidence);

/* The chain is over: who held it up? */
void evidence_conclude(struct pipesh_chain *chain);

/* Its descriptors: two a stage at most. */
size_t evidence_hidden(const struct evidence *evidence, int *fds);
void evidence_close(struct evidence *evidence);

#endif
