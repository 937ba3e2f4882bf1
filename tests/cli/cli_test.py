#!/usr/bin/env python3
"""The command line's words: exit codes, one-line messages, what the grammar takes.

    cli_test.py BINARY"""

import argparse
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Line, Profile, zipped
from suite import Suite

CPU = [("samples", "count"), ("cpu", "nanoseconds")]
HEAP = [("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
        ("inuse_space", "bytes")]


class Shell:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, folder, suite

    def run(self, *arguments, stdin=None):
        return subprocess.run([self.binary, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, input=stdin or b"", timeout=60,
                              env=dict(os.environ, TZ="UTC"))

    def refuses(self, code, arguments, *words, stdin=None):
        """One line on standard error with these words, nothing else anywhere."""
        before = sorted(os.listdir(self.folder))
        done = self.run(*arguments, stdin=stdin)
        error = done.stderr.decode("utf-8", "replace")
        wrong = [word for word in words if word not in error]
        good = (done.returncode == code and not wrong and not done.stdout
                and error.startswith("render: ") and error.count("\n") == 1
                and error.endswith("\n") and sorted(os.listdir(self.folder)) == before)
        self.suite.check(f"refused: {' '.join(map(repr, arguments))}", good,
                         f"exit {done.returncode}, {error!r}, without {wrong}")

    def gives(self, arguments, *words, stdin=None):
        done = self.run(*arguments, stdin=stdin)
        text = done.stdout.decode("utf-8", "replace")
        wrong = [word for word in words if word not in text]
        self.suite.check(f"gives: {' '.join(map(repr, arguments))}",
                         done.returncode == 0 and not wrong and not done.stderr,
                         f"exit {done.returncode}, {done.stderr!r}, without {wrong}: {text[:300]!r}")
        return text


def sources(shell):
    profile = Profile(CPU, ("cpu", "nanoseconds"), 10000000)
    for at in range(30):
        profile.sample(["main.main", f"main.work{at:02}"], [at + 1, (at + 1) * 10000000])
    files = {"cpu.pb.gz": profile.gzip(), "-odd": profile.gzip(), "again.pb.gz": profile.gzip()}
    heap = Profile(HEAP, ("space", "bytes"), 524288)
    heap.sample(["main.main", "main.keep"], [4, 4096, 2, 2048])
    files["heap.pb.gz"] = heap.gzip()
    empty = Profile(CPU)
    files["empty.pb.gz"] = empty.gzip()
    files["cut.pb.gz"] = files["cpu.pb.gz"][:100]
    files["zero"] = b""
    files["page.html"] = b"<!DOCTYPE html><html><title>Login</title></html>"
    files["data.json"] = b'{"a": 1}'
    files["profile.zst"] = b"\x28\xb5\x2f\xfd\x00\x00"
    files["program"] = b"\x7fELF\x02\x01\x01" + b"\0" * 64
    files["trace"] = b"go 1.22 trace\0\0\0" + b"\0" * 16
    files["heap.txt"] = b"heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] 0x1\n"
    files["page.html.gz"] = zipped(files["page.html"])
    for name, content in files.items():
        (shell.folder / name).write_bytes(content)
    (shell.folder / "folder").mkdir()


def wrong_sources(shell):
    shell.refuses(5, ["absent.pb.gz"], "absent.pb.gz", "no such file")
    shell.refuses(5, ["folder"], "folder", "no profile")
    shell.refuses(5, ["top", "folder/absent"], "folder/absent")
    shell.refuses(5, ["top", ""])
    shell.refuses(2, ["ftp://localhost/x.pb.gz", "-o", "x.svg"], "fetched are", "unix:/SOCKET")
    shell.refuses(3, ["cut.pb.gz"], "cut.pb.gz", "byte")
    shell.refuses(3, ["zero"], "zero", "empty")
    shell.refuses(3, ["-"], "standard input", "empty")
    shell.refuses(3, ["page.html"], "page.html", "HTML page")
    shell.refuses(3, ["page.html.gz"], "page.html.gz", "HTML page")
    shell.refuses(3, ["data.json"], "data.json", "JSON")
    shell.refuses(3, ["profile.zst"], "profile.zst", "zstd")
    shell.refuses(3, ["program"], "program", "ELF")
    shell.refuses(3, ["trace"], "trace", "execution trace")
    shell.refuses(3, ["heap.txt"], "heap.txt", "line 2")
    shell.refuses(3, ["cpu.pb.gz", "cut.pb.gz"], "cut.pb.gz")
    shell.refuses(3, ["cpu.pb.gz", "heap.pb.gz"], "cpu.pb.gz", "heap.pb.gz")
    shell.refuses(3, ["top", "heap.pb.gz", "again.pb.gz"], "heap.pb.gz", "again.pb.gz")
    done = shell.run("empty.pb.gz", "-o", "-")
    shell.suite.check("an empty profile", b"no samples" in done.stderr + done.stdout
                      and b"--seconds" in done.stderr + done.stdout, (done.returncode, done.stderr))


def folders(shell):
    """A folder is the profiles in it; what render writes beside them is passed over, and said."""
    runs = shell.folder / "runs"
    runs.mkdir()
    for name in ("2.pb.gz", "1.pb.gz"):
        (runs / name).write_bytes((shell.folder / "cpu.pb.gz").read_bytes())
    (runs / ".hidden").write_bytes(b"nothing")
    (runs / "deeper").mkdir()
    shell.refuses(5, ["top", "runs"], "runs/deeper", "is a folder")
    (runs / "deeper").rmdir()
    shell.gives(["top", "runs"], "of 9.30s total")
    shell.gives(["top", "runs/"], "of 9.30s total")
    (runs / "index.json").write_bytes(b"{}")
    done = shell.run("top", "runs")
    shell.suite.check("what is left out is said", b"1 file that is no profile" in done.stderr,
                      done.stderr)
    (runs / "cut.pb.gz").write_bytes((shell.folder / "cut.pb.gz").read_bytes())
    shell.refuses(3, ["top", "runs"], "runs/cut.pb.gz", "byte")
    (runs / "cut.pb.gz").unlink()


def sides(shell):
    """Who is on which side is never guessed."""
    profile = Profile(CPU, ("cpu", "nanoseconds"), 10000000)
    profile.sample(["main.main", "main.work00"], [40, 400000000])
    (shell.folder / "less.pb.gz").write_bytes(profile.gzip())
    pair = ["cpu.pb.gz", "less.pb.gz"]
    for words in ([], ["cpu.pb.gz"], pair + ["cpu.pb.gz"]):
        shell.refuses(2, ["--diff", *words], "exactly two")
    shell.refuses(2, ["--diff", "--base=cpu.pb.gz"], "--new is missing")
    shell.refuses(2, ["--diff", "--new=cpu.pb.gz"], "--base is missing")
    shell.refuses(2, ["top", "--new=cpu.pb.gz", "--base=less.pb.gz", "less.pb.gz"], "one way")
    shell.refuses(2, ["--diff", "--diff_base=cpu.pb.gz", *pair], "--diff_base")
    shell.refuses(2, ["top", "--per=samples", "cpu.pb.gz"], "--per", "--diff")
    shell.refuses(2, ["--diff", "--per=absent", *pair, "-o", "x.svg"], "--per=absent", "label")
    shell.refuses(2, ["--diff", "--per=samples", "--normalize", *pair, "-o", "x.svg"], "two scales")
    shell.refuses(2, ["movers", "cpu.pb.gz"], "--diff")
    shell.refuses(5, ["--diff", "absent.pb.gz", "cpu.pb.gz"], "absent.pb.gz", "no such file")
    shell.refuses(3, ["--diff", "cut.pb.gz", "cpu.pb.gz"], "cut.pb.gz", "byte")
    shell.refuses(3, ["--diff", "cpu.pb.gz", "heap.pb.gz"], "cpu.pb.gz", "heap.pb.gz")
    done = shell.run("--diff", *pair)
    picture = shell.folder / "cpu-less.diff.svg"
    shell.suite.check("the picture and the movers", done.returncode == 0 and picture.exists()
                      and b"main.work29" in done.stdout and b"cpu-less.diff.svg" in done.stderr,
                      (done.stdout, done.stderr))
    picture.unlink()
    whole = shell.gives(["movers", *pair], "main.work29")
    shell.suite.check("--diff is understood", shell.gives(["--diff", "movers", *pair]) == whole)
    shell.suite.check("by options", shell.gives(
        ["movers", "--new=less.pb.gz", "--base", "cpu.pb.gz"]) == whole)
    shell.gives(["--diff", *pair, "-o", "both.pb.gz"])
    shell.suite.check("a comparison that was written is one again",
                      shell.gives(["movers", "both.pb.gz"]).split("\n\n")[0] ==
                      whole.split("\n\n")[0])
    shell.refuses(2, ["top", "both.pb.gz", "cpu.pb.gz"], "both.pb.gz", "comparison")
    shell.refuses(2, ["top", "cpu.pb.gz", "both.pb.gz"], "both.pb.gz", "comparison")
    shell.refuses(2, ["--diff", "both.pb.gz", "cpu.pb.gz"], "both.pb.gz", "comparison")
    shell.refuses(2, ["top", "--base=cpu.pb.gz", "both.pb.gz"], "--base")
    for side, source in (("base", "cpu.pb.gz"), ("new", "less.pb.gz")):
        alone = shell.gives(["top", f"--only_side={side}", "both.pb.gz"])
        shell.suite.check(f"the {side} alone", rows(alone) == rows(shell.gives(["top", source])))
    (shell.folder / "both.pb.gz").unlink()


def wrong_words(shell):
    shell.refuses(2, [], "render --help")
    shell.refuses(2, ["top"], "no profile")
    shell.refuses(2, ["--"], "no profile")
    shell.refuses(2, ["--nodecuont=3", "cpu.pb.gz"], "nodecuont", "did you mean --nodecount")
    shell.refuses(2, ["-sample_idnex=cpu", "cpu.pb.gz"], "did you mean --sample_index")
    shell.refuses(2, ["--sample-indx", "cpu", "cpu.pb.gz"], "did you mean --sample_index")
    shell.refuses(2, ["--flup", "cpu.pb.gz"], "flup", "did you mean --flip")
    shell.refuses(2, ["--xyzzy", "cpu.pb.gz"], "xyzzy")
    shell.refuses(2, ["disasm", "main", "cpu.pb.gz"], "disasm", "symbol tables", "list")
    shell.refuses(2, ["--weblist=main", "cpu.pb.gz"], "weblist", "symbol tables")
    shell.refuses(2, ["--view=flmae", "cpu.pb.gz"], "flmae", "flame", "top")
    shell.refuses(2, ["top", "--view=flame", "cpu.pb.gz"], "top", "--view")
    shell.refuses(2, ["cpu.pb.gz", "-o"], "needs a value")
    shell.refuses(2, ["cpu.pb.gz", "--nodecount"], "--nodecount", "needs a value")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodecount=many"], "--nodecount", "many")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodecount=-2000000000"], "--nodecount", "-2000000000")
    shell.refuses(2, ["top", "cpu.pb.gz", "--cum", "--flat"], "--cum", "--flat")
    shell.refuses(2, ["top", "cpu.pb.gz", "--lines", "--files"], "--lines", "--files")
    shell.refuses(2, ["top", "--tree", "cpu.pb.gz"], "top", "tree", "two views")
    shell.refuses(2, ["top", "--top=many", "cpu.pb.gz"], "--nodecount", "many")
    shell.refuses(2, ["--top7=8", "cpu.pb.gz"], "--top", "no value")
    shell.refuses(2, ["peek", "cpu.pb.gz"], "peek", "which functions", "render peek")
    shell.refuses(2, ["peek", "work"], "peek", "which functions")
    shell.refuses(2, ["peek"], "no profile")
    shell.refuses(2, ["--view=peek", "cpu.pb.gz"], "peek", "which functions")
    shell.refuses(2, ["peek", "--pattern=", "cpu.pb.gz"], "which functions")
    shell.refuses(2, ["peek", "(", "cpu.pb.gz"], "regexp")
    shell.refuses(2, ["--normalize", "top", "cpu.pb.gz"], "--normalize", "--base")
    shell.refuses(2, ["top", "--base=a", "--diff_base=b", "cpu.pb.gz"], "--base", "--diff_base")
    shell.refuses(2, ["convert", "cpu.pb.gz"], "convert", "-o", ".svg")
    shell.refuses(2, ["convert", "cpu.pb.gz", "-o", "-"], "convert", "-o", ".svg")
    shell.refuses(2, ["convert", "cpu.pb.gz", "-o", "x"], "x", ".svg")
    shell.refuses(2, ["convert", "cpu.pb.gz", "-o", "x.xyz"], "x.xyz", ".svg")
    shell.refuses(2, ["convert", "cpu.pb.gz", "-o", ".svg"], ".svg")
    shell.refuses(2, ["convert", "--view=top", "cpu.pb.gz", "-o", "x.svg"], "convert", "--view")
    shell.refuses(2, ["merge", "--view=top", "cpu.pb.gz", "-o", "x.svg"], "merge", "--view")
    shell.refuses(2, ["merge"], "no profile")
    shell.refuses(2, ["--color=blue", "top", "cpu.pb.gz"], "--color", "auto|always|never")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodecount="], "--nodecount")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodecount=99999999999999999999"], "--nodecount")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodefraction=2"], "--nodefraction", "0 to 1")
    shell.refuses(2, ["top", "cpu.pb.gz", "--nodefraction=nan"], "--nodefraction")
    shell.refuses(2, ["cpu.pb.gz", "--width=12"], "--width", "360 to 10000")
    shell.refuses(2, ["cpu.pb.gz", "--order=size"], "--order", "weight", "name")
    shell.refuses(2, ["cpu.pb.gz", "--flip=perhaps"], "--flip")
    shell.refuses(2, ["cpu.pb.gz", "--svg=x"], "--svg", "no value")
    shell.refuses(2, ["--version=3"], "--version")
    shell.refuses(2, ["top", "cpu.pb.gz", "--max_memory=lots"], "--max_memory", "lots")
    shell.refuses(2, ["top", "cpu.pb.gz", "--sample_index=wall"], "wall", "samples", "cpu")
    shell.refuses(2, ["top", "cpu.pb.gz", "--sample_index=2"], "sample_index 2", "0..1")
    shell.refuses(2, ["top", "cpu.pb.gz", "--sample_index=-1"], "-1")
    shell.refuses(2, ["cpu.pb.gz", "-o", "x.xyz"], ".svg")
    shell.refuses(2, ["cpu.pb.gz", "--format=xyz"], "xyz", ".svg")
    shell.refuses(2, ["--help=nodecuont"], "nodecuont")
    shell.refuses(4, ["top", "cpu.pb.gz", "--max_memory=64K"], "max_memory")


