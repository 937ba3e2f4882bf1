#!/usr/bin/env python3
"""What must hold for comparisons: diff_test.py BINARY [BASE NEW]

diff(a, a) is empty and diff(a, b) is -diff(b, a); the columns of base and new are what each side
alone has; changes of a function are the sum of those of its stacks; and pprof -diff_base, where
there is one, says the same. Without profiles: pairs of one kind, drawn at random with a seed, of
samples/, tests/golden/inputs/ and, where RENDER_SHARED or ../shared has them, real and made."""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT, SHARED, difference, find_pprof, run
from suite import Suite

SEED, PAIRS, LARGEST = 7, 24, 600_000
# Values as they are, and frames by their own names.
PLAIN = ["--per=run", "--match=exact", "--trim=false"]
MIRROR = {"less": "more", "more": "less", "gone": "new", "new": "gone", "same": "same",
          "within noise": "within noise"}


def files():
    folders = [ROOT / "samples", ROOT / "tests" / "golden" / "inputs"]
    folders += [SHARED / "profiles" / name for name in ("real", "made")]
    for folder in folders:
        for path in sorted(folder.rglob("*.pb.gz")):
            # What a profile wants dropped is asked of the first of several alone.
            if path.stat().st_size <= LARGEST and "drop-frames" not in path.name:
                yield path


def kind_of(path):
    return re.sub(r"^.*?([a-z]+)\.pb\.gz$", r"\1", path.name)


def pairs():
    """Each kind of the samples' own service, then pairs at random."""
    kinds = collections.defaultdict(list)
    for path in files():
        kinds[kind_of(path)].append(path)
    for kind in ("cpu", "heap", "allocs", "mutex", "block", "goroutine"):
        yield tuple(ROOT / "samples" / f"svc-{name}.{kind}.pb.gz" for name in ("slow", "fast"))
    draw = random.Random(SEED)
    choices = [paths for paths in kinds.values() if len(paths) > 1]
    for _ in range(PAIRS):
        yield tuple(draw.sample(draw.choice(choices), 2))


def amounts(function):
    return {which: (function[which]["base"], function[which]["new"]) for which in ("flat", "cum")}


