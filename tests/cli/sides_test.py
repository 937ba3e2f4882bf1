#!/usr/bin/env python3
"""Comparisons on the command line: one side alone, sides that do not go together, what is said.

    sides_test.py BINARY"""

import argparse
import json
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from cli_test import CPU, HEAP, Shell
from pprof_writer import Profile
from schema import invalid
from suite import Suite

SECOND = 10**9
PERIOD = 10**7
RULE = "--fail=total > +5%"


def cpu(count, types=CPU, period_type=("cpu", "nanoseconds"), period=PERIOD, sign=1, unit=1,
        **header):
    profile = Profile(types, period_type, period, **header)
    for at in range(count):
        samples = sign * (at + 1)
        profile.sample(["main.main", f"main.work{at:02}"],
                       [samples, samples * PERIOD // unit, 7][:len(types)])
    return profile


def without_names():
    profile = Profile(CPU, ("cpu", "nanoseconds"), PERIOD)
    profile.mapping(0x400000, 0x500000, "/bin/x", flags=())
    for at in range(30):
        profile.sample([0x401000, 0x402000 + at * 16], [at + 1, (at + 1) * PERIOD], mapping=1)
    return profile


def write(folder):
    started = 2 * 10**18
    zero = Profile(CPU, ("cpu", "nanoseconds"), PERIOD)
    zero.sample(["main.main", "main.work00"], [0, 0])
    heap = Profile(HEAP, ("space", "bytes"), 524288)
    heap.sample(["main.main", "main.keep"], [4, 4096, 2, 2048])
    huge = Profile(CPU, ("cpu", "nanoseconds"), PERIOD)
    for at in range(3):
        huge.sample(["main.main", f"main.work{at:02}"], [1, 1 << 62])
    least = Profile(HEAP[:1], ("space", "bytes"), PERIOD)
    one = Profile(HEAP[:1], ("space", "bytes"), PERIOD)
    one.sample(["main.main"], [1])
    for _ in range(3):
        least.sample([], [-1 << 63])
    profiles = {
        "least": least, "one": one, "cpu": cpu(30), "less": cpu(20), "same": cpu(30), "heap": heap, "zero": zero, "huge": huge,
        "empty": Profile(CPU, ("cpu", "nanoseconds"), PERIOD), "bare": without_names(),
        "negative": cpu(30, sign=-1),
        "micro": cpu(20, [CPU[0], ("cpu", "microseconds")], ("cpu", "microseconds"), PERIOD // 1000,
                     unit=1000),
        "bytes": cpu(20, [CPU[0], ("cpu", "bytes")]),
        "wall": cpu(20, [CPU[0], ("wall", "nanoseconds")]),
        "three": cpu(20, [*CPU, ("extra", "count")]),
        "rate": cpu(20, period=PERIOD * 2),
        "other": cpu(20, period_type=("wall", "nanoseconds")),
        "long": cpu(30, time=started, duration=10 * SECOND, period=PERIOD * 3),
        "short": cpu(20, time=started + 60 * SECOND, duration=4 * SECOND),
        "alike": cpu(20, time=started + 60 * SECOND, duration=10 * SECOND + SECOND // 4),
    }
    for name, profile in profiles.items():
        (folder / f"{name}.pb.gz").write_bytes(profile.gzip())
    (folder / "cut.pb.gz").write_bytes(profiles["cpu"].gzip()[:100])
    for name in ("folder", "mixed", "runs"):
        (folder / name).mkdir()
    (folder / "mixed" / "1.pb.gz").write_bytes(profiles["cpu"].gzip())
    (folder / "mixed" / "2.pb.gz").write_bytes(b"503 Service Unavailable\n")
    for name in ("cpu", "less"):
        (folder / "runs" / f"{name}.pb.gz").write_bytes(profiles[name].gzip())
    (folder / "wrong.rules").write_bytes(b"# of the service\nfail total > +5%\n\nbudget total <\n")
    (folder / "none.rules").write_bytes(b"# nothing yet\n\n")


def pair(base, new):
    return [f"{base}.pb.gz", f"{new}.pb.gz"]


# ------------------------------------------------------------------ one side alone


def alone(shell):
    """What a side is, not what both are together."""
    sides = ["--diff", *pair("long", "short")]
    for view in (["top"], ["md"], ["-o", "x.svg"], ["-o", "x.html"], ["-o", "x.pb.gz"], ["doctor"]):
        for side in ("base", "new"):
            shell.refuses(2, [*view, f"--only_side={side}", "cpu.pb.gz"], "--only_side",
                          "--diff BASE NEW")
    for view, base, new in (
            ("md", "`long.pb.gz`, base alone, type `cpu` in `nanoseconds`, of 2033-05-18 03:33:20 "
             "UTC, over 10s", "`short.pb.gz`, new alone, type `cpu` in `nanoseconds`, of "
             "2033-05-18 03:34:20 UTC, over 4s"),
            ("md", "Total: 4.65s, 46.5% of the duration", "Total: 5.25s, scaled to the base\n"),
            ("top", "Time: 2033-05-18 03:33:20 UTC\nDuration: 10s, Total samples = 4.65s (46.50%)",
             "Time: 2033-05-18 03:34:20 UTC\nDuration: 4s, Total samples = 5.25s (scaled to"),
            ("flame", ">base alone: long.pb.gz   10s wall<",
             ">new alone: short.pb.gz   4s wall   scaled to the base<"),
            ("html", "base alone: long.pb.gz · 2033-05-18 03:33:20 UTC · 10s wall · 465 samples",
             "new alone: short.pb.gz · 2033-05-18 03:34:20 UTC · 4s wall · scaled to the base<"),
            ("doctor", "long.pb.gz: ", "short.pb.gz: "),
            ("json", '"duration_ns": 10000000000, "period": 30000000',
             '"duration_ns": 4000000000, "period": 10000000')):
        for side, words in (("base", base), ("new", new)):
            shell.gives([f"--view={view}", *sides, f"--only_side={side}", "-o", "-"], words)
    shell.gives(["md", *sides, "--per=run", "--only_side=new"],
                "Total: 2.10s, 52.5% of the duration\n")
    for view in ([], ["--view=flame"], ["--view=graph"], ["--view=html"]):
        for side in ("base", "new"):
            done = shell.run(*sides, *view, f"--only_side={side}", "-o", "alone.svg" if
                             view != ["--view=html"] else "alone.html")
            shell.suite.check(f"no movers of one side: {view}", done.returncode == 0
                              and not done.stdout and not done.stderr, done)
    for name in ("alone.svg", "alone.html"):
        (shell.folder / name).unlink()


def all_rows(shell):
    def rows(*options):
        return shell.gives(["md", "--diff", *pair("empty", "cpu"), *options]).count("main.work")
    most = rows("--nodecount=100")
    counts = rows(), rows("--nodecount=0"), rows("--nodecount=3")
    shell.suite.check("md --nodecount=0 shows all", counts[2] < counts[0] < counts[1] == most,
                      (counts, most))


# ------------------------------------------------------------------ what is said


def notes(shell):
    rate = "--per=run compares whole runs"
    shell.gives(["movers", *pair("long", "short")], "Scaling by duration", "--per=run compares")
    for words in (pair("long", "alike"), [*pair("long", "short"), "--per=run"], pair("cpu", "less"),
                  [*pair("long", "short"), "--normalize"]):
        text = shell.gives(["top", "--diff", *words])
        shell.suite.check(f"no rates in {words}", rate not in text, text)
    for base, new, side, other in (("bare", "cpu", "The base", "New"),
                                   ("cpu", "bare", "New", "The base")):
        words = "has hardly any function names, so nothing of it can match; symbolise it"
        for view in ("top", "md", "json"):
            text = shell.gives([view, "--diff", *pair(base, new)], f"{side} {words}")
            shell.suite.check(f"one side is without names: {view}", f"{other} {words}" not in text)
        shell.gives(["top", "--diff", "--match=exact", *pair(base, new)], f"{side} {words}")
        shell.gives(["html", "--diff", *pair(base, new), "-o", "-"], f"{side} {words}")
        shell.gives(["flame", "--diff", *pair(base, new), "-o", "-"], f"{side} {words}")
    for words in (pair("bare", "bare"), pair("cpu", "less")):
        text = shell.gives(["top", "--diff", *words])
        shell.suite.check(f"nothing is without names: {words}", "hardly any" not in text, text)
    for base, new, note in (("empty", "cpu", "The base is empty: all of new is new."),
                            ("cpu", "empty", "New is empty: all of the base is gone."),
                            ("zero", "cpu", "The base is empty: all of new is new."),
                            ("cpu", "zero", "New is empty: all of the base is gone.")):
        for view in ("movers", "top", "md", "json"):
            shell.gives([view, "--diff", *pair(base, new)], note)
    for name in ("empty", "zero"):
        done = shell.run("md", "--diff", *pair(name, name))
        shell.suite.check("both sides are empty", done.returncode == 0 and
                          b"Both sides are empty." in done.stdout, done)


# ------------------------------------------------------------------ sides that do not go together


def units(shell):
    converted = shell.gives(["top", "--diff", *pair("cpu", "micro")])
    plain = shell.gives(["top", "--diff", *pair("cpu", "less")])
    shell.suite.check("units are converted", converted.replace("micro", "less") == plain,
                      (converted, plain))
    shell.refuses(3, ["--diff", *pair("cpu", "bytes"), "-o", "x.svg"], "cpu.pb.gz", "bytes.pb.gz",
                  "units do not convert, so they cannot be compared; give profiles of one kind")
    shell.refuses(3, ["--diff", *pair("other", "cpu"), "-o", "x.svg"], "cpu.pb.gz", "other.pb.gz",
                  "period type", ": they cannot be compared; give")
    shell.refuses(3, ["top", "--diff", *pair("heap", "cpu")], "cpu.pb.gz", "heap.pb.gz",
                  "no sample type is in both, so they cannot be compared; give")
    shell.gives(["top", "--diff", "--sample_index=samples", *pair("rate", "cpu")], "sampling rate")
    for base, new, kind in (("cpu", "three", "cpu"), ("three", "cpu", "cpu"),
                            ("cpu", "wall", "samples")):
        done = shell.run("json", "--diff", *pair(base, new))
        shell.suite.check(f"{base}, {new}: a type is left out",
                          b"1 sample type is not on both sides" in done.stderr
                          and json.loads(done.stdout)["type"] == kind, done)
    for base, new in (("negative", "cpu"), ("cpu", "negative")):
        done = shell.run("json", "--diff", *pair(base, new))
        document = json.loads(done.stdout)
        shell.suite.check("negative values are not tested", done.returncode == 0
                          and b"negative values" in done.stderr and done.stderr.count(b"\n") == 1
                          and not document["method"]["is_tested"]
                          and "negative" in document["method"]["text"]
                          and document["total"]["p"] is None
                          and document["total"]["verdict"] in ("less", "more"), document["total"])
    same = shell.gives(["movers", "--diff", *pair("cpu", "cpu")], "CPU time did not change, 4.65s",
                       "No function changed")
    shell.suite.check("a copy is as good", shell.gives(["movers", "--diff", *pair("cpu", "same")])
                      == same.replace("new   cpu.pb.gz", "new   same.pb.gz"))


def folders(shell):
    """The name of a folder is said, where it has one, and nothing of what is above it."""
    for name in ("old", "young"):
        (shell.folder / "of" / name).mkdir(parents=True)
        for run in range(2):
            (shell.folder / "of" / name / f"{run}.pb.gz").write_bytes(cpu(20 + run).gzip())
    (shell.folder / "of" / "old" / ".in").mkdir()
    absolute = str(shell.folder / "of" / "young")
    for base, new, sides, runs in (
            ("of/old", absolute + "//", ["old/", "young/"], ["old/0", "old/1", "young/0", "young/1"]),
            ("of/old/.", "of/young/../../runs", ["0.pb.gz, 1.pb.gz", "runs/"],
             ["0", "1", "runs/cpu", "runs/less"]),
            ("cpu.pb.gz", "of/old/.in/..", ["cpu.pb.gz", "0.pb.gz, 1.pb.gz"], ["cpu", "0", "1"])):
        text = shell.gives(["json", "--diff", base, new])
        document = json.loads(text)
        shell.suite.check(f"{base}, {new}: names", [document[side]["sources"] for side in
                                                    ("base", "new")] == sides
                          and [run["source"] for run in document["runs"]] ==
                          [f"{run}.pb.gz" for run in runs]
                          and shell.folder.name not in text, document["runs"])
    shell.refuses(3, ["movers", "--diff", "of/old", "heap.pb.gz"], "old/0.pb.gz has", "heap.pb.gz has")
    shell.gives(["movers", "--diff", "--base=of/old", "--base=cpu.pb.gz", "--new=of/young"],
                "base  old/0.pb.gz, old/1.pb.gz, cpu.pb.gz, 3 runs", "new   young/, 2 runs")


def refusals(shell):
    """One line, the code, and no output, whichever side it is and wherever it goes."""
    view_of = [["top"], ["-o", "x.svg"], ["-o", "x.html"], ["-o", "x.md"], ["-o", "x.pb.gz"],
               ["check", RULE]]
    bad = [("absent.pb.gz", 5, ["absent.pb.gz", "no such file"]),
           ("cut.pb.gz", 3, ["cut.pb.gz", "byte"]),
           ("folder", 5, ["folder", "no profile"]),
           ("mixed", 3, ["mixed/2.pb.gz", "not a profile"])]
    for name, code, words in bad:
        for view in view_of:
            option = [] if view[0] == "check" else ["--diff"]
            shell.refuses(code, [*view, *option, name, "cpu.pb.gz"], *words)
            shell.refuses(code, [*view, *option, "cpu.pb.gz", name], *words)
        shell.refuses(code, ["top", "--base=cpu.pb.gz", f"--base={name}", "--new=less.pb.gz"],
                      *words)
    for options in (["--diff"], ["check", RULE]):
        shell.refuses(2, [*options, "cpu.pb.gz", "less.pb.gz", "same.pb.gz"], "exactly two", "not 3")
        for operands in (["less.pb.gz"], ["cpu.pb.gz", "less.pb.gz"]):
            shell.refuses(2, [*options, "--base=cpu.pb.gz", *operands], "one way")
            shell.refuses(2, [*options, "--new=cpu.pb.gz", *operands], "one way")
        shell.refuses(2, [*options, "-", "-"], "standard input (-)", stdin=b"x")
        shell.refuses(2, [*options, "--base=-", "--base=cpu.pb.gz", "--new=-"], "standard input (-)",
                      stdin=b"x")
    shell.refuses(2, ["--diff", "cpu.pb.gz"], "exactly two", "not 1")
    for path in ("absent/x.svg", "absent/x.md", "absent/x.html", "absent/x.json", "folder/"):
        shell.refuses(5, ["--diff", *pair("cpu", "less"), "-o", path], path)
    shell.refuses(5, ["check", RULE, *pair("cpu", "less"), "-o", "absent/x.xml"], "absent/x.xml")
    for view in (["-o", "x.svg"], ["movers"], ["md"], ["check", RULE]):
        option = [] if view[0] == "check" else ["--diff"]
        shell.refuses(4, [*view, *option, *pair("huge", "cpu")], "64 bits")
        shell.refuses(4, [*view, *option, *pair("cpu", "huge")], "64 bits")


def gate(shell):
    sides = pair("cpu", "less")
    shell.refuses(2, ["check", *sides, "--rules=wrong.rules"], "wrong.rules:4", "column")
    shell.refuses(2, ["check", *sides, "--rules=none.rules"], "no rule")
    shell.refuses(5, ["check", *sides, "--rules=absent.rules"], "absent.rules")
    shell.refuses(5, ["check", *sides, RULE, "--rules=absent.rules"], "absent.rules")
    shell.refuses(2, ["check", "less.pb.gz", RULE], "no base", "--base")
    shell.refuses(2, ["check", *sides, "--only_side=new", RULE], "no base")
    for base, new, code in (("empty", "cpu", 1), ("zero", "cpu", 1), ("cpu", "less", 0),
                            ("cpu", "cpu", 0), ("less", "cpu", 1), ("negative", "cpu", 1)):
        done = shell.run("check", *pair(base, new), RULE)
        shell.suite.check(f"the gate from {base} to {new}", done.returncode == code and done.stdout,
                          done)


def least(shell):
    """Of the least number there is no negative."""
    for sides in (pair("least", "one"), pair("one", "least"), pair("least", "least")):
        for name in ("x.html", "x.svg", "x.json", "x.md"):
            done = shell.run("--diff", *sides, "-o", name)
            shell.suite.check(f"{sides} as {name}", done.returncode in (0, 4) and
                              b"runtime error" not in done.stderr, done)


def documents(shell):
    """The samples' pairs are what the schema says."""
    schema = json.loads((ROOT / "samples" / "render-diff.schema.json").read_text())
    for kind in ("cpu", "heap", "allocs", "mutex", "block", "goroutine"):
        files = [str(ROOT / "samples" / f"svc-{side}.{kind}.pb.gz") for side in ("slow", "fast")]
        document = json.loads(shell.gives(["json", "--diff", *files, "--nodecount=0"]))
        shell.suite.check(f"the schema of {kind}", not invalid(document, schema),
                          invalid(document, schema))
        level = document["method"]["level"]
        tested = [function["flat"] for function in document["functions"]
                  if function["flat"]["p"] is not None]
        wrong = [change for change in tested if change["p"] < level
                 and change["verdict"] == "within noise"]
        shell.suite.check(f"a p below the least level is no noise: {kind}", not wrong
                          and bool(tested) == (kind != "goroutine"), wrong[:2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(parser.parse_args().binary.resolve(), pathlib.Path(folder), suite)
        write(shell.folder)
        for part in (alone, all_rows, notes, units, folders, refusals, gate, least, documents):
            part(shell)
    suite.finish()


if __name__ == "__main__":
    main()
