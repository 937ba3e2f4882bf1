#!/usr/bin/env python3
"""How often comparisons raise a false alarm, and how often they see: diff_noise_test.py BINARY

The events of one profile are dealt out to two sides by a coin, 200 times: at most 5 % of these
comparisons may show a significant function, and `check` with a rule of 1 % must pass in 95 %. A
change planted among 300 functions must be found in 95 % of 200: 40 % at 10,000 events a side, 10 %
at 130,000."""

import collections
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT
from suite import Suite

RUNS, FUNCTIONS = 200, 300
NOTHING = ("same", "within noise")


def run(*args):
    return subprocess.run([str(arg) for arg in args], capture_output=True, timeout=60)


def write(path, counts):
    path.write_text("".join(f"{stack} {count}\n" for stack, count in counts.items() if count))


def significant(binary, base, new):
    """The functions whose flat or cum change is no noise, or that are movers."""
    done = run(binary, "--diff", base, new, "--nodecount=0", "--nodefraction=0", "-o",
               base.with_suffix(".json"))
    assert done.returncode == 0, done.stderr
    report = json.loads(base.with_suffix(".json").read_text())
    functions = report["functions"]
    return {function["name"] for function in functions
            if function["flat"]["verdict"] not in NOTHING
            or function["cum"]["verdict"] not in NOTHING
            } | {functions[mover["function"]]["name"] for mover in report["movers"]}


def sides(folder, number):
    return folder / f"{number}.base.folded", folder / f"{number}.new.folded"


def deal_out(events, draw):
    base, new = collections.Counter(), collections.Counter()
    for stack, count in events.items():
        heads = bin(draw.getrandbits(count)).count("1") if count else 0
        base[stack], new[stack] = heads, count - heads
    return base, new


def events_of(binary, profile, folder):
    """Stacks with their samples, of a profile that counts these first."""
    out = folder / "whole.folded"
    assert run(binary, profile, "--sample_index=samples", "-o", out).returncode == 0
    events = collections.Counter()
    for line in out.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        events[stack] += int(count)
    return events


def false_alarm(binary, folder, events, number):
    base, new = sides(folder, number)
    for path, counts in zip((base, new), deal_out(events, random.Random(number))):
        write(path, counts)
    rule = run(binary, "check", "--base", base, "--new", new, "--fail", "total > +1%")
    return bool(significant(binary, base, new)), rule.returncode


def sampled(weights, total, draw):
    stacks = list(weights)
    return collections.Counter(draw.choices(stacks, list(weights.values()), k=total))


def finds(binary, folder, total, grown, number):
    base, new = sides(folder, f"{total}-{number}")
    draw = random.Random(number)
    weights = {f"main;package{i % 17};f{i}": 0.95 / (FUNCTIONS - 1) for i in range(1, FUNCTIONS)}
    for path, share in ((base, 0.05), (new, 0.05 * grown)):
        write(path, sampled(weights | {"main;package0;f0": share}, total, draw))
    return "f0" in significant(binary, base, new)


def main():
    binary = sys.argv[1]
    suite = Suite()
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = pathlib.Path(name)
        for profile in ("svc-slow.cpu.pb.gz", "go-json.cpu.pb.gz"):
            events = events_of(binary, ROOT / "samples" / profile, folder)
            seen = list(pool.map(lambda n: false_alarm(binary, folder, events, n), range(RUNS)))
            alarms = sum(alarm for alarm, _ in seen)
            passed = sum(code == 0 for _, code in seen)
            suite.check(f"halves of {profile} seldom differ", alarms <= RUNS * 0.05,
                        f"{alarms} alarms in {RUNS}")
            suite.check(f"check passes halves of {profile}",
                        passed >= RUNS * 0.95 and all(code in (0, 1) for _, code in seen),
                        f"{passed} of {RUNS} pass")
        for total, grown in ((10_000, 1.4), (130_000, 1.1)):
            found = sum(pool.map(lambda n: finds(binary, folder, total, grown, n), range(RUNS)))
            suite.check(f"{grown - 1:.0%} more at {total} events are found", found >= RUNS * 0.95,
                        f"{found} of {RUNS}")
    suite.finish()


if __name__ == "__main__":
    main()
