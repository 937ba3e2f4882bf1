#!/usr/bin/env python3
"""render top is pprof -top, byte for byte: top_vs_pprof.py BINARY

Each sample type of each profile in samples/, tests/golden/inputs/ and, where RENDER_SHARED or
../shared has them, real, made, edge and google-pprof. Skipped where there is no pprof. Go's counts
of stacks (?debug=1) have names for render alone, so they are read as `render pprof` does."""

import argparse
import concurrent.futures
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT, SHARED, difference, find_pprof, run
from suite import Suite

LARGEST = 3 << 20


def is_dump(path):
    """Of goroutines, which pprof does not read."""
    return re.match(rb"goroutine \d+ \[", path.read_bytes())


def is_count(path):
    return re.match(rb"[a-z]+ profile: total \d+\n", path.read_bytes())


def files():
    """Those that both read, or refuse."""
    folders = [ROOT / "samples", ROOT / "tests" / "golden" / "inputs"]
    folders += [SHARED / "profiles" / name for name in ("real", "made", "edge", "google-pprof")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = folder != folders[0] or path.suffix == ".gz"
            other = path.suffix in (".py", ".go", ".mod", ".folded") or "listing" in path.parts
            if path.is_file() and not other and inside and path.stat().st_size <= LARGEST and \
                    not is_dump(path):
                yield path


def types_of(pprof, path):
    """How many sample types pprof sees; None where it does not load the file."""
    done = run([*pprof, "-raw", "-symbolize=none", path])
    if done.returncode:
        return None
    # The names, which may hold spaces; then a line a sample: its values, ":", and its locations.
    samples = done.stdout.partition(b"Samples:\n")[2].split(b"\n", 2)
    return max(1, len(samples[1].partition(b":")[0].split())) if len(samples) > 1 else 1


def compare(suite, pprof, binary, path):
    name = os.path.relpath(path, ROOT)
    loaded = run([binary, "top", path])
    count = types_of(pprof, path)
    if count is None:
        suite.check(f"{name}: refused by both", loaded.returncode in (3, 4), loaded.stderr)
        return
    for index in range(count):
        option = f"-sample_index={index}"
        theirs = run([*pprof, "-top", "-symbolize=none", option, path])
        words = ["pprof", "-top", option] if is_count(path) else ["top", option]
        ours = run([binary, *words, path])
        same = ours.returncode == 0 and ours.stdout == theirs.stdout
        suite.check(f"{name}: type {index}", same,
                    not same and (difference(theirs.stdout, ours.stdout), ours.stderr))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("render top against pprof", "there is no pprof here")
        suite.finish()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(compare, suite, pprof, arguments.binary.resolve(), path)
                     for path in files()]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
