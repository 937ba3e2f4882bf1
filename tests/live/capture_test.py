#!/usr/bin/env python3
"""render capture: what lands in the folder, in the index and in the words, whatever the service does.

    capture_test.py BINARY"""

import csv
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
import pprof
from leaky_service import HEAP, LeakyService
from pprof_writer import Profile
from profile_folder import against_schema, entries, files, problems
from suite import Suite

ALL = ["cpu", "heap", "allocs", "goroutine", "threadcreate", "block", "mutex", "trace"]


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, pathlib.Path(folder), suite
        self.environment = dict(os.environ, NO_PROXY="*", no_proxy="*", TZ="Asia/Tokyo")
        for name in ("OUTPUT_DIR", "DURATION"):
            self.environment.pop(name, None)

    def check(self, *words):
        return self.suite.check(*words)

    def run(self, *words, **variables):
        return subprocess.run([self.binary, *map(str, words)], cwd=self.folder, timeout=120,
                              env=dict(self.environment, **variables), capture_output=True,
                              text=True)

    def capture(self, service, *words, to=None, **variables):
        address = service if isinstance(service, str) else service.address
        place = ["-o", to] if to else []
        return self.run("capture", address, *words, *place, **variables)

    def rows(self, file, sample_index):
        """{function: flat} of a profile, without the root."""
        self.run(file, f"--sample_index={sample_index}", "--nodecount=0",
                 "--nodefraction=0", "-o", "rows.csv")
        with open(self.folder / "rows.csv", newline="", encoding="utf-8") as rows:
            return {row["function"]: int(row["flat"]) for row in csv.DictReader(rows)
                    if row["function"] != "main.main"}


def of_kind(folder, kind):
    return [entry for entry in entries(folder) if entry["kind"] == kind]


# ---------------------------------------------------------------- what lands

def check_all(place):
    with LeakyService() as service:
        done = place.capture(service, "all", "--seconds", "0.2", to="all")
    folder = place.folder / "all"
    index = {entry["kind"]: entry for entry in entries(folder)}
    place.check("all kinds are captured", not done.returncode and sorted(index) == sorted(ALL) and
                all(entry["status"] == "ok" for entry in index.values()), done.stderr)
    place.check("index and files agree", not problems(folder), problems(folder))
    place.check("the index is as its schema says", not against_schema(folder),
                against_schema(folder))
    now = datetime.datetime.now(datetime.timezone.utc)
    stamps = [datetime.datetime.strptime(re.search(r"_(\d{8}_\d{6})", name)[1] + "+0000",
                                         "%Y%m%d_%H%M%S%z") for name in files(folder)]
    place.check("names have the time, in UTC", all(abs((now - stamp).total_seconds()) < 60
                                                   for stamp in stamps), files(folder))
    place.check("the index says what, when, from where", all(
        entry["service"] == service.address and entry["url"].startswith("http://") and
        entry["start"] <= entry["end"] and entry["bytes"] > 0 and len(entry["sha256"]) == 64
        for entry in index.values()) and index["cpu"]["seconds"] == 1, index)
    long = max(index[kind]["end"] for kind in ("cpu", "trace"))
    place.check("snapshots come after what lasts", all(
        index[kind]["start"] >= long for kind in ALL if kind not in ("cpu", "trace")))
    place.check("cpu and trace are taken together",
                index["cpu"]["start"] < index["trace"]["end"] and
                index["trace"]["start"] < index["cpu"]["end"])


def check_defaults(place):
    with LeakyService() as service:
        done = place.capture(service, DURATION="100ms", OUTPUT_DIR="from/there")
        kinds = [entry["kind"] for entry in entries(place.folder / "from/there")]
        place.check("without words: cpu, heap, goroutine; DURATION and OUTPUT_DIR count",
                    not done.returncode and sorted(kinds) == ["cpu", "goroutine", "heap"] and
                    of_kind(place.folder / "from/there", "cpu")[0]["seconds"] == 1, done.stderr)
        place.capture(service, "cpu", "--duration=50ms", to="opt", DURATION="1h", OUTPUT_DIR="x")
        place.check("options come before the environment", not (place.folder / "x").exists() and
                    of_kind(place.folder / "opt", "cpu")[0]["seconds"] == 1)
        done = place.capture(service, "cpu", DURATION="soon")
        place.check("a DURATION that is none is said", done.returncode == 2 and
                    "DURATION=soon" in done.stderr, done.stderr)
        for i in range(3):
            place.capture(service, "heap,goroutine", to="same")
    names = files(place.folder / "same")
    place.check("names never collide, entries stay", len(names) == 6 and
                len(entries(place.folder / "same")) == 6 and not problems(place.folder / "same"),
                names)