def rows(text):
    """The names in a table of top."""
    lines = text.split("flat%   sum%        cum   cum%\n", 1)[-1].splitlines()
    return [line.split(None, 5)[5] for line in lines]


def grammar(shell):
    whole = shell.gives(["top", "cpu.pb.gz"], "main.work29")
    shell.suite.check("top: all but the two smallest", len(rows(whole)) == 29, len(rows(whole)))
    everything = rows(shell.gives(["top", "cpu.pb.gz", "--trim=false"]))
    shell.suite.check("--trim=false: all", len(everything) == 31, len(everything))
    for words in (["top7", "cpu.pb.gz"], ["--top7", "cpu.pb.gz"], ["-top7", "cpu.pb.gz"],
                  ["cpu.pb.gz", "-top7"], ["top", "cpu.pb.gz", "-n", "7"],
                  ["top", "--nodecount=7", "cpu.pb.gz"], ["-nodecount=7", "-top", "cpu.pb.gz"],
                  ["top", "-nodecount", "7", "cpu.pb.gz"], ["--view", "top", "-n=7", "cpu.pb.gz"],
                  ["top100", "--nodecount=7", "cpu.pb.gz"], ["top7", "--", "cpu.pb.gz"],
                  ["top7", "--", "-odd"], ["top7", "./-odd"], ["top", "7", "cpu.pb.gz"],
                  ["--top=7", "cpu.pb.gz"], ["--top", "7", "cpu.pb.gz"], ["text7", "cpu.pb.gz"],
                  ["cpu.pb.gz", "-text", "7"]):
        count = len(rows(shell.gives(words)))
        shell.suite.check(f"{words}: seven rows", count == 7, count)
    shell.suite.check("top20", len(rows(shell.gives(["top20", "cpu.pb.gz"]))) == 20)
    shell.suite.check("-1 is a value, not an option",
                      shell.gives(["top", "-nodecount", "-1", "cpu.pb.gz"]) == whole)
    shell.suite.check("the last one holds",
                      shell.gives(["top", "-n=3", "-n=-1", "cpu.pb.gz"]) == whole)
    content = (shell.folder / "cpu.pb.gz").read_bytes()
    shell.suite.check("standard input", shell.gives(["top", "-"], stdin=content) == whole)
    shell.suite.check("-- -", shell.gives(["top", "--", "-"], stdin=content) == whole)
    plain = shell.gives(["top", "cpu.pb.gz", "--cum"])
    shell.suite.check("--cum", rows(plain)[:1] == ["main.main"], rows(plain)[:1])
    shell.suite.check("--sort=cum", shell.gives(["top", "--sort=cum", "cpu.pb.gz"]) == plain)
    shell.suite.check("text is top", shell.gives(["text", "cpu.pb.gz"]) == whole)
    for words in (["--alloc_space"], ["-sample_index=alloc_space"], ["-si", "1"],
                  ["--sample_index", "alloc_space"]):
        shell.gives(["top", "heap.pb.gz", *words], "Type: alloc_space", "4kB")
    shell.gives(["top", "heap.pb.gz"], "Type: inuse_space", "2kB")
    flame = shell.gives(["--view=flame", "cpu.pb.gz", "-o", "-"], "<svg", "</svg>", "main.work29")
    shell.suite.check("flame is a verb", shell.gives(["flame", "cpu.pb.gz", "-o", "-"]) == flame)
    (shell.folder / "top").write_bytes(content)
    shell.gives(["top", "top"], "main.work29")
    shell.gives(["top", "--", "top"], "main.work29")


