/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "shell/shell.h"

struct ulimit_row {
	char letter;
	int resource;
	unsigned unit; /* bytes, or 1: as it is */
	const char *title;
	const char *unit_title; /* "" for a number of things */
};

/* In the order of their letters; what the system does not have is left out. */
static const struct ulimit_row ulimit_rows[] = {
	{ 'c', RLIMIT_CORE, 512, "core file size", "512-byte blocks" },
	{ 'd', RLIMIT_DATA, 1024, "data segment size", "kibibytes" },
#ifdef RLIMIT_NICE
	{ 'e', RLIMIT_NICE, 1, "scheduling priority", "" },
#endif
	{ 'f', RLIMIT_FSIZE, 512, "file size", "512-byte blocks" },
#ifdef RLIMIT_SIGPENDING
	{ 'i', RLIMIT_SIGPENDING, 1, "pending signals", "" },
#endif
#ifdef RLIMIT_MEMLOCK
	{ 'l', RLIMIT_MEMLOCK, 1024, "locked memory", "kibibytes" },
#endif
#ifdef RLIMIT_RSS
	{ 'm', RLIMIT_RSS, 1024, "resident set size", "kibibytes" },
#endif
	{ 'n', RLIMIT_NOFILE, 1, "open file descriptors", "" },
#ifdef RLIMIT_MSGQUEUE
	{ 'q', RLIMIT_MSGQUEUE, 1, "message queues", "bytes" },
#endif
#ifdef RLIMIT_RTPRIO
	{ 'r', RLIMIT_RTPRIO, 1, "real-time priority", "" },
#endif
	{ 's', RLIMIT_STACK, 1024, "stack size", "kibibytes" },
	{ 't', RLIMIT_CPU, 1, "CPU time", "seconds" },
#ifdef RLIMIT_NPROC
	{ 'u', RLIMIT_NPROC, 1, "processes of the user", "" },
#endif
	{ 'v', RLIMIT_AS, 1024, "address space", "kibibytes" },
#ifdef RLIMIT_LOCKS
	{ 'x', RLIMIT_LOCKS, 1, "file locks", "" },
#endif
};

enum { ULIMIT_ROWS = sizeof(ulimit_rows) / sizeof(ulimit_rows[0]) };

/* -p is what some shells call -u. */
static const struct ulimit_row *ulimit_find(int letter)
{
	size_t i;

	for (i = 0; i < ULIMIT_ROWS; i++) {
		if (ulimit_rows[i].letter == (letter == 'p' ? 'u' : letter)) {
			return &ulimit_rows[i];
		}
	}
	return NULL;
}

struct ulimit_request {
	bool hard;
	bool soft;
	bool all;
	const struct ulimit_row *row; /* NULL: -f */
};

static bool ulimit_get(struct shell *sh, const struct ulimit_row *row, struct rlimit *limit)
{
	if (getrlimit(row->resource, limit) < 0) {
		builtin_message(sh, "ulimit", "%s: %s", row->title, strerror(errno));
		return false;
	}
	return true;
}

static void ulimit_write(struct shell *sh, const struct ulimit_row *row, rlim_t value)
{
	if (value == RLIM_INFINITY) {
		output_add_string(sh->out, "unlimited\n");
	} else {
		output_printf(sh->out, "%llu\n", (unsigned long long)value / row->unit);
	}
}

static bool ulimit_show(struct shell *sh, const struct ulimit_request *request)
{
	struct rlimit limit;
	size_t i;

	for (i = 0; i < ULIMIT_ROWS; i++) {
		const struct ulimit_row *row = &ulimit_rows[i];
		const char *unit = row->unit_title;

		if (!request->all && row != request->row) {
			continue;
		}
		if (!ulimit_get(sh, row, &limit)) {
			return false;
		}
		if (request->all) {
			output_printf(sh->out, "-%c  %-22s %-17s ", row->letter, row->title, unit);
		}
		ulimit_write(sh, row, request->hard ? limit.rlim_max : limit.rlim_cur);
	}
	return true;
}

