/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/pipesh.h"

#include "chain/pipesh_pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chain/chain.h"
#include "chain/copy.h"

/* Submitted, and waiting to be started, or to be handed over without that. */
struct waiting {
	struct pipesh_spec *spec; /* a copy; NULL once it has failed to start */
	int error;
	size_t index;
	void *tag;
	struct waiting *next;
};

struct running {
	int error; /* of its start, if only a part of it runs */
	size_t index;
	void *tag;
};

struct pipesh_pool {
	struct pipesh_pool_options options;
	size_t submitted;
	size_t running;
	size_t waiting;
	bool stopped;
	struct waiting *first;
	struct waiting **last;        /* where the next one is hung up */
	struct pipesh_chain **chains; /* those that run, the oldest first */
	struct running *runs;         /* what belongs to each */
};

static bool has_failed(const struct pipesh_chain *chain, void *arg)
{
	(void)arg;
	return pipesh_outcome(chain)->timed_out ||
	       pipesh_report(chain, pipesh_stage_count(chain) - 1)->status != 0;
}

static size_t count_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

int pipesh_pool_create(struct pipesh_pool **pool, const struct pipesh_pool_options *options)
{
	struct pipesh_pool *made;
	size_t limit;

	if (pool == NULL) {
		return -EINVAL;
	}
	*pool = NULL;
	made = calloc(1, sizeof *made);
	if (made == NULL) {
		return -ENOMEM;
	}
	if (options != NULL) {
		made->options = *options;
	}
	if (made->options.limit == 0) {
		made->options.limit = count_processors();
	}
	if (made->options.failed == NULL) {
		made->options.failed = has_failed;
	}
	limit = made->options.limit;
	made->last = &made->first;
	made->chains = calloc(limit, sizeof(struct pipesh_chain *));
	made->runs = calloc(limit, sizeof *made->runs);
	if (made->chains == NULL || made->runs == NULL) {
		pipesh_pool_free(made);
		return -ENOMEM;
	}
	*pool = made;
	return 0;
}

static struct waiting *hang_up(struct pipesh_pool *pool, size_t index, void *tag)
{
	struct waiting *item = calloc(1, sizeof *item);

	if (item != NULL) {
		item->index = index;
		item->tag = tag;
		*pool->last = item;
		pool->last = &item->next;
		pool->waiting++;
	}
	return item;
}

static struct waiting *take_down(struct pipesh_pool *pool)
{
	struct waiting *item = pool->first;

	pool->first = item->next;
	if (pool->first == NULL) {
		pool->last = &pool->first;
	}
	pool->waiting--;
	return item;
}

static void free_waiting(struct waiting *item)
{
	free(item->spec);
	free(item);
}

/* pipesh_start() made a chain: it takes a place. */
static void take_place(struct pipesh_pool *pool, struct pipesh_chain *chain, int error,
		       size_t index, void *tag)
{
	pool->chains[pool->running] = chain;
	pool->runs[pool->running] = (struct running){ .error = error, .index = index, .tag = tag };
	pool->running++;
}

/* Start what waits, as far as there is room: the first that cannot be is left. */
static void fill(struct pipesh_pool *pool)
{
	while (!pool->stopped && pool->running < pool->options.limit && pool->first != NULL &&
	       pool->first->spec != NULL) {
		struct waiting *item = pool->first;
		struct pipesh_chain *chain;
		int error = pipesh_start(&chain, item->spec, NULL);

		if (chain == NULL) {
			item->error = error;
			free(item->spec);
			item->spec = NULL;
			return;
		}
		take_place(pool, chain, error, item->index, item->tag);
		free_waiting(take_down(pool));
	}
}

static int submit_now(struct pipesh_pool *pool, const struct pipesh_spec *spec, void *tag)
{
	struct pipesh_chain *chain;
	int error = pipesh_start(&chain, spec, NULL);

	if (chain == NULL) {
		return error;
	}
	take_place(pool, chain, error, pool->submitted++, tag);
	return 0;
}

int pipesh_pool_submit(struct pipesh_pool *pool, const struct pipesh_spec *spec, void *tag)
{
	struct pipesh_error error;
	struct pipesh_spec *copy;
	struct waiting *item;

	if (pool->stopped) {
		return -ECANCELED;
	}
	if (pool->running < pool->options.limit && pool->first == NULL) {
		return submit_now(pool, spec, tag);
	}
	if (chain_spec_check(spec, &error) < 0) {
		return -EINVAL;
	}
	copy = copy_spec(spec);
	if (copy == NULL) {
		return -ENOMEM;
	}
	item = hang_up(pool, pool->submitted, tag);
	if (item == NULL) {
		free(copy);
		return -ENOMEM;
	}
	item->spec = copy;
	pool->submitted++;
	return 0;
}

/* One that will never run: true if there is such a one at the head. */
static bool hand_over_waiting(struct pipesh_pool *pool, struct pipesh_pool_result *result)
{
	struct waiting *item = pool->first;

	if (item == NULL || (item->spec != NULL && !pool->stopped)) {
		return false;
	}
	*result = (struct pipesh_pool_result){
		.error = item->spec == NULL ? item->error : -ECANCELED,
		.index = item->index,
		.tag = item->tag,
	};
	free_waiting(take_down(pool));
	return true;
}

static void hand_over_running(struct pipesh_pool *pool, size_t place,
			      struct pipesh_pool_result *result)
{
	size_t after = pool->running - place - 1;

	*result = (struct pipesh_pool_result){
		.chain = pool->chains[place],
		.error = pool->runs[place].error,
		.index = pool->runs[place].index,
		.tag = pool->runs[place].tag,
	};
	memmove(pool->chains + place, pool->chains + place + 1, after * sizeof(result->chain));
	memmove(pool->runs + place, pool->runs + place + 1, after * sizeof *pool->runs);
	pool->running--;
}

int pipesh_pool_next(struct pipesh_pool *pool, struct pipesh_pool_result *result,
		     const struct pipesh_wait *how)
{
	struct pipesh_wait ends = { .stopped = false };
	int place;

	if (how != NULL) {
		ends = *how;
		ends.stopped = false;
	}
	fill(pool);
	if (hand_over_waiting(pool, result)) {
		return 0;
	}
	place = pipesh_wait_any(pool->chains, pool->running, &ends);
	if (place < 0) {
		return place;
	}
	hand_over_running(pool, (size_t)place, result);
	if (pool->options.fail_fast && !pool->stopped &&
	    pool->options.failed(result->chain, pool->options.arg)) {
		(void)pipesh_pool_stop(pool, NULL);
	}
	fill(pool); /* its place is not left empty while the host looks at it */
	return 0;
}

size_t pipesh_pool_running(const struct pipesh_pool *pool)
{
	return pool->running;
}

size_t pipesh_pool_waiting(const struct pipesh_pool *pool)
{
	return pool->waiting;
}

int pipesh_pool_stop(struct pipesh_pool *pool, const struct pipesh_stop *stop)
{
	int result = 0;

	pool->stopped = true;
	for (size_t i = 0; i < pool->running; i++) {
		int error = pipesh_stop(pool->chains[i], stop);

		if (error < 0 && error != -ESRCH && result == 0) {
			result = error;
		}
	}
	return result;
}

void pipesh_pool_free(struct pipesh_pool *pool)
{
	if (pool == NULL) {
		return;
	}
	while (pool->first != NULL) {
		free_waiting(take_down(pool));
	}
	for (size_t i = 0; i < pool->running; i++) {
		pipesh_free(pool->chains[i]);
	}
	free(pool->chains);
	free(pool->runs);
	free(pool);
}