def patterns(shell):
    peek = shell.gives(["peek", "work1", "cpu.pb.gz"], "main.work19")
    shell.suite.check("peek leaves out the others", "main.work29" not in peek)
    for words in (["peek", "--pattern=work1", "cpu.pb.gz"], ["--peek=work1", "cpu.pb.gz"],
                  ["-peek=work1", "cpu.pb.gz"], ["--peek", "work1", "cpu.pb.gz"],
                  ["cpu.pb.gz", "--peek", "work1"], ["cpu.pb.gz", "--pattern=work1", "--view=peek"],
                  ["--trim", "peek", "work1", "--", "cpu.pb.gz"], ["peek", "--", "work1", "cpu.pb.gz"],
                  ["peek", "work1", "-"], ["peek", "cpu.pb.gz", "--pattern=work1"]):
        content = (shell.folder / "cpu.pb.gz").read_bytes()
        shell.suite.check(f"{words}", shell.gives(words, stdin=content) == peek)


def converting(shell):
    flame = shell.gives(["flame", "cpu.pb.gz", "-o", "-"])
    for words in (["convert", "cpu.pb.gz", "-o", "made.svg"], ["convert", "-o=made.svg", "cpu.pb.gz"]):
        shell.gives(words)
        made = shell.folder / "made.svg"
        shell.suite.check(f"{words}", made.read_text() == flame)
        made.unlink()
    shell.suite.check("convert --format -o -", shell.gives(
        ["convert", "cpu.pb.gz", "--format=svg", "-o", "-"]) == flame)
    if b"proto" not in shell.run("--view=?", "cpu.pb.gz").stderr:
        shell.suite.skip("merge", "profiles are not written yet")
        return
    for words in (["merge", "cpu.pb.gz", "again.pb.gz"], ["convert", "cpu.pb.gz", "again.pb.gz"]):
        shell.gives([*words, "-o", "all.pb.gz"])
        shell.gives(["top", "all.pb.gz"], "of 9.30s total")
        (shell.folder / "all.pb.gz").unlink()
    merged = shell.run("merge", "cpu.pb.gz", "again.pb.gz")
    shell.gives(["top", "-"], "of 9.30s total", stdin=merged.stdout)


