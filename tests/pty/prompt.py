# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompt and what is typed at it."""

import os
import signal

from terminal import PROMPT2, case


@case("a command at the prompt runs and the prompt comes back")
def _(t):
    t.run("echo one two", "one two")
    t.exit()


@case("PS1 is expanded each time it is shown")
def _(t):
    t.line("x=1; PS1='<$x> '")
    t.text("<1> ")
    t.line("x=2")
    t.text("<2> ")
    t.exit()


@case("PS1 that is unset shows no prompt")
def _(t):
    t.line("unset PS1; echo here")
    t.expect("here\n")
    t.type("echo still $((40 + 2))\n")
    t.expect("still 42")
    t.exit()


@case("PS1 comes from the environment, with blanks and a dollar kept", env={"PS1": "a  b $ "}, start=False)
def _(t):
    t.text("a  b $ ")
    t.type("exit 3\n")
    t.wait(3)


@case("PS2 is shown while a command is not complete")
def _(t):
    t.line("if true")
    t.text(PROMPT2)
    t.line("then echo inside")
    t.text(PROMPT2)
    t.line("fi")
    t.expect("inside\n")
    t.prompt()
    t.exit()


@case("PS2 is shown for an open quote, a continued line, a here-document and an open substitution")
def _(t):
    for first, last, output in (
            ("echo 'a", "b'", "a\nb"), ("echo a\\", "b", "ab"), ("cat <<E", "text\nE", "text"), ("echo $(", "echo c)", "c")):
        t.line(first)
        t.text(PROMPT2)
        for line in last.split("\n"):
            t.type(line + "\n")
        t.expect(output + "\n")
        t.prompt()
    t.exit()


@case("a complete line runs before the next is read")
def _(t):
    t.type("echo a$((1))\necho b$((2))\n")
    t.expect("a1\n")
    t.expect("b2\n")
    t.prompt()
    t.exit()


@case("an empty line and a comment only bring the prompt again")
def _(t):
    t.type("\n")
    t.prompt()
    t.run("# a comment", "")
    t.run("   ", "")
    t.exit()


@case("an empty line keeps the status")
def _(t):
    t.run("false", "")
    t.type("\n")
    t.prompt()
    t.run("echo $?", "1")
    t.exit()


@case("end of file ends the shell with the last status")
def _(t):
    t.run("(exit 3)", "")
    t.key("C-d")
    t.wait(3)


@case("end of file within a line does not end the shell")
def _(t):
    t.type("echo a$((1))")
    t.expect(r"a\$\(\(1\)\)")
    t.key("C-d")
    t.type("\n")
    t.expect("a1\n")
    t.prompt()
    t.exit()


@case("exit ends the shell with its status")
def _(t):
    t.type("exit 42\n")
    t.wait(42)


@case("exit without an operand gives the last status")
def _(t):
    t.run("(exit 7)", "")
    t.type("exit\n")
    t.wait(7)


@case("the EXIT trap runs at the end of an interactive shell")
def _(t):
    t.run("trap 'echo by''e' EXIT", "")
    t.key("C-d")
    t.expect("bye\n")
    t.wait(0)


@case("a syntax error at the prompt does not end the shell")
def _(t):
    t.run("if then", ".+")
    t.run("echo st$((1))ll", "st1ll")
    t.run("echo )", ".+")
    t.run("echo $(($? > 0))", "1")
    t.exit()


@case("a syntax error in eval does not end the shell", differ="bash")
def _(t):
    t.run("eval 'if then'; echo no", "(?!.*\nno).+")
    t.run("echo st$((1))ll", "st1ll")
    t.exit()


@case("a special builtin's error does not end the shell")
def _(t):
    t.run("set -o no-such-option", ".+")
    t.run(". ./no-such-file", ".+")
    t.run("readonly r=1; unset r", ".+")
    t.run("export 1x", ".+")
    t.run(": </no/such/file", ".+")
    t.run("echo st$((1))ll", "st1ll")
    t.exit()


@case("an assignment error does not end the shell and stops the line")
def _(t):
    t.run("readonly r=1", "")
    t.run("r=2; echo n''o", "(?!.*\nno).+")
    t.run("echo st$((1))ll $r", "st1ll 1")
    t.exit()


@case("an expansion error does not end the shell and stops the line")
def _(t):
    t.run("echo ${u?gone}; echo n''o", "(?!.*\nno).*gone.*")
    t.run("set -u; echo $u; echo n''o", "(?!.*\nno).+")
    t.run("echo $((1/0))", ".+")
    t.run("echo st$((1))ll", "st1ll")
    t.exit()


