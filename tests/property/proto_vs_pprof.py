#!/usr/bin/env python3
"""render proto is pprof -proto, byte for byte once decompressed: proto_vs_pprof.py BINARY

Each profile in samples/, tests/golden/inputs/ and, where RENDER_SHARED or ../shared has them, real,
made, edge and google-pprof. Skipped where there is no pprof. What pprof does to a profile before it
writes it is not what is asked here: a profile without mappings, which gets one, and one whose
drop_frames prune it are replaced by what pprof made of them. Of Go's texts, counts of stacks have
names for render alone, so they are read as `render pprof` does."""

import argparse
import concurrent.futures
import os
import pathlib
import re
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "property")]
from pprof import find_pprof, run
from suite import Suite
from top_vs_pprof import files, is_count


def inflated(content):
    try:
        return zlib.decompress(content, 31)
    except zlib.error as error:
        return str(error).encode()


def theirs(pprof, path, out):
    """What pprof writes, compressed; None where it does not load the file."""
    done = run([*pprof, "-proto", "-symbolize=none", f"-output={out}", path])
    return out.read_bytes() if done.returncode == 0 and out.exists() else None


def is_changed(dump):
    return not re.search(rb"^mapping ", dump, re.M) or not re.search(rb'^drop ""$', dump, re.M)


def difference(expected, got):
    at = next((at for at, (a, b) in enumerate(zip(expected, got)) if a != b),
              min(len(expected), len(got)))
    around = slice(max(0, at - 20), at + 40)
    return f"byte {at}: pprof {expected[around]!r}, render {got[around]!r}"


def compare(suite, pprof, binary, path, folder):
    name = os.path.relpath(path, ROOT)
    dump = run([binary, "dump", path])
    if dump.returncode == 3 and (b"legacy" in dump.stderr or b"text" in dump.stderr):
        suite.skip(name, "not profile.proto")
        return
    with tempfile.TemporaryDirectory(dir=folder) as place:
        out = pathlib.Path(place) / "out.pb.gz"
        expected = theirs(pprof, path, out)
        if expected and dump.returncode == 0 and is_changed(dump.stdout):
            name, path = name + ", written by pprof", out
            expected = theirs(pprof, path, pathlib.Path(place) / "again.pb.gz")
        words = ["pprof", "-proto", path] if is_count(path) else ["proto", path, "-o", "-"]
        ours = run([binary, *words])
    if expected is None:
        suite.check(f"{name}: refused by both", ours.returncode in (3, 4), ours.stderr)
        return
    expected, got = inflated(expected), inflated(ours.stdout)
    same = ours.returncode == 0 and got == expected
    suite.check(name, same, not same and (difference(expected, got), ours.stderr))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("render proto against pprof", "there is no pprof here")
        suite.finish()
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(compare, suite, pprof, arguments.binary.resolve(), path, folder)
                     for path in files()]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
