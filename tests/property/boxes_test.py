#!/usr/bin/env python3
"""What must hold for boxes, details and find: boxes_test.py BINARY [PROFILE...]

Boxes are nested and add up, and are the stacks that folded writes; the sides of a function, what
find finds and what details says are what one gets from boxes and top by looking at every frame.
Without profiles: those in samples/, tests/golden/inputs/ and, where RENDER_SHARED or ../shared has
them, the edge cases."""

import argparse
import collections
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import random
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from boxes import decode
from pprof import ROOT, SHARED, run
from pprof_writer import Profile
from suite import Suite

FUNCTIONS, PATHS, LARGEST, DEEPEST = 6, 4, 20_000, 500


class Subject:
    """A profile under some options, as boxes has it."""

    def __init__(self, suite, binary, path, options):
        self.suite, self.binary, self.path, self.options = suite, binary, path, options
        self.name = f"{os.path.relpath(path, ROOT)} {' '.join(options)}".strip()
        self.random = random.Random(self.name)

    def ask(self, view, *options):
        done = run([self.binary, view, *self.options, *options, self.path, "-o", "-"])
        if done.returncode:
            raise AssertionError(f"{view} {options}: exit {done.returncode}: {done.stderr[:300]!r}")
        return done.stdout

    def json(self, view, *options):
        return json.loads(self.ask(view, *options))

    def check(self, what, holds, detail=""):
        return self.suite.check(f"{self.name}: {what}", holds, detail)

    def load(self):
        """False where the sums are refused."""
        done = run([self.binary, "boxes", *self.options, self.path, "-o", "-"])
        if done.returncode == 4 and b"64 bits" in done.stderr:
            return False
        self.boxes = decode(self.ask("boxes"))
        self.names = self.boxes.head["functions"]["name"]
        self.function = [-1] + [code >> 1 for code in self.boxes.code[1:]]
        return True


def is_regular(boxes):
    """Boxes are nested, in preorder, and add up."""
    children = collections.defaultdict(list)
    for i in range(1, boxes.frames):
        parent = boxes.parent[i]
        children[parent].append(i)
        if not parent < i < boxes.end[i] <= boxes.end[parent] or boxes.depth[i] != boxes.depth[parent] + 1:
            return f"frame {i} is in the wrong place"
    if boxes.depth[0] or boxes.parent[0] or boxes.end[0] != boxes.frames or boxes.start[0]:
        return "the root is wrong"
    for i in range(boxes.frames):
        at, after = boxes.start[i], i + 1
        for child in children[i]:
            if boxes.start[child] != at or child != after:
                return f"frame {child} does not follow"
            at, after = at + boxes.size[child], boxes.end[child]
        if after != boxes.end[i]:
            return f"frame {i} ends elsewhere"
        if boxes.total[i] != boxes.self[i] + sum(boxes.total[child] for child in children[i]):
            return f"the total of frame {i} is no sum"
        if boxes.size[i] < at - boxes.start[i] or boxes.size[i] < abs(boxes.total[i]):
            return f"frame {i} is too small"
        sizes = [boxes.size[child] for child in children[i]]
        if sizes != sorted(sizes, reverse=True):
            return f"the children of frame {i} are not in order"
    return ""


def check_regular(subject):
    boxes, head = subject.boxes, subject.boxes.head
    wrong = is_regular(boxes)
    subject.check("regular", not wrong, wrong)
    functions = head["functions"]
    count = len(functions["name"])
    subject.check("columns", all(len(column) == count for column in functions.values()))
    subject.check("files", all(-1 <= file < len(head["files"]) for file in functions["file"]))
    subject.check("functions", set(subject.function[1:]) == set(range(count)))
    uses = collections.Counter(subject.function[1:])
    subject.check("numbers", all(uses[f] >= uses[f + 1] for f in range(count - 1)))
    subject.check("selected", head["selected"][0] == boxes.total[0])
    subject.check("legend", sum(item["self"][0] for item in head["legend"])
                  <= sum(abs(value) for value in boxes.self))
    for f, shown in enumerate(functions["shown"]):
        size = len((shown or functions["name"][f]).encode("utf-16-le")) // 2
        subject.check("starts", all(0 < at <= size for at in functions["starts"][f]))


