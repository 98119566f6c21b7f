# SPDX-License-Identifier: MIT

noinst_LIBRARIES += %D%/libbase.a
src_base_libbase_a_SOURCES = \
	%D%/anonymous.c \
	%D%/anonymous.h \
	%D%/arena.c \
	%D%/arena.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/fd.c \
	%D%/fd.h \
	%D%/json.c \
	%D%/json.h \
	%D%/memory.c \
	%D%/memory.h \
	%D%/near.c \
	%D%/near.h \
	%D%/passwd.c \
	%D%/passwd.h \
	%D%/quantity.c \
	%D%/quantity.h \
	%D%/stack.c \
	%D%/stack.h \
	%D%/strbuf.c \
	%D%/strbuf.h \
	%D%/symbol.c \
	%D%/symbol.h \
	%D%/utf8.c \
	%D%/utf8.h \
	%D%/vec.c \
	%D%/vec.h \
	%D%/write_guard.c \
	%D%/write_guard.h

# Those that libpipesh is made of too. Nothing that writes messages, exits or aborts.
libpipesh_base_sources = \
	%D%/anonymous.c \
	%D%/anonymous.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/fd.c \
	%D%/fd.h \
	%D%/write_guard.c \
	%D%/write_guard.h

# Those that the readline module is made of too.
readline_base_sources =
