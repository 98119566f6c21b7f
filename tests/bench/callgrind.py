# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting instructions: the same number on every run, for an exact before and after."""

import glob
import os
import re
import shutil

SUMMARY = re.compile(r"^(?:summary|totals): (\d+)", re.MULTILINE)


def count(runner, shell, case, keep):
    """(instructions of the shell itself, of its forked children, how many of those, why it is wrong or None).

    Programs the shell executes are not counted. keep is the directory for callgrind's files.
    """
    stem = os.path.join(keep, "callgrind.%s.%s" % (case.name, shell.label))
    for old in glob.glob(glob.escape(stem) + ".*"):
        os.unlink(old)
    prefix = [shutil.which("valgrind"), "--tool=callgrind", "--quiet", "--callgrind-out-file=%s.%%p" % stem]
    run = runner.run(shell, case.args, case.stdin, case.gate, prefix)
    # One file a process, named by its pid.
    totals = {}
    for path in glob.glob(glob.escape(stem) + ".*"):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        found = SUMMARY.findall(text)
        totals[path] = sum(map(int, found[-1:]))
    own = stem + ".%d" % run.pid
    own_count = totals.pop(own, 0)
    return own_count, sum(totals.values()), len(totals), case.check(run)
