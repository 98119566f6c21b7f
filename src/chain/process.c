/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

enum { PROC_NAME_MAX = 64, PROC_TEXT_MAX = 1024 };

/* The content of a small file as a string: its length or -errno. */
static ssize_t read_proc(pid_t pid, const char *name, char *text, size_t size)
{
	char path[PROC_NAME_MAX];
	ssize_t got;
	int fd;

	(void)snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
	fd = fd_open(path, O_RDONLY, 0);
	if (fd < 0) {
		return fd;
	}
	got = fd_read(fd, text, size - 1);
	fd_close(&fd);
	text[got > 0 ? got : 0] = '\0';
	return got;
}

/* The next process in an open /proc: its pid; 0: no more. */
static pid_t next_process(DIR *proc)
{
	const struct dirent *entry;

	while ((entry = readdir(proc)) != NULL) {
		if (isdigit((unsigned char)entry->d_name[0])) {
			return (pid_t)strtol(entry->d_name, NULL, 10);
		}
	}
	return 0;
}

/* Who holds a pipe ------------------------------------------------------- */

/* Links are writable where the descriptor is: proc_pid_fd(5). */
static bool is_writer(int directory, const char *name, const char *target)
{
	char link[PROC_NAME_MAX];
	struct stat st;
	ssize_t length = readlinkat(directory, name, link, sizeof link - 1);

	if (length < 0) {
		return false;
	}
	link[length] = '\0';
	return strcmp(link, target) == 0 &&
	       fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       (st.st_mode & S_IWUSR) != 0;
}

static bool has_writer(pid_t pid, const char *target)
{
	char path[PROC_NAME_MAX];
	const struct dirent *entry;
	bool found = false;
	DIR *fds;

	(void)snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
	fds = opendir(path);
	if (fds == NULL) {
		return false;
	}
	while (!found && (entry = readdir(fds)) != NULL) {
		found = is_writer(dirfd(fds), entry->d_name, target);
	}
	(void)closedir(fds);
	return found;
}

pid_t process_find_writer(ino_t inode)
{
	char target[PROC_NAME_MAX];
	DIR *proc = opendir("/proc");
	pid_t pid;

	if (proc == NULL) {
		return 0;
	}
	(void)snprintf(target, sizeof target, "pipe:[%ju]", (uintmax_t)inode);
	do {
		pid = next_process(proc);
	} while (pid != 0 && (pid == getpid() || !has_writer(pid, target)));
	(void)closedir(proc);
	return pid;
}

/* Groups ------------------------------------------------------------------ */

/* What follows the name in /proc/PID/stat, whatever that contains; or NULL. */
static const char *stat_fields(const char *text)
{
	const char *end = strrchr(text, ')');

	return end != NULL && end[1] == ' ' ? end + 2 : NULL;
}

/* State is field 3, num_threads field 20. */
static long count_threads(const char *fields)
{
	for (int field = 3; field < 20 && fields != NULL; field++) {
		fields = strchr(fields, ' ');
		fields = fields != NULL ? fields + 1 : NULL;
	}
	return fields != NULL ? strtol(fields, NULL, 10) : 0;
}

/* A process whose first thread has ended is a zombie too: it has others. */
static bool is_alive(pid_t pid)
{
	char text[PROC_TEXT_MAX];
	const char *fields;

	if (read_proc(pid, "stat", text, sizeof text) <= 0 ||
	    (fields = stat_fields(text)) == NULL) {
		return false; /* gone meanwhile */
	}
	if (fields[0] != 'Z' && fields[0] != 'X') {
		return true;
	}
	return count_threads(fields) > 1;
}

/* Calls visit for each live process of the group, until it says true: was that so? Or -errno. */
static int visit_group(pid_t group_id, bool (*visit)(pid_t pid, void *arg), void *arg)
{
	DIR *proc = opendir("/proc");
	bool done = false;
	bool any = false;
	pid_t pid;

	if (proc == NULL) {
		return -errno;
	}
	while (!done && (pid = next_process(proc)) != 0) {
		any = true;
		done = getpgid(pid) == group_id && is_alive(pid) && visit(pid, arg);
	}
	(void)closedir(proc);
	if (!any) {
		return -ENOENT; /* an empty directory, not procfs */
	}
	return done ? 1 : 0;
}

static bool visit_first(pid_t pid, void *arg)
{
	(void)pid;
	(void)arg;
	return true;
}

int process_group_lives(pid_t group_id)
{
	return visit_group(group_id, visit_first, NULL);
}

/* By its descriptor; by its number where there are no such descriptors, or none left. Whoever has ended
   needs none. */
static void signal_process(pid_t pid, int fd, int sig)
{
	(void)(fd >= 0 ? fd_signal_process(fd, sig) : kill(pid, sig));
}

struct signal_others {
	pid_t group_id;
	int sig;
	int count;
};

