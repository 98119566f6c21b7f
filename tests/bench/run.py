#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times a shell against the other shells of this machine, case by case. README.md beside this file says how."""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the source directory may be read-only, and is to stay clean

import callgrind  # noqa: E402
import cases as case_files  # noqa: E402
import inputs  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402

PEERS = "dash,bash,ksh,mksh,busybox"
VERSION = 'echo "${BASH_VERSION-}${KSH_VERSION-}${ZSH_VERSION-}${YASH_VERSION-}${PIPESH_VERSION-}"'


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times a shell against the other shells of this machine.")
    parser.add_argument("--shell", metavar="PATH", help="the shell in question, also LABEL=PATH")
    parser.add_argument("--shells", metavar="LIST", help="the others, by name or path or LABEL=PATH, with commas "
                        "between (%s, those that are found)" % PEERS)
    parser.add_argument("--cases", metavar="RE", default="", help="only cases whose name this matches")
    parser.add_argument("--rounds", metavar="N", type=int, default=7, help="how many rounds (7)")
    parser.add_argument("--quick", action="store_true", help="three rounds")
    parser.add_argument("--full", action="store_true", help="also print the least time of each")
    parser.add_argument("--json", metavar="FILE", help="write every measurement there")
    parser.add_argument("--locale", metavar="NAME", default="C", help="LC_ALL for the shells (C)")
    parser.add_argument("--cpu", metavar="N", type=int, help="keep everything on this one processor")
    parser.add_argument("--limit", metavar="SECONDS", type=float, default=60, help="for one run of a case (60)")
    parser.add_argument("--list", action="store_true", help="print the cases and end")
    parser.add_argument("--callgrind", action="store_true", help="count instructions under valgrind instead of "
                        "time; of the --shell, and of the --shells if they are given")
    parser.add_argument("--keep", metavar="DIR", help="with --callgrind, leave its files there")
    options = parser.parse_args()
    if options.quick:
        options.rounds = 3
    if not options.shell and not options.list:
        parser.error("--shell is needed")
    if options.rounds < 1 or options.limit <= 0:
        parser.error("--rounds and --limit must be more than nothing")
    return options


def environment(options, home):
    return {"PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": options.locale}


def find_shells(options, home):
    environ = environment(options, home)
    subject = measure.find_shell(options.shell, environ)
    if subject is None:
        raise measure.ShellError("%s: no such shell" % options.shell)
    shells = [subject]
    wanted = options.shells if options.shells is not None else "" if options.callgrind else PEERS
    for name in filter(None, wanted.split(",")):
        shell = measure.find_shell(name, environ)
        if shell is None:
            if options.shells is not None:
                print("%s: no such shell, left out" % name, file=sys.stderr)
            continue
        while shell.label in [other.label for other in shells]:
            shell.label += "'"
        shells.append(shell)
    return shells


def entries_of(case, shells, environ):
    """Who takes part in a case, the shell in question first; and why others do not: (entries, {label: why})."""
    if not case.alternatives:
        return [measure.Entry(shell.label, shell, case.args) for shell in shells], {}
    entries = [measure.Entry(shell.label, shell, case.args) for shell in shells
               if shell is shells[0] or os.path.basename(shell.argv[0]).startswith("pipesh")]
    missing = {}
    for other in case.alternatives:
        known = [shell for shell in shells if shell.label == other.by]
        shell = shells[0] if other.by == case_files.SELF else known[0] if known else \
            measure.find_shell(other.by, environ)
        if shell is None or (other.needs and shutil.which(other.needs, path=environ["PATH"]) is None):
            missing[other.label] = "%s: not found" % (other.needs if shell else other.by)
        else:
            entries.append(measure.Entry(other.label, shell, other.args))
    return entries, missing


def leave_out(runner, shell, cases):
    """The cases that make sense with this shell."""
    left = []
    for case in cases:
        if case.probe and runner.run(shell, ["-c", case.probe]).status != 0:
            print("%s: left out, this fails in %s: %s" % (case.name, shell.label, case.probe))
        else:
            left.append(case)
    return left


def make_inputs(cases):
    for name in sorted({name for case in cases for name in case.inputs}):
        if name not in inputs.MAKERS:
            raise case_files.CaseError("%s: no such input" % name)
        inputs.MAKERS[name](name)


