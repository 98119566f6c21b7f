# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tab completes where."""

from terminal import case

ONLY = "what is completed differs"


def complete(t, typed, output):
    """Type, press Tab and Enter; the command's output must match."""
    t.type(typed)
    t.key("Tab")
    t.type("\n")
    t.expect("\n" + output + "\n")
    t.prompt()


@case("after an operator, a reserved word, an assignment and in a substitution Tab completes commands", editor=True,
      files={"unmist": "wrong\n"}, only=ONLY)
def _(t):
    t.run("unmistakable() { echo right \"$@\"; }", "")
    for before, after in (("true && ", ""), ("echo x | ", ""), ("if true; then ", "; fi"), ("x=1 ", ""), ("! ", ""),
                          ("(", ")"), ("echo $(", ")"), ("echo `", "`"), ("{ ", "; }"), ("command -v true; ", "")):
        t.type(before + "unmist")
        t.key("Tab")
        t.type(after + "\n")
        t.expect("\n(.*\n)?right\\s*\n")
        t.prompt()
    t.exit()


@case("after a redirection, an option's = and in an assignment Tab completes files", editor=True,
      files={"unmistakable": "content\n"}, only=ONLY)
def _(t):
    complete(t, "cat <unmi", "content")
    t.type("x=unmi")
    t.key("Tab")
    t.type("\n")
    t.prompt()
    t.run("echo $x", "unmistakable")
    complete(t, "echo --file=unmi", "--file=unmistakable ?")
    t.type("PATH=$PATH:unmi")
    t.key("Tab")
    t.type("\n")
    t.prompt()
    t.run("echo ${PATH##*:}", "unmistakable")
    t.exit()


@case("Tab quotes what needs it, in the quotes that are there", editor=True,
      files={"a b": "1\n", "c'd": "2\n", "e$f\"g": "3\n", "it*s": "4\n"}, only=ONLY)
def _(t):
    complete(t, "cat a", "1")
    complete(t, "cat 'a", "1")
    complete(t, "cat \"a", "1")
    complete(t, "cat c", "2")
    complete(t, "cat 'c", "2")
    complete(t, "cat e", "3")
    complete(t, "cat \"e", "3")
    complete(t, "cat 'e", "3")
    complete(t, "cat it", "4")
    complete(t, "cat a\\ ", "1")
    t.exit()


@case("Tab completes directories with a slash, and only those after cd", editor=True, files={"dirt": "file\n"}, only=ONLY)
def _(t):
    t.run("mkdir -p 'dir one/sub' && echo deep >'dir one/sub/unmistakable'", "")
    t.type("cd di")
    t.key("Tab")
    t.type("su")
    t.key("Tab")
    t.type("\n")
    t.prompt()
    t.run("pwd", ".*/dir one/sub")
    complete(t, "cat ~/dir\\ one/sub/unm", "deep")
    complete(t, "cat \"$HOME/dir one/sub/unm", "deep")
    t.exit()


@case("Tab completes parameters, with and without braces and quotes", editor=True, only=ONLY)
def _(t):
    t.run("UNMISTAKABLE=value", "")
    complete(t, "echo $UNMIS", "value")
    complete(t, "echo ${UNMIS", "value")
    t.type("echo \"<${UNMIS")
    t.key("Tab")
    t.type(">\"\n")
    t.expect("\n<value>\n")
    t.prompt()
    t.type("unset UNMIS")
    t.key("Tab")
    t.type("\n")
    t.prompt()
    t.run("echo ${UNMISTAKABLE-gone}", "gone")
    t.exit()


@case("Tab completes up to where the names differ, then lists them", editor=True,
      files={"unmist-one": "", "unmist-two": "2\n"}, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.type("cat unm")
    t.key("Tab")
    t.text("unmist-")
    t.key("Tab")
    t.key("Tab")
    t.expect("unmist-one +unmist-two")
    t.prompt()
    t.type("t")
    t.key("Tab")
    t.type("\n")
    t.expect("\n2\n")
    t.prompt()
    t.exit()


@case("Tab knows the lines before on which the command began", editor=True, files={"unmistakable": "content\n"}, only=ONLY)
def _(t):
    t.line("cat \\")
    t.text("more> ")
    t.type("unmi")
    t.key("Tab")
    t.type("\n")
    t.expect("\ncontent\n")
    t.prompt()
    t.exit()


@case("Tab completes option names after set -o and signals after kill -s", editor=True, only=ONLY)
def _(t):
    t.type("set -o noclo")
    t.key("Tab")
    t.type("\n")
    t.prompt()
    t.run("case $- in *C*) echo on;; esac", "on")
    t.type("kill -s WINC")
    t.key("Tab")
    t.type("$$\n")
    t.prompt()
    t.exit()


@case("Tab shows hidden files only when asked, and leaves file names of any bytes whole", editor=True,
      files={".hidden": "h\n", "näme mit ü": "umlaut\n"}, only=ONLY)
def _(t):
    complete(t, "cat .hid", "h")
    complete(t, "cat nä", "umlaut")
    t.exit()


@case("vi's * puts all completions into the line", editor=True, files={"unmist-1": "one\n", "unmist-2": "two\n"}, only=ONLY)
def _(t):
    t.run("set -o vi", "")
    t.type("cat unmist\033*\n")
    t.expect("one\ntwo\n")
    t.prompt()
    t.exit()
