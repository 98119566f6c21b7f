/* SPDX-License-Identifier: MIT */
#ifndef PIPESH_POOL_H
#define PIPESH_POOL_H

/*
 * Many chains, a few at a time. To be included after pipesh.h.
 *
 *  1. pipesh_pool_create() makes an empty pool.
 *  2. pipesh_pool_submit() starts a chain if there is room, or keeps it for
 *     later.
 *  3. pipesh_pool_next() waits for one to end, hands it over and starts the next;
 *     until it says that none is left.
 *  4. pipesh_pool_free().
 *
 * Nothing happens between the calls: chains that are waiting start, and running
 * ones are fed, captured and stopped, in pipesh_pool_next() only. What pipesh.h
 * says of chains and threads holds for pools.
 */

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pipesh_chain;
struct pipesh_pool;
struct pipesh_spec;
struct pipesh_stop;
struct pipesh_wait;

/* Zero is the default. */
struct pipesh_pool_options {
	size_t limit;   /* chains at a time; 0: as many as processors */
	bool fail_fast; /* after the first failure: pipesh_pool_stop() */

	/*
	 * Has this chain, which has ended, failed? NULL: it has timed out, or
	 * its last stage has a status other than 0.
	 */
	bool (*failed)(const struct pipesh_chain *chain, void *arg);
	void *arg;
};

/* One that is done with. */
struct pipesh_pool_result {
	struct pipesh_chain *chain; /* ended; the caller frees it. NULL: it
	                               was never started */
	int error;                  /* what pipesh_start() said; -ECANCELED: not started, because
	                 the pool was stopped */
	size_t index;               /* 0 for the first that was submitted, and so on */
	void *tag;                  /* as submitted */
};

/* 0 and the pool, -EINVAL or -ENOMEM. options may be NULL; it is copied. */
int pipesh_pool_create(struct pipesh_pool **pool, const struct pipesh_pool_options *options);

/*
 * Run a chain when there is room: at once, by pipesh_start(), or later, from a
 * copy of the spec and all that it points to. Descriptors and what the stages'
 * functions are given are not copied: they must stay until it was started.
 *
 * 0, also if it could not be started: pipesh_pool_next() says so. -EINVAL: the
 * spec makes no sense; -ENOMEM; -ECANCELED: the pool was stopped. Then nothing was
 * submitted. Blocks as pipesh_start() does.
 */
int pipesh_pool_submit(struct pipesh_pool *pool, const struct pipesh_spec *spec, void *tag);

/*
 * Wait for one to end: in the order in which they end. how is that of
 * pipesh_wait(); `stopped` is not looked at. Returns 0, or
 *   -ECHILD  none is left
 *   other    as pipesh_wait(): -EINTR, -ETIMEDOUT, -EAGAIN, -ENOMEM
 * With a deadline in the past it does not block.
 */
int pipesh_pool_next(struct pipesh_pool *pool, struct pipesh_pool_result *result,
		     const struct pipesh_wait *how);

/* How many run, and how many wait for room. */
size_t pipesh_pool_running(const struct pipesh_pool *pool);
size_t pipesh_pool_waiting(const struct pipesh_pool *pool);

/*
 * Stop all that run by pipesh_stop() and start none of those that wait. All are
 * still handed over by pipesh_pool_next(). stop may be NULL. 0, or the first
 * error of pipesh_stop().
 */
int pipesh_pool_stop(struct pipesh_pool *pool, const struct pipesh_stop *stop);

/* Frees it with all that was not handed over. Neither waits nor kills. */
void pipesh_pool_free(struct pipesh_pool *pool);

#ifdef __cplusplus
}
#endif

#endif
