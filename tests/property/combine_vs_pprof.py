#!/usr/bin/env python3
"""Combined profiles are pprof -raw of the same files: combine_vs_pprof.py BINARY [SEED [COUNT]]

Pairs and triples of one kind from samples/ and, where RENDER_SHARED or ../shared has them, real and
made; and COUNT random triples with other types, units, labels and mappings. Each as a sum, with a base, a diff base, and normalized. Skipped where there is no pprof."""

import argparse
import concurrent.futures
import itertools
import os
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pprof import ROOT, SHARED, difference, find_pprof, run
from suite import Suite

LARGEST = 100 << 10
MODES = {
    "sum": lambda a, b, c: [a, b] + c,
    "base": lambda a, b, c: [f"-base={b}", a] + c,
    "diff": lambda a, b, c: [f"-diff_base={b}", a] + c,
    "normalized": lambda a, b, c: ["-normalize", f"-base={b}", a] + c,
    "normalized diff": lambda a, b, c: ["-normalize", f"-diff_base={b}", a] + c,
}


# ---------------------------------------------------------------- random profiles

def varint(number):
    number &= 2**64 - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out) + bytes([number])


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


UNITS = {"x": ["ns", "nanoseconds", "ms", "s", "us"], "y": ["count"], "z": ["bytes", "kB", "mb"],
         "v": ["count", "count", "widgets"], "w": ["nanogcu", "gcu"]}


