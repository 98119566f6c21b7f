# SPDX-License-Identifier: GPL-3.0-or-later
# about: start-up and one program: -c /bin/true, as system(3) does
# loops: 100
# expect: 
# args: -c /bin/true
# repeat: 100
