#!/usr/bin/env python3
"""Where output goes, and what becomes of the file that was there: output_test.py BINARY

A run that fails, is killed or meets a full disk leaves the old file whole and no other behind."""

import argparse
import contextlib
import os
import pathlib
import pty
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from suite import Suite

KILLS, KILLS_OF_SLOW = 70, 24  # the sanitized build is slow, and not what users kill
OLD = b"<svg>what somebody drew</svg>\n"


class Place:
    """A fresh folder with a profile cpu.pb.gz, where the program is run."""

    def __init__(self, binary, folder, profile):
        self.binary = binary
        self.folder = folder
        (folder / "cpu.pb.gz").write_bytes(profile)

    def path(self, name):
        return self.folder / name

    def run(self, *arguments, **more):
        return subprocess.run([self.binary, *map(str, arguments)], cwd=self.folder, stdin=more.pop(
            "stdin", subprocess.DEVNULL), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=60, **more)

    def files(self):
        return sorted(os.listdir(self.folder))


def tiny():
    profile = Profile([("samples", "count"), ("cpu", "nanoseconds")])
    profile.sample(["main.main", "main.work"], [1, 10000000])
    return profile.gzip()


def big():
    """A few MB: 12,000 stacks of 20 random frames out of 2,000."""
    chance = random.Random(4)
    profile = Profile([("samples", "count"), ("cpu", "nanoseconds")])
    for at in range(12000):
        stack = [f"example.com/some/package.function{chance.randrange(1 + 100 * depth)}"
                 for depth in range(20)]
        profile.sample(stack, [1, 10000000 + at])
    return profile.gzip(1)


def is_picture(content):
    return content.rstrip().endswith(b"</svg>") and b"main.work" in content


def one_line(done, code):
    error = done.stderr
    return (done.returncode == code and error.count(b"\n") == 1 and error.startswith(b"render: ")
            and not done.stdout)


# ---------------------------------------------------------------- names

def default_names(suite, place):
    done = place.run("cpu.pb.gz")
    suite.check("default name", done.returncode == 0 and done.stderr == b"wrote cpu.svg\n"
                and is_picture(place.path("cpu.svg").read_bytes()), done.stderr)
    done = place.run("cpu.pb.gz", "--title=again")
    suite.check("own file is replaced", done.stderr == b"wrote cpu.svg\n"
                and b"again" in place.path("cpu.svg").read_bytes(), done.stderr)
    for number in ("", "-1"):
        place.path(f"cpu{number}.svg").write_bytes(OLD)
    done = place.run("cpu.pb.gz")
    suite.check("foreign files are kept", done.stderr == b"wrote cpu-2.svg\n"
                and place.path("cpu.svg").read_bytes() == OLD
                and place.path("cpu-1.svg").read_bytes() == OLD, done.stderr)
    place.path("cpu-3.svg").mkdir()
    place.path("cpu-2.svg").unlink()
    place.path("cpu-2.svg").mkdir()
    done = place.run("cpu.pb.gz")
    suite.check("a folder is no place", done.stderr == b"wrote cpu-4.svg\n", done.stderr)
    done = place.run("-", stdin=open(place.path("cpu.pb.gz"), "rb"))
    suite.check("standard input is called profile", done.stderr == b"wrote profile.svg\n"
                and is_picture(place.path("profile.svg").read_bytes()), done.stderr)
    place.path("sub").mkdir()
    for source, name in (("a.b.pprof", "a.b.svg"), ("noext", "noext.svg"), (".hidden", ".hidden.svg"),
                         ("sub/deep.prof.gz", "deep.svg"), ("-x.pb.gz", "-x.svg")):
        shutil.copy(place.path("cpu.pb.gz"), place.path(source))
        done = place.run("--", source)
        suite.check(f"{source} -> {name}", done.stderr == f"wrote {name}\n".encode()
                    and place.path(name).exists(), done.stderr)
    done = place.run("noext", "cpu.pb.gz", "--svg")
    suite.check("merged: named by the first", done.stderr == b"wrote noext.svg\n", done.stderr)


