/* SPDX-License-Identifier: MIT */
#ifndef PIPESH_BUILDER_H
#define PIPESH_BUILDER_H

/*
 * A spec put together piece by piece, with memory of its own. To be included
 * after pipesh.h.
 *
 *	struct pipesh_builder *builder = pipesh_builder_create();
 *
 *	pipesh_builder_add(builder, "sort", "-u", NULL);
 *	pipesh_builder_environment(builder, "LC_ALL=C");
 *	pipesh_builder_add(builder, "wc", "-l", NULL);
 *	pipesh_builder_spec(builder)->output_kind = PIPESH_OUTPUT_CAPTURE;
 *	result = pipesh_builder_start(builder, &chain, &error);
 *	pipesh_builder_free(builder);
 *
 * Functions that return int return 0 or -errno (-ENOMEM; -EINVAL: there is no
 * stage yet). The first such error is remembered, and pipesh_builder_start()
 * returns it: one check is enough. A builder of NULL is -ENOMEM.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct pipesh_builder;
struct pipesh_chain;
struct pipesh_error;
struct pipesh_spec;
struct pipesh_stage;

#if defined __GNUC__
#define PIPESH_SENTINEL __attribute__((sentinel))
#else
#define PIPESH_SENTINEL
#endif

/* NULL: no memory. */
struct pipesh_builder *pipesh_builder_create(void);

/*
 * Add a stage: a program, looked for in PATH if its name has no slash, and its
 * arguments, the last of which is NULL. All strings are copied, here and below.
 */
int pipesh_builder_add(struct pipesh_builder *builder, const char *program, ...) PIPESH_SENTINEL;

/* One more argument for the last stage. */
int pipesh_builder_argument(struct pipesh_builder *builder, const char *argument);

/* Add a stage that calls a function of the host in a child: see pipesh_stage. */
int pipesh_builder_call(struct pipesh_builder *builder, int (*call)(void *arg), void *arg);

/* For the last stage: "NAME=value" sets a variable, "NAME" takes it away. */
int pipesh_builder_environment(struct pipesh_builder *builder, const char *change);

/* Where the last stage runs. */
int pipesh_builder_directory(struct pipesh_builder *builder, const char *directory);

/*
 * The last stage, and the spec, to set any other field of; what the fields point
 * to stays the caller's. Owned by the builder, valid until the next stage is added.
 * NULL: there is no stage yet (pipesh_builder_stage()), or no builder.
 */
struct pipesh_stage *pipesh_builder_stage(struct pipesh_builder *builder);
struct pipesh_spec *pipesh_builder_spec(struct pipesh_builder *builder);

/* pipesh_start(), as often as you like: each time a new chain. */
int pipesh_builder_start(struct pipesh_builder *builder, struct pipesh_chain **chain,
			 struct pipesh_error *error);

/* Chains that it has started live on. NULL is fine. */
void pipesh_builder_free(struct pipesh_builder *builder);

#ifdef __cplusplus
}
#endif

#endif
