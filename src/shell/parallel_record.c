/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of the jobs, in a file that the shell, the loop's process and the jobs all see.
 */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "base/anonymous.h"
#include "base/fd.h"
#include "shell/error.h"
#include "shell/job.h"
#include "shell/parallel_jobs.h"
#include "shell/shell.h"

/* A byte that a job sets to say `break`, then a status for each job. */
enum { RECORD_BREAK = 0, RECORD_STATUSES = 1 };

bool parallel_request_init(struct shell *sh, const struct with_plan *plan,
			   struct parallel_request *request)
{
	const char none = 0;
	int fd = anonymous_file();

	request->plan = plan;
	request->record = fd < 0 ? fd : fd_raise(fd, FD_PRIVATE);
	if (request->record >= 0) {
		int result = anonymous_write_at(request->record, &none, 1, RECORD_BREAK);

		if (result < 0) {
			fd_close(&request->record);
			request->record = result;
		}
	}
	if (request->record < 0) {
		shell_message(sh, "with: --jobs: cannot make a file for the statuses: %s",
			      strerror(-request->record));
		request->record = -1;
		sh->status = 125;
		return false;
	}
	return true;
}

void parallel_request_finish(struct parallel_request *request)
{
	fd_close(&request->record);
}

void parallel_record(const struct parallel *parallel, size_t index, int status)
{
	unsigned char byte = (unsigned char)status;

	/* There was room in memory for the byte before: it can only fail when the system is at its
	   end, and then the status of the whole is still right. */
	(void)anonymous_write_at(parallel->record, &byte, 1, (off_t)(RECORD_STATUSES + index));
}

void parallel_record_statuses(struct shell *sh, const struct parallel_request *request)
{
	off_t end = lseek(request->record, 0, SEEK_END);
	size_t count = end > RECORD_STATUSES ? (size_t)end - RECORD_STATUSES : 0;
	unsigned char block[512];
	int *statuses;
	size_t done = 0;

	if (count == 0) {
		return; /* what is recorded is the status of the whole: why there was none */
	}
	statuses = job_statuses(sh, count);
	while (done < count) {
		ssize_t got = pread(request->record, block, sizeof(block),
				    (off_t)(RECORD_STATUSES + done));

		for (ssize_t i = 0; i < got && done < count; i++) {
			statuses[done++] = block[i];
		}
		if (got <= 0) {
			break;
		}
	}
	sh->pipe_status_count = done;
}

bool parallel_is_broken(const struct parallel *parallel)
{
	char broken = 0;

	return pread(parallel->record, &broken, 1, RECORD_BREAK) == 1 && broken != 0;
}

void parallel_break(const struct parallel *parallel)
{
	const char broken = 1;

	(void)anonymous_write_at(parallel->record, &broken, 1, RECORD_BREAK); /* it is there */
}