@case("an expansion error in a loop or function stops the whole command")
def _(t):
    t.run("f() { : ${u?gone}; echo n''o; }", "")
    t.run("for i in 1 2; do f; echo n''o; done", "(?!.*\nno).*gone.*")
    t.run("echo $(($? > 0))", "1")
    t.exit()


@case("a command that is not found does not end the shell", differ="dash")
def _(t):
    t.run("no-such-command-here", ".+")
    t.run("echo $?", "127")
    t.run("exec no-such-command-here", ".+")
    t.run("echo $?", "127")
    t.exit()


@case("the file named by ENV is read", env={"ENV": "$HOME/env"}, files={"env": "fromenv=read\nalias hi='echo hello'\n"})
def _(t):
    t.run("echo $fromenv", "read")
    t.run("hi", "hello")
    t.exit()


@case("ENV is not read by a script at the terminal", env={"ENV": "$HOME/env"},
      files={"env": "echo read; fromenv=read\n", "s": "echo \"<$fromenv>\"\n"})
def _(t):
    t.run("$PIPESH ./s", "<>")
    t.run("$PIPESH -c 'echo \"<$fromenv>\"'", "<>")
    t.exit()


@case("an error in the ENV file does not end the shell", env={"ENV": "$HOME/env"},
      files={"env": "before=1\nno-such-command-here\n: ${u?gone}\n"})
def _(t):
    t.run("echo st$((1))ll$before", "st1ll1")
    t.exit()


@case("-c at a terminal shows no prompt and reads nothing", start=False, args=["-c", "echo a$((1))"])
def _(t):
    t.wait(0)
    assert t.screen() == "a1\n", t.screen()


@case("aliases work at the prompt from the next line on")
def _(t):
    t.run("alias hi='echo hello'", "")
    t.run("hi", "hello")
    t.exit()


@case("type-ahead is not lost while a command runs")
def _(t):
    t.line("echo go; read x; echo \"got <$x>\"")
    t.expect("go\n")
    t.type("for the read\n")
    t.expect("got <for the read>\n")
    t.prompt()
    t.exit()


@case("set -o ignoreeof keeps the shell at end of file")
def _(t):
    t.run("set -o ignoreeof", "")
    t.key("C-d")
    t.prompt()
    t.run("echo st$((1))ll", "st1ll")
    t.exit()


@case("the shell shows $- with i")
def _(t):
    t.run("case $- in *i*) echo inter''active;; esac", "interactive")
    t.run("case $- in *m*) echo moni''tor;; esac", "monitor")
    t.exit()


@case("a very long line is taken whole", env={"TERM": "xterm"})
def _(t):
    words = " ".join("w%03d" % number for number in range(150))
    t.type("set -- " + words + "; echo n=$#\n")
    t.expect("n=150\n")
    t.prompt()
    t.exit()


@case("non-ASCII text at the prompt", differ="dash")
def _(t):
    t.type("x=äöü; echo \"<$x>\" ${#x}\n")
    t.expect("<äöü> 3\n")
    t.prompt()
    t.exit()


@case("set -v and set -x at the prompt")
def _(t):
    t.run("set -x", "")
    t.run("echo a", r"\+ echo a\na")
    t.exit()


@case("a hangup ends the shell and its jobs")
def _(t):
    t.line("sleep 1000")
    t.until_foreground()
    os.kill(t.pid, signal.SIGHUP)
    t.wait()


@case("a hangup at the prompt ends the shell, its background and its stopped jobs",
      only="dash does not end its jobs, bash may wait for a key first")
def _(t):
    t.line("sleep 1001")
    t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.line("sleep 1002 &")
    t.prompt()
    os.kill(t.pid, signal.SIGHUP)
    t.wait()


@case("the shell ends when its terminal goes away")
def _(t):
    t.run("trap 'echo bye >gone' EXIT; trap '' TERM", "")
    t.hang_up()
    t.wait()


@case("the shell ends when its terminal goes away while a command runs")
def _(t):
    t.line("sleep 1001 | sleep 1002; sleep 1003")
    t.until_foreground(count=2)
    t.hang_up()
    t.wait()


@case("SIGTERM does not end an interactive shell")
def _(t):
    os.kill(t.pid, signal.SIGTERM)
    t.run("echo st$((1))ll", "st1ll")
    t.exit()