def check_usage(place):
    done = place.run("capture")
    place.check("a service is needed", done.returncode == 2 and "render capture localhost:6060" in done.stderr,
                done.stderr)
    with LeakyService() as service:
        for words, text in ((["nonsense"], "no kind of profile"), (["heap,"], None),
                            (["cpu", "--delta=1s"], "--delta"), (["heap", "--delta=1e300"], "1000d"),
                            (["--report=x"], None)):
            done = place.capture(service, *words, "--seconds=0.05", to="usage")
            place.check(f"{words}", done.returncode == (2 if text or words[0][0] == "-" else 0) and
                        (text or "") in done.stderr, (done.returncode, done.stderr))
        (place.folder / "file").write_text("")
        done = place.capture(service, "heap", to="file/inside")
        place.check("a folder that cannot be made is said", done.returncode == 5 and
                    "file/inside" in done.stderr and done.stderr.count("\n") == 1, done.stderr)


def check_failures(place):
    broken = {"goroutine": "500", "block": "close", "mutex": "garbage", "threadcreate": "html"}
    with LeakyService(broken=broken) as service:
        done = place.capture(service, "heap", *broken, to="broken")
    folder = place.folder / "broken"
    states = {entry["kind"]: entry["status"] for entry in entries(folder)}
    place.check("kinds that fail do not lose the others", done.returncode == 5 and states ==
                {"heap": "ok", "goroutine": "failed", "block": "failed", "mutex": "unreadable",
                 "threadcreate": "failed"}, (done.returncode, states, done.stderr))
    place.check("failures too", not against_schema(folder), against_schema(folder))
    place.check("each says why", "profiling is broken today" in done.stderr and
                all(entry["error"] for entry in entries(folder) if entry["status"] != "ok") and
                "4 of 5 profiles failed" in done.stderr, done.stderr)
    kept = [name for name in files(folder) if name.endswith(".unreadable")]
    place.check("what is no profile is kept, and not called one", len(kept) == 1 and
                len(files(folder)) == 2 and not problems(folder), files(folder))
    with LeakyService() as service:
        address = service.address
    done = place.capture(address, "heap", to="nobody")
    place.check("nobody there", done.returncode == 5 and not files(place.folder / "nobody"),
                done.stderr)


def check_secrets(place):
    with LeakyService(prefix="/api/v1") as service:
        done = place.run("capture", f"http://me:hunter2@127.0.0.1:{service.port}/api/v1", "heap",
                         "--header", "X-Token: tops3cret", "-o", "secret")
        text = (place.folder / "secret/index.json").read_text()
    place.check("no secret is in index or words, and a path before /debug is fine",
                not done.returncode and "hunter2" not in text + done.stderr and
                "tops3cret" not in text + done.stderr and "/api/v1" in text, done.stderr + text)


# ---------------------------------------------------------------- with more

def check_pages(place):
    with LeakyService() as service:
        done = place.capture(service, "cpu", "heap", "--seconds=0.1", "--report", "--analyze",
                             to="pages")
    folder = place.folder / "pages"
    pages = sorted(path.stem for path in folder.glob("*.html"))
    place.check("--report writes a page for each", not done.returncode and
                pages == sorted(name.removesuffix(".pb.gz") for name in files(folder)),
                (pages, done.stderr))
    place.check("--analyze prints what is in each", "main.work0" in done.stdout and
                "CPU time" in done.stdout and "main.leak" in done.stdout, done.stdout[:300])
    heap = next(name for name in files(folder) if name.startswith("heap"))
    done = place.run("extract", folder / (heap.removesuffix("pb.gz") + "html"), "-o", "back.pb.gz")
    place.check("a page carries the profile as it came", not done.returncode and
                (place.folder / "back.pb.gz").read_bytes() == (folder / heap).read_bytes(),
                done.stderr)


