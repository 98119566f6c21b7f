# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands under terms: who has the terminal, Ctrl-C, Ctrl-Z."""

import os
import signal

from terminal import case

ONLY = "no other shell has `with`"


@case("a command with a deadline owns the terminal, and gives it back", only=ONLY)
def _(t):
    t.line("with -t 60 sh -c 'echo go; read x; echo \"<$x>\"'")
    t.expect("go\n")
    assert t.foreground() != os.getpgid(t.pid)
    t.type("word\n")
    t.expect("<word>\n")
    t.prompt()
    assert t.foreground() == os.getpgid(t.pid)
    t.exit()


@case("the terminal is given back when the deadline has passed", only=ONLY)
def _(t):
    t.run("with -t 0.2 sh -c 'stty -echo; sleep 1000'; echo s=$?", "s=124")
    assert t.foreground() == os.getpgid(t.pid)
    t.run("echo ec''ho", "echo")
    t.exit()


@case("Ctrl-C ends a command with a deadline, status 130", only=ONLY)
def _(t):
    t.line("with -t 60 sleep 1000 | sleep 1001")
    t.until_foreground(count=2)
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C ends a loop of builtins with a deadline", only=ONLY)
def _(t):
    t.line("with -t 60 { echo go; while :; do :; done; }")
    t.expect("go\n")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-C ends a command whose output is captured", only=ONLY)
def _(t):
    t.line("with -o x sh -c 'echo $$ >pid; exec sleep 1000'")
    t.until_file("pid")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-Z stops a command with a deadline, fg continues it", only=ONLY)
def _(t):
    t.line("with -t 60 sleep 1000")
    t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.run("jobs", r"\[1\] \+ Stopped with -t 60 sleep 1000")
    t.line("fg")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("the deadline of a stopped command passes while the shell waits for a line", only=ONLY)
def _(t):
    t.line("with -t 1 sh -c 'echo $$ >pid; exec sleep 1000'")
    t.until_foreground()
    pid = int(t.until_file("pid"))
    t.key("C-z")
    t.prompt()
    t.until_state(pid, ("Z", "gone"))
    t.run("wait; echo s=$?", r".*Done\(124\).*")
    t.exit()


@case("a command that was stopped and met its deadline has ended: jobs, fg and bg say so", only=ONLY)
def _(t):
    t.line("with -t 1 sleep 1000 | sh -c 'echo $$ >pid; exec sleep 1001'")
    pid = int(t.until_file("pid"))
    t.until_foreground(count=2)
    t.key("C-z")
    t.prompt()
    t.run("jobs -s; jobs -r", r"\[1\] \+ Stopped with -t 1 sleep 1000 \| sh .*")
    t.until_state(pid, ("Z", "gone"))
    t.run("while jobs -s >f; jobs -r >>f; [ -s f ]; do :; done; fg %1; bg %1; kill %1; echo s=$?",
          r"(?s).*fg: %1: it has ended.*bg: %1: it has ended.*s=1\n.*Done\(124\).*")
    t.run("fg; echo s=$?", "(?s).*fg: no current job\ns=1")
    t.exit()


@case("Ctrl-C in a script ends the script, too", only=ONLY, files={"script": "with -t 60 sleep 1000\necho not reached\n"})
def _(t):
    t.line("$PIPESH script")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("Ctrl-Z in a script stops the script, fg continues both", only=ONLY,
      files={"script": "echo $$ >pid\nwith -t 60 sh -c 'echo $$ >inner; read x; echo \"<$x>\"'\necho s=$?\n"})
def _(t):
    t.line("$PIPESH script")
    pid = int(t.until_file("pid"))
    inner = int(t.until_file("inner"))
    t.until_foreground(inner)
    t.key("C-z")
    t.until_state(pid, "T")
    t.prompt()
    t.line("fg")
    t.until_foreground(inner)
    t.type("word\n")
    t.expect("<word>\n")
    t.expect("s=0\n")
    t.prompt()
    t.exit()


@case("a background command with a deadline does not own the terminal", only=ONLY)
def _(t):
    t.line("with -t 60 sleep 1000 &")
    t.prompt()
    assert t.foreground() == os.getpgid(t.pid)
    t.run("kill %1; wait $!; echo s=$?", "(?s).*s=143")
    t.exit()


@case("Ctrl-C ends a parallel loop and all its jobs at once, status 130", only=ONLY)
def _(t):
    t.line("with -j2 for i in 1 2 3; do echo $i >pid$i; sh -c 'echo $$ >sh'$i'; sleep 1000; :'; done")
    pids = [int(t.until_file(name)) for name in ("sh1", "sh2")]
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    for pid in pids:
        t.until_state(pid, ("gone",))
    t.run("ls pid3", "(?s).*(No such|cannot access).*")
    assert t.foreground() == os.getpgid(t.pid)
    t.exit()


@case("Ctrl-C ends a parallel loop whose condition waits for a line", only=ONLY)
def _(t):
    t.line("with -j2 while echo as''k; read x; do echo \"<$x>\"; done")
    t.expect("ask\n")
    t.type("one\n")
    t.expect("<one>\n|ask\n")
    t.expect("<one>\n|ask\n")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("jobs that ignore Ctrl-C are killed after the grace", only=ONLY)
