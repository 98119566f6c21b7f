/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_PLAN_H
#define CHAIN_PLAN_H

/*
 * What a stage's child does to its descriptors: one ordered list, pipes first,
 * then the actions of the host.
 *
 * The pipe ends of the library may have any number from 3 up, numbers that an
 * action may name too. No end is moved out of the way for that; the order
 * makes it needless: once an end has been copied to 0 or 1, its own number is
 * free to be overwritten. There is one case left, an action that copies *from*
 * such a number, which must find it closed as it is in the host: then
 * the list closes it in between. So the usual child makes not one system call
 * more than the dup2 of its ends.
 */

#include "chain/pipesh.h"

/* Pipe ends are made at or above this: never on 0, 1 or 2 (see plan.c). */
enum { PLAN_LOWEST_END = 3 };

/* The descriptors the host holds while a stage starts; -1: none. */
struct plan_ends {
	int input;  /* becomes the stage's standard input */
	int output; /* becomes its standard output */
	int next;   /* belongs to the next stage: the other end of output */
	/* the chain's input and output, when they belong to another stage */
	int foreign_input;
	int foreign_output;
	int errors; /* becomes its standard error; never 0 or 1 */
	/* What else the host holds for this chain: feed, captures and so on. */
	const int *hidden;
	size_t hidden_count;
};

enum { PLAN_HEAD_MAX = 9 };

struct plan {
	struct pipesh_action head[PLAN_HEAD_MAX]; /* the library's: run first */
	size_t head_count;
	const struct pipesh_action *actions; /* the host's: borrowed */
	size_t action_count;
	bool alone; /* to be forked, and not waited for until it executes */
	bool hides; /* ends.hidden is to be closed after the head */
	int above;  /* no action names this number or a higher one */
};

/* Plan a stage that is run as kind. EXEC: calls stat(2) for opens. */
void plan_make(struct plan *plan, const struct pipesh_stage *stage, enum pipesh_kind kind,
	       const struct plan_ends *ends);

#endif
