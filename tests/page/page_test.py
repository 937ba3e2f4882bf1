#!/usr/bin/env python3
"""The page as a file: page_test.py BINARY SAMPLES

What travels in it, what it shows without script and style, and its policy. What the app does is tested in a browser."""

import argparse
import base64
import gzip
import hashlib
import html
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Line, Profile, zipped
from suite import Suite

CPU = [("samples", "count"), ("cpu", "nanoseconds")]
MOST_PICTURE = 60000
BLOCK = re.compile(rb'<script type="([^"]*)" id="([^"]*)">([^<]*)</script>')
EVIL = ['</script><script>alert(1)</script>', '<!--<script>', '--></main><img src=x onerror=alert(1)>',
        '" onload="alert(1)', "' onload='alert(1)", '&lt;b&gt;&amp;', ']]><svg/onload=alert(1)>', '\u202egnp.exe', '\x1b[2J',
        'javascript:alert(1)', '${alert(1)}', '</title><h1>', '</style>', 'x' * 5000, '\u2028\u2029', 'a\nb\tc', '\udcff\udcfe']


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, folder, suite

    def run(self, *arguments, stdin=b"", code=0):
        done = subprocess.run([self.binary, *map(str, arguments)], cwd=self.folder, input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60, env=dict(os.environ, TZ="UTC"))
        self.suite.check(f"exit {code}: {arguments}", done.returncode == code, f"{done.returncode}: {done.stderr!r}")
        return done

    def page(self, *arguments, stdin=b""):
        self.run(*arguments, "-o", "x.html", stdin=stdin)
        return Page((self.folder / "x.html").read_bytes())

    def write(self, name, content):
        (self.folder / name).write_bytes(content)
        return name


class Page:
    def __init__(self, content):
        self.content = content
        self.blocks = {name.decode(): data for _, name, data in BLOCK.findall(content)}
        self.head = json.loads(self.blocks["render-report"])
        self.profile = base64.b64decode(self.blocks["render-profile"], validate=True)
        self.static = re.search(rb'<main id="static">.*</main>', content, re.S).group(0)
        self.picture = re.search(rb"<svg .*</svg>", self.static, re.S)


class Outline(html.parser.HTMLParser):
    """Every element that must be closed is, in order; what is in an attribute is harmless."""
    VOID = {"meta", "wbr", "img", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.elements, self.attributes = [], [], {}, set()
        self.feed(text)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag, attributes):
        self.elements[tag] = self.elements.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attributes}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements[tag] = self.elements.get(tag, 0) + 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("/" + tag)


# ---------------------------------------------------------------- what travels

def carries_the_source(place, samples):
    check = place.suite.check
    for sample in sorted(samples.glob("*.pb.gz")):
        source = sample.read_bytes()
        page = place.page(sample)
        check(f"{sample.name}: the source's own bytes", page.profile == source)
        check(f"{sample.name}: head", page.head["profile"] == {"size": len(source), "raw": len(gzip.decompress(source)), "note": ""}
              and page.head["sources"] == sample.name and page.head["format"] == 1 and page.head["tab"] == "", str(page.head))
        check(f"{sample.name}: the same again", place.page(sample).content == page.content)
    piped = place.page("-", stdin=source)
    check("from a pipe", piped.profile == source and piped.head["sources"] == "standard input")
    plain = place.page(place.write("plain.pb", gzip.decompress(source)))
    check("not compressed", plain.profile[:2] == b"\x1f\x8b" and gzip.decompress(plain.profile) == gzip.decompress(source)
          and plain.head["profile"]["note"] == "", str(plain.head))


def same_reports(place, name, one, other, *options):
    for view in ("top", "peek", "tags", "tree"):
        answers = []
        for source in (one, other):
            pattern = ["."] if view == "peek" else []
            done = place.run(view, *pattern, source, "--nodecount=0", "--trim=false", *options)
            answers.append([line for line in done.stdout.decode("utf-8", "replace").splitlines()])
        place.suite.check(f"{name}: {view} {options} stays", answers[0] == answers[1],
                          str([pair for pair in zip(*answers) if pair[0] != pair[1]][:3]))


