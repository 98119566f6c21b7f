# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated inputs of the benchmark.

Each maker writes one file or directory, always the same bytes, into the directory it is given. A case names the
inputs it needs by the keys of MAKERS; nothing is made that no chosen case needs.
"""

import os


class Sequence:
    """A small generator of numbers of our own: the same on every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, items):
        return items[self.below(len(items))]


WORDS = """archive build cache check clean config copy count current data debug default deploy depth dir
entry error exit fetch field file filter flag found group host index input install item job key label last level
limit line link list load lock log mode module mount name next node number option order output owner package parent
paths plan pool prefix process queue range record release report result root rule run scan section server set size
source stage start state step stop table target task temp tests timer token total tree type update user value
verbose version watch work""".split()


def write(path, text):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write(text)


def make_echo(path):
    write(path, "echo ok\n")


def make_dot(path):
    write(path, "# a small file to be read by dot\nif [ -n \"$i\" ]; then\n\ti=$((i + 1))\nfi\n")


def make_block(path):
    """4 MiB of lines, without a newline at the end: command substitution would drop it."""
    line = "0123456789abcdef" * 3 + "0123456789abcde\n"
    write(path, (line * (2**22 // len(line)))[:-1] + "x")


def make_lines(path):
    numbers = Sequence(1)
    write(path, "".join(
        "  " * numbers.below(3) + " ".join(numbers.pick(WORDS) for _ in range(3 + numbers.below(8))) + "\n"
        for _ in range(10000)))


def make_short(path):
    numbers = Sequence(2)
    write(path, "".join(numbers.pick(WORDS) + " %d\n" % i for i in range(30000)))


def make_fields(path):
    numbers = Sequence(3)
    write(path, "".join(
        "%s%d:%d:%s:/home/%s:/bin/sh\n" % (numbers.pick(WORDS), i, numbers.below(60000), numbers.pick(WORDS),
                                         numbers.pick(WORDS))
        for i in range(8000)))


def make_bin(path):
    """A program under a name that is no shell's builtin nor applet."""
    os.mkdir(path)
    os.symlink("/bin/true", os.path.join(path, "bench_true"))


def make_tree(path):
    os.mkdir(path)
    numbers = Sequence(4)
    for i in range(2000):
        name = "%s-%04d%s" % (numbers.pick(WORDS), i, numbers.pick([".c", ".h", ".txt", ""]))
        write(os.path.join(path, name), "")


def make_here(expand):
    """A script with a here-document that comes out as 2^20 bytes, lines of 64."""
    def make(path):
        if expand:
            line = "this line $middle a value of the shell at each of its turns$end\n"
            line = line.replace("$middle", "${middle}")
            plain = line.replace("${middle}", "").replace("$end", "")
            values = "middle=%s end=.\n" % ("m" * (64 - len(plain) - 1))
        else:
            line = "every line of this here-document is of sixty-four bytes, so it.\n"
            values = ""
        count, turns = 2**20 // 64, 10 if expand else 20
        write(path, values + "i=0\nwhile [ $i -lt %d ]; do\n/bin/cat <<EOF >out\n%sEOF\ni=$((i + 1))\ndone\n"
              "set -- $(/usr/bin/wc -c <out)\necho $1\n" % (turns, line * count))
    return make


def make_funcs(path):
    body = "".join("fn_%d() { echo %d \"$1\"; }\n" % (i, i) for i in range(1, 99999))
    write(path, "fn_0() { x=first; }\n" + body + "fn_99999() { echo $x last; }\nfn_0\nfn_99999\n")


def function_text(numbers, index):
    """One function as a person might write it; ten shapes."""
    a, b, c, d = (numbers.pick(WORDS) for _ in range(4))
    n = numbers.below(100)
    shapes = (
        "# %s_%d: look at each %s and keep the ones that matter\n" % (a, index, b) +
        "%s_%d() {\n\tfor %s in \"$@\"; do\n\t\tcase $%s in\n" % (a, index, b, b) +
        "\t\t-*) %s=$((%s + 1)) ;;\n\t\t*.[ch] | *%s*) echo \"%s: ${%s##*/}\" ;;\n" % (c, c, d, d, b) +
        "\t\t'') return %d ;;\n\t\t*) shift ;;\n\t\tesac\n\tdone\n}\n" % n,
        "%s_%d() {\n\tif [ -z \"$1\" ] || [ ! -d \"$%s_dir\" ]; then\n" % (a, index, b) +
        "\t\techo \"$0: no %s in '$%s_dir'\" >&2\n\t\treturn 1\n" % (c, b) +
        "\telif [ \"$%s\" -gt %d ]; then\n\t\t%s=${%s%%.*}\n\telse\n\t\t: \"${%s:=default %s}\"\n\tfi\n}\n"
        % (c, n, d, d, c, b),
        "%s_%d() {\n\t%s=$(printf '%%s\\n' \"$1\" | sed -e 's/%s/%s/g' -e \"s/@%s@/$2/\")\n" % (a, index, b, c, d, a) +
        "\tprintf '%%-20s %%s\\n' \"%s\" \"$%s\" >>\"$log_file\" 2>&1\n}\n" % (c, b),
        "%s_%d() {\n\twhile IFS=: read -r %s %s rest; do\n" % (a, index, b, c) +
        "\t\t[ \"$%s\" = '%s' ] && continue\n\t\ttotal=$((total + %d * (%s - 1)))\n" % (b, d, n, c) +
        "\tdone <\"$1\"\n\techo \"$total\"\n}\n",
        "%s_%d() {\n\tcat <<EOF\nUsage: $0 [-%s] %s...\n\n  -%s FILE   the %s of the %s ($%s)\n  total      $((%d + 1))\n"
        "EOF\n}\n" % (a, index, b[0], c, c[0], b, d, d, n),
        "%s_%d() {\n\t%s=0\n\tuntil test $%s -ge %d; do\n" % (a, index, b, b, n) +
        "\t\t%s=$((%s + 1)) || break\n\t\t{ %s \"$%s\" && %s; } || exit 1\n\tdone >/dev/null\n}\n"
        % (b, b, c, b, d),
        "\n%s_LIST=\"one two three ${%s-%s} four\"\n" % (a.upper(), b, c) +
        "export %s_LIST %s=%d\ntrap 'rm -f \"$tmp_%s\"; exit 1' HUP INT TERM\n" % (a.upper(), b.upper(), n, c),
        "(\n\tcd \"$%s\" || exit\n\tfind . -name '*.%s' -print | sort |\n" % (a, b[:2]) +
        "\t\twhile read -r f; do\n\t\t\tgrep -q \"^%s=\" \"$f\" && echo \"$f\"\n\t\tdone | head -n %d\n)\n" % (c, n + 1),
        "%s_%d() {\n\tset -- \"$%s\" '%s %s' \"${4:-$5}\" $6\n" % (a, index, b, c, d) +
        "\t%s=`expr \"$1\" : '\\(.*\\)%s'`\n\t%s \"$@\" </dev/null &\n\twait $!\n}\n" % (b, d, c),
        "%s=%d; %s='%s'; %s=\"$%s/$%s\"  # %s\n" % (a, n, b, c, d, a, b, c) +
        "test -n \"$%s\" && %s_%d \"$%s\" \"${%s#*/}\" >&2 || :\n" % (a, b, index, c, d),
    )
    return numbers.pick(shapes)


def script_text(size):
    numbers = Sequence(5)
    parts, length = [], 0
    while length < size:
        text = function_text(numbers, len(parts)) + "\n"
        parts.append(text)
        length += len(text)
    return "".join(parts)


def make_parse(path):
    write(path, script_text(5000000))


def make_parse_bad(path):
    write(path, script_text(2000) + "if true; then\n")


def make_run(path):
    """A script that runs straight through 3 MB of text; s is a checksum of the way it took."""
    numbers = Sequence(6)
    parts, length = ["s=1 n=0\n"], 0
    while length < 3000000:
        a, b = numbers.pick(WORDS), numbers.pick(WORDS)
        k = numbers.below(1000)
        text = numbers.pick((
            "%s=%d %s=\"$s %s\"\ns=$(((s * 31 + %d) %% 65521))\n" % (a, k, b, a, k),
            "if [ $s -gt %d ]; then\n\ts=$((s - %d)) n=$((n + 1))\nelse\n\ts=$((s + %d))\nfi\n" % (k * 60, k, k),
            "case $s in\n*[02468]) s=$((s + %d)) ;;\n1*) n=$((n + 1)) ;;\n*) s=$((s + 1)) ;;\nesac\n" % k,
            "# the %s of the %s\nfor %s in one two three; do\n\ts=$((s + ${#%s}))\ndone\n" % (a, b, a, a),
            "%s_%d() {\n\ts=$(((s + $1) %% 65521)) n=$((n + 1))\n}\n%s_%d %d '%s'\n" % (a, len(parts), a, len(parts),
                                                                                    k, b),
            "p=/usr/%s/%s.%d\np=${p##*/}\ns=$((s + ${#p}))\n" % (a, b, k),
            "[ \"$s\" != %d ] && n=$((n + 1)) || n=0\n" % k,
        ))
        parts.append(text)
        length += len(text)
    write(path, "".join(parts) + "echo $s $n\n")


MAKERS = {
    "bin": make_bin,
    "block4m": make_block,
    "dot.sh": make_dot,
    "echo.sh": make_echo,
    "fields.txt": make_fields,
    "funcs.sh": make_funcs,
    "here1m.sh": make_here(False),
    "here1mx.sh": make_here(True),
    "lines.txt": make_lines,
    "parse5m-bad.sh": make_parse_bad,
    "parse5m.sh": make_parse,
    "run3m.sh": make_run,
    "short.txt": make_short,
    "tree": make_tree,
}