def merging(shell):
    once = shell.gives(["top", "cpu.pb.gz"], "of 4.65s total")
    twice = shell.gives(["top", "cpu.pb.gz", "again.pb.gz"], "of 9.30s total")
    shell.suite.check("merging doubles", rows(twice) == rows(once) and "0.60s" in twice)
    thrice = shell.gives(["top", "cpu.pb.gz", "again.pb.gz", "./-odd"], "of 13.95s total")
    shell.suite.check("three", rows(thrice) == rows(once))
    shell.gives(["top", "cpu.pb.gz", "-"], "of 9.30s total",
                stdin=(shell.folder / "cpu.pb.gz").read_bytes())


def checking(shell):
    """doctor --strict fails where it found something, and its report is whole all the same."""
    profile = Profile(HEAP, ("space", "bytes"), 512 << 10, 1700000000 * 10**9)
    profile.sample([Line("main.main", "main.go", 3)], [1, 512 << 10, 1, 512 << 10])
    (shell.folder / "healthy.pb").write_bytes(profile.raw())
    profile.sample([], [1, 512 << 10, 1, 512 << 10])
    (shell.folder / "ill.pb").write_bytes(profile.raw())
    shell.gives(["doctor", "--strict", "healthy.pb"], "nothing to remark")
    report = shell.gives(["doctor", "ill.pb"], "warning: Samples have no stack", "1 sample, 50.0% of")
    for output in ("-", "report.txt"):
        done = shell.run("doctor", "--strict", "ill.pb", "-o", output)
        content = done.stdout if output == "-" else (shell.folder / output).read_bytes()
        shell.suite.check(f"strict to {output}", done.returncode == 1
                          and content.decode() == report and done.stderr.count(b"\n") == 1,
                          f"exit {done.returncode}, {content!r}, {done.stderr!r}")
    for name in ("healthy.pb", "ill.pb", "report.txt"):
        os.unlink(shell.folder / name)


