"""pprof beside render, as the comparisons with it run both."""

import difflib
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHARED = pathlib.Path(os.environ.get("RENDER_SHARED") or ROOT.parent / "shared")
# Nothing that this machine has may change what pprof prints.
ENVIRONMENT = dict(os.environ, TZ="UTC", LC_ALL="C", HOME=os.environ.get("HOME", "/"),
                   PPROF_BINARY_PATH="/nonexistent", PPROF_TMPDIR="/nonexistent")


def find_pprof():
    """The command, or None where there is none that works."""
    found = next(([path] for path in (shutil.which("pprof"), os.path.expanduser("~/go/bin/pprof"))
                  if path and os.access(path, os.X_OK)), None)
    found = found or (["go", "tool", "pprof"] if shutil.which("go") else None)
    works = found and not run([*found, "-top", ROOT / "samples" / "cpp.cpu.pb.gz"]).returncode
    return found if works else None


def run(command):
    try:
        return subprocess.run(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 99, b"", b"took too long\n")


def difference(theirs, ours):
    """The first lines that differ. difflib takes the square of the lines, so it gets few."""
    def lines(content):
        return content.decode("utf-8", "backslashreplace")[:100000].split("\n")[:400]
    return "\n".join(list(difflib.unified_diff(lines(theirs), lines(ours), "pprof", "render",
                                               lineterm="", n=0))[:12])
