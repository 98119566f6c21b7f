# SPDX-License-Identifier: GPL-3.0-or-later
# about: a thousand programs, four at once
# loops: 1000
# expect: 0
# if: with -j2 for i in 1 2; do :; done
with -j4 for i in $(/usr/bin/seq 1000); do /bin/true; done
echo $?
