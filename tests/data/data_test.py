#!/usr/bin/env python3
"""What programs read of render's output: data_test.py BINARY

JSON against its schema and its own sums, CSV against top, Markdown against what CommonMark would
make of it, callers and callees against the weights of the functions that they are about."""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from schema import invalid
from suite import Suite

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = json.loads((ROOT / "samples/render-profile.schema.json").read_text())
SAMPLES = sorted((ROOT / "samples").glob("*.pb.gz"))
INPUTS = sorted((ROOT / "tests/golden/inputs").glob("*.pb.gz"))
CPU = ROOT / "samples/svc-slow.cpu.pb.gz"


class Program:
    def __init__(self, binary):
        self.binary = binary

    def run(self, view, *words):
        return subprocess.run([self.binary, view, "-o", "-", *map(str, words)],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)

    def text(self, view, *words):
        done = self.run(view, *words)
        if done.returncode:
            raise RuntimeError(f"{view} {words}: {done.stderr!r}")
        return done.stdout.decode("utf-8")


# ---------------------------------------------------------------- JSON

def tree_problem(document):
    tree, functions = document["tree"], document["functions"]
    columns = [tree[name] for name in ("parents", "functions", "self", "total", "pruned",
                                       "inlined")]
    if {len(column) for column in columns} != {tree["count"]}:
        return "columns differ in length"
    rest = list(tree["total"])
    for node in range(tree["count"]):
        rest[node] -= tree["self"][node] + tree["pruned"][node]
        if node and not 0 <= tree["parents"][node] < node:
            return f"node {node} comes before its parent"
        if node and not 0 <= tree["functions"][node] < len(functions):
            return f"node {node} has no function"
        if node:
            rest[tree["parents"][node]] -= tree["total"][node]
    if any(rest):
        return f"totals do not add up at {[at for at, left in enumerate(rest) if left][:5]}"
    if tree["total"][0] != document["profile"]["selected"]:
        return "the root is not what is selected"
    return ""


def functions_problem(document):
    """With a tree that is whole, weights follow from it."""
    tree, functions = document["tree"], document["functions"]
    if [item["id"] for item in functions] != list(range(len(functions))):
        return "ids are not indices"
    if tree["pruned_count"]:
        return ""
    flat, cum, above = [0] * len(functions), [0] * len(functions), [frozenset()]
    for node in range(1, tree["count"]):
        function, path = tree["functions"][node], above[tree["parents"][node]]
        flat[function] += tree["self"][node]
        cum[function] += 0 if function in path else tree["total"][node]
        above.append(path | {function})
    if [(item["flat"], item["cum"]) for item in functions] != list(zip(flat, cum)):
        return "weights are not those of the tree"
    return ""


def table_problem(document):
    total, row_sum = document["profile"]["total"], 0
    for row in document["table"]:
        function = document["functions"][row["function"]]
        row_sum += function["flat"]
        for key, value in (("flat_share", function["flat"]), ("sum_share", row_sum),
                           ("cum_share", function["cum"])):
            if abs(row[key] - (value / total if total else 0)) > 1e-6:
                return f"{function['name']}: {key} is {row[key]}"
    ends = [end for edge in document["graph"]["edges"] for end in (edge["from"], edge["to"])]
    if ends and max(ends) >= len(document["functions"]):
        return "an edge without a function"
    return ""


def check_json(suite, program):
    cases = [(path, ()) for path in (*SAMPLES, *INPUTS)]
    cases += [(path, ("--trim=false",)) for path in (*INPUTS, CPU)]
    cases += [(CPU, ("--focus=mallocgc", "--nodecount=5")), (CPU, ("--lines", "--divide_by=7")),
              (CPU, ("--files",)), (CPU, ("--addresses", "--noinlines")),
              (CPU, ("--focus=nothing-like-it",)),
              (ROOT / "samples/svc-slow.heap.pb.gz", ("--diff_base", ROOT / "samples/svc-fast.heap.pb.gz"))]
    for path, options in cases:
        name = " ".join(["json", path.name, *map(str, options)])
        document = json.loads(program.text("json", *options, path))
        for problem in (invalid(document, SCHEMA), tree_problem(document),
                        functions_problem(document), table_problem(document)):
            suite.check(name, not problem, problem)
        if jsonschema:
            validator = jsonschema.Draft202012Validator(SCHEMA)
            suite.check(f"{name}: jsonschema", validator.is_valid(document))
    if not jsonschema:
        suite.skip("jsonschema", "not installed; the schema was checked by this test alone")
    schema = dict(SCHEMA["properties"]["functions"]["items"]["properties"], flat={"type": "string"})
    suite.check("the check of the schema can fail", invalid({"id": 0}, {
        "type": "object", "required": ["id", "flat"], "properties": schema}))
    suite.check("means are refused", program.run("json", "--mean", CPU).returncode == 2)


# ---------------------------------------------------------------- CSV

