/* SPDX-License-Identifier: MIT */
/*
 * Accounts, for ~name. A dynamic program asks the C library: getpwnam(3), which loads what
 * nsswitch.conf(5) names. A static program cannot load modules that fit it, and crashes when it
 * tries; there passwd.c takes the place of getpwnam and its like, for the shell and for every
 * library linked into it, and reads /etc/passwd only.
 */
#ifndef BASE_PASSWD_H
#define BASE_PASSWD_H

#include <pwd.h>
#include <stdbool.h>

/* Are accounts that are not in /etc/passwd unknown to getpwnam here? getent(1) knows them. */
bool passwd_is_file_only(void);

#endif
