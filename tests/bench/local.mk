# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark: make bench [BENCH_FLAGS='--quick --cases ^start']

EXTRA_DIST += %D%/README.md %D%/run.py %D%/callgrind.py %D%/cases.py %D%/inputs.py %D%/measure.py %D%/report.py \
	%D%/cases %D%/library.c

.PHONY: bench
bench: pipesh$(EXEEXT)
	$(PYTHON3) $(srcdir)/%D%/run.py --shell ./pipesh$(EXEEXT) $(BENCH_FLAGS)

# What a chain costs, by libpipesh and by other means: make bench-library [BENCH_FLAGS='10000 [MiB]']
# libpipeline is measured too where pkg-config finds it.
.PHONY: bench-library
bench-library: src/chain/libchain.a src/base/libbase.a
	flags=`pkg-config --cflags --libs libpipeline 2>/dev/null` && flags="-DHAVE_LIBPIPELINE $$flags"; \
	$(MKDIR_P) %D%; \
	$(CC) -D_GNU_SOURCE -I$(top_srcdir)/src $(PIE_CFLAGS) $(CFLAGS) $(PIE_LDFLAGS) $(srcdir)/%D%/library.c \
		src/chain/libchain.a src/base/libbase.a $$flags -o %D%/library$(EXEEXT)
	%D%/library$(EXEEXT) $(BENCH_FLAGS)
CLEANFILES += %D%/library$(EXEEXT)
