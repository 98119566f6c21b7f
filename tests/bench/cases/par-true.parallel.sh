# SPDX-License-Identifier: GPL-3.0-or-later
# by: dash
# needs: parallel
/usr/bin/seq 1000 | /usr/bin/parallel --will-cite -j4 /bin/true
echo $?
