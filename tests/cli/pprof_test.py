#!/usr/bin/env python3
"""The second front door, `render pprof`: pprof's grammar, exit codes, sinks.

    pprof_test.py BINARY [PPROF]

Where pprof is installed, each command line is given to both: standard output and exit code must be
the same. Without it, what pprof does is taken from the table."""

import argparse
import fcntl
import gzip
import os
import pathlib
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from suite import Suite

CPU = [("samples", "count"), ("cpu", "nanoseconds")]
CONTENTION = [("contentions", "count"), ("delay", "nanoseconds")]

# Exit code and arguments; with what must be on standard error where pprof says it too.
LINES = [
    (0, "-top cpu.pb.gz"),
    (0, "--top cpu.pb.gz"),
    (0, "-text -cum cpu.pb.gz"),
    (0, "-text -cum=false cpu.pb.gz"),
    (0, "-top=T -trim=F cpu.pb.gz"),
    (0, "-top -tree=false cpu.pb.gz"),
    (0, "-tree -nodecount=0x5 cpu.pb.gz"),
    (0, "-tree -nodecount 0b11 cpu.pb.gz"),
    (0, "-top -nodecount=-3 cpu.pb.gz"),
    (0, "-top -nodecount=1_0 cpu.pb.gz"),
    (0, "-top -nodecount=3 -nodecount=5 cpu.pb.gz"),
    (0, "-top -nodefraction=0x1p-4 cpu.pb.gz"),
    (0, "-top -nodefraction=7 cpu.pb.gz"),
    (0, "-top -nodefraction=inf cpu.pb.gz"),
    (0, "-top -nodefraction=1e-400 cpu.pb.gz"),
    (0, "-top -divide_by=-2 cpu.pb.gz"),
    (0, "-top -divide_by 2 cpu.pb.gz"),
    (0, "-peek work1 cpu.pb.gz"),
    (0, "-peek=work1 -cum cpu.pb.gz"),
    (0, "-peek= -top cpu.pb.gz"),
    (0, "-top -- cpu.pb.gz"),
    (0, "-top -focus --cum cpu.pb.gz"),
    (0, "-top cpu.pb.gz again.pb.gz"),
    (0, "-top -output= cpu.pb.gz"),
    (0, "-top -lines=0 -files cpu.pb.gz"),
    (0, "-top -buildid=c0ffee cpu.pb.gz"),
    (0, "-top -add_comment=night cpu.pb.gz"),
    (0, "-top -all_frames -tools=x -seconds=4 -timeout=3 -tls_cert=a -tls_key=b -tls_ca=c cpu.pb.gz"),
    (0, "-top -contentions lock.pb.gz"),
    (0, "-top -mean_delay lock.pb.gz"),
    (0, "-top -mean_delay -contentions lock.pb.gz", "Multiple value selections, ignoring -contentions"),
    (0, "-top -sample_index=contentions -mean_delay lock.pb.gz",
     "Multiple value selections, ignoring -mean_delay"),
    (0, "-top -total_delay=false -contentions lock.pb.gz"),
    (0, "-top PROGRAM cpu.pb.gz"),
    (0, "-top bare.pb.gz"),
    (0, "-top absent.pb.gz cpu.pb.gz", "Fetched 1 source profiles out of 2"),
    (0, "-top cpu.pb.gz cut.pb.gz cut.pb.gz", "Fetched 1 source profiles out of 3"),
    (0, "-top -relative_percentages -focus work29 cpu.pb.gz"),
    (0, "-top -base=cpu.pb.gz cpu.pb.gz again.pb.gz"),
    (0, "-top -diff_base cpu.pb.gz cpu.pb.gz again.pb.gz"),
    (0, "-top -base=cpu.pb.gz -base=again.pb.gz cpu.pb.gz"),
    (0, "-top -normalize -diff_base=lock.pb.gz -base= lock.pb.gz"),
    (2, "-top -base=absent.pb.gz cpu.pb.gz", "failed to fetch any base profiles"),
    (2, "-top -base=lock.pb.gz cpu.pb.gz"),
    (0, "-raw -add_comment=night cpu.pb.gz"),
    (0, "-raw -buildid=c0ffee -all_frames bare.pb.gz"),
    (0, "-comments -add_comment=night cpu.pb.gz"),
    (0, "-tags lock.pb.gz"),
    (0, "-traces lock.pb.gz"),
    (0, "-dot -nodecount=5 cpu.pb.gz"),
    (0, "-callgrind cpu.pb.gz"),
    (0, "-help"),
    (0, "-top -h cpu.pb.gz"),
    (2, "", "no profile source specified"),
    (2, "-top", "no profile source specified"),
    (2, "-top --", "no profile source specified"),
    (2, "-xyzzy cpu.pb.gz", "flag provided but not defined: -xyzzy"),
    (2, "-to_p=3 cpu.pb.gz", "flag provided but not defined: -to_p"),
    (2, "-sort=cum -top cpu.pb.gz", "flag provided but not defined: -sort"),
    (2, "-call-tree -top cpu.pb.gz", "flag provided but not defined: -call-tree"),
    (2, "-top10 cpu.pb.gz", "flag provided but not defined: -top10"),
    (2, "---top cpu.pb.gz", "bad flag syntax: ---top"),
    (2, "-=top cpu.pb.gz", "bad flag syntax: -=top"),
    (2, "-top=maybe cpu.pb.gz", 'invalid boolean value "maybe" for -top: parse error'),
    (2, "-top=yes cpu.pb.gz", 'invalid boolean value "yes" for -top'),
    (2, "-top= cpu.pb.gz", 'invalid boolean value "" for -top'),
    (2, "-top -nodecount=many cpu.pb.gz", 'invalid value "many" for flag -nodecount: parse error'),
    (2, "-top -nodecount=09 cpu.pb.gz", 'invalid value "09" for flag -nodecount: parse error'),
    (2, "-top -nodecount=99999999999999999999 cpu.pb.gz", "value out of range"),
    (2, "-top -nodefraction=. cpu.pb.gz", 'invalid value "." for flag -nodefraction: parse error'),
    (2, "-top -nodefraction=1e400 cpu.pb.gz", "value out of range"),
    (2, "-top -nodefraction=0x1 cpu.pb.gz", "parse error"),
    (0, "-top cpu.pb.gz -nodecount", "Fetched 1 source profiles out of 2"),
    (2, "-top -nodecount", "flag needs an argument: -nodecount"),
    (2, "-top -tree cpu.pb.gz", "must set at most one output format"),
    (2, "-top -peek=x cpu.pb.gz", "must set at most one output format"),
    (2, "-top -lines -files cpu.pb.gz", "conflicting options set: ["),
    (2, "-top -cum -flat cpu.pb.gz", "conflicting options set: ["),
    (2, "-top -normalize cpu.pb.gz", "must have base profile to normalize by"),
    (2, "-top -base=cpu.pb.gz -diff_base=cpu.pb.gz cpu.pb.gz",
     "-base and -diff_base flags cannot both be specified"),
    (2, "-top -no_browser cpu.pb.gz", "-no_browser only makes sense with -http"),
    (2, "-top cut.pb.gz", "failed to fetch any source profiles"),
    (2, "-top folder", "failed to fetch any source profiles"),
    (2, "-top -divide_by=0 cpu.pb.gz", "zero divisor specified"),
    (2, "-top -sample_index=9 cpu.pb.gz"),
    (2, "-top -focus=( cpu.pb.gz"),
    (2, "-peek=( cpu.pb.gz"),
    (2, "-top -tagfocus=99999999999999999999kb: cpu.pb.gz"),
]