def writes_others_anew(place, samples):
    check = place.suite.check
    fast, slow = samples / "svc-fast.cpu.pb.gz", samples / "svc-slow.cpu.pb.gz"
    raw = gzip.decompress(slow.read_bytes())
    half = len(raw) // 2
    members = place.write("members.pb.gz", zipped(raw[:half]) + zipped(raw[half:]))
    folded = place.write("a.folded", b"main;f;g 3\nmain;f 4\n")
    for name, arguments, words in (("two members", [members], "written anew"), ("folded", [folded], "written anew"),
                                   ("two sources", [fast, slow], "the sum of 2 sources"),
                                   ("a base", [slow, f"--base={fast}"], "less a base"),
                                   ("a difference", [slow, f"--diff_base={fast}"], "less a base")):
        page = place.page(*arguments)
        check(f"{name}: one member", len(gzip.decompress(page.profile)) == page.head["profile"]["raw"])
        check(f"{name}: says so", words in page.head["profile"]["note"] and words in page.static.decode(), str(page.head))
        check(f"{name}: the query has no base", "base" not in page.head["query"], page.head["query"])
        kept = place.write("kept.pb.gz", page.profile)
        own = [] if name in ("two members", "folded", "two sources") else [arguments[1]]
        tops = [place.run("top", *(arguments if at else [kept])).stdout for at in (0, 1)]
        check(f"{name}: the same top", tops[0] == tops[1], f"{own}")
    page = place.page(fast)
    check("the answer to a base is not in the next page", page.profile == fast.read_bytes())


def compacts(place, samples):
    check = place.suite.check
    for sample in sorted(samples.glob("*.pb.gz")):
        done = place.run(sample, "--max_html=1kB", "-o", "x.html")
        page = Page((place.folder / "x.html").read_bytes())
        note = page.head["profile"]["note"]
        check(f"{sample.name}: compacting is said", "compacted" in note and note in done.stderr.decode()
              and note in page.static.decode(), note)
        check(f"{sample.name}: smaller", len(page.profile) < sample.stat().st_size)
        same_reports(place, sample.name, sample, place.write("small.pb.gz", page.profile))
    page = place.page(sample, "--max_html=10MB")
    check("what is small enough stays", page.profile == sample.read_bytes() and not page.head["profile"]["note"])


def compacts_signs(place):
    """Values of both signs at one place must not cancel: shares are shares of absolute values."""
    profile = Profile(CPU)
    for at in range(200):
        place_of = Line("main.work", "w.go", at % 3 + 1)
        profile.sample(["main.main", place_of], [1, 5 + at], [("k", "v")])
        profile.sample(["main.main", Line("main.work", "w.go", at % 3 + 1, 7)], [1, -3 - at], [("k", "v")])
        profile.sample(["main.main", 0x1000 + at], [2, at])
    for at in range(300):  # the same line at many addresses
        profile.location("main.more", "m.go", 4, 0)
        profile.locations[("main.more", "m.go", 4, 0)] = profile.locations.pop(("main.more", "m.go", 4, 0))
    name = place.write("signs.pb.gz", profile.gzip())
    page = place.page(name, "--max_html=100")
    same_reports(place, "signs", name, place.write("small.pb.gz", page.profile))
    same_reports(place, "signs", name, "small.pb.gz", "--lines")
    place.suite.check("signs leave no label", b"render::sign" not in gzip.decompress(page.profile))


def carries_source_lines(place):
    check = place.suite.check
    place.write("w.go", b"".join(b"line %d of <b>w</b></script>\n" % at for at in range(1, 200)))
    profile = Profile(CPU)
    profile.sample(["main.main", Line("main.work", "w.go", 100, 90)], [1, 10])
    name = place.write("lines.pb.gz", profile.gzip())
    done = place.run(name, "--embed_source", "-o", "x.html")
    page = Page((place.folder / "x.html").read_bytes())
    lines = gzip.decompress(base64.b64decode(page.blocks.get("render-source", b"")) or zipped(b""))
    check("source lines travel", b"line 100 of" in lines and b"line 180 of" not in lines and page.head["source_size"] == len(lines),
          str(lines[:200]))
    check("and it is said how many", b"carries" in done.stderr, str(done.stderr))
    check_markup(place, "with source lines", page)
    page = place.page(name)
    check("only if asked", "render-source" not in page.blocks and page.head["source_size"] == 0)
    other = Profile(CPU)
    other.sample(["main.main", Line("main.work", "no/such/file.go", 100, 90)], [1, 10])
    page = place.page(place.write("other.pb.gz", other.gzip()), "--embed_source")
    check("none found", "render-source" not in page.blocks and page.head["source_size"] == 0)


def pictures_carry(place, samples):
    source = samples / "svc-slow.cpu.pb.gz"
    for view in ("flame", "graph"):
        for arguments in ([], ["--focus=json"]):
            place.run(view, source, "--embed_profile", *arguments, "-o", "x.svg")
            found = re.search(rb'<metadata id="render-profile">([^<]*)</metadata>', (place.folder / "x.svg").read_bytes())
            place.suite.check(f"{view} {arguments} carries the profile", found and base64.b64decode(found.group(1)) == source.read_bytes())
        place.run(view, source, "-o", "x.svg")
        place.suite.check(f"{view} does so only if asked", b"render-profile" not in (place.folder / "x.svg").read_bytes())


