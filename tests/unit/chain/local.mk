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
EXTRA_DIST += %D%/chain_test.h
