#!/usr/bin/env python3
"""render watch: a bounded store that is whole at any moment, whatever the service, the disk, a kill or
a second watcher does; and leaks that are named, and none that are not there.

    watch_test.py BINARY

RENDER_WATCH_LONG=1 looks at 20 services without a leak, and at 10 with one, for 200 rounds each."""

import contextlib
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from leaky_service import LeakyService
from profile_folder import Scan, against_schema, entries, files, problems
from suite import Suite

FAULTS = {"500": 0.04, "close": 0.04, "html": 0.03, "garbage": 0.02, "empty": 0.02}
IS_LONG = bool(os.environ.get("RENDER_WATCH_LONG"))


class Watch:
    """A watcher that runs, and what it says."""

    def __init__(self, place, service, name, *options, every="50ms", start=None):
        address = service if isinstance(service, str) else service.address
        self.folder = place.folder / name
        self.service = service
        self.process = subprocess.Popen(
            [place.binary, "watch", address, "--every", every, "-o", str(self.folder), *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=place.environment,
            preexec_fn=start)

    def wait(self, timeout=120):
        self.out, self.said = self.process.communicate(timeout=timeout)
        return self.process.returncode

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.wait()

    def state(self):
        return json.loads((self.folder / "watch.json").read_text())


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, pathlib.Path(folder), suite
        self.environment = dict(os.environ, NO_PROXY="*", no_proxy="*", TZ="UTC")
        self.environment.pop("OUTPUT_DIR", None)

    def check(self, *words):
        return self.suite.check(*words)


def until(condition, seconds=30):
    """Waits for something that comes sooner or later."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError, KeyError):
            if condition():
                return True
        time.sleep(0.02)
    return False


def rounds_in(folder):
    return {entry["round"] for entry in entries(folder) if "file" in entry}


# ---------------------------------------------------------------- leaks

def named_after(said):
    """After how many profiles the leak was named; None: never."""
    found = re.search(r"leak\? main\.leak \(heap inuse_space\).* (\d+) profiles", said)
    return int(found[1]) if found else None


def run_rounds(place, name, rounds, leak, seed, faults, every="50ms"):
    """A watcher that is stopped after so many rounds of the service."""
    period = float(every.removesuffix("ms")) / 1000
    with LeakyService(leak=leak, period=period, noise=0.02, seed=seed, faults=faults) as service:
        watch = Watch(place, service, name, "--keep", "10", "--fail-on-growth", every=every)
        with Scan(watch.folder) as scan:
            until(lambda: service.round >= rounds or watch.process.poll() is not None, 300)
            code = watch.stop()
    return watch, scan, code


def check_leak(place):
    watch, scan, code = run_rounds(place, "leak", 200, 0.01, 1, FAULTS)
    after = named_after(watch.said)
    place.check("a leak of 1 % a round is named within 30 rounds", after and after <= 30,
                f"after {after}; {watch.said[-400:]}")
    place.check("it is named once", watch.said.count("leak? main.leak (heap inuse_space)") == 1)
    place.check("--fail_on_growth makes it an error", code == 1 and "fail_on_growth" in watch.said,
                f"exit {code}")
    place.check("no file was ever seen in part", not scan.broken and scan.scans > 50,
                f"{scan.broken} in {scan.scans} scans")
    place.check("the store is bounded", len(rounds_in(watch.folder)) == 10 and
                scan.most <= 2 * 12, f"{scan.most} files at once")
    place.check("index and files agree", not problems(watch.folder), problems(watch.folder))
    state = watch.state()
    place.check("watch.json has the suspect with its evidence", state["state"] == "stopped" and
                any(suspect["function"] == "main.leak" and suspect["per_hour_low"] > 0
                    for suspect in state["suspects"]), state["suspects"])
    place.check("watch.md too", "main.leak" in (watch.folder / "watch.md").read_text())
    place.check("faults are in the record", any("error" in entry for entry in
                                                entries(watch.folder)) or state["failures"])


def check_no_leak(place):
    runs, rounds = (20, 200) if IS_LONG else (2, 50)
    false = [seed for seed in range(runs)
             if run_rounds(place, f"calm{seed}", rounds, 0, 100 + seed, FAULTS, "10ms")[2]]
    place.check(f"no suspect in {runs} runs of {rounds} rounds without a leak", not false, false)


def check_leaks_long(place):
    late = {}
    for seed in range(10):
        watch, _, _ = run_rounds(place, f"leak{seed}", 200, 0.01, 200 + seed, FAULTS)
        after = named_after(watch.said)
        if not after or after > 30:
            late[seed] = after
    place.check("10 leaks of 10 are named within 30 rounds", not late, late)


# ---------------------------------------------------------------- starting and stopping

def check_stop(place):
    for number in (signal.SIGINT, signal.SIGTERM):
        with LeakyService() as service:
            watch = Watch(place, service, f"stop{number}")
            until(lambda: service.round > 5)
            code = watch.stop(number)
        place.check(f"{number.name} ends it well", code == 0 and watch.state()["state"] == "stopped"
                    and not problems(watch.folder), f"exit {code}: {watch.said}")


def check_until(place):
    with LeakyService() as service:
        watch = Watch(place, service, "until", "--until", "1s")
        code = watch.wait()
        place.check("--until a duration ends it", code == 0 and watch.state()["rounds"] > 2)
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        place.check("--until a moment ends it",
                    Watch(place, service, "moment", "--until", moment).wait() == 0)
        for text in ("2020-01-01T00:00:00Z", "soon", "25:00", "-1h"):
            watch = Watch(place, service, "bad", f"--until={text}")
            place.check(f"--until={text} is refused", watch.wait() == 2 and "--until" in watch.said,
                        watch.said)
        for options in (["--every=0"], ["--keep=0"], ["--keep_age=1e300"], ["nonsense"]):
            watch = Watch(place, service, "bad", *options)
            place.check(f"{options} is refused", watch.wait() == 2, watch.said)


def check_two(place):
    with LeakyService() as service:
        first = Watch(place, service, "two")
        until(lambda: service.round > 2)
        second = Watch(place, service, "two")
        code = second.wait()
        place.check("a second watcher is refused and the lock named", code == 5 and
                    ".render.lock" in second.said and f"process {first.process.pid}" in second.said,
                    second.said)
        done = subprocess.run([place.binary, "capture", service.address, "heap", "-o",
                               str(first.folder)], capture_output=True, text=True, timeout=60,
                              env=place.environment)
        place.check("so is a capture", done.returncode == 5 and ".render.lock" in done.stderr,
                    done.stderr)
        place.check("the first goes on", first.stop() == 0 and not problems(first.folder))


def check_again(place):
    with LeakyService() as service:
        watch = Watch(place, service, "again", "--keep", "6")
        until(lambda: service.round > 8)
        watch.stop()
        before = max(rounds_in(watch.folder))
        time.sleep(0.3)
        watch = Watch(place, service, "again", "--keep", "6")
        until(lambda: max(rounds_in(watch.folder)) > before + 2)
        watch.stop()
    place.check("one that is started again goes on counting", max(rounds_in(watch.folder)) > before
                and len(rounds_in(watch.folder)) == 6 and not problems(watch.folder),
                (before, rounds_in(watch.folder), problems(watch.folder)))
    place.check("and the time in between is a gap", watch.state()["rounds"] > 5 or any(
        gap.get("note") == "no watcher ran" for gap in watch.state()["gaps"]), watch.state())
    points = max(value["points"] for value in watch.state()["values"])
    place.check("its series has what the store has", points > watch.state()["rounds"],
                (points, watch.state()["rounds"]))


def check_kill(place):
    """Killed at moments that fall anywhere in a round."""
    with LeakyService() as service, Scan(place.folder / "kill") as scan:
        for i in range(12 if IS_LONG else 7):
            watch = Watch(place, service, "kill", "--keep", "4", every="10ms")
            first = service.round
            until(lambda: service.round > first + 3)
            time.sleep(0.003 * i)
            watch.process.kill()
            watch.wait()
        watch = Watch(place, service, "kill", "--keep", "4", every="10ms")
        first = service.round
        until(lambda: service.round > first + 6)
        code = watch.stop()
    place.check("kill -9 leaves the store whole", not scan.broken, scan.broken)
    place.check("and the next watcher puts it in order", code == 0 and not problems(watch.folder)
                and len(rounds_in(watch.folder)) == 4, problems(watch.folder))


def check_leftovers(place):
    """What a kill leaves on a file system without files that have no name, and between two steps."""
    folder = place.folder / "left"
    folder.mkdir()
    stays = ["heap_20200101_000000.pb.gz", ".own.123.part", "notes.txt"]
    goes = [".heap_20200101_000000.pb.gz.123.part", ".index.json.7.part"]
    for name in stays + goes:
        (folder / name).write_bytes(b"x")
    (folder / "index.json").write_text(json.dumps({"version": 1, "entries": [
        {"kind": "heap", "file": "heap_20200101_000001.pb.gz", "status": "writing", "round": 3},
        {"kind": "heap", "file": "../notes.txt", "status": "ok", "round": 1, "bytes": 1},
        {"kind": "heap", "file": "notes.txt", "status": "ok", "round": 1, "bytes": 1},
        {"kind": "cpu", "status": "failed", "mine": {"x": [1, "}"]}}]}, indent=3))
    (place.folder / "notes.txt").write_bytes(b"x")
    with LeakyService() as service:
        watch = Watch(place, service, "left", "--keep", "2")
        until(lambda: len(rounds_in(folder)) == 2 and service.round > 5)
        code = watch.stop()
    there = [name for name in stays if (folder / name).exists()]
    place.check("what others wrote stays", code == 0 and there == stays and
                (place.folder / "notes.txt").exists(), (code, there, watch.said))
    place.check("what a killed writer left goes", not any((folder / name).exists()
                                                          for name in goes))
    place.check("entries of others stay to the letter",
                [entry for entry in entries(folder) if "mine" in entry] ==
                [{"kind": "cpu", "status": "failed", "mine": {"x": [1, "}"]}}], entries(folder))


def check_changed(place):
    """A file that is no longer what was written is no longer ours."""
    with LeakyService() as service:
        watch = Watch(place, service, "changed", "--keep", "3")
        until(lambda: len(files(watch.folder)) >= 2)
        kept = watch.folder / files(watch.folder)[0]
        kept.write_bytes(b"mine")
        first = service.round
        until(lambda: service.round > first + 8)
        watch.stop()
    place.check("a file that somebody replaced is not removed", kept.exists() and
                problems(watch.folder) == [f"{kept.name} is not in the index"],
                problems(watch.folder))


def check_bad_index(place):
    folder = place.folder / "badindex"
    folder.mkdir()
    with LeakyService() as service:
        for content in (b"", b"{}", b"[]", b'{"version":2,"entries":[]}', b"\xff" * 100,
                        b'{"version":1,"entries":[{]}', b'{"version":1,"entries":[]}x',
                        b'{"version":1,"entries":' + b"[" * 100000):
            (folder / "index.json").write_bytes(content)
            watch = Watch(place, service, "badindex")
            code = watch.wait()
            place.check(f"an index of {content[:30]} is refused and stays", code == 3 and
                        "index.json" in watch.said and
                        (folder / "index.json").read_bytes() == content, (code, watch.said))


# ---------------------------------------------------------------- services, disks, clocks

def check_restart(place):
    with LeakyService() as service:
        watch = Watch(place, service, "restart", "--keep", "1000")
        until(lambda: service.round > 5)
        service.restart(pause=0.5)
        until(lambda: service.round > 3)
        until(lambda: any(entry["kind"] == "gap" for entry in entries(watch.folder)))
        code = watch.stop()
    gaps = [entry for entry in entries(watch.folder) if entry["kind"] == "gap"]
    place.check("a service that comes back is watched on, and the gap recorded", code == 0 and
                len(gaps) == 1 and gaps[0]["tries"] >= 2 and gaps[0]["end"] > gaps[0]["start"]
                and "error" in gaps[0], (code, gaps, watch.said))
    place.check("the index is as its schema says", not against_schema(watch.folder),
                against_schema(watch.folder))
    place.check("trouble is said once, and its end", watch.said.count("it is tried again") <= 2 and
                watch.said.count("it works again") == 1, watch.said)
    place.check("watch.json tells of it", watch.state()["gaps"], watch.state())


def check_dead(place):
    with LeakyService() as service:
        address = service.address
    watch = Watch(place, address, "dead", "--until", "1s")
    code = watch.wait()
    place.check("a service that never answers is an error in the end", code == 5 and
                "no round succeeded" in watch.said, (code, watch.said))
    with LeakyService(faults={"silent": 1}) as service:
        watch = Watch(place, service, "silent", "--until", "2s", "--timeout", "300ms")
        code = watch.wait()
    place.check("nor does one that is silent hold it up", code == 5 and
                watch.state()["failures"] >= 2, (code, watch.said))
    with LeakyService(broken={"goroutine": "500"}) as service:
        watch = Watch(place, service, "half", "--until", "1s")
        code = watch.wait()
    failed = [entry for entry in entries(watch.folder) if entry["status"] == "failed"]
    place.check("one kind that fails does not lose the others", code == 0 and files(watch.folder)
                and failed and watch.said.count("goroutine: http") == 1, (code, watch.said))


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@contextlib.contextmanager
def small_disk(folder):
    """A file system of few kilobytes; None where none can be mounted."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", str(folder)],
                          capture_output=True)
    try:
        yield folder if not done.returncode else None
    finally:
        if not done.returncode:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def check_full(place):
    with LeakyService() as service:
        watch = Watch(place, service, "limit", "--keep", "100", "--until", "2s", start=limit_files)
        code = watch.wait()
    place.check("files that cannot grow: said once, and what there is stays whole",
                watch.said.count("it is tried again") == 1 and "index.json" in watch.said and
                not problems(watch.folder), (code, watch.said, problems(watch.folder)))
    if not shutil.which("mount"):
        return
    with small_disk(place.folder / "disk") as disk:
        if not disk:
            place.suite.skip("a full disk", "nothing can be mounted here")
            return
        with LeakyService() as service, Scan(disk) as scan:
            watch = Watch(place, service, "disk", "--keep", "100")
            until(lambda: not os.statvfs(disk).f_bavail)
            first = service.round
            until(lambda: service.round > first + 3)
            before = len(files(disk))
            code = watch.stop()
        place.check("a full disk: the files before are whole", before > 3 and not scan.broken and
                    not [p for p in problems(disk) if "what the index says" in p],
                    (before, scan.broken, problems(disk)))
        place.check("it is said, with the way out", code == 0 and "free some space" in watch.said
                    and watch.said.count("free some space") <= 2, (code, watch.said))
        with LeakyService() as service:
            watch = Watch(place, service, "disk", "--keep", "2")
            until(lambda: len(rounds_in(disk)) <= 2 and service.round > 4)
            code = watch.stop()
        place.check("and it goes on where there is room again", code == 0 and
                    len(rounds_in(disk)) == 2 and not problems(disk),
                    (code, problems(disk), watch.said))


