# SPDX-License-Identifier: GPL-3.0-or-later
# about: 3 MB of script, read and run once
# loops: 1
# expect: 7570 16941
# input: run3m.sh
# args: run3m.sh