def describe(runner, shells, options):
    """What was measured where."""
    for shell in shells:
        shell.version = runner.run(shell, ["-c", VERSION]).stdout.strip() or "-"
    return {
        "date": time.strftime("%Y-%m-%d %H:%M:%S %z"),
        "machine": "%s, %d processors, %s %s" % (processor(), os.cpu_count(), platform.system(), platform.release()),
        "load": "%.2f %.2f %.2f" % os.getloadavg(),
        "rounds": options.rounds,
        "locale": options.locale,
        "shells": {shell.label: " ".join(shell.argv + [shell.version]) for shell in shells},
    }


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def print_description(about):
    for key in ("date", "machine", "load", "rounds", "locale"):
        print("%-8s %s" % (key, about[key]))
    for label, text in about["shells"].items():
        print("%-8s %s" % (label, text))
    print()


def progress(text):
    if sys.stderr.isatty():
        print("\r\033[K" + text, end="", file=sys.stderr, flush=True)


def check_all(runner, shells, cases, environ):
    """Every answer to every case, before anything is timed."""
    results = []
    for case in cases:
        entries, missing = entries_of(case, shells, environ)
        result = report.Result(case, entries, missing)
        results.append(result)
        for entry in entries:
            progress("checking %s: %s" % (case.name, entry.label))
            wrong, once = runner.check(entry, case)
            if wrong:
                result.wrong[entry.label] = wrong
            elif once.wall > measure.SLOW and case.repeat == 1 and entry is not entries[0]:
                result.slow.add(entry.label)
                result.samples[entry.label] = [(once.cpu, once.wall)]
            else:
                result.samples[entry.label] = []
    return results


def time_all(runner, results, rounds):
    """Rounds of all cases; in each the shells take turns, and each round another one begins."""
    for turn in range(rounds):
        for index, result in enumerate(results):
            progress("round %d of %d: %s" % (turn + 1, rounds, result.case.name))
            shift = (turn + index) % len(result.entries)
            for entry in result.entries[shift:] + result.entries[:shift]:
                if entry.label not in result.samples or entry.label in result.slow:
                    continue
                cpu, wall, wrong = runner.measure(entry, result.case)
                if wrong:
                    result.wrong[entry.label] = "in round %d: %s" % (turn + 1, wrong)
                    del result.samples[entry.label]
                else:
                    result.samples[entry.label].append((cpu, wall))
    progress("")


def count_all(runner, shells, cases, keep):
    """The --callgrind mode, in which alternatives take no part. 1 when an answer was wrong."""
    failed = 0
    rows = [["case", "shell", "instructions", "in forks", "forks", "ratio"]]
    for case in cases:
        base = None
        for shell in shells[:1] if case.alternatives else shells:
            progress("counting %s: %s" % (case.name, shell.label))
            own, forked, forks, wrong = callgrind.count(runner, shell, case, keep)
            if wrong:
                print("%s: %s: %s" % (case.name, shell.label, wrong), file=sys.stderr)
                failed = 1
                continue
            total = own + forked
            base = base or total
            rows.append([case.name, shell.label, "%d" % own, "%d" % forked, "%d" % forks,
                         report.number(base / total) if total else "n/a"])  # it became another program
    progress("")
    print(report.align(rows))
    return failed


def run(options, home):
    cases = case_files.load(options.cases)
    if not cases:
        raise case_files.CaseError("%s: no case of that name" % options.cases)
    scratch = os.path.join(home, "run")
    shells = find_shells(options, home)
    keep = os.path.abspath(options.keep) if options.keep else home
    json_path = os.path.abspath(options.json) if options.json else None
    if not os.path.isdir(keep):
        raise measure.ShellError("%s: no such directory" % keep)
    os.mkdir(scratch)
    os.chdir(scratch)
    runner = measure.Runner(home, options.limit)
    cases = leave_out(runner, shells[0], cases)
    make_inputs(cases)
    if options.callgrind:
        if shutil.which("valgrind") is None:
            raise measure.ShellError("valgrind: not found")
        return count_all(runner, shells, cases, keep)
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    about = describe(runner, shells, options)
    print_description(about)
    results = check_all(runner, shells, cases, environment(options, home))
    time_all(runner, results, options.rounds)
    labels = [shell.label for shell in shells]
    report.print_all(results, labels, options.full)
    if json_path:
        with open(json_path, "w", encoding="utf-8") as out:
            json.dump(report.as_json(results, labels, about), out, indent=1)
            out.write("\n")
    return 1 if any(labels[0] in result.wrong for result in results) else 0


def main():
    options = parse_arguments()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))  # clean up, too
    try:
        if options.list:
            for case in case_files.load(options.cases):
                print("%-18s %7d  %s" % (case.name, case.loops, case.about))
            return 0
        start = os.getcwd()
        with tempfile.TemporaryDirectory(prefix="pipesh-bench-") as home:
            try:
                return run(options, home)
            finally:
                os.chdir(start)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at its end
        return 1
    except (case_files.CaseError, measure.ShellError, OSError) as error:
        print("run.py: %s" % error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