def check_bounds(place):
    with LeakyService() as service:
        watch = Watch(place, service, "bytes", "--keep-bytes", "6kB")
        until(lambda: service.round > 20)
        watch.stop()
        total = sum((watch.folder / name).stat().st_size for name in files(watch.folder))
        place.check("--keep_bytes bounds the files", 1000 < total <= 6 << 10, total)
        watch = Watch(place, service, "age", "--keep-age", "1s")
        until(lambda: len(rounds_in(watch.folder)) > 3)
        first = min(rounds_in(watch.folder))
        place.check("--keep_age removes what is older",
                    until(lambda: min(rounds_in(watch.folder)) > first), rounds_in(watch.folder))
        watch.stop()


def check_terminal(place):
    """On a terminal a line shows the last values."""
    if not shutil.which("script"):
        place.suite.skip("the live line", "script is not installed")
        return
    with LeakyService() as service:
        done = subprocess.run(["script", "-qec", f"{place.binary} watch {service.address} --every "
                               f"50ms --until 2s -o {place.folder}/line", "/dev/null"],
                              capture_output=True, timeout=60, env=place.environment)
    text = done.stdout.decode("utf-8", "replace")
    place.check("on a terminal a line shows values and their trend", "round 3" in text and
                re.search("heap [0-9.]+MB [\u2581-\u2588]+", text) and "\r" in text, text[-500:])


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(sys.argv[1], folder, suite)
        for check in (check_leak, check_no_leak, check_stop, check_until, check_two, check_again,
                      check_kill, check_leftovers, check_changed, check_bad_index, check_restart,
                      check_dead, check_full, check_bounds, check_terminal):
            check(place)
        if IS_LONG:
            check_leaks_long(place)
    suite.finish()


if __name__ == "__main__":
    main()
