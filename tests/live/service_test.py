#!/usr/bin/env python3
"""URLs of a real Go service: every kind of profile as pprof reads it, two services, TLS, a socket.

    service_test.py BINARY"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from service import Service
from suite import Suite

KINDS = ("heap", "allocs", "block", "mutex", "goroutine", "threadcreate")


class Place:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, pathlib.Path(folder), suite
        # go tool pprof is built once, and not again for each new home.
        self.cache = subprocess.run(["go", "env", "GOCACHE"], capture_output=True, text=True,
                                    check=True).stdout.strip()

    def run(self, *arguments, command=None, env=None):
        place = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        place.update(TMPDIR=str(self.folder), HOME=str(self.folder),
                     GOCACHE=self.cache, **(env or {}))
        return subprocess.run([*(command or [self.binary]), *map(str, arguments)], cwd=self.folder,
                              env=place, timeout=120, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)

    def kept(self):
        """The one file that --save kept, which is removed from the folder."""
        paths = list((self.folder / "kept").iterdir())
        if len(paths) != 1:
            raise AssertionError(f"kept are {paths}")
        to = self.folder / "one.pb.gz"
        paths[0].replace(to)
        return to


def rows(text):
    """The table of a report; the head of it is of both."""
    return [line.split() for line in text.splitlines() if line[:1] in " 0123456789-"]


def check_kinds(place, service):
    """What is read of the service is what pprof reads of the same bytes."""
    for kind in ("profile?seconds=1", *KINDS):
        url = service.url("/debug/pprof/" + kind)
        done = place.run("top", url, "--save=kept")
        if not place.suite.check(f"{kind} is read", done.returncode == 0 and
                                 "Type: " in done.stdout, done.stderr):
            continue
        saved = place.kept()
        # Otherwise pprof cuts what C++ would have as arguments out of names of Go, where it finds the program.
        theirs = place.run("-top", "-symbolize=none", saved, command=["go", "tool", "pprof"])
        place.suite.check(f"{kind}: the table is pprof's", theirs.returncode == 0 and
                          rows(theirs.stdout) == rows(done.stdout) and
                          (len(rows(done.stdout)) > 1 or kind in ("mutex", "block")),
                          f"{done.stdout}\n{theirs.stdout}\n{theirs.stderr}")
        done = place.run(url, "-o", "x.svg")
        place.suite.check(f"{kind}: a picture", done.returncode == 0 and
                          (place.folder / "x.svg").stat().st_size > 1000, done.stderr)


def check_texts(place, service):
    for kind in KINDS:
        done = place.run("top", service.url(f"/debug/pprof/{kind}?debug=1"))
        empty = kind in ("mutex", "block") and "no samples" in done.stderr
        place.suite.check(f"{kind} as text", (done.returncode == 0 and "Type: " in done.stdout) or
                          empty, done.stdout + done.stderr)


def check_pprof(place, service):
    url = service.url("/debug/pprof/heap")
    place.run("pprof", "-top", url, env={"PPROF_TMPDIR": str(place.folder / "ours")})
    place.run("-top", url, command=["go", "tool", "pprof"],
              env={"PPROF_TMPDIR": str(place.folder / "theirs")})
    names = [sorted(path.name for path in (place.folder / side).iterdir())
             for side in ("ours", "theirs")]
    place.suite.check("what is saved has pprof's name", names[0] == names[1] and len(names[0]) == 1,
                      str(names))
    ours = place.run("pprof", "-top", "-seconds=1", service.address)
    theirs = place.run("-top", "-seconds=1", service.address, command=["go", "tool", "pprof"])

    def words(text):
        return re.sub(r"in .*/pprof/", "in ", re.sub(r"\d{3}\.pb", "NNN.pb", text))
    place.suite.check("the messages are pprof's", words(ours.stderr) == words(theirs.stderr) and
                      "Please wait... (1s)" in ours.stderr, f"{ours.stderr}\n{theirs.stderr}")


def check_busy(place, service):
    """Two CPU profiles at a time are one too many."""
    long = subprocess.Popen([place.binary, "top", service.address, "--seconds=3"], cwd=place.folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    long.stderr.readline()
    for _ in range(20):
        done = place.run("top", service.address, "--seconds=1")
        if done.returncode:
            break
    place.suite.check("a profile is being taken", done.returncode == 5 and
                      "500 Internal Server Error: Could not enable CPU profiling: cpu profiling "
                      "already in use; another profile" in done.stderr, done.stderr)
    place.suite.check("and is not disturbed", long.wait(timeout=60) == 0, long.stderr.read())
    long.stderr.close()
    done = place.run("top", service.url("/debug/nothing"))
    place.suite.check("a wrong path", done.returncode == 5 and "404 Not Found" in done.stderr,
                      done.stderr)
    done = place.run("top", service.url("/debug/pprof/"))
    place.suite.check("the list of profiles is a page", done.returncode == 3 and
                      "HTML page" in done.stderr, done.stderr)
    done = place.run("top", service.url("/debug/pprof/trace?seconds=1"))
    place.suite.check("a trace", done.returncode == 3 and "go tool trace" in done.stderr, done.stderr)


def check_two(place, slow):
    with Service(place.folder, "-leak") as fast:
        urls = [service.url("/debug/pprof/allocs") for service in (slow, fast)]
        totals = []
        for url in (*urls, None):
            done = place.run("top", *(urls if url is None else [url]), "--unit=bytes")
            totals.append(int(re.search(r"of (-?\d+)B? total", done.stdout).group(1)))
        place.suite.check("two services are merged", totals[2] >= 0.9 * (totals[0] + totals[1]),
                          str(totals))
        done = place.run("--diff", *urls, "-o", "d.svg")
        picture = (place.folder / "d.svg").read_text()
        place.suite.check("two services are compared", done.returncode == 0 and
                          slow.address in picture and fast.address in picture, done.stderr)
        done = place.run("--diff", f"{slow.address}", f"{fast.address}", "--seconds=1", "-o", "c.svg")
        place.suite.check("their CPU profiles too, at one time", done.returncode == 0 and
                          (place.folder / "c.svg").exists(), done.stderr)
        done = place.run("top", fast.url("/debug/pprof/goroutine"))
        place.suite.check("what leaks is there", "leak.waitForEver" in done.stdout, done.stdout)


# ---------------------------------------------------------------- TLS

def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def make_certificates(folder):
    """An authority, and by it a certificate for the service and one for who asks."""
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority")
    for name in ("service", "client"):
        openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (folder / "extra").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-out", f"{name}.pem", "-days", "2", "-extfile", "extra")


def check_tls(place):
    if not shutil.which("openssl"):
        place.suite.skip("TLS", "openssl is not installed")
        return
    make_certificates(place.folder)
    with Service(place.folder, "-tls-cert", str(place.folder / "service.pem"), "-tls-key",
                 str(place.folder / "service.key")) as service:
        heap, http = (service.url("/debug/pprof/heap", scheme) for scheme in ("https", "http"))
        for what, source, code, options, *words in (
                ("no trust", heap, 5, (), "certificate", "--tls-ca", "https+insecure://"),
                ("an authority", heap, 0, ("--tls-ca=ca.pem",)),
                ("another authority", heap, 5, ("--tls-ca=client.pem",), "--tls-ca"),
                ("no check", heap.replace("https:", "https+insecure:"), 0, ()),
                ("plain http", http, 5, (), "400", "HTTPS", "https://")):
            done = place.run("top", source, *options)
            place.suite.check(f"TLS: {what}", done.returncode == code and
                              all(word in done.stderr for word in words) and
                              (code == 0) == ("Type: " in done.stdout), done.stderr)
        done = place.run("pprof", "-top", "-tls_ca=ca.pem", heap)
        place.suite.check("pprof's flag", done.returncode == 0, done.stderr)
        done = place.run("pprof", "-top", heap.replace("https:", "https+insecure:"))
        place.suite.check("pprof's scheme", done.returncode == 0 and "Fetching profile over HTTP from "
                          "https+insecure://" in done.stderr, done.stderr)
    check_client_certificate(place)


def check_client_certificate(place):
    with Service(place.folder, "-tls-cert", str(place.folder / "service.pem"), "-tls-key",
                 str(place.folder / "service.key"), "-tls-clients",
                 str(place.folder / "ca.pem")) as service:
        url = service.url("/debug/pprof/heap", "https")
        done = place.run("top", url, "--tls-ca=ca.pem")
        place.suite.check("a certificate is wanted", done.returncode == 5 and
                          "--tls-cert" in done.stderr, done.stderr)
        pair = ("--tls-cert=client.pem", "--tls-key=client.key")
        done = place.run("top", url, "--tls-ca=ca.pem", *pair)
        place.suite.check("and shown", done.returncode == 0, done.stderr)
        done = place.run("top", url, "--tls-ca=ca.pem", "--tls-cert=client.pem",
                         "--tls-key=service.key")
        place.suite.check("with its own key", done.returncode == 2 and "--tls-key" in done.stderr,
                          done.stderr)


def check_socket(place):
    path = place.folder / "shop.sock"
    with Service(place.folder, listen=f"unix:{path}") as service:
        done = place.run("top", service.url("/debug/pprof/heap"))
        place.suite.check("a unix socket", done.returncode == 0, done.stderr)
        done = place.run(f"unix:{path}", "--seconds=1")
        place.suite.check("its CPU profile", done.returncode == 0 and
                          (place.folder / "profile.svg").exists(), done.stderr)


def main():
    if not Service.is_possible():
        print("Go is not installed")
        sys.exit(77)
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(str(pathlib.Path(sys.argv[1]).resolve()), folder, suite)
        with Service(folder, tag="slow") as service:
            for part in (check_kinds, check_texts, check_pprof, check_busy, check_two):
                part(place, service)
        check_tls(place)
        check_socket(place)
    suite.finish()


main()
