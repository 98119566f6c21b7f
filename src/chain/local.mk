# SPDX-License-Identifier: MIT

chain_sources = \
	%D%/builder.c \
	%D%/capture.c \
	%D%/capture.h \
	%D%/chain.c \
	%D%/chain.h \
	%D%/copy.c \
	%D%/copy.h \
	%D%/event.c \
	%D%/event.h \
	%D%/evidence.c \
	%D%/evidence.h \
	%D%/feed.c \
	%D%/feed.h \
	%D%/guard.c \
	%D%/guard.h \
	%D%/loop.c \
	%D%/loop.h \
	%D%/manage.c \
	%D%/manage.h \
	%D%/pipesh.h \
	%D%/pipesh_builder.h \
	%D%/pipesh_pool.h \
	%D%/plan.c \
	%D%/plan.h \
	%D%/pool.c \
	%D%/process.c \
	%D%/process.h \
	%D%/program.c \
	%D%/program.h \
	%D%/reap.c \
	%D%/reap.h \
	%D%/report.c \
	%D%/signal.c \
	%D%/spawn.c \
	%D%/spawn.h \
	%D%/spec.c \
	%D%/start.c \
	%D%/stop.c \
	%D%/stream.c \
	%D%/stream.h

# What the shell is linked with.
noinst_LIBRARIES += %D%/libchain.a
src_chain_libchain_a_SOURCES = $(chain_sources)

# The installed library: the same sources and what they need of base.
lib_LTLIBRARIES += libpipesh.la
libpipesh_la_SOURCES = $(chain_sources) $(libpipesh_base_sources)
libpipesh_la_CFLAGS = $(WARN_CFLAGS) $(WERROR_CFLAGS)
libpipesh_la_LDFLAGS = -version-info $(LIBPIPESH_VERSION_INFO) -no-undefined $(DEFS_LDFLAGS)
EXTRA_libpipesh_la_DEPENDENCIES = %D%/libpipesh.map
if VERSION_SCRIPT
libpipesh_la_LDFLAGS += -Wl,--version-script=$(srcdir)/%D%/libpipesh.map
else
libpipesh_la_LDFLAGS += -export-symbols-regex '^pipesh_'
endif
EXTRA_DIST += %D%/libpipesh.map

include_HEADERS += %D%/pipesh.h %D%/pipesh_builder.h %D%/pipesh_pool.h
pkgconfig_DATA = %D%/libpipesh.pc
