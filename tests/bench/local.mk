# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark: make bench [BENCH_FLAGS='--quick --cases ^start']

EXTRA_DIST += %D%/README.md %D%/run.py %D%/callgrind.py %D%/cases.py %D%/inputs.py %D%/measure.py %D%/report.py \
	%D%/cases

.PHONY: bench
bench: pipesh$(EXEEXT)
	$(PYTHON3) $(srcdir)/%D%/run.py --shell ./pipesh$(EXEEXT) $(BENCH_FLAGS)
