/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "base/fd.h"
#include "chain/chain.h"
#include "chain/manage.h"
#include "chain/reap.h"

/*
 * Signals to a chain. A live stage has not been reaped, so its pid is its own.
 * The group's number is safe as long as a live stage is in the group, or
 * the manager holds its leader; a stage may have left it by setpgid or setsid,
 * hence the look.
 */

/* The manager's group: 0 or -errno. */
static int signal_owned(const struct pipesh_chain *chain, int sig)
{
	if (chain->manager->group_fd >= 0) {
		return fd_signal_group(chain->manager->group_fd, sig);
	}
	return kill(-chain->group_id, sig) == 0 ? 0 : -errno;
}

static bool is_in_group(const struct pipesh_chain *chain, const struct chain_stage *stage)
{
	return chain->group_id > 0 && getpgid(stage->report.pid) == chain->group_id;
}

int pipesh_signal(struct pipesh_chain *chain, int sig)
{
	bool group_done = chain->manager != NULL && chain->manager->owns_group;
	int result = -ESRCH;

	if (chain->abandoned) {
		return -ECHILD;
	}
	if (group_done && !chain->manager->over && signal_owned(chain, sig) == 0) {
		result = 0;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		const struct chain_stage *stage = &chain->stages[i];
		bool grouped;
		int sent;

		if (!stage_is_live(stage)) {
			continue;
		}
		grouped = is_in_group(chain, stage);
		if (grouped && group_done) {
			continue;
		}
		sent = kill(grouped ? -chain->group_id : stage->report.pid, sig);
		group_done = group_done || grouped;
		if (sent != 0) {
			result = -errno;
			break;
		}
		result = 0;
	}
	return result;
}

int pipesh_continue(struct pipesh_chain *chain)
{
	int result = pipesh_signal(chain, SIGCONT);

	if (result < 0) {
		return result;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		if (chain->stages[i].report.state == PIPESH_STOPPED) {
			reap_continued(chain, &chain->stages[i]);
		}
	}
	return 0;
}
