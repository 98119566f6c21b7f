/* SPDX-License-Identifier: MIT */
/*
 * Who held the others up?
 *
 * From time to time the chain is looked at while it runs. In such a sample each
 * stage is found reading (asleep, and the pipe it reads from is empty), writing
 * (asleep, and the pipe it writes to holds something), or busy (running, or
 * asleep for reasons of its own). Asleep in what is told by the name of the
 * kernel's function (/proc/PID/wchan); a stage that waits in poll is put down
 * by its pipes alone: reading if its input is empty, writing if its output is at
 * least half full, not both. One that waits for its children does what they do.
 *
 * A stage that reads waits for the nearest stage before it that does not read
 * as well; one that writes for the nearest after it that does not write. If that
 * one is busy, the time since the last sample is time it held another up. A
 * stage that waits for what is outside the chain is held up by none of it.
 *
 * A pipe is looked into through a descriptor that is opened for the moment, by
 * way of one that holds the pipe but is no end of it (O_PATH): it keeps
 * nobody from end of file or SIGPIPE for longer than that.
 *
 * A time between samples that were far apart, because the host did not wait or
 * poll, counts for no more than twice what was planned.
 */
#include <config.h>

#include "chain/evidence.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/manage.h"
#include "chain/process.h"
#include "chain/reap.h"

#define SAMPLE_FIRST CLOCK_MS
#define SAMPLE_LAST (50 * CLOCK_MS)

/* What a verdict takes: see struct pipesh_outcome. */
#define CPU_LEAST (20 * CLOCK_MS) /* in a shorter time, starting is what takes CPU */
enum {
	HELD_PART = 4,       /* held_ns is at least a fourth of the time seen */
	HELD_FACTOR = 2,     /* and so much more than any other's */
	CPU_PERCENT = 60,    /* of the time from start to end */
	SAMPLES_LEAST = 3,   /* fewer are no evidence, */
	SAMPLED_PERCENT = 50 /* nor are those that cover less of the time */
};

/* A stage in a sample. */
enum doing {
	DOING_UNKNOWN,
	DOING_BUSY,
	DOING_READ,
	DOING_WRITE,
};

struct stage_evidence {
	int io_fd;   /* /proc/PID/io; -1: not open */
	int pipe_fd; /* O_PATH: the pipe to the next stage; -1: none */
	int capacity;
	int fill; /* in this sample: bytes in that pipe; -1: unknown */
	enum doing doing;
};

struct evidence {
	size_t stage_count;
	size_t samples;
	int64_t sampled_ns; /* how much time they stand for */
	int64_t last_ns;
	int64_t next_ns;
	int64_t interval_ns;
	struct stage_evidence stages[];
};

struct evidence *evidence_create(size_t stage_count)
{
	struct evidence *evidence =
		calloc(1, sizeof *evidence + stage_count * sizeof evidence->stages[0]);

	if (evidence == NULL) {
		return NULL;
	}
	evidence->stage_count = stage_count;
	for (size_t i = 0; i < stage_count; i++) {
		evidence->stages[i].io_fd = -1;
		evidence->stages[i].pipe_fd = -1;
	}
	return evidence;
}

void evidence_close(struct evidence *evidence)
{
	for (size_t i = 0; evidence != NULL && i < evidence->stage_count; i++) {
		fd_close(&evidence->stages[i].io_fd);
		fd_close(&evidence->stages[i].pipe_fd);
	}
}

void evidence_destroy(struct evidence *evidence)
{
	evidence_close(evidence);
	free(evidence);
}

size_t evidence_hidden(const struct evidence *evidence, int *fds)
{
	size_t count = 0;

	for (size_t i = 0; evidence != NULL && i < evidence->stage_count; i++) {
		const struct stage_evidence *stage = &evidence->stages[i];

		if (stage->io_fd >= 0) {
			fds[count++] = stage->io_fd;
		}
		if (stage->pipe_fd >= 0) {
			fds[count++] = stage->pipe_fd;
		}
	}
	return count;
}

/* Bytes ------------------------------------------------------------------- */

static int open_self(int fd, int flags)
{
	char path[64];

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return fd_open(path, flags, 0);
}

void evidence_note_pipe(struct evidence *evidence, size_t stage, int fd)
{
	struct stage_evidence *seen;
	int path_fd;

	if (evidence == NULL) {
		return;
	}
	seen = &evidence->stages[stage];
	path_fd = open_self(fd, O_PATH);
	seen->pipe_fd = path_fd < 0 ? -1 : fd_raise(path_fd, FD_PRIVATE);
	seen->capacity = fcntl(fd, F_GETPIPE_SZ);
}

