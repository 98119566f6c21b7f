/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Programs in place of this process, and program files that are scripts without a magic number.
 */
#ifndef SHELL_PROGRAM_H
#define SHELL_PROGRAM_H

#include <stdbool.h>

struct shell;

/* May this process be replaced by the last command (nothing is left that needs it)? */
bool program_may_replace(const struct shell *sh);

/*
 * execve, as a script if it is one. Returns only on failure, which is reported: the status, 127
 * or 126.
 */
int program_replace(struct shell *sh, const char *path, char **argv);

/* The same for a file of which execve said ENOEXEC. */
int program_run_script(struct shell *sh, const char *path, char **argv);

/* The program that a file's first line names: #! NAME. False: none. */
enum { PROGRAM_INTERPRETER_MAX = 256 };
bool program_interpreter(const char *path, char name[PROGRAM_INTERPRETER_MAX]);

/* Do the first bytes of a file look like no text (XCU 2.9.1.6: then 126)? */
bool program_is_binary(const char *bytes, unsigned long len);

#endif
