# SPDX-License-Identifier: GPL-3.0-or-later
"""The other shells that cases are held against, each as near to POSIX as it can be told to be."""

import shutil

OTHERS = {
    "dash": ["dash"],
    "bash": ["bash", "--posix"],
    "ksh": ["ksh", "-o", "posix"],
    "mksh": ["mksh"],
    "yash": ["yash", "-o", "posixlycorrect"],
}

AT_TERMINAL = {
    "dash": [],
    "bash": ["--norc"],
}
"""Those that terminal cases are held against, and their arguments: the others have editors that redraw a line in
ways of their own, and take no PS1 from the environment."""


def found():
    """Those of OTHERS on this machine: {name: argv}, with absolute paths."""
    result = {}
    for name, argv in OTHERS.items():
        path = shutil.which(argv[0])
        if path:
            result[name] = [path] + argv[1:]
    return result
