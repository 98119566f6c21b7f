# SPDX-License-Identifier: GPL-3.0-or-later
"""fc, and the history file between sessions."""

import os

from terminal import PROMPT2, case

ONLY = "what is in the list at the start, and what is echoed, differs"


def history(t):
    with open(os.path.join(t.folder, ".history")) as file:
        return file.read()


@case("fc -l lists commands by number, without itself", only=ONLY)
def _(t):
    t.run("echo one", "one")
    t.run("echo two", "two")
    t.run("fc -l", "1\techo one\n2\techo two")
    t.run("fc -ln", "\techo one\n\techo two\n\tfc -l")
    t.run("fc -lr 1 2", "2\techo two\n1\techo one")
    t.run("fc -l 2 1", "2\techo two\n1\techo one")
    t.run("fc -lr 2 1", "1\techo one\n2\techo two")
    t.run("fc -l echo echo", "2\techo two")
    t.exit()


@case("fc -l takes numbers out of range for the nearest", only=ONLY)
def _(t):
    t.run("echo one", "one")
    t.run("echo two", "two")
    t.run("fc -l -100 -2", "1\techo one")
    t.run("fc -ln 2 99", "\techo two\n\tfc -l -100 -2")
    t.exit()


@case("fc -l shows sixteen commands", only=ONLY)
def _(t):
    for number in range(18):
        t.run(": %d" % number, "")
    assert len(t.run("fc -l").splitlines()) == 16
    t.exit()


@case("fc -l shows the lines of a command with tabs", only=ONLY)
def _(t):
    t.line("echo 'a")
    t.text(PROMPT2)
    t.line("b'")
    t.expect("a\nb\n")
    t.prompt()
    t.run("fc -l", "1\techo 'a\n\tb'")
    t.exit()


@case("fc -s runs a command again and enters that", only=ONLY)
def _(t):
    t.run("echo one", "one")
    t.run("fc -s", "echo one\none")
    t.run("fc -s one=two echo", "echo one\ntwo|echo two\ntwo")
    t.run("fc -l", "1\techo one\n2\techo one\n3\techo two")
    t.run("fc -s 1", "echo one\none")
    t.run("fc -s -- -2 2>/dev/null", ".*")
    t.exit()


@case("fc -s with no such command fails", only=ONLY)
def _(t):
    t.run("fc -s", ".*history.*")
    t.run("echo $?", "1")
    t.run("fc -s nothing", ".*nothing.*")
    t.run("echo $?", "1")
    t.exit()


@case("fc edits with -e, FCEDIT and runs the result", only=ONLY,
      files={"edit": "#!/bin/sh\nsed s/old/new/ \"$1\" >\"$1.x\" && cat \"$1.x\" >\"$1\" && rm \"$1.x\"\n"})
def _(t):
    t.run("echo old", "old")
    t.run("fc -e 'sh ./edit'", "echo new\nnew")
    t.run("fc -l", "1\techo old\n2\techo new")
    t.run("FCEDIT='sh ./edit'", "")
    t.run("fc 1", "echo new\nnew")
    t.run("fc 1 2", "echo new\necho new\nnew\nnew")
    t.run("TMPDIR=$PWD; fc -e false 1; echo $?", "1")
    t.run("echo pipesh-*", "pipesh-\\*")
    t.exit()


@case("fc enters each command of an edited text for itself", only=ONLY,
      files={"edit": "#!/bin/sh\nprintf 'echo a\\nfor i in 1; do\\n echo $i\\ndone\\n' >\"$1\"\n"})
def _(t):
    t.run("echo old", "old")
    t.run("fc -e 'sh ./edit'", ".*a\n1")
    t.run("fc -l", "1\techo old\n2\techo a\n3\tfor i in 1; do\n\t echo \\$i\n\tdone")
    t.exit()


@case("fc in a script has no history", only=ONLY)
def _(t):
    t.run("$PIPESH -c 'fc -l; echo $?'", ".*history is empty\n1")
    t.exit()


@case("a command of several lines survives in the file", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.line("echo 'a\\")
    t.text(PROMPT2)
    t.line("b'")
    t.expect("a\\\\\nb\n")
    t.prompt()
    t.run("echo x", "x")
    t.line("$PIPESH")
    t.prompt()
    t.run("fc -l", "1\techo 'a\\\\\n\tb'\n2\techo x")
    t.type("exit\n")
    t.prompt()
    t.exit()


@case("two sessions keep each other's commands", only=ONLY)
def _(t):
    t.run("echo outer1", "outer1")
    t.line("$PIPESH")
    t.prompt()
    t.run("echo inner", "inner")
    t.type("exit\n")
    t.prompt()
    t.run("echo outer2", "outer2")
    t.exit()
    text = history(t)
    for line in ("echo outer1", "echo inner", "echo outer2"):
        assert text.count(line + "\n") == 1, text


@case("the file is cut to HISTSIZE without losing what another session wrote", env={"HISTSIZE": "6"}, only=ONLY)
def _(t):
    for number in range(5):
        t.run("echo a%d" % number, "a%d" % number)
    t.line("$PIPESH")
    t.prompt()
    for number in range(3):
        t.run("echo b%d" % number, "b%d" % number)
    t.type("exit\n")
    t.prompt()
    t.run("echo last", "last")
    t.exit()
    lines = history(t).splitlines()
    assert len(lines) == 6 and lines[-1] == "exit 0" and "echo b2" in lines and "echo a0" not in lines, lines


@case("a link to the history file stays one", env={"HISTSIZE": "2"}, files={"real": "old1\nold2\nold3\n"}, only=ONLY)
def _(t):
    os.symlink("real", os.path.join(t.folder, ".link"))
    t.run("HISTFILE=$HOME/.link", "")
    t.run("echo x", "x")
    t.exit()
    assert os.path.islink(os.path.join(t.folder, ".link"))
    with open(os.path.join(t.folder, "real")) as file:
        assert "echo x" in file.read()


@case("unset HISTFILE keeps what follows out of files", only=ONLY)
def _(t):
    t.run("echo kept", "kept")
    t.run("unset HISTFILE", "")
    t.run("echo secret", "secret")
    t.exit()
    assert "secret" not in history(t) and "echo kept" in history(t)
    assert not os.path.exists(os.path.join(t.folder, ".pipesh_history"))


@case("without HISTFILE the history is in ~/.pipesh_history, as sh in ~/.sh_history", env={"HISTFILE": None}, only=ONLY)
def _(t):
    t.run("echo mine", "mine")
    t.line("$PIPESH --posix")
    t.prompt()
    t.run("echo standard", "standard")
    t.type("exit\n")
    t.prompt()
    t.exit()
    with open(os.path.join(t.folder, ".pipesh_history")) as file:
        assert "echo mine" in file.read()
    with open(os.path.join(t.folder, ".sh_history")) as file:
        assert "echo standard" in file.read()


@case("a history file that cannot be used does no harm", env={"HISTFILE": "/dev/null/none"}, only=ONLY)
def _(t):
    t.run("echo x", "x")
    t.run("fc -l", "1\techo x")
    t.exit()


@case("set -o nolog keeps function definitions out", only=ONLY)
def _(t):
    t.run("set -o nolog", "")
    t.run("f() { echo f; }", "")
    t.run("f", "f")
    t.run("fc -l", "1\tset -o nolog\n2\tf")
    t.exit()


@case("an exclamation mark in PS1 is the number of the command", env={"PS1": "ready> "}, only=ONLY)
def _(t):
    t.line("PS1='<!:!!> '")
    t.text("<2:!> ")
    t.line("echo x")
    t.text("<3:!> ")
    t.exit()
