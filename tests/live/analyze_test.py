#!/usr/bin/env python3
"""render analyze: what it says of folders that are made here, held against statistics worked out
here; all forms well-formed; hostile folders.

    analyze_test.py BINARY"""

import base64
import datetime
import hashlib
import html.parser
import itertools
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from schema import invalid
from suite import Suite

SCHEMA = json.loads((ROOT / "samples/render-analyze.schema.json").read_text())
HEAP = [("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
        ("inuse_space", "bytes")]
CPU = [("samples", "count"), ("cpu", "nanoseconds")]
MB = 1 << 20
START = 1_780_000_000  # 2026-05-28 20:26:40 UTC
HOSTILE = ["<script>alert(1)</script>", "]]>&amp;\"'", b"\xff\xfe", "\x1b[31mred", "a|b`c``d",
           "\u202egnp.exe", "x" * 5000, "</style><img src=x onerror=alert(1)>", "\0", "**b**\n# h"]


def stamp(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y%m%d_%H%M%S")


def heap(rows, alloc=0, time=0):
    """{stack from the root: bytes}."""
    profile = Profile(HEAP, ("space", "bytes"), 524288, time * 10**9)
    for stack, value in rows.items():
        profile.sample(list(stack), [1, int(alloc), max(int(value) // 1000, 1), int(value)])
    return profile.gzip()


def goroutines(rows, labels=None):
    profile = Profile([("goroutine", "count")])
    for stack, count in rows.items():
        profile.sample(list(stack), [count], labels=(labels or {}).get(stack, ()))
    return profile.gzip()


def cpu(rows):
    profile = Profile(CPU, ("cpu", "nanoseconds"), 10_000_000, 0, 10**9)
    for stack, count in rows.items():
        profile.sample(list(stack), [count, count * 10_000_000])
    return profile.gzip()


def theil_sen(times, values):
    """Slope an hour, and the fitted values at both ends."""
    hours = [(time - times[0]) / 3600 for time in times]
    slope = statistics.median((values[k] - values[i]) / (hours[k] - hours[i])
                              for i, k in itertools.combinations(range(len(values)), 2))
    first = statistics.median(value - slope * hour for value, hour in zip(values, hours))
    return slope, first, first + slope * hours[-1]


def is_near(a, b, share=1e-6):
    return abs(a - b) <= share * max(abs(a), abs(b), 1e-9)


class Links(html.parser.HTMLParser):
    """What a page would load or run, and whether its tags are in order."""
    EMPTY = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.bad, self.open = [], []

    def handle_starttag(self, tag, attributes):
        names = {name for name, _ in attributes}
        if tag in ("script", "img", "link", "iframe", "a", "object") or "style" in names or \
                any(name.startswith("on") or name in ("src", "href") for name in names):
            self.bad.append((tag, attributes))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append("/" + tag)


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.suite = pathlib.Path(binary).resolve(), suite
        self.root = pathlib.Path(folder)
        self.count = 0

    def folder(self, files):
        """A fresh folder of {name: bytes}."""
        self.count += 1
        folder = self.root / f"f{self.count}"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        folder.mkdir(exist_ok=True)
        return folder

    def run(self, *arguments, code=0):
        done = subprocess.run([self.binary, "analyze", *map(str, arguments)], timeout=60,
                              capture_output=True, cwd=self.root)
        self.suite.check(f"exit {code} of {arguments}", done.returncode == code,
                         f"{done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
        return done

    def json(self, folder, *options, code=0):
        done = self.run(folder, "--format=json", *options, code=code)
        document = json.loads(done.stdout)
        self.suite.check(f"the schema of {folder}", not invalid(document, SCHEMA),
                         invalid(document, SCHEMA))
        return document

    def all_forms(self, folder, *options):
        """Every form, each well-formed; the texts by form."""
        forms = {}
        for form in ("txt", "md", "json", "svg", "html"):
            path = self.root / f"out.{form}"
            self.run(folder, "-o", path, *options)
            forms[form] = path.read_text(encoding="utf-8")
        ElementTree.fromstring(forms["svg"])
        self.suite.check("SVG has a title and a description",
                         "<title" in forms["svg"] and "<desc" in forms["svg"])
        self.suite.check("SVG carries no script", "<script" not in forms["svg"])
        links = Links()
        links.feed(forms["html"])
        self.suite.check("HTML is in order and loads nothing", not links.bad and links.open == [],
                         f"{links.bad} {links.open}")
        policy = re.search(r"default-src 'none'; style-src 'sha256-([^']+)'", forms["html"])
        self.suite.check("HTML has a strict policy", policy and "unsafe" not in forms["html"])
        style = re.search(r"<style>(.*?)</style>", forms["html"], re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.suite.check("the policy allows its style", policy.group(1) == digest)
        return forms


def leaking(rounds, seed=1, leak=0.01, every=60):
    """A service's heaps, goroutines and CPU profiles, and what its leak weighs."""
    noise = random.Random(seed)
    files, kept = {}, []
    for i in range(rounds):
        when = stamp(START + i * every)
        weight = int(20 * MB * (1 + leak * i) * (1 + noise.uniform(-0.03, 0.03)))
        rows = {("main.main", "main.handle", "main.cache"): weight,
                ("main.main", "net/http.serve", "bufio.NewReader"):
                    int(8 * MB * (1 + noise.uniform(-0.1, 0.1))),
                ("main.main", "main.init"): 12 * MB}
        kept.append(weight)
        files[f"heap_{when}.pb.gz"] = heap(rows, 1000 * (i + 1))
        files[f"goroutine_{when}.pb.gz"] = goroutines({
            ("main.spawn", "runtime.gopark"): 5 + i, ("main.serve", "runtime.gopark"): 40})
        share = 20 + 60 * (i >= rounds // 2)
        files[f"cpu_{when}.pb.gz"] = cpu({("main.main", "main.slow"): share,
                                          ("main.main", "main.rest"): 100 - share})
    return files, kept


def test_leak(place):
    check = place.suite.check
    rounds = 60
    files, kept = leaking(rounds)
    folder = place.folder(files)
    document = place.json(folder)
    check("the verdict", document["verdict"] == "grows", document["summary"])
    check("all are read", document["profiles"] == 3 * rounds)
    service, = document["services"]
    names = {(suspect["kind"], suspect["function"]) for suspect in service["suspects"]}
    check("both leaks are named and nothing else",
          names == {("heap", "main.cache"), ("goroutine", "main.spawn")}, str(names))
    suspect = next(s for s in service["suspects"] if s["kind"] == "heap")
    times = [START + i * 60 for i in range(rounds)]
    slope, first, last = theil_sen(times, kept)
    check("the slope is that of Theil and Sen", is_near(suspect["per_hour"], slope),
          f"{suspect['per_hour']} {slope}")
    check("the line's ends", is_near(suspect["first"], first) and is_near(suspect["last"], last))
    check("the interval holds the true slope",
          suspect["per_hour_low"] < 0.2 * MB * 60 < suspect["per_hour_high"] and
          suspect["per_hour_low"] < slope < suspect["per_hour_high"])
    check("the path", suspect["path"] == "main.cache < main.handle < main.main", suspect["path"])
    check("the window", suspect["points"] == rounds and
          suspect["from"].startswith("2026-05-28T20:26:40"))
    check("confident", suspect["confidence"] > 0.9999)
    total = next(t for t in service["totals"] if t["type"] == "inuse_space")
    sums = [point["value"] for point in total["points"]]
    check("totals are sums", len(sums) == rounds and total["first"] == sums[0] and
          total["last"] == sums[-1] and total["least"] == min(sums) and total["most"] == max(sums)
          and sums[0] > kept[0] + 19 * MB)
    check("the slope of the total",
          is_near(total["per_hour"], theil_sen(times, sums)[0]))
    grew = {row["function"]: row for row in total["grew"]}
    check("what grew", set(grew) == {"main.cache"} and not total["shrank"], str(list(grew)))
    check("its ends are medians", grew["main.cache"]["first"] == statistics.median(kept[:10]) and
          grew["main.cache"]["last"] == statistics.median(kept[-10:]))
    total = next(t for t in service["totals"] if t["type"] == "cpu")
    check("CPU in shares", is_near(total["grew"][0]["change"], 0.6) and
          total["grew"][0]["function"] == "main.slow" and
          is_near(total["shrank"][0]["change"], -0.6))
    forms = place.all_forms(folder)
    for form in ("txt", "md", "svg", "html"):
        check(f"{form} names the leaks", all(name in forms[form] for name in
                                             ("2 leak suspects", "main.cache", "main.spawn")))
    done = place.run(folder, "--fail_on_growth", code=1)
    check("the gate names the worst", b"main." in done.stderr and
          b"2 functions grow" in done.stderr, done.stderr.decode())
    place.run(folder, "--fail_on_growth", "--focus=bufio", "--sample_index=alloc_space")


def test_steady(place):
    files, _ = leaking(60, leak=0)
    folder = place.folder({name: data for name, data in files.items() if name.startswith("heap")})
    document = place.json(folder, "--fail_on_growth")
    place.suite.check("nothing is suspected", document["verdict"] == "steady" and
                      not document["services"][0]["suspects"], document["summary"])


def test_few(place):
    check = place.suite.check
    files, _ = leaking(2)
    one = place.folder({"heap.pb.gz": heap({("main.main",): MB}, time=START)})
    document = place.json(one)
    check("one profile says what is missing", any("one profile" in note for note in
                                                  document["notes"]), str(document["notes"]))
    check("its own time", document["from"].startswith("2026-05-28T20:26:40"), document["from"])
    place.all_forms(one)
    two = place.folder(files)
    document = place.json(two)
    check("two show what changed", document["services"][0]["totals"][0]["points"] and
          "Too few" in document["summary"], document["summary"])
    place.all_forms(two)
    grown = place.folder({"heap_20260101_000000.pb": heap({("a",): MB, ("b",): 9 * MB}),
                          "heap_20260101_010000.pb": heap({("a",): 5 * MB, ("c",): MB})})
    total = place.json(grown)["services"][0]["totals"][3]
    check("what grew of two", [row["function"] for row in total["grew"]] == ["a", "c"])
    check("what shrank of two", [row["function"] for row in total["shrank"]] == ["b"])
    # No time anywhere: when the files were written.
    written = place.folder({"a.pb.gz": heap({("a",): MB}), "b.pb.gz": heap({("a",): 2 * MB})})
    for name, moment in (("a.pb.gz", START + 50), ("b.pb.gz", START)):
        os.utime(written / name, (moment, moment))
    points = place.json(written)["services"][0]["totals"][3]["points"]
    check("by when they were written", [p["value"] for p in points] == [2 * MB, MB])


def test_services(place):
    check = place.suite.check
    files = {}
    for i in range(30):
        when = stamp(START + i * 300)
        files[f"api/heap_{when}.pb.gz"] = heap({("main.main", "main.leak"): MB * (20 + i)},
                                               (i + 1) * 100)
        files[f"jobs_heap_{when}.pb.gz"] = heap({("main.main", "main.fine"): MB * 20},
                                                (i % 10 + 1) * 100)
    files["api/trace_20260101_000000.out"] = b"go 1.22 trace\0\0\0"
    folder = place.folder(files)
    document = place.json(folder)
    check("two services", [s["name"] for s in document["services"]] == ["api", "jobs"])
    check("the leak is of one", [len(s["suspects"]) for s in document["services"]] == [1, 0])
    check("restarts of the other", [len(s["restarts"]) for s in document["services"]] == [0, 2])
    check("traces are left out", any("execution trace" in note for note in document["notes"]))
    forms = place.all_forms(folder)
    check("both are told", all("api" in forms[f] and "jobs" in forms[f]
                               for f in ("txt", "md", "svg", "html")))


def test_gaps(place):
    files = {f"heap_{stamp(START + i * 60 + (7200 if i > 9 else 0))}.pb.gz":
             heap({("main.main",): MB}) for i in range(20)}
    files["index.json"] = json.dumps({"version": 1, "writer": "x", "entries": [
        {"kind": "gap", "start": "2026-05-28T20:36:40Z", "end": "2026-05-28T22:36:40Z",
         "error": "connection refused"}]}).encode()
    document = place.json(place.folder(files))
    notes = "\n".join(document["notes"])
    place.suite.check("the gap is told", "heap: nothing from 2026-05-28 20:35:40 UTC" in notes and
                      "2h 1m" in notes, notes)
    place.suite.check("the index, too", "connection refused" in notes, notes)


def test_index(place):
    """The index says more than names do."""
    entries = [{"kind": "heap", "file": f"{i}.pb.gz", "status": "ok", "service": "api",
                "start": f"2026-05-28T20:{i:02}:00Z"} for i in range(25)]
    files = {f"{i}.pb.gz": heap({("main.main", "main.leak"): MB * (20 + i)}) for i in range(25)}
    files["index.json"] = json.dumps({"version": 1, "writer": "x", "entries": entries}).encode()
    document = place.json(place.folder(files))
    service, = document["services"]
    place.suite.check("service, kind and time", service["name"] == "api" and
                      service["from"].startswith("2026-05-28T20:00:00") and
                      [s["function"] for s in service["suspects"]] == ["main.leak"])
    files["index.json"] = b'{"version": 1, "entries": [{"kind": '
    document = place.json(place.folder(files))
    place.suite.check("a damaged index is a note",
                      any("index.json" in note for note in document["notes"]),
                      str(document["notes"]))


def test_hostile(place):
    check = place.suite.check
    files = {"garbage.pb.gz": os.urandom(5000), "empty": b"", "cut.pb.gz": heap({("a",): MB})[:40],
             "<script>alert(2)</script>.pb.gz": b"\x1f\x8b nothing", "notes.txt": b"hello\n"}
    for i in range(30):
        rows = {("main", name): MB * (5 + i) for name in HOSTILE if name != "\0"}
        profile = Profile(HEAP + [("<b>", "<i>unit</i>")])
        for stack, value in rows.items():
            profile.sample(list(stack), [1, i + 1, 1, value, 5])
        files[f"heap_{stamp(START + i * 60)}.pb.gz"] = profile.gzip()
    folder = place.folder(files)
    document = place.json(folder)
    check("what is readable is told", document["profiles"] == 30, str(document["profiles"]))
    check("what is not is noted", sum("pb.gz" in note for note in document["notes"]) >= 3,
          str(document["notes"]))
    check("where the folder lies is not told", str(place.root) not in str(document))
    forms = place.all_forms(folder)
    for form, text in forms.items():
        check(f"nothing is left as it is in {form}", "\x1b" not in text and "\u202e" not in text)
    for form in ("svg", "html"):
        check(f"no markup of names in {form}",
              not any(part in forms[form] for part in ("<script", "<img", "<b>u")))
    lines = place.run(folder).stdout.decode().splitlines()
    check("Markdown has its headings only",
          all(re.match(r"#{1,3} (\d|What|Leak|Totals|Notes)", line)
              for line in forms["md"].splitlines() if line.startswith("#")))
    check("no column of a table is broken", len({line.count(" | ") for line in
          forms["md"].splitlines() if line.startswith("| ") and "**" in line}) == 1)
    check("lines", len(lines) > 10)


def test_refused(place):
    check = place.suite.check
    done = place.run(place.folder({}), code=5)
    check("an empty folder", b"no profile in this folder" in done.stderr, done.stderr.decode())
    done = place.run(place.folder({"a.pb.gz": b"junk", "b.pb.gz": b""}), code=3)
    check("nothing readable", b"none of 2 files" in done.stderr, done.stderr.decode())
    done = place.run(place.root / "nowhere", code=5)
    check("no folder", b"no folder that can be read" in done.stderr, done.stderr.decode())
    done = place.run(place.root, place.root, code=2)
    check("two folders", b"one folder" in done.stderr, done.stderr.decode())
    files, _ = leaking(2)
    folder = place.folder(files)
    done = place.run(folder, "-o", place.root / "x.pdf", code=2)
    check("a suffix that it does not write", b".svg and .html" in done.stderr)
    done = place.run(folder, "--focus=(", code=2)
    check("options are checked once", done.stderr.count(b"\n") == 1, done.stderr.decode())
    done = place.run(folder, "-o", place.root / "no" / "where.html", code=5)
    check("no half file", not (place.root / "no").exists())
    if os.getuid():
        locked = folder / "heap_20300101_000000.pb.gz"
        locked.write_bytes(b"")
        locked.chmod(0)
        document = place.json(folder)
        check("no permission is a note", any("ermission" in note for note in document["notes"]))


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(sys.argv[1], folder, suite)
        for test in (test_leak, test_steady, test_few, test_services, test_gaps, test_index,
                     test_hostile, test_refused):
            test(place)
    suite.finish()


if __name__ == "__main__":
    main()
