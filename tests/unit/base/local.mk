# SPDX-License-Identifier: MIT

unit_base += %D%/memory
tests_unit_base_memory_LDADD = $(base_unit_libs)

unit_base += %D%/json
tests_unit_base_json_LDADD = $(base_unit_libs)

unit_base += %D%/strings
tests_unit_base_strings_LDADD = $(base_unit_libs)

unit_base += %D%/quantities
tests_unit_base_quantities_LDADD = $(base_unit_libs)