static bool visit_signal(pid_t pid, void *arg)
{
	struct signal_others *others = arg;
	int fd;

	if (pid == getpid()) {
		return false;
	}
	others->count++;
	if (others->sig == 0) {
		return false;
	}
	fd = fd_open_process(pid);
	if (getpgid(pid) == others->group_id) {
		signal_process(pid, fd, others->sig);
	}
	fd_close(&fd);
	return false;
}

int process_group_signal_others(pid_t group_id, int sig)
{
	struct signal_others others = { .group_id = group_id, .sig = sig };
	int result = visit_group(group_id, visit_signal, &others);

	return result < 0 ? result : others.count;
}

/* Trees ------------------------------------------------------------------- */

struct member {
	pid_t pid;
	pid_t parent;
	unsigned long long start; /* tells it from another that has its number later */
	bool in_group;
	bool in_tree;
};

struct tree {
	struct member *members;
	size_t count;
	size_t capacity;
};

/* From the state, field 3, on: the parent, the group, ... and the start, field 22. */
#define MEMBER_FORMAT \
	"%c %ld %ld %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu"

/* False: it is gone, or a zombie. */
static bool read_member(pid_t pid, struct member *member, pid_t *group_id)
{
	char text[PROC_TEXT_MAX];
	unsigned long long start;
	const char *fields;
	long parent;
	long group;
	char state;

	if (read_proc(pid, "stat", text, sizeof text) <= 0 ||
	    (fields = stat_fields(text)) == NULL ||
	    sscanf(fields, MEMBER_FORMAT, &state, &parent, &group, &start) != 4 || state == 'Z' ||
	    state == 'X') {
		return false;
	}
	*member = (struct member){ .pid = pid, .parent = (pid_t)parent, .start = start };
	*group_id = (pid_t)group;
	return true;
}

static bool add_member(struct tree *tree, const struct member *member)
{
	struct member *members;
	size_t capacity;

	if (tree->count == tree->capacity) {
		capacity = tree->capacity > 0 ? 2 * tree->capacity : 256;
		members = realloc(tree->members, capacity * sizeof *members);
		if (members == NULL) {
			return false;
		}
		tree->members = members;
		tree->capacity = capacity;
	}
	tree->members[tree->count++] = *member;
	return true;
}

/* All processes; those of the group are where the tree begins. 0 or -errno. */
static int read_tree(struct tree *tree, pid_t group_id)
{
	DIR *proc = opendir("/proc");
	int result = 0;
	pid_t pid;

	if (proc == NULL) {
		return -errno;
	}
	while (result == 0 && (pid = next_process(proc)) != 0) {
		struct member member;
		pid_t group;

		if (read_member(pid, &member, &group)) {
			member.in_group = group == group_id;
			member.in_tree = member.in_group;
			result = add_member(tree, &member) ? 0 : -ENOMEM;
		}
	}
	(void)closedir(proc);
	return result;
}

static int by_pid(const void *a, const void *b)
{
	pid_t one = ((const struct member *)a)->pid;
	pid_t other = ((const struct member *)b)->pid;

	return one < other ? -1 : one > other;
}

static bool is_in_tree(const struct tree *tree, pid_t pid)
{
	const struct member key = { .pid = pid };
	const struct member *found = bsearch(&key, tree->members, tree->count, sizeof key, by_pid);

	return found != NULL && found->in_tree;
}

/* Children are mostly listed behind their parents: one turn, or two. */
static void grow_tree(struct tree *tree)
{
	bool grows = tree->count > 0;

	if (grows) {
		qsort(tree->members, tree->count, sizeof *tree->members, by_pid);
	}
	while (grows) {
		grows = false;
		for (size_t i = 0; i < tree->count; i++) {
			struct member *member = &tree->members[i];

			if (!member->in_tree && is_in_tree(tree, member->parent)) {
				member->in_tree = true;
				grows = true;
			}
		}
	}
}

/* Is it still the one that was listed? Then it, and nobody else, gets the signal. (Its parent may
   have been killed meanwhile.) */
static void kill_member(const struct member *listed)
{
	struct member member;
	pid_t group;
	int fd = fd_open_process(listed->pid);

	if (read_member(listed->pid, &member, &group) && member.start == listed->start) {
		signal_process(listed->pid, fd, SIGKILL);
	}
	fd_close(&fd);
}

int process_kill_descendants(pid_t group_id)
{
	struct tree tree = { .members = NULL };
	int result = read_tree(&tree, group_id);

	grow_tree(&tree);
	for (size_t i = 0; result >= 0 && i < tree.count; i++) {
		const struct member *member = &tree.members[i];

		if (member->in_tree && !member->in_group && member->pid != getpid()) {
			kill_member(member);
			result++;
		}
	}
	free(tree.members);
	return result;
}

/* Bytes ------------------------------------------------------------------- */

int process_open_io(pid_t pid)
{
	char path[PROC_NAME_MAX];
	int fd;

	(void)snprintf(path, sizeof path, "/proc/%ld/io", (long)pid);
	fd = fd_open(path, O_RDONLY, 0);
	return fd < 0 ? fd : fd_raise(fd, FD_PRIVATE);
}

