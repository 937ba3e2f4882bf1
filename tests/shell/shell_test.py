#!/usr/bin/env python3
"""The prompt: `render shell` and `render pprof` without a format, piped and on a terminal.

    shell_test.py BINARY [--update]   --update writes the goldens anew

Where pprof or Go is installed, the same lines are given to it: its reports and words are the same."""

import argparse
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(HERE)]
from suite import Suite
from terminal import Terminal

CPU = ROOT / "samples/svc-fast.cpu.pb.gz"
HEAP = ROOT / "samples/svc-fast.heap.pb.gz"
SESSION = (HERE / "golden/session.txt").read_text()
PROMPT = b"(pprof) "
# Of `top`: a prompt that was drawn anew before it is none behind it.
ANSWERED = re.compile(rb"Showing top.*\(pprof\) ", re.S)
# Help is in words of our own; all else is said as pprof says it.
OTHER_WORDS = re.compile(rb"^(render|pprof): ", re.M)
REGEX = re.compile(rb"regexp.*?: error parsing regexp: .*|(parsing \w+) regexp: .*")


class Place:
    def __init__(self, binary, suite, folder):
        self.binary, self.suite, self.folder = binary, suite, pathlib.Path(folder)
        self.env = dict(os.environ, TZ="UTC", TERM="xterm", NO_COLOR="1", HOME=str(folder))
        self.env.pop("XDG_STATE_HOME", None)

    def check(self, name, condition, detail=""):
        return self.suite.check(name, condition, detail)

    def pipe(self, text, door="pprof", source=CPU, program=None):
        """Standard output and error, and the exit code, of a session that is given this."""
        text = text if isinstance(text, bytes) else text.encode()
        arguments = program or [self.binary, door]
        # Go keeps what it builds at home.
        env = dict(self.env, HOME=os.environ.get("HOME", "")) if program else self.env
        done = subprocess.run([*arguments, source], input=text, capture_output=True, timeout=120,
                              cwd=self.folder, env=env)
        return done.stdout, done.stderr, done.returncode

    def open(self, source=CPU, door="shell", binary=None, **more):
        terminal = Terminal([binary or self.binary, door, source], dict(self.env, **more),
                            self.folder)
        greeting = terminal.read(PROMPT)
        self.check("a session on a terminal greets", greeting and b"interactive mode" in greeting,
                   greeting)
        return terminal

    def close(self, terminal):
        terminal.write("\x04")
        status = terminal.end()
        self.check("Ctrl-D ends the session", status == 0, status)
        self.check("the terminal is as before", terminal.is_as_before())


# ---------------------------------------------------------------- piped


def goldens(place, update):
    out, err, code = place.pipe(SESSION)
    place.check("a session ends with 0", code == 0, code)
    for name, found in ("session.out", out), ("session.err", err):
        path = HERE / "golden" / name
        found = found.replace(str(place.folder).encode(), b"FOLDER")
        if update:
            path.write_bytes(found)
        place.check(f"{name} is the golden", path.read_bytes() == found)
    again, _, _ = place.pipe(SESSION, door="shell")
    place.check("render shell prints what render pprof prints", again == out)


def as_pprof(place):
    for name, program in ("pprof", ["pprof"]), ("go", ["go", "tool", "pprof"]):
        found = shutil.which(program[0])
        if not found:
            place.suite.skip(name, "is not installed")
            continue
        program = [found, *program[1:], "-symbolize=none"]
        compare(place, name, program, SESSION, CPU)
        for seed in range(8 if name == "pprof" else 2):
            chance = random.Random(seed)
            source = chance.choice([CPU, HEAP, ROOT / "samples/svc-slow.mutex.pb.gz"])
            compare(place, f"{name}, seed {seed}", program, some_lines(chance), source)


def normal(text):
    return REGEX.sub(rb"\1 regexp", OTHER_WORDS.sub(b"", text.replace(PROMPT, b"")))