void evidence_note_stage(struct evidence *evidence, size_t stage, pid_t pid)
{
	int fd;

	if (evidence == NULL) {
		return;
	}
	fd = process_open_io(pid);
	evidence->stages[stage].io_fd = fd < 0 ? -1 : fd;
	if (evidence->last_ns == 0) {
		evidence->last_ns = clock_now_ns();
		evidence->interval_ns = SAMPLE_FIRST;
		evidence->next_ns = evidence->last_ns + SAMPLE_FIRST;
	}
}

void evidence_note_started(struct pipesh_chain *chain)
{
	if (chain->manager->evidence != NULL) {
		chain->manager->outcome.host_peak_bytes = process_own_peak();
	}
}

void evidence_note_end(struct pipesh_chain *chain, struct chain_stage *stage)
{
	struct evidence *evidence = chain->manager->evidence;
	struct pipesh_report *report = &stage->report;
	struct stage_evidence *seen;

	if (evidence == NULL) {
		return;
	}
	seen = &evidence->stages[stage - chain->stages];
	if (seen->io_fd >= 0) {
		report->has_io = process_read_io(seen->io_fd, &report->bytes_read,
						 &report->bytes_written) == 0;
		fd_close(&seen->io_fd);
	}
}

void evidence_before_reaping(const struct pipesh_chain *chain, const struct chain_stage *stage,
			     struct evidence_own *own)
{
	size_t cost = 0;

	/* What other threads read and write could not be told from it. */
	own->known = chain->manager->evidence != NULL && !stage->report.has_io &&
		     process_is_alone() &&
		     process_read_own_io(&own->bytes_read, &own->bytes_written, &cost) == 0;
	own->bytes_read += cost;
}

void evidence_after_reaping(struct chain_stage *stage, const struct evidence_own *own)
{
	struct pipesh_report *report = &stage->report;
	uint64_t bytes_read;
	uint64_t bytes_written;
	size_t cost;

	if (!own->known || process_read_own_io(&bytes_read, &bytes_written, &cost) != 0) {
		return;
	}
	if (bytes_read >= own->bytes_read && bytes_written >= own->bytes_written) {
		report->bytes_read = bytes_read - own->bytes_read;
		report->bytes_written = bytes_written - own->bytes_written;
		report->has_io = true;
	}
}

/* Samples ----------------------------------------------------------------- */

static int pipe_fill(const struct stage_evidence *seen)
{
	int fill = -1;
	int fd;

	if (seen->pipe_fd < 0) {
		return -1;
	}
	fd = open_self(seen->pipe_fd, O_RDONLY | O_NONBLOCK);
	if (fd >= 0 && ioctl(fd, FIONREAD, &fill) != 0) {
		fill = -1;
	}
	fd_close(&fd);
	return fill;
}

/* In doubt it is busy: that accuses nobody, but lets it be accused. */
static enum doing judge(const struct evidence *evidence, size_t index, enum process_doing look)
{
	const struct stage_evidence *after = &evidence->stages[index];
	int input = index > 0 ? evidence->stages[index - 1].fill : 0;
	int output = index + 1 < evidence->stage_count ? after->fill : -1;
	bool starved = index > 0 && input == 0;
	bool crammed = output >= 0 && output >= after->capacity / 2;

	switch (look) {
	case PROCESS_UNKNOWN:
		return DOING_UNKNOWN;
	case PROCESS_READING:
		return input == 0 ? DOING_READ : DOING_BUSY;
	case PROCESS_WRITING:
		return output != 0 ? DOING_WRITE : DOING_BUSY;
	case PROCESS_WATCHING:
		if (starved != crammed) {
			return starved ? DOING_READ : DOING_WRITE;
		}
		return DOING_BUSY;
	case PROCESS_RUNNING:
	case PROCESS_ASLEEP:
		break;
	}
	return DOING_BUSY;
}

static void look_at_stages(const struct pipesh_chain *chain, struct evidence *evidence)
{
	for (size_t i = 0; i < chain->stage_count; i++) {
		evidence->stages[i].fill = pipe_fill(&evidence->stages[i]);
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		const struct pipesh_report *report = &chain->stages[i].report;
		enum process_doing look = PROCESS_UNKNOWN;

		if (report->state == PIPESH_RUNNING) {
			look = process_look(report->pid);
		} else if (report->state == PIPESH_STOPPED) {
			look = PROCESS_ASLEEP;
		}
		evidence->stages[i].doing = judge(evidence, i, look);
	}
}

