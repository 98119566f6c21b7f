#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A child that would sleep for ten seconds is given 0.1: it is stopped by SIGTERM and reaped. What ended it,
# 143, stands in PIPESTATUS; the command as a whole has 124.

began=$(date +%s%N)
with -t 0.1 sleep 10
status=$? ended=${PIPESTATUS[0]}
took=$((($(date +%s%N) - began) / 10000000))

verdict=
[ $status -ne 124 ] || verdict=', timed out'
printf 'status %d after %d.%02d s%s\n' $ended $((took / 100)) $((took % 100)) "$verdict"
exit $status
