# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += %D%/libbuiltins.a
src_builtins_libbuiltins_a_SOURCES = \
	%D%/alias.c \
	%D%/bg.c \
	%D%/cd.c \
	%D%/command.c \
	%D%/declare.c \
	%D%/declare.h \
	%D%/describe.c \
	%D%/describe.h \
	%D%/dot.c \
	%D%/echo.c \
	%D%/escape.c \
	%D%/escape.h \
	%D%/eval.c \
	%D%/exec.c \
	%D%/exit.c \
	%D%/export.c \
	%D%/fc.c \
	%D%/fc.h \
	%D%/fg.c \
	%D%/getopts.c \
	%D%/hash.c \
	%D%/help.c \
	%D%/jobs.c \
	%D%/kill.c \
	%D%/local.c \
	%D%/loop.c \
	%D%/printf.c \
	%D%/printf_number.c \
	%D%/printf_number.h \
	%D%/read.c \
	%D%/set.c \
	%D%/shift.c \
	%D%/table.c \
	%D%/table.h \
	%D%/test.c \
	%D%/test_file.c \
	%D%/test_file.h \
	%D%/times.c \
	%D%/trap.c \
	%D%/true.c \
	%D%/ulimit.c \
	%D%/umask.c \
	%D%/unset.c \
	%D%/wait.c
