# SPDX-License-Identifier: MIT

unit_chain += %D%/fd
tests_unit_chain_fd_LDADD = $(chain_unit_libs)
unit_chain += %D%/spec
tests_unit_chain_spec_LDADD = $(chain_unit_libs)
unit_chain += %D%/plan
tests_unit_chain_plan_LDADD = $(chain_unit_libs)
unit_chain += %D%/spawn
tests_unit_chain_spawn_LDADD = $(chain_unit_libs)
unit_chain += %D%/pipeline
tests_unit_chain_pipeline_LDADD = $(chain_unit_libs)
unit_chain += %D%/group
tests_unit_chain_group_LDADD = $(chain_unit_libs)
unit_chain += %D%/wait
tests_unit_chain_wait_LDADD = $(chain_unit_libs)
unit_chain += %D%/capture
tests_unit_chain_capture_LDADD = $(chain_unit_libs)
unit_chain += %D%/stop
tests_unit_chain_stop_LDADD = $(chain_unit_libs)
unit_chain += %D%/guard
tests_unit_chain_guard_LDADD = $(chain_unit_libs)
unit_chain += %D%/evidence
tests_unit_chain_evidence_LDADD = $(chain_unit_libs)
unit_chain += %D%/event
tests_unit_chain_event_LDADD = $(chain_unit_libs)
unit_chain += %D%/pool
tests_unit_chain_pool_LDADD = $(chain_unit_libs)
unit_chain += %D%/host
tests_unit_chain_host_LDADD = $(chain_unit_libs)
unit_chain += %D%/soak
tests_unit_chain_soak_LDADD = $(chain_unit_libs)
unit_chain += %D%/thread
tests_unit_chain_thread_LDADD = $(chain_unit_libs) -lpthread
unit_chain += %D%/builder
tests_unit_chain_builder_LDADD = $(chain_unit_libs)
# The library's calls arrive at the test, which lets the n-th fail.
unit_chain += %D%/fault
tests_unit_chain_fault_LDADD = $(chain_unit_libs)
tests_unit_chain_fault_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=free \
	-Wl,--wrap=pipe2,--wrap=open,--wrap=fcntl,--wrap=mkostemp,--wrap=read,--wrap=write \
	-Wl,--wrap=fork,--wrap=vfork,--wrap=wait4,--wrap=syscall \
	-Wl,--wrap=ppoll,--wrap=epoll_create1,--wrap=epoll_ctl,--wrap=timerfd_create
EXTRA_DIST += %D%/chain_test.h
