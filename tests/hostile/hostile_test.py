#!/usr/bin/env python3
"""Inputs made to hurt: hostile_test.py BINARY

Whatever the input, render ends in time and within its memory, with exit 0, 3 or 4, says at most one
line when it refuses, and what it draws is well-formed and harmless."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile, data, number, packed, varint, zipped
from suite import Suite

SECONDS, SECONDS_BY_MIB = 3, 0.2
MEMORY = 4 << 30  # address space; render's own ceilings are 256 MiB and 64 times the source
TYPES = [("samples", "count"), ("cpu", "nanoseconds")]
QUICK = 0.2  # seconds, of five views
MAY_BE_EMPTY = ("comments", "tags", "folded")
XMLLINT = shutil.which("xmllint")
PDFINFO, QPDF = shutil.which("pdfinfo"), shutil.which("qpdf")
PICTURES = ("flame", "graph")
PAPERS = ("report",)
ABOUT_FUNCTION = ("details", "source")
BAD_NUMBER = re.compile(rb'<[^>]* (?:d|x|y|width|height)="[^"]*(?:nan|inf)[^"]*"')
MOST_PIXELS = 60000000
GRAPH_SECONDS = 20  # of a call graph of 10,000 functions
ON_PAPER = ("name: ", "deep: ", "tree: ", "file name: ")  # what changes what stands on pages
WHOLE = ("--nodecount=0", "--nodefraction=0", "--edgefraction=0")


# ---------------------------------------------------------------- a run

class Runner:
    def __init__(self, binary, folder, sanitized):
        self.binary = binary
        self.folder = folder
        self.slower = 8 if sanitized else 1
        self.baseline = {}  # by view
        self.small = folder / "small.base"
        self.small.write_bytes(small().gzip())
        self.has_paper = self.run(self.small, "graph", format="pdf")[1] == 0
        self.views = [view for view in all_views(binary)
                      if self.has_paper or view.split(" ")[-1] not in PAPERS]

    def run(self, path, view, options=(), limit=0, format=""):
        """What is wrong with a run, or ""; and its exit code, output and seconds. A view that begins
        with "diff " is of a comparison, with itself or with a small profile, on either side."""
        operands = [path]
        if view.startswith("diff "):
            view = view[5:]
            with open(path, "rb") as file:
                other = [path, self.small][zlib.crc32(file.read(4096)) & 1]
            operands = ["--diff", other, path] if zlib.crc32(view.encode()) & 1 else ["--diff", path, other]
        format = format or ("pdf" if view in PAPERS else "")
        out = self.folder / f"{path.name[:40]}.{view}.out{format and '.' + format}"
        limit = limit or SECONDS + SECONDS_BY_MIB * path.stat().st_size / (1 << 20)
        limit *= self.slower
        if view in ABOUT_FUNCTION:
            options = [*options, f"--function={self.heaviest(path, limit)}"]
        start = time.monotonic()
        try:
            done = subprocess.run([self.binary, f"--view={view}", "--pattern=m", "--function=main",
                                   "--fail=. cum > 1000% optional",
                                   *options, "-o", out, *operands],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=limit)
        except subprocess.TimeoutExpired:
            return f"took more than {limit:.1f} s", None, b"", limit
        seconds = time.monotonic() - start
        content = out.read_bytes() if out.exists() else b""
        wrong = judge(done, content, out.exists(), view)
        if not wrong and done.returncode == 0 and format:
            wrong = judge_paper(content, out, done.stderr, view in PAPERS)
        elif not wrong and done.returncode == 0 and view in PICTURES:
            wrong = self.judge_picture(content, out, view, len(operands) > 1)
        if not wrong and done.stdout:
            wrong = judge_movers(done.stdout, len(operands) > 1)
        out.unlink(missing_ok=True)
        return wrong, done.returncode, content, seconds

    def heaviest(self, path, limit):
        """The name of the function that is first in the table; "none" where there is none."""
        try:
            done = subprocess.run([self.binary, "functions", "-o", "-", path], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limit)
            return (json.loads(done.stdout)["name"] or ["none"])[0].replace("\0", "")[:10000]
        except (subprocess.TimeoutExpired, ValueError):
            return "none"

    def judge_picture(self, content, path, view, is_compared=False):
        try:
            root = ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            return f"not well-formed: {error}"
        names = sorted(tag_name(each) for each in root.iter())
        scripts = names.count("script"), names.count("style")
        links = [each.get("href", "") for each in root.iter() if tag_name(each) == "a"]
        if not all(link.startswith(("http://", "https://")) for link in links) or len(links) > 1:
            return f"links {links}"
        baseline = self.baseline.setdefault((view, is_compared), scripts)
        if scripts != baseline:
            return f"{scripts} script and style elements, not {baseline}"
        for name in ("img", "image", "iframe", "object", "foreignObject", "evil"):
            if name in names:
                return f"has an element {name}"
        if view == "graph" and BAD_NUMBER.search(content):
            return f"a number that is none: {BAD_NUMBER.search(content)[0]!r}"
        if XMLLINT and len(content) < 20 << 20:
            lint = subprocess.run([XMLLINT, "--noout", "--nonet", "--huge", path],
                                  stderr=subprocess.PIPE)
            if lint.returncode:
                return f"xmllint: {lint.stderr[:200]!r}"
        return ""


def judge_movers(text, is_compared):
    """What a picture of a comparison tells beside it."""
    if not is_compared or b"\nbase  " not in text:
        return f"standard output has {text[:80]!r}"
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        return f"invalid UTF-8 in {text[:80]!r}"
    return "".join(f"a control character in {line!r}" for line in lines
                   if re.search("[\x00-\x1f\x7f-\x9f]", line))[:300]


def judge_paper(content, path, said, has_pages=False):
    """Of a PDF or PNG."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", content[16:24])
        if not 0 < width < 32768 or not 0 < height < 32768:
            return f"{width} x {height} pixels"
        if width * height > MOST_PIXELS and b"note: the picture is larger" not in said:
            return f"{width} x {height} pixels without a note"
        return "" if content.endswith(b"IEND\xaeB`\x82") else "has no end"
    if not content.startswith(b"%PDF-"):
        return f"starts with {content[:20]!r}"
    if PDFINFO:
        info = subprocess.run([PDFINFO, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if info.returncode or info.stderr or not (has_pages or b"Pages:           1\n" in info.stdout):
            return f"pdfinfo: {info.stdout[:200]!r} {info.stderr[:200]!r}"
    if QPDF and has_pages:
        check = subprocess.run([QPDF, "--check", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if check.returncode:
            return f"qpdf: {check.stderr[:300]!r}"
    return ""


def tag_name(element):
    return element.tag.rpartition("}")[2]


def cause(error):
    """The line that says it, of a sanitizer's many."""
    for line in error.splitlines():
        if b"runtime error" in line or b"ERROR: " in line:
            return line[:300]
    return error[-300:]


def judge(done, content, exists, view):
    code, error = done.returncode, done.stderr
    matches_nothing = code == 2 and (b"no matches found for regexp" in error
                                     or b"there is no function" in error)
    if code not in (0, 3, 4) and not matches_nothing:
        return f"exit {code}: {cause(error)!r}"
    for line in error.splitlines():
        if any(byte < 32 or byte == 127 for byte in line):
            return f"a control character in {line!r}"
    try:
        error.decode()
    except UnicodeDecodeError:
        return f"invalid UTF-8 in {error!r}"
    if code == 0:
        return "" if content or view in MAY_BE_EMPTY else "no output"
    if exists:
        return "left an output"
    if error.count(b"\n") != 1 or not error.startswith(b"render: ") or len(error) > 800:
        return f"not one line: {error[:300]!r}"
    return ""


# ---------------------------------------------------------------- inputs

def cpu(*stacks):
    profile = Profile(TYPES, ("cpu", "nanoseconds"), 10000000, 1700000000 * 10**9, 10**10)
    for at, stack in enumerate(stacks):
        profile.sample(stack, [at + 1, (at + 1) * 10000000])
    return profile


def small():
    profile = cpu(["main", "work", "loop"], ["main", "work"], ["main", ("idle", "wait")], [0x4242])
    profile.mapping(0x1000, 0x9000, "/bin/prog", "abcdef")
    profile.sample(["main", "label"], [1, 5], [("key", "value"), ("bytes", 64, "bytes")])
    profile.comment("hello")
    return profile


def wide(value):
    """Three bytes, however small."""
    return bytes((value & 127 | 128, value >> 7 & 127 | 128, value >> 14 & 127))


def head():
    """Two value columns and the strings "", "samples", "count", "f"."""
    return (data(1, number(1, 1) + number(2, 2)) + data(6, b"") + data(6, b"samples")
            + data(6, b"count") + data(6, b"f"))


def function(at=1):
    return data(5, number(1, at) + number(2, 3))


def distinct(count):
    """A name each: functions and locations 1 to count."""
    out = bytearray(head())
    for at in range(1, count + 1):
        line = data(4, b"\x08" + wide(at))
        out += data(4, b"\x08" + wide(at) + line)
        out += data(5, b"\x08" + wide(at) + b"\x10" + wide(at + 3))
        out += data(6, b"function %d" % at)
    return bytes(out)


def sample(ids, value=1):
    """One sample; the ids are bytes of varints already."""
    return data(2, data(1, ids) + data(2, varint(value)))


def deep():
    lines = bytearray()
    for at in range(1, 100001):
        inner = b"\x08\x01\x10" + wide(at)
        lines += data(4, b"\x08" + wide(at) + data(4, inner))
    ids = b"".join(map(wide, range(1, 100001)))
    base = distinct(100000)
    yield "deep: 100,000 frames", base + sample(ids)
    yield "deep: 100,000 lines of a function", head() + function() + bytes(lines) + sample(ids)
    two = (head() + data(6, b"g") + function(1) + data(5, number(1, 2) + number(2, 4))
           + data(4, number(1, 1) + data(4, number(1, 1))) + data(4, number(1, 2) + data(4, number(1, 2))))
    yield "deep: 1,000,000 frames, two in turn", two + sample(b"\x01\x02" * 500000)
    yield "deep: 1,000,000 frames, one", two + sample(b"\x01" * 1000000)
    yield "deep: 1,000,000 frames, distinct", base + sample(ids * 10)
    yield ("deep: 200 stacks of 100,000 that differ at the leaf",
           zipped(base + b"".join(sample(wide(at) + ids) for at in range(1, 201)), 1))
    yield ("deep: 20 stacks of 100,000 that differ at the root",
           zipped(base + b"".join(sample(ids + wide(at)) for at in range(1, 21)), 1))
    yield ("deep: 100,000 inlined lines in one location",
           distinct(100000) + data(4, number(1, 200000) + b"".join(
               data(4, b"\x08" + wide(at)) for at in range(1, 100001))) + sample(varint(200000)))
    yield ("deep: all prefixes of a stack of 3,000",
           zipped(base + b"".join(sample(ids[-3 * at:]) for at in range(1, 3001)), 1))


def counts():
    huge = 1 << 60
    for field in (1, 2, 3, 4, 5, 6, 11, 13, 100):
        yield f"length 2^60 of field {field}", head() + varint(field << 3 | 2) + varint(huge) + b"abc"
    yield "length 2^64-1", head() + varint(6 << 3 | 2) + varint(-1)
    yield "length over the rest, inside", head() + data(2, varint(1 << 3 | 2) + varint(huge))
    yield "length over by one", head() + data(4, number(1, 1) + varint(4 << 3 | 2) + varint(1))
    yield "varint of 11 bytes", head() + b"\x48" + b"\xff" * 10 + b"\x01"
    yield "varint cut", head() + b"\x48\xff"
    yield "groups", head() + b"\xa3\x06" * 100000
    yield "groups closed", head() + b"\xa4\x06"
    yield "field 0", head() + b"\x02\x00"
    yield "wire type 7", head() + b"\x0f"
    yield "fixed 64 for a number", head() + b"\x49" + b"\0" * 8
    yield "field number 2^61", head() + varint((1 << 61) << 3 | 0) + b"\x01"
    yield "3,000,000 empty samples", head() + b"\x12\x00" * 3000000
    yield "3,000,000 empty samples, zipped", zipped(head() + b"\x12\x00" * 3000000, 1)
    yield ("3,000,000 samples of one stack",
           zipped(head() + function() + data(4, number(1, 1) + data(4, number(1, 1)))
                  + sample(b"\x01") * 3000000, 1))
    yield "3,000,000 empty strings", head() + b"\x32\x00" * 3000000
    yield "3,000,000 empty functions", head() + b"\x2a\x00" * 3000000
    yield "3,000,000 empty mappings", head() + b"\x1a\x00" * 3000000
    yield "3,000,000 empty types", head() + b"\x0a\x00" * 3000000
    yield "100,000 types", head() + data(1, number(1, 1) + number(2, 2)) * 99999 + data(
        2, packed(2, [1] * 100000))
    yield "1,000 types, 1,000 samples", zipped(
        head() + data(1, number(1, 1) + number(2, 2)) * 999
        + data(2, data(2, b"\x01" * 1000)) * 1000, 1)
    yield "1,000,000 values for one type", head() + data(2, data(2, b"\x01" * 1000000))
    yield "1,000,000 labels on a sample", head() + data(
        2, data(2, b"\x01") + data(3, number(1, 1) + number(2, 2)) * 1000000)
    yield "200,000 label sets", zipped(head() + b"".join(
        data(2, b"\x12\x01\x01" + data(3, b"\x08\x01\x18" + wide(at) + b"\x20\x02"))
        for at in range(1, 200001)), 1)
    yield "1,000,000 comments", head() + b"\x68\x01" * 1000000
    yield "string index 2^63", head() + data(5, number(1, 1) + number(2, 1 << 63))
    yield "string index -1", head() + data(5, number(1, 1) + number(2, -1))
    yield "unknown location", head() + sample(varint(77))
    yield "location 2^64-1", head() + function() + data(
        4, number(1, -1) + data(4, number(1, 1))) + sample(varint(-1))
    yield "value -2^63", head() + data(2, data(2, varint(-1 << 63))) * 3
    yield "values that overflow", head() + data(2, data(2, varint((1 << 63) - 1))) * 3


def ids():
    chance = random.Random(3)
    for name, step in (("odd", lambda at: chance.getrandbits(64) | 1),
                       ("times 2^32", lambda at: at << 32), ("times 2^20", lambda at: at << 20),
                       ("from the top", lambda at: (1 << 64) - at)):
        chosen = sorted({step(at) for at in range(1, 100001)})
        out = bytearray(head() + function())
        for at in chosen:
            out += data(4, number(1, at) + b"\x22\x02\x08\x01")
        out += sample(b"".join(map(varint, chosen)))
        yield f"ids: {name}", bytes(out)
    yield "ids: the same location twice", head() + function() + data(4, number(1, 5)) * 2
    yield "ids: zero", head() + data(4, data(4, number(1, 1))) + function()
    yield "ids: line without a function", head() + data(4, number(1, 1) + data(4, number(1, 9)))
    yield "ids: a mapping that is not there", head() + data(
        4, number(1, 1) + number(2, 99)) + sample(b"\x01")


def strings():
    body = data(1, number(1, 1) + number(2, 2)) + sample(b"\x01")
    yield "strings: none", body
    yield "strings: first is not empty", body + data(6, b"x") * 5
    yield "strings: only the first", body + data(6, b"")
    yield "strings: 300,000 distinct", zipped(
        head() + b"".join(data(6, b"%d" % at) for at in range(300000)), 1)
    yield "strings: one of 64 MB", zipped(head() + data(6, b"a" * (64 << 20)), 1)


def bombs():
    member = zipped(b"\0" * (1 << 20), 9)
    yield "bomb: 4 GiB of zeros in members", member * 4096
    yield "bomb: 1,000,000 empty members", zipped(b"") * 50000
    filler = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = filler.compress(head() + varint(100 << 3 | 2) + varint(4 << 30)) + filler.flush(
        zlib.Z_FULL_FLUSH)
    block = filler.compress(b"\0" * (1 << 20)) + filler.flush(zlib.Z_FULL_FLUSH)
    top = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    yield "bomb: unknown field of 4 GiB", top + start + block * 4096 + filler.flush() + b"\0" * 8
    yield "bomb: unknown field of 200 MB", zipped(
        small().raw() + data(100, b"\0" * (200 << 20)), 1)
    yield "bomb: small fields", zipped(small().raw() + b"\xa0\x06\x01" * 20000000, 1)
    yield "gzip in gzip in gzip", zipped(zipped(small().gzip()))
    yield "gzip: stored, no end", top + b"\x00\xff\xff\x00\x00" * 10


def damaged():
    whole = small().gzip()
    for end in range(0, len(whole), 7):
        yield f"cut: {end} of {len(whole)} bytes", whole[:end]
    raw = small().raw()
    for end in range(0, len(raw), 7):
        yield f"cut raw: {end} of {len(raw)} bytes", raw[:end]
    real = (ROOT / "samples" / "svc-slow.heap.pb.gz").read_bytes()
    chance = random.Random(1)
    for _ in range(30):
        end = chance.randrange(len(real))
        yield f"cut: a sample to {end} bytes", real[:end]


def flipped(count):
    chance = random.Random(2)
    zips, raw = small().gzip(), small().raw()
    real = (ROOT / "samples" / "svc-fast.goroutine.pb.gz").read_bytes()
    real_raw = zlib.decompress(real, 31)
    for turn in range(count):
        name, content = [("raw", raw), ("real", real_raw), ("raw", raw), ("zipped", zips)][turn % 4]
        content = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 8))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield f"flipped: {turn} {name}", bytes(content)


ATTACKS = {
    "script end": b"</script><script>alert(1)</script><evil/>",
    "CDATA end": b"]]><script>alert(1)</script>",
    "comment": b"--><!--<evil/>",
    "comment start": b"<!--<script>",
    "image": b"\"><img src=x onerror=alert(1)>",
    "attribute": b"' onload='alert(1)' x='",
    "entity": b"&amp;&lt;&#0;&evil;&#x1f;",
    "doctype": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "instruction": b"<?xml-stylesheet href='evil'?>",
    "style": b"</style><style>*{display:none}",
    "url": b"javascript:alert(1)",
    "controls": bytes(range(1, 32)) + b"\x7f",
    "NUL": b"a\0b\0",
    "only NUL": b"\0",
    "invalid UTF-8": b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80 \xe2\x82",
    "C1": "\u0080\u0085\u009b31m".encode(),
    "no characters": "\ufffe\uffff\U0001fffe \ufdd0".encode(),
    "line ends": b"a\r\nb\rc\n\xe2\x80\xa8d\xe2\x80\xa9e",
    "right to left": "\u202e\u2066abc\u202d\u200f\ufeff\u061c".encode(),
    "terminal": b"\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "combining": b"Z" + "\u0301\u0325".encode() * 3000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467".encode() * 50,
    "backslashes": b"\\\"\\u003c\\x3c${alert(1)}`",
    "percent": b"%s%n%100000d%*c",
    "brackets": b"[" * 20000,
    "angles": b"<" * 20000,
    "closing": b">)}]" * 5000,
    "dots": b"." * 30000 + b"/" * 30000,
    "generics": b"f[" + b"go.shape.[" * 5000,
    "anonymous": b"a.func1" + b".1" * 10000,
    "templates": b"std::vector<" * 5000 + b"int" + b">" * 5000 + b"::at(unsigned long) const",
    "spaces": b" " * 10000,
    "empty": b"",
    "1 MB": b"n" * (1 << 20),
    "1 MB of letters": "\u00e9".encode() * (1 << 19),
    "1 MB of angles": b"<&\"'" * (1 << 18),
}


def attacked(name):
    """A profile that has the name wherever there is a place for one."""
    profile = Profile([(name, name), (b"cpu", b"nanoseconds" if len(name) > 1000 else name)],
                      (name, name), 1, 1700000000 * 10**9, 10**10)
    profile.mapping(0x1000, 0x100000, name, name, ())
    profile.function(name, name, 1, name)
    for at in range(3):
        profile.sample([name, b"main.main", b"p." + name, (name + b"x", b"main.i")][: at + 2],
                       [1, 10000000], [(name, name), (b"k", 5, name)], name, 1)
    profile.sample([0x2000], [1, 1000], (), "", 1)
    profile.sample([0x2004], [1, 1000], [(b"k", name)], name, 1)
    profile.comment(name)
    profile.doc_url(name)
    return profile


def attacks():
    for what, name in ATTACKS.items():
        profile = attacked(name)
        yield f"name: {what}", profile.raw()
        profile.default_type(name)
        profile.drop_frames(name)
        profile.keep_frames(name)
        yield f"name: {what}, also in the rules", profile.gzip(1)


def patterns():
    for pattern in ("(a*)*b", "(a|a)*$", "a{1000}{1000}", "(((a{30}){30}){30})", "[", "(?P<n", "\\p{Greek}+",
                    "(" * 3000, "(" * 900 + "a" + ")*" * 900, "|".join(map(str, range(5000))), "x{1001}", "\\C"):
        profile = cpu(["main", "a" * 30000], ["main", "aaaa" * 10, "b"])
        profile.drop_frames(pattern)
        yield f"drop_frames: {pattern[:20]}", profile.gzip()


def dumps():
    """Goroutines in words, of names and sizes that are none."""
    end = b"created by main.main in goroutine 1\n\t/m.go:8 +0x11\n\n"
    for what, name in ATTACKS.items():
        line = name.replace(b"\n", b" ")[:20000]
        yield f"dump: {what}", (b"goroutine 1 [running]:\nmain.main()\n\t/m.go:9 +0x1\n\n" + b"".join(
            b"goroutine %d [%s, 5 minutes labels:{\"%s\": \"%s\"}]:\n%s(0x1)\n\t%s:7 +0x1\n"
            b"created by %s in goroutine 1\n\t%s:8 +0x1\n\n" % (at, *[line] * 7) for at in range(2, 20)))
    one = b"main.f()\n\t/m.go:7 +0x1\n"
    yield "dump: 1 million frames", b"goroutine 5 [select]:\n" + one * 1000000 + end
    yield "dump: 1 million inlined frames", b"goroutine 5 [select]:\n" + b"f(...)\n\t/m:7\n" * 1000000 + one + end
    yield "dump: 200,000 goroutines", b"".join(
        b"goroutine %d [chan send, %d minutes]:\nmain.f%d()\n\t/m.go:7 +0x1\n" % (at, at % 90, at % 997) + end
        for at in range(200000))
    yield "dump: 400,000 headers", b"goroutine 5 [select]:\n" * 400000
    yield "dump: a header of 4 MB", b"goroutine 5 [" + b"select, " * (1 << 19) + b"]:\n" + one
    yield "dump: 500,000 labels", b"goroutine 5 [x labels:{" + b'"a": "b", ' * 500000 + b"}]:\n" + one
    yield "dump: lines that are none", b"goroutine 5 [select]:\n" + b"x\n" * 2000000


def fractal():
    """Trees that are bad to lay out."""
    profile = cpu()
    for at in range(20000):
        profile.sample([f"f{at}"], [1, 1])
    yield "tree: 20,000 roots", profile.gzip(1)
    profile = cpu()
    for at in range(1 << 13):
        profile.sample([f"{bit}{at >> bit & 1}" for bit in range(13)], [1, 1])
    yield "tree: binary, 13 deep", profile.gzip(1)
    profile = cpu()
    for at in range(2000):
        profile.sample([f"f{each}" for each in range(0, at, 7)], [1, -1 if at & 1 else 1])
    yield "tree: comb with negative values", profile.gzip(1)
    profile = cpu(["a"], ["b"])
    profile.sample(["c"], [0, 0])
    profile.sample([], [5, 5])
    profile.sample(["c", ""], [1 << 62, 1 << 62])
    profile.sample(["d"], [-(1 << 62), -(1 << 62)])
    yield "tree: values that cancel", profile.gzip()


# ---------------------------------------------------------------- call graphs

def calls(pairs, value=10000000):
    profile = cpu()
    for caller, callee in pairs:
        profile.sample([caller, callee], [1, value])
    return profile.gzip(1)


def random_calls(functions, more):
    chance = random.Random(5)
    pairs = [(f"pkg.f{chance.randrange(at + 1)}", f"pkg.f{at}") for at in range(functions)]
    pairs += [(f"pkg.f{chance.randrange(functions)}", f"pkg.f{chance.randrange(functions)}")
              for _ in range(more)]
    return calls(pairs)


def large_graphs():
    yield "10,000 functions, 12,000 calls", random_calls(10000, 2000)
    profile = cpu()
    for at in range(3000):
        profile.sample([f"caller{at}", "hub", f"callee{at}"], [1, 10000000])
    yield "3,000 callers and callees of one", profile.gzip(1)
    yield "a circle of 10,000", calls((f"f{at}", f"f{(at + 1) % 10000}") for at in range(10000))
    yield "a chain of 10,000", calls((f"f{at}", f"f{at + 1}") for at in range(9999))
    yield "5,000 apart", calls((f"f{at}", f"g{at}") for at in range(5000))
    yield "400 that all call each other", calls(
        (f"f{at}", f"f{other}") for at in range(400) for other in range(0, 400, 13))
    yield "200 calls of each, in circles", calls(
        (f"f{at}", f"f{at * at * 7 % 300}") for at in range(300) for _ in range(200))
    profile = cpu()
    for at in range(3000):
        profile.sample(["main", f"f{at % 40}"], [1, 10000000],
                       [("key", f"value {at}"), ("bytes", 1 << at % 60, "bytes")])
    yield "labels at every function", profile.gzip(1)


def small_graphs():
    yield "nothing", cpu().raw()
    yield "one function", cpu(["main"]).raw()
    yield "one that calls itself", cpu(["main", "main"]).raw()
    yield "each calls the other", cpu(["a", "b"], ["b", "a"]).raw()
    profile = cpu(["main", "a"])
    profile.sample(["main", "b"], [0, 0])
    profile.sample(["main", "a"], [-1, -10000000])
    profile.sample(["c", "main"], [-5, -7])
    yield "nothing and less", profile.raw()
    profile = cpu()
    profile.sample(["main", "a"], [1 << 62, (1 << 63) - 1])
    profile.sample(["main", "b"], [1, -(1 << 63)])
    yield "the largest values", profile.raw()
    for what, name in ATTACKS.items():
        yield f"names: {what}", attacked(name).gzip(1)


def check_graphs(suite, runner, folder, slowest):
    path = folder / "graph.pb"
    path.write_bytes(small().raw())
    has_paper = runner.has_paper
    if not has_paper:
        suite.skip("graphs as PDF and PNG", "the module is not built")
    for name, content in large_graphs():
        if runner.slower > 1:
            suite.skip(f"graph: {name}", "it takes long under a sanitizer")
            continue
        path.write_bytes(content)
        check_graph(suite, runner, f"graph: {name}", path, slowest, WHOLE, GRAPH_SECONDS)
        check_graph(suite, runner, f"graph: {name}, call tree", path, slowest,
                    ("--call-tree",), GRAPH_SECONDS)
    for name, content in small_graphs():
        path.write_bytes(content)
        base = ("--diff_base=" + str(path),)
        for more, options in (("", WHOLE), (", less itself", WHOLE + base)):
            check_graph(suite, runner, f"graph: {name}{more}", path, slowest, options, 0)
        for format in ("pdf", "png") if has_paper else ():
            check_graph(suite, runner, f"graph: {name}: {format}", path, slowest, WHOLE, 10, format)
    if has_paper:
        path.write_bytes(calls([("main", f"f{at}") for at in range(1200)]))
        for format in ("pdf", "png"):
            check_graph(suite, runner, f"graph: wide: {format}", path, slowest,
                        WHOLE + ("--dpi=600",) * (format == "png"), GRAPH_SECONDS, format)


def check_graph(suite, runner, name, path, slowest, options, seconds, format=""):
    """The limit is of the processor's time: these run alone, but maybe on a busy machine."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    wrong, code, _, _ = runner.run(path, "graph", options, 5 * seconds, format)
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start
    if not wrong and seconds and took > seconds * runner.slower:
        wrong = f"took {took:.1f} s of the processor"
    if not wrong and code and "largest values" not in name:
        wrong = f"exit {code}"
    slowest.append((took, f"{name}: exit {code}"))
    suite.check(name, not wrong, wrong)


def shared_files():
    shared = pathlib.Path(os.environ.get("RENDER_SHARED") or ROOT.parent / "shared")
    for folder in ("malformed", "edge"):
        files = sorted((shared / "profiles" / folder).glob("*"))
        yield folder, [file for file in files if file.is_file()]


# ---------------------------------------------------------------- all of them

def all_views(binary):
    """By their names; what compares is of two profiles."""
    text = subprocess.run([binary, "--help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    views = re.findall(r"^  (\w+)", re.search(r"^views:\n(.*?)\n\n", text, re.M | re.S).group(1), re.M)
    return [f"diff {view}" if view == "movers" else view for view in views] + [
        f"diff {view}" for view in ("flame", "graph", "html", "report", "md", "json", "csv", "check", "proto",
                                    "list")]


def some_views(runner, name):
    """Those that most depends on, and two of the others, which depend on the name."""
    most = ["top", "flame", "graph"]
    if runner.has_paper and name.startswith(ON_PAPER):
        most.append("report")
    others = [view for view in runner.views if view not in most]
    at = zlib.crc32(name.encode("utf-8", "surrogateescape"))
    return dict.fromkeys([*most, others[at % len(others)], others[at // 64 % len(others)]])


def check_one(suite, runner, name, path, slowest, options=(), views=None):
    for view in views or some_views(runner, name):
        wrong, code, _, seconds = runner.run(path, view, options if view == "flame" else ())
        if not wrong and name.startswith("cut: ") and code != 3:
            wrong = f"a truncated download ended with exit {code}"
        slowest.append((seconds, f"{name} ({view}): exit {code}"))
        suite.check(f"{name}: {view}", not wrong, wrong)


def check_inputs(suite, runner, folder, inputs, slowest, workers):
    def one(case):
        at, (name, content) = case
        path = folder / f"{at}.pb"
        path.write_bytes(content)
        check_one(suite, runner, name, path, slowest)
        path.unlink()

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(one, case) for case in enumerate(inputs)]:
            done.result()


def check_heavy(suite, runner, folder, inputs, slowest):
    """One after the other: these are near the limits of time."""
    path = folder / "heavy.pb"
    for name, content in inputs:
        path.write_bytes(content)
        del content
        check_one(suite, runner, name, path, slowest)


def check_names_of_files(suite, runner, folder, slowest):
    for what, name in ATTACKS.items():
        name = name.replace(b"\0", b"").replace(b"/", b"")[:200]
        path = pathlib.Path(os.fsdecode(os.fsencode(folder) + b"/x" + name + b".pb.gz"))
        path.write_bytes(small().gzip())
        check_one(suite, runner, f"file name: {what}", path, slowest,
                  [f"--title={os.fsdecode(name)}"])
        path.write_bytes(b"not a profile")
        check_one(suite, runner, f"file name: {what}, refused", path, slowest)
        path.unlink()


def check_file(suite, runner, name, path, slowest):
    """With every view where that is quick, otherwise with some."""
    start = time.monotonic()
    check_one(suite, runner, name, path, slowest)
    if time.monotonic() - start < QUICK * runner.slower:
        tried = some_views(runner, name)
        check_one(suite, runner, name, path, slowest,
                  views=[view for view in runner.views if view not in tried])


def check_shared(suite, runner, slowest, workers):
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for folder, files in shared_files():
            if not files:
                suite.skip(f"profiles/{folder}", "set RENDER_SHARED to where they are")
            jobs = [pool.submit(check_file, suite, runner, f"{folder}/{file.name}", file, slowest)
                    for file in files]
            for done in jobs:
                done.result()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    binary = arguments.binary.resolve()
    sanitized = b"__asan_init" in binary.read_bytes()
    if not sanitized:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    suite, slowest = Suite(arguments.verbose), []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        runner = Runner(binary, folder, sanitized)
        (folder / "first.pb").write_bytes(small().raw())
        check_one(suite, runner, "a good profile", folder / "first.pb", slowest)
        for heavy in (deep, counts, ids, strings, bombs, dumps, fractal):
            check_heavy(suite, runner, folder, heavy(), slowest)
        for light in (damaged(), flipped(100 if sanitized else 500), attacks(), patterns()):
            check_inputs(suite, runner, folder, light, slowest, os.cpu_count() or 1)
        check_names_of_files(suite, runner, folder, slowest)
        check_graphs(suite, runner, folder, slowest)
        check_shared(suite, runner, slowest, os.cpu_count() or 1)
    for seconds, case in sorted(slowest, reverse=True)[:5]:
        print(f"slowest: {seconds:.2f} s {case}")
    suite.finish()


if __name__ == "__main__":
    main()
