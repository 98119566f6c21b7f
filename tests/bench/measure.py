# SPDX-License-Identifier: GPL-3.0-or-later
"""Running one shell once and measuring what it cost."""

import errno
import os
import shutil
import signal
import sys
import time


# What makes a program the shell that is meant.
EXTRA_WORDS = {"busybox": ["ash"], "zsh": ["--emulate", "sh"]}

SLOW = 2.0  # seconds: a run this long is not repeated


class ShellError(Exception):
    """A shell that was asked for and cannot be used."""


class Shell:
    """A shell to be measured: its label in the tables and the words that start it."""

    def __init__(self, label, argv, environ):
        self.label = label
        self.argv = argv
        self.environ = environ
        self.version = "-"


class Entry:
    """Who takes part in a case: a column of the tables, and how it is started."""

    def __init__(self, label, shell, args):
        self.label = label
        self.shell = shell
        self.args = args


class Run:
    """What one run gave. cpu and wall are in seconds; cpu is that of the shell and of every child it waited for."""

    def __init__(self, pid, status, stdout, stderr, cpu, wall, timed_out):
        self.pid = pid
        self.status = status
        self.stdout = stdout
        self.stderr = stderr
        self.cpu = cpu
        self.wall = wall
        self.timed_out = timed_out


class TimeLimit(Exception):
    """Raised by the alarm in the middle of waiting."""


def on_alarm(_number, _frame):
    raise TimeLimit


def find_shell(text, environ):
    """The shell for NAME, PATH or LABEL=PATH; None when there is none of that name."""
    label, equals, name = text.rpartition("=")
    path = shutil.which(name) if os.sep not in name else name
    if path is None or not os.access(path, os.X_OK):
        return None
    label = label if equals else os.path.basename(name)
    path = os.path.abspath(path)
    words = [path] + EXTRA_WORDS.get(os.path.basename(path), [])
    environ = dict(environ)
    built = os.path.join(os.path.dirname(path), ".libs")
    inner = os.path.join(built, os.path.basename(path))
    if is_script(path) and os.path.exists(inner):
        print("%s: libtool's wrapper, measuring %s" % (path, inner), file=sys.stderr)
        words[0] = inner
        environ["LD_LIBRARY_PATH"] = built
    return Shell(label, words, environ)


def is_script(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


class Runner:
    """Starts shells in the current directory, with their output in two files of another one."""

    def __init__(self, scratch, limit):
        self.out = os.path.join(scratch, "stdout")
        self.err = os.path.join(scratch, "stderr")
        self.limit = limit
        signal.signal(signal.SIGALRM, on_alarm)

    def run(self, shell, args, stdin=os.devnull, gate=None, prefix=()):
        argv = list(prefix) + shell.argv + list(args)
        create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, self.out, create, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, self.err, create, 0o600),
        ]
        start = time.perf_counter()
        # Python ignores SIGPIPE; the shells must not inherit that.
        pid = os.posix_spawn(argv[0], argv, shell.environ, file_actions=actions, setpgroup=0,
                             setsigdef=[signal.SIGPIPE, signal.SIGXFSZ])
        timed_out, status, usage, spent, opened = self.wait(pid, gate)
        wall = time.perf_counter() - (opened or start)
        cpu = usage.ru_utime + usage.ru_stime - spent
        return Run(pid, os.waitstatus_to_exitcode(status), read_text(self.out), read_text(self.err), cpu, wall,
                   timed_out)

    def wait(self, pid, gate):
        """Waits for the process, and before that for its reading from the gate."""
        spent, opened, timed_out = 0.0, None, False
        try:
            signal.setitimer(signal.ITIMER_REAL, self.limit)
            if gate is not None:
                spent, opened = open_gate(pid, gate)
            _, status, usage = os.wait4(pid, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except BaseException as error:
            # Not reaped yet, so the process group is still ours.
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.killpg(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            if not isinstance(error, TimeLimit):
                raise
            timed_out = True
        return timed_out, status, usage, spent, opened

    def measure(self, entry, case):
        """One measurement of a case: (cpu, wall, why it is wrong or None)."""
        cpu = wall = 0.0
        for _ in range(case.repeat):
            run = self.run(entry.shell, entry.args, case.stdin, case.gate)
            wrong = case.check(run)
            if wrong:
                return cpu, wall, wrong + first_line(run.stderr)
            cpu += run.cpu
            wall += run.wall
        return cpu, wall, None

    def check(self, entry, case):
        """(why a shell cannot take part in a case or None, the run). Also warms the caches."""
        run = self.run(entry.shell, entry.args, case.stdin, case.gate)
        wrong = case.check(run)
        if wrong:
            wrong += first_line(run.stderr)
        elif case.refuses and self.run(entry.shell, case.refuses).status == 0:
            wrong = "status 0 where it should have failed: " + " ".join(case.refuses)
        return wrong, run


def open_gate(pid, gate):
    """Lets the process through once it has opened the FIFO to read; (the CPU time it had then, when that was)."""
    if not os.path.exists(gate):
        os.mkfifo(gate)
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        try:
            fd = os.open(gate, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.001)  # nobody reads yet
            continue
        with open("/proc/%d/schedstat" % pid, encoding="ascii") as file:
            spent = int(file.read().split()[0]) / 1e9
        opened = time.perf_counter()
        os.write(fd, b"go\n")
        os.close(fd)
        return spent, opened
    return 0.0, None  # it ended without asking; its answer will be wrong


def first_line(text):
    return " (%s)" % text.splitlines()[0][:120] if text else ""


def read_text(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read(1 << 20)
    return text[:-1] if text.endswith("\n") else text
