/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/event.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/manage.h"
#include "chain/reap.h"

/*
 * One descriptor that stands for all a chain waits for: an epoll instance with
 * the processes, the pipes that are fed and captured, and a timer.
 */

/* How often to look at what cannot be watched: for want of a descriptor, or of memory. */
#define BLIND_PAUSE (50 * CLOCK_MS)

static int watch(int event_fd, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };

	return epoll_ctl(event_fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

void event_close(int event_fd, int *fd)
{
	/* Closing is not enough if a child of the host has a copy. */
	if (event_fd >= 0 && *fd >= 0) {
		(void)epoll_ctl(event_fd, EPOLL_CTL_DEL, *fd, NULL);
	}
	fd_close(fd);
}

static bool is_blind(const struct pipesh_chain *chain)
{
	const struct feed *feed = &chain->manager->feed;

	if (feed->fd >= 0 && feed->event_fd < 0 && !feed->expects) {
		return true;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		if (stage_is_live(&chain->stages[i]) && chain->stages[i].pidfd < 0) {
			return true;
		}
	}
	return false;
}

static void set_timer(const struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	struct itimerspec when = { 0 };
	int64_t next = manager_next_ns(chain);

	if (is_blind(chain) && next > clock_now_ns() + BLIND_PAUSE) {
		next = clock_now_ns() + BLIND_PAUSE;
	}
	if (next == manager->armed_ns) {
		return;
	}
	manager->armed_ns = next;
	if (next != INT64_MAX) {
		when.it_value = clock_timespec(next > 0 ? next : 1);
	}
	(void)timerfd_settime(manager->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

void event_update(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	struct feed *feed;

	if (manager == NULL || manager->event_fd < 0) {
		return;
	}
	feed = &manager->feed;
	if (feed->event_fd < 0 && feed->fd >= 0 && !feed->expects) {
		if (watch(manager->event_fd, feed->fd, EPOLLOUT) == 0) {
			feed->event_fd = manager->event_fd;
		}
	}
	set_timer(chain);
}

static int watch_stages(struct pipesh_chain *chain)
{
	int result = 0;

	for (size_t i = 0; i < chain->stage_count && result == 0; i++) {
		struct chain_stage *stage = &chain->stages[i];

		if (!stage_is_live(stage)) {
			continue;
		}
		if (stage->pidfd < 0) {
			int fd = fd_open_process(stage->report.pid);

			stage->pidfd = fd < 0 ? -1 : fd;
		}
		if (stage->pidfd >= 0) {
			result = watch(chain->manager->event_fd, stage->pidfd, EPOLLIN);
		}
	}
	return result;
}

void event_add(struct pipesh_chain *chain, int fd)
{
	if (chain->manager->event_fd >= 0) {
		(void)watch(chain->manager->event_fd, fd, EPOLLIN);
	}
}

static int watch_all(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	int result = watch_stages(chain);

	for (size_t i = 0; i < STREAM_COUNT && result == 0; i++) {
		struct capture *capture = &manager->captures[i];

		if (capture->fd >= 0) {
			capture->event_fd = manager->event_fd;
			result = watch(manager->event_fd, capture->fd, EPOLLIN);
		}
	}
	if (result == 0 && manager->guard.pidfd >= 0) {
		result = watch(manager->event_fd, manager->guard.pidfd, EPOLLIN);
	}
	if (result == 0) {
		result = watch(manager->event_fd, manager->timer_fd, EPOLLIN);
	}
	return result;
}

static int open_private(int fd)
{
	return fd < 0 ? -errno : fd_raise(fd, FD_PRIVATE);
}

static int open_event(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	int fd = open_private(epoll_create1(EPOLL_CLOEXEC));
	int timer_fd;
	int result;

	if (fd < 0) {
		return fd;
	}
	timer_fd = open_private(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
	if (timer_fd < 0) {
		fd_close(&fd);
		return timer_fd;
	}
	manager->event_fd = fd;
	manager->timer_fd = timer_fd;
	manager->armed_ns = INT64_MAX;
	result = watch_all(chain);
	if (result < 0) {
		event_finish(chain);
	}
	return result;
}

void event_finish(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;

	fd_close(&manager->event_fd);
	fd_close(&manager->timer_fd);
	manager->feed.event_fd = -1;
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		manager->captures[i].event_fd = -1;
	}
}

int pipesh_event_fd(struct pipesh_chain *chain)
{
	int result;

	if (chain->abandoned) {
		return -ECHILD;
	}
	result = manager_require(chain);
	if (result == 0 && chain->manager->event_fd < 0) {
		result = open_event(chain);
		event_update(chain);
	}
	return result < 0 ? result : chain->manager->event_fd;
}
