# SPDX-License-Identifier: GPL-3.0-or-later

syntax_check = %D%/syntax_check.c %D%/syntax_check.h

unit_syntax += %D%/words
tests_unit_syntax_words_SOURCES = %D%/words.c $(syntax_check)
tests_unit_syntax_words_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/grammar
tests_unit_syntax_grammar_SOURCES = %D%/grammar.c $(syntax_check)
tests_unit_syntax_grammar_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/aliases
tests_unit_syntax_aliases_SOURCES = %D%/aliases.c $(syntax_check)
tests_unit_syntax_aliases_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/errors
tests_unit_syntax_errors_SOURCES = %D%/errors.c $(syntax_check)
tests_unit_syntax_errors_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/pulling
tests_unit_syntax_pulling_SOURCES = %D%/pulling.c $(syntax_check)
tests_unit_syntax_pulling_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/arithmetic
tests_unit_syntax_arithmetic_SOURCES = %D%/arithmetic.c $(syntax_check)
tests_unit_syntax_arithmetic_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/printing
tests_unit_syntax_printing_SOURCES = %D%/printing.c $(syntax_check)
tests_unit_syntax_printing_LDADD = $(syntax_unit_libs)

unit_syntax += %D%/extremes
tests_unit_syntax_extremes_SOURCES = %D%/extremes.c $(syntax_check)
tests_unit_syntax_extremes_LDADD = $(syntax_unit_libs)

# Mutated scripts; the libFuzzer target beside it is built by hand: see tests/fuzz/README.
unit_syntax += tests/fuzz/mutate_syntax
tests_fuzz_mutate_syntax_SOURCES = \
	tests/fuzz/fuzz_syntax.h \
	tests/fuzz/fuzz_syntax_one.c \
	tests/fuzz/mutate_syntax.c \
	$(syntax_check)
tests_fuzz_mutate_syntax_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/%D%
tests_fuzz_mutate_syntax_LDADD = $(syntax_unit_libs)

# A tool, no test: the round trip for any files.
check_PROGRAMS += %D%/roundtrip
tests_unit_syntax_roundtrip_SOURCES = %D%/roundtrip.c $(syntax_check)
tests_unit_syntax_roundtrip_LDADD = src/syntax/libsyntax.a src/base/libbase.a

EXTRA_DIST += \
	tests/fuzz/README \
	tests/fuzz/fuzz_syntax.c \
	tests/fuzz/syntax.dict
