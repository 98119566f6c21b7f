/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_PROGRAM_H
#define CHAIN_PROGRAM_H

/* What execve(2) is given, made ready before there is a child. */

#include "chain/pipesh.h"

struct program {
	const char *path;
	char *const *envp;
	char *found;    /* path, if it was looked for */
	char **changed; /* envp, if it was changed: pointers into the old ones */
};

/*
 * For EXEC stages; nothing is allocated unless something is to be looked for or
 * changed. 0, -ENOMEM, or the error that execve of what was looked for would
 * have given: -ENOENT, -EACCES.
 */
int program_prepare(struct program *program, const struct pipesh_stage *stage);

void program_finish(struct program *program);

/* Most are executed as they are: nothing to prepare, nothing to finish. */
static inline bool program_is_ready(const struct pipesh_stage *stage)
{
	return !stage->search && stage->changes == NULL;
}

#endif
