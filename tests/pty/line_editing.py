# SPDX-License-Identifier: GPL-3.0-or-later
"""History and completion; most only where the shell has a line editor."""

import os

from terminal import case


@case("Up brings the last command again", editor=True, env={"TERM": "xterm"}, differ="dash")
def _(t):
    t.run("echo a$((1))", "a1")
    t.key("Up")
    t.text("echo a$((1))")
    t.type("\n")
    t.expect("a1\n")
    t.prompt()
    t.exit()


@case("the history file is read at the start", editor=True, files={".history": "echo from-before\n"},
      only="the file's format differs")
def _(t):
    t.key("Up")
    t.text("echo from-before")
    t.type("\n")
    t.expect("from-before\n")
    t.prompt()
    t.exit()


@case("what was typed in one shell is there in the next", editor=True, only="the file's format differs")
def _(t):
    t.line("$PIPESH")
    t.prompt()
    t.run("echo remem''bered", "remembered")
    t.key("C-d")
    t.prompt()
    t.line("$PIPESH")
    t.prompt()
    t.run("fc -l", ".*remem''bered.*")
    t.key("C-d")
    t.prompt()
    t.exit()


@case("the history file is written at exit", editor=True, only="the file's format differs")
def _(t):
    t.run("echo kept-line", "kept-line")
    t.exit()
    with open(os.path.join(t.folder, ".history")) as file:
        assert "echo kept-line" in file.read()


@case("the history file is private", editor=True, only="the file's format differs")
def _(t):
    t.run("echo secret", "secret")
    t.exit()
    assert os.stat(os.path.join(t.folder, ".history")).st_mode & 0o077 == 0


@case("HISTSIZE limits the history", editor=True, env={"HISTSIZE": "3"}, only="the file's format differs")
def _(t):
    for number in range(6):
        t.run("echo line-%d" % number, "line-%d" % number)
    t.exit()
    with open(os.path.join(t.folder, ".history")) as file:
        text = file.read()
    assert "line-5" in text and "line-0" not in text, text


@case("without HISTFILE the history goes nowhere that was not asked for", editor=True, env={"HISTFILE": ""},
      only="the file's format differs")
def _(t):
    t.run("echo x", "x")
    t.exit()
    assert not [name for name in os.listdir(t.folder) if "x" == name]


@case("a command of several lines is one entry", editor=True, env={"TERM": "xterm"}, only="how it is joined differs")
def _(t):
    t.line("for i in 1 2; do")
    t.text("more> ")
    t.line("echo i$i")
    t.text("more> ")
    t.line("done")
    t.expect("i1\ni2\n")
    t.prompt()
    t.key("Up")
    t.expect("for i in 1 2; do.*echo i.i.*done")
    t.type("\n")
    t.expect("i1\ni2\n")
    t.prompt()
    t.exit()


@case("Tab completes a file name", editor=True, files={"unmistakable-file": "content\n"}, differ="dash")
def _(t):
    t.type("cat unmist")
    t.text("cat unmist")
    t.key("Tab")
    t.text("akable-file")
    t.type("\n")
    t.expect("content\n")
    t.prompt()
    t.exit()


@case("Tab completes a directory with a slash and a name with a blank is quoted", editor=True,
      files={"two words": "content\n"}, differ="dash")
def _(t):
    t.type("cat two")
    t.text("cat two")
    t.key("Tab")
    t.type("\n")
    t.expect("content\n")
    t.prompt()
    t.exit()


@case("Tab completes a command from PATH", editor=True, differ="dash")
def _(t):
    t.type("descripto")
    t.text("descripto")
    t.key("Tab")
    t.text("rs")
    t.type("\n")
    t.expect(r"0 1 2\n")
    t.prompt()
    t.exit()


@case("Tab completes a function, an alias and a builtin", editor=True, only="which names are completed differs")
def _(t):
    t.run("unmistakable_function() { echo fun; }; alias unquestioned_alias='echo ali'", "")
    for start, output in (("unmistakab", "fun"), ("unquestion", "ali")):
        t.type(start)
        t.text(start)
        t.key("Tab")
        t.type("\n")
        t.expect(output + "\n")
        t.prompt()
    t.exit()


@case("Tab with nothing to complete does no harm", editor=True)
def _(t):
    t.type("echo zzz-nothing-")
    t.text("zzz-nothing-")
    t.key("Tab")
    t.type("\n")
    t.expect("zzz-nothing-\\s*\n")
    t.prompt()
    t.exit()


@case("a pasted text of several lines runs in order", env={"TERM": "xterm"})
def _(t):
    t.type("echo p$((1))\necho p$((2))\nfor i in 3 4; do\necho p$i\ndone\n")
    for number in (1, 2, 3, 4):
        t.expect("p%d\n" % number)
    t.prompt()
    t.exit()


@case("no character is lost when signals come while it is shown", editor=True, only="no other shell is held to it")
def _(t):
    t.run("(while :; do kill -CHLD $$; done) & (while :; do kill -CHLD $$; done) & echo going", "(?s).*going")
    for i in range(30):
        t.run(f": {i} the quick brown fox jumps over the lazy dog, and again", "(?s).*")
    t.run("kill %1 %2; wait", "(?s).*")
    t.exit()
