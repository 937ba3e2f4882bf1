"""A PDF as poppler and qpdf read it back: where each word stands, what is wrong with that, the
outline, the links and the tags."""

import bisect
import dataclasses
import html
import json
import re
import shutil
import subprocess
import unicodedata

TOOLS = ("pdftotext", "pdfinfo", "pdffonts", "qpdf")
# Points. Boxes of words are as high as the face's ascent and descent, so lines set with any leading
# do not touch.
TOUCH = 0.6
AROUND = 700  # how far beyond the page words are looked for
BASE = 0.2  # of a word's height lies below its base line


def missing_tools():
    return [name for name in TOOLS if not shutil.which(name)]


def ask(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT).stdout.decode("utf-8", "replace")


@dataclasses.dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def base(self):
        return self.bottom - BASE * (self.bottom - self.top)

    @property
    def height(self):
        return self.bottom - self.top

    @property
    def is_text(self):
        """Neither the digits in the box that stands for a character no face has, nor marks above
        other characters."""
        return not (self.height < 5 and re.fullmatch(r"[0-9A-F]{2,3}", self.text)
                    or any(unicodedata.category(each)[0] == "M" for each in self.text))

    def __str__(self):
        return f"{self.text[:40]!r} at {self.left:.1f} {self.top:.1f} to {self.right:.1f} {self.bottom:.1f}"


class Page:
    def __init__(self, number, width, height, words):
        self.number, self.width, self.height, self.words = number, width, height, words
        self.rows = rows_of(word for word in words if word.is_text)  # from top to bottom, each from left to right

    @property
    def text(self):
        return "\n".join(" ".join(word.text for word in row) for row in self.rows)

    def row_with(self, *texts):
        """The first row that has these words among its own; None without."""
        return next((row for row in self.rows if set(texts) <= {word.text for word in row}), None)


def rows_of(words):
    rows = []
    for word in sorted(words, key=lambda word: word.base):
        if not rows or word.base - rows[-1][0].base > 1:
            rows.append([])
        rows[-1].append(word)
    return [sorted(row, key=lambda word: word.left) for row in rows]


WORD = re.compile(r'<word xMin="([-.\d]+)" yMin="([-.\d]+)" xMax="([-.\d]+)" yMax="([-.\d]+)">(.*?)</word>'
                  r'|<page width="([.\d]+)" height="([.\d]+)">', re.S)
MEDIA_BOX = re.compile(rb"/MediaBox \[\s+0\s+0\s+([.\d]+)\s+([.\d]+)\s+\]")


def widened(plain):
    """The uncompressed file with larger pages, byte for byte as long: poppler leaves out words that
    lie beyond a page."""
    def wider(found):
        box = b"/MediaBox [%d %d %d %d" % (-AROUND, -AROUND, float(found[1]) + AROUND,
                                           float(found[2]) + AROUND)
        assert len(box) < len(found[0]), found[0]
        return box.ljust(len(found[0]) - 1) + b"]"
    return MEDIA_BOX.sub(wider, plain)


