/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_PROCESS_H
#define CHAIN_PROCESS_H

/* What /proc tells of processes: proc(5). Nothing here blocks. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"

/* A process other than this one that has the pipe open for writing; 0: none
   was found. Looks at every descriptor of every process it may look at. */
pid_t process_find_writer(ino_t inode);

/*
 * A group that was told to end: how often to look whether it is empty (pauses double), and how long at
 * most after SIGKILL: what is stuck in the kernel ends when that lets go.
 */
#define PROCESS_LOOK_FIRST CLOCK_MS
#define PROCESS_LOOK_LAST (20 * CLOCK_MS)
#define PROCESS_LOOK_LIMIT (200 * CLOCK_MS)

static inline int64_t process_next_pause(int64_t pause)
{
	return pause < PROCESS_LOOK_LAST / 2 ? 2 * pause : PROCESS_LOOK_LAST;
}

/*
 * Is a process in this group that has not ended? 1, 0 if there are zombies at
 * most, or -errno if /proc cannot be read.
 */
int process_group_lives(pid_t group_id);

/*
 * Send a signal (0: none) to each process of a group but this one, zombies excepted: how many there
 * were, or -errno if /proc cannot be read. A process that has taken the number of another since is
 * not hit: pidfd_send_signal(2), Linux 5.1. What is born meanwhile may be missed: call it again.
 */
int process_group_signal_others(pid_t group_id, int sig);

/*
 * SIGKILL to every process that descends from a member of the group and is not in it itself, this one
 * and the group excepted: as long as their parents live they can be found. How many it was sent to, or
 * -errno if /proc cannot be read.
 */
int process_kill_descendants(pid_t group_id);

/* The bytes read and written, from an open /proc/PID/io: 0 or -errno. */
int process_read_io(int fd, uint64_t *bytes_read, uint64_t *bytes_written);

/*
 * Those of this process, into which those of its children go when they are
 * reaped. *cost is what this very reading will have added to bytes_read next time.
 */
int process_read_own_io(uint64_t *bytes_read, uint64_t *bytes_written, size_t *cost);

/* The most memory that this process has used, in bytes; 0: unknown. */
uint64_t process_own_peak(void);

/* Has this process one thread, as far as is known? */
bool process_is_alone(void);

/* Open /proc/PID/io, at or above FD_PRIVATE: a descriptor or -errno. */
int process_open_io(pid_t pid);

/* What a process is about, as the kernel's own name of its sleep tells. */
enum process_doing {
	PROCESS_UNKNOWN,
	PROCESS_RUNNING,  /* or on its way to */
	PROCESS_READING,  /* asleep in a read of a pipe */
	PROCESS_WRITING,  /* asleep in a write to a pipe */
	PROCESS_WATCHING, /* asleep in poll and the like: may be either */
	PROCESS_ASLEEP,   /* for reasons of its own */
};

/* Of one that waits for its children, what they do; busy, if any of them is. */
enum process_doing process_look(pid_t pid);

#endif
