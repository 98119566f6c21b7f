# SPDX-License-Identifier: GPL-3.0-or-later

EXTRA_DIST += %D%/expand_test.h %D%/word_test.h

unit_expand += %D%/arith
tests_unit_expand_arith_LDADD = $(expand_unit_libs)

unit_expand += %D%/pathname
tests_unit_expand_pathname_LDADD = $(expand_unit_libs)

unit_expand += %D%/pattern
tests_unit_expand_pattern_LDADD = $(expand_unit_libs)

unit_expand += %D%/quote
tests_unit_expand_quote_LDADD = $(expand_unit_libs)

unit_expand += %D%/split
tests_unit_expand_split_LDADD = $(expand_unit_libs)

unit_expand += %D%/word
tests_unit_expand_word_LDADD = $(expand_unit_libs)
