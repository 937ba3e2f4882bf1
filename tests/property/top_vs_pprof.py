#!/usr/bin/env python3
"""render top is pprof -top, byte for byte: top_vs_pprof.py BINARY

Each sample type of each profile in samples/, tests/golden/inputs/ and, where RENDER_SHARED or
../shared has them, real, made, edge and google-pprof. Skipped where there is no pprof."""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

LARGEST = 3 << 20
# Nothing that this machine has may change what pprof prints.
ENVIRONMENT = dict(os.environ, TZ="UTC", LC_ALL="C", HOME=os.environ.get("HOME", "/"),
                   PPROF_BINARY_PATH="/nonexistent", PPROF_TMPDIR="/nonexistent")


def find_pprof():
    for path in (shutil.which("pprof"), os.path.expanduser("~/go/bin/pprof")):
        if path and os.access(path, os.X_OK):
            return [path]
    return ["go", "tool", "pprof"] if shutil.which("go") else None


def run(command):
    try:
        return subprocess.run(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 99, b"", b"took too long\n")


def files():
    shared = pathlib.Path(os.environ.get("RENDER_SHARED") or ROOT.parent / "shared") / "profiles"
    folders = [ROOT / "samples", ROOT / "tests" / "golden" / "inputs"]
    folders += [shared / name for name in ("real", "made", "edge", "google-pprof")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = folder != folders[0] or path.suffix == ".gz"
            other = path.suffix in (".py", ".folded") or "listing" in path.parts
            if path.is_file() and not other and inside and path.stat().st_size <= LARGEST:
                yield path


def types_of(pprof, path):
    """How many sample types pprof sees; None where it does not load the file."""
    done = run([*pprof, "-raw", "-symbolize=none", path])
    if done.returncode:
        return None
    # The names, which may hold spaces; then a line a sample: its values, ":", and its locations.
    samples = done.stdout.partition(b"Samples:\n")[2].split(b"\n", 2)
    return max(1, len(samples[1].partition(b":")[0].split())) if len(samples) > 1 else 1


def difference(theirs, ours):
    """The first lines that differ. difflib takes the square of the lines, so it gets few."""
    def lines(content):
        return content.decode("utf-8", "backslashreplace")[:100000].split("\n")[:400]
    return "\n".join(list(difflib.unified_diff(lines(theirs), lines(ours), "pprof", "render",
                                               lineterm="", n=0))[:12])


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
        ours = run([binary, "top", option, path])
        same = ours.returncode == 0 and ours.stdout == theirs.stdout
        suite.check(f"{name}: type {index}", same,
                    not same and (difference(theirs.stdout, ours.stdout), ours.stderr))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof or run([*pprof, "-top", ROOT / "samples" / "cpp.cpu.pb.gz"]).returncode:
        suite.skip("render top against pprof", "there is no pprof here")
        suite.finish()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(compare, suite, pprof, arguments.binary.resolve(), path)
                     for path in files()]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
