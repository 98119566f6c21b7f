# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C and Ctrl-\\.

bash loses a Ctrl-C that comes just as the line editor has shown something and is about to wait: where a case is said to
differ for bash, it does so now and then.
"""

from terminal import PROMPT2, case


@case("Ctrl-C drops the line and gives a new prompt", differ="bash")
def _(t):
    t.type("echo dropped")
    t.text("echo dropped")
    t.key("C-c")
    t.prompt()
    t.run("echo next", "next")
    t.exit()


@case("Ctrl-C right behind keys that were not yet read gives a new prompt", editor=True, differ="bash")
def _(t):
    for _ in range(100):
        t.type("dropped")
        t.key("C-c")
        t.expect(r"\n")
        t.prompt()
    t.run("echo next", "next")
    t.exit()


@case("Ctrl-C at the prompt gives status 130", differ="bash")
def _(t):
    t.type("abc")
    t.text("abc")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C drops a command of several lines")
def _(t):
    t.line("for i in 1 2; do")
    t.text(PROMPT2)
    t.line("echo no")
    t.text(PROMPT2)
    t.key("C-c")
    t.prompt()
    t.run("echo next", "next")
    t.exit()


@case("Ctrl-C ends the foreground command with status 130")
def _(t):
    t.line("sleep 1000")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C ends every stage of a pipeline")
def _(t):
    t.line("sleep 1001 | sleep 1002 | sleep 1003")
    t.until_foreground(count=3)
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C ends a loop of programs, not only one turn")
def _(t):
    t.line("while :; do sh -c 'echo ready; exec sleep 1000'; done")
    t.expect("ready\n")
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("Ctrl-C ends a loop of builtins")
def _(t):
    t.line("echo star''ted; while :; do :; done")
    t.expect("started\n")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C ends read")
def _(t):
    t.line("echo star''ted; read x; echo no$((1))")
    t.expect("started\n")
    t.key("C-c")
    shown = t.prompt()
    assert "no1" not in shown, shown
    t.run("echo $(($? > 128))", "1")
    t.exit()


@case("Ctrl-C ends wait")
def _(t):
    t.line("sleep 1000 & echo star''ted; wait")
    t.expect("started\n")
    t.until_state(t.pid, "S")
    t.key("C-c")
    t.prompt()
    t.run("kill $!; wait $!; echo e''nd", ".*end.*")
    t.exit()


@case("Ctrl-C does not reach a background job", differ="bash")
def _(t):
    t.line("sleep 1000 &")
    t.prompt()
    t.type("abc")
    t.text("abc")
    t.key("C-c")
    t.prompt()
    t.run("kill -0 $! && echo ali''ve", "alive")
    t.run("kill $!; wait $!; echo e''nd", ".*end.*")
    t.exit()


@case("a trap on INT runs at the prompt and the shell goes on")
def _(t):
    t.run("trap 'echo tra''pped' INT", "")
    t.line("sleep 1000")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.run("trap - INT; echo on$((1))", "on1")
    t.exit()


@case("Ctrl-\\ ends the foreground command with status 131 and not the shell")
def _(t):
    t.type("abc")
    t.text("abc")
    t.key("C-\\")
    t.type("\n")
    t.prompt()
    t.line("sleep 1000")
    t.until_foreground()
    t.key("C-\\")
    t.prompt()
    t.run("echo $?", "131")
    t.exit()


@case("Ctrl-C in a function or a subshell returns to the prompt")
def _(t):
    t.run("f() { sh -c 'echo ready; exec sleep 1000'; echo n''o; }", "")
    t.line("f")
    t.expect("ready\n")
    t.key("C-c")
    t.prompt()
    t.line("(sh -c 'echo ready; exec sleep 1000'; echo n''o)")
    t.expect("ready\n")
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("Ctrl-C during a command substitution")
def _(t):
    t.line("x=$(echo start >&2; sleep 1000); echo n''o")
    t.expect("start\n")
    t.key("C-c")
    shown = t.prompt()
    assert "no\n" not in shown
    t.run("echo on$((1))", "on1")
    t.exit()