def named(suite, place):
    place.path("x.svg").write_bytes(OLD)
    done = place.run("cpu.pb.gz", "-o", "x.svg")
    suite.check("-o means it", done.returncode == 0 and not done.stderr
                and is_picture(place.path("x.svg").read_bytes()), done.stderr)
    done = place.run("top", "cpu.pb.gz", "-o", "top.txt")
    suite.check("a view to a file", done.returncode == 0 and not done.stdout
                and b"main.work" in place.path("top.txt").read_bytes(), done.stderr)
    done = place.run("cpu.pb.gz", "-o", "-")
    suite.check("-o - is standard output", is_picture(done.stdout) and not done.stderr, done.stderr)
    before = place.files()
    done = place.run("cpu.pb.gz", "-o", "x.docx")
    suite.check("unknown suffix", one_line(done, 2), done.stderr)
    done = place.run("cpu.pb.gz", "-o", "cpu.pb.gz", "--view=flame")
    suite.check("a source is no output", one_line(done, 2), done.stderr)
    os.link(place.path("cpu.pb.gz"), place.path("hard.svg"))
    os.symlink("cpu.pb.gz", place.path("soft.svg"))
    for name in ("hard.svg", "soft.svg"):
        done = place.run("cpu.pb.gz", "-o", name)
        suite.check(f"a source is no output: {name}", one_line(done, 2), done.stderr)
        place.path(name).unlink()
    suite.check("nothing was touched", place.files() == before
                and place.path("cpu.pb.gz").read_bytes() == tiny())
    place.path("dir").mkdir()
    for name in ("dir", "dir/", "."):
        done = place.run("cpu.pb.gz", "--svg", "-o", name, "--view=flame")
        suite.check(f"a folder as output: {name}", one_line(done, 5), done.stderr)
    done = place.run("cpu.pb.gz", "-o", "absent/x.svg")
    suite.check("a folder that is not there", one_line(done, 5), done.stderr)


def terminal(suite, place):
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        suite.skip("a picture on a terminal", f"no terminals here: {error}")
        return
    done = subprocess.run([place.binary, "cpu.pb.gz", "-o", "-"], cwd=place.folder,
                          stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE)
    done.stdout = b""
    suite.check("a picture is refused on a terminal", one_line(done, 2), done.stderr)
    done = subprocess.run([place.binary, "top", "cpu.pb.gz"], cwd=place.folder,
                          stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE)
    suite.check("text is not", done.returncode == 0, done.stderr)
    os.close(theirs)
    os.close(ours)


# ---------------------------------------------------------------- files and what is none