# Ours alone: what pprof does in other ways, or we not yet.
OURS = [
    ("-eog cpu.pb.gz", "-eog is not there yet"),
    ("-gif cpu.pb.gz", "-gif is not supported"),
    ("-kcachegrind cpu.pb.gz", "-kcachegrind is not there yet"),
    ("-weblist=main cpu.pb.gz", "-weblist is not there yet"),
    ("-disasm main cpu.pb.gz", "-disasm is not there yet"),
    ("-top ftp://localhost/cpu.pb.gz", "fetched are http://"),
]


def sources(folder):
    profile = Profile(CPU, ("cpu", "nanoseconds"), 10000000)
    for at in range(30):
        profile.sample(["main.main", f"main.work{at:02}"], [at + 1, (at + 1) * 10000000])
    lock = Profile(CONTENTION)
    lock.sample(["main.main", "sync.(*Mutex).Lock"], [4, 10000])
    lock.sample(["main.main", "main.wait"], [3, 7000])
    files = {"cpu.pb.gz": profile.gzip(), "again.pb.gz": profile.gzip(), "lock.pb.gz": lock.gzip(),
             "cut.pb.gz": profile.gzip()[:100], "bare.pb.gz": bare()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "folder").mkdir()


def bare():
    """One sample of one location in no mapping."""
    def field(number, content):
        return bytes([number << 3 | 2, len(content)]) + content
    words = [b"", b"samples", b"count", b"main.main", b"main.go"]
    message = field(1, b"\x08\x01\x10\x02") + field(2, b"\x0a\x01\x01\x12\x01\x07")
    message += field(4, b"\x08\x01\x22\x02\x08\x01") + field(5, b"\x08\x01\x10\x03\x20\x04")
    return gzip.compress(message + b"".join(field(6, word) for word in words), mtime=0)


