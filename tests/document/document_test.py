#!/usr/bin/env python3
"""The report on pages, as its readers see it: document_test.py BINARY

Every report is read back by poppler and qpdf: no words overlap or leave their place, each kind of
page has its words, and the numbers are those of the other views."""

import argparse
import hashlib
import json
import os
import pathlib
import re
import resource
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
import inputs
import pdf_reader
from layout import EDGE, H1, SIDE, bare_headings, few, heads_and_feet, layout, links, too_small
from pdf_reader import Pdf, ask, outside, overlaps
from suite import Suite
from tables import OF_CSV, block_of, columns_below, is_name, is_own, same, same_row, table_rows

SLOW, FAST = (ROOT / "samples" / f"svc-{name}.cpu.pb.gz" for name in ("slow", "fast"))
HEAP = ROOT / "samples" / "svc-slow.heap.pb.gz"
PAPERS = {"a4": (595.28, 841.89), "letter": (612, 792), "a3": (841.89, 1190.55)}
HOSTILE_SECONDS, HOSTILE_MIB, MOST_PAGES = 5 * 2, 300, 40
GLOSSARY = ("flat", "cum", "sample", "inlined", "colours")


class Place:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.slower = 8 if b"__asan_init" in binary.read_bytes() else 1

    def run(self, *arguments, **more):
        return subprocess.run([self.binary, *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120, **{"cwd": self.folder, **more})

    def text(self, *arguments):
        done = self.run(*arguments, "-o", "-")
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8", "replace")

    def report(self, name, *arguments):
        done = self.run("report", *arguments, "-o", name)
        assert done.returncode == 0, done.stderr
        return Pdf(self.folder / name)


# ---------------------------------------------------------------- tables of functions

def csv_rows(place, source, *options):
    """(flat, flat %, sum %, cum, cum %, name) by the table, in its order."""
    out = []
    for line in place.text("csv", source, "--nodecount=0", "--nodefraction=0", *options).split("\n")[1:]:
        found = re.match(r'([-\d.]*),([-\d.]*),([-\d.]*),([-\d.]*),([-\d.]*),"([^"]*)","((?:[^"]|"")*)"', line)
        if found:
            factor = OF_CSV.get(found[6], 1)
            numbers = [float(found[at] or 0) for at in range(1, 6)]
            out.append([numbers[0] * factor, *numbers[1:3], numbers[3] * factor, numbers[4],
                        found[7].replace('""', '"')])
    return out


def table(suite, name, place, pdf, source, *options, exact=True):
    """Of a report of one chapter."""
    page = next((page for page in pdf.pages if "Hot functions" in page.text), None)
    found = page and re.search(r"(?:([\d,]+) of|All|The only) (?:([\d,]+) )?functions?", page.text)
    if not suite.check(f"{name}: a table of functions", found, page and page.text[:300]):
        return
    rows, wrong = table_rows(pdf, pdf.pages)
    suite.check(f"{name}: no row splits, heads repeat", not wrong, few(wrong))
    whole = int((found[2] or "1").replace(",", ""))
    count = int(found[1].replace(",", "")) if found[1] else whole
    suite.check(f"{name}: as many rows as are told", len(rows) == count, (len(rows), count))
    if not exact:
        return
    theirs = csv_rows(place, source, *options)
    suite.check(f"{name}: as many functions as there are", whole == len(theirs), (whole, len(theirs)))
    wrong = [(row.page, row.cells, row.name[:60], other) for row, other in zip(rows, theirs)
             if not same_row(row.cells, other) or not is_name(row.name, other[5])]
    suite.check(f"{name}: the table's numbers and names", not wrong and len(rows) <= len(theirs), few(wrong))


# ---------------------------------------------------------------- kinds of pages

def total_by_top(place, source, *options):
    text = place.text("top", source, *options)
    return re.search(r"of (\S+) total", text)[1].rstrip(",")


def told(suite, name, place, pdf, path, *options):
    """The answer and the notes are those of the other media; breaks of lines do not count."""
    summary = json.loads(place.text("summary", path, *options))
    text = re.sub(r"\s", "", pdf.text)
    answer = re.sub(r"\s", "", "".join(part["text"] for part in summary["answer"]))
    suite.check(f"{name}: the answer", answer in text, (answer, pdf.pages[0].text[:600]))
    for note in summary["notes"][:8]:
        words = re.sub(r"\s", "", note if isinstance(note, str) else note["text"])
        suite.check(f"{name}: a note", words[:60] in text and words[-10:] in text, note)


def words_of_pages(suite, name, place, pdf, path, *options):
    """What must be said on each kind of page, of a report of one chapter that has samples."""
    first = pdf.pages[0]
    title = pdf.info().get("Title", "")
    suite.check(f"{name}: title", title and first.text.replace(" ", "").find(title.replace(" ", "")) >= 0
                or "…" in first.text, title)
    total = total_by_top(place, path, *options)
    suite.check(f"{name}: the total of top", any(same(word.text.strip("(),."), total)
                                                 for word in first.words), total)
    digest = hashlib.sha256((place.folder / path).read_bytes()).hexdigest()
    suite.check(f"{name}: SHA-256", digest in pdf.text.replace("\n", "").replace(" ", ""), digest)
    flat = " ".join(first.text.split())
    for word in ("Source:", "Type:", "Options:", "Version:"):
        suite.check(f"{name}: provenance, {word}", word in flat, flat[-600:])
    text = pdf.text
    for word in ("Flame graph", "Figure 1.", "Call graph", "Hot functions", "Table 1.", "Glossary"):
        suite.check(f"{name}: {word}", word in text, text[:200])
    graph = next((page.text for page in pdf.pages if re.search(r"^Call graph", page.text, re.M)), "")
    suite.check(f"{name}: how many functions the graph has", re.search(
        r"^([\d,]+ of )?[\d,]+ functions?\b", graph, re.M), graph[:300])
    glossary = text[text.find("\nGlossary"):].split("\n")
    starts = [line.split(" ")[0] for line in glossary]
    suite.check(f"{name}: the glossary's words", all(word in starts for word in GLOSSARY), starts)


def every_profile(suite, place):
    """Of all profiles: what is wrong with layout; of those with samples and plain values, the words."""
    count = 0
    for name, content in [*inputs.samples(), *inputs.made(), *inputs.shared(suite)]:
        path = f"{count}.pb.gz"
        count += 1
        (place.folder / path).write_bytes(content)
        done = place.run("report", path, "-o", "x.pdf")
        if not suite.check(f"{name}: a report", done.returncode == 0, (done.returncode, done.stderr[-300:])):
            continue
        pdf = Pdf(place.folder / "x.pdf")
        layout(suite, name, pdf)
        links(suite, name, pdf)
        if name in ("empty", "edge/ok-no-samples.pb.gz") or "zero" in name:
            suite.check(f"{name}: says so", re.search(r"[Nn]o samples|[Nn]othing|zero|0", pdf.pages[0].text),
                        pdf.pages[0].text)
            continue
        told(suite, name, place, pdf, path)
        words_of_pages(suite, name, place, pdf, path)
        table(suite, name, place, pdf, path,
              exact=not any(word in name for word in ("negative", "unicode", "invalid", "odd")))
    suite.check("enough profiles", count >= 30, count)


# ---------------------------------------------------------------- details, chapters, comparisons

def callers_and_callees(text):
    callers, callees = [], []
    side = callers
    blocks = text.split("----------------------------------------------------------+-------------\n")
    for line in blocks[2].splitlines():
        before, _, name = line.partition("|")
        numbers = before.split()
        if len(numbers) == 2:
            side.append((numbers[0], name.strip().removesuffix(" (inline)")))
        else:
            side = callees
    return callers, callees


def functions_of(outline):
    """Those that the report has in detail."""
    return [line for line in outline if line[0] == 2 and line[1] != "Glossary"]


def details_agree(suite, place):
    for name, *arguments in (("cpu", SLOW), ("heap", HEAP), ("c++", ROOT / "samples" / "cpp.cpu.pb.gz")):
        details(suite, name, place, *arguments)


def details(suite, name, place, source, *options):
    pdf = place.report("details.pdf", source, *options)
    names = [row[5] for row in csv_rows(place, source, *options)]
    functions = functions_of(pdf.outline())
    suite.check(f"{name}: functions in detail", len(functions) >= 3, pdf.outline())
    for _, title, number in functions:
        what = f"{name}: {title[:40]}"
        function = next((each for each in names if each == title or "…" in title and is_name(title, each)), None)
        page = pdf.pages[number - 1]
        block = block_of(page, title)
        if not suite.check(f"{what}: its title", function and block, page.text):
            continue
        pattern = "^" + re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", function) + "$"
        callers, callees = callers_and_callees(place.text("peek", pattern, source, *options))
        for side, theirs, head in (("callers", callers, ["Called", "by"]), ("callees", callees, ["Calls"])):
            compare_side(suite, f"{what}: its {side}", page, block, head, theirs)


def compare_side(suite, what, page, block, words, theirs):
    head = next((row for row in block for at in range(len(row))
                 if [word.text for word in row[at:at + len(words)]] == words), None)
    if not head or not theirs:
        suite.check(f"{what}: none", not head and not theirs, (theirs, page.text))
        return
    middle = page.width / 2
    is_left = next(word for word in head if word.text == words[0]).left < middle
    ours = columns_below(block, head, SIDE if is_left else middle, middle if is_left else page.width)
    more = [row for row in ours if re.search(r"^[\d,]+more$", row[0])]
    ours = [row for row in ours if row not in more]
    wrong = [(row, other) for row, other in zip(ours, theirs) if not same(row[1], other[0])]
    suite.check(f"{what} are peek's", ours and not wrong and (
        len(ours) == len(theirs) or more and len(ours) < len(theirs)), (ours, theirs))
    wrong = [row for row in ours if not any(is_own(row[0], name) for _, name in theirs)]
    suite.check(f"{what} have their names", not wrong, (wrong, theirs))


def chapters(suite, place):
    types = re.findall(r"^Type: (\S+)$", "\n".join(
        place.text("top", HEAP, f"--sample_index={at}") for at in range(4)), re.M)
    pdf = place.report("all.pdf", HEAP, "--sample_index=all")
    layout(suite, "chapters", pdf)
    links(suite, "chapters", pdf)
    tops = [title for level, title, _ in pdf.outline() if level == 1]
    firsts = [page for page in pdf.pages if "Hottest functions" in page.text or "Heaviest functions" in page.text]
    suite.check("chapters: a summary for each type", len(firsts) == len(types) == 4, (len(firsts), types, tops))
    for at, page in enumerate(firsts):
        total = total_by_top(place, HEAP, f"--sample_index={at}")
        suite.check(f"chapters: the total of {types[at]}", any(same(word.text.strip("(),."), total)
                                                               for word in page.words), total)
    heads = {" ".join(word.text for word in page.rows[0]) for page in pdf.pages}
    suite.check("chapters: a running head each", len(heads) == 4, heads)
    for index, kind in enumerate(types):
        pages = [page for page in pdf.pages if page.number >= firsts[index].number and
                 (index == 3 or page.number < firsts[index + 1].number)]
        rows, wrong = table_rows(pdf, pages)
        theirs = csv_rows(place, HEAP, f"--sample_index={index}")
        wrong += [(row.cells, other) for row, other in zip(rows, theirs)
                  if not same_row(row.cells, other)]
        suite.check(f"chapters: the table of {kind}", rows and not wrong, few(wrong))
    suite.check("chapters: one glossary", pdf.text.count("\nGlossary") == 1)
    for make in (inputs.types, inputs.many_types):
        (place.folder / "types.pb.gz").write_bytes(make().gzip(1))
        layout(suite, make.__name__, place.report("types.pdf", "types.pb.gz", "--sample_index=all"))


def comparison(suite, place):
    pdf = place.report("diff.pdf", "--diff", SLOW, FAST)
    layout(suite, "diff", pdf)
    links(suite, "diff", pdf)
    for page in pdf.pages:
        head = " ".join(word.text for word in page.rows[0])
        suite.check(f"diff: page {page.number} says which side is which", re.search(
            rf"[Bb]ase:? {SLOW.name}.* [Nn]ew:? {FAST.name}", head), head)
    text = " ".join(pdf.text.split())
    movers = place.text("movers", "--diff", SLOW, FAST)
    verdict = " ".join(movers.split("\n\n")[0].split())
    markdown = place.text("md", "--diff", SLOW, FAST)
    suite.check("diff: md's verdict is movers'", verdict in markdown.replace("**", ""), verdict)
    # "CPU time rose, 29.62s → 33.48s (+13%, ...": 29.62s, 33.48s and +13%, +1.6s and +6.1s.
    numbers = re.findall(r"[+−]?[\d.]+(?:[a-zA-Z]+|%)", verdict.split(": ")[0])
    numbers.remove("95%")
    suite.check("diff: the verdict's numbers", len(numbers) == 5 and all(each in pdf.pages[0].text
                for each in numbers), (numbers, pdf.pages[0].text[:900]))
    word = re.search(r"(rose|fell|did not change|unchanged|no change)", verdict)[1]
    suite.check("diff: the verdict's word", word in pdf.pages[0].text, pdf.pages[0].text[:500])
    rows = re.findall(r"^ +(\S+) +(\S+) +([+−]\S+) +(\S+) +([+−]\S+%)  (\S+)$", movers, re.M)
    suite.check("diff: movers are there", len(rows) >= 8, movers)
    lines = [[word.text for word in row] for page in pdf.pages for row in page.rows]
    for row in rows:
        suite.check(f"diff: the row of {row[5][:40]}", any(set(row[:5]) <= set(line) and any(
            is_name(each, row[5]) or row[5].startswith(each) for each in line if len(each) > 3)
            for line in lines), row)
    for words in ("More: ", "Less: ", "Flame graph", "Glossary", "29.62s", "33.48s", "scaled"):
        suite.check(f"diff: {words}", words in text, text[:300])
    for digest in (hashlib.sha256(path.read_bytes()).hexdigest() for path in (SLOW, FAST)):
        suite.check("diff: SHA-256 of both", digest in text.replace(" ", ""), digest)
    same_twice = place.report("same.pdf", "--diff", SLOW, SLOW)
    layout(suite, "diff with itself", same_twice)
    suite.check("diff with itself: says that nothing changed", re.search(
        r"did not change|unchanged|no change|within noise|same", same_twice.pages[0].text),
        same_twice.pages[0].text[:400])
    for name, source in (("heap", "heap"), ("goroutines", "goroutine"), ("mutex", "mutex")):  # what it says is as above
        pdf = place.report("d.pdf", "--diff", *(ROOT / "samples" / f"svc-{side}.{source}.pb.gz"
                                                for side in ("slow", "fast")))
        layout(suite, f"diff of {name}", pdf)


def sources(suite, place):
    """The text of hot lines only where it is asked for."""
    sample = ROOT / "samples" / "cpp.cpu.pb.gz"
    where = [f"--source_path={ROOT / 'samples' / 'cpp'}", "--trim_path=/opt/sample"]
    text = (ROOT / "samples" / "cpp" / "words.cpp").read_text()
    line = next(line for line in text.split("\n") if "int up = " in line)
    for options, is_there in (([], False), (["--embed_source"], True)):
        pdf = place.report("s.pdf", sample, *where, *options)
        layout(suite, f"source lines, {options}", pdf)
        suite.check(f"source lines, {options}: the text", (line.strip() in pdf.text) == is_there)
    listed = place.text("list", "--pattern=Levenshtein::between", sample, *where)
    cums = {number: cum for cum, number in re.findall(r"^ +\S+ +(\S+) +(\d+):", listed, re.M)}
    page = next((page for page in pdf.pages if "Lines of words.cpp" in page.text), None)
    rows = re.findall(r"^line (\d+) (\S+) ", page.text if page else "", re.M)
    suite.check("source lines: as list has them", len(rows) >= 5 and all(
        same(value, cums.get(number, "none")) for number, value in rows[:5]), (rows, cums))


def selections(suite, place):
    """What was asked for is told, and from what."""
    pdf = place.report("f.pdf", SLOW, "--focus=catalog", "--hide=strings", "--sample_index=0")
    layout(suite, "selection", pdf)
    text = " ".join(pdf.pages[0].text.split())
    for words in ("--focus=catalog", "--hide=strings", "--sample_index=0"):
        suite.check(f"selection: {words}", words in text, text[-600:])
    table(suite, "selection", place, pdf, SLOW, "--focus=catalog", "--hide=strings", "--sample_index=0")
    pdf = place.report("m.pdf", SLOW, FAST)
    layout(suite, "several sources", pdf)
    for path in (SLOW, FAST):
        suite.check(f"several sources: SHA-256 of {path.name}",
                    hashlib.sha256(path.read_bytes()).hexdigest() in re.sub(r"\s", "", pdf.text))
    done = subprocess.run([place.binary, "-", "-o", "-", "--pdf"], input=SLOW.read_bytes(), capture_output=True)
    suite.check("from standard input to standard output", done.returncode == 0 and done.stdout.startswith(b"%PDF-"),
                done.stderr)
    (place.folder / "stdin.pdf").write_bytes(done.stdout)
    layout(suite, "standard input", Pdf(place.folder / "stdin.pdf"))


# ---------------------------------------------------------------- what the document says of itself

def document(suite, place):
    pdf = place.report("c.pdf", SLOW, "--title=Checkout (slow) — ünïcode \\")
    info = pdf.info()
    suite.check("info: title", info.get("Title") == "Checkout (slow) — ünïcode \\", info)
    for key in ("Author", "Creator"):
        suite.check(f"info: {key}", info.get(key, "").startswith("render "), info)
    suite.check("info: keywords", "cpu" in info.get("Keywords", "") and "profile" in info["Keywords"], info)
    suite.check("info: the date is the profile's", "Nov 21" in info.get("CreationDate", "")
                and "2026" in info["CreationDate"], info)
    suite.check("info: tagged", info.get("Tagged") == "yes", info)
    suite.check("info: the title leads page 1", any(abs(row[0].height - H1) < 0.15 and row[0].text == "Checkout"
                                                    for row in pdf.pages[0].rows), pdf.pages[0].text[:200])
    counts, nested = pdf.structure()
    for tag in ("H1", "H2", "Table", "TR", "TH", "TD", "Figure", "P", "Link", "Caption", "L", "LI"):
        suite.check(f"tags: {tag}", counts.get(tag), counts)
    for around, tag in (("Table", "TR"), ("TR", "TD"), ("TR", "TH"), ("L", "LI")):
        suite.check(f"tags: {tag} in {around}", (around, tag) in nested, nested)
    loose = {pair for pair in nested if pair[1] in ("TD", "TH") and pair[0] != "TR"
             or pair[1] == "TR" and not pair[0].startswith("T")}
    suite.check("tags: no loose cells", not loose, loose)
    outline = pdf.outline()
    titles = [line[1] for line in outline]
    for title in ("Flame graph", "Call graph", "Hot functions", "Glossary"):
        suite.check(f"outline: {title}", title in titles, titles)
    suite.check("outline: two levels", {line[0] for line in outline} == {1, 2}, outline)
    suite.check("outline: in the order of pages", [line[2] for line in outline]
                == sorted(line[2] for line in outline), outline)
    for _, title, number in outline:
        there = pdf.pages[number - 1].text.replace(" ", "").replace("\n", "")
        suite.check(f"outline: {title[:40]} is on its page", title.replace(" ", "") in there or
                    is_name(there[there.find(title[:12].replace(" ", "")):], title), number)
    places, found = links(suite, "document", pdf)
    suite.check("links: there are some", len(found) >= 10, found)
    into = [places[link[1]][0] for link in found if link[0] == "place" and link[1] in places]
    detail = min((line[2] for line in functions_of(outline)), default=0)
    suite.check("links: into the details, and back", any(page >= detail for page in into)
                and any(page < detail for page in into), sorted(into))


def same_bytes(suite, place):
    secret = place.folder / "a secret folder"
    secret.mkdir()
    environment = {**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8",
                   "SOURCE_DATE_EPOCH": "1"}
    for path in (SLOW, FAST, HEAP):
        (secret / path.name).write_bytes(path.read_bytes())
    for name, options, names in (("cpu", [], [SLOW.name]), ("types", ["--sample_index=all"], [HEAP.name]),
                                 ("diff", ["--diff"], [SLOW.name, FAST.name])):
        sources = [secret / each for each in names]
        first = place.run("report", *options, *sources, "-o", "-").stdout
        suite.check(f"{name}: on standard output", first.startswith(b"%PDF-") and first.endswith(b"%%EOF\n"))
        place.run("report", *options, *sources, "-o", "again.pdf")
        suite.check(f"{name}: the same bytes again", (place.folder / "again.pdf").read_bytes() == first)
        other = place.run("report", *options, *names, "-o", "-", cwd=secret, env=environment)
        suite.check(f"{name}: in any zone, locale and folder", other.stdout == first, other.stderr)
        pdf = Pdf(place.folder / "again.pdf")
        everything = pdf.plain + pdf.text.encode() + ask("pdfinfo", pdf.path).encode()
        for what, word in (("the input's folder", "a secret folder"), ("the working folder", place.folder.name),
                           ("the home folder", os.path.expanduser("~")), ("the host", socket.gethostname())):
            if len(word) > 4:
                suite.check(f"{name}: does not tell {what}", word.encode() not in everything, word)


# ---------------------------------------------------------------- papers, figures, PNG

def papers(suite, place):
    for paper, (width, height) in PAPERS.items():
        pdf = place.report(f"{paper}.pdf", SLOW, f"--paper={paper}")
        layout(suite, paper, pdf)
        sizes = {tuple(sorted(map(round, size))) for size in pdf.sizes}
        suite.check(f"{paper}: its pages", sizes == {(round(width), round(height))}, sizes)
        suite.check(f"{paper}: the first is upright", pdf.sizes[0][0] < pdf.sizes[0][1], pdf.sizes[0])
    done = place.run("report", SLOW, "--paper=a5", "-o", "a5.pdf")
    suite.check("a paper that is none", done.returncode == 2 and done.stderr.count(b"\n") == 1, done.stderr)
    done = place.run("--pdf", SLOW)
    suite.check("--pdf writes the report under the default name", done.returncode == 0
                and (place.folder / "svc-slow.cpu.pdf").exists()
                and len(Pdf(place.folder / "svc-slow.cpu.pdf").pages) > 3, done.stderr)
    done = place.run(SLOW, "-o", "plain.pdf")
    suite.check("-o x.pdf is the report", done.returncode == 0 and len(Pdf(place.folder / "plain.pdf").pages) > 3,
                done.stderr)
    for asked, name in (("--pdf", "half.tmp"), ("--view=report", "bare")):
        done = place.run(SLOW, asked, "-o", name)
        suite.check(f"{asked} under any name", done.returncode == 0
                    and (place.folder / name).read_bytes().startswith(b"%PDF-"), done.stderr)
    for name in ("page.html", "picture.svg", "words.docx"):
        done = place.run(SLOW, "--view=report", "-o", name)
        suite.check(f"{name} is no report", one_line(done, 2) and b"made of pages" in done.stderr
                    and not (place.folder / name).exists(), done.stderr)


def figures(suite, place):
    for view in ("flame", "graph"):
        name = f"{view}.pdf"
        done = place.run(SLOW, f"--view={view}", "-o", name)
        suite.check(f"{view}: a figure", done.returncode == 0, done.stderr)
        pdf = Pdf(place.folder / name)
        suite.check(f"{view}: one page", len(pdf.pages) == 1 and not pdf.wrong, pdf.wrong)
        suite.check(f"{view}: not the size of a paper", tuple(map(round, pdf.sizes[0])) not in
                    [tuple(map(round, size)) for size in PAPERS.values()], pdf.sizes)
        wrong = overlaps(pdf.pages[0]) + outside(pdf.pages[0], 0, 0, 0, 0)
        suite.check(f"{view}: no words overlap or leave it", not wrong, few(wrong))
        words = pdf.pages[0].words
        suite.check(f"{view}: fits the drawing", words and min(word.left for word in words) < 40
                    and max(word.bottom for word in words) > pdf.sizes[0][1] - 120, pdf.sizes)


def png_size(content):
    return struct.unpack(">II", content[16:24]) if content.startswith(b"\x89PNG") else (0, 0)


def png(suite, place):
    for view in ("", "flame", "graph", "report"):
        options = [f"--view={view}"] if view else []
        done = place.run(SLOW, "--png", *options, "-o", "-")
        once = png_size(done.stdout)
        suite.check(f"png, {view or 'default'}: a picture", done.returncode == 0 and min(once) > 300
                    and done.stdout.endswith(b"IEND\xaeB`\x82"), (once, done.stderr))
        twice = place.run(SLOW, "--png", *options, "--scale=2", "-o", "-")
        size = png_size(twice.stdout)
        suite.check(f"png, {view or 'default'}: --scale=2 doubles it", all(
            abs(two - 2 * one) <= 1 for one, two in zip(once, size)) and min(once) > 0, (once, size, twice.stderr))
        if not view:
            default = once
        if view == "graph":
            suite.check("png: the call graph is the default", default == once, (default, once))
    done = place.run(SLOW, "--view=flame", "--png", "--width=8000", "--scale=8", "-o", "-")
    size = png_size(done.stdout)
    suite.check("png: what is larger than 32,767 pixels is scaled, and says so", done.returncode == 0
                and 0 < max(size) < 32768 and b"note: the picture is larger" in done.stderr, (size, done.stderr))
    done = place.run(HEAP, "--view=report", "--png", "--sample_index=all", "--scale=4", "-o", "-")
    size = png_size(done.stdout)
    suite.check("png: so is a report", done.returncode == 0 and 0 < max(size) < 32768
                and b"note: the report is larger" in done.stderr, (size, done.stderr))


# ---------------------------------------------------------------- hostile inputs, failing outputs

def hostile_cases():
    for make in (inputs.empty, inputs.one_sample, inputs.zero, inputs.negative):
        yield make.__name__, make().gzip(1)
    yield "100,000 deep", inputs.deep(100000).gzip(1)
    yield from inputs.hostile()


def measured(command, folder, seconds):
    """Exit code, standard error, seconds and MiB at most."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=said)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid or time.monotonic() - start > seconds:
                break
            time.sleep(0.002)
        if not pid:
            child.kill()
            _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - start
        said.seek(0)
        return child.returncode, said.read(), took, usage.ru_maxrss / 1024


def hostile(suite, place):
    slowest = []
    for name, content in hostile_cases():
        (place.folder / "h.pb.gz").write_bytes(content)
        limit = HOSTILE_SECONDS * place.slower
        code, said, took, memory = measured([place.binary, "report", "h.pb.gz", "-o", "h.pdf"], place.folder, limit)
        slowest.append((took, memory, name))
        if not suite.check(f"{name}: a report in time", code == 0 and took < limit, (code, took, said[-300:])):
            continue
        # What this process has itself counts as the child's, until that is the program.
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        suite.check(f"{name}: within its memory", memory < HOSTILE_MIB or memory <= own or place.slower > 1,
                    (memory, own))
        suite.check(f"{name}: says nothing unprintable", not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", said), said)
        pdf = Pdf(place.folder / "h.pdf")
        suite.check(f"{name}: a few pages", len(pdf.pages) <= MOST_PAGES, len(pdf.pages))
        layout(suite, name, pdf)
        links(suite, name, pdf)
    for what, at in (("s", 0), ("MiB", 1)):
        worst = max(slowest, key=lambda each: each[at])
        print(f"hostile, most {what}: {worst[at]:.2f} {worst[2]}")
    done = place.run("--diff", SLOW, "h.pb.gz", "--view=report", "-o", "d.pdf")
    suite.check("hostile side of a comparison", done.returncode == 0 or done.stderr.count(b"\n") == 1, done.stderr)
    if done.returncode == 0:
        layout(suite, "hostile side of a comparison", Pdf(place.folder / "d.pdf"))


def one_line(done, code):
    return done.returncode == code and done.stderr.count(b"\n") == 1 and done.stderr.startswith(b"render: ")


def failing_outputs(suite, place):
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([place.binary, "report", SLOW, "-o", "-"], stdin=subprocess.DEVNULL, stdout=full,
                                  stderr=subprocess.PIPE)
        suite.check("standard output is full", one_line(done, 5), done.stderr)
        done = place.run("report", SLOW, "-o", "/dev/full")
        suite.check("/dev/full", one_line(done, 5), done.stderr)
    else:
        suite.skip("/dev/full", "there is none")
    for kind in ("pdf", "png", "ps"):
        before = sorted(os.listdir(place.folder))
        (place.folder / f"old.{kind}").write_bytes(b"old")
        for name, there in ((f"old.{kind}", True), (f"new.{kind}", False)):
            script = f'ulimit -f 8; trap "" XFSZ; exec "$0" --view=report "$1" -o {name}'
            done = subprocess.run(["sh", "-c", script, place.binary, SLOW], cwd=place.folder,
                                  stdin=subprocess.DEVNULL, capture_output=True)
            suite.check(f"{name}: no room", one_line(done, 5), (done.returncode, done.stderr))
            path = place.folder / name
            suite.check(f"{name}: the file stays as it was",
                        path.read_bytes() == b"old" if there else not path.exists())
        suite.check(f"{kind}: nothing is left behind", sorted(os.listdir(place.folder)) == sorted(
            {*before, f"old.{kind}"}), os.listdir(place.folder))
    done = place.run("report", SLOW, "-o", "no/such/folder/x.pdf")
    suite.check("no such folder", one_line(done, 5), done.stderr)
    locked(suite, place)


def locked(suite, place):
    """Root can write to any folder, so it is somebody else then, who may not reach the program."""
    folder = place.folder / "locked"
    folder.mkdir(mode=0o555)
    somebody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
    try:
        (folder / "c.pb.gz").write_bytes(SLOW.read_bytes())
        for parent in (place.folder, *place.folder.parents[:2]) if somebody else ():
            parent.chmod(0o755)
        done = place.run("report", "c.pb.gz", "-o", "x.pdf", **{**somebody, "cwd": folder})
    except OSError as problem:
        suite.skip("a folder that cannot be written to", problem)
        return
    suite.check("a folder that cannot be written to", one_line(done, 5) and os.listdir(folder) in ([], ["c.pb.gz"]),
                (done.returncode, done.stderr))


# ---------------------------------------------------------------- the checker itself

def page_of(lines, annotations=b""):
    """A PDF of one A4 page with these (x, y from the lower edge, size, text), by hand."""
    content = b"BT " + b" ".join(b"/F %d Tf 1 0 0 1 %g %g Tm (%s) Tj" % (size, x, y, text)
                                 for x, y, size, text in lines) + b" ET"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>",
             b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R "
             b"/Resources << /Font << /F 5 0 R >> >> " + annotations + b">>",
             b"<< /Length %d >> stream\n" % len(content) + content + b"\nendstream",
             b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, offsets = b"%PDF-1.4\n", []
    for at, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % at + part + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)


def checker(suite, place):
    """What it must find, it finds."""
    good = [(48, 805, 8, b"Head"), (48, 700, 9, b"one two"), (48, 689, 9, b"three"),
            (48, 30, 8, b"render 0"), (500, 30, 8, b"1 of 1")]

    def read(*more, annotations=b""):
        path = place.folder / "made.pdf"
        path.write_bytes(page_of([*good, *more], annotations))
        return Pdf(path)
    pdf = read()
    words = [word.text for word in pdf.pages[0].words]
    suite.check("checker: a good page", not pdf.wrong and not overlaps(pdf.pages[0]) and not heads_and_feet(pdf)
                and not outside(pdf.pages[0], SIDE, EDGE, SIDE, EDGE) and "three" in words, (pdf.wrong, words))
    one = next(word for word in pdf.pages[0].words if word.text == "one")
    suite.check("checker: where a word is", abs(one.left - 48) < 0.1 and abs(one.base - 141.89) < 1.5, str(one))
    for what, more in (("on it", (50, 700, 9, b"over")), ("a little lower", (50, 695, 9, b"over")),
                       ("1 pt into it", (39 - 2.5, 700, 9, b"xyz"))):
        suite.check(f"checker: words that overlap, {what}", overlaps(read(more).pages[0]))
    for what, more in (("left", (44, 600, 9, b"word")), ("right", (530, 600, 9, b"a-long-word")),
                       ("below", (48, 10, 9, b"word")), ("beyond the page", (-90, 600, 9, b"word")),
                       ("far beyond", (1100, 600, 9, b"word")), ("above the page", (48, 900, 9, b"word"))):
        suite.check(f"checker: out of the margins, {what}", outside(read(more).pages[0], SIDE, EDGE, SIDE, EDGE))
    bare = read((48, 60, 17, b"Heading"))
    suite.check("checker: a bare heading", bare_headings(bare.pages[0]) and not bare_headings(pdf.pages[0]),
                [str(word) for word in bare.pages[0].words])
    suite.check("checker: small print", too_small(read((48, 600, 5, b"small")).pages[0]) and not too_small(pdf.pages[0]))
    suite.check("checker: a wrong number of pages", heads_and_feet(read((530, 30, 8, b"9"))))
    suite.check("checker: a face that is not embedded", not all(font[1] for font in pdf.fonts()), pdf.fonts())
    linked = read(annotations=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest (nowhere) >>] ")
    suite.check("checker: a link to nowhere", linked.links() == [("place", "nowhere")] and not linked.places(),
                linked.links())
    broken = place.folder / "broken.pdf"
    broken.write_bytes(page_of(good)[:-40])
    suite.check("checker: a broken file", Pdf(broken).wrong)
    suite.check("checker: quantities", same("3.30s", 3.3e9) and same("320ms", "0.32s") and same("<0.1%", 0.04)
                and same("1,234", "1234") and same("−5ms", "-5ms") and not same("3.30s", 3.31e9)
                and not same("12.9%", 12.96) and not same("5ms", "-5ms"))


TESTS = (checker, every_profile, details_agree, chapters, comparison, sources, selections, document,
         same_bytes, papers, figures, png, hostile, failing_outputs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("tests", nargs="*", help="only these")
    arguments = parser.parse_args()
    suite, binary = Suite(), arguments.binary.resolve()
    missing = pdf_reader.missing_tools()
    if missing:
        suite.skip("reports", f"{', '.join(missing)} not installed")
        suite.finish()
    with tempfile.TemporaryDirectory() as name:
        for test in TESTS:
            if arguments.tests and test.__name__ not in arguments.tests:
                continue
            folder = pathlib.Path(name) / test.__name__
            folder.mkdir()
            start = time.monotonic()
            try:
                test(suite, Place(binary, folder))
            except AssertionError as problem:
                suite.check(test.__name__, False, problem)
            print(f"{test.__name__}: {time.monotonic() - start:.1f} s")
    suite.finish()


if __name__ == "__main__":
    main()