def paths_by_name(subject):
    boxes, paths, own = subject.boxes, [()], collections.Counter()
    for i in range(1, boxes.frames):
        paths.append(paths[boxes.parent[i]] + (subject.names[subject.function[i]],))
        own[paths[i]] += boxes.self[i]
    return {path: value for path, value in own.items() if value}


def check_folded(subject):
    own = collections.Counter()
    for line in subject.ask("folded").decode("utf-8", "replace").splitlines():
        stack, _, value = line.rpartition(" ")
        own[tuple(stack.split(";"))] += int(value)
    ours = paths_by_name(subject)
    # Names with a ';' or a line's end are not to be told apart in folded.
    if any(re.search(r"[;\s\x00-\x1f]", name) for name in subject.names):
        subject.check("folded, in sum", sum(own.values()) == sum(ours.values()))
    else:
        subject.check("folded", {path: value for path, value in own.items() if value} == ours)


# ---------------------------------------------------------------- sides

def outermost(subject, isMatch):
    at = 1
    while at < subject.boxes.frames:
        if isMatch(at):
            yield at
            at = subject.boxes.end[at]
        else:
            at += 1


def tree_of(boxes):
    """By path of numbers: total and self."""
    paths, sums = [()], collections.Counter()
    for i in range(boxes.frames):
        if i:
            paths.append(paths[boxes.parent[i]] + (boxes.code[i] >> 1,))
        sums[paths[i], "total"] += boxes.total[i]
        sums[paths[i], "self"] += boxes.self[i]
    return +sums if all(value >= 0 for value in sums.values()) else sums


def expected_side(subject, name, side):
    boxes, sums = subject.boxes, collections.Counter()
    for top in outermost(subject, lambda i: subject.names[subject.function[i]] == name):
        if side == "callers":
            path, i = (), top
            while True:
                sums[path, "total"] += boxes.total[top]
                i = boxes.parent[i]
                if not i:
                    break
                path += (subject.function[i],)
            sums[path, "self"] += boxes.total[top]
            continue
        paths = {top: ()}
        for i in range(top, boxes.end[top]):
            if i != top:
                paths[i] = paths[boxes.parent[i]] + (subject.function[i],)
            sums[paths[i], "total"] += boxes.total[i]
            sums[paths[i], "self"] += boxes.self[i]
    return +sums if all(value >= 0 for value in sums.values()) else sums


def check_sides(subject, name):
    for side in ("callers", "callees"):
        boxes = decode(subject.ask("boxes", f"--side={side}", f"--function={name}"))
        wrong = is_regular(boxes)
        subject.check(f"{side} of {name!r}: regular", not wrong, wrong)
        subject.check(f"{side} of {name!r}: numbers", boxes.head["functions"] == subject.boxes.head["functions"])
        subject.check(f"{side} of {name!r}: root", subject.names[boxes.code[0] >> 1] == name)
        subject.check(f"{side} of {name!r}", tree_of(boxes) == expected_side(subject, name, side))
    return boxes.total[0]


# ---------------------------------------------------------------- details

def expected_calls(subject, name, isCaller):
    """pprof's peek: a call that recurs on a path counts once."""
    boxes, sums, ends = subject.boxes, collections.Counter(), {}
    of = lambda i: subject.names[subject.function[i]] if i else ""
    for i in range(1, boxes.frames):
        above, below = of(boxes.parent[i]), of(i)
        this, other = (below, above) if isCaller else (above, below)
        if this != name or other == name or (not isCaller and not boxes.parent[i]) or i < ends.get(other, 0):
            continue
        ends[other] = boxes.end[i]
        sums[other] += boxes.total[i]
    return dict(sums)


def check_details(subject, name, tops):
    details, boxes = subject.json("details", f"--function={name}"), subject.boxes
    what = f"details of {name!r}"
    isMatch = lambda i: subject.names[subject.function[i]] == name
    flat = sum(boxes.self[i] for i in range(1, boxes.frames) if isMatch(i))
    cum = sum(boxes.total[i] for i in outermost(subject, isMatch))
    subject.check(f"{what}: sums", (details["flat"][0], details["cum"][0]) == (flat, cum), details["flat"])
    if name in tops:
        subject.check(f"{what}: top", (flat, cum) == tops[name], tops[name])
    subject.check(f"{what}: frames", details["frames"] == sum(map(isMatch, range(1, boxes.frames))))
    for key in ("callers", "callees"):
        calls = {call["name"]: call["value"][0] for call in details[key]}
        subject.check(f"{what}: {key}", calls == expected_calls(subject, name, key == "callers"))
        sizes = [abs(call["value"][0]) for call in details[key]]
        subject.check(f"{what}: order of {key}", sizes == sorted(sizes, reverse=True))
    types = {(each["type"], each["flat"][0], each["cum"][0]) for each in details["types"]}
    subject.check(f"{what}: its type", (boxes.head["type"], flat, cum) in types)
    check_filters(subject, name, details["labels"])
    return details


