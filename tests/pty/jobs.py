# SPDX-License-Identifier: GPL-3.0-or-later
"""Job control: who has the terminal, stopping, continuing, notices."""

import os

from terminal import case


def stop(t, command="sleep 1000", count=1):
    """Start a command of `count` processes in the foreground and stop it by Ctrl-Z; return its process group."""
    t.line(command)
    group = t.until_foreground(count=count)
    t.key("C-z")
    t.prompt()
    return group


@case("the shell is the terminal's foreground at the prompt")
def _(t):
    assert t.foreground() == os.getpgid(t.pid)
    t.run("/bin/true | /bin/true", "")
    assert t.foreground() == os.getpgid(t.pid)
    t.exit()


@case("a foreground pipeline owns the terminal, all stages in one group")
def _(t):
    t.line("sh -c 'ps -o pgid= -p $$ >a; exec sleep 1000' | sh -c 'ps -o pgid= -p $$ >b; exec sleep 1000'")
    groups = {int(t.until_file(name)) for name in ("a", "b")}
    assert len(groups) == 1, groups
    t.until_foreground(groups.pop())
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("a pipeline whose first stage has ended still owns the terminal")
def _(t):
    t.line("true | true | sh -c 'ps -o pgid= -p $$ >a; exec sleep 1000'")
    group = int(t.until_file("a"))
    t.until_foreground(group)
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("a stage may read the terminal as soon as it starts")
def _(t):
    for turn in range(5):
        t.line("head -n 1 | cat")
        t.until_foreground(count=2)
        t.type("typed %d\n" % turn)
        t.expect("typed %d\n.*typed %d\n" % (turn, turn))
        t.prompt()
    t.exit()


@case("functions, groups and loops in the foreground may read the terminal")
def _(t):
    t.line("{ echo go; read x; echo \"<$x>\"; } | cat")
    t.expect("go\n")
    t.type("word\n")
    t.expect("<word>\n")
    t.prompt()
    t.line("(echo go; read x; echo \"<$x>\")")
    t.expect("go\n")
    t.type("word2\n")
    t.expect("<word2>\n")
    t.prompt()
    t.exit()


@case("a background job does not own the terminal")
def _(t):
    t.line("sleep 1000 &")
    t.prompt()
    assert t.foreground() == os.getpgid(t.pid)
    t.run("kill $!; wait $!; echo e''nd", ".*end.*")
    t.exit()


@case("starting a background job shows its number and process", differ="dash")
def _(t):
    t.line("sleep 1000 &")
    number, pid = t.expect(r"\[(\d+)\] (\d+)\n").groups()
    t.prompt()
    assert number == "1"
    assert t.value("$!") == pid
    t.run("kill $!; wait $!; echo e''nd", ".*end.*")
    t.exit()


@case("Ctrl-Z stops the foreground job and tells so")
def _(t):
    t.line("sleep 1000")
    group = t.until_foreground()
    t.key("C-z")
    t.expect(r"[Ss]topped|[Ss]uspended")
    t.prompt()
    t.until_state(group, "T")
    t.run("jobs", r"\[1\].*([Ss]topped|[Ss]uspended).*sleep 1000")
    t.kill_group(group)
    t.exit()


@case("the status of a stopped job is 128 and the signal")
def _(t):
    group = stop(t)
    t.run("echo $?", "148")
    t.kill_group(group)
    t.exit()


@case("fg continues a stopped job in the foreground")
def _(t):
    group = stop(t)
    t.line("fg")
    t.expect("sleep 1000")
    t.until_foreground(group)
    t.until_state(group, "S")
    t.key("C-c")
    t.prompt()
    t.run("jobs", "")
    t.exit()


@case("bg continues a stopped job in the background")
def _(t):
    group = stop(t)
    t.line("bg")
    t.expect("sleep 1000")
    t.prompt()
    t.until_state(group, "S")
    assert t.foreground() == os.getpgid(t.pid)
    t.run("jobs", r"\[1\].*[Rr]unning.*sleep 1000.*")
    t.run("kill %1; wait %1; echo e''nd", ".*end.*")
    t.exit()


@case("fg of a job started in the background")
def _(t):
    t.line("sleep 1000 &")
    t.prompt()
    t.line("fg %1")
    t.expect("sleep 1000")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.exit()


@case("fg and bg name a job by number, text and position", differ="dash")
def _(t):
    first = stop(t, "sleep 1001")
    second = stop(t, "sleep 1002")
    t.run("jobs", r"\[1\] *-.*sleep 1001\s*\n\[2\] *\+.*sleep 1002\s*")
    t.line("bg '%?1001'")
    t.expect("sleep 1001")
    t.prompt()
    t.until_state(first, "S")
    t.line("fg %2")
    t.expect("sleep 1002")
    t.until_foreground(second)
    t.key("C-c")
    t.prompt()
    t.run("kill %1; wait; echo e''nd", ".*end.*")
    t.exit()


@case("a pipeline stops and continues whole")
def _(t):
    group = stop(t, "sleep 1001 | sleep 1002 | sleep 1003", count=3)
    members = t.members(group)
    assert len(members) == 3, members
    for pid in members:
        t.until_state(pid, "T")
    t.line("bg")
    t.prompt()
    for pid in members:
        t.until_state(pid, "S")
    t.run("kill %1; wait; echo e''nd", ".*end.*")
    t.exit()