class Door:
    def __init__(self, binary, pprof, folder, suite):
        self.binary, self.pprof, self.folder, self.suite = binary, pprof, folder, suite
        self.environment = dict(os.environ, TZ="UTC", HOME="/nonexistent",
                                PPROF_BINARY_PATH="/nonexistent", PPROF_TMPDIR="/nonexistent")

    def run(self, *command):
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, timeout=60,
                              capture_output=True, env=self.environment)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def line(self, status, text, *words):
        program = str(shutil.which("true"))
        arguments = [program if word == "PROGRAM" else word for word in text.split()]
        code, out, error = self.run(self.binary, "pprof", "-symbolize=none", *arguments)
        good = code == status and all(word in error for word in words) and (
            bool(out) == (status == 0 and "-h" not in text) or "-tags" in text)
        self.suite.check(f"pprof {text}", good, (code, error, out[:200]))
        if not self.pprof:
            return
        expected = self.run(self.pprof, "-symbolize=none", *arguments)
        self.suite.check(f"pprof {text}: as pprof", (code, out) == expected[:2] and
                         all(word in expected[2] for word in words), (expected, code, out[:300]))


def ours(door):
    for text, word in OURS:
        code, out, error = door.run(door.binary, "pprof", *text.split())
        last = error.splitlines()[-1] if error else ""
        door.suite.check(f"pprof {text}", code == 2 and not out and word in error
                         and last.startswith("render: "), (code, error))
    code, out, error = door.run(door.binary, "pprof", "-symbolize=local", "-top", "cpu.pb.gz")
    door.suite.check("-symbolize=local is told of", code == 0 and error.count("\n") == 1
                     and "-symbolize" in error, error)
    code, out, error = door.run(door.binary, "pprof", "-symbolize=:none:no", "-top", "cpu.pb.gz")
    door.suite.check("-symbolize=none is not", code == 0 and not error, error)
    code, out, error = door.run(door.binary, "pprof", "-help")
    names = [line.split()[0] for line in error.splitlines() if line.startswith("    -")]
    door.suite.check("-help lists the flags", "-top" in names and "-tagfocus" in names
                     and len(names) == len(set(names)) and len(names) > 80, names)
    door.suite.check("render help pprof", door.run(door.binary, "help", "pprof")[1].decode() == error)


def called_pprof(door):
    link = door.folder / "bin"
    link.mkdir()
    (link / "pprof").symlink_to(door.binary)
    expected = door.run(door.binary, "pprof", "-top", "cpu.pb.gz")
    for name in (str(link / "pprof"), "bin/pprof"):
        door.suite.check(f"called as {name}", door.run(name, "-top", "cpu.pb.gz") == expected)
    code, _, error = door.run("bin/pprof")
    door.suite.check("called as pprof, no arguments", code == 2 and "no profile source" in error)
    (door.folder / "pprof").write_bytes((door.folder / "cpu.pb.gz").read_bytes())
    code, _, error = door.run("bin/pprof", "-top", "pprof")
    door.suite.check("a file called pprof", code == 0, error)


