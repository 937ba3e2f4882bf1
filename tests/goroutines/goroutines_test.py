#!/usr/bin/env python3
"""Dumps of goroutines against what a regular expression finds in them, and against Go's own
profile of the same moment: goroutines_test.py BINARY

The dumps are those of tests/golden/inputs, and, where Go is installed, of the program beside them."""

import collections
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

INPUTS = ROOT / "tests" / "golden" / "inputs"
HEADER = re.compile(r"^goroutine (\d+) (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^,\]]+?)(?: \(scan\))?((?:, [^\]]*?)?)"
                    r"(?: labels:\{.*\})?\]:$", re.M)
CREATOR = re.compile(r"^created by (\S+)(?: in goroutine \d+)?\n\t(\S+?:\d+)", re.M)
CUTS = 60


def run(binary, *words, code=0, text=None):
    done = subprocess.run([binary, *words], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60)
    if done.returncode != code:
        raise AssertionError(f"{words}: exit {done.returncode}: {done.stderr!r}")
    return done.stdout.decode()


def report(binary, path):
    return json.loads(run(binary, "goroutines", "--format=json", path))


def counts(items):
    return {item["name"]: item["count"] for item in items}


def minutes(attributes):
    found = re.search(r"(\d+) minutes", attributes)
    return int(found[1]) if found else 0


def check_dump(suite, binary, name, path):
    """Against the headers and the lines about creators."""
    text = path.read_text(errors="replace")
    headers = HEADER.findall(text)
    made = report(binary, path)
    states = collections.Counter(state for _, state, _ in headers)
    suite.check(f"{name}: total", made["total"] == len(headers) > 0, f"{made['total']}, {len(headers)}")
    suite.check(f"{name}: states", counts(made["states"]) == states, counts(made["states"]))
    lines = collections.Counter((group["creator"], group["creator_line"]) for group in made["groups"]
                                for _ in range(group["count"]))
    started = collections.Counter(CREATOR.findall(text))
    started[("", "")] = len(headers) - sum(started.values())
    suite.check(f"{name}: creators", lines == +started, lines - started)
    waits = {int(id): minutes(attributes) for id, _, attributes in headers}
    suite.check(f"{name}: timed", made["timed"] == sum(wait > 0 for wait in waits.values()))
    for group in made["groups"]:
        if group["most_minutes"]:
            suite.check(f"{name}: goroutine {group['goroutine']} waits longest",
                        waits[group["goroutine"]] == group["most_minutes"] >= group["least_minutes"] > 0)
    suite.check(f"{name}: the longest of all", max(waits.values())
                == max(group["most_minutes"] for group in made["groups"]))
    return made


def plain(name):
    """A profile has the shapes of type arguments, a dump [...]; one shows the runtime, one does not."""
    return re.sub(r"\[[^\]].*\]", "[...]", name)


def ends(binary, path):
    """How many goroutines begin in each function, and are in each outside of the runtime."""
    roots, leaves = collections.Counter(), collections.Counter()
    for line in run(binary, "folded", path).splitlines():
        stack, count = line.rsplit(" ", 1)
        frames = [plain(frame) for frame in stack.split(";") if not frame.startswith("runtime.")]
        # Go looks at itself while it writes the one or the other.
        if any(frame.startswith("runtime/pprof.") for frame in frames):
            frames = ["itself"]
        roots[frames[0] if frames else "runtime"] += int(count)
        leaves[frames[-1] if frames else "runtime"] += int(count)
    return roots, leaves


def check_same(suite, binary, name, dump, profile):
    for what, ours, theirs in zip(("begin", "are"), ends(binary, dump), ends(binary, profile)):
        suite.check(f"{name}: where goroutines {what}", ours == theirs, (ours - theirs, theirs - ours))


