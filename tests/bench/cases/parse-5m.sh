# SPDX-License-Identifier: GPL-3.0-or-later
# about: -n on 5 MB of script
# loops: 1
# expect: 
# input: parse5m.sh parse5m-bad.sh
# args: -n parse5m.sh
# refuses: -n parse5m-bad.sh