# ---------------------------------------------------------------- what it shows

def check_markup(place, name, page):
    check = place.suite.check
    text = page.content.decode()
    outline = Outline(text)
    check(f"{name}: elements are closed", not outline.wrong, str(outline.wrong[:5]))
    static = Outline(page.static.decode())
    check(f"{name}: the static part has neither style nor script",
          not {"style", "script", "link", "iframe"} & set(static.elements) and
          not [attribute for attribute in static.attributes if attribute == "style" or attribute.startswith("on")],
          str(static.elements))
    check(f"{name}: no reference", "href" not in outline.attributes and "src" not in outline.attributes)
    scripts = {"render-report", "render-profile", "render-engine", "render-source", "render-app"} & set(page.blocks)
    check(f"{name}: one script runs", outline.elements["script"] == len(scripts) + 1, str(outline.elements))
    if page.picture:
        check(f"{name}: size of the picture", len(page.picture.group(0)) <= MOST_PICTURE, str(len(page.picture.group(0))))


def shows_without_script(place, samples):
    check = place.suite.check
    for sample in sorted(samples.glob("*.pb.gz")):
        page = place.page(sample)
        check_markup(place, sample.name, page)
        check(f"{sample.name}: a picture", page.picture and page.picture.group(0).count(b"<title>") > 5)
        table = page.static.decode().split("<h2>Top</h2>")[1].split("</table>")[0].replace("<wbr>", "")
        shown = [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in table.split("</tr>")[1:-1]]
        top = place.run("top", sample, "--trim=false", "--nodecount=0").stdout.decode().split("cum%\n")[1].splitlines()
        expected = [line.split(maxsplit=5) for line in top[:50]]
        check(f"{sample.name}: rows of top", shown == expected, str([pair for pair in zip(shown, expected) if pair[0] != pair[1]][:2]))


def stands_hostile_text(place):
    profile = Profile(CPU, ("cpu", EVIL[0]), 1)
    for at, text in enumerate(EVIL):
        profile.mapping(at * 4096 + 4096, at * 4096 + 8192, text, text)
        profile.comment(text)
        profile.sample([text, Line(EVIL[at - 1], text, at, at)], [1, 1000 + at], [(text, text), (EVIL[at - 1], at, text)])
    profile.doc_url("javascript:alert(1)")
    profile.default_type("cpu")
    name = place.write("evil.pb.gz", profile.gzip())
    for options in ([], ["--focus=."], [f"--title={EVIL[0]}"], [f"--ignore={EVIL[2]}"], ["--max_html=10"]):
        check_markup(place, f"hostile {options}", place.page(name, *options))
    odd = "<img src=x onerror=alert(1)>.pb.gz"
    check_markup(place, "hostile name of the source", place.page(place.write(odd, profile.gzip())))


def copes_with_odd_profiles(place):
    empty, zero, one, deep = Profile(CPU), Profile(CPU), Profile(CPU), Profile(CPU)
    zero.sample(["main"], [0, 0])
    one.sample(["main"], [1, 1])
    deep.sample([f"f{at % 7}" for at in range(100000)], [1, 1])
    negative = Profile(CPU)
    negative.sample(["main", "a"], [1, 5])
    negative.sample(["main", "b"], [1, -7])
    huge = Profile(CPU)
    huge.sample(["main", "a"], [1, 1 << 62])
    huge.sample(["main", "b"], [1, 1 << 62])
    huge.sample(["main", "c"], [1, 1 << 62])
    for name, profile in (("empty", empty), ("zero", zero), ("one", one), ("deep", deep), ("negative", negative), ("huge", huge)):
        for options in ([], ["--flip"], ["--color_by=weight"], ["--mean"], ["--divide_by=3"], ["--max_html=1"]):
            check_markup(place, f"{name} {options}", place.page(place.write(f"{name}.pb.gz", profile.gzip()), *options))


def refuses_what_is_no_profile(place):
    for name, content in (("nothing.pb", b""), ("nothing.pb.gz", gzip.compress(b"")), ("short.pb.gz", gzip.compress(b"\x0a")[:-9])):
        said = place.run(place.write(name, content), "-o", "no.html", code=3).stderr
        place.suite.check(f"{name}: one line", said.count(b"\n") == 1 and not (place.folder / "no.html").exists(), repr(said))


# ---------------------------------------------------------------- policy, names

