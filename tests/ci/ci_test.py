#!/usr/bin/env python3
"""The shell steps of samples/ci, run as they stand: ci_test.py BINARY

In a repository with a remote, with a recorder that hands out samples instead of `go test`, and with
a stub for `gh`. The steps that install render are left out."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
CI = SAMPLES / "ci"
sys.path.insert(0, str(ROOT / "tests" / "support"))
from suite import Suite

FILES = ("github-actions.yml", "gitlab-ci.yml", "Jenkinsfile")
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
RECORDER = """#!/bin/sh
# -cpuprofile=FILE -memprofile=FILE, as go test takes them; which side it is says the path.
set -eu
for argument; do
  file=${argument#*=}
  case $file in */base/*) side=$BASE_SIDE ;; *) side=$NEW_SIDE ;; esac
  case $argument in
    -cpuprofile=*) cp "$SAMPLES/$side.cpu.pb.gz" "$file" ;;
    -memprofile=*) cp "$SAMPLES/$side.allocs.pb.gz" "$file" ;;
  esac
done
pwd >> "$RECORDED"
"""
GH = '#!/bin/sh\nprintf "%s\\n" "$@" > "$GH_ARGUMENTS"\n'


# ---------------------------------------------------------------- steps

def blocks_of_yaml(text):
    """(Name, shell text) of each block scalar under `run:` or in a list of scripts; a name is that
    of the step, or the comment above."""
    lines, found, name = text.splitlines(), [], ""
    for i, line in enumerate(lines):
        named = re.match(r"\s*(?:- name:|#) (.*)", line)
        name = named.group(1) if named else name
        if not re.match(r"\s*(?:run: \||- \|)$", line):
            continue
        indent = len(line) - len(line.lstrip())
        body = []
        for below in lines[i + 1:]:
            if below.strip() and len(below) - len(below.lstrip()) <= indent:
                break
            body.append(below)
        margin = min(len(b) - len(b.lstrip()) for b in body if b.strip())
        found.append((name, "\n".join(b[margin:] for b in body) + "\n"))
    return found


def blocks_of_jenkins(text):
    return re.findall(r"stage\('([^']*)'\)(?:(?!stage\().)*?sh '''(.*?)'''", text, re.S)


def steps_of(name):
    text = (CI / name).read_text()
    steps = blocks_of_jenkins(text) if name == "Jenkinsfile" else blocks_of_yaml(text)
    return [step for step in steps if not step[0].startswith("Install")]


def yaml_blocks(value):
    """All texts of several lines under `run` and `script`, as a YAML parser sees them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from yaml_blocks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from yaml_blocks(inner)
    elif isinstance(value, str) and "\n" in value:
        yield value


def check_syntax(suite):
    try:
        import yaml
    except ImportError:
        suite.skip("YAML", "PyYAML is not installed")
        return
    for name in FILES[:2]:
        parsed = yaml.safe_load((CI / name).read_text())
        blocks = list(yaml_blocks(parsed))
        steps = [text for _, text in steps_of(name)]
        suite.check(f"{name}: the steps are what YAML says",
                    steps and all(step in blocks for step in steps))


# ---------------------------------------------------------------- a job

def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments],
                   cwd=folder, check=True, capture_output=True, timeout=60)


def repository(folder):
    """A clone on a branch beside its remote's main."""
    origin, project = folder / "origin.git", folder / "project"
    project.mkdir()
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "remote", "add", "origin", origin.as_uri())
    shutil.copy(CI / "render.rules", project)
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "base")
    git(project, "push", "--quiet", "origin", "main")
    git(project, "checkout", "--quiet", "-b", "change")
    return project


def tools(folder, binary):
    path = folder / "bin"
    path.mkdir()
    for name, text in (("recorder", RECORDER), ("gh", GH)):
        (path / name).write_text(text)
        (path / name).chmod(0o755)
    (path / "render").symlink_to(binary)
    return path


class Job:
    def __init__(self, name, binary, folder, base, new):
        self.name, self.folder = name, folder
        self.project = repository(folder)
        self.environment = dict(
            os.environ, PATH=f"{tools(folder, binary)}:{os.environ['PATH']}", RUNS="3",
            PROFILE_COMMAND="recorder", SAMPLES=str(SAMPLES), BASE_SIDE=base, NEW_SIDE=new,
            RECORDED=str(folder / "recorded"), GH_ARGUMENTS=str(folder / "gh"),
            GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
            PULL_REQUEST="7", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", CHANGE_TARGET="main")
        self.environment.pop("NOTE_TOKEN", None)
        self.failed, self.output = None, ""

    def run(self, leave_out=()):
        """All steps up to the first that fails."""
        for title, text in steps_of(self.name):
            if title in leave_out:
                continue
            done = subprocess.run([*SHELL, "-c", text], cwd=self.project, env=self.environment,
                                  capture_output=True, text=True, timeout=120)
            self.output += done.stdout + done.stderr
            if done.returncode:
                self.failed = (title, done.returncode)
                return


def check_artifacts(suite, job, what, verdict):
    page = (job.project / "cpu.html").read_text(errors="replace")
    comment = (job.project / "comment.md").read_text()
    suite.check(f"{what}: the pages are pages", page.startswith("<!doctype html>") and
                (job.project / "mem.html").stat().st_size > 10000)
    suite.check(f"{what}: the comment has the verdict", verdict in comment and "| rule |" in comment,
                comment[:200])
    recorded = (job.folder / "recorded").read_text().split()
    suite.check(f"{what}: both sides were recorded in turn, each in its own tree",
                len(recorded) == 6 and len(set(recorded[::2])) == 1 and
                len(set(recorded[1::2])) == 1 and recorded[0] != recorded[1], str(recorded))
    if job.name == FILES[0]:
        suite.check(f"{what}: comment and summary", (job.folder / "gh").read_text().split()[:3] ==
                    ["pr", "comment", "7"] and
                    (job.folder / "summary.md").read_text() == comment)
    else:
        tree = ElementTree.parse(job.project / "check.xml")
        suite.check(f"{what}: JUnit", tree.getroot().tag == "testsuites")


def check_job(suite, name, binary):
    ways = (("svc-slow", "svc-fast", None, "all 3 rules hold"),
            ("svc-fast", "svc-slow", ("Gate", 1), "2 of 3 rules are broken"))
    for base, new, failed, verdict in ways:
        with tempfile.TemporaryDirectory() as folder:
            job = Job(name, binary, pathlib.Path(folder), base, new)
            job.run()
            what = f"{name}, {base} to {new}"
            if suite.check(f"{what}: {'passes' if not failed else 'the gate fails'}",
                           job.failed == failed, f"{job.failed}\n{job.output}"):
                check_artifacts(suite, job, what, verdict)
            if name == FILES[0]:
                suite.check(f"{what}: annotations", ("\n::error " in job.output) == bool(failed) and
                            "\n::notice " in job.output)


def check_errors(suite, name, binary):
    """A recorder that fails, and profiles that are not there, never pass."""
    with tempfile.TemporaryDirectory() as folder:
        job = Job(name, binary, pathlib.Path(folder), "no-such", "svc-fast")
        job.run()
        suite.check(f"{name}: a recording that fails", bool(job.failed) and
                    "Record" in job.failed[0], str(job.failed))
    with tempfile.TemporaryDirectory() as folder:
        job = Job(name, binary, pathlib.Path(folder), "svc-slow", "svc-fast")
        job.run(leave_out=[steps_of(name)[0][0]])
        suite.check(f"{name}: profiles that are missing", bool(job.failed) and
                    job.failed[1] in (2, 3, 5), f"{job.failed}\n{job.output}")


def main():
    suite = Suite()
    binary = pathlib.Path(sys.argv[1]).resolve()
    if not shutil.which("git") or not shutil.which("bash"):
        suite.skip("all", "git or bash is not installed")
        suite.finish()
    check_syntax(suite)
    for name in FILES:
        check_job(suite, name, binary)
        check_errors(suite, name, binary)
    suite.finish()


main()
