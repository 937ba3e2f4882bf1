#!/usr/bin/env python3
"""What render reads from a format older than profile.proto is what pprof reads:
legacy_vs_pprof.py BINARY

Each file of tests/fuzz/corpus/legacy and, where RENDER_SHARED or ../shared has them, google-pprof,
made/*.txt and goldens/legacy: the same bytes by -raw, and, for what that leaves out or rounds (drop
and keep frames, duration), by -proto. Skipped where there is no pprof."""

import argparse
import concurrent.futures
import gzip
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT, SHARED, difference, find_pprof, run
from suite import Suite


def files():
    yield from sorted((ROOT / "tests" / "fuzz" / "corpus" / "legacy").glob("*"))
    yield from sorted((SHARED / "profiles" / "google-pprof").glob("*"))
    yield from sorted((SHARED / "profiles" / "made").glob("*.txt"))
    yield from sorted((SHARED / "goldens" / "legacy").glob("*"))


def compare(suite, pprof, binary, path):
    name = os.path.relpath(path, ROOT)
    for report in ("-raw", "-proto"):
        theirs = run([*pprof, report, "-symbolize=none", path])
        ours = run([binary, "pprof", report, "-symbolize=none", path])
        if theirs.returncode:
            is_dump = path.read_bytes().startswith(b"goroutine ")
            suite.check(f"{name}: refused by both, unless it is a dump of goroutines",
                        ours.returncode == (0 if is_dump else 2), ours.stderr)
            return
        contents = [gzip.decompress(done.stdout) if report == "-proto" and not done.returncode
                    else done.stdout for done in (theirs, ours)]
        same = ours.returncode == 0 and contents[0] == contents[1]
        suite.check(f"{name}: {report}", same, not same and (difference(*contents), ours.stderr))


def refuses(suite, binary, path):
    """The ordinary door says why in one line."""
    done = run([binary, "top", path])
    suite.check(f"{os.path.relpath(path, ROOT)}: in one line",
                done.returncode in (0, 3) and (done.returncode == 0 or done.stderr.count(b"\n") == 1),
                done.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    binary = parser.parse_args().binary.resolve()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("legacy formats against pprof", "there is no pprof here")
        suite.finish()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(compare, suite, pprof, binary, path) for path in files()] + \
                [pool.submit(refuses, suite, binary, path) for path in files()]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
