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
		return (stage->path != NULL || stage->search) && stage->argv != NULL &&
		       stage->argv[0] != NULL;
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

bool chain_stop_is_valid(const struct pipesh_stop *stop)
{
	return stop->signal >= 0 && stop->signal < NSIG;
}

enum pipesh_group chain_group_of(const struct pipesh_spec *spec)
{
	if (spec->group == PIPESH_GROUP_STAY) {
		return PIPESH_GROUP_HOST;
	}
	return spec->group == PIPESH_GROUP_HOST && chain_stop_is_planned(spec) ? PIPESH_GROUP_NEW
									       : spec->group;
}

static bool group_is_valid(const struct pipesh_spec *spec)
{
	switch (spec->group) {
	case PIPESH_GROUP_HOST:
		return !spec->foreground || chain_stop_is_planned(spec);
	case PIPESH_GROUP_STAY:
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

/* Two fields that say where a stream is must not say different things. */
static bool input_is_valid(const struct pipesh_spec *spec)
{
	switch (spec->input_kind) {
	case PIPESH_INPUT_INHERIT:
		return !spec->has_input || spec->input >= 0;
	case PIPESH_INPUT_DESCRIPTOR:
		return spec->input >= 0;
	case PIPESH_INPUT_NULL:
	case PIPESH_INPUT_LATER:
		return !spec->has_input;
	case PIPESH_INPUT_BYTES:
		return !spec->has_input && (spec->bytes != NULL || spec->byte_count == 0);
	}
	return false;
}

static bool output_is_valid(const struct pipesh_spec *spec)
{
	switch (spec->output_kind) {
	case PIPESH_OUTPUT_INHERIT:
		return !spec->has_output || spec->output >= 0;
	case PIPESH_OUTPUT_DESCRIPTOR:
		return spec->output >= 0;
	case PIPESH_OUTPUT_NULL:
	case PIPESH_OUTPUT_CAPTURE:
		return !spec->has_output;
	case PIPESH_OUTPUT_JOIN:
		break;
	}
	return false;
}

static bool errors_are_valid(const struct pipesh_spec *spec)
{
	switch (spec->errors_kind) {
	case PIPESH_OUTPUT_INHERIT:
	case PIPESH_OUTPUT_NULL:
	case PIPESH_OUTPUT_CAPTURE:
	case PIPESH_OUTPUT_JOIN:
		return true;
	case PIPESH_OUTPUT_DESCRIPTOR:
		return spec->errors >= 0;
	}
	return false;
}

static bool streams_are_valid(const struct pipesh_spec *spec)
{
	return chain_streams_are_plain(spec) ||
	       (input_is_valid(spec) && output_is_valid(spec) && errors_are_valid(spec));
}

static bool spec_is_valid(const struct pipesh_spec *spec)
{
	return spec != NULL && spec->stages != NULL && spec->stage_count > 0 &&
	       group_is_valid(spec) && streams_are_valid(spec) && spec->timeout_ns >= 0 &&
	       chain_stop_is_valid(&spec->stop);
}

int chain_spec_check(const struct pipesh_spec *spec, struct pipesh_error *error)
{
	bool valid = spec_is_valid(spec);

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