def check_csv(suite, program):
    for path in (*SAMPLES, *INPUTS):
        document = json.loads(program.text("json", path))
        content = program.run("csv", path).stdout
        suite.check(f"csv {path.name}: lines end with CR LF",
                    content.count(b"\n") == content.count(b"\r\n") and content.endswith(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        shown = [document["functions"][row["function"]] for row in document["table"]]
        suite.check(f"csv {path.name}: the rows are the table's",
                    [(int(row["flat"]), int(row["cum"]), row["file"], int(row["line"]),
                      row["inline"]) for row in rows] ==
                    [(item["flat"], item["cum"], item["file"], item["line"], item["inline"])
                     for item in shown])
        suite.check(f"csv {path.name}: one unit",
                    {row["unit"] for row in rows} <= {document["profile"]["unit"]})
    rows = list(csv.DictReader(io.StringIO(program.text("csv", "--unit=ms", CPU), newline="")))
    plain = list(csv.DictReader(io.StringIO(program.text("csv", CPU), newline="")))
    suite.check("csv --unit=ms", rows[0]["unit"] == "ms" and
                [float(row["cum"]) * 1e6 for row in rows] == [float(row["cum"]) for row in plain])
    rows = list(csv.DictReader(io.StringIO(program.text(
        "csv", "--unit=ms", ROOT / "samples/svc-slow.goroutine.pb.gz"), newline="")))
    suite.check("csv: counts are not converted", rows[0]["unit"] == "count")


# ---------------------------------------------------------------- Markdown

OURS = re.compile(r"[-A-Za-z0-9_ .,;:?()%+=<|#/…→]*")


def without_code(line):
    """The line as CommonMark sees it: code spans replaced by C. None where one does not end."""
    out, at = "", 0
    while at < len(line):
        if line[at] != "`":
            out += line[at]
            at += 1
            continue
        fence = re.match("`+", line[at:]).group()
        end = re.compile(f"(?<!`){fence}(?!`)").search(line, at + len(fence))
        if not end:
            return None
        out += "C"
        at = end.end()
    return out


def cells(line):
    return re.split(r"(?<!\\)\|", line)[1:-1]


def markdown_problem(text, lines):
    if text.count("\n") > lines:
        return f"{text.count(chr(10))} lines"
    columns = 0
    for line in text.splitlines():
        parts = cells(line) if line.startswith("|") else []
        if parts and columns and len(parts) != columns:
            return f"{len(parts)} cells, not {columns}: {line}"
        columns = len(parts)
        for part in parts or [line]:
            plain = without_code(part.replace("\\|", "|") if parts else part)
            if plain is None or not OURS.fullmatch(plain):
                return f"markup in {part!r}: {plain!r}"
            if len(re.findall("`", plain)):
                return f"a backtick in {plain!r}"
    return ""


HOSTILE = ["`", "``", "a`b", "`a", "a`", "``a`", "|", "a|b", "\\", "a\\", "a\\|b", " ", "  a  ",
           "[a](http://example.com)", "<b>", "<!--", "&amp;", "*a*", "![a](b)", "a\nb", "| a |",
           "```\n# a", "http://example.com", "@user", "#1", "</code>", "x" * 1000, "日本" * 300,
           "`" * 50, "=1+1", "+1", "-1", "@a", "\u202e\u2066"]


def hostile_profile(folder):
    profile = Profile([("sam`ples|<b>", "cou`nt|")], ("cpu", "nanoseconds"), 1, 1700000000 * 10**9)
    profile.mapping(0x1000, 0x2000, "/bin/a`b|c<i>", "`|<u>")
    profile.comment("`|<a>")
    for at, name in enumerate(HOSTILE):
        profile.sample(["main.main", name], [100 + at], mapping=1)
    path = folder / "host`|ile<s>.pb.gz"
    path.write_bytes(profile.gzip())
    return path


def check_markdown(suite, program, folder):
    hostile = hostile_profile(folder)
    for path in (*SAMPLES, *INPUTS, hostile):
        for lines in (20, 21, 33, 60, 1000):
            problem = markdown_problem(program.text("md", f"--max_lines={lines}", path), lines)
            suite.check(f"md {path.name} in {lines} lines", not problem, problem)
    for options in (("--lines",), ("--files",), ("--addresses",), ("--mean",), ("--divide_by=3",),
                    ("--focus=`|<b>",), ("--relative_percentages", "--focus=mallocgc")):
        problem = markdown_problem(program.text("md", *options, CPU), 60)
        suite.check(f"md {options}", not problem, problem)
    suite.check("the check of Markdown can fail",
                all(markdown_problem(text, 9) for text in ("<b>", "`a", "[a](b)", "| `a|b` |\n|-|")))
    records = list(csv.DictReader(io.StringIO(program.text("csv", hostile), newline=""),
                                  strict=True))
    suite.check("csv: hostile names", {"a`b", "a|b", "=1+1", "@a", "\\", "a\\x0ab"} <=
                {record["function"] for record in records})


def check_answers(suite, program, folder):
    def answer(stacks, *options, types=(("cpu", "nanoseconds"),)):
        profile = Profile(types, ("cpu", "nanoseconds"), 1)
        for stack, value in stacks:
            profile.sample(stack, [value] * len(types))
        path = folder / "answer.pb.gz"
        path.write_bytes(profile.gzip())
        return program.text("md", *options, path).splitlines()[2]

    expected = [
        ([(["a", "b"], 60), (["c", "b"], 30), (["c"], 10)],
         "90.0% of CPU time (90ns of 100ns) in `b` itself, called mostly from `a` (66.7% of that)."
         " Most of the total goes through"),
        ([(["a"], 5)], "100% of CPU time (5ns of 5ns) in `a` itself, with no caller."),
        ([(["a", "b"], 5)],
         "100% of CPU time (5ns of 5ns) in `b` itself, all of it called from `a`."),
        ([(["a", "b"], 4), (["c", "b"], 4), (["b"], 2)],
         "100% of CPU time (10ns of 10ns) in `b` itself, called from 3 places, first of all `a` "
         "(40.0% of that)."),
        ([(["a", "b"], 3), (["c", "b"], 3), (["b"], 4)],
         "100% of CPU time (10ns of 10ns) in `b` itself, with no caller or called from 2 places."),
        ([(["a", "b"], 3), (["b"], 4)],
         "100% of CPU time (7ns of 7ns) in `b` itself, mostly with no caller."),
        ([(["a", "b", "b"], 5)],
         "100% of CPU time (5ns of 5ns) in `b` itself, all of it called from `a`."),
        ([(["a", "b"], 5), (["a", "c"], -9)],
         "The largest change is in `c` itself: -9ns, 64.3% of 14ns. All changes together: -4ns."),
        ([(["a", "b"], 5), (["c", "b"], -5)], "Nothing has a value of its own."),
        ([(["a"], 0)], "All values are zero."),
        ([], "The profile has no samples."),
    ]
    for stacks, words in expected:
        if "Most of" in words:
            words = words.split(" Most of")[0]
        said = answer(stacks)
        suite.check(f"answer for {stacks}", said == words, said)
    said = answer([(["a", "b"], 5)], "--focus=nothing")
    suite.check("answer without a match", said == "The filters leave no sample.", said)


# ---------------------------------------------------------------- callers and callees

ROW = re.compile(r"^ *(-?\d+)((?: +-?\d+)?) +[\d.e+-]+% +[\d.e+-]+%  ((?:\| )*)(.*)$")


def rows_of(text):
    """(level, value, self, name) of each row; values in plain nanoseconds."""
    rows = []
    for line in text.splitlines():
        match = ROW.match(line.replace("ns ", " "))
        if match:
            value, own, bars, name = match.groups()
            rows.append((len(bars) // 2, int(value), int(own or 0), name))
    return rows


def sums_problem(rows, callees):
    for at, (level, value, own, name) in enumerate(rows):
        below = []
        for under in rows[at + 1:]:
            if under[0] <= level:
                break
            if under[0] == level + 1:
                below.append(under[1])
        if below and value != sum(below) + (own if callees else 0):
            return f"{name}: {value} is not {sum(below)} + {own}"
    return ""


def check_calls(suite, program):
    functions = {item["name"]: item for item in
                 json.loads(program.text("json", "--trim=false", CPU))["functions"]}
    for name in ("runtime.mallocgc", "regexp.(*Regexp).doExecute", "net/http.(*conn).serve"):
        pattern = "--pattern=^" + re.escape(name) + "$"
        for view in ("callers", "callees"):
            for options in ((), ("--depth=1",), ("--depth=50", "--trim=false"),
                            ("--nodefraction=0.2",)):
                rows = rows_of(program.text(view, pattern, "--unit=ns", *options, CPU))
                what = f"{view} {name} {options}"
                if suite.check(f"{what}: rows", rows):
                    suite.check(f"{what}: cum", rows[0][1] == functions[name]["cum"], rows[0])
                    problem = sums_problem(rows, view == "callees")
                    suite.check(f"{what}: sums", not problem, problem)
    hostile = ROOT / "tests/golden/inputs/hostile.pb.gz"
    for view, pattern, count in (("callers", "^[^m]", 20), ("callees", "main", 11)):
        rows = rows_of(program.text(view, f"--pattern={pattern}", "--unit=ns", hostile))
        suite.check(f"{view}: a name is a line", len(rows) == count, rows)
    done = program.run("callers", "--pattern=no-such-function", CPU)
    suite.check("no match", done.returncode == 2 and b"no matches found" in done.stderr and
                not done.stdout, done.stderr)
    suite.check("no means", program.run("callers", "--pattern=.", "--mean", CPU).returncode == 2)


def main():
    suite, program = Suite(), Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        check_json(suite, program)
        check_csv(suite, program)
        check_markdown(suite, program, pathlib.Path(folder))
        check_answers(suite, program, pathlib.Path(folder))
        check_calls(suite, program)
    suite.finish()


if __name__ == "__main__":
    main()
