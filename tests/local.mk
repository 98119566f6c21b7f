# SPDX-License-Identifier: GPL-3.0-or-later

include $(srcdir)/%D%/unit/local.mk
include $(srcdir)/%D%/bench/local.mk
include $(srcdir)/docs/examples/local.mk

case_runners = %D%/check-examples %D%/check-script %D%/check-pty %D%/check-soak
source_checks = %D%/check-layers
if !SANITIZED
source_checks += %D%/check-headers %D%/check-symbols
endif

TESTS += $(case_runners) $(source_checks)

EXTRA_DIST += \
	$(case_runners) \
	%D%/check-format \
	%D%/check-headers \
	%D%/check-layers \
	%D%/check-symbols \
	%D%/lib \
	%D%/no-check \
	%D%/pty \
	%D%/run-pty \
	%D%/run-script \
	%D%/script \
	%D%/sum-results

AM_TESTS_ENVIRONMENT = \
	CK_DEFAULT_TIMEOUT=60; export CK_DEFAULT_TIMEOUT; \
	PIPESH='$(abs_top_builddir)/pipesh$(EXEEXT)'; export PIPESH; \
	PYTHON3='$(PYTHON3)'; export PYTHON3; \
	CC='$(CC)'; export CC; \
	PIE_CFLAGS='$(PIE_CFLAGS)'; export PIE_CFLAGS; \
	PIE_LDFLAGS='$(PIE_LDFLAGS)'; export PIE_LDFLAGS; \
	NM='$(NM)'; export NM; \
	LD='$(LD)'; export LD; \
	OBJCOPY='$(OBJCOPY)'; export OBJCOPY; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir;

# Automake's own rule with a sum at its end: the harness counts programs, a person wants to know about
# cases.
check-TESTS:
	@rm -f $(TEST_LOGS) $(TEST_LOGS:.log=.trs) $(TEST_SUITE_LOG)
	@status=0; \
	$(MAKE) $(AM_MAKEFLAGS) $(TEST_SUITE_LOG) TEST_LOGS="$(TEST_LOGS)" || status=$$?; \
	$(SHELL) $(srcdir)/tests/sum-results $(TEST_LOGS) || status=1; \
	exit $$status