def check_filters(subject, name, labels):
    if any(option.startswith("--tagfocus") for option in subject.options):
        return
    for block in labels[:3]:
        for value in block["values"][:4]:
            if not value["filter"]:
                continue
            left = subject.json("details", f"--function={name}", f"--tagfocus={value['filter']}")
            subject.check(f"--tagfocus={value['filter']}", left["cum"] == value["value"],
                          (left["cum"], value["value"]))


def check_frame(subject, frame):
    boxes, path, i = subject.boxes, [], frame
    while i:
        path.insert(0, subject.function[i])
        i = boxes.parent[i]
    details = subject.json("details", "--at=" + ".".join(map(str, path)))
    got = details["frame"]
    subject.check(f"frame {path[-9:]}", (details["name"] in subject.names[path[-1]] or len(details["name"]) > 3000)
                  and (got["self"][0], got["total"][0], got["parent"][0])
                  == (boxes.self[frame], boxes.total[frame], boxes.total[boxes.parent[frame]]), got)
    types = {(each["type"], each["flat"][0], each["cum"][0]) for each in got["types"]}
    subject.check(f"frame {path[-9:]}: its type",
                  (boxes.head["type"], boxes.self[frame], boxes.total[frame]) in types)


# ---------------------------------------------------------------- find

def check_find(subject, pattern, match, texts):
    found, boxes = subject.json("find", f"--pattern={pattern}", f"--find_in={match}"), subject.boxes
    expected = [f for f, text in enumerate(texts) if re.search(pattern, text)]
    what = f"find {match} {pattern!r}"
    subject.check(f"{what}: functions", found["functions"] == expected, (found["functions"][:9], expected[:9]))
    hits = set(expected)
    isMatch = lambda i: subject.function[i] in hits
    subject.check(f"{what}: frames", found["frames"] == sum(map(isMatch, range(1, boxes.frames))))
    subject.check(f"{what}: value", found["value"][0]
                  == sum(boxes.total[i] for i in outermost(subject, isMatch)))


# ---------------------------------------------------------------- all

def check_large(subject):
    """What does not need every path."""
    name = subject.names[0]
    details = subject.json("details", f"--function={name}")
    for side in ("callers", "callees"):
        boxes = decode(subject.ask("boxes", f"--side={side}", f"--function={name}"))
        wrong = is_regular(boxes)
        subject.check(f"{side}: regular", not wrong, wrong)
        subject.check(f"{side}: sum", boxes.total[0] == details["cum"][0])
    check_find(subject, "a", "name", subject.names)


def tops_of(subject):
    """Own and cumulative value by function; not of names that several rows have."""
    rows, tops = csv.DictReader(io.StringIO(subject.ask(
        "csv", "--nodecount=0", "--trim=false").decode("utf-8", "replace"))), {}
    for row in rows:
        tops[row["function"]] = None if row["function"] in tops else (int(row["flat"]), int(row["cum"]))
    return {name: sums for name, sums in tops.items() if sums}


def check(suite, binary, path, options):
    subject = Subject(suite, binary, path, options)
    try:
        if not subject.load():
            return
        check_regular(subject)
        # Of deep trees the paths alone take the square of the depth.
        if subject.boxes.frames > LARGEST or max(subject.boxes.depth) > DEEPEST:
            check_large(subject)
            return
        isPlain = not any(option.startswith("--granularity") for option in options)
        if isPlain:
            check_folded(subject)
        tops = tops_of(subject) if isPlain else {}
        usable = [name for name in sorted(set(subject.names)) if "\0" not in name and name]
        for name in subject.random.sample(usable, min(FUNCTIONS, len(usable))) if isPlain else []:
            total = check_sides(subject, name)
            details = check_details(subject, name, tops)
            subject.check(f"{name!r}: one sum", total == details["cum"][0])
        frames = range(1, subject.boxes.frames)
        for frame in subject.random.sample(frames, min(PATHS, len(frames))):
            check_frame(subject, frame)
        head = subject.boxes.head
        files = [head["files"][at] if at >= 0 else "" for at in head["functions"]["file"]]
        for pattern in ("a", "^[a-z]+[.]", "[)]$", "nothing of the kind"):
            check_find(subject, pattern, "name", subject.names)
        check_find(subject, "s", "file", files)
    except (AssertionError, ValueError, KeyError) as problem:
        subject.check("answers", False, repr(problem)[:600])


