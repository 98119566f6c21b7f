# SPDX-License-Identifier: GPL-3.0-or-later
#
# The C programs of docs/examples/ are built for `make check', from the public headers alone.
# -idirafter: src/chain/spawn.h must not stand in for <spawn.h>.

example_programs = \
	%D%/chain \
	%D%/chapter-1 \
	%D%/chapter-2 \
	%D%/chapter-3 \
	%D%/chapter-4 \
	%D%/chapter-5 \
	%D%/chapter-6
check_PROGRAMS += $(example_programs)

example_cppflags = -idirafter $(top_srcdir)/src/chain
example_libs = src/chain/libchain.a src/base/libbase.a

docs_examples_chain_CPPFLAGS = $(example_cppflags)
docs_examples_chain_LDADD = $(example_libs)
docs_examples_chapter_1_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_1_LDADD = $(example_libs)
docs_examples_chapter_2_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_2_LDADD = $(example_libs)
docs_examples_chapter_3_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_3_LDADD = $(example_libs)
docs_examples_chapter_4_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_4_LDADD = $(example_libs)
docs_examples_chapter_5_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_5_LDADD = $(example_libs)
docs_examples_chapter_6_CPPFLAGS = $(example_cppflags)
docs_examples_chapter_6_LDADD = $(example_libs)
