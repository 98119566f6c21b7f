# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens while a line is being typed."""

import os
import signal

from terminal import case

ONLY = "the editor's doing"


@case("set -o vi and set -o emacs switch the editor at once", editor=True, only=ONLY)
def _(t):
    t.run("set -o vi", "")
    t.type("echo wrong\033ccecho right\033\n")
    t.expect("\nright\n")
    t.prompt()
    t.run("set -o emacs", "")
    t.type("wrong\001\013echo right2\n")
    t.expect("\nright2\n")
    t.prompt()
    t.run("case $(set +o) in *'+o vi'*) echo off;; esac", "off")
    t.exit()


@case("set -b tells of a job while a line is being typed", only="others tell before the next prompt")
def _(t):
    t.run("set -b", "")
    t.line("sh -c 'until [ -e go ]; do sleep 0.01; done' &")
    t.prompt()
    t.type("echo ty''ped")
    t.text("echo ty''ped")
    open(os.path.join(t.folder, "go"), "w").close()
    t.expect(r"\[1\].*Done")
    t.prompt()
    t.type("\n")
    t.expect("\ntyped\n")
    t.prompt()
    t.exit()


@case("a trap runs while a line is being typed, and the line stays", only="others run it after the line")
def _(t):
    t.run("trap 'echo tra''pped' USR1", "")
    t.type("echo ty''ped")
    t.text("echo ty''ped")
    os.kill(t.pid, signal.SIGUSR1)
    t.expect("trapped\n")
    t.prompt()
    t.type("\n")
    t.expect("\ntyped\n")
    t.prompt()
    t.exit()


@case("exit in a trap that runs at the prompt ends the shell with its status", only="others run it after the line")
def _(t):
    t.run("trap 'exit 7' USR1", "")
    os.kill(t.pid, signal.SIGUSR1)
    t.wait(7)


@case("a trap on INT runs when Ctrl-C is typed, and the line is dropped", only="when it runs differs")
def _(t):
    t.run("trap 'echo tra''pped' INT", "")
    t.type("echo dropped")
    t.text("echo dropped")
    t.key("C-c")
    t.expect(r"trapped\n\s*ready> (?!echo)")
    t.run("echo next", "next")
    t.exit()


@case("Ctrl-Z at the prompt does nothing", editor=True)
def _(t):
    t.type("echo o")
    t.text("echo o")
    t.key("C-z")
    t.type("n\n")
    t.expect("on?\n")
    t.prompt()
    t.exit()


@case("colours in PS1 take no place on the line", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.line("PS1=$(printf '\\033[1;32mready\\033[0m> ')")
    t.prompt()
    t.set_size(24, 40)
    os.kill(t.pid, signal.SIGWINCH)
    t.type("echo 0123456789 0123456789 0123\001\005 end\n")
    t.expect("\n0123456789 0123456789 0123 end\n")
    t.prompt()
    t.exit()


@case("a window that grows while a line is typed", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.type("echo si''ze")
    t.text("echo si''ze")
    t.set_size(50, 132)
    os.kill(t.pid, signal.SIGWINCH)
    t.type("; stty size\n")
    t.expect("size\n50 132\n")
    t.prompt()
    t.exit()


@case("a trap on WINCH does not disturb the editor", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.run("trap 'echo win''dow' WINCH", "")
    t.type("echo ty''ped")
    t.text("echo ty''ped")
    os.kill(t.pid, signal.SIGWINCH)
    t.expect("window\n")
    t.type("\n")
    t.expect("\ntyped\n")
    t.prompt()
    t.exit()


@case("vi's v and C-x C-e run what an editor made of the line", editor=True, only=ONLY,
      files={"vi": "#!/bin/sh\necho 'echo edited' >\"$1\"\n"})
def _(t):
    t.run("chmod +x vi; PATH=$PWD:$PATH; set -o vi", "")
    t.type("echo typed\033v")
    t.expect("\nedited\n")
    t.prompt()
    t.run("FCEDIT=vi; set -o emacs", "")
    t.type("echo typed\030\005")
    t.expect("\nedited\n")
    t.prompt()
    t.exit()


@case("a bracketed paste of several lines is one entry of the history", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.type("\033[200~echo p''1\necho p''2\033[201~")
    t.expect("echo p''1.*echo p''2")
    t.type("\n")
    t.expect("p1\np2\n")
    t.prompt()
    t.run("fc -l", "1\techo p''1\n\techo p''2")
    t.exit()


@case("Ctrl-C drops the rest of what was pasted with the command", editor=True, env={"TERM": "xterm"}, only=ONLY)
def _(t):
    t.type("\033[200~sleep 1000\necho wr''ong\033[201~\n")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.unseen("wrong")
    t.run("echo next", "next")
    t.exit()


@case("a change of LC_ALL reaches the editor", editor=True, env={"LC_ALL": "C", "TERM": "xterm"}, only=ONLY)
def _(t):
    t.run("LC_ALL=C.UTF-8; set -o vi", "")
    t.type("echo aäb\033hx\n")
    t.expect("\nab\n")
    t.prompt()
    t.exit()


@case("exec with another input goes on from there", only="the prompt on a file's commands differs",
      files={"commands": "echo from''file\n"})
def _(t):
    t.line("exec <commands")
    t.expect("fromfile\n")
    t.wait(0)


@case("-i reads commands from what is no terminal, and leaves the rest to them", only="what is shown differs")
def _(t):
    t.run("printf 'read x\\nword\\necho \"<$x>\"\\nexit 3\\n' | $PIPESH -i 2>/dev/null; echo $?", "<word>\n3")
    t.run("printf 'cat\\nword\\n' >in; $PIPESH -i 2>/dev/null <in", "word")
    t.run("printf 'echo no newline' | $PIPESH -i 2>/dev/null", "no newline")
    t.exit()


@case("PS1 is $ unless the environment has it", env={"PS1": None, "PS2": None}, start=False, only="the user of the tests")
def _(t):
    t.expect(r"[$#] ")
    t.type("echo \"<$PS1$PS2>\"\n")
    t.expect(r"\n<[$#] > >\n")
    t.exit()


@case("new mail is told of before a prompt", only="the words differ")
def _(t):
    t.run("MAILCHECK=0; MAIL=$PWD/box", "")
    t.run("echo letter >box", ".*mail.*")
    t.run("echo x", "x")
    t.run("name=N; MAILPATH='box2%news for ${name}:box3'", "")
    t.run("echo letter >box2", "news for N")
    t.exit()