def compare(place, name, program, text, source):
    out, err, code = place.pipe(text, source=source)
    theirs, said, status = place.pipe(text, source=source, program=program)
    place.check(f"{name}: reports", normal(out) == normal(theirs), text)
    place.check(f"{name}: words", normal(err) == normal(said),
                f"{text}\n{err.decode()}\nis not\n{said.decode()}")
    place.check(f"{name}: exit", code == status, (code, status))


def some_lines(chance):
    names = ["main", "json", "regexp", "runtime", "zzz", "a.*b", "^r", "alloc"]
    lines = []
    for _ in range(chance.randint(4, 14)):
        kind = chance.random()
        if kind < 0.5:
            line = chance.choice(["top", "text", "tree", "traces", "tags", "raw", "comments", "dot"])
            line += chance.choice(["", "3", " 5", " 20"])
            for _ in range(chance.randint(0, 2)):
                line += " " + chance.choice(["", "-"]) + chance.choice(names)
            lines.append(line + chance.choice(["", " -cum"]))
        elif kind < 0.6:
            lines.append(chance.choice(["peek ", "list "]) + chance.choice(names))
        elif kind < 0.9:
            lines.append(chance.choice(
                [f"{option}={chance.choice(names)}" for option in ("focus", "ignore", "hide", "show")] +
                ["trim=0", "trim", "noinlines=1", "relative_percentages", "granularity=lines",
                 "granularity=functions", "sort=cum", "unit=ms", "nodecount=7", "nodefraction=0.1",
                 "mean", "mean=f", "compact_labels=no", "divide_by=2.5"]))
        else:
            lines.append(chance.choice([":", "o", "", "cpu", "samples", "inuse_space", "bogus",
                                        "focus", "mean_delay", "top=1", "cum"]))
    return "\n".join(lines) + "\n"


