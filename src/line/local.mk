# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libline.a
src_line_libline_a_SOURCES = \
	%D%/complete.c \
	%D%/complete.h \
	%D%/context.c \
	%D%/context.h \
	%D%/front.h \
	%D%/history_file.c \
	%D%/history_file.h \
	%D%/line.c \
	%D%/line.h \
	%D%/loader.c \
	%D%/loader.h \
	%D%/mail.c \
	%D%/mail.h \
	%D%/plain.c \
	%D%/record.c \
	%D%/record.h \
	%D%/typed_word.c \
	%D%/typed_word.h \
	%D%/wait.c \
	%D%/wait.h

# Where the module is, once installed, and which programs look there first.
src_line_libline_a_CPPFLAGS = $(AM_CPPFLAGS) \
	-DPIPESH_MODULE_DIR='"$(pkglibdir)"' \
	-DPIPESH_BINDIR='"$(bindir)"'

# The only source that includes readline. Linked in where the shell is static, else a module that a
# prompt opens. Nobody sees the shell's own symbols from a module: what it needs it is handed.
if READLINE_BUILTIN
src_line_libline_a_SOURCES += %D%/readline.c
endif
if READLINE_MODULE
pkglib_LTLIBRARIES += pipesh-readline.la
pipesh_readline_la_SOURCES = %D%/readline.c $(readline_base_sources)
pipesh_readline_la_CFLAGS = $(WARN_CFLAGS) $(WERROR_CFLAGS)
pipesh_readline_la_LDFLAGS = -module -avoid-version -shared -no-undefined $(DEFS_LDFLAGS) \
	-export-symbols-regex '^pipesh_line_front$$'
pipesh_readline_la_LIBADD = $(READLINE_LIBS)
endif