def named_outputs(door):
    expected = door.run(door.binary, "pprof", "-top", "cpu.pb.gz")[1]
    for name in ("report.txt", "-", "-x.txt", "cpu.txt"):
        for _ in range(2):
            code, out, error = door.run(door.binary, "pprof", f"-output={name}", "-top", "cpu.pb.gz")
            path = door.folder / name
            door.suite.check(f"-output={name}", code == 0 and not out
                             and error == f"Generating report in {name}\n"
                             and path.read_bytes() == expected, (code, error))
    code, out, error = door.run(door.binary, "pprof", "-output=folder/absent/x", "-top", "cpu.pb.gz")
    door.suite.check("-output nowhere", code == 2 and not out and "folder/absent" in error, error)
    before = sorted(os.listdir(door.folder))
    door.run(door.binary, "pprof", "-output=never", "-top", "cut.pb.gz")
    door.run(door.binary, "pprof", "-output=never", "-top", "-focus=(", "cpu.pb.gz")
    door.suite.check("a failing run leaves nothing", sorted(os.listdir(door.folder)) == before)


# ------------------------------------------------------------------ terminals


def on_terminal(door, *command, columns=80, **environment):
    """Exit code, what the terminal shows, standard error."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    run = subprocess.Popen(command, cwd=door.folder, stdout=theirs, stderr=subprocess.PIPE,
                           stdin=subprocess.DEVNULL,
                           env={**door.environment, "TERM": "xterm", "NO_COLOR": "", **environment})
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    os.close(ours)
    error = run.stderr.read().decode()
    return run.wait(), shown.replace(b"\r\n", b"\n"), error


def colors(door):
    def top(*words, **more):
        return on_terminal(door, door.binary, "top5", "cpu.pb.gz", *words, **more)[1]
    plain = door.run(door.binary, "top5", "cpu.pb.gz")[1]
    shown = top()
    door.suite.check("colours on a terminal", b"\x1b[1m" in shown and b"\x1b[31m" in shown, shown)
    door.suite.check("--color=never", top("--color=never") == plain)
    door.suite.check("NO_COLOR", top(NO_COLOR="1") == plain)
    door.suite.check("TERM=dumb", top(TERM="dumb") == plain)
    door.suite.check("--color=always", top("--color=always", NO_COLOR="1") == shown)
    piped = door.run(door.binary, "top5", "cpu.pb.gz", "--color=always")[1]
    door.suite.check("--color=always into a pipe", piped == shown, piped)
    door.suite.check("no colours in a pipe", b"\x1b" not in plain)
    narrow = top("--color=never", columns=62).decode()
    long = Profile(CPU, ("cpu", "nanoseconds"), 10000000)
    long.sample(["main", "é" * 50 + "end"], [1, 10000000])
    (door.folder / "long.pb.gz").write_bytes(long.gzip())
    code, cut, error = on_terminal(door, door.binary, "top", "long.pb.gz", "--color=never", columns=70)
    rows = cut.decode().split("cum%\n")[1].splitlines()
    door.suite.check("names are cut to the width", code == 0 and len(rows[0]) == 70
                     and "…" in rows[0] and rows[0].endswith("ééend"), rows)
    door.suite.check("short ones are not", narrow == plain.decode(), narrow)
    bare = on_terminal(door, door.binary, "pprof", "-top", "long.pb.gz", columns=70)[1]
    door.suite.check("pprof's report does not look at the terminal",
                     bare == door.run(door.binary, "pprof", "-top", "long.pb.gz")[1], bare)


def pictures(door):
    code, svg, error = door.run(door.binary, "pprof", "-svg", "cpu.pb.gz")
    door.suite.check("-svg", code == 0 and svg.startswith(b"<svg ") and svg.endswith(b"</svg>\n")
                     and b"work29" in svg and not error, (code, svg[:200], error))
    code, out, error = door.run(door.binary, "pprof", "-svg", "-output=named.x", "cpu.pb.gz")
    door.suite.check("-svg -output", code == 0 and not out
                     and error == "Generating report in named.x\n"
                     and (door.folder / "named.x").read_bytes() == svg, (code, error))
    for medium, start in (("png", b"\x89PNG"), ("pdf", b"%PDF-"), ("ps", b"%!PS-")):
        code, out, error = door.run(door.binary, "pprof", f"-{medium}", "cpu.pb.gz")
        if code and "librender-paper" in error:
            door.suite.skip(f"-{medium}", "the paper module is not built")
            continue
        door.suite.check(f"-{medium}", code == 0 and out.startswith(start) and not error,
                         (code, out[:40], error))
    few = door.run(door.binary, "pprof", "-svg", "-nodecount=3", "cpu.pb.gz")[1]
    door.suite.check("-svg -nodecount", 0 < few.count(b'class="node"') <= 3 < svg.count(b'class="node"'))


def browsers(door):
    """-web shows a file in the folder for such, by $BROWSER with its words, and removes it."""
    folder = door.folder / "web"
    folder.mkdir()
    browser = folder / "browser"
    browser.write_text('#!/bin/sh\nprintf "%s" "$1 $2" >said; cp "$2" shown.svg; exit ${3:-0}\n')
    browser.chmod(0o755)
    environment = {**door.environment, "TMPDIR": str(folder), "BROWSER": f"{browser} --new"}

    def web(*words, **more):
        done = subprocess.run([door.binary, "pprof", "-web", *words, "cpu.pb.gz"], cwd=door.folder,
                              capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
                              env={**environment, **more})
        return done.returncode, done.stdout, done.stderr.decode()
    status = web()
    expected = door.run(door.binary, "pprof", "-svg", "cpu.pb.gz")[1]
    said = (door.folder / "said").read_text() if (door.folder / "said").exists() else ""
    door.suite.check("-web", status == (0, b"", "") and said == f"--new {folder}/pprof001.svg"
                     and (door.folder / "shown.svg").read_bytes() == expected, (status, said))
    door.suite.check("-web leaves nothing", not list(folder.glob("pprof*")), os.listdir(folder))
    code, _, error = web(BROWSER="", PATH="/nonexistent")
    door.suite.check("-web without a browser", code == 2 and "BROWSER" in error
                     and not list(folder.glob("pprof*")), (code, error))
    code, _, error = web(BROWSER="false")
    door.suite.check("-web with one that fails", code == 2 and "failed" in error, (code, error))
    (door.folder / "said").unlink()
    code, _, error = web("-output=web.svg")
    door.suite.check("-web -output", code == 0 and "Generating report in web.svg" in error
                     and not (door.folder / "said").exists()
                     and (door.folder / "web.svg").read_bytes() == expected, (code, error))


def terminal_sinks(door, view, suffix):
    if view != "svg" and view not in door.run(door.binary, "--view=?", "x")[2]:
        door.suite.skip(f"-{view} on a terminal", "that view is not there yet")
        return
    piped = door.run(door.binary, "pprof", f"-{view}", "cpu.pb.gz")
    for number in (1, 2):
        name = f"profile{number:03}{suffix}"
        code, shown, error = on_terminal(door, door.binary, "pprof", f"-{view}", "cpu.pb.gz")
        path = door.folder / name
        door.suite.check(f"-{view} on a terminal: {name}", code == 0 and not shown
                         and f"Generating report in {name}" in error and path.exists()
                         and path.read_bytes() == piped[1], (code, shown, error))
    before = sorted(os.listdir(door.folder))
    code, _, _ = on_terminal(door, door.binary, "pprof", f"-{view}", "-focus=(", "cpu.pb.gz")
    door.suite.check(f"-{view}: a failing run leaves nothing",
                     code == 2 and sorted(os.listdir(door.folder)) == before)
    for number in (1, 2):
        (door.folder / f"profile{number:03}{suffix}").unlink()


def terminals(door):
    try:
        os.close(pty.openpty()[0])
    except OSError as error:
        door.suite.skip("terminals", f"none here: {error}")
        return
    colors(door)
    terminal_sinks(door, "proto", ".pb.gz")
    terminal_sinks(door, "topproto", ".pb.gz")
    terminal_sinks(door, "callgrind", ".callgraph.out")
    terminal_sinks(door, "svg", ".svg")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("pprof", nargs="?", default=shutil.which("pprof"))
    arguments = parser.parse_args()
    suite = Suite()
    if not arguments.pprof:
        suite.skip("comparison", "pprof is not installed")
    with tempfile.TemporaryDirectory() as name:
        door = Door(str(arguments.binary.resolve()), arguments.pprof, pathlib.Path(name), suite)
        sources(door.folder)
        for line in LINES:
            door.line(*line)
        for test in (ours, called_pprof, named_outputs, pictures, browsers, terminals):
            test(door)
    suite.finish()


if __name__ == "__main__":
    main()
