# SPDX-License-Identifier: GPL-3.0-or-later
"""Run one program under watch: its output, its status, a time limit, and every process it leaves behind.

The process that calls run() becomes a "child subreaper" (Linux, prctl(2)): a descendant whose parent has died becomes
its child.  So once the program itself has been reaped, waitpid(-1) says "no child" exactly when nothing is left, however
the leftovers changed their process group or session.
"""

import ctypes
import os
import select
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

OUTPUT_LIMIT = 16 << 20
"""More than this from one program is cut off and is a failure (bytes)."""


def prctl(option, value):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, "prctl: " + os.strerror(number))


def become_supervisor():
    """Once in each process that calls run(): adopt orphans, end with the parent, have every signal at its default."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in signal.valid_signals():
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])

    def stop(number, frame):
        kill_children()
        os._exit(128 + number)

    # Handlers, never SIG_IGN: exec gives the program the default again.
    signal.signal(signal.SIGPIPE, lambda number, frame: None)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def children(pid=None):
    """The pids of the direct children, from /proc."""
    pid = os.getpid() if pid is None else pid
    found = []
    try:
        for task in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/children" % (pid, task)) as file:
                found += [int(word) for word in file.read().split()]
    except OSError:
        pass
    return found


def descendants(pid=None):
    found = []
    queue = children(pid)
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue += children(pid)
    return found


def describe(pid):
    """`PID STATE command line`, for a message."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            words = file.read().rstrip(b"\0").split(b"\0")
        with open("/proc/%d/stat" % pid, "rb") as file:
            state = file.read().rpartition(b")")[2].split()[0]
    except OSError:
        return "%d (gone)" % pid
    return "%d %s %s" % (pid, state.decode(), b" ".join(words).decode("utf-8", "backslashreplace"))


def reap_ended():
    """Reap what has ended; True if no child is left at all."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return True
        if pid == 0:
            return False


def kill_children():
    """Kill and reap every descendant.  Those of a killed parent come to us and are killed in the next turn."""
    deadline = time.monotonic() + 10
    while not reap_ended():
        for pid in descendants():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(0.001)
        if time.monotonic() > deadline:
            raise RuntimeError("processes that cannot be killed: %s" % [describe(pid) for pid in descendants()])


def settle(grace, keep_reading=lambda seconds: time.sleep(seconds)):
    """Wait up to `grace` seconds until no descendant is left.  Kill the rest; return their descriptions.

    `keep_reading(seconds)` passes a moment; a caller with pipes reads them in it, so that no writer blocks.
    """
    deadline = time.monotonic() + grace
    while not reap_ended():
        if time.monotonic() >= deadline:
            left = [describe(pid) for pid in descendants()]
            kill_children()
            return left
        keep_reading(0.002)
    return []


def open_pidfd(pid):
    """A descriptor that is readable once our child `pid` has ended."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        # Some kernels do not open one for a zombie: it has ended, so anything readable will do.
        return os.open(os.devnull, os.O_RDONLY)


class Outcome:
    """What became of the program: returncode as in subprocess, or None when it ran out of time."""

    def __init__(self):
        self.returncode = None
        self.out = b""
        self.err = b""
        self.timed_out = False
        self.too_much = False
        self.leftovers = []
        self.seconds = 0.0


class Pipes:
    """The read ends of the program's stdout and stderr, and the write end of its stdin where there is one."""

    def __init__(self, process, feed):
        self.poller = select.poll()
        self.chunks = {}
        self.size = 0
        self.feed = feed
        self.process = process
        self.feeder = process.stdin.fileno() if process.stdin else None
        for stream in (process.stdout, process.stderr):
            descriptor = stream.fileno()
            os.set_blocking(descriptor, False)
            self.chunks[descriptor] = []
            self.poller.register(descriptor, select.POLLIN)
        if self.feeder is not None:
            os.set_blocking(self.feeder, False)
            self.poller.register(self.feeder, select.POLLOUT)

    def turn(self, seconds):
        """One wait of at most `seconds`; return True if a descriptor that is not ours (the pidfd) was ready."""
        other = False
        for descriptor, _ in self.poller.poll(max(0, seconds) * 1000):
            if descriptor == self.feeder:
                self.write()
            elif descriptor in self.chunks:
                self.read(descriptor)
            else:
                other = True
        return other

    def read(self, descriptor):
        try:
            data = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return
        if not data:
            self.poller.unregister(descriptor)
        elif self.size < OUTPUT_LIMIT:
            self.chunks[descriptor].append(data)
            self.size += len(data)

    def write(self):
        try:
            count = os.write(self.feeder, self.feed[:1 << 16])
            self.feed = self.feed[count:]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.feed = b""
        if not self.feed:
            self.poller.unregister(self.feeder)
            self.process.stdin.close()
            self.feeder = None

    def drain(self):
        """Read what is there; for when every writer is gone."""
        while self.poller.poll(0):
            size = self.size
            self.turn(0)
            if self.size == size and not self.poller.poll(0):
                break

    def text(self, stream):
        return b"".join(self.chunks[stream.fileno()])


def run(argv, cwd, env, stdin=None, feed=None, limit=10.0, grace=2.0, ignore=(), closed=(), uid=None):
    """Run argv in a session of its own and wait for it and for everything it started.

    stdin   an open file for standard input (default /dev/null); not closed here
    feed    bytes to give through a pipe instead
    limit   seconds until it is killed with all its descendants
    grace   seconds that descendants may live longer than the program itself
    ignore  signals it finds ignored on entry
    closed  descriptors among 0, 1, 2 that it finds closed
    uid     run as this user and group (root only)
    """
    outcome = Outcome()
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ignore}
    options = {}
    if uid is not None:
        options = {"user": uid, "group": uid, "extra_groups": []}
    if closed:
        options["preexec_fn"] = lambda: [os.close(descriptor) for descriptor in closed]
    start = time.monotonic()
    try:
        process = subprocess.Popen(
            argv, cwd=cwd, env=env,
            stdin=subprocess.PIPE if feed is not None else stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
            start_new_session=True, restore_signals=False, **options)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    pidfd = open_pidfd(process.pid)
    try:
        pipes = Pipes(process, feed)
        pipes.poller.register(pidfd, select.POLLIN)
        deadline = start + limit
        while not pipes.turn(deadline - time.monotonic()):
            if time.monotonic() >= deadline:
                outcome.timed_out = True
                outcome.leftovers = [describe(pid) for pid in descendants()]
                process.kill()
                break
        returncode = process.wait()
        pipes.poller.unregister(pidfd)
        if outcome.timed_out:
            kill_children()
        else:
            outcome.returncode = returncode
            outcome.leftovers = settle(grace, pipes.turn)
        pipes.drain()
        outcome.out = pipes.text(process.stdout)
        outcome.err = pipes.text(process.stderr)
        outcome.too_much = pipes.size >= OUTPUT_LIMIT
    finally:
        os.close(pidfd)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()
    outcome.seconds = time.monotonic() - start
    return outcome
