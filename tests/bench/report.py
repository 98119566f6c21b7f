# SPDX-License-Identifier: GPL-3.0-or-later
"""From measurements to tables."""

import math
import statistics

MEASURES = {"cpu": "CPU time (user and system, of the shell and its children)", "wall": "wall time"}
LEVEL = 1.02  # ratios this near to 1 are not told apart


class Result:
    """The measurements of one case.

    entries are those who take part; missing[label] says why others do not;
    samples[label] is a list of (cpu, wall), one a round from the first on; wrong[label] says why there are none;
    slow holds the labels of which the checking run is the one measurement.
    """

    def __init__(self, case, entries, missing):
        self.case = case
        self.entries = entries
        self.missing = missing
        self.samples = {}
        self.wrong = {}
        self.slow = set()

    def values(self, label, measure):
        index = list(MEASURES).index(measure)
        # What is left after a subtraction may be nothing: keep it above zero, so that ratios exist.
        return [max(sample[index], 1e-6) for sample in self.samples[label]]

    def median(self, label, measure):
        return statistics.median(self.values(label, measure))

    def least(self, label, measure):
        return min(self.values(label, measure))

    def ratios(self, label, other, measure):
        """label against other, round by round."""
        return [a / b for a, b in zip(self.values(label, measure), self.values(other, measure))]

    def ratio(self, label, other, measure):
        if label not in self.samples or other not in self.samples:
            return None
        return statistics.median(self.ratios(label, other, measure))

    def spread(self, label, other, measure):
        """Half the distance between the quartiles of the ratios."""
        ratios = self.ratios(label, other, measure)
        if len(ratios) < 3:
            return None
        low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return (high - low) / 2

    def first(self, measure):
        return min(self.samples, key=lambda label: self.median(label, measure), default=None)

    def best_other(self, label, measure):
        others = [other for other in self.samples if other != label]
        return min(others, key=lambda other: self.median(other, measure), default=None)


def number(value, form="%.2f"):
    return "-" if value is None else form % value


def align(rows):
    """Rows of words as lines: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0])] + [word.rjust(width) for word, width in zip(row[1:], widths[1:])]).rstrip()
        for row in rows)


def time_table(results, labels, measure, figure):
    """Milliseconds of each shell, who is first, and the ratio of the first label to each other."""
    subject, others = labels[0], labels[1:]
    rows = [["case"] + labels + ["first"] + ["/" + other for other in others] + (["+-"] if others else [])]
    for result in results:
        row = [result.case.name]
        for label in labels:
            value = getattr(result, figure)(label, measure) if label in result.samples else None
            row.append("n/a" if value is None else "%.1f" % (value * 1000))
        row.append(result.first(measure) or "-")
        row += [number(result.ratio(subject, other, measure)) for other in others]
        if others:
            best = result.best_other(subject, measure)
            row.append(number(result.spread(subject, best, measure) if best and subject in result.samples else None))
        rows.append(row)
    return align(rows)


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def summary_table(results, labels, measure):
    """The first label against each other over all cases."""
    subject = labels[0]
    rows = [["%s against" % subject, "mean ratio", "faster", "level", "slower", "cases", "worst", "", "best", ""]]
    for other in labels[1:]:
        pairs = sorted((ratio, result.case.name) for result in results
                       for ratio in [result.ratio(subject, other, measure)] if ratio is not None)
        if not pairs:
            continue
        faster = sum(ratio < 1 / LEVEL for ratio, _ in pairs)
        slower = sum(ratio > LEVEL for ratio, _ in pairs)
        rows.append([other, number(geometric_mean([ratio for ratio, _ in pairs])), str(faster),
                     str(len(pairs) - faster - slower), str(slower), str(len(pairs)),
                     number(pairs[-1][0]), pairs[-1][1], number(pairs[0][0]), pairs[0][1]])
    return align(rows)


def behind_lines(results, labels, measure):
    """The cases in which the first label is not first, the worst at the top."""
    subject, rows = labels[0], []
    for result in results:
        best = result.best_other(subject, measure)
        ratio = result.ratio(subject, best, measure) if best else None
        if ratio is not None and ratio > LEVEL:
            rows.append((ratio, [result.case.name, number(ratio), best]))
    rows.sort(reverse=True)
    return align([["case", "ratio", "first"]] + [row for _, row in rows]) if rows else None


def print_tables(results, labels, full):
    for measure, title in MEASURES.items():
        for figure in ("median", "least") if full else ("median",):
            print("%s, ms, %s of the rounds; /x: median of the ratios of %s to x, round by round\n"
                  % (title, figure, labels[0]))
            print(time_table(results, labels, measure, figure) + "\n")


def print_alternatives(results, subject, full):
    """A table for each set of columns: the others do not run the same text."""
    groups = {}
    for result in results:
        others = [entry.label for entry in result.entries[1:]] + list(result.missing)
        groups.setdefault(tuple([subject] + others), []).append(result)
    for labels, group in groups.items():
        print("By other words: %s\n" % ", ".join(result.case.name for result in group))
        print_tables(group, list(labels), full)


def print_all(results, labels, full):
    same = [result for result in results if not result.case.alternatives]
    if same:
        print_tables(same, labels, full)
    measured = [result for result in same if result.samples]
    for measure, title in MEASURES.items():
        if labels[1:] and any(labels[0] in result.samples for result in measured):
            print("Summary, %s\n" % title)
            print(summary_table(measured, labels, measure) + "\n")
            firsts = [result.first(measure) for result in measured]
            print("first: " + ", ".join("%s %d" % (label, firsts.count(label)) for label in labels) + "\n")
    behind = behind_lines(measured, labels, "cpu")
    if behind:
        print("Where %s is not first, by CPU time\n" % labels[0])
        print(behind + "\n")
    print_alternatives([result for result in results if result.case.alternatives], labels[0], full)
    wrong = [(result.case.name, label, why) for result in results
             for label, why in list(result.wrong.items()) + list(result.missing.items())]
    if wrong:
        print("n/a: a wrong answer, or none\n")
        for name, label, why in wrong:
            print("%s: %s: %s" % (name, label, why))


def as_json(results, labels, about):
    """All of it for a program, times in seconds."""
    cases = []
    subject = labels[0]
    for result in results:
        others = [entry.label for entry in result.entries[1:]]
        cases.append({
            "name": result.case.name, "about": result.case.about, "loops": result.case.loops,
            "wrong": dict(result.wrong, **result.missing),
            "cpu": {label: [sample[0] for sample in samples] for label, samples in result.samples.items()},
            "wall": {label: [sample[1] for sample in samples] for label, samples in result.samples.items()},
            "cpu_ratio": {other: result.ratio(subject, other, "cpu") for other in others},
            "wall_ratio": {other: result.ratio(subject, other, "wall") for other in others},
        })
    return dict(about, subject=labels[0], cases=cases)
