# SPDX-License-Identifier: GPL-3.0-or-later

unit_shell += %D%/array
tests_unit_shell_array_LDADD = $(shell_unit_libs)

unit_shell += %D%/input
tests_unit_shell_input_LDADD = $(shell_unit_libs)

unit_shell += %D%/option
tests_unit_shell_option_LDADD = $(shell_unit_libs)

unit_shell += %D%/jobs
tests_unit_shell_jobs_LDADD = $(shell_unit_libs)

unit_shell += %D%/signal_names
tests_unit_shell_signal_names_LDADD = $(shell_unit_libs)

unit_shell += %D%/report
tests_unit_shell_report_LDADD = $(shell_unit_libs)
