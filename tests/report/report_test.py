#!/usr/bin/env python3
"""Reports and pictures as sources: what they carry comes back, and damage is one line.

    report_test.py BINARY MODULE"""

import argparse
import base64
import gzip
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
import report_file
from pprof_writer import Line, Profile
from suite import Suite

SAMPLE = ROOT / "samples" / "go-json.cpu.pb.gz"
MEMBER = report_file.member(SAMPLE.read_bytes())
MEMORY = 2 << 30
TEXT = base64.b64encode(MEMBER).decode()


class Place:
    def __init__(self, binary, folder, suite, sanitized):
        self.binary, self.folder, self.suite, self.sanitized = binary, folder, suite, sanitized

    def run(self, *arguments, stdin=b"", **more):
        limit = (None if self.sanitized
                 else lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
        return subprocess.run([self.binary, *arguments], cwd=self.folder, input=stdin, timeout=60,
                              capture_output=True, preexec_fn=limit, **more)

    def write(self, name, data):
        (self.folder / name).write_bytes(data)
        return name

    def refuses(self, what, arguments, *words, code=3):
        before = sorted(os.listdir(self.folder))
        done = self.run(*arguments)
        error = done.stderr.decode(errors="replace")
        wrong = [word for word in words if word not in error]
        self.suite.check(what, done.returncode == code and not wrong and not done.stdout and
                         error.startswith("render: ") and error.count("\n") == 1 and
                         sorted(os.listdir(self.folder)) == before,
                         f"exit {done.returncode}, {error!r}, without {wrong}")


def saved_page(page):
    """As a browser saves a page: other quotes and case, attributes in another order, white space, a
    comment on top, what was left out filled in, and lines broken."""
    text = page.decode()
    text = text.replace("<!DOCTYPE html>", "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet "
                        "-->\n", 1)
    text = re.sub(r'<script type="([^"]*)" id="([^"]*)">', r"<SCRIPT ID='\2'  data-x\n TYPE=\1 >\n", text)
    text = text.replace("<table>", "<table><tbody>").replace("</table>", "</tr></tbody></table>")
    text = text.replace(TEXT, "\n".join(TEXT[i:i + 76] for i in range(0, len(TEXT), 76)))
    return text.replace('lang="en" data-render', 'class="js" data-render').encode()


def reads(suite, place):
    """All that a report can be, gives the whole profile."""
    wanted = place.run("top", SAMPLE).stdout
    page, picture = report_file.html(MEMBER), report_file.svg(profile=MEMBER)
    frames = report_file.packed([("f", 0, 0)], [(1, 0, [0]), (0, 0, [1])])
    sources = {"page.html": page, "page.html.gz": gzip.compress(page), "page": page,
               "saved.html": saved_page(page), "crlf.html": saved_page(page).replace(b"\n", b"\r\n"),
               "picture.svg": picture, "picture.svgz": gzip.compress(picture),
               "both.svg": report_file.svg(frames, MEMBER),
               "single.svg": picture.replace(b'id="render-profile"', b"id='render-profile'"),
               "declared.svg": b"<?xml version='1.0' encoding='UTF-8'?>\n<!-- x -->\n" + picture}
    for name, data in sources.items():
        place.write(name, data)
        done = place.run("top", name)
        suite.check(f"{name}: top", done.stdout == wanted and not done.stderr, done.stderr)
        done = place.run("extract", name, "-o", "-")
        suite.check(f"{name}: extract", done.stdout == MEMBER and not done.stderr, done.stderr)
    done = place.run("top", "-", stdin=page)
    suite.check("by standard input", done.stdout == wanted, done.stderr)
    done = place.run("top", "page.html", "picture.svg", str(SAMPLE))
    suite.check("several are merged", done.returncode == 0 and done.stdout != wanted, done.stderr)
    done = place.run("top", "--base=page.html", "picture.svg")
    suite.check("as a base", b"of 0 total" in done.stdout or b"0 of 0" in done.stdout, done.stdout)
    done = place.run("pprof", "-top", "page.html")
    suite.check("through pprof's door", done.returncode == 0 and not done.stderr, done.stderr)


def drawn(suite, place):
    """A picture without the profile is its tree."""
    done = place.run(SAMPLE, "-o", "flame.svg")
    done = place.run("top", "flame.svg")
    suite.check("a note says so", done.returncode == 0 and done.stderr.count(b"\n") == 1
                and b"read as the tree that it draws" in done.stderr, done.stderr)
    columns = report_file.packed([("f", 1, 3), ("g", 0, 0)], [(2, 0, [0, 0]), (0, 0, [3, 1]), (0, 2, [5, 2])],
                                 [("cpu", "nanoseconds", 1000), ("n", "count", 1)], ["a.go"])
    place.write("columns.svg", report_file.svg(columns))
    done = place.run("top", "--sample_index=n", "columns.svg")
    suite.check("types by column", b"66.67%" in done.stdout and b"Type: n" in done.stdout, done.stdout)
    place.refuses("no profile in it to extract", ["extract", "flame.svg"], "flame.svg: ", "convert")
    place.run("graph", SAMPLE, "-o", "graph.svg")
    place.refuses("a call graph carries nothing", ["top", "graph.svg"], "graph.svg: ", "carries no data",
                  "--embed_profile")


def extracts(suite, place):
    page = report_file.html(MEMBER)
    place.write("report.html", page)
    done = place.run("extract", "report.html")
    suite.check("the default name", done.stderr == b"wrote report.pb.gz\n" and not done.stdout and
                (place.folder / "report.pb.gz").read_bytes() == MEMBER, done.stderr)
    place.write("report.pb.gz", b"somebody's")
    done = place.run("extract", "report.html")
    suite.check("never over others' files", done.stderr == b"wrote report-1.pb.gz\n" and
                (place.folder / "report.pb.gz").read_bytes() == b"somebody's", done.stderr)
    done = place.run("extract", "report.html", "-o", "x.pb.gz")
    suite.check("a name", done.stderr == b"" and (place.folder / "x.pb.gz").read_bytes() == MEMBER)
    done = place.run("extract", "-", "-o", "y.pb.gz", stdin=page)
    suite.check("from standard input", (place.folder / "y.pb.gz").read_bytes() == MEMBER)
    done = place.run("--extract", "report.html", "-o", "-")
    suite.check("as an option", done.stdout == MEMBER, done.stderr)
    os.mkfifo(place.folder / "fifo")
    reader = subprocess.Popen(["cat", "fifo"], cwd=place.folder, stdout=subprocess.PIPE)
    place.run("extract", "report.html", "-o", "fifo")
    suite.check("through a FIFO", reader.communicate(timeout=20)[0] == MEMBER)
    place.write("other.html", b"<html>404")
    place.write("x.json", b"{}")
    place.refuses("not over the source", ["extract", "report.html", "-o", "report.html"], "is a source", code=2)
    place.refuses("one source", ["extract", "report.html", "x.pb.gz"], "one report", code=2)
    place.refuses("no view", ["extract", "report.html", "--view=top"], "--view", code=2)
    place.refuses("a profile", ["extract", "x.pb.gz"], "x.pb.gz: it is a profile already")
    place.refuses("others' pages", ["extract", "other.html"], "not a profile but an HTML page")
    place.refuses("another format", ["extract", "x.json"], "not a profile but JSON")
    place.refuses("nothing there", ["extract", "absent.html"], "no such file", code=5)
    place.refuses("no source", ["extract"], "no profile was given", code=2)
    place.refuses("no such folder", ["extract", "report.html", "-o", "no/x.pb.gz"], code=5)


def damage(suite, place):
    """Cut or changed anywhere, top and extract either give the profile or say one line."""
    wanted = place.run("top", SAMPLE).stdout
    page, picture = report_file.html(MEMBER), report_file.svg(profile=MEMBER)
    frames = (place.run(SAMPLE, "-o", "-", "--view=flame")).stdout
    chance = random.Random(1)
    for name, data in (("a.html", page), ("b.svg", picture), ("c.svg", frames)):
        drawn_tree = place.run("top", "-", stdin=data).stdout
        for at in range(60):
            if at < 30:
                bad = data[:chance.randrange(len(data))] if at else data[:-20]
            else:
                spot, size = chance.randrange(len(data)), chance.randrange(1, 40)
                bad = data[:spot] + bytes(chance.randrange(256) for _ in range(size)) + data[spot + size:]
            place.write(name, bad)
            for verb in ("top", "extract"):
                done = place.run(verb, name, "-o", "-")
                whole = done.returncode == 0 and done.stdout == (MEMBER if verb == "extract" else drawn_tree)
                # What is drawn of a tree has no checksum.
                whole = whole or name == "c.svg" and verb == "top" and done.returncode == 0 and at >= 30
                lines = done.stderr.count(b"\n")
                suite.check(f"{name} {at} {verb}", whole or done.returncode in (3, 4) and lines == 1 and
                            not done.stdout, f"exit {done.returncode}: {done.stderr[:300]}")
    suite.check("and undamaged it is there", drawn_tree and wanted)


def block(text, name="render-profile"):
    return ("application/octet-stream", name, text)


def claims(suite, place):
    head = '{"format":1,"version":"0.1.0","profile":{"size":%d}}'
    corrupt = bytearray(MEMBER)
    corrupt[len(corrupt) // 2] ^= 0x55
    bomb = gzip.compress(bytes(300 << 20), 9)
    cases = [
        ("cut", report_file.html(MEMBER)[:2000], "the file is cut short", "fetch or copy"),
        ("cut in the head", report_file.html(MEMBER)[:280], "fetch"),
        ("no base64", report_file.html(MEMBER, blocks=[block(head % 3, "render-report"), block("H4sI-A==")]),
         "no base64"),
        ("corrupt", report_file.html(bytes(corrupt)), "the profile in the file: the gzip data is damaged"),
        ("short", report_file.html(MEMBER, blocks=[block(head % len(MEMBER), "render-report"), block(TEXT[:-400])]),
         "bytes, not"),
        ("a gigabyte claimed", report_file.html(MEMBER, profile={"size": 1 << 30}), "not 1073741824"),
        ("two", report_file.html(MEMBER, blocks=[block(head % len(MEMBER), "render-report"), block(TEXT), block(TEXT)]),
         "there 2 times"),
        ("no head", report_file.html(MEMBER, blocks=[block(TEXT)]), 'no "render-report"'),
        ("format 2", report_file.html(MEMBER, format=2, version="7.1"), "render 7.1", "format 2"),
        ("not a profile", report_file.html(gzip.compress(b"hello")), "the profile in the file: byte "),
        ("no block", report_file.html(MEMBER, blocks=[block(head % 3, "render-report")]), "carries no profile"),
    ]
    for name, data, *words in cases:
        place.write("x.html", data)
        place.refuses(f"top: {name}", ["top", "x.html"], "x.html: ", *words)
        if name != "not a profile":
            place.refuses(f"extract: {name}", ["extract", "x.html"], "x.html: ", *words)
    place.write("x.html", report_file.html(bomb))
    place.refuses("extract: a bomb", ["extract", "x.html"], "--max_memory", code=4)
    place.refuses("top: a bomb", ["top", "x.html"], "--max_memory", code=4)
    packed = report_file.packed([("f", 0, 0)], [(1, 0, [1])] * 400000 + [(0, 0, [1])])
    place.write("deep.svg", report_file.svg(packed))
    place.refuses("a path too deep", ["top", "deep.svg"], "--max_memory", code=4)
    place.write("zeros.svg", report_file.svg(bytes(300 << 20)))
    place.refuses("frames that inflate to much", ["top", "zeros.svg"], "--max_memory", code=4)


HOSTILE = {"tags": b"<a>", "ends": b"</", "less": b"<", "and": b"&", "instructions": b"<?", "comments": b"<!--",
           "attributes": b" a%d=b", "cdata": b"<![CDATA[", "tables": b"<table><tr>", "unclosed": b"<a "}


def bundle(*files):
    """Source lines as src/renderers/source_bundle.h says: (names, {number: line})."""
    out = b"RSRC1\n"
    for names, lines in files:
        out += report_file.varint(len(names)) + b"".join(map(report_file.text, names))
        out += report_file.varint(len(lines))
        before = 0
        for number, line in sorted(lines.items()):
            out += report_file.varint(number - before - 1) + report_file.text(line)
            before = number
    return out + b"\0"


def page_with(profile, sources):
    return report_file.html(profile, blocks=[
        ("application/json", "render-report", '{"format":1,"profile":{"size":%d}}' % len(profile)),
        block(base64.b64encode(profile).decode()),
        block(base64.b64encode(sources).decode(), "render-source")])


def work(name, file):
    profile = Profile([("cpu", "nanoseconds")])
    profile.sample(["main.main", Line(name, file, 100, 90)], [10])
    return profile.gzip()


def sources(suite, place):
    """Source lines that a page carries are those that list shows, and a page of a page keeps them."""
    check = suite.check
    built = "".join(f"built {at}\n" for at in range(1, 200)).encode()
    place.write("w.go", built)
    place.write("x.pb.gz", work("main.work", "w.go"))
    wanted = place.run("list", "work", "x.pb.gz").stdout
    place.run("x.pb.gz", "--embed_source", "-o", "x.html")
    place.write("w.go", built.replace(b"built", b"newer"))
    done = place.run("list", "work", "x.html")
    check("what was built goes before what is there now", done.stdout == wanted and b"built 100" in wanted and
          not done.stderr, done.stdout + done.stderr)
    os.remove(place.folder / "w.go")
    done = place.run("list", "work", "-", stdin=(place.folder / "x.html").read_bytes())
    check("from standard input", done.stdout == wanted, done.stdout + done.stderr)
    done = place.run("source", "--function=main.work", "x.html")
    check("in the data for pages, too", b"built 100" in done.stdout, done.stdout + done.stderr)
    wanted_block = re.search(rb'id="render-source">[^<]+<', (place.folder / "x.html").read_bytes()).group()
    for name, arguments in (("again.html", []), ("filtered.html", ["--focus=nothing"]), ("asked.html", ["--embed_source"])):
        place.run("x.html", *arguments, "-o", name)
        check(f"{name} keeps them", wanted_block in (place.folder / name).read_bytes())
    place.write("v.go", b"here\n" * 200)
    place.write("y.pb.gz", work("main.other", "v.go"))
    place.run("y.pb.gz", "--embed_source", "-o", "y.html")
    os.remove(place.folder / "v.go")
    place.run("x.html", "y.html", "-o", "both.html")
    for report in (["x.html", "y.html"], ["both.html"]):
        done = place.run("list", "work|other", *report)
        check(f"those of all sources, {report}", b"built 100" in done.stdout and b"here" in done.stdout and not done.stderr,
              done.stdout + done.stderr)
    done = place.run("list", "work", "y.html", "x.pb.gz")
    check("others are not found", b"could not find file w.go" in done.stdout, done.stdout)


def damaged_sources(suite, place):
    """A page with damaged source lines gives its profile, and a note where they are wanted."""
    check = suite.check
    profile = work("main.work", "w.go")
    lines = bundle((["w.go"], {at: f"built {at}" for at in range(80, 120)}))
    whole = gzip.compress(lines)
    place.write("x.html", page_with(profile, whole))
    wanted, top = place.run("list", "work", "x.html").stdout, place.run("top", "x.html").stdout
    check("whole", b"built 100" in wanted, wanted)
    cases = {"no gzip": b"RSRC1\n", "cut gzip": whole[:-9], "changed": whole[:-8] + b"12345678", "another kind": gzip.compress(b"RSRC2\n\0"),
             "cut": gzip.compress(lines[:-5]), "too many": gzip.compress(b"RSRC1\n" + b"\xff" * 9 + b"\1")}
    pages = {what: page_with(profile, data) for what, data in cases.items()}
    good = page_with(profile, whole)
    text = base64.b64encode(whole)
    pages["no base64"] = good.replace(text, text[:40] + b"*" + text[40:])
    pages["there twice"] = good.replace(b"</body>", b'<script id="render-source">QQ==</script></body>')
    pages["cut short"] = good[:good.index(text) + 50]
    for what, page in pages.items():
        place.write("d.html", page)
        done = place.run("list", "work", "d.html")
        check(f"{what}: a note", done.returncode == 0 and done.stderr.count(b"\n") == 1 and b"d.html: the source lines that travel along are"
              in done.stderr and b"could not find file" in done.stdout, done.stderr + done.stdout)
        done = place.run("top", "d.html")
        check(f"{what}: not where they are not wanted", done.stdout == top and not done.stderr, done.stderr)
        done = place.run("d.html", "-o", "again.html")
        check(f"{what}: they are not passed on", done.returncode == 0 and b"render-source\"" not in
              (place.folder / "again.html").read_bytes(), done.stderr)
    for nothing in (b"", gzip.compress(b"")):
        place.write("empty.html", page_with(profile, nothing))
        done = place.run("list", "work", "empty.html")
        check("nothing is no damage", done.returncode == 0 and not done.stderr, done.stderr)
    place.write("bomb.html", page_with(profile, gzip.compress(bytes(1 << 28))))
    done = place.run("list", "work", "bomb.html")
    check("a bomb", done.returncode in (0, 3, 4) and done.stderr.count(b"\n") == 1, done.stderr)
    chance = random.Random(5)
    for at in range(60):
        bad = bytearray(lines)
        for _ in range(chance.randrange(1, 4)):
            bad[chance.randrange(6, len(bad))] = chance.randrange(256)
        place.write("r.html", page_with(profile, gzip.compress(bytes(bad))))
        done = place.run("list", "work", "r.html")
        check(f"bytes {at}", done.returncode == 0 and done.stderr.count(b"\n") <= 1, f"exit {done.returncode}: {done.stderr[:300]}")


def markup(suite, place):
    """Four megabytes of anything take no more than seconds."""
    for kind, start in (("html", b"<html data-render='1'>"), ("svg", b"<svg data-render='1'>")):
        for name, part in HOSTILE.items():
            many = b"".join(part % i for i in range(300000)) if b"%" in part else part * ((4 << 20) // len(part))
            place.write("x", start + (b"<a " if name == "attributes" else b"") + many)
            began = time.monotonic()
            done = place.run("top", "x")
            took = time.monotonic() - began
            suite.check(f"{kind} of {name}", done.returncode == 3 and done.stderr.count(b"\n") == 1 and
                        took < 30, f"{done.returncode}, {took:.1f} s, {done.stderr}")
    entities = b'<!DOCTYPE svg [<!ENTITY a "AAAA">' + b"".join(
        b'<!ENTITY a%d "%s">' % (i, (b"&a%d;" % (i - 1) if i else b"&a;") * 10) for i in range(12)) + b"]>"
    place.write("x.svg", entities + report_file.svg().replace(b"</svg>", b"<metadata id='packed'>&a11;</metadata></svg>"))
    place.refuses("entities", ["top", "x.svg"], "not a profile but XML")
    place.write("x.svg", b'<!DOCTYPE svg SYSTEM "file:///dev/zero">' + report_file.svg())
    place.refuses("nothing is loaded", ["top", "x.svg"], "an SVG picture")


def large(suite, place):
    """A page of 60 MB is read in half a second beyond the profile itself."""
    noise = random.Random(1).randbytes(45 << 20)
    # An unknown field of noise makes the profile large and says nothing.
    field = b"\xfa\x7d" + report_file.varint(len(noise)) + noise
    data = gzip.compress(gzip.decompress(MEMBER) + field, 1, mtime=0)
    place.write("large.pb.gz", data)
    place.write("large.html", report_file.html(data))
    times = []
    for name in ("large.pb.gz", "large.html"):
        times.append(min(timed(place, name) for _ in range(3)))
    suite.check("60 MB", times[1] - times[0] < (8 if place.sanitized else 1.5), times)
    print(f"a page of {len(data) * 4 // 3 >> 20} MiB: {times[1] - times[0]:.2f} s beyond the profile's {times[0]:.2f}")


def timed(place, name):
    """Seconds of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = place.run("top", name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def module_is_optional(suite, place, module):
    """Without the module all else works, and others' pages are called what they are."""
    alone = Place(place.folder / "bin" / "render", place.folder, suite, place.sanitized)
    alone.binary.parent.mkdir()
    shutil.copy(place.binary, alone.binary)
    place.write("page.html", report_file.html(MEMBER))
    place.write("other.html", b"<html>404")
    done = alone.run("top", SAMPLE)
    suite.check("without the module: a profile", done.returncode == 0, done.stderr)
    alone.refuses("without the module: a report", ["top", "page.html"], "page.html: ", "librender-markup.so",
                  "libxml2", code=5)
    alone.refuses("without the module: others' pages", ["top", "other.html"], "an HTML page")
    (alone.binary.parent / module.name).write_bytes(b"no library")
    alone.refuses("with a broken module", ["top", "page.html"], "cannot be opened", code=5)
    shutil.copy(module, alone.binary.parent)
    done = alone.run("top", "page.html")
    suite.check("with the module", done.returncode == 0, done.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("module", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, binary, module = Suite(), arguments.binary.resolve(), arguments.module.resolve()
    sanitized = b"__asan_" in binary.read_bytes()
    tests = [reads, drawn, extracts, damage, claims, sources, damaged_sources, markup, large,
             lambda suite, place: module_is_optional(suite, place, module)]
    for test in tests:
        with tempfile.TemporaryDirectory() as name:
            test(suite, Place(binary, pathlib.Path(name), suite, sanitized))
    suite.finish()


if __name__ == "__main__":
    main()
