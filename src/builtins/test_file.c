/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/test_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool test_file_known(char letter)
{
	return letter != '\0' && strchr("bcdefghkLprsSuwxGNO", letter) != NULL;
}

static bool test_file_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

static bool test_file_status(char letter, const struct stat *status)
{
	switch (letter) {
	case 'b':
		return S_ISBLK(status->st_mode);
	case 'c':
		return S_ISCHR(status->st_mode);
	case 'd':
		return S_ISDIR(status->st_mode);
	case 'f':
		return S_ISREG(status->st_mode);
	case 'p':
		return S_ISFIFO(status->st_mode);
	case 'S':
		return S_ISSOCK(status->st_mode);
	case 'g':
		return (status->st_mode & S_ISGID) != 0;
	case 'k':
		return (status->st_mode & S_ISVTX) != 0;
	case 'u':
		return (status->st_mode & S_ISUID) != 0;
	case 's':
		return status->st_size > 0;
	case 'G':
		return status->st_gid == getegid();
	case 'O':
		return status->st_uid == geteuid();
	case 'N':
		return test_file_later(&status->st_mtim, &status->st_atim);
	default:
		return true; /* -e */
	}
}

static bool test_file_access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

bool test_file(char letter, const char *path)
{
	struct stat status;

	switch (letter) {
	case 'r':
		return test_file_access(path, R_OK);
	case 'w':
		return test_file_access(path, W_OK);
	case 'x':
		return test_file_access(path, X_OK);
	case 'h':
	case 'L':
		return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
	default:
		return stat(path, &status) == 0 && test_file_status(letter, &status);
	}
}

bool test_file_same(const char *a, const char *b)
{
	struct stat first;
	struct stat second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

bool test_file_newer(const char *a, const char *b)
{
	struct stat first;
	struct stat second;

	if (stat(a, &first) < 0) {
		return false;
	}
	return stat(b, &second) < 0 || test_file_later(&first.st_mtim, &second.st_mtim);
}
