#!/usr/bin/env python3
"""Pictures as PDF, PNG and PostScript, as their readers see them: paper_test.py BINARY MODULE"""

import argparse
import gzip
import hashlib
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

SAMPLE = ROOT / "samples" / "svc-slow.cpu.pb.gz"
STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "ps": b"%!PS-Adobe-3.0\n"}


class Place:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def run(self, *arguments, **more):
        return subprocess.run([self.binary, *map(str, arguments)], cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120, **more)

    def make(self, name, *arguments, source=SAMPLE):
        done = self.run(source, "--view=flame", "-o", name, *arguments)
        assert done.returncode == 0, done.stderr
        return (self.folder / name).read_bytes()


def tool(suite, name):
    found = shutil.which(name)
    if not found:
        suite.skip(name, "it is not installed")
    return found


def asks(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout


def formats(suite, place):
    for suffix, start in STARTS.items():
        first = place.make(f"a.{suffix}")
        suite.check(f"{suffix}: starts as one", first.startswith(start), first[:20])
        same = [place.make(f"b{n}.{suffix}") == first for n in range(3)]
        suite.check(f"{suffix}: same bytes each time", all(same), same)
        done = place.run(SAMPLE, "--view=flame", f"--{suffix}", "-o", "-")
        suite.check(f"{suffix}: --{suffix} to standard output", done.stdout == first, done.stderr)
        done = place.run(SAMPLE, "--view=flame", "-o", "noname", f"--format={suffix}")
        suite.check(f"{suffix}: by --format", done.returncode == 0
                    and (place.folder / "noname").read_bytes() == first, done.stderr)
        environment = {**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8"}
        done = place.run(SAMPLE, "--view=flame", f"--{suffix}", "-o", "-", env=environment)
        suite.check(f"{suffix}: in any zone and locale", done.stdout == first, done.stderr)


def names(suite, place):
    for suffix in STARTS:
        target = place.folder / f"svc-slow.cpu.{suffix}"
        for _ in range(2):
            done = place.run(SAMPLE, f"--{suffix}", "--view=flame")
            suite.check(f"{suffix}: default name, its own file is replaced", done.returncode == 0
                        and done.stderr.endswith(f"wrote {target.name}\n".encode()), done.stderr)
        target.write_bytes(b"somebody's\n" * 9000)
        done = place.run(SAMPLE, f"--{suffix}", "--view=flame")
        suite.check(f"{suffix}: another's is kept", f"svc-slow.cpu-1.{suffix}" in
                    done.stderr.decode() and target.read_bytes().startswith(b"somebody"), done.stderr)
    done = place.run("top", SAMPLE, "-o", "top.pdf")
    suite.check("a table is no picture", done.returncode == 2 and done.stderr.count(b"\n") == 1
                and b"flame" in done.stderr and not (place.folder / "top.pdf").exists(), done.stderr)
    done = place.run("pprof", "-top", "-output", "top.png", SAMPLE)
    suite.check("pprof's outputs have any name", done.returncode == 0
                and (place.folder / "top.png").read_bytes().startswith(b"File: "), done.stderr)
    done = place.run("convert", SAMPLE, "-o", "c.png")
    suite.check("convert goes by the suffix", done.returncode == 0
                and (place.folder / "c.png").read_bytes().startswith(STARTS["png"]), done.stderr)


def pdf(suite, place):
    place.make("a.pdf", "--title=A (title) of ours")
    if tool(suite, "pdftotext"):
        text = asks("pdftotext", "-layout", place.folder / "a.pdf", "-")
        for name in ("A (title) of ours", "net/http.(*conn).serve", "29.62s", "75.3%",
                     "gcBgMa…orker", "inlined"):
            suite.check(f"pdf: {name} can be selected", name in text, text[:500])
    if tool(suite, "pdffonts"):
        fonts = asks("pdffonts", place.folder / "a.pdf").splitlines()[2:]
        suite.check("pdf: its faces are embedded", fonts and all(
            re.search(r"\s(yes|yes yes yes)\s", line) for line in fonts), fonts)
        if any("Inter" in line for line in fonts) or not os.path.exists(
                "/usr/share/fonts/opentype/inter/Inter-Regular.otf"):
            suite.check("pdf: two weights", len(fonts) == 2, fonts)
    if tool(suite, "pdfinfo"):
        info = asks("pdfinfo", place.folder / "a.pdf")
        suite.check("pdf: title, creator, size", re.search(r"Title: +A \(title\) of ours\n", info)
                    and re.search(r"Creator: +render ", info) and "960 x" in info, info)
        suite.check("pdf: the date is the profile's", "2026" in re.search(
            r"CreationDate: .*", info).group(), info)
    (place.folder / "undated.folded").write_text("main;work 3\n")
    undated = place.make("u.pdf", source="undated.folded")
    suite.check("pdf: no date where there is none", b"CreationDate" not in undated)


def png_size(content):
    return struct.unpack(">II", content[16:24])


def png_pixels(content):
    """Of an RGB picture without filters; None otherwise."""
    at, data = 8, b""
    while at < len(content):
        size, = struct.unpack(">I", content[at:at + 4])
        if content[at + 4:at + 8] == b"IDAT":
            data += content[at + 8:at + 8 + size]
        at += size + 12
    data, (width, height) = zlib.decompress(data), png_size(content)
    rows = [data[y * (3 * width + 1):(y + 1) * (3 * width + 1)] for y in range(height)]
    return [row[1:] for row in rows] if all(row[0] == 0 for row in rows) else None


def png(suite, place):
    width, height = png_size(place.make("a.png"))
    suite.check("png: a pixel a px", width == 1280 and 300 < height < 2000, (width, height))
    suite.check("png: --dpi", png_size(place.make("b.png", "--dpi=192")) == (2560, 2 * height))
    suite.check("png: --scale", png_size(place.make("b.png", "--scale=0.5")) ==
                (640, (height + 1) // 2))
    suite.check("png: --scale and --dpi", png_size(place.make("b.png", "--scale=1.5",
                                                              "--dpi=64")) == (width, height))
    suite.check("png: --width", png_size(place.make("c.png", "--width=700"))[0] == 700)
    big = place.run(SAMPLE, "--view=flame", "--width=10000", "--dpi=1200", "-o", "big.png")
    width, height = png_size((place.folder / "big.png").read_bytes())
    suite.check("png: one that is too large is smaller, and says so", width * height < 70e6
                and width < 32768 and b"note: the picture is larger" in big.stderr, big.stderr)
    light, dark = (png_pixels(place.make(f"{theme}.png", f"--theme={theme}"))
                   for theme in ("light", "dark"))
    suite.check("png: --theme", light and dark and light[0][0] > 0xf0 and dark[0][0] < 0x30)
    default = png_pixels(place.make("d.png"))
    # The last line says which options there were.
    suite.check("png: light is the default", default and default[:-40] == light[:-40])


def ps(suite, place):
    content = place.make("a.ps")
    suite.check("ps: no clock", b"CreationDate" not in content[:1000])
    suite.check("ps: whole", content.endswith(b"%%EOF\n"))
    suite.check("ps: no images", b"/ImageType" not in content)
    if tool(suite, "gs"):
        done = subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=bbox",
                               place.folder / "a.ps"], capture_output=True, text=True)
        suite.check("ps: Ghostscript reads it", done.returncode == 0 and "BoundingBox: 0 0 960" in
                    done.stderr, done.stderr)


def failures(suite, place):
    for suffix in STARTS:
        if not os.path.exists("/dev/full"):
            break
        os.symlink("/dev/full", place.folder / f"full.{suffix}")
        done = place.run(SAMPLE, "--view=flame", "-o", f"full.{suffix}")
        suite.check(f"{suffix}: a full disk", done.returncode == 5 and
                    done.stderr.count(b"\n") == 1, done.stderr)
    done = place.run(SAMPLE, "--view=flame", "--dpi=9", "-o", "x.png")
    suite.check("dpi has a domain", done.returncode == 2, done.stderr)
    (place.folder / "empty.folded").write_text("")
    for suffix in STARTS:
        done = place.run(SAMPLE, "--view=flame", "--focus=nothing at all", "-o", f"none.{suffix}")
        suite.check(f"{suffix}: no samples", done.returncode == 0, done.stderr)


def documents(suite, place):
    """The report, as far as it is pages: what stands on them has a test of its own."""
    for suffix, start in STARTS.items():
        done = place.run("report", SAMPLE, "-o", f"a.{suffix}")
        first = (place.folder / f"a.{suffix}").read_bytes()
        suite.check(f"report {suffix}: is written", done.returncode == 0
                    and first.startswith(start), done.stderr)
        environment = {**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8"}
        done = place.run("report", SAMPLE, "-o", f"b.{suffix}", env=environment)
        suite.check(f"report {suffix}: same bytes, in any zone and locale",
                    (place.folder / f"b.{suffix}").read_bytes() == first, done.stderr)
        if os.path.exists("/dev/full"):
            os.symlink("/dev/full", place.folder / f"full.{suffix}")
            done = place.run("report", SAMPLE, "-o", f"full.{suffix}")
            suite.check(f"report {suffix}: a full disk", done.returncode == 5 and
                        done.stderr.count(b"\n") == 1, done.stderr)
    file = place.folder / "a.pdf"
    if tool(suite, "qpdf"):
        done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        suite.check("report: qpdf finds nothing", done.returncode == 0, done.stdout + done.stderr)
    if tool(suite, "pdfinfo"):
        suite.check("report: is tagged", "Tagged:          yes" in asks("pdfinfo", file))
        parts = asks("pdfinfo", "-struct", file)
        suite.check("report: is a document with sections, headings, tables and figures",
                    parts.startswith("Document\n") and all(f"  {part}" in parts for part in (
                        "H1", "H2", "P ", "Table", "TR", "TH", "TD", "Figure")), parts[:2000])
        places = asks("pdfinfo", "-dests", file)
        content = file.read_bytes()
        names = set(re.findall(rb"/Dest \(([^)]*)\)", content))
        suite.check("report: all links lead to places", names and all(
            f'"{name.decode()}"' in places for name in names), names)
    tall = png_size((place.folder / "a.png").read_bytes())
    suite.check("report: a PNG has the pages below each other", tall[1] > 3 * tall[0], tall)


def digest_lines(place, *arguments, **more):
    done = subprocess.run([place.binary, *map(str, arguments), "-o", "digest.pdf"],
                          cwd=place.folder, capture_output=True, timeout=120, **more)
    text = asks("pdftotext", place.folder / "digest.pdf", "-")
    return set(re.findall(r"\b[0-9a-f]{64}\b", text)) or done.stderr


def digests(suite, place):
    """A report says what it was made of, as sha256sum does."""
    if not tool(suite, "pdftotext"):
        return
    sources = {"zipped.pb.gz": SAMPLE.read_bytes()}
    sources["plain.pb"] = gzip.decompress(sources["zipped.pb.gz"])
    sources["names.folded"] = b"main;work 3\n"
    wanted = {}
    for name, content in sources.items():
        (place.folder / name).write_bytes(content)
        wanted[name] = {hashlib.sha256(content).hexdigest()}
        found = digest_lines(place, name)
        suite.check(f"digest: {name}", found == wanted[name], found)
    found = digest_lines(place, "-", input=sources["plain.pb"])
    suite.check("digest: standard input", found == wanted["plain.pb"], found)
    both = wanted["zipped.pb.gz"] | wanted["plain.pb"]
    found = digest_lines(place, "zipped.pb.gz", "plain.pb")
    suite.check("digest: two sources", found == both, found)
    found = digest_lines(place, "--diff", "zipped.pb.gz", "plain.pb")
    suite.check("digest: two sides", found == both, found)
    (place.folder / "names.folded").unlink()
    (place.folder / "folder").mkdir()
    for name in ("zipped.pb.gz", "plain.pb"):
        (place.folder / name).rename(place.folder / "folder" / name)
    found = digest_lines(place, "folder")
    suite.check("digest: a folder", found == both, found)


# Arabic, Hebrew, Chinese, a combining mark, brackets of PDF's strings, an arrow.
STRANGE = "main;\u0645\u0631\u062d\u0628\u0627 9\nmain;\u05e9\u05dc\u05d5\u05dd 8\n" \
          "main;\u51fd\u6570 7\nmain;e\u0301 6\nmain;(a)\\b 5\nmain;x\u2192y 4\n"


def other_faces(suite, place):
    (place.folder / "strange.folded").write_text(STRANGE)
    for suffix in STARTS:
        done = place.run("strange.folded", "--view=flame", "-o", f"s.{suffix}")
        suite.check(f"{suffix}: what Inter lacks is noted", done.returncode == 0 and
                    b"characters that Inter does not have" in done.stderr, done.stderr)
    if tool(suite, "pdftotext"):
        text = asks("pdftotext", place.folder / "s.pdf", "-")
        suite.check("pdf: such text can be selected", "x→y" in text and "(a)\\b" in text, text)
    # No face has the last private characters: they are marks, which are copied as what they are.
    private = "\U0010fff0\U0010fff1"
    (place.folder / "private.folded").write_text(f"main;{private} 7\n")
    done = place.run("report", "private.folded", "-o", "p.pdf")
    suite.check("report: what no face has is noted", done.returncode == 0
                and re.search(rb"no installed face has \d+ of the characters", done.stderr),
                done.stderr)
    if tool(suite, "pdftotext"):
        text = asks("pdftotext", place.folder / "p.pdf", "-")
        suite.check("report: and copied", private in text, text[:1000])


def module_is_optional(suite, place, module):
    """Copies of the program: without the module, with a broken one, and installed below a prefix."""
    alone = place.folder / "prefix" / "bin" / "render"
    alone.parent.mkdir(parents=True)
    shutil.copy(place.binary, alone)
    done = Place(alone, place.folder).run(SAMPLE, "--view=flame", "-o", "n.svg")
    suite.check("without the module: an SVG", done.returncode == 0, done.stderr)
    done = Place(alone, place.folder).run(SAMPLE, "--view=flame", "-o", "n.pdf")
    suite.check("without the module: one line, exit 5", done.returncode == 5
                and done.stderr.count(b"\n") == 1 and b"librender-paper.so" in done.stderr
                and not (place.folder / "n.pdf").exists(), done.stderr)
    (alone.parent / module.name).write_bytes(b"no library")
    done = Place(alone, place.folder).run(SAMPLE, "--view=flame", "-o", "n.pdf")
    suite.check("with a broken module: one line, exit 5", done.returncode == 5
                and done.stderr.count(b"\n") == 1 and b"cannot be opened" in done.stderr, done.stderr)
    (alone.parent / module.name).unlink()
    shutil.copy(module, place.folder / module.name)
    done = Place(alone, place.folder).run(SAMPLE, "--view=flame", "-o", "n.pdf",
                                          env={**os.environ, "LD_LIBRARY_PATH": "."})
    suite.check("the current folder is no place for code", done.returncode == 5, done.stderr)
    os.symlink(alone, place.folder / "link")
    shutil.copy(module, alone.parent)
    done = Place(place.folder / "link", place.folder).run(SAMPLE, "--view=flame", "-o", "n.pdf")
    suite.check("a link to the program finds it", done.returncode == 0, done.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("module", type=pathlib.Path)
    arguments = parser.parse_args()
    suite, binary, module = Suite(), arguments.binary.resolve(), arguments.module.resolve()
    tests = [formats, names, pdf, png, ps, failures, documents, digests, other_faces,
             lambda suite, place: module_is_optional(suite, place, module)]
    with tempfile.TemporaryDirectory() as name:
        for at, test in enumerate(tests):
            folder = pathlib.Path(name) / str(at)
            folder.mkdir()
            test(suite, Place(binary, folder))
    suite.finish()


if __name__ == "__main__":
    main()