def special(suite, place):
    os.mkfifo(place.path("fifo"))
    got = []
    reader = threading.Thread(target=lambda: got.append(place.path("fifo").read_bytes()), daemon=True)
    reader.start()
    done = place.run("cpu.pb.gz", "--view=flame", "-o", "fifo")
    reader.join(10)
    suite.check("a FIFO is written through", done.returncode == 0 and got and is_picture(got[0])
                and stat.S_ISFIFO(place.path("fifo").lstat().st_mode), done.stderr)
    place.path("fifo").unlink()
    done = place.run("cpu.pb.gz", "-o", "/dev/null")
    suite.check("/dev/null stays a device", done.returncode == 0
                and stat.S_ISCHR(os.stat("/dev/null").st_mode), done.stderr)
    os.symlink("/dev/null", place.path("null.svg"))
    done = place.run("cpu.pb.gz", "-o", "null.svg")
    suite.check("also by a link", done.returncode == 0 and place.path("null.svg").is_symlink()
                and stat.S_ISCHR(os.stat("/dev/null").st_mode), done.stderr)
    done = place.run("cpu.pb.gz", "-o", "/dev/stdout", "--view=flame")
    suite.check("/dev/stdout", done.returncode == 0 and is_picture(done.stdout), done.stderr)
    with open(place.path("kept.svg"), "wb") as kept:
        number = kept.fileno()
        done = place.run("cpu.pb.gz", "-o", f"/dev/fd/{number}", pass_fds=[number])
    suite.check("/dev/fd", done.returncode == 0 and is_picture(place.path("kept.svg").read_bytes()),
                done.stderr)
    if os.path.exists("/dev/full"):
        done = place.run("cpu.pb.gz", "-o", "/dev/full", "--view=flame")
        suite.check("/dev/full", one_line(done, 5), done.stderr)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([place.binary, "top", place.path("cpu.pb.gz")], stdout=full,
                                  stderr=subprocess.PIPE)
        done.stdout = b""
        suite.check("standard output is full", one_line(done, 5), done.stderr)
    else:
        suite.skip("/dev/full", "there is none")
    closed = subprocess.run(["sh", "-c", '"$0" top cpu.pb.gz >&-', place.binary], cwd=place.folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    suite.check("standard output is closed", one_line(closed, 5), closed.stderr)


def links(suite, place):
    place.path("deep").mkdir()
    place.path("deep/real.svg").write_bytes(OLD)
    os.symlink("deep/real.svg", place.path("link.svg"))
    done = place.run("cpu.pb.gz", "-o", "link.svg")
    suite.check("a link's target is replaced", done.returncode == 0
                and os.readlink(place.path("link.svg")) == "deep/real.svg"
                and is_picture(place.path("deep/real.svg").read_bytes()), done.stderr)
    os.symlink("deep/new.svg", place.path("dangling.svg"))
    os.symlink("dangling.svg", place.path("chain.svg"))
    done = place.run("cpu.pb.gz", "-o", "chain.svg")
    suite.check("a dangling link makes its target", done.returncode == 0
                and place.path("dangling.svg").is_symlink() and place.path("chain.svg").is_symlink()
                and place.path("deep/new.svg").is_file(), done.stderr)
    suite.check("nothing beside it", sorted(os.listdir(place.path("deep"))) == ["new.svg", "real.svg"])
    os.symlink("loop.svg", place.path("loop.svg"))
    done = place.run("cpu.pb.gz", "-o", "loop.svg")
    suite.check("a loop of links is refused", one_line(done, 5)
                and place.path("loop.svg").is_symlink(), (done.returncode, done.stderr))
    place.path("one.svg").write_bytes(OLD)
    os.link(place.path("one.svg"), place.path("two.svg"))
    done = place.run("cpu.pb.gz", "-o", "one.svg")
    suite.check("a hard link's other name keeps the old", is_picture(place.path("one.svg").read_bytes())
                and place.path("two.svg").read_bytes() == OLD, done.stderr)


def modes(suite, place):
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0, 0o666)):
        place.run("cpu.pb.gz", "-o", "new.svg", preexec_fn=lambda: os.umask(mask))
        got = stat.S_IMODE(place.path("new.svg").stat().st_mode)
        suite.check(f"umask {mask:03o}", got == mode, f"{got:o}")
        place.path("new.svg").unlink()
    for mode in (0o600, 0o640, 0o666, 0o755):
        place.path("old.svg").write_bytes(OLD)
        place.path("old.svg").chmod(mode)
        place.run("cpu.pb.gz", "-o", "old.svg")
        got = stat.S_IMODE(place.path("old.svg").stat().st_mode)
        suite.check(f"mode {mode:03o} is kept", got == mode and is_picture(
            place.path("old.svg").read_bytes()), f"{got:o}")


def unwritable(suite, place):
    place.path("closed").mkdir()
    place.path("closed/x.svg").write_bytes(OLD)
    place.path("closed").chmod(0o555)
    more = {}
    if os.geteuid() == 0:
        nobody = 65534
        more = {"preexec_fn": lambda: (os.setgroups([]), os.setgid(nobody), os.setuid(nobody))}
        place.folder.chmod(0o755)
    try:
        place.run("--version", **more)
    except OSError as error:
        suite.skip("an unwritable folder", f"the user nobody cannot run this: {error}")
    else:
        for name in ("closed/y.svg", "closed/x.svg"):
            done = place.run("cpu.pb.gz", "-o", name, **more)
            suite.check(f"an unwritable folder: {name}", one_line(done, 5)
                        and place.path("closed/x.svg").read_bytes() == OLD
                        and os.listdir(place.path("closed")) == ["x.svg"], done.stderr)
    place.path("closed").chmod(0o755)


# ---------------------------------------------------------------- failure

def bad_input(suite, place):
    place.path("old.svg").write_bytes(OLD)
    good = place.path("cpu.pb.gz").read_bytes()
    place.path("bad.pb.gz").write_bytes(good[: len(good) // 2])
    before = place.files()
    for sources in (["bad.pb.gz"], ["absent.pb.gz"], ["cpu.pb.gz", "bad.pb.gz"]):
        done = place.run(*sources, "-o", "old.svg")
        suite.check(f"failing input {sources}", done.returncode in (3, 5)
                    and place.path("old.svg").read_bytes() == OLD and place.files() == before,
                    done.stderr)
    done = place.run("cpu.pb.gz", "-o", "old.svg", "--sample_index=nothing")
    suite.check("failing selection", one_line(done, 2) and place.path("old.svg").read_bytes() == OLD
                and place.files() == before, done.stderr)
    place.run("bad.pb.gz")
    suite.check("no default output", place.files() == before, place.files())


@contextlib.contextmanager
def small_disk(folder):
    """A disk of 256 KiB, or None where mounting is not allowed."""
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder],
        stderr=subprocess.DEVNULL).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", folder], check=True)