def helping(shell):
    text = shell.gives(["--help"], "usage: render", "--nodecount", "--output", "flame", "top")
    examples = text.split("usage:")[0].count(" render ")
    shell.suite.check("five examples first", examples == 5, examples)
    shell.suite.check("fits a terminal", all(len(line) <= 100 for line in text.splitlines()))
    for words in (["-h"], ["-help"], ["help"], ["--help", "cpu.pb.gz"], ["cpu.pb.gz", "--help"]):
        shell.suite.check(f"help: {words}", shell.gives(words) == text)
    topic = shell.gives(["--help=nodecount"], "--nodecount", "to 1000000000", "default")
    for words in (["help", "nodecount"], ["--help=--nodecount"], ["-h=nodecount"], ["--help=n"]):
        shell.suite.check(f"help: {words}", shell.gives(words) == topic)
    for option in ("output", "order", "svg", "top", "flame", "merge", "convert", "extract", "pprof"):
        shell.gives([f"--help={option}"], option)
    version = shell.gives(["--version"], "render ")
    shell.suite.check("a line of version", version.count("\n") == 1)
    for words in (["-version"], ["version"], ["--version", "cpu.pb.gz"]):
        shell.suite.check(f"version: {words}", shell.gives(words) == version)


def opening(shell):
    """--open starts BROWSER with the output, and says so where there is no viewer."""
    viewer, seen = shell.folder / "viewer", shell.folder / "seen"
    viewer.write_text('#!/bin/sh\nprintf %s "$1" >seen.new\nmv seen.new seen\n')
    viewer.chmod(0o755)
    done = subprocess.run([shell.binary, "cpu.pb.gz", "-o", "-shown.svg", "--open"],
                          cwd=shell.folder, stderr=subprocess.PIPE, timeout=60,
                          env=dict(os.environ, BROWSER=str(viewer)))
    for _ in range(100):
        if seen.exists():
            break
        time.sleep(0.05)
    shown = seen.read_text() if seen.exists() else ""
    shell.suite.check("--open", done.returncode == 0 and shown == "./-shown.svg", (shown, done.stderr))
    done = subprocess.run([shell.binary, "cpu.pb.gz", "-o", "shown.svg", "--open"], cwd=shell.folder,
                          stderr=subprocess.PIPE, timeout=60,
                          env={**os.environ, "PATH": "/nonexistent", "BROWSER": ""})
    shell.suite.check("--open without a viewer", b"shown.svg" in done.stderr
                      and done.stderr.count(b"\n") == 1, done.stderr)


