/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

const struct builtin *const builtin_table[] = {
	&builtin_dot,    &builtin_colon,   &builtin_bracket,
	&builtin_alias,  &builtin_bg,      &builtin_break,
	&builtin_cd,     &builtin_command, &builtin_continue,
	&builtin_echo,   &builtin_eval,    &builtin_exec,
	&builtin_exit,   &builtin_export,  &builtin_false,
	&builtin_fc,     &builtin_fg,      &builtin_getopts,
	&builtin_hash,   &builtin_help,    &builtin_jobs,
	&builtin_kill,   &builtin_local,   &builtin_printf,
	&builtin_pwd,    &builtin_read,    &builtin_readonly,
	&builtin_return, &builtin_set,     &builtin_shift,
	&builtin_source, &builtin_test,    &builtin_times,
	&builtin_trap,   &builtin_true,    &builtin_type,
	&builtin_ulimit, &builtin_umask,   &builtin_unalias,
	&builtin_unset,  &builtin_wait,    NULL,
};