def hostile(place):
    top = place.pipe("top1\n")[0]
    lines = [b"top\0 3", b"\xff\xfe=\xff", b"focus=\xc3", b"focus=", b"list " + b"a" * (1 << 20),
             b"x" * (1 << 20), b"y" * (5 << 20), b"top > \0", b"\x1b[31m", b"help \x1b[31m",
             b"help " + b"h " * 100000, b"sample_index=\x1b]0;x\x07", b"\r", b"top1"]
    out, err, code = place.pipe(b"\n".join(lines))
    place.check("nothing in a line does harm", code == 0 and out.endswith(top), (code, out[-300:]))
    place.check("what is said is safe on a terminal",
                not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", err), err[-300:])
    place.check("a line of 5 MB is left out", b"longer than 4 MB" in err)
    place.check("no input, no error", place.pipe("")[2] == 0)
    before = len(place.pipe("o\n" * 2000)[1])
    place.check("many lines are many answers", before > 2000 * 1000, before)
    out, err, code = place.pipe("top\n", source=place.folder / "absent.pb.gz")
    place.check("an absent profile is an error, as in pprof", code == 2, (code, err))
    out, err, code = place.pipe("top\n", source=place.folder / "absent.pb.gz", door="shell")
    place.check("and of its own kind in render shell", code == 5, (code, err))


def greeting(place):
    empty = place.folder / "zero.folded"
    empty.write_text("a;b 1\n")
    err = place.pipe("", source=empty)[1]
    place.check("a session greets", b"Entering interactive mode" in err, err)
    # What a filter leaves of the profile is not what the profile is.
    done = subprocess.run([place.binary, "pprof", "-focus=zzz", "-tagfocus=(", CPU], input=b"o\n",
                          capture_output=True, timeout=60, env=place.env, cwd=place.folder)
    place.check("the greeting is about the whole profile",
                b"Total samples = 11.14s (193.23%)" in done.stderr, done.stderr[:400])
    place.check("options of the command line hold", b"focus                     = zzz " in done.stderr)


# ---------------------------------------------------------------- files and programs


def files(place):
    folder = place.folder / "files"
    folder.mkdir()
    inside = Place(place.binary, place.suite, folder)
    out, err, _ = inside.pipe("svg\ndot\ncallgrind\nproto\ntopproto\nsvg\nflame\nhtml\nfolded\n"
                              "top > out.txt\ntop >-\nsvg >graph\ntop > none/x\noutput=all\ntree 3\n")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    place.check("files have pprof's names", names == sorted(
        ["-", "all", "graph", "out.txt", "profile001.callgraph.out", "profile001.html",
         "profile001.pb.gz", "profile001.svg", "profile002.pb.gz", "profile002.svg",
         "profile003.svg"]), names)
    place.check("each is told", err.count(b"Generating report in ") == 12, err)
    place.check("a dot graph is printed", out.startswith(b"digraph "), out[:60])
    place.check("what is told of a file is in it",
                (folder / "out.txt").read_bytes() == inside.pipe("top\n")[0])
    place.check("a picture under any name", b"<svg" in (folder / "graph").read_bytes()[:400])
    place.check("no place to write is an error, no end", b"none/x" in err)
    _, err, _ = inside.pipe("pdf > out.pdf\npng >out.bin\n", door="shell")
    if b"librender-paper" in err:
        place.suite.skip("pdf", "this render was built without it")
        return
    place.check("a PDF", (folder / "out.pdf").read_bytes().startswith(b"%PDF"), err)
    place.check("a PNG", (folder / "out.bin").read_bytes().startswith(b"\x89PNG"), err)


def programs(place):
    folder = place.folder / "programs"
    folder.mkdir()
    for name in "kcachegrind", "viewer":
        path = folder / name
        path.write_text(f'#!/bin/sh\nhead -c 20 "$1" > {folder}/{name}.seen\necho "$1" > {folder}/{name}.path\n')
        path.chmod(0o755)
    inside = Place(place.binary, place.suite, folder)
    inside.env.update(PATH=f"{folder}:{os.environ['PATH']}", BROWSER=str(folder / "viewer"),
                      TMPDIR=str(folder))
    session = subprocess.Popen([place.binary, "shell", CPU], stdin=subprocess.PIPE, cwd=folder,
                               env=inside.env, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    session.stdin.write(b"kcachegrind\nweb\n")
    session.stdin.flush()
    seen = {}
    for name in "kcachegrind", "viewer":
        path = folder / f"{name}.path"
        for _ in range(600):
            if path.exists() and path.read_text().endswith("\n"):
                seen[name] = path.read_text().strip()
                break
            time.sleep(0.1)
    place.check("programs are started on files", set(seen) == {"kcachegrind", "viewer"}, seen)
    place.check("of the call graph", (folder / "kcachegrind.seen").read_bytes().startswith(b"positions:"))
    _, err = session.communicate(b"eog\ngif\ndisasm x\n", timeout=60)
    place.check("the files go with the session",
                not any(pathlib.Path(path).exists() for path in seen.values()), seen)
    place.check("a program that is not there is told of",
                shutil.which("eog") or b'exec: "eog": executable file not found' in err, err)
    place.check("what is not there says what is", b"png and svg" in err and b"list shows" in err, err)


# ---------------------------------------------------------------- a terminal


def on_terminal(place):
    """The same commands one by one on a terminal, and piped."""
    terminal = place.open()
    for line in ("top5", "text 3 -cum", "focus=json", "tree 3", "peek tryBacktrack", "bogus",
                 "focus", "list Syscall6", "tags", ":", "sample_index=foo", "top 3 zzz"):
        shown = terminal.ask(line)
        piped = piped_answer(place, line)
        place.check(f"{line}: the same on a terminal", shown == piped, f"{shown}\n{piped}")
    place.close(terminal)


def piped_answer(place, line):
    setting = "focus=json\n" if line in ("tree 3", "peek tryBacktrack", "tags") else ""
    setting = "focus=json\n" if line == "list Syscall6" else setting
    start = place.pipe("", door="shell")[1]
    out, err, _ = place.pipe(setting + line + "\n", door="shell")
    return out + err.replace(start, b"", 1)


def history(place):
    terminal = place.open()
    for line in "top1", "text 2", "top1", " top3":
        terminal.ask(line)
    path = place.folder / ".local/state/render/history"
    place.check("lines are kept, but for those behind a blank",
                path.read_text().splitlines()[-3:] == ["top1", "text 2", "top1"], path.read_text())
    place.check("for their owner alone", path.stat().st_mode & 0o777 == 0o600, oct(path.stat().st_mode))
    place.close(terminal)
    path.write_text("".join(f"top{i}\n" for i in range(5000)) + "text 2\n")
    terminal = place.open()
    place.check("a file that has grown is cut", len(path.read_text().splitlines()) == 1000)
    terminal.write("\x1b[A")
    terminal.read(b"text 2")
    answer = terminal.ask("")
    place.check("the arrow brings the last line back", answer and b"Showing top 2" in answer, answer)
    place.close(terminal)
    state = place.folder / "state"
    terminal = place.open(XDG_STATE_HOME=str(state))
    terminal.ask("top1")
    place.check("XDG_STATE_HOME is honoured", (state / "render/history").read_text() == "top1\n")
    place.close(terminal)
    terminal = place.open(HOME="", XDG_STATE_HOME="")
    place.check("no home is fine", b"Showing top 1 " in terminal.ask("top1"))
    place.close(terminal)


# The prompt alone may be that of a line that was drawn anew before.
AFTER_INTERRUPT = b"^C\r\n" + PROMPT


def throw_away(terminal):
    terminal.write("\x03")
    return terminal.read(AFTER_INTERRUPT)


def completion(place):
    terminal = place.open()
    for typed, whole in (("topp\t", "topproto "), ("nodec\t", "nodecount="), ("help tagro\t", "help tagroot "),
                         ("list tryBack\t", r"list regexp\.\(\*Regexp\)\.tryBacktrack "),
                         ("top -shouldV\t", r"top -regexp\.\(\*bitState\)\.shouldVisit "),
                         ("focus=tryBack\t", r"focus=regexp\.\(\*Regexp\)\.tryBacktrack "),
                         ("sample_index=c\t", "sample_index=cpu "), ("sort=cu\t", "sort=cum ")):
        # Ctrl-L draws the line anew.
        terminal.write(typed + "\x0c")
        found = terminal.read(whole.rstrip().encode())
        place.check(f"{typed.strip()} is completed", found is not None, found)
        throw_away(terminal)
    terminal.write("tr\t")
    found = terminal.read(b"trim_path=")
    place.check("several are listed", found and b"traces" in found and b"tree" in found, found)
    throw_away(terminal)
    terminal.write("list tryBack\t")
    terminal.read(b"tryBacktrack")
    # The line may be drawn anew, with its prompt, before the answer.
    terminal.write("\n")
    answer = terminal.read(b"ROUTINE ===")
    place.check("what completion writes finds the function", answer is not None, answer)
    if answer and PROMPT not in answer.rpartition(b"ROUTINE ===")[2]:
        terminal.read(PROMPT)
    terminal.write("zzzz\t")
    place.check("nothing to complete is harmless", terminal.ask("\x15top1") is not None)
    place.close(terminal)


def interrupts(place):
    chance = random.Random(3)
    source = place.folder / "large.folded"
    with open(source, "w") as file:
        for _ in range(20000):
            stack = ";".join(f"f{chance.randrange(3000)}" for _ in range(chance.randrange(5, 30)))
            file.write(f"{stack} {chance.randrange(1, 100)}\n")
    terminal = place.open(source)
    terminal.write("top garbage\x03")
    answer = terminal.read(AFTER_INTERRUPT)
    place.check("Ctrl-C throws the line away", answer is not None and b"Showing" not in answer, answer)
    # Letters keep the prompt at work, so that it finds the signal and what follows together.
    kept = 0
    for letters in range(20, 400, 20):
        terminal.write("t" * letters)
        time.sleep(chance.random() * 0.003)
        terminal.write("\x03")
        terminal.write("top1\n")
        kept += terminal.read(ANSWERED, 5) is not None
    # The first letter is lost where the signal falls between the look for it and the read.
    place.check("what is typed after Ctrl-C is kept", kept >= 15, kept)
    for line in "nodecount=0", "nodefraction=0", "edgefraction=0":
        terminal.ask(line)
    terminal.write("svg\n")
    # The line that says what is going on: the command is at work.
    place.check("long work is told of", terminal.read(b"render: ") is not None)
    terminal.write("\x03")
    answer = terminal.read(PROMPT)
    place.check("Ctrl-C ends the command", answer is not None, answer)
    answer = terminal.ask("top 1")
    place.check("and not the session", answer and b"Showing nodes accounting" in answer, answer)
    place.check("nothing half is left", not list(place.folder.glob("profile00*")))
    place.close(terminal)


def signals(place):
    terminal = place.open()
    terminal.write("top1")
    for columns in 20, 500, 1, 80:
        terminal.resize(columns)
        os.kill(terminal.pid, signal.SIGWINCH)
        time.sleep(0.05)
    terminal.resize(500)
    os.kill(terminal.pid, signal.SIGWINCH)
    terminal.write("\n")
    answer = terminal.read(ANSWERED)
    place.check("another size of the window is harmless", answer and b"Showing top 1 " in answer, answer)
    os.kill(terminal.pid, signal.SIGSTOP)
    time.sleep(0.1)
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.write("top 2\n")
    answer = terminal.read(ANSWERED)
    place.check("so is a stop", answer and b"Showing top 2 " in answer, answer)
    terminal.write("top")
    terminal.read(b"top")
    os.kill(terminal.pid, signal.SIGTERM)
    status = terminal.end()
    place.check("SIGTERM ends it as it ends others",
                os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGTERM, status)
    place.check("with the terminal as before", terminal.is_as_before())
    session = subprocess.Popen([place.binary, "shell", CPU], stdin=subprocess.PIPE, env=place.env,
                               cwd=place.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while b"interactive mode" not in session.stderr.readline():
        pass
    session.send_signal(signal.SIGINT)
    place.check("Ctrl-C ends a script", session.wait(60) == -signal.SIGINT, session.returncode)
    for pipe in session.stdin, session.stdout, session.stderr:
        pipe.close()


def without_module(place):
    alone = place.folder / "alone"
    alone.mkdir()
    binary = alone / "render"
    shutil.copy2(place.binary, binary)
    terminal = place.open(binary=binary)
    answer = terminal.ask("top 1")
    place.check("without the module lines are read", answer and b"Showing top 1" in answer, answer)
    terminal.write("top garb\x03")
    answer = terminal.read(b"^C\r\n(pprof) ")
    place.check("and Ctrl-C throws one away", answer is not None and b"Showing" not in answer, answer)
    answer = terminal.ask("top 2")
    place.check("and the next is read", answer and b"Showing top 2" in answer, answer)
    place.close(terminal)
    terminal = Terminal([binary, "shell", CPU], place.env, place.folder)
    start = terminal.read(PROMPT)
    place.check("a note says what is missing",
                start and b"note: lines are edited by librender-prompt.so" in start, start)
    place.close(terminal)
    terminal = place.open(TERM="dumb")
    place.check("a terminal that cannot move its cursor is fine", b"Showing top 1" in terminal.ask("top 1"))
    place.close(terminal)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    binary = pathlib.Path(arguments.binary).resolve()
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(binary, suite, folder)
        goldens(place, arguments.update)
        for part in as_pprof, hostile, greeting, files, programs, without_module, signals, interrupts:
            part(place)
        if (binary.parent / "librender-prompt.so").exists():
            for part in on_terminal, history, completion:
                part(place)
        else:
            suite.skip("editing", "this render was built without libedit")
    suite.finish()


if __name__ == "__main__":
    main()
