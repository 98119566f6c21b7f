/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The primaries of test that look at files.
 */
#ifndef BUILTINS_TEST_FILE_H
#define BUILTINS_TEST_FILE_H

#include <stdbool.h>

/* Is -LETTER one of them? */
bool test_file_known(char letter);
/* -LETTER PATH; permissions are those of the effective user and group. */
bool test_file(char letter, const char *path);
/* A -ef B */
bool test_file_same(const char *a, const char *b);
/* A -nt B: later modified, or B does not exist. */
bool test_file_newer(const char *a, const char *b);

#endif
