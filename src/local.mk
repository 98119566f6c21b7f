# SPDX-License-Identifier: GPL-3.0-or-later

# The shell. Each layer before those it is built on.

bin_PROGRAMS += pipesh
pipesh_SOURCES = \
	%D%/invocation.c \
	%D%/invocation.h \
	%D%/main.c
pipesh_LDADD = \
	%D%/line/libline.a \
	%D%/builtins/libbuiltins.a \
	%D%/shell/libshell.a \
	%D%/expand/libexpand.a \
	%D%/syntax/libsyntax.a \
	%D%/chain/libchain.a \
	%D%/base/libbase.a
if READLINE_BUILTIN
pipesh_LDADD += $(READLINE_LIBS)
endif
if READLINE_MODULE
pipesh_LDADD += $(DLOPEN_LIBS)
endif
pipesh_LINK = $(CCLD) $(AM_CFLAGS) $(CFLAGS) $(SHELL_LDFLAGS) $(LDFLAGS) -o $@
