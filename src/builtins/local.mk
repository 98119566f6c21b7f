# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libbuiltins.a
src_builtins_libbuiltins_a_SOURCES =