/* The stage that this one waits for; stage_count: none of the chain. */
static size_t find_culprit(const struct evidence *evidence, size_t index)
{
	enum doing doing = evidence->stages[index].doing;
	size_t step = doing == DOING_READ ? SIZE_MAX : 1; /* back or forth */
	size_t other = index + step;

	while (other < evidence->stage_count && evidence->stages[other].doing == doing) {
		other += step;
	}
	if (other < evidence->stage_count && evidence->stages[other].doing == DOING_BUSY) {
		return other;
	}
	return evidence->stage_count;
}

static void attribute(struct pipesh_chain *chain, const struct evidence *evidence, int64_t span)
{
	for (size_t i = 0; i < chain->stage_count; i++) {
		enum doing doing = evidence->stages[i].doing;
		struct pipesh_report *report = &chain->stages[i].report;
		size_t culprit;

		report->has_blocked = report->has_blocked || doing != DOING_UNKNOWN;
		if (doing != DOING_READ && doing != DOING_WRITE) {
			continue;
		}
		if (doing == DOING_READ) {
			report->read_blocked_ns += span;
		} else {
			report->write_blocked_ns += span;
		}
		culprit = find_culprit(evidence, i);
		if (culprit < chain->stage_count) {
			chain->stages[culprit].report.held_ns += span;
		}
	}
}

void evidence_tick(struct pipesh_chain *chain, int64_t now)
{
	struct evidence *evidence = chain->manager->evidence;
	int64_t span;

	if (evidence == NULL || now < evidence->next_ns || chain->running == 0) {
		return;
	}
	span = now - evidence->last_ns;
	if (span > 2 * evidence->interval_ns) {
		span = 2 * evidence->interval_ns;
	}
	look_at_stages(chain, evidence);
	attribute(chain, evidence, span);
	evidence->samples++;
	evidence->sampled_ns += span;
	evidence->last_ns = now;
	evidence->interval_ns *= 2;
	if (evidence->interval_ns > SAMPLE_LAST) {
		evidence->interval_ns = SAMPLE_LAST;
	}
	evidence->next_ns = now + evidence->interval_ns;
}

int64_t evidence_next_ns(const struct evidence *evidence)
{
	return evidence != NULL && evidence->next_ns != 0 ? evidence->next_ns : INT64_MAX;
}

/* The verdict ------------------------------------------------------------- */

static int64_t held_of(const struct pipesh_report *report)
{
	return report->held_ns;
}

static int64_t cpu_of(const struct pipesh_report *report)
{
	return clock_timeval_ns(report->usage.ru_utime) + clock_timeval_ns(report->usage.ru_stime);
}

/* The stage with the most, if it has at least so much and a multiple of any other. */
static bool find_most(const struct pipesh_chain *chain, int64_t (*of)(const struct pipesh_report *),
		      int64_t least, size_t *stage)
{
	int64_t most = -1;
	int64_t second = 0;

	for (size_t i = 0; i < chain->stage_count; i++) {
		int64_t amount = of(&chain->stages[i].report);

		if (amount > most) {
			second = most > 0 ? most : 0;
			most = amount;
			*stage = i;
		} else if (amount > second) {
			second = amount;
		}
	}
	return most > 0 && most >= least && most >= HELD_FACTOR * second;
}

void evidence_conclude(struct pipesh_chain *chain)
{
	const struct evidence *evidence = chain->manager->evidence;
	struct pipesh_outcome *outcome = &chain->manager->outcome;
	int64_t whole = outcome->end_ns - outcome->start_ns;

	if (evidence == NULL || chain->stage_count < 2) {
		return;
	}
	if (evidence->samples >= SAMPLES_LEAST &&
	    evidence->sampled_ns >= whole / 100 * SAMPLED_PERCENT) {
		outcome->has_bottleneck = find_most(
			chain, held_of, evidence->sampled_ns / HELD_PART, &outcome->bottleneck);
	} else if (whole >= CPU_LEAST) {
		outcome->has_bottleneck =
			find_most(chain, cpu_of, whole / 100 * CPU_PERCENT, &outcome->bottleneck);
		outcome->bottleneck_by_cpu = outcome->has_bottleneck;
	}
}
