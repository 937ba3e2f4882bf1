#!/usr/bin/env python3
"""Compares what render writes with what is kept: golden_test.py BINARY [--update] [CASE...]

A case is a folder here with a file `cmd`, a command line for the project's root in which {} is the
program, and for each view a file out.VIEW.SUFFIX that `cmd --view=VIEW -o -` has to write. Beside
it out.VIEW.err may hold what is said on standard error, and `exit` the exit code, otherwise 0. To add a view to a case, make an empty file
of that name and run with --update.

The scripts and styles of pictures and pages are left out of what is kept, and the engine too: they are the same in all, and
have their own tests. So is the profile that a page carries."""

import argparse
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

SHOWN = 12
SCRIPT = re.compile(rb"<script><!\[CDATA\[.*?\]\]></script>", re.DOTALL)
PAGE = [(re.compile(rb"<script>.*?</script>", re.DOTALL), b"<script/>"),
        (re.compile(rb"<style>.*?</style>(?=</head>)", re.DOTALL), b"<style/>"),
        (re.compile(rb"'sha256-[^']*'"), b"'sha256-'"),
        (re.compile(rb'(id="render-(?:profile|app)">)[^<]*'), rb"\1"),
        (re.compile(rb'<script type="application/wasm"[^>]*>[^<]*</script>\n'), b""),
        (re.compile(rb'<p id="why">[^<]*'), b'<p id="why">'),
        (re.compile(rb'"profile":{"size":\d+'), b'"profile":{"size":0')]


def write(binary, case, view):
    words = [str(binary) if word == "{}" else word
             for word in shlex.split((case / "cmd").read_text())]
    done = subprocess.run([*words, f"--view={view}", "-o", "-"], cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                          env=dict(os.environ, TZ="UTC", LC_ALL="C"))
    output = SCRIPT.sub(b"<script/>", done.stdout)
    for pattern, left in PAGE if view == "html" else []:
        output = pattern.sub(left, output)
    return done.returncode, output, done.stderr


def difference(name, expected, got):
    def lines(content):
        return [line[:200] for line in content.decode("utf-8", "backslashreplace").splitlines()]
    diff = list(difflib.unified_diff(lines(expected), lines(got), name, "now", lineterm="", n=1))
    at = next((at for at, (a, b) in enumerate(zip(expected, got)) if a != b),
              min(len(expected), len(got)))
    around = slice(max(0, at - 60), at + 60)
    return "\n".join([f"differs from byte {at}", f"  kept: {expected[around]!r}",
                      f"  now:  {got[around]!r}", *diff[:SHOWN]])


def read(path):
    return path.read_bytes() if path.exists() else b""


def keep(path, content):
    if content:
        path.write_bytes(content)
    else:
        path.unlink(missing_ok=True)


def check(suite, binary, case, path, update):
    view = path.name.split(".")[1]
    errors = path.with_name(f"out.{view}.err")
    code, output, said = write(binary, case, view)
    name = f"{case.name}/{path.name}"
    wanted = int(read(case / "exit") or 0)
    if not suite.check(f"{name}: exit", code == wanted, f"{code}: {said!r}"):
        return
    if update:
        path.write_bytes(output)
        keep(errors, said)
    for file, got in ((path, output), (errors, said)):
        expected = read(file)
        suite.check(f"{case.name}/{file.name}", got == expected,
                    got != expected and difference(file.name, expected, got))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    suite = Suite()
    cases = sorted(file.parent for file in HERE.glob("*/cmd"))
    for case in cases:
        if arguments.cases and case.name not in arguments.cases:
            continue
        for path in sorted(case.glob("out.*")):
            if path.suffix != ".err":
                check(suite, arguments.binary.resolve(), case, path, arguments.update)
    suite.finish()


if __name__ == "__main__":
    main()
