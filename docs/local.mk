# SPDX-License-Identifier: GPL-3.0-or-later

dist_man_MANS += %D%/libpipesh.3
EXTRA_DIST += %D%/examples/chain.c
