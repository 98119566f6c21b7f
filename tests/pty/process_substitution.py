# SPDX-License-Identifier: GPL-3.0-or-later
"""Process substitutions at the prompt: Ctrl-C, Ctrl-Z, the terminal."""

import os

from terminal import case

ONLY = "no other shell sends Ctrl-C to the process"


@case("Ctrl-C ends the process of a substitution, too", only=ONLY)
def _(t):
    t.run("mkfifo fifo", "")
    t.line("cat <(trap 'echo got >got; exit 3' INT; echo >ready; read -r x <>fifo)")
    t.until_foreground()
    t.until_file("ready")
    t.key("C-c")
    t.prompt()
    t.run("echo $? ${PROCSTATUS[@]}; cat got", "130 3\ngot")
    t.exit()


@case("Ctrl-C ends a loop that reads from a substitution, and its process", differ="dash mksh yash")
def _(t):
    t.line("while read -r x; do echo $x; done < <(echo go; exec sleep 1000)")
    t.expect("go\n")
    t.key("C-c")
    t.prompt()
    t.run("echo on", "on")
    t.exit()


@case("Ctrl-C ends the wait for a process that reads", only=ONLY)
def _(t):
    t.run("mkfifo fifo", "")
    t.line("true > >(trap '' INT; echo go; read -r x <fifo; echo $x >got; exit 3)")
    t.expect("go\n")
    t.key("C-c")
    t.prompt()
    t.run("echo word >fifo; wait $!; echo $?; cat got", "3\nword")
    t.exit()


@case("a stopped command does not wait for its substitutions", only=ONLY)
def _(t):
    t.line("sleep 1000 > >(cat)")
    t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.run("kill -9 %1; wait %1; echo s=$?", "(?s).*s=137")
    t.exit()


@case("a process of a substitution is not stopped when it writes to the terminal", differ="dash mksh yash")
def _(t):
    t.run("stty tostop; cat <(echo written >/dev/tty; echo read); stty -tostop", "written\nread")
    t.exit()


@case("a builtin whose reader has ended does not end the shell", only=ONLY)
def _(t):
    t.run("while :; do echo y; done > >(head -n 1); echo $?", "y\n141")
    t.run("echo $$", str(t.pid))
    t.exit()


@case("exec > >(...) at the prompt is seen through at the end", only="bash does not wait")
def _(t):
    t.run("exec > >(cat >log); echo hello", "")
    t.exit()
    with open(os.path.join(t.folder, "log"), encoding="ascii") as log:
        assert log.read() == "hello\n"
