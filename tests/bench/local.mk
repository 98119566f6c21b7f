# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark: make bench [BENCH_FLAGS='--quick --cases ^start']

EXTRA_DIST += %D%/README.md %D%/run.py %D%/callgrind.py %D%/cases.py %D%/inputs.py %D%/measure.py %D%/report.py \
	%D%/cases %D%/library.c %D%/soak.sh

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

# Many pipelines with deadlines, by the library and by the shell, and what is left of them. `make check'
# runs a thousand of each.
SOAK = 100000
.PHONY: soak
soak: pipesh$(EXEEXT) tests/unit/chain/soak$(EXEEXT)
	PIPESH_SOAK=$(SOAK) tests/unit/chain/soak$(EXEEXT)
	./pipesh$(EXEEXT) $(srcdir)/%D%/soak.sh $(SOAK)
