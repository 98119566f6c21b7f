# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libsyntax.a
src_syntax_libsyntax_a_SOURCES =
