#!/usr/bin/env python3
"""Compares what the stages of the layout make with what is kept: layout_test.py DUMP [--update] [NAME...]

golden/NAME.STAGE.txt is what `DUMP STAGE golden/NAME.graph` has to write. To add a stage of a
graph, make an empty file of that name and run with --update."""

import argparse
import difflib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from suite import Suite

SHOWN = 12


def check(suite, binary, path, update):
    name, stage, _ = path.name.rsplit(".", 2)
    done = subprocess.run([binary, stage, path.with_name(name + ".graph")], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    if not suite.check(f"{path.name}: exit", done.returncode == 0,
                       f"{done.returncode}: {done.stderr[-300:]!r}"):
        return
    got = done.stdout.decode()
    if update:
        path.write_text(got)
    kept = path.read_text()
    diff = [] if got == kept else list(difflib.unified_diff(
        kept.splitlines(), got.splitlines(), "kept", "now", lineterm="", n=0))
    suite.check(path.name, got == kept, "\n".join(line[:200] for line in diff[:SHOWN]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    suite = Suite()
    for path in sorted((HERE / "golden").glob("*.txt")):
        if not arguments.names or path.name.split(".")[0] in arguments.names:
            check(suite, arguments.binary.resolve(), path, arguments.update)
    suite.finish()


if __name__ == "__main__":
    main()
