# SPDX-License-Identifier: GPL-3.0-or-later
# about: while loop, one addition a turn
# loops: 100000
# expect: 100000
i=0
while [ $i -lt 100000 ]; do i=$((i + 1)); done
echo $i
