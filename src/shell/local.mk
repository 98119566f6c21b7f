# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libshell.a
src_shell_libshell_a_SOURCES =
