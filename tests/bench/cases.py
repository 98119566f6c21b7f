# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of the benchmark: one small script file each, described by the comment lines at its top."""

import os
import re
import shlex
import signal

DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases")

KEYS = {"about", "args", "by", "expect", "from", "if", "input", "loops", "needs", "refuses", "repeat", "stdin"}
SELF = "self"  # an alternative that the shell in question itself runs


class CaseError(Exception):
    """A case file that cannot be used."""


class Alternative:
    """The same by other words, in a file NAME.LABEL.sh: another shell's, or a program's that is for this.

    label  the middle of the file's name, and of its column
    by     the shell that runs it, or SELF; without, the label
    needs  a program that must be found
    args   what the shell is given: the file
    """

    def __init__(self, path, label):
        head = read_head(path)
        self.label = label
        self.by = head.get("by", label)
        self.needs = head.get("needs")
        self.args = [path]


class Case:
    """One case.

    name     the file's name without .sh
    about    one line for a person
    loops    how many times the thing in question happens in one measurement
    expect   what standard output must be, without the newline at its end
    args     the shell's arguments; without, the case file itself is run
    repeat   how many starts of the shell make one measurement
    inputs   names of generated inputs, found in the working directory
    stdin    the input that is standard input; without, /dev/null
    gate     the name of a FIFO from which the script reads a line when it has prepared: what is measured begins there
    refuses  arguments with which the shell must fail (so that doing nothing is not an answer)
    probe    a command without which the case makes no sense: it is left out where that fails
    alternatives  what the others run instead; if there are any, the script is for the shell in question only
    """

    def __init__(self, path):
        self.name = os.path.basename(path)[:-len(".sh")]
        head = read_head(path)
        self.about = head.get("about", "")
        self.loops = int(head.get("loops", "1"))
        self.expect = head.get("expect", "")
        self.repeat = int(head.get("repeat", "1"))
        self.inputs = head.get("input", "").split()
        self.stdin = head.get("stdin", os.devnull)
        self.refuses = shlex.split(head.get("refuses", ""))
        self.args = shlex.split(head["args"]) if "args" in head else [path]
        self.gate = head.get("from")
        self.probe = head.get("if")
        self.alternatives = []

    def check(self, run):
        """Why this run is not the right answer, or None when it is."""
        if run.timed_out:
            return "took too long"
        if run.status < 0:
            return "killed by " + signal.Signals(-run.status).name
        if run.stdout != self.expect:
            return "printed %r, not %r" % (run.stdout[:60], self.expect)
        if run.status != 0:
            return "status %d" % run.status
        return None


def read_head(path):
    head = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            match = re.match(r"# ([a-z]+): ?(.*)$", line)
            if match is None and not line.startswith("# SPDX"):
                break
            if match is None:
                continue
            if match[1] not in KEYS:
                raise CaseError("%s:%d: %s: unknown key" % (path, number, match[1]))
            head[match[1]] = match[2]
    return head


def load(pattern=""):
    """All cases whose name matches the regular expression, by name."""
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise CaseError("%s: %s" % (pattern, error)) from error
    names = sorted(name[:-len(".sh")] for name in os.listdir(DIRECTORY) if name.endswith(".sh"))
    cases = {name: Case(os.path.join(DIRECTORY, name + ".sh")) for name in names if "." not in name}
    for name in names:
        stem, dot, label = name.partition(".")
        path = os.path.join(DIRECTORY, name + ".sh")
        if dot and stem not in cases:
            raise CaseError("%s: an alternative to nothing: there is no %s.sh" % (path, stem))
        if dot:
            cases[stem].alternatives.append(Alternative(path, label))
    return [case for name, case in cases.items() if wanted.search(name)]
