/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/chain.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fd.h"
#include "chain/loop.h"
#include "chain/manage.h"
#include "chain/reap.h"

/* The life of a chain that was started: poll, wait, free. */

int pipesh_poll(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	int changed;

	if (manager == NULL) {
		return reap_chain(chain);
	}
	if (manager->over || chain->abandoned) {
		return 0;
	}
	manager_pump(chain);
	changed = reap_chain(chain);
	manager_tick(chain);
	return changed != 0 || manager->over ? 1 : 0;
}

int pipesh_wait(struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	const struct pipesh_wait plain = { .stopped = false };
	int result;

	if (how == NULL) {
		how = &plain;
	}
	if (pipesh_state(chain) == PIPESH_ENDED) {
		return 0;
	}
	if (chain->abandoned) {
		return -ECHILD;
	}
	if (loop_may_block(chain, how)) {
		return loop_block(chain, how);
	}
	result = loop_run(&chain, 1, how);
	return result > 0 ? 0 : result;
}

int pipesh_wait_any(struct pipesh_chain *const *chains, size_t count, const struct pipesh_wait *how)
{
	const struct pipesh_wait plain = { .stopped = false };

	return loop_run(chains, count, how != NULL ? how : &plain);
}

int pipesh_communicate(struct pipesh_chain *chain, const void *bytes, size_t count,
		       const struct pipesh_wait *how)
{
	struct chain_manager *manager = chain->manager;
	int result;
	int kept;

	if (count > 0 && (bytes == NULL || manager == NULL || !manager->feed.expects)) {
		return -EINVAL;
	}
	if (manager != NULL && manager->feed.expects) {
		feed_give(&manager->feed, bytes, count);
		feed_pump(&manager->feed);
	}
	result = pipesh_wait(chain, how);
	kept = manager != NULL ? feed_keep(&manager->feed) : 0;
	return kept < 0 ? kept : result;
}

void pipesh_abandon(struct pipesh_chain *chain)
{
	chain->abandoned = true;
	manager_abandon(chain);
	for (size_t i = 0; i < chain->stage_count; i++) {
		fd_close(&chain->stages[i].pidfd);
	}
}

void pipesh_free(struct pipesh_chain *chain)
{
	if (chain == NULL) {
		return;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		fd_close(&chain->stages[i].pidfd);
	}
	if (chain->manager != NULL) {
		manager_destroy(chain);
	}
	free(chain);
}
