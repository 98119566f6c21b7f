# SPDX-License-Identifier: GPL-3.0-or-later
# about: start-up from a script file
# loops: 200
# expect: ok
# repeat: 200
echo ok