def _(t):
    t.line("with -j2 -k 0.2 for i in 1 2; do sh -c 'trap \"\" INT; echo $$ >sh'$i'; while :; do sleep 0.1; done'; done")
    pids = [int(t.until_file(name)) for name in ("sh1", "sh2")]
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    for pid in pids:
        t.until_state(pid, ("gone",))
    t.exit()


@case("Ctrl-Z stops a parallel loop and its jobs, fg continues them", only=ONLY)
def _(t):
    t.line("with -j2 for i in 1 2; do sh -c 'echo $$ >sh'$i'; until [ -e go ]; do sleep 0.05; done; echo job '$i; done")
    pids = [int(t.until_file(name)) for name in ("sh1", "sh2")]
    t.key("C-z")
    t.prompt()
    for pid in pids:
        t.until_state(pid, "TD")  # D: one that has forked by vfork, whose child is stopped
    t.run("echo >go; jobs", r"\[1\] \+ Stopped with -j2 for i in 1 2;.*")
    t.line("fg")
    t.expect("job 1\njob 2\n")
    t.prompt()
    t.run("echo $?", "0")
    t.exit()


@case("Ctrl-C in a script ends its parallel loop and the script", only=ONLY,
      files={"script": "with -j2 for i in 1 2; do sh -c 'echo $$ >sh'$i'; sleep 1000; :'; done\necho not reached\n"})
def _(t):
    t.line("$PIPESH script")
    pids = [int(t.until_file(name)) for name in ("sh1", "sh2")]
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    for pid in pids:
        t.until_state(pid, ("gone",))
    t.exit()


@case("a background command with a deadline reads the terminal after fg", only=ONLY)
def _(t):
    t.line("with -t 60 sh -c 'read x; echo \"<$x>\"' &")
    t.prompt()
    t.line("fg")
    t.until_foreground()
    t.type("word\n")
    t.expect("<word>\n")
    t.prompt()
    t.exit()


@case("fg of a background pipeline with a deadline: Ctrl-Z, bg, fg, Ctrl-C", only=ONLY)
def _(t):
    t.line("with -t 60 sleep 1000 | sleep 1001 &")
    t.prompt()
    t.line("fg")
    group = t.until_foreground(count=2)
    t.key("C-z")
    t.prompt()
    for pid in t.members(group):
        t.until_state(pid, "T")
    t.run("jobs", r"\[1\] \+ Stopped with -t 60 sleep 1000 \| sleep 1001")
    t.line("bg")
    t.prompt()
    for pid in t.members(group):
        t.until_state(pid, "S")
    assert t.foreground() == os.getpgid(t.pid)
    t.line("fg")
    t.until_foreground(group)
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("the deadline passes after fg, and the terminal is given back", only=ONLY)
def _(t):
    t.line("with -t 1.5 sh -c 'stty -echo; exec sleep 1000' &")
    t.prompt()
    t.line("fg; echo s=$?")
    t.expect("s=124")
    t.prompt()
    assert t.foreground() == os.getpgid(t.pid)
    t.run("wait; echo ec''ho", "(?s).*echo")
    t.exit()


@case("the deadline of a job passes while the shell runs a command in the foreground", only=ONLY)
def _(t):
    t.line("with -t 0.3 sleep 1000 &")
    t.prompt()
    t.run("sh -c \"while kill -0 $!; do sleep 0.01; done 2>/dev/null; echo go''ne\"", "(?s)gone.*")
    t.run("wait $!; echo s=$?", "(?s).*s=124")
    t.exit()


@case("a command stopped by Ctrl-Z ends at its deadline, though the shell has ended", only=ONLY)
def _(t):
    t.line("with -t 1 sh -c 'echo $$ >pid; exec sleep 1000'")
    t.until_foreground()
    pid = int(t.until_file("pid"))
    t.key("C-z")
    t.prompt()
    t.line("bg")
    t.prompt()
    t.exit()
    t.until_state(pid, ("Z", "gone"))


@case("bg of a command with a deadline keeps the deadline", only=ONLY)
def _(t):
    t.line("with -t 1 sleep 1000")
    group = t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.line("bg")
    t.prompt()
    t.until_state(group, ("Z", "gone"))
    t.run("wait; echo s=$?", r"(?s).*Done\(124\).*s=0")
    t.exit()


# With these terms a subshell carries out the command, in a group of its own: the person at the prompt must not notice.
KEPT = "with -t 60 --retries=1 "


@case("a background command with retries reads the terminal after fg", only=ONLY)
def _(t):
    t.line(KEPT + "sh -c 'read x; echo \"<$x>\"' &")
    t.prompt()
    t.line("fg")
    t.until_foreground()
    t.type("word\n")
    t.expect("<word>\n")
    t.prompt()
    t.exit()


