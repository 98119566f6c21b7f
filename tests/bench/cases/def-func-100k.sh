# SPDX-License-Identifier: GPL-3.0-or-later
# about: 100,000 function definitions
# loops: 100000
# expect: first last
# input: funcs.sh
# args: funcs.sh