class Pair:
    def __init__(self, suite, binary, base, new):
        self.suite, self.binary, self.base, self.new = suite, binary, base, new
        self.name = f"{os.path.relpath(base, ROOT)} -> {os.path.relpath(new, ROOT)}"

    def check(self, what, holds, detail=""):
        return self.suite.check(f"{self.name}: {what}", holds, detail)

    def ask(self, view, *words):
        done = run([self.binary, view, "-o", "-", *words])
        if done.returncode:
            raise RuntimeError(f"{view} {words}: exit {done.returncode}: {done.stderr[:300]!r}")
        return done.stdout.decode("utf-8", "replace")

    def diff(self, base, new, *options):
        return json.loads(self.ask("json", *PLAIN, *options, "--diff", base, new))

    def can_be_compared(self):
        done = run([self.binary, "json", "-o", "-", *PLAIN, "--diff", self.base, self.new])
        refused = done.returncode in (2, 3, 4) and done.stderr
        self.check("compared, or refused with a reason", refused or not done.returncode,
                   done.stderr)
        return not done.returncode

    def check_empty(self):
        same = self.diff(self.base, self.base)
        changes = [same["total"]] + [function[which] for function in same["functions"]
                                     for which in ("flat", "cum")]
        self.check("diff(a, a) is empty", not same["movers"] and
                   all(change["delta"] == 0 and change["verdict"] == "same" for change in changes))

    def check_mirror(self, there):
        back = {function["name"]: function
                for function in self.diff(self.new, self.base)["functions"]}
        if not self.check("both ways show the same functions",
                          back.keys() == {function["name"] for function in there["functions"]}):
            return
        for function in there["functions"]:
            for which in ("flat", "cum"):
                one, other = function[which], back[function["name"]][which]
                holds = (one["base"], one["new"], one["delta"], one["verdict"]) == \
                    (other["new"], other["base"], -other["delta"], MIRROR[other["verdict"]])
                if one["p"] is not None:
                    holds = holds and abs(one["p"] - other["p"]) <= 1e-6 * one["p"] and \
                        abs(one["low"] + other["high"]) <= 1e-7 * max(abs(one["low"]), 1)
                if not holds:
                    self.check(f"diff(a, b) is -diff(b, a) in {which}", False, (one, other))
                    return

    def check_sides(self, there):
        alone = []
        for path in (self.base, self.new):
            document = json.loads(self.ask("json", "--trim=false", path, *self.type_option()))
            alone.append({function["name"]: function for function in document["functions"]})
        names = {function["name"] for function in there["functions"]}
        weighty = {name for side in alone for name, function in side.items()
                   if function["flat"] or function["cum"]}
        self.check("all functions are there", names >= weighty, sorted(weighty - names)[:5])
        nothing = {"flat": 0, "cum": 0}
        for function in there["functions"]:
            for which, (base, new) in amounts(function).items():
                own = tuple(side.get(function["name"], nothing)[which] for side in alone)
                if (base, new) != own:
                    self.check(f"{which} of {function['name']}", False, ((base, new), own))
                    return

    def type_option(self):
        return [f"--sample_index={self.type}"]

    def check_stacks(self, there):
        """What two columns of folded stacks add up to."""
        flat, cum = collections.Counter(), collections.Counter()
        for line in self.ask("folded", *PLAIN[:2], "--diff", self.base, self.new).splitlines():
            stack, base, new = line.rsplit(" ", 2)
            delta, names = int(new) - int(base), stack.split(";")
            flat[names[-1]] += delta
            for name in set(names):
                cum[name] += delta
        for function in there["functions"]:
            name = function["name"]
            if ";" in name or not name.isprintable():
                continue
            own = (function["flat"]["delta"], function["cum"]["delta"])
            if own != (flat[name], cum[name]):
                self.check(f"stacks of {name} add up", False, (own, flat[name], cum[name]))
                return

    def check_csv(self, there):
        lines = self.ask("csv", *PLAIN, "--diff", self.base, self.new).splitlines()
        self.check("csv has the same functions", len(lines) - 1 == len(there["functions"]),
                   (len(lines), len(there["functions"])))

    def check_pprof(self, pprof, there):
        """What pprof subtracts, in the profile's own unit."""
        unit = {"nanoseconds": "ns", "bytes": "B"}.get(there["unit"], there["unit"])
        done = run([*pprof, "-top", "-symbolize=none", f"-sample_index={self.type}",
                    f"-unit={unit}", "-nodefraction=0", "-nodecount=1000000",
                    "-diff_base", self.base, self.new])
        if done.returncode:
            return
        row = re.compile(r"^ *(-?[\d.]+)(\S*) +\S+ +\S+ +(-?[\d.]+)(\S*) +\S+%  (.*)$")
        theirs = {}
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            match = row.match(line)
            if match:
                name = re.sub(r" \((partial-)?inline\)$", "", match[5])
                theirs[name] = (float(match[1]), float(match[3]))
        ours = {function["name"]: (function["flat"]["delta"], function["cum"]["delta"])
                for function in there["functions"]}
        wrong = [(name, values, ours.get(name)) for name, values in theirs.items()
                 if ours.get(name) != values]
        left = [name for name, values in ours.items() if any(values) and name not in theirs]
        self.check("pprof -diff_base says the same", not wrong and not left,
                   (len(theirs), wrong[:3], left[:3]))

    def check_tree(self, pprof):
        """Views that show the difference in one column, below their header."""
        options = [f"-sample_index={self.type}", "-unit=auto"]
        theirs = run([*pprof, "-tree", "-symbolize=none", *options, "-diff_base", self.base,
                      self.new])
        ours = run([self.binary, "tree", *PLAIN[:2], *options, "--diff", self.base, self.new])
        # Without the order of what weighs alike, which is that of the sources.
        lines = [sorted(done.stdout.partition(b"-----+---")[2].split(b"\n"))
                 for done in (theirs, ours)]
        if not theirs.returncode:
            self.check("tree is pprof's", lines[0] == lines[1],
                       difference(*(b"\n".join(part) for part in lines)))

    def check_all(self, pprof):
        if not self.can_be_compared():
            return
        there = self.diff(self.base, self.new)
        self.type = there["type"]
        self.check_empty()
        self.check_mirror(there)
        self.check_sides(there)
        self.check_stacks(there)
        self.check_csv(there)
        if pprof:
            self.check_pprof(pprof, there)
            self.check_tree(pprof)
        deltas = [mover["change"] for mover in there["movers"]]
        self.check("movers are no noise",
                   all(change["verdict"] in ("less", "more", "gone", "new") for change in deltas))
        sizes = [abs(change["delta"]) for change in deltas]
        ascents = sum(after > before for before, after in zip(sizes, sizes[1:]))
        # Without a test the program's own code goes before, and then the rest the same way.
        self.check("the greatest mover goes first",
                   ascents <= (there["total"]["p"] is None), sizes[:20])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("profiles", type=pathlib.Path, nargs="*")
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("differences against pprof", "there is no pprof here")
    chosen = [tuple(arguments.profiles[:2])] if arguments.profiles else list(pairs())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(Pair(suite, arguments.binary.resolve(), *pair).check_all, pprof)
                     for pair in chosen]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