def full_disk(suite, place, profile):
    place.path("big.pb.gz").write_bytes(profile)
    with small_disk(place.path("disk")) as disk:
        if not disk:
            suite.skip("a full disk", "mounting a small one is not allowed here")
            return
        for filler in (0, 200 * 1024):
            (disk / "filler").write_bytes(b"x" * filler)
            for name, there in (("old.svg", True), ("new.svg", False)):
                if there:
                    (disk / name).write_bytes(OLD)
                before = sorted(os.listdir(disk))
                done = place.run("big.pb.gz", "-o", disk / name)
                suite.check(f"full disk, {filler} bytes in use, {name}", one_line(done, 5)
                            and sorted(os.listdir(disk)) == before
                            and (not there or (disk / name).read_bytes() == OLD),
                            (done.returncode, done.stderr, os.listdir(disk)))
        (disk / "filler").write_bytes(b"x" * (256 * 1024 - 8192))
        done = place.run("top", "cpu.pb.gz", "-o", disk / "small.txt")
        suite.check("a small file still fits", done.returncode == 0, done.stderr)


def duration(command, folder):
    start = time.monotonic()
    subprocess.run(command, cwd=folder, check=True)
    return time.monotonic() - start


def killed(suite, place, profile, number, name):
    """Sends the signal at moments spread over a run and a little beyond."""
    kills = KILLS_OF_SLOW if b"__asan_init" in place.binary.read_bytes() else KILLS
    place.path("big.pb.gz").write_bytes(profile)
    old, target = b"<svg>old</svg>\n", place.path("out.svg")
    command = [place.binary, "big.pb.gz", "-o", "out.svg"]
    whole = min(duration(command, place.folder) for _ in range(3))
    new = target.read_bytes()
    before = place.files()
    seen = {"old": 0, "new": 0}
    for turn in range(kills):
        there = turn % 4 != 3
        target.unlink()
        if there:
            target.write_bytes(old)
        run = subprocess.Popen(command, cwd=place.folder, stderr=subprocess.PIPE)
        # Half of the moments are near the end, where the file gets its name.
        share = turn / kills if turn % 2 else 0.75 + turn / kills * 0.3
        time.sleep(whole * share)
        run.send_signal(number)
        error = run.communicate()[1]
        content = target.read_bytes() if target.exists() else None
        files = [file for file in place.files() if file != "out.svg"]
        wrong = ""
        if content not in (new, old if there else None):
            wrong = f"output of {content and len(content)} bytes"
        elif files != [file for file in before if file != "out.svg"]:
            wrong = f"stray: {files}"
        elif run.returncode not in (0, -number):
            wrong = f"exit {run.returncode}: {error!r}"
        elif run.returncode == 0 and content != new:
            wrong = "done without the output"
        suite.check(f"{name} after {whole * share * 1000:.0f} ms, old file: {there}", not wrong, wrong)
        seen["new" if content == new else "old"] += 1
        for file in set(files) - set(before):
            place.path(file).unlink()
        if not target.exists():
            target.write_bytes(old)
    print(f"{name}: {seen['old']} runs ended before, {seen['new']} after the output was in place")
    suite.check(f"{name} hit runs", seen["old"] > kills // 8, seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, binary, large = Suite(), arguments.binary.resolve(), big()
    tests = [default_names, named, terminal, special, links, modes, unwritable, bad_input,
             lambda suite, place: full_disk(suite, place, large),
             lambda suite, place: killed(suite, place, large, signal.SIGKILL, "SIGKILL"),
             lambda suite, place: killed(suite, place, large, signal.SIGTERM, "SIGTERM"),
             lambda suite, place: killed(suite, place, large, signal.SIGINT, "SIGINT")]
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        for at, test in enumerate(tests):
            folder = pathlib.Path(name) / str(at)
            folder.mkdir()
            test(suite, Place(binary, folder, tiny()))
    suite.finish()


if __name__ == "__main__":
    main()