static bool find_number(const char *text, const char *label, uint64_t *number)
{
	const char *found = strstr(text, label);

	if (found == NULL) {
		return false;
	}
	*number = strtoumax(found + strlen(label), NULL, 10);
	return true;
}

/* The length of the text goes to *length. */
static int parse_io(int fd, uint64_t *bytes_read, uint64_t *bytes_written, size_t *length)
{
	char text[PROC_TEXT_MAX];
	ssize_t got = pread(fd, text, sizeof text - 1, 0);

	if (got < 0) {
		return -errno;
	}
	text[got] = '\0';
	*length = (size_t)got;
	return find_number(text, "rchar:", bytes_read) && find_number(text, "wchar:", bytes_written)
		       ? 0
		       : -ENODATA;
}

int process_read_io(int fd, uint64_t *bytes_read, uint64_t *bytes_written)
{
	size_t length;

	return parse_io(fd, bytes_read, bytes_written, &length);
}

int process_read_own_io(uint64_t *bytes_read, uint64_t *bytes_written, size_t *cost)
{
	int fd = process_open_io(getpid());
	int result;

	if (fd < 0) {
		return fd;
	}
	result = parse_io(fd, bytes_read, bytes_written, cost);
	fd_close(&fd);
	return result;
}

uint64_t process_own_peak(void)
{
	char text[2 * PROC_TEXT_MAX];
	uint64_t kilobytes;

	/* getrusage would tell of what this process executed before as well. */
	if (read_proc(getpid(), "status", text, sizeof text) <= 0 ||
	    !find_number(text, "VmHWM:", &kilobytes)) {
		return 0;
	}
	return kilobytes * 1024;
}

bool process_is_alone(void)
{
	char text[PROC_TEXT_MAX];
	const char *fields;

	return read_proc(getpid(), "stat", text, sizeof text) > 0 &&
	       (fields = stat_fields(text)) != NULL && count_threads(fields) == 1;
}

/* Sleep ------------------------------------------------------------------- */

/* Functions of the kernel, or parts of their names; the first that fits. */
static const struct {
	const char *part;
	enum process_doing doing;
} sleeps[] = {
	{ "jbd2", PROCESS_ASLEEP }, /* it has a wait_for_space of its own */
	{ "pipe_read", PROCESS_READING },
	{ "pipe_wait_readable", PROCESS_READING },
	{ "pipe_write", PROCESS_WRITING },
	{ "pipe_wait_writable", PROCESS_WRITING },
	{ "wait_for_space", PROCESS_WRITING },
	{ "poll", PROCESS_WATCHING }, /* poll, epoll, pselect */
	{ "select", PROCESS_WATCHING },
	{ "futex", PROCESS_WATCHING }, /* threads: one of the others may be */
};

/* How far down the tree of processes a stage is looked at. */
enum { LOOK_DEPTH = 4 };

static enum process_doing look_at(pid_t pid, int depth);

/*
 * What the children of one that waits for them do: /proc/PID/task/TID/children,
 * where the kernel has it. Not told: it is asleep for reasons of its own.
 */
static enum process_doing look_at_children(pid_t pid, int depth)
{
	enum process_doing doing = PROCESS_ASLEEP;
	char name[PROC_NAME_MAX];
	char text[PROC_TEXT_MAX];
	char *next = text;

	(void)snprintf(name, sizeof name, "task/%ld/children", (long)pid);
	if (depth == 0 || read_proc(pid, name, text, sizeof text) <= 0) {
		return doing;
	}
	while (isdigit((unsigned char)*next)) {
		pid_t child = (pid_t)strtol(next, &next, 10);
		enum process_doing look = look_at(child, depth - 1);

		if (look == PROCESS_RUNNING || look == PROCESS_ASLEEP) {
			return look;
		}
		doing = look != PROCESS_UNKNOWN ? look : doing;
		next += *next == ' ';
	}
	return doing;
}

static enum process_doing look_at(pid_t pid, int depth)
{
	char text[PROC_TEXT_MAX];
	const char *fields;

	if (read_proc(pid, "wchan", text, sizeof text) > 0 && strcmp(text, "0") != 0) {
		for (size_t i = 0; i < sizeof sleeps / sizeof sleeps[0]; i++) {
			if (strstr(text, sleeps[i].part) != NULL) {
				return sleeps[i].doing;
			}
		}
		return strcmp(text, "do_wait") == 0 ? look_at_children(pid, depth) : PROCESS_ASLEEP;
	}
	/* It runs, or this kernel does not tell: that is 0 too. */
	if (read_proc(pid, "stat", text, sizeof text) <= 0 ||
	    (fields = stat_fields(text)) == NULL) {
		return PROCESS_UNKNOWN;
	}
	switch (fields[0]) {
	case 'R':
		return PROCESS_RUNNING;
	case 'S':
		return PROCESS_WATCHING;
	default:
		return PROCESS_ASLEEP;
	}
}

enum process_doing process_look(pid_t pid)
{
	return look_at(pid, LOOK_DEPTH);
}
