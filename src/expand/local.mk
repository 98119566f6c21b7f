# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libexpand.a
src_expand_libexpand_a_SOURCES = \
	%D%/arith.c \
	%D%/bracket.c %D%/bracket.h \
	%D%/build.c %D%/build.h \
	%D%/change.c %D%/change.h \
	%D%/expand.c %D%/expand.h \
	%D%/locale.c %D%/locale.h \
	%D%/param.c %D%/param.h \
	%D%/param_list.c %D%/param_list.h \
	%D%/pathname.c %D%/pathname.h \
	%D%/pattern.c %D%/pattern.h \
	%D%/quote.c %D%/quote.h \
	%D%/sort.c %D%/sort.h \
	%D%/split.c %D%/split.h \
	%D%/tilde.c %D%/tilde.h \
	%D%/word_pattern.c %D%/word_pattern.h
