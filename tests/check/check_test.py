#!/usr/bin/env python3
"""render check: what rules mean, held against sums made here; noise; formats; and that nothing that
went wrong ever passes.

    check_test.py BINARY"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from schema import invalid
from suite import Suite

SCHEMA = json.loads((ROOT / "samples/render-check.schema.json").read_text())
CPU = [("samples", "count"), ("cpu", "nanoseconds")]
PERIOD = 10_000_000
SECOND = 1_000_000_000
HOSTILE = ["a\nb", "::error title=x::y", "]]><script>alert(1)</script>", "100%0A%25", b"\xff\xfe",
           "\x1b[31mred", "\u202egnp.exe", "`|`|``", "&amp;\"'<>", "\r\n::set-output name=a::b",
           "x" * 3000, "--", "*bold* [l](http://e.example)", "\0"]


def cpu(stacks, duration=10 * SECOND, labels=None):
    """{("main", "f"): samples}; labels by stack."""
    profile = Profile(CPU, ("cpu", "nanoseconds"), PERIOD, 1, duration)
    for stack, count in stacks.items():
        profile.sample(list(stack), [count, count * PERIOD], labels=(labels or {}).get(stack, ()))
    return profile.gzip()


def in_order(found, kinds):
    """The rules in the order in which they were asked for, by kind; more follow as they are."""
    left = {kind: [rule for rule in found if rule["kind"] == kind] for kind in ("fail", "budget")}
    rules = [left[kind].pop(0) for kind in kinds]
    return rules + left["fail"] + left["budget"]


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, pathlib.Path(folder), suite

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return name

    def run(self, *arguments):
        return subprocess.run([self.binary, "check", *arguments], cwd=self.folder, timeout=120,
                              capture_output=True)

    def sides(self, base, new, **more):
        self.write("base.pb.gz", cpu(base, **more))
        self.write("new.pb.gz", cpu(new, **more))

    def judge(self, *rules, operands=("base.pb.gz", "new.pb.gz"), options=()):
        """The JSON of rules such as "fail total > +5%", and the exit code."""
        words = ["--" + rule.replace(" ", "=", 1) for rule in rules]
        done = self.run(*operands, *words, *options, "--format=json")
        try:
            document = json.loads(done.stdout)
        except ValueError:
            raise AssertionError(f"{rules}: {done.returncode} {done.stderr.decode()}") from None
        problem = invalid(document, SCHEMA)
        if problem:
            self.suite.check(f"the schema of {rules}", False, problem)
        return document, done.returncode

    def states(self, what, rules, wanted, **more):
        """The states of the rules, and that the exit code is theirs."""
        found, code = self.judge(*rules, **more)
        kinds = [rule.split()[0] for rule in rules]
        if len(set(kinds)) > 1:  # those of --fail come first
            found["rules"] = in_order(found["rules"], kinds)
        states = [rule["state"] for rule in found["rules"]]
        self.suite.check(what, states == wanted and code == ("broken" in states) and
                         found["verdict"] == ("broken" if code else "holds"),
                         f"exit {code}, {[(r['state'], r['measured']) for r in found['rules']]}")
        return found["rules"]

    def refuses(self, what, code, arguments, *words):
        done = self.run(*arguments)
        error = done.stderr.decode("utf-8", "replace")
        wrong = [word for word in words if word not in error]
        self.suite.check(what, done.returncode == code and not wrong and not done.stdout and
                         error.startswith("render: ") and error.count("\n") == 1 and
                         error[:-1].isprintable(),
                         f"exit {done.returncode}, {error!r}, without {wrong}")


# ---------------------------------------------------------------- what rules mean

def random_stacks(source):
    names = ["main.main", "main.f", "json.Encode", "json.Decode", "runtime.gc", "a.b.c"]
    return {tuple(["main.main"] + source.choices(names, k=source.randint(0, 5))):
            source.randint(1, 500) for _ in range(source.randint(1, 12))}


def expected(stacks, pattern, weight):
    """The value of the samples that the rule names, in nanoseconds."""
    total = 0
    for stack, count in stacks.items():
        frames = stack[-1:] if weight == "flat" else stack
        if weight == "total" or any(re.search(pattern, name) for name in frames):
            total += count * PERIOD
    return total


def check_sums(place):
    """Flat is summed over the functions, cum counts each sample once, also where it recurs."""
    source = random.Random(7)
    wrong = []
    for _ in range(40):
        base, new = random_stacks(source), random_stacks(source)
        place.sides(base, new)
        cases = [(p, w) for p in (r"json\.", r"main\..*", r"^runtime\.gc$", ".")
                 for w in ("flat", "cum")] + [("", "total")]
        rules = [f"fail {p} {w} > +1ns optional".replace("  ", " ") for p, w in cases]
        found, _code = place.judge(*rules)
        totals = [expected(side, "", "total") for side in (base, new)]
        for (pattern, weight), rule in zip(cases, found["rules"]):
            sums = [expected(side, pattern, weight) for side in (base, new)]
            if rule["state"] == "skipped":
                seen = any(re.search(pattern, name) for side in (base, new)
                           for stack in side for name in stack)
                wrong += [rule] if seen else []
                continue
            got = [rule["base"], rule["new"], rule["value"], rule["base_share"], rule["new_share"]]
            want = [*sums, sums[1] - sums[0], sums[0] / totals[0], sums[1] / totals[1]]
            if any(abs(a - b) > 1e-6 * max(1, abs(b)) for a, b in zip(got, want)):
                wrong.append((rule["rule"], got, want))
    place.suite.check("sums are those of the samples named", not wrong, str(wrong[:2]))


def check_limits(place):
    place.sides({("main", "f"): 1000, ("main", "g"): 1000}, {("main", "f"): 2000, ("main", "g"): 1000})
    place.states("limits of every kind", (
        "fail total > +49%", "fail total > +51%", "fail f flat > +99%", "fail f flat > +100%",
        "fail f flat >= +100%", "fail f flat > +16pp", "fail f flat > +17pp", "fail f flat > +9.9s",
        "fail f flat > +10s", "fail f flat > 66%", "fail f flat > 67%", "fail total >= 30s",
        "fail total > 30s", "fail total > 29999ms", "budget g flat < 34%", "budget g flat < 33%",
        "budget total <= 30s", "budget total < 30s", "fail type:samples total >= 3000",
        "fail samples total > +1000", "fail samples total > +999count", "fail g flat < -1%",
        "fail f flat < -1%"), [
        "broken", "holds", "broken", "holds", "broken", "broken", "holds", "broken", "holds",
        "broken", "holds", "broken", "holds", "broken", "holds", "broken", "holds", "broken",
        "broken", "holds", "broken", "holds", "holds"])
    rules = place.states("what was not there is new, and breaks", (
        "fail h cum > +1000000%", "fail h cum > +1pp"), ["broken", "broken"],
        operands=("base.pb.gz", place.write("more.pb.gz", cpu({("main", "h"): 500}))))
    place.suite.check("a change from nothing has no ratio", rules[0]["value"] is None and
                      "new from nothing" in rules[0]["measured"], str(rules[0]))
    place.states("gone is less by all", ("fail f flat <= -100%", "budget total < +5%"),
                 ["broken", "holds"], operands=("base.pb.gz", "more.pb.gz"))
    place.write("less.pb.gz", cpu({("main", "f"): -1000}))
    place.write("lesser.pb.gz", cpu({("main", "f"): -500}))
    place.states("negative values: a change by half of what it was", ("fail total > +49%",
                 "fail total > +51%", "fail total > +4s", "budget total < -4s"),
                 ["broken", "holds", "broken", "broken"],
                 operands=("less.pb.gz", "lesser.pb.gz"))
    place.states("optional rules may match nothing", ("fail nope flat > +1% optional",
                 "budget package:nope cum < 1% optional", "fail label:a=b total > 1% optional"),
                 ["skipped"] * 3)


def check_subjects(place):
    labels = {("main", "f"): [("endpoint", "/search")], ("main", "g"): [("endpoint", "/order")]}
    base = {("main", "f"): 1000, ("main", "g"): 1000, ("main", "encoding/json.Marshal"): 500}
    new = base | {("main", "f"): 3000}
    place.sides(base, new, labels=labels)
    rules = place.states("labels, packages and types", (
        "fail label:endpoint=/search total > +5%", "fail label:endpoint=/order total > +5%",
        "fail label:endpoint=/ total > +99%", "budget label:endpoint=/search total < 60%",
        "fail package:encoding/json cum > +5%", "fail package:^json cum > +5% optional",
        "fail type:samples f cum > +1999"),
        ["broken", "holds", "broken", "broken", "holds", "skipped", "broken"])
    place.suite.check("label values are summed", rules[0]["base"] == 1000 * PERIOD and
                      rules[2]["new"] == 4000 * PERIOD and rules[2]["matched"] >= 2, str(rules[2]))
    movers = rules[2]["movers"]
    place.suite.check("what moved in a broken rule is named", [m["name"] for m in movers] == ["f"] and
                      movers[0]["callers"] == "main", str(movers))


def check_alone(place):
    place.write("one.pb.gz", cpu({("main", "f"): 100, ("main", "g"): 300}))
    rules = place.states("budgets need no base", ("budget f cum < 12%", "budget g cum < 80%",
                         "fail total > 4s", "fail g flat >= 3s"),
                         ["broken", "holds", "holds", "broken"], operands=("one.pb.gz",))
    place.suite.check("there is no base then", rules[0]["base"] is None and
                      rules[0]["movers"][0]["name"] == "f", str(rules[0]))


# ---------------------------------------------------------------- noise

def check_noise(place):
    place.sides({("main", "f"): 1000}, {("main", "f"): 1070})
    place.states("7 % of 1,000 is noise", ("fail total > +5%",), ["within noise"])
    place.states("noise counts as no change, both ways", ("budget total < +5%",
                 "budget total > +5%", "fail total > -1%", "budget total < 999s"),
                 ["within noise", "broken", "broken", "holds"])
    place.states("unless it is asked for", ("fail total > +5%",), ["broken"],
                 options=("--even_noise",))
    place.states("levels are taken as they are", ("fail total > 10600ms",), ["broken"])
    place.sides({("main", "f"): 1000}, {("main", "f"): 1100})
    place.states("10 % is none for one rule", ("fail total > +5%",), ["broken"])
    place.states("but among three", ("fail total > +5%", "fail f cum > +5%", "fail f flat > +5%"),
                 ["within noise"] * 3)
    place.states("levels correct nothing", ("fail total > +5%", "budget f cum < 200%",
                 "budget total < 900s"), ["broken", "holds", "holds"])
    place.states("nor for one who wants less certainty", ("fail total > +5%",), ["within noise"],
                 options=("--confidence=0.99",))
    place.sides({("main", "f"): 500, ("main", "g"): 9500}, {("main", "f"): 500, ("main", "g"): 4500})
    place.states("a share may change where the value does not", ("fail f cum > +3pp",
                 "fail f cum > +3%"), ["broken", "holds"])
    check_intervals(place)
    census = [("goroutine", "count")]
    for name, count in (("base", 10), ("new", 11)):
        profile = Profile(census, ("goroutine", "count"), 1)
        profile.sample(["main", "f"], [count])
        place.write(f"{name}.pb.gz", profile.gzip())
    rules = place.states("a census is not tested", ("fail total > +5%",), ["broken"])
    place.suite.check("and that is said", not rules[0]["tested"] and
                      "not tested" in rules[0]["measured"], rules[0]["measured"])


def check_intervals(place):
    """An interval has 0 in it where the change is noise, and not inside it where it is none."""
    f = ("main", "f")
    for state, sides, duration in (("within noise", (5, 14), 10), ("broken", (100, 18), 1)):
        place.write("base.pb.gz", cpu({f: sides[0]}, 10 * SECOND))
        place.write("new.pb.gz", cpu({f: sides[1]}, duration * SECOND))
        for rule in place.states(f"{sides}: {state}", ("fail f flat > +5%",), [state]):
            inside = rule["low"] < 0 < rule["high"]
            reaches = rule["low"] <= 0 <= rule["high"]
            place.suite.check(f"and the interval says {state}", not inside if state == "broken"
                              else reaches, f'{rule["low"]} to {rule["high"]}, p {rule["p"]}')


def check_runs(place):
    """Runs that differ by more than counting explains."""
    source = random.Random(3)
    for runs in (4, 10):
        for name, factor in (("base", 1), ("same", 1), ("slower", 1.5)):
            for run in range(runs):
                count = int(2000 * factor * source.uniform(0.93, 1.07))
                place.write(f"{name}{runs}/{run}.pb.gz", cpu({("main", "f"): count,
                                                              ("main", "g"): 2000}))
        sides = (f"base{runs}", f"same{runs}")
        place.states(f"{runs} runs: what differs from run to run is noise",
                     ("fail f flat > +0.01%", "fail f flat < -0.01%"),
                     place_states(place, sides), operands=sides)
        place.states(f"{runs} runs: what differs more is none", ("fail f flat > +20%",
                     "fail f flat > +5pp", "fail total > +10%"), ["broken"] * 3,
                     operands=(f"base{runs}", f"slower{runs}"))
    mean, _ = place.judge("budget total < 1000s", operands=("base4", "slower4"))
    place.suite.check("a value of several runs is their mean", 45 * SECOND < mean["rules"][0]["new"]
                      < 55 * SECOND, str(mean["rules"][0]["new"]))


def place_states(place, sides):
    """Neither direction may break; that which the value has is within noise."""
    found, _ = place.judge("fail f flat > +0.01%", "fail f flat < -0.01%", operands=sides)
    up = found["rules"][0]["value"] > 0.0001
    down = found["rules"][0]["value"] < -0.0001
    return ["within noise" if up else "holds", "within noise" if down else "holds"]


def check_false_alarms(place, runs=200):
    """One profile's samples dealt out at random to two sides: nothing changed."""
    source = random.Random(11)
    weights = [5000, 1500, 800, 400, 200, 100, 50, 20]
    passed = 0
    for _ in range(runs):
        halves = [{}, {}]
        for i, count in enumerate(weights):
            left = sum(source.random() < 0.5 for _ in range(count))
            for half, part in zip(halves, (left, count - left)):
                half[("main", f"f{i}")] = part
        place.sides(*halves)
        done = place.run("base.pb.gz", "new.pb.gz", "--fail=total > +1%", "--fail=f1 cum > +1%",
                         "--fail=f[34] flat > +1pp", "--fail=f5 cum < -1%")
        passed += done.returncode == 0
    place.suite.check("halves of one profile pass", passed >= 0.95 * runs, f"{passed} of {runs}")


