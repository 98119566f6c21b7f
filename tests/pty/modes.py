# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal's modes: given to programs as they should be, repaired after them."""

import termios

from terminal import case

ECHO_CANON = termios.ECHO | termios.ICANON


@case("a program finds the terminal in cooked mode with echo")
def _(t):
    t.line("sh -c 'echo ready; exec sleep 1000'")
    t.expect("ready\n")
    assert t.modes()[3] & ECHO_CANON == ECHO_CANON
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("a program that is killed in raw mode leaves a terminal that works", differ="dash")
def _(t):
    t.line("sh -c 'stty raw -echo; kill -KILL $$'")
    t.prompt()
    t.line("sh -c 'echo ready; exec sleep 1000'")
    t.expect("ready\n")
    assert t.modes()[3] & ECHO_CANON == ECHO_CANON
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("stty by a program that succeeds is kept")
def _(t):
    t.run("stty -echoctl; stty -a | grep -c -e -echoctl", "1")
    t.run("stty -a | grep -c -e -echoctl", "1")
    t.exit()


@case("a stopped job's modes come back with fg",
      only="dash and bash leave it to the job")
def _(t):
    t.line("sh -c 'stty -echo -icanon; echo ready; exec sleep 1000'")
    t.expect("ready\n")
    group = t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.run("stty -a | grep -c -w -e -icanon", "0")
    t.line("fg")
    t.until_foreground(group)
    t.until(lambda: not t.modes()[3] & ECHO_CANON, "the job's modes")
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("the terminal is cooked after the shell has ended")
def _(t):
    before = None
    t.line("sh -c 'echo ready; exec sleep 1000'")
    t.expect("ready\n")
    before = t.modes()[3]
    t.key("C-c")
    t.prompt()
    t.exit(0)
    assert t.modes()[3] == before


@case("the window's size reaches programs")
def _(t):
    t.set_size(33, 77)
    t.run("stty size", "33 77")
    t.exit()


@case("the terminal comes back to the shell after a job that took it")
def _(t):
    t.run("$PIPESH -c 'set -m; /bin/true; sh -c \"exit 3\"'; echo $?", "3")
    t.run("echo on$((1))", "on1")
    t.exit()


@case("a shell started from the shell gives the terminal back")
def _(t):
    t.line("$PIPESH")
    t.prompt()
    t.run("echo in''ner", "inner")
    t.line("exit 3")
    t.prompt()
    t.run("echo $?", "3")
    t.exit()
