# SPDX-License-Identifier: GPL-3.0-or-later
"""The format of script cases; docs/testing.md describes it."""

import os
import re
import shlex
import signal

RUNS = ("c", "file", "stdin", "pipe")
TEXT_WORDS = {
    "in": {"escaped", "nonl", "pipe"},
    "out": {"escaped", "nonl", "contains", "regex", "sorted", "some", "any"},
    "err": {"escaped", "nonl", "contains", "regex", "sorted", "some", "any"},
    "file": {"escaped", "nonl"},
}
ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"e": b"\033", b"\\": b"\\", b"a": b"\a", b"b": b"\b", b"0": b"\0"}


class CaseError(Exception):
    """A case file says something that has no meaning: `FILE:LINE: text`."""


class Text:
    """What a stream should hold (or be given): bytes, and the words that say how they are compared."""

    def __init__(self, data=b"", words=()):
        self.data = data
        self.words = frozenset(words)
        self.mode = next((word for word in ("contains", "regex", "some", "any") if word in self.words), "exact")

    def matches(self, got):
        if self.mode == "any":
            return True
        if self.mode == "some":
            return bool(got.strip())
        if self.mode == "contains":
            return all(line in got for line in self.data.split(b"\n") if line)
        if self.mode == "regex":
            return re.fullmatch(self.data.rstrip(b"\n"), got.rstrip(b"\n"), re.DOTALL) is not None
        if "sorted" in self.words:
            return sorted(self.data.splitlines()) == sorted(got.splitlines())
        return self.data == got


class File:
    def __init__(self, name, text, mode):
        self.name = name
        self.text = text
        self.mode = mode


class Case:
    def __init__(self, path, line, name, defaults=None):
        self.path = path
        self.line = line
        self.name = name
        self.runs = ["c"]
        self.flags = []
        self.args = []
        self.env = {}
        self.needs = []
        self.differ = set()
        self.only = None
        self.unprivileged = False
        self.ignore = []
        self.closed = []
        self.limit = 10.0
        self.leaves = False
        if defaults:
            self.runs = list(defaults.runs)
            self.flags = list(defaults.flags)
            self.args = list(defaults.args)
            self.env = dict(defaults.env)
            self.needs = list(defaults.needs)
            self.only = defaults.only
            self.unprivileged = defaults.unprivileged
            self.limit = defaults.limit
        self.differ_line = None
        self.script = b""
        self.stdin = None
        self.out = Text()
        self.err = Text()
        self.status = "0"
        self.files = []

    def __str__(self):
        return "%s: %s" % (os.path.basename(self.path), self.name)

    def status_ok(self, returncode):
        """Compare a subprocess return code with the case's status: N, N-M, >0 or SIGNAME."""
        want = self.status
        if want.startswith("SIG"):
            return returncode == -signal.Signals[want].value
        if want == "any":
            return True
        if want == ">0":
            return returncode > 0
        low, _, high = want.partition("-")
        return int(low) <= returncode <= int(high or low)


def status_text(returncode):
    if returncode is None:
        return "none (time limit)"
    if returncode < 0:
        return "killed by " + signal.Signals(-returncode).name
    return str(returncode)


def unescape(data):
    def one(match):
        if match.group(1):
            return bytes([int(match.group(1), 16)])
        return ESCAPES[match.group(2)]
    return re.sub(rb"\\(?:x([0-9A-Fa-f]{2})|([ntreab0\\]))", one, data)


