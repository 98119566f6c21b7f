/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All builtins. A new one is a file here, a declaration below and a row in table.c.
 */
#ifndef BUILTINS_TABLE_H
#define BUILTINS_TABLE_H

#include "shell/builtin.h"

/* Sorted by name (bytes), NULL-terminated. */
extern const struct builtin *const builtin_table[];

extern const struct builtin builtin_alias;
extern const struct builtin builtin_bg;
extern const struct builtin builtin_bracket;
extern const struct builtin builtin_break;
extern const struct builtin builtin_builtin;
extern const struct builtin builtin_cd;
extern const struct builtin builtin_colon;
extern const struct builtin builtin_command;
extern const struct builtin builtin_continue;
extern const struct builtin builtin_dot;
extern const struct builtin builtin_echo;
extern const struct builtin builtin_eval;
extern const struct builtin builtin_exec;
extern const struct builtin builtin_exit;
extern const struct builtin builtin_export;
extern const struct builtin builtin_false;
extern const struct builtin builtin_fc;
extern const struct builtin builtin_fg;
extern const struct builtin builtin_getopts;
extern const struct builtin builtin_hash;
extern const struct builtin builtin_help;
extern const struct builtin builtin_jobs;
extern const struct builtin builtin_kill;
extern const struct builtin builtin_local;
extern const struct builtin builtin_printf;
extern const struct builtin builtin_pwd;
extern const struct builtin builtin_read;
extern const struct builtin builtin_readonly;
extern const struct builtin builtin_return;
extern const struct builtin builtin_set;
extern const struct builtin builtin_shift;
extern const struct builtin builtin_source;
extern const struct builtin builtin_test;
extern const struct builtin builtin_times;
extern const struct builtin builtin_trap;
extern const struct builtin builtin_true;
extern const struct builtin builtin_type;
extern const struct builtin builtin_ulimit;
extern const struct builtin builtin_umask;
extern const struct builtin builtin_unalias;
extern const struct builtin builtin_unset;
extern const struct builtin builtin_wait;

#endif
