/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/pipesh.h"

#include "chain/pipesh_builder.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A NULL-terminated list of strings; NULL while it is empty. */
struct strings {
	char **list;
	size_t count;
};

/* What a stage's pointers point to. */
struct stage_memory {
	struct strings argv;
	struct strings changes;
	char *directory;
};

struct pipesh_builder {
	struct pipesh_spec spec;
	struct pipesh_stage *stages;
	struct stage_memory *memory;
	size_t count;
	int error; /* the first, negative */
};

static int strings_add(struct strings *strings, const char *string)
{
	char *copy = strdup(string);
	char **list = realloc(strings->list, (strings->count + 2) * sizeof *list);

	if (list != NULL) {
		strings->list = list;
	}
	if (copy == NULL || list == NULL) {
		free(copy);
		return -ENOMEM;
	}
	list[strings->count++] = copy;
	list[strings->count] = NULL;
	return 0;
}

static void strings_finish(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++) {
		free(strings->list[i]);
	}
	free(strings->list);
}

struct pipesh_builder *pipesh_builder_create(void)
{
	return calloc(1, sizeof(struct pipesh_builder));
}

void pipesh_builder_free(struct pipesh_builder *builder)
{
	if (builder == NULL) {
		return;
	}
	for (size_t i = 0; i < builder->count; i++) {
		strings_finish(&builder->memory[i].argv);
		strings_finish(&builder->memory[i].changes);
		free(builder->memory[i].directory);
	}
	free(builder->memory);
	free(builder->stages);
	free(builder);
}

/* The error is handed through, and remembered if it is the first. */
static int note(struct pipesh_builder *builder, int error)
{
	if (builder == NULL) {
		return -ENOMEM;
	}
	if (error < 0 && builder->error == 0) {
		builder->error = error;
	}
	return error;
}

static int add_stage(struct pipesh_builder *builder)
{
	const size_t count = builder->count + 1;
	struct pipesh_stage *stages = realloc(builder->stages, count * sizeof *stages);
	struct stage_memory *memory = realloc(builder->memory, count * sizeof *memory);

	if (stages != NULL) {
		builder->stages = stages;
	}
	if (memory != NULL) {
		builder->memory = memory;
	}
	if (stages == NULL || memory == NULL) {
		return -ENOMEM;
	}
	memset(&stages[builder->count], 0, sizeof *stages);
	memset(&memory[builder->count], 0, sizeof *memory);
	builder->count = count;
	return 0;
}

struct pipesh_stage *pipesh_builder_stage(struct pipesh_builder *builder)
{
	return builder != NULL && builder->count > 0 ? &builder->stages[builder->count - 1] : NULL;
}

struct pipesh_spec *pipesh_builder_spec(struct pipesh_builder *builder)
{
	if (builder == NULL) {
		return NULL;
	}
	builder->spec.stages = builder->stages;
	builder->spec.stage_count = builder->count;
	return &builder->spec;
}

static struct stage_memory *last_memory(struct pipesh_builder *builder)
{
	return &builder->memory[builder->count - 1];
}

int pipesh_builder_argument(struct pipesh_builder *builder, const char *argument)
{
	struct pipesh_stage *stage = pipesh_builder_stage(builder);
	int result;

	if (stage == NULL || stage->kind != PIPESH_EXEC) {
		return note(builder, -EINVAL);
	}
	result = strings_add(&last_memory(builder)->argv, argument);
	stage->argv = last_memory(builder)->argv.list;
	return note(builder, result);
}

int pipesh_builder_add(struct pipesh_builder *builder, const char *program, ...)
{
	const char *argument = program;
	va_list rest;
	int result;

	if (builder == NULL) {
		return -ENOMEM;
	}
	result = program != NULL ? add_stage(builder) : -EINVAL;
	if (result < 0) {
		return note(builder, result);
	}
	pipesh_builder_stage(builder)->search = true;
	va_start(rest, program);
	while (argument != NULL && result == 0) {
		result = pipesh_builder_argument(builder, argument);
		argument = va_arg(rest, const char *);
	}
	va_end(rest);
	return result;
}

int pipesh_builder_call(struct pipesh_builder *builder, int (*call)(void *arg), void *arg)
{
	struct pipesh_stage *stage;
	int result = builder != NULL ? add_stage(builder) : -ENOMEM;

	if (result < 0) {
		return note(builder, result);
	}
	stage = pipesh_builder_stage(builder);
	stage->kind = PIPESH_CALL;
	stage->call = call;
	stage->arg = arg;
	return 0;
}

int pipesh_builder_environment(struct pipesh_builder *builder, const char *change)
{
	struct pipesh_stage *stage = pipesh_builder_stage(builder);
	int result;

	if (stage == NULL || stage->kind != PIPESH_EXEC) {
		return note(builder, -EINVAL);
	}
	result = strings_add(&last_memory(builder)->changes, change);
	stage->changes = last_memory(builder)->changes.list;
	return note(builder, result);
}

int pipesh_builder_directory(struct pipesh_builder *builder, const char *directory)
{
	struct pipesh_stage *stage = pipesh_builder_stage(builder);
	char *copy;

	if (stage == NULL) {
		return note(builder, -EINVAL);
	}
	copy = strdup(directory);
	if (copy == NULL) {
		return note(builder, -ENOMEM);
	}
	free(last_memory(builder)->directory);
	last_memory(builder)->directory = copy;
	stage->directory = copy;
	return 0;
}

int pipesh_builder_start(struct pipesh_builder *builder, struct pipesh_chain **chain,
			 struct pipesh_error *error)
{
	int failure = builder != NULL ? builder->error : -ENOMEM;

	if (failure < 0 && chain != NULL) {
		*chain = NULL;
	}
	if (failure < 0 && error != NULL) {
		memset(error, 0, sizeof *error);
		error->phase = PIPESH_PHASE_SPEC;
		error->error = -failure;
	}
	return failure < 0 ? failure : pipesh_start(chain, pipesh_builder_spec(builder), error);
}
