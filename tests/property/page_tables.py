#!/usr/bin/env python3
"""What a page is told is what the reports say: page_tables.py BINARY

functions, put together again, is top to the last byte, whatever the options. Each filter in labels
really leaves the samples with that value, and no others. source gives each line what list gives it,
and its lines add up to the function."""

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


# ---------------------------------------------------------------- source

LISTED = [(ROOT / "tests/golden/inputs/listing.pb.gz",
           [f"--source_path={ROOT}/tests/golden/inputs/listing", "--trim_path=/build/shop"]),
          (ROOT / "samples/svc-slow.cpu.pb.gz",
           [f"--source_path={ROOT}/samples/svc", "--trim_path=example.com/shop"]),
          (ROOT / "samples/cpp.cpu.pb.gz", [f"--source_path={ROOT}/samples/cpp", "--trim_path=/opt/sample"])]
FUNCTIONS_TRIED = 12


def check_source(suite, program, path):
    table = program.json("functions", path)
    for i in range(min(FUNCTIONS_TRIED, len(table["name"]))):
        whole = table["name"][i]
        name = f"source {path.name} {whole!r}"
        if "\0" in whole:
            continue
        source = program.json("source", path, f"--function={whole}", "--source_path=/nowhere")
        suite.check(f"{name}: flat", source["flat"][0] == table["flat"][i], source["flat"])
        suite.check(f"{name}: cum", source["cum"][0] == table["cum"][i], source["cum"])
        lines = [line for file in source["files"] for line in file["lines"]]
        suite.check(f"{name}: lines", sum(line["flat"][0] for line in lines) == source["flat"][0])
        for line in lines:
            called = sum(call["value"][0] for call in line["calls"])
            told = len(line["calls"]) < 8 and not any(value["value"][0] < 0 for value in line["calls"])
            suite.check(f"{name}: calls of line {line['line']}", not told or line["cum"][0] < 0
                        or called + line["flat"][0] >= line["cum"][0], line)


def listed(text, whole):
    """By file: lines by number, or the error."""
    files, current, part = {}, None, None
    for line in text.split("\n"):
        start = re.match(r"ROUTINE =+ (.*) in (.*)$", line)
        if start:
            current = files.setdefault(start[2], {}) if start[1] == whole else None
        elif current is not None and line.startswith(" Error: "):
            current["error"] = line[8:]
        elif current is not None:
            part = re.match(r" *(\S+) +(\S+) +(\d+):(.*)$", line)
            if part:
                current[int(part[3])] = ("0" if part[1] == "." else part[1],
                                         "0" if part[2] == "." else part[2], part[4])
    return files


def check_against_list(suite, program, path, options):
    for whole in program.json("functions", path)["name"][:60]:
        pattern = "^" + re.sub(r"([^\w\s])", r"\\\1", whole) + "$"
        done = program.run("list", path, f"--pattern={pattern}", *options)
        if done.returncode or b"No source information" in done.stdout:
            continue
        theirs = listed(done.stdout.decode("utf-8", "replace"), whole)
        source = program.json("source", path, f"--function={whole}", *options)
        ours = {file["file"]: {"error": file["error"]} if file["error"] else
                {line["line"]: (line["flat"][1], line["cum"][1], line["text"]) for line in file["lines"]
                 if line["text"] is not None} for file in source["files"] if file["file"]}
        suite.check(f"source {path.name} {whole!r}: as list", ours == theirs, (ours, theirs))


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
        check_source(suite, program, path)
    for path, options in LISTED:
        check_against_list(suite, program, path, options)
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
