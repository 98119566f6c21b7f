# SPDX-License-Identifier: GPL-3.0-or-later

dist_man_MANS += %D%/pipesh.1 %D%/libpipesh.3

EXTRA_DIST += \
	%D%/design.md \
	%D%/examples/chain.c \
	%D%/examples/chapter-1.sh \
	%D%/examples/chapter-2.sh \
	%D%/examples/chapter-3.sh \
	%D%/examples/chapter-4.sh \
	%D%/examples/chapter-5.sh \
	%D%/examples/chapter-6.sh \
	%D%/examples/recipes.md \
	%D%/examples/side-by-side.sh \
	%D%/examples/tour.sh \
	%D%/gotchas.md \
	%D%/hacking.md \
	%D%/posix.md \
	%D%/testing.md