def progress(shell):
    """Told of work that takes more than a second, on a terminal alone."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        shell.suite.skip("progress", f"no terminals here: {error}")
        return
    content = (shell.folder / "cpu.pb.gz").read_bytes()
    runs = [subprocess.Popen([shell.binary, "top", "-"], cwd=shell.folder, stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=error)
            for error in (theirs, subprocess.PIPE)]
    for part in (content[:99], content[99:]):
        time.sleep(1.3)
        for run in runs:
            run.stdin.write(part)
            run.stdin.flush()
    silent = runs[1].communicate(timeout=60)[1]
    runs[0].communicate(timeout=60)
    os.set_blocking(ours, False)
    told = os.read(ours, 10000) if select.select([ours], [], [], 1)[0] else b""
    shell.suite.check("progress on a terminal", b"reading" in told, told)
    shell.suite.check("which is cleared", told.endswith(b"\r\x1b[K"), told)
    shell.suite.check("no progress elsewhere", silent == b"", silent)
    os.close(theirs)
    os.close(ours)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite = Suite()
    with tempfile.TemporaryDirectory() as name:
        shell = Shell(arguments.binary.resolve(), pathlib.Path(name), suite)
        sources(shell)
        for test in (wrong_sources, folders, sides, wrong_words, grammar, patterns, converting, merging, checking,
                     helping, opening, progress):
            test(shell)
    suite.finish()


if __name__ == "__main__":
    main()