@case("a finished background job is told before the next prompt")
def _(t):
    t.line("sh -c 'until [ -e go ]; do sleep 0.01; done; exit 0' &")
    t.prompt()
    pid = int(t.value("$!"))
    t.run(">go", "")
    t.until_state(pid, ("Z", "gone"))
    t.type("\n")
    t.expect(r"\[1\].*Done")
    t.prompt()
    t.run("jobs", "")
    t.exit()


@case("a background job that fails is told with its status")
def _(t):
    t.line("sh -c 'until [ -e go ]; do sleep 0.01; done; exit 3' &")
    t.prompt()
    pid = int(t.value("$!"))
    t.run(">go", "")
    t.until_state(pid, ("Z", "gone"))
    t.type("\n")
    t.expect(r"\[1\][^\n]*3[^\n]*sh -c")
    t.prompt()
    t.exit()


@case("Ctrl-D with a stopped job warns once, the second ends")
def _(t):
    stop(t)
    t.key("C-d")
    t.expect(r"[Ss]topped|jobs")
    t.prompt()
    t.key("C-d")
    t.wait()


@case("exit with a stopped job warns once, the second ends")
def _(t):
    stop(t)
    t.line("exit")
    t.expect(r"[Ss]topped|jobs")
    t.prompt()
    t.type("exit\n")
    t.wait()


@case("a background job that reads the terminal is stopped by SIGTTIN")
def _(t):
    t.line("cat &")
    t.prompt()
    pid = int(t.value("$!"))
    t.until_state(pid, "T")
    t.type("\n")
    t.prompt()
    t.line("fg")
    t.expect("cat")
    t.until_foreground()
    t.type("line\n")
    t.expect("line\n.*line\n")
    t.key("C-d")
    t.prompt()
    t.exit(0)


@case("a background job that sets the terminal's modes is stopped by SIGTTOU")
def _(t):
    t.line("stty -echo &")
    t.prompt()
    pid = int(t.value("$!"))
    t.until_state(pid, "T")
    t.kill_group(pid)
    t.exit()


@case("a shell without job control leaves its children in its group")
def _(t):
    t.run("set +m", "")
    t.line("sh -c 'ps -o pgid= -p $$ >a; exec sleep 1000'")
    assert int(t.until_file("a")) == os.getpgid(t.pid)
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("set -m turns job control on again")
def _(t):
    t.run("set +m; set -m", "")
    t.line("sleep 1000")
    t.until_foreground()
    t.key("C-c")
    t.prompt()
    t.exit(0)


@case("wait for a job that was stopped and goes on in the background")
def _(t):
    t.run("mkfifo p", "")
    stop(t, "sh -c 'read x <p; exit 5'")
    t.run("bg >/dev/null; echo x >p; wait %1; echo $?", r"(.*\n)?5(\n.*)?")
    t.exit()


@case("a stopped job in the middle of a list")
def _(t):
    t.line("sleep 1000; echo ne''xt")
    group = t.until_foreground()
    t.key("C-z")
    t.prompt()
    t.until_state(group, "T")
    t.kill_group(group)
    t.exit()


@case("jobs -l and jobs -p", differ="dash")
def _(t):
    t.line("sleep 1000 &")
    t.prompt()
    pid = t.value("$!")
    t.run("jobs -p", pid)
    t.run("jobs -l", r".*" + pid + r".*sleep 1000.*")
    t.run("kill %1; wait; echo e''nd", ".*end.*")
    t.exit()


@case("a command substitution and a subshell stay in reach of Ctrl-C and the terminal")
def _(t):
    t.line("x=$(echo go >&2; head -n 1); echo \"<$x>\"")
    t.expect("go\n")
    t.type("word\n")
    t.expect("<word>\n")
    t.prompt()
    assert t.foreground() == os.getpgid(t.pid)
    t.exit()


@case("a job that is killed while stopped is told")
def _(t):
    group = stop(t)
    os.kill(group, 9)
    t.until_state(group, ("Z", "gone"))
    t.type("\n")
    t.expect(r"[Kk]illed|KILL")
    t.prompt()
    t.exit(0)


@case("Ctrl-C ends wait -n at the prompt, and the job goes on", differ="dash")
def _(t):
    t.run("mkfifo p", "")
    t.line("sh -c 'read x <p; exit 5' &")
    t.prompt()
    t.line("wait -n; echo no''t")
    t.key("C-c")
    t.prompt()
    t.run("echo $?", "130")
    t.run("echo x >p; wait -n; echo s=$?", "(?s).*s=5")
    t.exit()


@case("wait -n tells of the job whose status it takes, once", only="the form of notices is ours")
def _(t):
    t.run("mkfifo p", "")
    t.line("sh -c 'read x <p; exit 5' &")
    t.prompt()
    t.run("echo >p; wait -n -p id; echo s=$? $((id == $!))", r"(?s)(.*Done\(5\)[^\n]*\n)?s=5 1")
    t.run("wait -n; echo s=$?", "s=127")
    t.run("jobs", "")
    t.exit()