class Random:
    """Profiles that share much: functions, mappings and labels come from small sets."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def some(self, chance):
        return self.random.random() < chance

    def text(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def types(self):
        choice = self.random
        names = choice.sample(list(UNITS), choice.randint(2, 5)) if self.some(.4) else ["y", "x", "z"]
        if self.some(.08):
            names.append(choice.choice(names))
        return [(name, choice.choice(UNITS[name]) if self.some(.5) else UNITS[name][0])
                for name in names]

    def header(self, types):
        choice = self.random
        unit = choice.choice(["ns", "nanoseconds", "us"]) if self.some(.3) else "ns"
        out = message(11, number(1, self.text("cpu" if self.some(.97) else "space")) +
                      number(2, self.text(unit)))
        out += number(12, choice.choice([0, 1, 10000000, 999]))
        out += number(9, choice.choice([0, 1700000000123456789, 1600000000000000000]))
        out += number(10, choice.choice([0, 10**9, 12345678901, 500]))
        for _ in range(choice.randint(0, 2)):
            out += number(13, self.text(choice.choice(["one", "two", "three"])))
        if self.some(.3):
            out += number(14, self.text(choice.choice(types)[0]))
        if self.some(.2):
            out += number(15, self.text(choice.choice(["http://a", "http://b"])))
        return out

    def mappings(self):
        out, starts = b"", []
        for i in range(self.random.choice([0, 1, 2, 3])):
            start = 0x1000 * self.random.randint(1, 50)
            name = self.random.choice(["/bin/main", "/lib/c.so", ""])
            build = self.random.choice(["", "abc", "def"])
            out += message(3, number(1, i + 1) + number(2, start) + number(4, 0x1000) +
                           number(3, start + self.random.choice([0x4000, 0x3f00, 0x8000])) +
                           number(5, self.text(name)) + number(6, self.text(build)) +
                           number(7, self.random.randint(0, 1)))
            starts.append(start)
        return out, starts

    def locations(self, starts):
        out = b""
        for i in range(1, 13):
            mapping = self.random.randint(0, len(starts))
            address = self.random.choice([0x10, 0x20, 0x30])
            content = number(1, i) + number(2, mapping)
            content += number(3, address + (starts[mapping - 1] if mapping else 0))
            for _ in range(self.random.choice([0, 1, 1, 2])):
                content += message(4, number(1, self.random.randint(1, 5)) +
                                   number(2, self.random.choice([1, 2])) +
                                   number(3, self.random.choice([0, 0, 7])))
            out += message(4, content + number(5, self.random.choice([0, 0, 0, 1])))
        return out

    def functions(self):
        out = b""
        for i in range(1, 6):
            name = self.random.choice(["f", "g", "h"])
            out += message(5, number(1, i) + number(2, self.text(name)) +
                           number(3, self.text(name if self.some(.8) else "_Z" + name)) +
                           number(4, self.text("a.c")) + number(5, self.random.choice([0, 3])))
        return out

    def labels(self):
        out = b""
        for _ in range(self.random.choice([0, 0, 1, 2, 3])):
            key = number(1, self.text(self.random.choice(["k", "bytes", "pprof::base"])))
            if self.some(.5):
                value = number(2, self.text(self.random.choice(["a", "b", "true"])))
            else:
                value = number(3, self.random.choice([0, 1, 2, -3]))
                value += number(4, self.text(self.random.choice(["", "", "bytes", "kb"])))
            out += message(3, key + value)
        return out

    def value(self):
        kind = self.random.random()
        if kind < .25:
            return 0
        if kind < .9:
            return self.random.randint(-20, 3000)
        return self.random.choice([2**53 + 1, -2**62, 2**63 - 1, -2**63, 10**15])

    def samples(self, types):
        out = b""
        for _ in range(self.random.randint(0, 25)):
            stack = b"".join(varint(self.random.randint(1, 12))
                             for _ in range(self.random.choice([0, 1, 1, 2])))
            values = b"".join(varint(self.value()) for _ in types)
            out += message(2, message(1, stack) + message(2, values) + self.labels())
        return out

    def profile(self):
        self.strings = [""]
        types = self.types()
        out = b"".join(message(1, number(1, self.text(t)) + number(2, self.text(u)))
                       for t, u in types)
        out += self.header(types)
        mappings, starts = self.mappings()
        out += mappings + self.locations(starts) + self.functions() + self.samples(types)
        return out + b"".join(message(6, text.encode()) for text in self.strings)


# ---------------------------------------------------------------- the comparison

def compare(suite, pprof, binary, name, arguments):
    theirs = run([*pprof, "-raw", "-symbolize=none", *arguments])
    ours = run([binary, "pprof", "-raw", "-symbolize=none", *arguments])
    if b"sample type is not found in profile" in theirs.stderr:
        # pprof counts names over all profiles, and may count one twice here and not at all there.
        return
    if theirs.returncode:
        suite.check(f"{name}: refused by both", ours.returncode == 2 and
                    ours.stderr.count(b"\n") == 1, (theirs.stderr, ours.stderr, arguments))
        return
    same = ours.returncode == 0 and ours.stdout == theirs.stdout
    suite.check(name, same, not same and (difference(theirs.stdout, ours.stdout), ours.stderr,
                                          arguments))


def kinds(pprof):
    """Files by their types, as pprof prints them."""
    found = {}
    for folder in (ROOT / "samples", SHARED / "profiles" / "real", SHARED / "profiles" / "made"):
        for path in sorted(folder.rglob("*.gz")) + sorted(folder.rglob("*.pb")) + \
                sorted(folder.rglob("*.pgo")) + sorted(folder.rglob("*.pprof")):
            if path.stat().st_size > LARGEST:
                continue
            done = run([*pprof, "-raw", "-symbolize=none", path])
            if not done.returncode:
                head, _, rest = done.stdout.partition(b"Samples:\n")
                period = [line for line in head.split(b"\n") if line.startswith(b"PeriodType")]
                kind = (*period, rest.split(b"\n", 1)[0].replace(b"[dflt]", b""))
                found.setdefault(kind, []).append(path)
    return found


def file_cases(pprof):
    by_kind = kinds(pprof)
    for files in by_kind.values():
        for a, b, c in zip(files, files[1:] + files[:1], files[2:] + files[:2]):
            for mode, arguments in MODES.items():
                for more in ([], [c]):
                    name = " ".join(path.name for path in (a, b, *more))
                    yield f"{mode}: {name}", arguments(a, b, more)
    firsts = [files[0] for files in by_kind.values()]
    for a, b in itertools.permutations(firsts[:8], 2):
        yield f"mixed: {a.name} {b.name}", [a, b]


def random_cases(folder, seed, count):
    source = Random(seed)
    for i in range(count):
        paths = [folder / f"{i}-{n}.pb" for n in range(3)]
        for path in paths:
            path.write_bytes(source.profile())
        for mode, arguments in MODES.items():
            yield f"random {seed}/{i} {mode}", arguments(paths[0], paths[1], [])
            yield f"random {seed}/{i} {mode} of 3", arguments(paths[0], paths[1], [paths[2]])
        yield f"random {seed}/{i} alone", [paths[0]]
        yield f"random {seed}/{i} less itself", [f"-base={paths[0]}", paths[0]]


def many_case(folder, seed):
    """More than pprof merges at once."""
    source = Random(seed)
    paths = [folder / f"many-{n}.pb" for n in range(300)]
    source.types = lambda: [("y", "count"), ("x", source.random.choice(UNITS["x"]))]
    source.header = lambda types: message(11, number(1, source.text("cpu")))
    for path in paths:
        path.write_bytes(source.profile())
    yield "300 profiles", paths
    yield "129 profiles", paths[:129]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("count", type=int, nargs="?", default=40)
    arguments = parser.parse_args()
    suite, pprof = Suite(), find_pprof()
    if not pprof:
        suite.skip("combining against pprof", "there is no pprof here")
        suite.finish()
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = pathlib.Path(name)
        cases = itertools.chain(file_cases(pprof), many_case(folder, arguments.seed),
                                random_cases(folder, arguments.seed, arguments.count))
        for done in [pool.submit(compare, suite, pprof, arguments.binary.resolve(), *case)
                     for case in cases]:
            done.result()
    suite.finish()


if __name__ == "__main__":
    main()
