#!/usr/bin/env python3
"""What render reads from a format older than profile.proto is what pprof reads:
legacy_vs_pprof.py BINARY

Each file of tests/fuzz/corpus/legacy and, where RENDER_SHARED or ../shared has them, google-pprof,
made/*.txt and goldens/legacy. `render dump` is written as `pprof -raw` writes a profile; drop and
keep frames and the duration, which it leaves out or rounds, come from `pprof -proto`. Skipped where
there is no pprof."""

import argparse
import concurrent.futures
import difflib
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

# Nothing that this machine has may change what pprof prints.
ENVIRONMENT = dict(os.environ, TZ="UTC", LC_ALL="C", HOME=os.environ.get("HOME", "/"),
                   PPROF_BINARY_PATH="/nonexistent", PPROF_TMPDIR="/nonexistent")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


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
    shared = pathlib.Path(os.environ.get("RENDER_SHARED") or ROOT.parent / "shared")
    yield from sorted((ROOT / "tests" / "fuzz" / "corpus" / "legacy").glob("*"))
    yield from sorted((shared / "profiles" / "google-pprof").glob("*"))
    yield from sorted((shared / "profiles" / "made").glob("*.txt"))
    yield from sorted((shared / "goldens" / "legacy").glob("*"))


# What render has read, as pprof writes it.

def strings(line):
    return [json.loads(text) for text in STRING.findall(line)]


class Dump:
    """The lines of `render dump` by what they begin with."""

    def __init__(self, text):
        self.lines = {}
        for line in text.split("\n"):
            kind, _, rest = line.partition(" ")
            self.lines.setdefault(kind, []).append(rest)

    def of(self, kind):
        return self.lines.get(kind, [])

    def one(self, kind):
        return self.of(kind)[0]

    def samples(self):
        stacks = [rest.partition(":")[2].split() for rest in self.of("stack")]
        ids = [re.search(r"id=(\d+)", rest)[1] for rest in self.of("location")]
        width = len(self.of("type"))
        for rest in self.of("sample"):
            words = rest.split(" ", 2 + width)
            stack = stacks[int(words[1].removeprefix("stack="))]
            values = "".join(f" {int(value):10}" for value in words[2:2 + width])
            yield values + ": " + "".join(f"{ids[int(frame)]} " for frame in stack)
            labels = re.findall(r'"bytes"=(-?\d+)""', " ".join(words[2 + width:]))
            if labels:
                yield " " * 16 + f"bytes:[{' '.join(labels)}]"

    def locations(self):
        mappings = [re.search(r"id=(\d+)", rest)[1] for rest in self.of("mapping")]
        # pprof, not its reader, gives a profile without mappings one that all locations are in.
        without = "" if mappings else "M=1 "
        functions = [strings(rest) for rest in self.of("function")]
        pattern = r"\d+ id=(\d+) address=([0-9a-f]+) mapping=(-?\d+) folded=0((?: \d+:-?\d+:-?\d+)*)"
        for rest in self.of("location"):
            location, address, mapping, lines = re.fullmatch(pattern, rest).groups()
            start = f"{int(location):6}: {int(address, 16):#x} " + without
            if int(mapping) >= 0:
                start += f"M={mappings[int(mapping)]} "
            names = [f"{functions[int(f)][0]} {functions[int(f)][2]}:{line}:{column} s=0"
                     for f, line, column in (text.split(":") for text in lines.split())]
            yield start + "\n".join(names)

    def mappings(self):
        if not self.of("mapping"):
            yield "1: 0x0/0x0/0x0   "
        for rest in self.of("mapping"):
            words = re.match(r"\d+ id=(\d+) ([0-9a-f]+)-([0-9a-f]+)@([0-9a-f]+) 0000 ", rest)
            start, limit, offset = (f"{int(words[i], 16):#x}" for i in (2, 3, 4))
            file, build_id = strings(rest[words.end():])
            yield f"{words[1]}: {start}/{limit}/{offset} {file} {build_id} "

    def raw(self):
        kind, unit = strings(self.one("period"))
        yield f"PeriodType: {kind} {unit}"
        yield f"Period: {self.one('period').split()[-1]}"
        yield "Samples:"
        yield " ".join("/".join(strings(rest)) for rest in self.of("type"))
        yield from self.samples()
        yield "Locations"
        yield from self.locations()
        yield "Mappings"
        yield from self.mappings()

    def scalars(self):
        return [strings(self.one("drop"))[0], strings(self.one("keep"))[0],
                int(self.one("duration")), int(self.one("time"))]


# What pprof has read.

def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7f) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def scalars(data):
    """drop_frames, keep_frames, duration and time of a profile.proto."""
    texts, numbers, at = [], {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        value, at = varint(data, at)
        if tag & 7 == 2:
            if tag >> 3 == 6:
                texts.append(data[at:at + value].decode("utf-8", "replace"))
            at += value
        else:
            numbers[tag >> 3] = value
    signed = [(numbers.get(field, 0) + 2**63) % 2**64 - 2**63 for field in (10, 9)]
    return [texts[numbers.get(7, 0)], texts[numbers.get(8, 0)], *signed]


def proto_of(pprof, path):
    done = run([*pprof, "-proto", "-symbolize=none", "-output=/dev/stdout", path])
    return scalars(gzip.decompress(done.stdout)) if done.returncode == 0 else None


def compare(suite, pprof, binary, path):
    name = os.path.relpath(path, ROOT)
    theirs = run([*pprof, "-raw", "-symbolize=none", path])
    ours = run([binary, "dump", path])
    if theirs.returncode:
        refused = ours.returncode == 3 and ours.stderr.count(b"\n") == 1
        suite.check(f"{name}: refused by both", refused, ours.stderr)
        return
    if not suite.check(f"{name}: read by both", ours.returncode == 0, ours.stderr):
        return
    raw = [line for line in theirs.stdout.decode("utf-8", "replace").split("\n")
           if not re.match(r"Duration: |Time: ", line)]
    dump = Dump(ours.stdout.decode())
    lines = "\n".join(dump.raw()).split("\n") + [""]
    same = raw == lines
    suite.check(f"{name}: the same", same, not same and "\n".join(
        list(difflib.unified_diff(raw, lines, "pprof", "render", lineterm="", n=0))[:12]))
    expected = proto_of(pprof, path)
    suite.check(f"{name}: drop and keep frames, duration, time", dump.scalars() == expected,
                (dump.scalars(), expected))


def is_proto(path):
    """Whether the other tests compare it; reading is what counts, not the name."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data[:1] == b"\x0a" and b"\x12" in data[:64]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof or run([*pprof, "-top", ROOT / "samples" / "cpp.cpu.pb.gz"]).returncode:
        suite.skip("legacy formats against pprof", "there is no pprof here")
        suite.finish()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(compare, suite, pprof, arguments.binary.resolve(), path)
                     for path in files() if path.is_file() and not is_proto(path)]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
