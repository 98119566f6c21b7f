# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libline.a
src_line_libline_a_SOURCES =
