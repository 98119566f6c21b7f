/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/passwd.h"

#include <stdio.h>
#include <string.h>

#if STATIC_SHELL

/* As in any C library: the state of getpwent(3), and the entry the others return. */
static FILE *passwd_file;

void setpwent(void)
{
	endpwent();
	passwd_file = fopen("/etc/passwd", "re");
}

void endpwent(void)
{
	if (passwd_file) {
		(void)fclose(passwd_file);
		passwd_file = NULL;
	}
}

struct passwd *getpwent(void)
{
	if (!passwd_file) {
		setpwent();
	}
	return passwd_file ? fgetpwent(passwd_file) : NULL;
}

struct passwd *getpwnam(const char *name)
{
	struct passwd *entry;

	setpwent();
	do {
		entry = getpwent();
	} while (entry && strcmp(entry->pw_name, name) != 0);
	endpwent();
	return entry;
}

struct passwd *getpwuid(uid_t uid)
{
	struct passwd *entry;

	setpwent();
	do {
		entry = getpwent();
	} while (entry && entry->pw_uid != uid);
	endpwent();
	return entry;
}

bool passwd_is_file_only(void)
{
	return true;
}

#else

bool passwd_is_file_only(void)
{
	return false;
}

#endif
