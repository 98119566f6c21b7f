# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libexpand.a
src_expand_libexpand_a_SOURCES =
