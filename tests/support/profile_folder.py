"""Looking at a folder that capture and watch write into, also while they do."""

import gzip
import hashlib
import json
import pathlib
import re
import threading

from schema import invalid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "samples/render-index.schema.json").read_text())
FILE = re.compile(r"[a-z][a-z-]*_\d{8}_\d{6}(-\d+)?\.(pb\.gz|trace|unreadable)")
# What is about to be renamed into its place.
BESIDE = re.compile(r"\.(.+)\.\d+\.part")
OTHERS = {"index.json", "watch.json", "watch.md", ".render.lock"}


def entries(folder):
    return json.loads((pathlib.Path(folder) / "index.json").read_text())["entries"]


def against_schema(folder):
    """What in the index is not as its schema says; None: nothing."""
    return invalid(json.loads((pathlib.Path(folder) / "index.json").read_text()), SCHEMA)


def files(folder):
    return sorted(path.name for path in pathlib.Path(folder).iterdir()
                  if FILE.fullmatch(path.name))


def problems(folder, foreign=()):
    """What is wrong with a folder at rest: strange files, or others than the index tells of."""
    found = []
    folder = pathlib.Path(folder)
    known = {entry["file"]: entry for entry in entries(folder) if "file" in entry}
    for path in folder.iterdir():
        if path.name in OTHERS or path.name in foreign or path.suffix == ".html":
            continue
        content = path.read_bytes()
        entry = known.pop(path.name, None)
        if not entry:
            found.append(f"{path.name} is not in the index")
        elif (entry["bytes"] != len(content) or
              entry["sha256"] != hashlib.sha256(content).hexdigest()):
            found.append(f"{path.name} is not what the index says")
        elif entry["status"] == "writing":
            found.append(f"{path.name} is still being written")
    return found + [f"{name} is not there" for name in known]


def is_whole(path):
    """Of a file that may be removed or replaced at any moment."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return True
    try:
        if path.name.endswith(".pb.gz"):
            return len(gzip.decompress(content)) > 0
        if path.suffix == ".json":
            return isinstance(json.loads(content), dict)
        return path.suffix != ".md" or content.endswith(b"\n")
    except (OSError, ValueError, EOFError):
        return False


class Scan:
    """Looks again and again whether each file is whole, and how many there are."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.broken, self.most, self.scans = set(), 0, 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.ends.wait(0.005):
            if not self.folder.is_dir():
                continue
            names = list(self.folder.iterdir())
            self.most = max(self.most, sum(bool(FILE.fullmatch(path.name)) for path in names))
            self.scans += 1
            for path in names:
                beside = BESIDE.fullmatch(path.name)
                name = beside[1] if beside else path.name
                strange = name not in OTHERS and not FILE.fullmatch(name)
                if strange or not (beside or is_whole(path)):
                    self.broken.add(path.name)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.thread.join()
