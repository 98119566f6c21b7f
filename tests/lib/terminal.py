# SPDX-License-Identifier: GPL-3.0-or-later
"""A shell at a pseudo-terminal, and the words terminal cases are written in.

A case is a function that takes a Session.  It says what is typed and what must appear, never how long to wait: each
`expect` waits for its text up to the case's time limit and fails with what came instead.
"""

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time

import supervise

PROMPT = "ready> "
PROMPT2 = "more> "
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][0-9A-B]?|\x1b\][^\a]*\a|\r|\a")

CASES = []


class Failure(Exception):
    pass


class Skip(Exception):
    pass


class TerminalCase:
    def __init__(self, function, name, options):
        self.function = function
        self.name = name
        self.file = os.path.basename(function.__code__.co_filename)
        self.line = function.__code__.co_firstlineno
        self.options = options

    def __str__(self):
        return "%s: %s" % (self.file, self.name)


def case(name, **options):
    """Make a function a terminal case.

    env={}      more environment (None takes a name away)
    args=[]     more arguments for the shell
    start=True  wait for the first prompt before the function runs
    editor=True only where the shell has a line editor (readline)
    differ=""   other shells known to behave otherwise
    only=""     why no other shell is held to it
    """
    def register(function):
        CASES.append(TerminalCase(function, name, options))
        return function
    return register


