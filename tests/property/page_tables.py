#!/usr/bin/env python3
"""What a page is told is what the reports say: page_tables.py BINARY

functions, put together again, is top to the last byte, whatever the options. Each filter in labels
really leaves the samples with that value, and no others."""

import argparse
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from suite import Suite

PROFILES = sorted((ROOT / "samples").glob("*.pb.gz")) + \
    sorted((ROOT / "tests/golden/inputs").glob("*.pb.gz"))
OPTIONS = [[], ["--sort=cum"], ["--lines"], ["--addresses", "--sort=cum"], ["--files"], ["--filefunctions", "--unit=auto"],
           ["--noinlines", "--unit=ms"], ["--divide_by=3", "--unit=kb"], ["--mean"],
           ["--focus=main", "--relative_percentages"], ["--sample_index=0", "--drop_negative"]]
MARKS = ["", " (inline)", " (partial-inline)"]
VALUES_TRIED = 6


class Program:
    def __init__(self, binary):
        self.binary = binary

    def run(self, view, path, *options):
        return subprocess.run([self.binary, view, *options, str(path), "-o", "-"], timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def json(self, view, path, *options):
        done = self.run(view, path, *options)
        if done.returncode:
            raise RuntimeError(f"{view} {path} {options}: {done.stderr!r}")
        return json.loads(done.stdout)


# ---------------------------------------------------------------- functions

def as_json_has_it(content):
    """Each byte that is no UTF-8 is one U+FFFD."""
    return re.sub("[\udc80-\udcff]", "\ufffd", content.decode("utf-8", "surrogateescape"))


def rows(table):
    columns = ["flat_text", "flat_percent", "sum_percent", "cum_text", "cum_percent", "name", "inlined"]
    for flat, share, running, cum, cum_share, name, inlined in zip(*(table[key] for key in columns)):
        yield f"{flat:>10} {share:>6} {running:>6} {cum:>10} {cum_share:>6}  {name}{MARKS[inlined]}\n"


def check_functions(suite, program, path, options):
    name = f"functions {path.name} {' '.join(options)}"
    top = program.run("top", path, "--nodecount=0", "--trim=false", *options)
    done = program.run("functions", path, *options)
    if not suite.check(f"{name}: exit", top.returncode == done.returncode, done.stderr) or top.returncode:
        return
    table = json.loads(done.stdout)
    head, _, body = as_json_has_it(top.stdout).partition("      flat  flat%   sum%        cum   cum%\n")
    suite.check(f"{name}: rows", "".join(rows(table)) == body)
    suite.check(f"{name}: total", f" of {table['total'][1]} total\n" in head, table["total"])
    lengths = {len(column) for column in table.values() if isinstance(column, list)} - {2}
    suite.check(f"{name}: lengths", len(lengths) <= 1 or len(table["name"]) == 2, lengths)
    for at, whole in zip(table["start"], table["name"]):
        units = len(whole.encode("utf-16-le", "surrogatepass")) // 2
        if not (0 <= at < units or at == units == 0):
            suite.check(f"{name}: start of {whole!r}", False, at)


def check_starts(suite, program, folder):
    names = {("net/http.(*conn).serve", "a.go"): "(*conn).serve", ("main.main", "a.go"): "main",
             ("example.com/x/v2.Run[...]", "a.go"): "Run[...]", ("memmove", "x.s"): "memmove",
             ("std::vector<a::b>::push_back(int)", ""): "push_back(int)",
             ("\U0001f600pkg.f\U0001f600", "a.go"): "f\U0001f600",
             ("java.util.HashMap.get", "HashMap.java"): "HashMap.get", ("run.it", "/x/y.py"): "run.it"}
    profile = Profile([("cpu", "nanoseconds")])
    for name, file in names:
        profile.sample([name], [1], file=file)
    path = folder / "starts.pb.gz"
    path.write_bytes(profile.gzip())
    table = program.json("functions", path)
    shown = {name: name.encode("utf-16-le")[2 * at:].decode("utf-16-le")
             for name, at in zip(table["name"], table["start"])}
    for (name, file), own in names.items():
        suite.check(f"start of {name}", shown.get(name) == own, shown.get(name))


# ---------------------------------------------------------------- labels

def odd_labels():
    texts = ["", "a,b", "a=b", "x.y*z+(q)|[r]{2}^$\\", "line\nbreak\ttab", "9" * 40, "99999999999999999999kb:5",
             "5kb:6mb", "12", "-5", "b\udcff\udcfe", "\ufffd", "ünïcödé \U0001f600", "a", "ab", "aab", ".*", "A"]
    profile = Profile([("cpu", "nanoseconds")])
    for i, key in enumerate(["key", "a=b", "", "k,e.y*", "5", "b\udcff", "sp ace", "new\nline"]):
        for j, text in enumerate(texts):
            profile.sample(["main.f"], [(-1) ** j * (1000 * i + 10 * j + 7)], [(key, text)])
    numbers = {"size": ("bytes", [1, 1023, 1024, 1536, 1537, 1538, 1540, -1536, 1 << 40, 2047, 2048]),
               "plain": ("", [5, 50, 500, -5, (1 << 62) + 1, -(1 << 63)]),
               "things": ("things", [1, 2, 1000000, -3]), "rate": ("req/s", [10, 20]),
               "when": ("\u03bcs", [1, 999, 1000, 1001, 1004, 60000000]),
               "gcu": ("nanogcu", [1, 1000, 2500]), "long": ("nanosecond", [1, 2, 3000000001, 3000000002]),
               "a=b": ("bytes", [9]), "key": ("", [12])}
    for i, (key, (unit, values)) in enumerate(numbers.items()):
        for j, value in enumerate(values):
            profile.sample(["main.g"], [100000 * (i + 1) + 10 * j + 3], [(key, value, unit)])
    profile.sample(["main.h"], [5], [("key", "a"), ("key", "ab"), ("size", 1537, "bytes")])
    profile.sample(["main.h"], [11])
    return profile.gzip()


def values_of(labels):
    return {(block["key"], value["text"], value["filter"]): value
            for block in labels["keys"] for value in block["values"]}


def check_labels(suite, program, path, most):
    done = program.run("labels", path)
    if not suite.check(f"labels {path.name}: exit", done.returncode == 0, done.stderr):
        return
    labels = json.loads(done.stdout)
    for block in labels["keys"]:
        for value in block["values"][:most]:
            name = f"labels {path.name} {block['key']!r}={value['text']!r} by {value['filter']!r}"
            if not value["filter"]:
                suite.check(f"{name}: cannot be said", 
                            "=" in block["key"] or block["key"] in ("", "gcu"))
                continue
            left = program.json("labels", path, f"--tagfocus={value['filter']}")
            same = values_of(left).get((block["key"], value["text"], value["filter"]))
            suite.check(f"{name}: its value", same and same["value"] == value["value"], same)
            whole = program.run("json", path, f"--tagfocus={value['filter']}")
            if whole.returncode == 0:
                selected = json.loads(whole.stdout)["profile"]["selected"]
                suite.check(f"{name}: nothing else", selected == value["value"][0], selected)
    check_sums(suite, path, labels)


def check_sums(suite, path, labels):
    """Of one key no more is told than there is, unless samples cancel out or have it twice."""
    for block in labels["keys"]:
        suite.check(f"labels {path.name} {block['key']!r}: at most 100", len(block["values"]) <= 100)
        sizes = [abs(value["value"][0]) for value in block["values"]]
        suite.check(f"labels {path.name} {block['key']!r}: order", sizes == sorted(sizes, reverse=True))


def many_labels():
    profile = Profile([("cpu", "nanoseconds")])
    for i in range(250):
        profile.sample(["main.f"], [i + 1], [("id", f"u{i}")])
    return profile.gzip()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    suite, program = Suite(), Program(parser.parse_args().binary.resolve())
    for path in PROFILES:
        for options in OPTIONS:
            check_functions(suite, program, path, options)
        check_labels(suite, program, path, VALUES_TRIED)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        check_starts(suite, program, folder)
        (folder / "odd.pb.gz").write_bytes(odd_labels())
        check_labels(suite, program, folder / "odd.pb.gz", 1000)
        (folder / "many.pb.gz").write_bytes(many_labels())
        blocks = program.json("labels", folder / "many.pb.gz")["keys"]
        suite.check("the rest is counted", len(blocks[0]["values"]) == 100 and blocks[0]["more"] == 150)
        suite.check("the rest is in the total", blocks[0]["total"][0] == 250 * 251 // 2)
    suite.finish()


if __name__ == "__main__":
    main()