def check_during(place):
    with LeakyService() as service:
        command = "sleep 2.5; echo done > ran"
        done = place.capture(service, "cpu", "heap", "--seconds=1", "--during", command,
                             to="during")
        cpu = of_kind(place.folder / "during", "cpu")
        place.check("--during profiles as long as the command runs", not done.returncode and
                    (place.folder / "ran").exists() and len(cpu) == 1 and
                    2 <= cpu[0]["seconds"] < 60 and "merged" in cpu[0]["note"], (cpu, done.stderr))
        asked = [kind for kind, _ in service.asked]
        windows = asked.count("profile")
        top = place.run("top", place.folder / "during" / cpu[0]["file"])
        place.check("its profiles are one", windows >= 2 and
                    windows == cpu[0]["seconds"] and
                    re.search(rf"Total samples = {windows * 2280}ms", top.stdout),
                    (windows, top.stdout[:300]))
        place.check("the heap comes at the end", asked[-1] == "heap", asked)
        done = place.capture(service, "heap", "--during", "exit 7", to="during7")
        place.check("a command that fails is told by the exit code", done.returncode == 1 and
                    "exit status 7" in done.stderr and files(place.folder / "during7"), done.stderr)
        done = place.capture(service, "heap", "block", "--delta=1h", "--during", "sleep 0.1",
                             to="duringdelta")
        place.check("--delta with it is what the command did", not done.returncode and
                    of_kind(place.folder / "duringdelta", "heap-delta")[0]["seconds"] < 60,
                    done.stderr)


def check_interrupt(place):
    with LeakyService() as service:
        command = f"echo $$ > {place.folder}/pid; sleep 100"
        run = subprocess.Popen([place.binary, "capture", service.address, "cpu", "--seconds=0.2",
                                "--during", command, "-o", str(place.folder / "stopped")],
                               stderr=subprocess.PIPE, env=place.environment, text=True)
        while len([kind for kind, _ in service.asked if kind == "profile"]) < 3:
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    pid = int((place.folder / "pid").read_text())
    place.check("Ctrl-C stops both", run.returncode == -signal.SIGINT and not is_alive(pid),
                (run.returncode, said))
    place.check("and keeps what was there", files(place.folder / "stopped") and
                not problems(place.folder / "stopped"), said)


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False


# ---------------------------------------------------------------- growth

class Planned(LeakyService):
    """Two heaps that are known: what is counted only grows, what is in use goes both ways."""
    HEAPS = [{"main.keep": (10, 1000, 10, 1000), "main.free": (20, 2000, 20, 2000)},
             {"main.keep": (15, 1500, 12, 1200), "main.free": (25, 2500, 5, 500),
              "main.new": (1, 100, 1, 100)}]
    heaps = HEAPS

    def heap(self, _):
        profile = Profile(HEAP, ("space", "bytes"), 524288, time.time_ns())
        for name, values in self.heaps[min(self.round, 1)].items():
            profile.sample(["main.main", name], list(values))
        self.round += 1
        return profile.gzip()


class Restarted(Planned):
    heaps = Planned.HEAPS[::-1]