/* A number in the row's units, or a word for a limit there is. */
static bool ulimit_parse(const struct ulimit_row *row, const char *text, const struct rlimit *now,
			 bool words, rlim_t *value)
{
	rlim_t number = 0;

	if (strcmp(text, "unlimited") == 0) {
		*value = RLIM_INFINITY;
		return true;
	}
	if (words && (strcmp(text, "hard") == 0 || strcmp(text, "soft") == 0)) {
		*value = *text == 'h' ? now->rlim_max : now->rlim_cur;
		return true;
	}
	if (*text == '\0') {
		return false;
	}
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned)((unsigned char)*text - '0');

		if (digit > 9 || number > (RLIM_INFINITY - 1 - digit) / 10) {
			return false;
		}
		number = number * 10 + digit;
	}
	*value = number * row->unit;
	return number <= (RLIM_INFINITY - 1) / row->unit;
}

static bool ulimit_set(struct shell *sh, const struct ulimit_request *request, const char *text)
{
	const struct ulimit_row *row = request->row;
	bool both = request->hard == request->soft;
	struct rlimit limit;
	rlim_t value;

	if (!ulimit_get(sh, row, &limit)) {
		return false;
	}
	if (!ulimit_parse(row, text, &limit, shell_extensions(sh), &value)) {
		builtin_message(sh, "ulimit", "%s: not a limit", text);
		return false;
	}
	if (both || request->hard) {
		limit.rlim_max = value;
	}
	if (both || request->soft) {
		limit.rlim_cur = value;
	}
	if (setrlimit(row->resource, &limit) < 0) {
		builtin_message(sh, "ulimit", "%s: %s", row->title,
				errno == EINVAL ? "the soft limit would be above the hard limit"
						: strerror(errno));
		return false;
	}
	return true;
}

static bool ulimit_options(struct shell *sh, struct builtin_options *options,
			   struct ulimit_request *request)
{
	char letters[ULIMIT_ROWS + 5] = "HSap";
	size_t i;
	int letter;

	for (i = 0; i < ULIMIT_ROWS; i++) {
		letters[4 + i] = ulimit_rows[i].letter;
	}
	while ((letter = builtin_option(sh, options, letters)) != -1) {
		switch (letter) {
		case 'H':
			request->hard = true;
			break;
		case 'S':
			request->soft = true;
			break;
		case 'a':
			request->all = true;
			break;
		default:
			request->row = ulimit_find(letter);
			if (!request->row) {
				return false;
			}
			break;
		}
	}
	if (!request->row) {
		request->row = ulimit_find('f');
	}
	return true;
}

static enum flow run_ulimit(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct ulimit_request request = { .row = NULL };
	bool good;

	if (!ulimit_options(sh, &options, &request) || argc > options.index + 1 ||
	    (request.all && argc > options.index)) {
		return builtin_usage(sh, argv[0]);
	}
	if (argc > options.index) {
		good = ulimit_set(sh, &request, argv[options.index]);
	} else {
		/* Without -H the soft limit is shown, with both the later of the two words: soft. */
		request.hard = request.hard && !request.soft;
		good = ulimit_show(sh, &request);
	}
	return good ? builtin_status(sh, 0) : builtin_error(sh, 1);
}

const struct builtin builtin_ulimit = {
	.name = "ulimit",
	.run = run_ulimit,
	.flags = BUILTIN_INTRINSIC,
	.usage = "ulimit [-H | -S] [-a | -cdefilmnpqrstuvx [limit]]",
	.help = "Shows or sets what processes may use: soft limits (-S, shown by default) up to hard "
		"ones (-H); without either, a new limit is both. -a shows all of them with their "
		"letters and units. A limit is a number or \"unlimited\".",
};
