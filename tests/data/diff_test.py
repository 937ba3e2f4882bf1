#!/usr/bin/env python3
"""What programs and pull requests read of a comparison: diff_test.py BINARY

JSON against its schema, CSV against JSON, Markdown against what CommonMark would make of it, the
list of movers against the width of a terminal."""

import csv
import io
import json
import pathlib
import sys
import tempfile

from data_test import ROOT, Program, hostile_profile, invalid, jsonschema, markdown_problem
from suite import Suite

SCHEMA = json.loads((ROOT / "samples/render-diff.schema.json").read_text())
KINDS = ("cpu", "heap", "allocs", "mutex", "block", "goroutine")


def pair(kind, *options):
    return [*options, "--diff", *(ROOT / "samples" / f"svc-{side}.{kind}.pb.gz"
                                  for side in ("slow", "fast"))]


def resolved(schema, root):
    """The schema with definitions where they are referred to."""
    if isinstance(schema, list):
        return [resolved(item, root) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return {key: resolved(item, root) for key, item in schema.items() if key != "$defs"}


def check_json(suite, program, cases):
    whole = resolved(SCHEMA, SCHEMA)
    for words in cases:
        name = " ".join(["json", *map(str, words)])
        document = json.loads(program.text("json", *words))
        problem = invalid(document, whole)
        suite.check(name, not problem, problem)
        if jsonschema:
            suite.check(f"{name}: jsonschema",
                        jsonschema.Draft202012Validator(SCHEMA).is_valid(document))
        functions = document["functions"]
        suite.check(f"{name}: ids", [item["id"] for item in functions] ==
                    list(range(len(functions))))
        suite.check(f"{name}: paths end in their function",
                    all(not mover["path"] or mover["path"][-1] == mover["function"]
                        for mover in document["movers"]))
        suite.check(f"{name}: the word says the direction",
                    all((change["delta"] > 0) == (change["verdict"] in ("more", "new"))
                        for item in functions for change in (item["flat"], item["cum"])
                        if change["verdict"] not in ("same", "within noise")))
    document = json.loads(program.text("json", *pair("cpu")))
    document["total"]["verdict"] = "worse"
    suite.check("the check of the schema can fail", invalid(document, whole))


def check_csv(suite, program, cases):
    for words in cases:
        name = " ".join(["csv", *map(str, words)])
        content = program.run("csv", *words).stdout
        suite.check(f"{name}: lines end with CR LF",
                    content.count(b"\n") == content.count(b"\r\n") and content.endswith(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        document = json.loads(program.text("json", *words))
        for row, function in zip(rows, document["functions"]):
            for which in ("flat", "cum"):
                change = function[which]
                same = abs(float(row[f"{which}_delta"]) - change["delta"]) <= \
                    1e-9 * abs(change["delta"])
                same = same and row[f"{which}_verdict"] == change["verdict"] and \
                    (row[f"{which}_p"] == "") == (change["p"] is None)
                if not same or None in row or None in row.values():
                    suite.check(f"{name}: as json has it", False, (row, function))
                    return


def check_markdown(suite, program, cases):
    for words in cases:
        text = program.text("md", *words)
        plain = text.replace("**", "").replace("\u2212", "-").replace("'", "")
        problem = markdown_problem(plain, 60)
        suite.check(" ".join(["md", *map(str, words)]), not problem, problem)
        suite.check("md is known as render's", "\n- Profile: " in text)


def check_movers(suite, program, cases):
    for words in cases:
        text = program.text("movers", *words)
        suite.check(" ".join(["movers", *map(str, words)]), text.strip() and
                    all(ord(sign) >= 32 or sign == "\n" for sign in text))
    alone = program.run("movers", ROOT / "samples/svc-slow.cpu.pb.gz")
    suite.check("movers of one profile", alone.returncode == 2 and
                b"render movers --diff BASE NEW" in alone.stderr, alone.stderr)
    same = [ROOT / "samples/svc-slow.cpu.pb.gz"] * 2
    suite.check("no change", "No function changed" in program.text("movers", "--diff", *same))


def main():
    suite, program = Suite(), Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        hostile = hostile_profile(pathlib.Path(folder))
        other = ROOT / "tests/golden/inputs/hostile.pb.gz"
        cases = [pair(kind) for kind in KINDS]
        cases += [pair("cpu", option) for option in
                  ("--normalize", "--per=samples", "--sort=cum", "--lines", "--packages",
                   "--focus=json", "--divide_by=3", "--focus=nothing", "--nodecount=0")]
        cases += [["--diff", hostile, hostile], ["--diff", other, other],
                  ["--base", other, "--new", other, "--new", other, "--diff"]]
        check_json(suite, program, cases)
        check_csv(suite, program, cases)
        check_markdown(suite, program, cases)
        check_movers(suite, program, cases)
    suite.finish()


if __name__ == "__main__":
    main()
