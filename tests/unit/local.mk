# SPDX-License-Identifier: GPL-3.0-or-later
#
# A unit test is a file, a program of its own, linked with its layer and those below: a call upward
# does not link. Each layer's folder lists its tests, two lines each:
#
#	unit_base += %D%/strbuf
#	tests_unit_base_strbuf_LDADD = $(base_unit_libs)

unit_base =
unit_chain =
unit_syntax =
unit_expand =
unit_shell =

base_unit_libs = src/base/libbase.a $(CHECK_LIBS)
chain_unit_libs = src/chain/libchain.a $(base_unit_libs)
syntax_unit_libs = src/syntax/libsyntax.a $(base_unit_libs)
expand_unit_libs = src/expand/libexpand.a $(syntax_unit_libs)
shell_unit_libs = src/shell/libshell.a src/expand/libexpand.a src/syntax/libsyntax.a $(chain_unit_libs)

include $(srcdir)/%D%/base/local.mk
include $(srcdir)/%D%/chain/local.mk
include $(srcdir)/%D%/syntax/local.mk
include $(srcdir)/%D%/expand/local.mk
include $(srcdir)/%D%/shell/local.mk

unit_tests = \
	$(unit_base) \
	$(unit_chain) \
	$(unit_syntax) \
	$(unit_expand) \
	$(unit_shell)

if HAVE_CHECK
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
else
TESTS += tests/no-check
endif