class Reader:
    """Reads one case file: a line at a time, what a line means depending on the section it is in."""

    def __init__(self, path):
        self.path = path
        self.number = 0
        self.defaults = Case(path, 0, "")
        self.case = None
        self.cases = []
        self.section = None
        self.lines = []

    def error(self, text):
        raise CaseError("%s:%d: %s" % (self.path, self.number, text))

    def read(self):
        with open(self.path, "rb") as file:
            content = file.read()
        for self.number, line in enumerate(content.splitlines(keepends=True), 1):
            if line.startswith(b"=== "):
                self.end_case()
                self.begin_case(line[4:].decode().strip())
            elif self.case is None:
                self.head(line)
            elif line.startswith(b"--- "):
                self.end_section(strip=False)
                self.begin_section(line[4:].decode())
            elif self.section == "script" and not self.lines and line.startswith(b"%"):
                self.directive(self.case, line[1:].decode())
            elif self.section is None and line.strip():
                self.error("text outside a section")
            elif line.startswith((b"\\===", b"\\---", b"\\%")):
                self.lines.append(line[1:])
            else:
                self.lines.append(line)
        self.end_case()
        return self.cases

    def head(self, line):
        if line.startswith(b"%"):
            self.directive(self.defaults, line[1:].decode())
        elif line.strip() and not line.startswith(b"#"):
            self.error("text before the first case")

    def begin_case(self, name):
        if any(case.name == name for case in self.cases):
            self.error("a second case named: " + name)
        self.case = Case(self.path, self.number, name, self.defaults)
        self.section = "script"
        self.words = []

    def end_case(self):
        if self.case is None:
            return
        self.end_section(strip=True)
        if not self.case.script:
            self.error("no script in case: " + self.case.name)
        if self.case.stdin and ("stdin" in self.case.runs or "pipe" in self.case.runs):
            self.error("standard input is both the script and the case's input: " + self.case.name)
        self.cases.append(self.case)
        self.case = None

    def begin_section(self, text):
        words = shlex.split(text)
        self.section = words.pop(0)
        self.words = words
        if self.section == "status":
            if len(words) != 1 or not re.fullmatch(r"\d+(-\d+)?|>0|any|SIG\w+", words[0]):
                self.error("status: N, N-M, >0, any or SIGNAME")
            self.case.status = words[0]
            self.section = None
        elif self.section == "end":
            self.section = None
        elif self.section == "file":
            if not words:
                self.error("file: a name is missing")
        elif self.section not in TEXT_WORDS:
            self.error("unknown section: " + self.section)

    def end_section(self, strip):
        """File what the section held; strip: blank lines before the next case are only there for the eye."""
        lines, self.lines = self.lines, []
        if self.section is None:
            return
        if strip or self.section == "script":
            while lines and not lines[-1].strip():
                lines.pop()
        data = b"".join(lines)
        if self.section == "script":
            self.case.script = data
            return
        name = self.words.pop(0) if self.section == "file" else None
        mode = 0o644
        for word in [word for word in self.words if word.startswith("mode=")]:
            mode = int(word[5:], 8)
            self.words.remove(word)
        unknown = set(self.words) - TEXT_WORDS[self.section]
        if unknown:
            self.error("unknown word in a section's line: " + " ".join(unknown))
        if "escaped" in self.words:
            data = unescape(data)
        if "nonl" in self.words and data.endswith(b"\n"):
            data = data[:-1]
        if self.section == "in":
            self.case.stdin = Text(data, self.words)
        elif self.section == "out":
            self.case.out = Text(data, self.words)
        elif self.section == "err":
            self.case.err = Text(data, self.words)
        else:
            self.case.files.append(File(name, data, mode))

    def directive(self, case, text):
        if not text.strip() or text[0] in " \t":
            return
        name, _, rest = text.strip().partition(" ")
        words = shlex.split(rest) if name != "only" else []
        if name == "run":
            if not words or set(words) - set(RUNS):
                self.error("run: some of " + " ".join(RUNS))
            case.runs = words
        elif name == "flags":
            case.flags = words
        elif name == "args":
            case.args = words
        elif name == "env":
            for word in words:
                key, equals, value = word.partition("=")
                case.env[key.lstrip("-") if not equals else key] = value if equals else None
        elif name == "need":
            case.needs += words
        elif name == "differ":
            case.differ |= set(words)
            case.differ_line = self.number
        elif name == "only":
            case.only = rest or self.error("only: the reason is missing")
        elif name == "user" and words == ["unprivileged"]:
            case.unprivileged = True
        elif name == "ignore":
            case.ignore = [signal.Signals["SIG" + word] for word in words]
        elif name == "closed":
            case.closed = [int(word) for word in words]
        elif name == "limit":
            case.limit = float(words[0])
        elif name == "leaves" and words == ["processes"]:
            case.leaves = True
        else:
            self.error("unknown directive: %" + text.strip())


def read(path):
    return Reader(path).read()