class Pdf:
    def __init__(self, path):
        """Reads it all once; `wrong` says what the readers complain of."""
        self.path = path
        self.plain_path = path.with_name(path.name + ".plain")
        checked = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
        self.wrong = checked.stdout.decode() if checked.returncode or b"WARNING" in checked.stdout else ""
        ask("qpdf", "--qdf", "--object-streams=disable", path, self.plain_path)
        if not self.plain_path.exists():
            self.plain, self.sizes, self.pages = b"", [], []
            return
        self.plain = self.plain_path.read_bytes()
        self.sizes = [tuple(map(float, found)) for found in MEDIA_BOX.findall(self.plain)]
        self.plain_path.write_bytes(widened(self.plain))
        self.pages = self.read_words()
        self.plain_path.unlink()

    def read_words(self):
        done = subprocess.run(["pdftotext", "-bbox", self.plain_path, "-"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        if done.stderr:
            self.wrong += done.stderr.decode("utf-8", "replace")
        pages = []
        for found in WORD.finditer(done.stdout.decode("utf-8", "replace")):
            if found[6]:
                pages.append([])
                continue
            # The last point of the page's height is cut off above: the box was made whole.
            height = self.sizes[len(pages) - 1][1]
            rest = height - int(height)
            left, top, right, bottom = (float(found[at]) - AROUND for at in (1, 2, 3, 4))
            pages[-1].append(Word(left, top + rest, right, bottom + rest, html.unescape(found[5])))
        if len(pages) != len(self.sizes):
            self.wrong += f"{len(pages)} pages, {len(self.sizes)} sizes"
        return [Page(at + 1, *size, words) for at, (size, words) in enumerate(zip(self.sizes, pages))]

    @property
    def text(self):
        return "\n".join(page.text for page in self.pages)

    def info(self):
        return dict(re.findall(r"^([\w ]+): +(.*)$", ask("pdfinfo", self.path), re.M))

    def fonts(self):
        """(name, embedded, subset) each; names and kinds may hold spaces."""
        lines = ask("pdffonts", self.path).splitlines()[2:]
        found = [re.search(r"^(\S+) .* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", line) for line in lines]
        return [(each[1], each[2] == "yes", each[3] == "yes") if each else (line, False, False)
                for each, line in zip(found, lines)]

    def structure(self):
        """How often each tag is there, and each tag with the one around it."""
        counts, nested, around = {}, set(), []
        for line in ask("pdfinfo", "-struct", self.path).splitlines():
            found = re.match(r"( *)([A-Z]\w*)( |$)", line)
            if not found:
                continue
            depth = len(found[1]) // 2
            del around[depth:]
            nested.add((around[-1] if around else "", found[2]))
            around.append(found[2])
            counts[found[2]] = counts.get(found[2], 0) + 1
        return counts, nested

    def outline(self):
        """(level, title, page) each."""
        out = []

        def walk(items, level):
            for item in items:
                out.append((level, item["title"], item.get("destpageposfrom1")))
                walk(item["kids"], level + 1)
        walk(json.loads(ask("qpdf", "--json", "--json-key=outlines", self.path))["outlines"], 1)
        return out

    def places(self):
        """Page and distance from its lower edge by name."""
        return {name: (int(page), float(y)) for page, y, name in re.findall(
            r'^ *(\d+) \[ XYZ +\S+ +([-.\d]+) +\S+ *\] "(.*)"$', ask("pdfinfo", "-dests", self.path),
            re.M)}

    def links(self):
        """What each link leads to: ("place", name), ("page", object) or ("uri", address)."""
        out = []
        for block in re.findall(rb"<<[^<>]*(?:<<[^<>]*>>[^<>]*)*/Subtype /Link[^<>]*(?:<<[^<>]*>>[^<>]*)*>>",
                                self.plain):
            uri = re.search(rb"/URI \(([^)]*)\)", block)
            place = re.search(rb"/(?:Dest|D) (?:\(([^)]*)\)|/(\S+))", block)
            page = re.search(rb"/(?:Dest|D) \[\s*(\d+) 0 R", block)
            if uri:
                out.append(("uri", uri[1].decode("latin-1")))
            elif place:
                out.append(("place", (place[1] or place[2]).decode("latin-1")))
            elif page:
                out.append(("page", page[1].decode()))
            else:
                out.append(("none", block.decode("latin-1")))
        return out


# ---------------------------------------------------------------- what is wrong with places

def overlaps(page):
    """Pairs of words that share more than a hair."""
    words = sorted((word for word in page.words if word.is_text), key=lambda word: word.top)
    tops, found = [word.top for word in words], []
    for at, word in enumerate(words):
        end = bisect.bisect_left(tops, word.bottom - TOUCH)
        for other in words[at + 1:end]:
            if (min(word.right, other.right) - max(word.left, other.left) > TOUCH
                    and min(word.bottom, other.bottom) - other.top > TOUCH):
                found.append(f"page {page.number}: {word} and {other}")
    return found


def outside(page, left, top, right, bottom):
    """Words beyond these margins."""
    return [f"page {page.number}: {word}" for word in page.words
            if word.left < left - 1 or word.right > page.width - right + 1
            or word.top < top - 1 or word.bottom > page.height - bottom + 1]
