# SPDX-License-Identifier: GPL-3.0-or-later
"""fc: the history list of an interactive shell."""

from terminal import case


@case("fc -l lists commands with their numbers", differ="dash")
def _(t):
    t.run("echo a''1", "a1")
    t.run("echo b''2", "b2")
    t.run("fc -l", r".*\d+\s+echo a''1\n\d+\s+echo b''2\s*")
    t.exit()


@case("fc -ln lists without numbers, -r in reverse", differ="dash")
def _(t):
    t.run("echo a''1", "a1")
    t.run("echo b''2", "b2")
    t.run("fc -ln -2 -1", r"\s*echo a''1\n\s*echo b''2\s*")
    t.run("fc -lrn echo\\ a echo\\ b", r"\s*echo b''2\n\s*echo a''1\s*")
    t.exit()


@case("fc -s runs the last command again", differ="dash")
def _(t):
    t.run("echo a''1", "a1")
    t.run("fc -s", r"echo a''1\na1")
    t.exit()


@case("fc -s with a substitution and a prefix", differ="dash")
def _(t):
    t.run("echo one''two", "onetwo")
    t.run("true", "")
    t.run("fc -s one=three ech", r"echo three''two\nthreetwo")
    t.exit()


@case("fc with an editor runs what it leaves", differ="dash",
      files={"edit": "#!/bin/sh\nsed -i s/before/after/ \"$1\"\n"})
def _(t):
    t.run("chmod +x edit; echo be''fore", "before")
    t.run("echo before", "before")
    t.run("fc -e ./edit", r"(echo after\n)?after")
    t.run("FCEDIT=./edit; echo before", "before")
    t.exit()


@case("fc with numbers that are not there takes the oldest and the newest", differ="dash")
def _(t):
    t.run("echo a''1", "a1")
    t.run("fc -ln 1 9999", r"\s*echo a''1\s*")
    t.run("fc -ln 9999", r".*fc -ln 1 9999\s*")
    t.exit()


@case("fc -s with a text that is not there is an error")
def _(t):
    t.run("fc -s no-such-command-line; echo $(($? > 0))", "(.*\n)?1")
    t.exit()