class Session:
    """A shell that runs on a terminal of its own."""

    def __init__(self, argv, folder, env, limit):
        self.folder = folder
        self.limit = limit
        self.deadline = time.monotonic() + limit
        self.raw = b""
        self.seen = 0
        self.master, self.slave = os.openpty()
        self.set_size(24, 250)
        slave_name = os.ttyname(self.slave)

        def take_terminal():
            os.setsid()
            descriptor = os.open(slave_name, os.O_RDWR)
            fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
            for number in (0, 1, 2):
                os.dup2(descriptor, number)
            if descriptor > 2:
                os.close(descriptor)

        self.process = subprocess.Popen(
            argv, cwd=folder, env=env, preexec_fn=take_terminal, restore_signals=False, close_fds=True)
        self.pid = self.process.pid
        os.set_blocking(self.master, False)

    # What a person does.

    def type(self, text):
        """Type text; a newline is the Enter key."""
        data = text.replace("\n", "\r").encode()
        while data:
            try:
                data = data[os.write(self.master, data):]
            except BlockingIOError:
                self.read_some(0.05)
                self.check_time("type " + repr(text))

    def line(self, text):
        """Type text and Enter, and wait until the terminal has shown it: what is expected next comes after it."""
        self.type(text + "\n")
        self.expect_echo(text)

    def key(self, name):
        """Press a key by name: C-c, C-d, C-z, C-\\, Tab, Up, Down, Enter."""
        keys = {"Tab": "\t", "Up": "\033[A", "Down": "\033[B", "Enter": "\r", "C-\\": "\034"}
        text = keys.get(name) or chr(ord(name[2].lower()) - ord("a") + 1)
        os.write(self.master, text.encode())

    def set_size(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # What a person sees.

    def screen(self):
        """Everything shown since the last thing expected, without escape sequences and carriage returns."""
        return ESCAPES.sub(b"", self.raw[self.seen:]).decode("utf-8", "replace")

    def expect(self, pattern):
        """Wait until the regular expression matches what is shown; return the match."""
        compiled = re.compile(pattern, re.DOTALL)
        while True:
            match = compiled.search(self.screen())
            if match:
                self.consume(match.end())
                return match
            if not self.read_some(0.2) and self.ended():
                self.read_some(0)
                if compiled.search(self.screen()):
                    continue
                raise Failure("expected %r, but the shell ended; shown: %r" % (pattern, self.screen()))
            self.check_time("expect %r" % pattern)

    def text(self, text):
        return self.expect(re.escape(text))

    def prompt(self, prompt=PROMPT):
        """Wait for the prompt; return what was shown before it."""
        return self.expect("(.*?)" + re.escape(prompt)).group(1)

    def expect_echo(self, text):
        """The typed line as the terminal or the line editor shows it: it may have been redrawn."""
        self.expect(re.escape(text) + r"[^\n]*\n")

    def run(self, command, output=None):
        """Run a command that ends, up to the next prompt; its output must match, if given.  Return the output."""
        self.line(command)
        shown = self.prompt()
        if output is not None and re.fullmatch(output, shown.rstrip("\n"), re.DOTALL) is None:
            raise Failure("%s: expected output %r, got %r" % (command, output, shown))
        return shown

    def value(self, expression):
        """What an expansion gives in the shell, undisturbed by notices."""
        self.line('echo "value=<%s>"' % expression)
        value = self.expect("value=<(.*?)>").group(1)
        self.prompt()
        return value

    def consume(self, count):
        """Move on past `count` characters of screen()."""
        shown = 0
        position = self.seen
        while shown < count:
            match = ESCAPES.match(self.raw, position)
            if match:
                position = match.end()
                continue
            width = 1
            first = self.raw[position]
            if first >= 0xC0:
                width = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            position += width
            shown += 1
        self.seen = position

    def unseen(self, text):
        """Fail if the text is among what is shown now."""
        if text in self.screen():
            raise Failure("%r should not be shown: %r" % (text, self.screen()))

    # What the kernel knows.

    def until(self, condition, what):
        """Wait until condition() is true; it is asked again and again."""
        while not condition():
            self.read_some(0.005)
            self.check_time(what)

    def foreground(self):
        """The process group in the terminal's foreground."""
        return os.tcgetpgrp(self.master)

    def until_foreground(self, group=None, count=1):
        """Wait until a group other than the shell's (or the one given) has the terminal, has `count` processes, and
        each of them runs a program: a key pressed before the exec meets a process that is still preparing itself.
        Return the group."""
        own = os.getpgid(self.pid)

        def there():
            now = self.foreground()
            if now in (own, 0) or group not in (None, now):
                return False
            members = self.members(now)
            return len(members) >= count and all(self.command(pid) != self.command(self.pid) for pid in members)
        self.until(there, "wait for a foreground job")
        return self.foreground()

    def members(self, group):
        """The living processes of a process group."""
        found = []
        for pid in supervise.descendants():
            try:
                if os.getpgid(pid) == group and self.state(pid) != "Z":
                    found.append(pid)
            except ProcessLookupError:
                continue
        return found

    def command(self, pid):
        try:
            with open("/proc/%d/cmdline" % pid, "rb") as file:
                return file.read()
        except OSError:
            return b""

    def kill_group(self, group):
        """Kill a job from outside and let the shell notice."""
        members = self.members(group)
        os.killpg(group, signal.SIGKILL)
        for pid in members:
            self.until_state(pid, ("Z", "gone"))
        self.run(":")

    def state(self, pid):
        try:
            with open("/proc/%d/stat" % pid, "rb") as file:
                return file.read().rpartition(b")")[2].split()[0].decode()
        except OSError:
            return "gone"

    def until_state(self, pid, states):
        self.until(lambda: self.state(pid) in states, "wait for process %d to be in a state of %s" % (pid, states))

    def until_file(self, name):
        """Wait until a file has a whole line; return its text."""
        path = os.path.join(self.folder, name)

        def there():
            return os.path.exists(path) and "\n" in open(path).read()
        self.until(there, "wait for file " + name)
        return open(path).read()

    def modes(self):
        """The terminal's modes, as tcgetattr has them."""
        return termios.tcgetattr(self.slave)

    def has_editor(self):
        """At a prompt: a shell with a line editor has taken the terminal out of canonical mode."""
        return not self.modes()[3] & termios.ICANON

    # The end.

    def hang_up(self):
        """The terminal goes away, as when its window is closed."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def ended(self):
        return self.process.poll() is not None

    def wait(self, status=None):
        """Wait for the shell to end; its status must be the one given."""
        while not self.ended():
            self.read_some(0.01)
            self.check_time("wait for the shell to end")
        self.read_some(0)
        if status is not None and self.process.returncode != status:
            raise Failure("the shell's status: expected %s, got %s" % (status, self.process.returncode))

    def exit(self, status=0):
        """Leave by `exit STATUS` and wait for the end."""
        self.type("exit %d\n" % status)
        self.wait(status)

    def finish(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        supervise.kill_children()
        if self.master >= 0:
            os.close(self.master)
            os.close(self.slave)

    # Inside.

    def read_some(self, seconds):
        """Read what comes within `seconds`; False if nothing came."""
        if self.master < 0:
            time.sleep(seconds)
            return False
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError as error:
            if error.errno in (errno.EIO, errno.EAGAIN):
                return False
            raise
        self.raw += data
        return bool(data)

    def check_time(self, what):
        if time.monotonic() > self.deadline:
            left = ", ".join(supervise.describe(pid) for pid in supervise.descendants())
            raise Failure("time limit: %s; shown: %r; running: %s" % (what, self.screen(), left))