def check_growth(place):
    with Planned() as service:
        done = place.capture(service, "heap", "block", "--delta=0.3s", to="delta")
    folder = place.folder / "delta"
    kinds = sorted(entry["kind"] for entry in entries(folder))
    place.check("both snapshots and the growth are kept", not done.returncode and not
                problems(folder) and kinds == ["block", "block", "block-delta", "heap", "heap",
                                               "heap-delta"], (kinds, done.stderr))
    growth = folder / of_kind(folder, "heap-delta")[0]["file"]
    wanted = {"alloc_objects": {"main.keep": 5, "main.free": 5, "main.new": 1},
              "alloc_space": {"main.keep": 500, "main.free": 500, "main.new": 100},
              "inuse_objects": {"main.keep": 12, "main.free": 5, "main.new": 1},
              "inuse_space": {"main.keep": 1200, "main.free": 500, "main.new": 100},
              "growth_objects": {"main.keep": 2, "main.free": -15, "main.new": 1},
              "growth_space": {"main.keep": 200, "main.free": -1500, "main.new": 100}}
    for index, values in wanted.items():
        found = place.rows(growth, index)
        place.check(f"the growth of {index}", found == values, found)
    raw = place.run("raw", growth)
    place.check("the profile says what it is", "growth from" in raw.stdout and
                "growth_space/bytes[dflt]" in raw.stdout, raw.stdout[:600])
    block = folder / of_kind(folder, "block-delta")[0]["file"]
    place.check("contentions and delay are subtracted",
                place.rows(block, "contentions") == {"main.lock": 10} and
                place.rows(block, "delay") == {"main.lock": 10000}, place.rows(block, "delay"))
    with Restarted() as service:
        done = place.capture(service, "heap", "--delta=0.1s", to="back")
    place.check("a service that started anew in between has no growth", done.returncode == 5 and
                "counts went back" in done.stderr and len(files(place.folder / "back")) == 2,
                done.stderr)


# ---------------------------------------------------------------- folders shared

def check_shared(place):
    """Many at once into one folder; not beside a watcher."""
    results = []
    with LeakyService() as service:
        def one():
            results.append(place.capture(service, "heap", "goroutine", to="shared").returncode)
        threads = [threading.Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        folder = place.folder / "shared"
        place.check("captures at once share a folder", results == [0] * 8 and
                    len(entries(folder)) == 16 and not problems(folder),
                    (results, problems(folder)))


def check_hostile_index(place):
    folder = place.folder / "odd"
    folder.mkdir()
    mine = {"kind": "x", "note": "\u20ac\n\"", "deep": [[{"a": None}]], "big": 1e300}
    (folder / "index.json").write_text(json.dumps({"version": 1, "entries": [mine]}, indent=2))
    with LeakyService() as service:
        done = place.capture(service, "heap", to="odd")
        place.check("entries of others stay", not done.returncode and entries(folder)[0] == mine,
                    done.stderr)
        (folder / "index.json").write_text("{")
        done = place.capture(service, "heap", to="odd")
        place.check("a broken index is not replaced", done.returncode == 3 and
                    (folder / "index.json").read_text() == "{", done.stderr)


def check_go(place):
    from service import Service
    if not Service.is_possible():
        place.suite.skip("a Go service", "Go is not installed")
        return
    theirs = pprof.find_pprof()
    with Service(place.folder, "-leak") as service:
        done = place.capture(service.address, "all", "--seconds=1", to="go")
        folder = place.folder / "go"
        index = entries(folder)
        place.check("all kinds of a Go service", not done.returncode and len(index) == len(ALL)
                    and not problems(folder), done.stderr)
        done = place.capture(service.address, "heap", "allocs", "block", "mutex", "--delta=1s",
                             to="godelta")
        place.check("growth of a Go service", not done.returncode and
                    sum(entry["kind"].endswith("-delta") and entry["status"] == "ok"
                        for entry in entries(place.folder / "godelta")) == 4, done.stderr)
    for path in sorted([*folder.glob("*.pb.gz"), *(place.folder / "godelta").glob("*-delta_*")]):
        if theirs:
            read = pprof.run([*theirs, "-top", path])
            place.check(f"pprof reads {path.name}", not read.returncode and b"flat" in read.stdout,
                        read.stderr)
    trace = next(folder.glob("*.trace"))
    place.check("the trace is one", trace.read_bytes().startswith(b"go 1."))


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(os.path.abspath(sys.argv[1]), folder, suite)
        for check in (check_all, check_defaults, check_usage, check_failures, check_secrets,
                      check_pages, check_during, check_interrupt, check_growth, check_shared,
                      check_hostile_index, check_go):
            check(place)
    suite.finish()


if __name__ == "__main__":
    main()