def states_its_policy(place, samples):
    check = place.suite.check
    page = place.page(samples / "cpp.cpu.pb.gz")
    script = re.findall(rb"<script>(.*?)</script>", page.content, re.S)
    style = re.findall(rb"<style>(.*?)</style>", page.content, re.S)
    check("one script, one style sheet", len(script) == 1 and len(style) == 1)
    def digest(text):
        return "sha256-" + base64.b64encode(hashlib.sha256(text).digest()).decode()
    app = gzip.decompress(base64.b64decode(page.blocks["render-app"], validate=True)).split(b"\0")
    check("the app is a style sheet and a script", len(app) == 2)
    expected = (f"script-src '{digest(script[0])}' '{digest(app[1])}' 'wasm-unsafe-eval';\n"
                f"style-src '{digest(style[0])}' '{digest(app[0])}';\n")
    check("--csp-hash", place.run("--csp-hash").stdout.decode() == expected)
    meta = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page.content.decode()).group(1)
    directives = dict(part.strip().split(" ", 1) for part in meta.split(";"))
    check("default-src", directives["default-src"] == "'none'")
    for line in expected.split(";\n")[:2]:
        key, value = line.split(" ", 1)
        check(f"meta {key}", directives[key] == value, meta)
    check("nothing leaves", all(directives[key] == "'none'" for key in ("connect-src", "base-uri", "form-action")))
    other = place.page(samples / "svc-fast.cpu.pb.gz", "--focus=json").content
    check("the same for all pages", meta.encode() in other)
    check("takes no value", place.run("--csp-hash=1", code=2).stderr.startswith(b"render: "))


def chooses_names_and_tabs(place, samples):
    check = place.suite.check
    place.write("cpu.pb.gz", (samples / "cpp.cpu.pb.gz").read_bytes())
    for arguments in (["html", "cpu.pb.gz"], ["--html", "cpu.pb.gz"], ["--view=html", "cpu.pb.gz"], ["--format=html", "cpu.pb.gz"]):
        done = place.run(*arguments)
        check(f"{arguments}: the default name, again and again", done.stderr == b"wrote cpu.html\n", str(done.stderr))
        check(f"{arguments}: the source's own bytes", Page((place.folder / "cpu.html").read_bytes()).profile
              == (place.folder / "cpu.pb.gz").read_bytes())
    place.write("cpu.html", b"<html>mine</html>")
    check("a page of others stays", place.run("html", "cpu.pb.gz").stderr == b"wrote cpu-1.html\n"
          and (place.folder / "cpu.html").read_bytes() == b"<html>mine</html>")
    for arguments, tab in ((["--view=graph"], "graph"), (["top"], "top"), (["peek", "main"], "peek"), (["tags"], "labels"),
                           (["flame"], "flame"), (["--view=summary"], "summary"), (["html"], ""), ([], "")):
        check(f"{arguments}: tab", place.page(*arguments, "cpu.pb.gz").head["tab"] == tab)
    check("to a pipe", place.run("html", "cpu.pb.gz", "-o", "-").stdout.startswith(b"<!doctype html>"))
    refused = place.run("json", "cpu.pb.gz", "-o", "y.html", code=2)
    check("no such tab", b"no tab" in refused.stderr and not (place.folder / "y.html").exists(), str(refused.stderr))
    page = place.page("cpu.pb.gz", "--sort=cum", "--focus=a b&c|.", "--source_path=/home/me", "--trim_path=/x", "--unit=ms",
                      "--max_memory=1GB")
    check("the query", set(page.head["query"].split("&")) >= {"sort=cum", "focus=a%20b%26c%7C.", "unit=ms"}
          and "home" not in page.head["query"] and "max_" not in page.head["query"], page.head["query"])


def is_read_by_libxml(place, samples):
    xmllint = shutil.which("xmllint")
    if not xmllint:
        place.suite.skip("xmllint", "not installed")
        return
    place.page(samples / "svc-slow.cpu.pb.gz")
    said = subprocess.run([xmllint, "--html", "--noout", "--huge", "x.html"], cwd=place.folder, stderr=subprocess.PIPE, timeout=60)
    wrong = [line for line in said.stderr.decode().splitlines() if "error" in line and not line.endswith(" invalid")]
    place.suite.check("libxml finds but elements newer than itself", not wrong, str(wrong[:3]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("samples", type=pathlib.Path)
    options = parser.parse_args()
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(options.binary.resolve(), pathlib.Path(folder), suite)
        samples = options.samples.resolve()
        for test in (carries_the_source, writes_others_anew, compacts, pictures_carry, shows_without_script, states_its_policy,
                     chooses_names_and_tabs, is_read_by_libxml):
            test(place, samples)
        for test in (carries_source_lines, compacts_signs, stands_hostile_text, copes_with_odd_profiles, refuses_what_is_no_profile):
            test(place)
    suite.finish()


if __name__ == "__main__":
    main()