@case("a background command with retries: fg, Ctrl-Z, bg, fg, Ctrl-C", only=ONLY)
def _(t):
    t.line(KEPT + "sh -c 'echo $$ >pid; exec sleep 1000' &")
    t.prompt()
    pid = int(t.until_file("pid"))
    t.line("fg")
    t.until_foreground(pid)
    t.key("C-z")
    t.prompt()
    t.until_state(pid, "T")
    assert t.foreground() == os.getpgid(t.pid)
    t.run("jobs", r"\[1\] \+ Stopped with.*")
    t.line("bg")
    t.prompt()
    t.until_state(pid, "S")
    assert t.foreground() == os.getpgid(t.pid)
    t.line("fg")
    t.until_foreground(pid)
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("a background command with retries is stopped and continued by kill", only=ONLY)
def _(t):
    t.line(KEPT + "sh -c 'echo $$ >pid; exec sleep 1000' &")
    t.prompt()
    pid = int(t.until_file("pid"))
    t.run("kill -TSTP %1", "(?s).*")
    t.until_state(pid, "T")
    t.until_state(int(t.value("$!")), "T")
    t.run("jobs", r"(?s).*\[1\] \+ Stopped.*")
    t.run("kill -CONT %1", "(?s).*")
    t.until_state(pid, "S")
    t.run("kill %1; wait $!; echo s=$?", "(?s).*s=143")
    t.exit()


@case("the deadline of a background command with retries passes while it is stopped", only=ONLY)
def _(t):
    t.line("with -t 1 --retries=1 sh -c 'echo $$ >pid; exec sleep 1000' &")
    t.prompt()
    pid = int(t.until_file("pid"))
    t.run("until groups=$(ps -o pgid= --ppid $!); set -- $groups; [ $# = 2 ] && [ $1 != $! ] && [ $2 != $! ]; do :; done", "")
    t.run("kill -STOP %1", "(?s).*")
    t.until_state(pid, ("Z", "gone"))
    t.line("fg; echo s=$?")
    t.expect("s=124")
    t.prompt()
    t.exit()


@case("a script that Ctrl-Z stopped goes on in the background until its command reads", only=ONLY,
      files={"script": "with -t 60 sh -c 'echo $$ >inner; read x <p; read x; echo \"<$x>\"'\necho s=$?\n"})
def _(t):
    t.run("mkfifo p", "")
    t.line("$PIPESH script")
    inner = int(t.until_file("inner"))
    t.until_foreground(inner)
    t.key("C-z")
    t.prompt()
    t.until_state(inner, "T")
    t.line("bg")
    t.prompt()
    t.until_state(inner, "S")
    t.run("echo >p", "(?s).*")
    t.until_state(inner, "T")
    t.line("fg")
    t.until_foreground(inner)
    t.type("word\n")
    t.expect("<word>\n")
    t.expect("s=0\n")
    t.prompt()
    t.exit()


@case("the deadline of a script's command passes while the script is stopped, and the script stays stopped", only=ONLY,
      files={"script": "echo $$ >pid\nwith -t 1 sh -c 'echo $$ >inner; exec sleep 1000'\necho s=$?\n"})
def _(t):
    t.line("$PIPESH script")
    pid = int(t.until_file("pid"))
    inner = int(t.until_file("inner"))
    t.until_foreground(inner)
    t.key("C-z")
    t.prompt()
    t.until_state(inner, ("Z", "gone"))
    t.until_state(pid, "T")
    t.line("fg")
    t.expect("s=124\n")
    t.prompt()
    t.exit()


@case("the report of a command that was stopped comes when it has ended", only=ONLY)
def _(t):
    t.line("with --report --json=log sh -c 'echo $$ >pid; exec sleep 1000' | cat")
    t.until_foreground(count=2)
    t.key("C-z")
    shown = t.prompt()
    assert "STATUS" not in shown, shown
    t.run("cat log", "")
    t.line("fg")
    t.until_foreground(count=2)
    os.kill(int(t.until_file("pid")), signal.SIGUSR1)
    t.expect(r"STATUS +WALL +CPU +PEAK +READ +WRITTEN +COMMAND\n")
    t.expect(r"SIGUSR1 .* sh -c 'echo \$\$ >pid; exec sleep 1000'\n *0 .* cat\n *0 .* total\n")
    t.prompt()
    t.run("grep -o '\"signal\":\"SIGUSR1\"' log", '"signal":"SIGUSR1"')
    t.exit()


@case("a command that Ctrl-C has ended is reported", only=ONLY)
def _(t):
    t.line("with --report sleep 1000 | sleep 1001")
    t.until_foreground(count=2)
    t.key("C-c")
    t.expect(r"SIGINT .* sleep 1000\n *SIGINT .* sleep 1001\n *130 .* total\n")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("in the background, it comes with the notice of the end", only=ONLY)
def _(t):
    t.line("with --report sh -c 'echo $$ >pid; kill -STOP $$; exit 3'")
    t.prompt()
    t.line("bg")
    t.expect(r"\[1\] with --report .* &\n")
    t.until_state(int(t.until_file("pid")), ("Z", "gone"))
    t.line("")  # it may have ended before the prompt, or not
    t.expect(r"Done\(3\) with --report .*\n *STATUS .*\n +3 .*\n")
    t.prompt()
    t.exit()
