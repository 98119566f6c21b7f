# SPDX-License-Identifier: GPL-3.0-or-later
# about: a here-document of 1 MB into cat, 20 times
# loops: 20
# expect: 1048576
# input: here1m.sh
# args: here1m.sh
