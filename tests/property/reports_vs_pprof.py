#!/usr/bin/env python3
"""Every report is pprof's, byte for byte, whatever the options: reports_vs_pprof.py BINARY [SEED [COUNT]]

COUNT random command lines over samples/ and tests/golden/inputs, each given to pprof and to
`render pprof`. What pprof refuses must be refused. pprof gives different answers now and then (it
iterates hash tables); then any of its answers will do, and where it has too many to meet ours the
line is left out. Skipped where there is no pprof."""

import argparse
import concurrent.futures
import gzip
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT, difference, find_pprof, run
from suite import Suite

REPORTS = ["top", "tree", "peek", "traces", "tags", "raw", "comments", "dot", "callgrind", "list", "proto",
           "topproto"]
SWITCHES = {"noinlines": .15, "relative_percentages": .15, "trim=false": .1, "compact_labels": .15,
            "call_tree": .2, "mean": .08, "drop_negative": .08, "showcolumns": .1, "all_frames": .05}
CHOICES = {"nodecount": (.3, ["0", "1", "5", "20", "300", "-1"]),
           "nodefraction": (.2, ["0", "0.001", "0.02", "0.3"]),
           "edgefraction": (.2, ["0", "0.01", "0.2"]),
           "unit": (.25, ["ms", "s", "hours", "MB", "kb", "auto", "minimum", "count", "nonsense"]),
           "divide_by": (.1, ["2", "10", "0.5", "-3"]),
           "trim_path": (.1, ["/usr/local", "/root:/home", "/"]),
           "source_path": (.1, ["/tmp/src", "/x/runtime:/y/net"]),
           "add_comment": (.05, ["seen"])}
GRANULARITIES = ["functions", "filefunctions", "files", "lines", "addresses"]
TAG_VALUES = [".*", "[a-m0-4]", "1kb:", ":100", "5:2000", "1ms:1s", "-3", "x,y", "("]
ATTEMPTS = 6
# What differs on purpose: quotes that pprof leaves in labels, devices that render does not read.
ON_PURPOSE = ("sizes.pb.gz", "listing.pb.gz")


class Words:
    """What occurs in a profile: types, names of functions, keys of labels."""

    def __init__(self, pprof, path):
        text = run([*pprof, "-raw", "-symbolize=none", path]).stdout.decode("utf-8", "replace")
        types = text.partition("Samples:\n")[2].partition("\n")[0].replace("[dflt]", "")
        self.path = path
        self.types = [word.rpartition("/")[0] for word in types.split()] or ["none"]
        self.names = re.findall(r"^ +\d+: 0x[0-9a-f]+ (?:M=\d+ )?(\S+) \S+:\d+", text, re.M)[:3000]
        self.keys = sorted(set(re.findall(r"^ {16}(\w+):\[", text, re.M)))


def expression(source, words):
    name = source.choice(words.names or ["main"])
    piece = source.choice(re.findall(r"\w{3,}", name) or ["main"])
    return source.choice([piece, piece[:3], f"^{re.escape(name)}$", f"(?i){piece.upper()}",
                          f"{piece}|{source.choice(words.names or ['x'])[:4]}", r"\.go$", "[", "^$"])


def arguments(source, words, others):
    report = source.choice(REPORTS)
    given = [f"-{report}={expression(source, words)}" if report in ("peek", "list") else f"-{report}"]
    given += [f"-{name}" for name, chance in SWITCHES.items() if source.random() < chance]
    given += [f"-{name}={source.choice(values)}" for name, (chance, values) in CHOICES.items()
              if source.random() < chance]
    given += [f"-{name}={expression(source, words)}" for name in
              ("focus", "ignore", "hide", "show", "show_from", "prune_from") if source.random() < .12]
    if source.random() < .5:
        given.append("-sample_index=" + source.choice([*words.types, "0", "9"]))
    if source.random() < .5:
        given.append("-" + source.choice(GRANULARITIES))
    if source.random() < .3:
        given.append("-" + source.choice(["cum", "flat"]))
    for name in ("tagfocus", "tagignore"):
        if source.random() < .1:
            key = source.choice([*words.keys, ""])
            given.append(f"-{name}={key}{'=' if key else ''}{source.choice(TAG_VALUES)}")
    for name in ("tagshow", "taghide", "tagroot", "tagleaf"):
        if words.keys and source.random() < .12:
            given.append(f"-{name}={source.choice(words.keys)}")
    if source.random() < .2:
        base = source.choice([other for other in others if other.types == words.types])
        given += [f"-{source.choice(['base', 'diff_base'])}={base.path}"]
        given += source.choice([[], ["-normalize"]])
    source.shuffle(given)
    return [*given, str(words.path)]


def outcome(command):
    done = run(command)
    content = done.stdout
    if done.returncode == 0 and content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return done.returncode != 0, content, done.stderr


def compare(suite, pprof, binary, words):
    ours, seen = outcome([binary, "pprof", "-symbolize=none", *words]), set()
    for _ in range(ATTEMPTS):
        theirs = outcome([*pprof, "-symbolize=none", *words])
        same = ours[:2] == theirs[:2]
        seen.add(theirs[:2])
        if same:
            break
    if not same and len(seen) > 1:
        return
    suite.check(" ".join(words).replace(f"{ROOT}/", ""), same,
                not same and (difference(theirs[1], ours[1]), ours[2], theirs[2]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("count", type=int, nargs="?", default=250)
    options = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("reports against pprof", "there is no pprof here")
        suite.finish()
    paths = sorted((ROOT / "samples").glob("*.pb.gz")) + \
        sorted((ROOT / "tests" / "golden" / "inputs").glob("*.pb.gz"))
    paths = [path for path in paths if path.name not in ON_PURPOSE]
    source = random.Random(options.seed)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        profiles = list(pool.map(lambda path: Words(pprof, path), paths))
        lines = [arguments(source, source.choice(profiles), profiles) for _ in range(options.count)]
        for done in [pool.submit(compare, suite, pprof, options.binary.resolve(), line)
                     for line in lines]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