# ---------------------------------------------------------------- formats

def check_formats(place):
    stacks = {("main", name): 100 + i for i, name in enumerate(HOSTILE)}
    more = {stack: 10 * count for stack, count in stacks.items()}
    place.sides(stacks, more)
    rules = ["--fail=total > +5%", "--fail=a\nb flat > +5%", "--fail=::error flat > +5%",
             "--fail=]]>|<script> flat > +5%", "--fail=100% cum > +5%", "--budget=. cum < 200%",
             "--fail=nope \x1b[1m flat > +5% optional", "--fail=`[|]` flat > +5%"]
    rules = [rule.replace("\x1b[1m", "\x1b") for rule in rules]
    check = place.suite.check
    runs = {format: place.run("base.pb.gz", "new.pb.gz", *rules, *(
        [f"--format={format}"] if format else [])) for format in ("", "text", "github", "junit",
                                                                  "json", "md")}
    check("formats agree", {run.returncode for run in runs.values()} == {1},
          str([run.stderr for run in runs.values()]))
    texts = {format: run.stdout.decode("utf-8") for format, run in runs.items()}
    for format, text in texts.items():
        bad = re.findall("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
        check(f"{format or 'default'}: no control characters", not bad and "alert(1)" in text, str(bad))
    check("text is the default", texts[""] == texts["text"])
    lines = texts["github"].splitlines()
    check("github: a command a rule", len(lines) == len(rules) and all(
        re.match(r"::(error|notice) title=[^:,]*::", line) for line in lines), texts["github"])
    check("github: nothing but its own escapes", not re.search(r"%(?!25|0A|3A|2C)", texts["github"]),
          texts["github"])
    suite = ElementTree.fromstring(texts["junit"]).find("testsuite")
    check("junit: a case a rule", len(suite.findall("testcase")) == len(rules) and
          suite.get("failures") == "6" and suite.get("skipped") == "1" and
          len(suite.findall("testcase/failure")) == 6, texts["junit"][:300])
    document = json.loads(texts["json"])
    check("json: all rules, by their own text", document["schema"] == "render.check/1" and
          document["rules"][1]["rule"] == "a\nb flat > +5%" and "</" not in texts["json"])
    rows = [line for line in texts["md"].splitlines() if line.startswith("|")]
    check("md: a row a rule", len(rows) == len(rules) + 2 and all(
        len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows), "\n".join(rows))
    for suffix, format in ((".xml", "junit"), (".json", "json"), (".md", "md"), (".txt", "text"),
                           ("", "text")):
        done = place.run("base.pb.gz", "new.pb.gz", *rules, "-o", f"out{suffix}")
        written = (place.folder / f"out{suffix}").read_text()
        check(f"-o out{suffix} is {format}", done.returncode == 1 and written == texts[format])
    done = place.run("base.pb.gz", "new.pb.gz", *rules, "-o", "odd.xml", "--format=json")
    check("--format goes before the suffix", (place.folder / "odd.xml").read_text() == texts["json"])


# ---------------------------------------------------------------- what never passes

def check_rules_file(place):
    place.sides({("main", "f"): 1000}, {("main", "f"): 2000})
    sides = ("base.pb.gz", "new.pb.gz")
    place.write("a.rules", b"# all\r\n\r\nfail total > +5%\n  budget f cum < 200%")
    done = place.run(*sides, "--rules=a.rules")
    place.suite.check("a file of rules", done.returncode == 1 and b"BROKEN" in done.stdout)
    rules = place.states("options and a file together", ("fail f flat > +500%",),
                         ["holds", "broken", "holds"], options=("--rules=a.rules",))
    place.suite.check("rules know where they are from", [rule["source"] for rule in rules] ==
                      ["--fail", "a.rules:3", "a.rules:4"])
    place.write("render.rules", b"budget total < 1s\n")
    place.suite.check("render.rules stands in", place.run(*sides).returncode == 1)
    done = place.run(*sides, "--fail=total > +500%")
    place.suite.check("and only where nothing else was said", done.returncode == 0)
    place.write("render.rules", b"budget total <\n")
    place.refuses("render.rules may be wrong", 2, sides, "render.rules:1 'total <'", "column 8")
    place.write("render.rules", b"# none\n")
    place.refuses("a file without rules", 2, sides, "there is no rule")
    (place.folder / "render.rules").unlink()
    place.refuses("no file, no rule", 2, sides, "there is no rule", "render.rules")
    (place.folder / "render.rules").mkdir()
    place.refuses("a folder of that name", 2, sides, "there is no rule", "folder")
    (place.folder / "render.rules").rmdir()
    place.refuses("a file that is not there", 5, (*sides, "--rules=nope"), "nope")
    place.refuses("a file that is a folder", 5, (*sides, "--rules=."), "folder")
    place.write("b.rules", b"fail total > +5%\nallow f flat > 1%\n")
    place.refuses("a wrong line", 2, (*sides, "--rules=b.rules"), "b.rules:2", "allow")
    place.write("c.rules", b"\xff\x00\x1b[31m\n" * 100)
    place.refuses("a file of bytes", 2, (*sides, "--rules=c.rules"), "c.rules:1")
    place.write("d.rules", b"#" * (2 << 20))
    place.refuses("a file too large", 4, (*sides, "--rules=d.rules"), "1 MB")


def check_bad_input(place):
    place.sides({("main", "f"): 1000}, {("main", "f"): 2000})
    place.write("cut.pb.gz", (place.folder / "new.pb.gz").read_bytes()[:60])
    place.write("bad.pb.gz", b"\x1f\x8bnothing")
    (place.folder / "none").mkdir()
    (place.folder / "many" / "inner").mkdir(parents=True)
    heap = Profile([("inuse_space", "bytes")], ("space", "bytes"), 524288)
    heap.sample(["main"], [1000])
    place.write("heap.pb.gz", heap.gzip())
    rule = "--fail=total > +500%"
    for sides, code, word in ((("nope.pb.gz", "new.pb.gz"), 5, "nope.pb.gz"),
                              (("base.pb.gz", "nope.pb.gz"), 5, "nope.pb.gz"),
                              (("--base=nope.pb.gz", "--new=new.pb.gz"), 5, "nope.pb.gz"),
                              (("cut.pb.gz", "new.pb.gz"), 3, "cut.pb.gz"),
                              (("bad.pb.gz", "new.pb.gz"), 3, "bad.pb.gz"),
                              (("base.pb.gz", "bad.pb.gz"), 3, "bad.pb.gz"),
                              (("--base=bad.pb.gz", "--new=new.pb.gz"), 3, "bad.pb.gz"),
                              (("base.pb.gz", "new.pb.gz", "new.pb.gz"), 2, "two operands")):
        place.refuses(f"check {' '.join(sides)}", code, (*sides, rule), word)
    for sides in (("none", "new.pb.gz"), ("base.pb.gz", "none"), ("many", "new.pb.gz"),
                  ("--base=none", "--new=new.pb.gz"), ("base.pb.gz", "heap.pb.gz"),
                  ("--new=new.pb.gz",), ("--base=base.pb.gz",), ()):
        done = place.run(*sides, rule)
        place.suite.check(f"check {' '.join(sides)} never passes", done.returncode in (2, 3, 5) and
                          not done.stdout and done.stderr.count(b"\n") == 1,
                          f"{done.returncode} {done.stderr}")


def check_bad_rules(place):
    place.sides({("main", "f"): 1000}, {("main", "f"): 2000})
    sides = ("base.pb.gz", "new.pb.gz")
    for rule, *words in (("total > 5%", "column 9", "+5%"), ("total", "column 6", "comparison"),
                         ("f( flat > 1%", "column 1", "missing closing )"),
                         ("nope flat > +5%", "no function of either side", "optional"),
                         ("package:nope cum > +5%", "no package"),
                         ("label:a=b total > +5%", "no label"),
                         ("label:a=( total > +5%", "missing closing )"),
                         ("total > +5MB", "nanoseconds", "MB"), ("total > +5", "nanoseconds", "ms"),
                         ("type:heap total > +5%", "samples, cpu"),
                         ("heap total > +5%", "samples, cpu")):
        place.refuses(f"--fail '{rule}'", 2, (*sides, f"--fail={rule}"), "--fail", *words)
        place.refuses(f"--budget '{rule}'", 2, (*sides, f"--budget={rule}"), "--budget", *words)
    for option in ("--fail=", "--budget="):
        place.refuses("an empty rule", 2, (*sides, "--fail=total > +500%", option), option[:-1])
    place.refuses("a change without a base", 2, ("new.pb.gz", "--fail=total > +5%"), "no base")
    place.refuses("a rule that is wrong is said before files are read", 2,
                  ("nope.pb.gz", "nope.pb.gz", "--fail=total"), "column 6")
    place.refuses("an unknown format", 2, (*sides, "--fail=total > +5%", "--format=svg"), "junit")
    place.refuses("a picture", 2, (*sides, "--fail=total > +5%", "-o", "x.pdf"), "check")
    place.refuses("a page", 2, (*sides, "--fail=total > +5%", "-o", "x.html"), "check")


def check_empty_sides(place):
    place.write("void.pb.gz", cpu({}))
    place.write("zero.pb.gz", cpu({("main", "f"): 0}))
    place.write("full.pb.gz", cpu({("main", "f"): 1000}))
    for void in ("void.pb.gz", "zero.pb.gz"):
        place.states(f"{void} as base", ("fail total > +5%", "fail total > +5s",
                     "budget f cum < 99% optional"), ["broken", "broken", "broken"],
                     operands=(void, "full.pb.gz"))
        found, _ = place.judge("fail total > +5%", "budget total > -5%",
                               operands=("full.pb.gz", void))
        place.suite.check(f"{void} as new is said", "New is empty" in found["method"] and
                          [rule["state"] for rule in found["rules"]] == ["holds", "broken"],
                          str(found))
        place.states("both empty: no change", ("fail total > +0%",), ["holds"],
                     operands=(void, void))


def main():
    suite = Suite()
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    parts = (check_sums, check_limits, check_subjects, check_alone, check_noise, check_runs,
             check_false_alarms, check_formats, check_rules_file,
             check_bad_input, check_bad_rules, check_empty_sides)
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            part(Place(binary, folder, suite))
    suite.finish()


main()