VALUES = ["plain", "a,b", "1kb:2mb", "5", "^x$", "a.b*(c)[d]{2}|\\", "k=v", "", " spaced ", "two\nlines",
          "12345678901234567890123", "-7", "ü€😀", "1,12345678901234567890", "7:9", "tab\there"]


NUMBERS = [(5, "bytes"), (1536, "bytes"), (1537, "bytes"), (-4, "bytes"), (7, ""), (1 << 62, "bytes"),
           (8, "requests"), (-(1 << 63), "requests"), (40, "us"), (41, "us"), (3, "a/b")]
AT_ONCE = 8


def odd_labels(folder):
    """Profiles of values that mean something to --tagfocus, no more under a key than details tells."""
    for at in range(0, len(VALUES), AT_ONCE):
        for key in ("key", "a=b", "ünï", "sp ace", ""):
            profile = Profile([("samples", "count"), ("cpu", "nanoseconds")])
            for n, value in enumerate(VALUES[at:at + AT_ONCE]):
                profile.sample(["main", "work"], [1, 1 << n], [(key, value)])
            for n, (number, unit) in enumerate(NUMBERS):
                profile.sample(["main", "work"], [1, 1 << 10 + n], [("n" + unit, number, unit)])
            path = pathlib.Path(folder) / f"odd-{at}-{key.replace('=', '')}.pb.gz"
            path.write_bytes(profile.gzip())
            yield path


def check_odd_labels(suite, binary, folder):
    for path in odd_labels(folder):
        subject = Subject(suite, binary, path, ["--sample_index=cpu"])
        labels, told = subject.json("details", "--function=work")["labels"], 0
        for value in (value for block in labels for value in block["values"] if value["filter"]):
            left = subject.json("details", "--function=work", f"--tagfocus={value['filter']}")
            subject.check(f"--tagfocus={value['filter']}", left["cum"] == value["value"],
                          (left["cum"], value["value"]))
            told += 1
        subject.check("told", told >= AT_ONCE + 8, told)


def check_errors(suite, binary):
    path = ROOT / "samples" / "svc-slow.cpu.pb.gz"
    for words, said in ((["boxes", "--side=callers"], b"--function=NAME"),
                        (["boxes", "--side=callees", "--function=runtime.mallocgx"], b"did you mean runtime.mallocgc?"),
                        (["details"], b"--at=PATH"), (["details", "--function=nobody knows it"], b"no function"),
                        (["details", "--at=0.1.x"], b"no frame at 0.1.x"), (["details", "--at=99999999"], b"no frame"),
                        (["find", "--pattern=("], b"missing closing )")):
        done = run([binary, *words, path, "-o", "-"])
        suite.check(f"{words}: exit", done.returncode == 2, (done.returncode, done.stderr))
        suite.check(f"{words}: says", said in done.stderr and not done.stdout, done.stderr)


def profiles():
    for folder in (ROOT / "samples", ROOT / "tests" / "golden" / "inputs", SHARED / "profiles" / "edge"):
        for path in sorted(folder.glob("ok-*.pb.gz" if folder.name == "edge" else "*.pb.gz")):
            yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("profiles", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    csv.field_size_limit(1 << 30)
    suite, binary = Suite(), arguments.binary.resolve()
    with concurrent.futures.ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        jobs = []
        for path in map(pathlib.Path.resolve, arguments.profiles or profiles()):
            for options in ([], ["--sample_index=0", "--order=weight"], ["--granularity=lines"], ["--granularity=files"]):
                jobs.append(pool.submit(check, suite, binary, path, options))
        if not arguments.profiles:
            jobs.append(pool.submit(check_odd_labels, suite, binary, folder))
            jobs.append(pool.submit(check_errors, suite, binary))
        for job in jobs:
            job.result()
    suite.finish()


if __name__ == "__main__":
    main()
