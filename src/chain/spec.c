/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <errno.h>

#include "chain/chain.h"

/* Everything a host can get wrong in a spec is found here, once. */

static bool action_is_valid(const struct pipesh_action *action)
{
	if (action->fd < 0) {
		return false;
	}
	switch (action->kind) {
	case PIPESH_OPEN:
		return action->path != NULL;
	case PIPESH_DUP:
		return action->source >= 0;
	case PIPESH_CLOSE:
		return true;
	}
	return false;
}

static bool stage_is_valid(const struct pipesh_stage *stage)
{
	if (stage->action_count > 0 && stage->actions == NULL) {
		return false;
	}
	switch (stage->kind) {
	case PIPESH_EXEC:
		return stage->path != NULL && stage->argv != NULL && stage->argv[0] != NULL;
	case PIPESH_CALL:
		return stage->call != NULL;
	case PIPESH_DONE:
		return stage->status >= -(NSIG - 1) && stage->status <= 255;
	}
	return false;
}

static bool stage_check(const struct pipesh_stage *stage, struct pipesh_error *error)
{
	if (!stage_is_valid(stage)) {
		return false;
	}
	for (size_t i = 0; i < stage->action_count; i++) {
		if (!action_is_valid(&stage->actions[i])) {
			error->action = i;
			return false;
		}
	}
	return true;
}

static bool group_is_valid(const struct pipesh_spec *spec)
{
	switch (spec->group) {
	case PIPESH_GROUP_HOST:
		return !spec->foreground;
	case PIPESH_GROUP_JOIN:
		if (spec->group_id <= 0) {
			return false;
		}
		break;
	case PIPESH_GROUP_NEW:
		break;
	default:
		return false;
	}
	return !spec->foreground || spec->terminal >= 0;
}

int chain_spec_check(const struct pipesh_spec *spec, struct pipesh_error *error)
{
	bool valid = spec != NULL && spec->stages != NULL && spec->stage_count > 0 &&
		     group_is_valid(spec) && (!spec->has_input || spec->input >= 0) &&
		     (!spec->has_output || spec->output >= 0);

	for (size_t i = 0; valid && i < spec->stage_count; i++) {
		error->stage = i;
		valid = stage_check(&spec->stages[i], error);
	}
	if (!valid) {
		error->phase = PIPESH_PHASE_SPEC;
		error->error = EINVAL;
		return -EINVAL;
	}
	error->stage = 0;
	return 0;
}
