/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/copy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/*
 * The spec is walked twice: once to measure, when there is no block yet and every
 * copy is NULL, once to copy.
 */
struct packer {
	char *block; /* NULL: only measuring */
	size_t used;
};

#define PACK_ALIGNMENT _Alignof(max_align_t)

static void *pack(struct packer *packer, const void *from, size_t size)
{
	size_t offset = (packer->used + PACK_ALIGNMENT - 1) / PACK_ALIGNMENT * PACK_ALIGNMENT;

	if (from == NULL) {
		return NULL;
	}
	packer->used = offset + size;
	if (packer->block == NULL) {
		return NULL;
	}
	if (size > 0) {
		memcpy(packer->block + offset, from, size);
	}
	return packer->block + offset;
}

static char *pack_string(struct packer *packer, const char *string)
{
	return pack(packer, string, string != NULL ? strlen(string) + 1 : 0);
}

static char *const *pack_strings(struct packer *packer, char *const *strings)
{
	size_t count = 0;
	char **copy;

	while (strings != NULL && strings[count] != NULL) {
		count++;
	}
	copy = pack(packer, strings, (count + 1) * sizeof *strings);
	for (size_t i = 0; i < count; i++) {
		char *string = pack_string(packer, strings[i]);

		if (copy != NULL) {
			copy[i] = string;
		}
	}
	return copy;
}

static const struct pipesh_action *pack_actions(struct packer *packer,
						const struct pipesh_action *actions, size_t count)
{
	struct pipesh_action *copy =
		pack(packer, count > 0 ? actions : NULL, count * sizeof *actions);

	for (size_t i = 0; i < count; i++) {
		const char *path = pack_string(packer, actions[i].path);

		if (copy != NULL) {
			copy[i].path = path;
		}
	}
	return copy;
}

static void pack_stage(struct packer *packer, struct pipesh_stage *copy,
		       const struct pipesh_stage *stage)
{
	struct pipesh_stage packed = *stage;

	packed.path = pack_string(packer, stage->path);
	packed.argv = pack_strings(packer, stage->argv);
	packed.envp = pack_strings(packer, stage->envp);
	packed.changes = pack_strings(packer, stage->changes);
	packed.directory = pack_string(packer, stage->directory);
	packed.actions = pack_actions(packer, stage->actions, stage->action_count);
	if (copy != NULL) {
		*copy = packed;
	}
}

static void pack_spec(struct packer *packer, const struct pipesh_spec *spec)
{
	struct pipesh_spec *copy = pack(packer, spec, sizeof *spec); /* the block itself */
	struct pipesh_spec packed = *spec;
	struct pipesh_stage *stages =
		pack(packer, spec->stages, spec->stage_count * sizeof *stages);

	for (size_t i = 0; i < spec->stage_count; i++) {
		pack_stage(packer, stages != NULL ? &stages[i] : NULL, &spec->stages[i]);
	}
	packed.stages = stages;
	packed.default_signals = pack(packer, spec->default_signals, sizeof(sigset_t));
	packed.ignore_signals = pack(packer, spec->ignore_signals, sizeof(sigset_t));
	packed.mask = pack(packer, spec->mask, sizeof(sigset_t));
	packed.bytes = pack(packer, spec->bytes, spec->byte_count);
	if (copy != NULL) {
		*copy = packed;
	}
}

struct pipesh_spec *copy_spec(const struct pipesh_spec *spec)
{
	struct packer packer = { .block = NULL };

	pack_spec(&packer, spec);
	packer.block = malloc(packer.used);
	if (packer.block == NULL) {
		return NULL;
	}
	packer.used = 0;
	pack_spec(&packer, spec);
	return (struct pipesh_spec *)(void *)packer.block;
}