def check_cuts(suite, binary, folder, path):
    """Cut anywhere, it is read as far as it goes, or refused where nothing is whole."""
    content = path.read_bytes()
    for at in range(1, CUTS):
        cut = folder / "cut.txt"
        cut.write_bytes(content[: len(content) * at // CUTS])
        headers = HEADER.findall(cut.read_text())
        made = report(binary, cut)
        suite.check(f"cut at {cut.stat().st_size}", made["total"] == len(headers), made["total"])
        # Only goroutines whose stack is cut may be at a place that the whole does not have.
        suite.check(f"cut at {cut.stat().st_size}: groups", sum(group["count"] for group in made["groups"])
                    == made["total"])
    cut.write_bytes(b"goroutine 1 [runn")
    run(binary, "goroutines", cut, code=3)


def check_forms(suite, binary, folder, path):
    """The same goroutines in a log, with other line ends, indented, compressed, from a pipe."""
    text = path.read_bytes()
    whole = report(binary, path)
    forms = {"log.txt": b"2026/01/02 12:00:00 ready: 3\n{\"a\": 1}\n" * 40 + text + b"exit status 2\n",
             "crlf.txt": text.replace(b"\n", b"\r\n"),
             "indented.txt": re.sub(rb"^\t", b"        ", text, flags=re.M),
             "dump.txt.gz": gzip.compress(text)}
    for name, content in forms.items():
        (folder / name).write_bytes(content)
        suite.check(f"as {name}", report(binary, folder / name) == whole)
    suite.check("from a pipe", json.loads(run(binary, "goroutines", "--format=json", "-", text=text)) == whole)
    run(binary, "proto", path, "-o", folder / "dump.pb.gz")
    suite.check("through profile.proto", report(binary, folder / "dump.pb.gz") == whole)


def check_filters(suite, binary, path):
    whole = report(binary, path)
    sent = json.loads(run(binary, "goroutines", "--format=json", "--tagfocus=state=chan send$", path))
    suite.check("filter by state", sent["total"] == counts(whole["states"])["chan send"])
    old = json.loads(run(binary, "goroutines", "--format=json", "--tagfocus=wait=5minutes:", path))
    suite.check("filter by minutes", 0 < old["total"] < whole["timed"]
                and min(group["least_minutes"] for group in old["groups"]) == 5, old["total"])
    wanted = whole["groups"][0]["goroutine"]
    one = json.loads(run(binary, "goroutines", "--format=json", f"--tagfocus=goroutine={wanted}", path))
    suite.check("filter by id", one["total"] == 1 and one["groups"][0]["goroutine"] == wanted, one)
    run(binary, "goroutines", ROOT / "samples/svc-slow.cpu.pb.gz", code=3)
    run(binary, "goroutines", "--diff", path, path, code=2)
    said = run(binary, "movers", "--diff", path, path, "--tagroot=creator")
    suite.check("a dump against itself", "No function changed" in said, said)
    twice = json.loads(run(binary, "goroutines", "--format=json", path, INPUTS / "waits.pb.gz"))
    suite.check("merged with a profile", twice["total"] == 2 * whole["total"])


def check_names(suite, binary):
    """?debug=1 has its names in comments; without them it is read as pprof does."""
    bare = re.sub(rb"^#.*\n", b"", (INPUTS / "waits-counts.txt").read_bytes(), flags=re.M)
    done = subprocess.run([binary, "folded", "-"], input=bare, stdout=subprocess.PIPE, timeout=60)
    suite.check("counts without names", done.returncode == 0 and b"main." not in done.stdout, done)
    tags = run(binary, "tags", INPUTS / "waits-counts.txt")
    suite.check("labels of counts", re.search(r'tenant: Total 1 .*\n.*: acme "quoted"\n', tags), tags)


def check_go(suite, binary, folder):
    go = shutil.which("go")
    if not go:
        suite.skip("dumps of a live program", "Go is not installed")
        return
    program = folder / "waits"
    built = subprocess.run([go, "build", "-trimpath", "-buildvcs=false", "-o", program, "."],
                           cwd=INPUTS / "waits", env=dict(os.environ, CGO_ENABLED="0", GOFLAGS="-mod=mod"),
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200)
    if built.returncode:
        suite.skip("dumps of a live program", built.stdout.decode()[:200])
        return
    subprocess.run([program, "300ms", folder / "live"], check=True, timeout=60,
                   env=dict(os.environ, GODEBUG="tracebacklabels=1"))
    made = check_dump(suite, binary, "live", folder / "live.2")
    check_same(suite, binary, "live", folder / "live.2", folder / "live.0")
    check_same(suite, binary, "live, ?debug=1", folder / "live.1", folder / "live.0")
    if "labels:{" in (folder / "live.2").read_text():
        tags = run(binary, "tags", folder / "live.2")
        suite.check("live: labels", re.search(r'tenant: Total 1 .*\n.*: acme "quoted"\n', tags), tags[-400:])
    for level in ("all", "system"):
        check_quit(suite, binary, folder, program, level, made)


def check_quit(suite, binary, folder, program, level, made):
    """What SIGQUIT prints, with the runtime's own frames and goroutines at level "system"."""
    path = folder / f"quit-{level}.txt"
    with open(path, "wb") as out:
        running = subprocess.Popen([program, "100s", folder / "never"], stderr=out,
                                   env=dict(os.environ, GOTRACEBACK=level))
        time.sleep(0.5)
        running.send_signal(signal.SIGQUIT)
        running.wait(timeout=30)
    check_dump(suite, binary, f"SIGQUIT, {level}", path)
    own = [report(binary, path)["groups"], made["groups"]]
    workers = [sum(group["count"] for group in groups if group["entry"] == "main.(*worker).run")
               for groups in own]
    suite.check(f"SIGQUIT, {level}: workers", workers == [28, 28], workers)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    suite = Suite()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_dump(suite, binary, "waits.txt", INPUTS / "waits.txt")
        check_same(suite, binary, "waits.txt", INPUTS / "waits.txt", INPUTS / "waits.pb.gz")
        check_same(suite, binary, "waits-counts.txt", INPUTS / "waits-counts.txt", INPUTS / "waits.pb.gz")
        check_names(suite, binary)
        check_cuts(suite, binary, folder, INPUTS / "waits.txt")
        check_forms(suite, binary, folder, INPUTS / "waits.txt")
        check_filters(suite, binary, INPUTS / "waits.txt")
        check_go(suite, binary, folder)
    suite.finish()


if __name__ == "__main__":
    main()
