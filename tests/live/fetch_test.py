#!/usr/bin/env python3
"""URLs as sources, from a stub service: what is asked, what is taken, and one clear line for all that
can go wrong, without a trace on the disk.

    fetch_test.py BINARY STUB"""

import base64
import gzip
import os
import pathlib
import pty
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from stub import Stub
from suite import Suite

SAMPLES = ROOT / "samples"
CPU = (SAMPLES / "svc-slow.cpu.pb.gz").read_bytes()
HEAP = (SAMPLES / "svc-fast.heap.pb.gz").read_bytes()
SECRET = "s3cr3t"


def small(count):
    profile = Profile([("samples", "count"), ("cpu", "nanoseconds")], ("cpu", "nanoseconds"), 10000000)
    profile.sample(["main.f", "main.main"], [count, count * 10000000])
    return profile.gzip()


class Place:
    def __init__(self, binary, program, folder, suite):
        self.binary, self.program, self.suite = binary, program, suite
        self.folder = pathlib.Path(folder)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.stub = Stub(program, self.folder / "served")
        self.stub.serve("profile", CPU)
        self.stub.serve("heap", HEAP)

    def run(self, *arguments, env=None, timeout=60):
        place = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        place.update(TMPDIR=str(self.folder), HOME=str(self.folder / "home"), **(env or {}))
        return subprocess.run([self.binary, *arguments], cwd=self.work, env=place, timeout=timeout,
                              capture_output=True, text=True, errors="replace",
                              stdin=subprocess.DEVNULL)

    def left(self):
        return sorted(path.name for path in self.work.rglob("*"))

    def same(self, what, arguments, file, view="top"):
        """The same as of the file that is served."""
        done, wanted = self.run(view, *arguments), self.run(view, str(file))
        self.suite.check(what, done.returncode == 0 and done.stdout == wanted.stdout and
                         len(done.stdout) > 200, f"{done.returncode} {done.stderr!r}")
        return done

    def fails(self, what, source, code, *words, options=(), env=None):
        """One line with all words; nothing is written, and what was there is whole."""
        old = self.work / "old.svg"
        old.write_text("old")
        done = self.run(source, "-o", "old.svg", *options, env=env)
        lines = done.stderr.splitlines()
        errors = [line for line in lines if line.startswith("render: ")]
        text = errors[0] if errors else ""
        missing = [word for word in words if word not in text]
        others = [line for line in lines if not line.startswith(("render: ", "fetching "))]
        self.suite.check(what, done.returncode == code and len(errors) == 1 and not missing and
                         not others and text.isprintable() and old.read_text() == "old" and
                         self.left() == ["old.svg"],
                         f"exit {done.returncode}, {done.stderr!r}, without {missing}, {self.left()}")
        old.unlink()
        return text


# ---------------------------------------------------------------- what works

def check_forms(place):
    stub, port = place.stub, place.stub.address.split(":")[1]
    cpu, heap = SAMPLES / "svc-slow.cpu.pb.gz", SAMPLES / "svc-fast.heap.pb.gz"
    for form in (stub.url(), stub.address, f"localhost:{port}", f"{stub.address}/", f":{port}",
                 f"http://{stub.address}", f"HTTP://{stub.address}/?x=1", stub.url() + "#fragment",
                 stub.url("/fault/slow"), stub.url("/fault/home"), f"{stub.address}?debug=0"):
        place.same(f"a CPU profile by {form}", [form], cpu)
    place.same("a heap", [stub.url("/debug/pprof/heap")], heap)
    place.same("a heap by HOST:PORT", [f"{stub.address}/debug/pprof/heap"], heap)
    (stub.folder / "twice.gz").write_bytes(gzip.compress(CPU))
    place.same("a proxy's compression is undone", [stub.url("/encoded/twice.gz")], cpu)
    socket_path = str(place.folder / "stub.sock")
    with Stub(place.program, stub.folder, f"unix:{socket_path}"):
        place.same("a unix socket", [f"unix:{socket_path}"], cpu)
        place.same("and a path there", [f"unix:{socket_path}:/debug/pprof/heap"], heap)
    (place.work / stub.address).write_bytes(HEAP)
    stub.forget()
    place.same("a file of that name is a file", [stub.address], heap)
    place.suite.check("and nothing is asked", not stub.requests(), str(stub.requests()))
    (place.work / stub.address).unlink()
    page = place.work / "page.html"
    place.run(str(cpu), "-o", str(page))
    stub.serve("page", page.read_bytes())
    page.unlink()
    place.same("a page of render's own carries a profile", [stub.url("/debug/pprof/page")], cpu)


def check_requests(place):
    stub = place.stub

    def asked(*arguments, env=None):
        stub.forget()
        done = place.run("top", *arguments, env=env)
        heads = stub.requests()
        if not place.suite.check(f"{arguments} is one request", done.returncode == 0 and
                                 len(heads) == 1, f"{done.stderr!r} {heads}"):
            return "", done
        return heads[0], done

    for wanted, arguments in (
            ("/debug/pprof/profile?seconds=2", [stub.url(), "--seconds=2"]),
            ("/debug/pprof/profile?seconds=90", [stub.address, "--seconds=1m30s"]),
            ("/debug/pprof/profile?seconds=1", [stub.address, "--seconds=200ms"]),
            ("/debug/pprof/heap?gc=1&seconds=3", [stub.url("/debug/pprof/heap?seconds=9&gc=1"),
                                                  "--seconds=3"]),
            ("/debug/pprof/heap?gc=1", [stub.url("/debug/pprof/heap?gc=1")]),
            ("/debug/pprof/profile?seconds=7", [stub.url("/?seconds=7")])):
        head, _ = asked(*arguments)
        place.suite.check(f"{arguments[1:]} asks {wanted}", head.startswith(f"GET {wanted} "), head)
    head, _ = asked(stub.url())
    place.suite.check("render says who it is", "User-Agent: render/" in head and
                      "Accept-Encoding: gzip" in head and "Authorization" not in head, head)
    (place.work / "lines").write_text(f"X-One: {SECRET}\r\n\nX-Two: b\n")
    head, done = asked(stub.url(), "--header", f"Authorization: Bearer {SECRET}", "--header=@lines",
                       "--header=X-Empty:")
    place.suite.check("headers are sent", f"Authorization: Bearer {SECRET}" in head and
                      f"X-One: {SECRET}" in head and "X-Two: b" in head and "X-Empty:" in head, head)
    place.suite.check("and not said", SECRET not in done.stderr + done.stdout, done.stderr)
    (place.work / "lines").unlink()
    login = base64.b64encode(f"us er:{SECRET}@".encode()).decode()
    head, done = asked(f"http://us%20er:{SECRET}%40@{stub.address}/?token={SECRET}&debug=0")
    place.suite.check("a user is Basic authorisation", f"Authorization: Basic {login}" in head and
                      f"?token={SECRET}&debug=0 " in head, head)
    place.suite.check("and not said, nor values of the query", SECRET not in done.stderr and
                      "us%20er" not in done.stderr and "?token=...&debug=0" in done.stderr,
                      done.stderr)
    head, _ = asked(f"u:{SECRET}@{stub.address}", f"--header=Authorization: own")
    place.suite.check("an own header goes before the user", head.count("Authorization") == 1 and
                      "Authorization: own" in head, head)
    check_proxies(place, asked)


def check_proxies(place, asked):
    proxy = place.stub.url("")
    for env in ({"http_proxy": proxy}, {"http_proxy": proxy, "no_proxy": "other.test"}):
        head, _ = asked("http://service.test:6060/debug/pprof/heap", env=env)
        place.suite.check("proxies are those of the environment",
                          head.startswith("GET http://service.test:6060/debug/pprof/heap "), head)
    head, _ = asked(place.stub.url(), env={"http_proxy": "http://127.0.0.1:1"})
    place.suite.check("but for this machine", head.startswith("GET /debug/pprof/profile "), head)


def check_redirects(place):
    """What the user gave for one host does not reach another one."""
    with Stub(place.program, place.folder / "other") as other:
        other.serve("profile", CPU)
        other.serve("heap", HEAP)
        for user in ("", f"user:{SECRET}@"):
            place.stub.forget()
            other.forget()
            done = place.run("top", f"http://{user}{place.stub.address}/to?{other.url()}",
                             "--header", f"X-Key: {SECRET}")
            first, second = place.stub.requests(), other.requests()
            place.suite.check(f"another host gets no headers {user}", done.returncode == 0 and
                              SECRET in first[0] and len(second) == 1 and SECRET not in second[0],
                              f"{done.stderr} {first} {second}")
        place.stub.forget()
        other.forget()
        way = f"{other.url('/to?')}{place.stub.url()}"
        place.run("top", f"{place.stub.url('/to?')}{way}", "--header", f"X-Key: {SECRET}")
        place.suite.check("nor the first one, led back by another",
                          [SECRET in head for head in place.stub.requests()] == [True, False],
                          str(place.stub.requests()))
    place.stub.forget()
    place.run("top", place.stub.url("/fault/home"), "--header", f"X-Key: {SECRET}")
    heads = place.stub.requests()
    place.suite.check("the same host does", len(heads) == 2 and all(SECRET in h for h in heads),
                      str(heads))
    text = place.fails("redirects with a user", place.stub.url("/to?http://") +
                       f"user:{SECRET}@{place.stub.address}/x?key={SECRET}#{SECRET}", 5,
                       "redirects to a URL with a user", f"at last to http://{place.stub.address}/x;")
    place.suite.check("are told without it", SECRET not in text.partition(", at last")[2], text)
    place.stub.forget()
    place.fails("redirects for ever", place.stub.url("/fault/loop"), 5, "redirects again and again")
    place.suite.check("are followed ten times", len(place.stub.requests()) == 11,
                      str(len(place.stub.requests())))


def check_names(place):
    """What a source is called: no user, no query."""
    url = f"http://user:{SECRET}@{place.stub.address}/debug/pprof/heap?token={SECRET}&debug=0"
    done = place.run(url)
    made = place.work / "heap.svg"
    place.suite.check("a default name is the last part of the path", done.returncode == 0 and
                      made.exists() and "wrote heap.svg" in done.stderr, f"{done.stderr} {place.left()}")
    outputs = [made.read_text()]
    made.unlink()
    for name in ("x.html", "x.md", "x.json", "x.csv", "x.dot", "x.pdf"):
        done = place.run(url, "-o", name)
        made = place.work / name
        if done.returncode == 0:
            outputs.append(made.read_bytes().decode("latin-1"))
            made.unlink()
        elif name != "x.pdf":
            place.suite.check(f"{name} is written", False, done.stderr)
    for options in ((url, f"--base={url}&x=1"), ("--diff", url, f"{url}&x=1"),
                    ("--diff", f"--base={url}", f"--new={url}&x=1", "--new=" + url)):
        for name in ("d.svg", "d.html", "d.md", "d.json", "d.pdf"):
            done = place.run(*options, "-o", name)
            made = place.work / name
            if made.exists():
                outputs.append(made.read_bytes().decode("latin-1"))
                made.unlink()
    place.suite.check("outputs are written", len(outputs) >= 18, str(len(outputs)))
    place.suite.check("no output has a secret", not any(SECRET in text for text in outputs),
                      str([text[max(0, text.find(SECRET) - 80):][:160] for text in outputs
                           if SECRET in text][:2]))
    place.suite.check("they name host and path",
                      f"{place.stub.address}/debug/pprof/heap" in outputs[1], outputs[1][:200])
    place.suite.check("nothing else is left", not place.left(), str(place.left()))


def check_several(place):
    stub = place.stub
    with Stub(place.program, place.folder / "two") as other:
        stub.serve("a", small(100))
        other.serve("b", small(40))
        one, two = stub.url("/debug/pprof/a"), other.url("/debug/pprof/b")
        done = place.run("top", one, two)
        place.suite.check("two are merged", "1.40s" in done.stdout and done.returncode == 0,
                          done.stdout + done.stderr)
        done = place.run("top", one, f"--base={two}")
        place.suite.check("a base is subtracted", "600ms" in done.stdout, done.stdout + done.stderr)
        done = place.run("top", one, f"--diff_base={two}")
        place.suite.check("a diff base likewise", "600ms" in done.stdout, done.stdout + done.stderr)
        done = place.run("movers", "--diff", two, one)
        place.suite.check("two services are compared", "main.f" in done.stdout and
                          done.returncode == 0, done.stdout + done.stderr)
        done = place.run("top", one, two, stub.url("/404"))
        place.suite.check("one of three fails: the others are merged", done.returncode == 0 and
                          "1.40s" in done.stdout and "/404: " in done.stderr and
                          "1 of 3 sources could not be fetched" in done.stderr, done.stderr)
        done = place.run("top", stub.url("/404"), stub.url("/403"), "-o", "x.txt")
        place.suite.check("all fail", done.returncode == 5 and not place.left(), done.stderr)
        done = place.run("top", one, "ftp://host/x")
        place.suite.check("a URL that is none is one that fails", done.returncode == 0 and
                          "fetched are" in done.stderr and "1s" in done.stdout, done.stderr)
        done = place.run("top", one, "nope.pb.gz")
        place.suite.check("a file that is not there is an error", done.returncode == 5 and
                          not done.stdout, done.stderr)
        for arguments in (("--diff", one, stub.url("/404")), ("--diff", stub.url("/404"), one),
                          ("top", one, f"--base={stub.url('/404')}"),
                          ("check", one, stub.url("/404"), "--fail=total > +900%"),
                          ("check", f"--base={one}", f"--base={stub.url('/404')}", f"--new={two}",
                           "--fail=total > +900%")):
            done = place.run(*arguments, *(() if arguments[0] in ("top", "check") else ("-o", "d.svg")))
            place.suite.check(f"{arguments[:1]}: a side that fails is an error", done.returncode == 5
                              and not done.stdout and not place.left(), done.stderr)
        done = place.run("movers", "--diff", f"--base={two}", f"--base={stub.url('/404')}",
                         f"--new={one}")
        place.suite.check("a run of a side that has others is left out", done.returncode == 0 and
                          "1 of 3" in done.stderr and "main.f" in done.stdout, done.stderr)


def check_parallel(place):
    """Four that take a second each take one, as long as nothing else keeps the machine busy."""
    urls = [place.stub.url(f"/fault/slow?{i}") for i in range(4)]
    start = time.monotonic()
    place.run("top", urls[0])
    alone = time.monotonic() - start
    start = time.monotonic()
    done = place.run("top", *urls)
    together = time.monotonic() - start
    place.suite.check("all are fetched at once", done.returncode == 0 and together < 3 * alone,
                      f"{alone:.2f} s, {together:.2f} s, {done.stderr}")


def check_save(place):
    url = f"{place.stub.url()}?token={SECRET}"
    for count in (1, 2):
        done = place.run("top", url, "--save=kept/")
        names = sorted(path.name for path in (place.work / "kept").iterdir())
        place.suite.check(f"--save keeps what came, {count}", done.returncode == 0 and
                          len(names) == count and "saved kept" in done.stderr and all(
                              name.startswith("profile_") and name.endswith(".pb.gz") and
                              (place.work / "kept" / name).read_bytes() == CPU for name in names),
                          f"{names} {done.stderr}")
    done = place.run("top", place.stub.url("/fault/cut"), "--save=kept")
    place.suite.check("and nothing that is not whole", len(list((place.work / "kept").iterdir())) == 2,
                      done.stderr)
    (place.work / "file").write_text("")
    done = place.run("top", url, "--save=file")
    place.suite.check("a file is no folder", done.returncode == 5 and "--save" in done.stderr and
                      not done.stdout, done.stderr)
    (place.work / "file").unlink()
    for path in (place.work / "kept").iterdir():
        path.unlink()
    (place.work / "kept").rmdir()


# ---------------------------------------------------------------- what fails

def check_faults(place):
    url = place.stub.url
    for word, code, *words in (
            ("cut", 5, "broke off after", f"of {len(CPU)} bytes"),
            ("more", 5, f"broke off after {len(CPU)} of 9999999 bytes"),
            ("less", 3, "byte"),
            ("huge", 4, "too large", "--max_memory"),
            ("nonsense-length", 5, "no HTTP"),
            ("chunks", 5,),
            ("nothing", 5, "closed without an answer", "https"),
            ("reset", 5, "the connection broke off"),
            ("nonsense", 5, "no HTTP", "right port"),
            ("headers", 4, "head is too large; is this the right port?"),
            ("long-header", 4, "head is too large; is this the right port?"),
            ("html", 3, "HTML page", "/debug/pprof/"),
            ("html-404", 5, "404 Not Found; ", "Go's profiles are at /debug/pprof/"),
            ("busy", 5, "500 Internal Server Error: Could not enable CPU profiling: cpu profiling "
             "already in use; another profile is being taken"),
            ("hostile", 5, "500", "red", "over"),
            ("empty", 3, "answers with nothing"),
            ("trace", 3, "execution trace", "go tool trace"),
            ("bad-gzip", 5, "compression is damaged"),
            ("duration", 5, "WriteTimeout", "--seconds"),
            ("tls-only", 5, "https://"),
            ("to-file", 5, "redirects to what is no http"),
            ("nowhere", 5, "302 Found")):
        text = place.fails(f"fault {word}", url(f"/fault/{word}"), code, f"/fault/{word}: ", *words)
        if word in ("html", "html-404"):
            place.suite.check("a page is not quoted", "Who are you" not in text and
                              "Nothing here" not in text, text)
    for status, *words in ((401, "Authorization"), (403, "Authorization"), (404, "Said by the stub"),
                           (500, "Said by the stub"), (503, "proxy")):
        place.fails(f"status {status}", url(f"/{status}"), 5, f"/{status}: the service answers {status}",
                    *words)
    place.fails("no such profile", url("/debug/pprof/nope"), 5, "404 Not Found: Unknown profile",
                "net/http/pprof")


def check_limits(place):
    url = place.stub.url
    place.fails("a body without end", url("/fault/endless"), 4, "too large", "more than 8388608 bytes",
                options=("--max_memory=8M",))
    (place.stub.folder / "bomb.gz").write_bytes(gzip.compress(bytes(64 << 20), 9))
    place.fails("a gzip bomb", url("/encoded/bomb.gz"), 4, "too large", options=("--max_memory=8M",))
    for word in ("silent", "drip"):
        place.fails(f"{word}: a timeout", url(f"/fault/{word}"), 5, "within 0.5 s", "--timeout",
                    options=("--timeout=500ms",))
    place.fails("a slow body too", url("/fault/slow"), 5, "within 0.3 s", options=("--timeout=0.3s",))


def check_connections(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        place.fails("nobody listens", f"localhost:{port}", 5, f"http://localhost:{port}/",
                    "was refused", "is this its port?")
    place.fails("a name that is not known", "http://no-such-host.invalid/", 5, "name is not known")
    place.fails("http is asked by https", f"https://{place.stub.address}", 5, "http://")
    place.fails("no socket", "unix:/no/such.sock", 5, "unix:/no/such.sock:/debug/pprof/profile")
    place.fails("another scheme", "ftp://host/x", 2, "http://", "unix:/SOCKET")
    place.fails("a space", "http://host/a b", 2, "no spaces")
    place.fails("a port that is none", "http://localhost:123456/x", 2, "no URL")
    place.fails("no such proxy", "http://service.test/", 5, "proxy", env={"http_proxy": "nope.invalid:1"})


def check_options(place):
    url = place.stub.url()
    place.stub.forget()
    for arguments in (("-o", "x.what"), ("--view=nope",), ("--view=peek",)):
        done = place.run(url, *arguments)
        place.suite.check(f"{arguments}: told before it is fetched", done.returncode == 2 and
                          not done.stdout, done.stderr)
    place.suite.check("so nothing is asked", not place.stub.requests(),
                      str(place.stub.requests()))
    for text in ("nothing", ": x", f"X y: {SECRET}", f"X: {SECRET}\r\nY: b", f"X\n: {SECRET}"):
        line = place.fails(f"header {text!r}", url, 2, "--header takes", options=("--header", text))
        place.suite.check("a bad header is not shown", SECRET not in line, line)
    place.fails("no file of headers", url, 5, "--header=@nope", options=("--header=@nope",))
    (place.folder / "bad").write_text(f"X: y\n{SECRET}\n")
    line = place.fails("a bad file of headers", url, 2, "line 2",
                       options=(f"--header=@{place.folder}/bad",))
    place.suite.check("its lines are not shown", SECRET not in line, line)
    place.fails("a key alone", url, 2, "tls_cert", options=("--tls-key=x",))
    place.fails("no authorities", f"https://{place.stub.address}", 2, "--tls-ca",
                options=("--tls-ca=nope",))
    done = place.run("top", str(SAMPLES / "svc-slow.cpu.pb.gz"), "--tls-key=x", "--header=bad")
    place.suite.check("files do not care", done.returncode == 0, done.stderr)


# ---------------------------------------------------------------- pprof's words

def check_pprof(place):
    stub, address = place.stub, place.stub.address
    stub.serve("a", small(100))
    home = place.folder / "home"
    done = place.run("pprof", "-top", "-seconds=2", address)
    wanted = (f"Fetching profile over HTTP from http://{address}/debug/pprof/profile?seconds=2\n"
              "Please wait... (2s)\n"
              f"Saved profile in {home}/pprof/pprof.shop.samples.cpu.001.pb.gz\n")
    saved = home / "pprof" / "pprof.shop.samples.cpu.001.pb.gz"
    place.suite.check("pprof's messages", done.stderr == wanted and done.returncode == 0, done.stderr)
    again = place.run("pprof", "-top", str(saved))
    place.suite.check("what is saved is the profile", again.stdout == done.stdout and
                      len(again.stdout) > 200, again.stderr)
    done = place.run("pprof", "-top", "-focus=regexp", "-seconds=2", address)
    whole = place.run("pprof", "-top", str(home / "pprof" / "pprof.shop.samples.cpu.002.pb.gz"))
    place.suite.check("all of it, whatever is shown", whole.stdout == again.stdout, done.stderr)
    place.run("pprof", "-top", address, env={"PPROF_TMPDIR": str(place.folder / "kept" / "here")})
    place.suite.check("PPROF_TMPDIR is first", (place.folder / "kept/here").exists() and
                      len(list((place.folder / "kept/here").iterdir())) == 1)
    bad = f"http://{address}/fault/busy"
    done = place.run("pprof", "-top", f"http://{address}/debug/pprof/a", bad)
    place.suite.check("some fail", done.returncode == 0 and "1s" in done.stdout and
                      "Fetched 1 source profiles out of 2\n" in done.stderr and
                      f"{bad}: server response: 500 Internal Server Error - Could not enable CPU "
                      "profiling: cpu profiling already in use" in done.stderr, done.stderr)
    done = place.run("pprof", "-top", bad, "http://127.0.0.1:1/x")
    place.suite.check("all fail", done.returncode == 2 and not done.stdout and
                      "failed to fetch any source profiles" in done.stderr, done.stderr)
    done = place.run("pprof", "-top", f"-base={bad}", f"http://{address}/debug/pprof/a")
    place.suite.check("the base fails", done.returncode == 2 and not done.stdout and
                      "failed to fetch any base profiles" in done.stderr, done.stderr)
    for flag, words in (("-tls_key=x", "-tls_key is specified, so -tls_cert must also be specified"),
                        ("-tls_cert=x", "-tls_cert is specified, so -tls_key must also be specified")):
        done = place.run("pprof", "-top", flag, address)
        place.suite.check(flag, done.returncode == 2 and words in done.stderr, done.stderr)
    place.suite.check("nothing is beside", not place.left(), str(place.left()))


# ---------------------------------------------------------------- terminals

def on_terminal(place, *arguments, kill_at=None):
    """What a terminal gets; the process is interrupted once that has the text."""
    master, slave = pty.openpty()
    process = subprocess.Popen([place.binary, *arguments], cwd=place.work, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    text = b""
    while True:
        try:
            block = os.read(master, 4096)
        except OSError:
            break
        text += block
        if not block:
            break
        if kill_at and kill_at in text:
            process.send_signal(signal.SIGINT)
            kill_at = None
    os.close(master)
    return text, process.wait(timeout=30)


def check_terminal(place):
    text, code = on_terminal(place, "top", place.stub.url("/fault/slow?seconds=9"))
    place.suite.check("a bar and the seconds left", code == 0 and b"[#" in text and
                      b"s left" in text and text.rstrip().endswith(b"\x1b[K") and
                      b"fetching 127.0.0.1" in text, repr(text[-300:]))
    text, code = on_terminal(place, place.stub.url("/fault/silent?seconds=9"), "-o", "x.svg",
                             kill_at=b"s left")
    place.suite.check("Ctrl-C stops, and takes the bar away", code == -signal.SIGINT and
                      not place.left() and text.rstrip().endswith(b"cancelled"),
                      f"{code} {text[-200:]!r}")
    done = place.run("top", place.stub.url("/fault/slow?seconds=9"))
    place.suite.check("elsewhere a line", done.stderr ==
                      f"fetching {place.stub.url('/fault/slow?seconds=9')}, 9 s\n", done.stderr)


def main():
    suite = Suite()
    binary, program = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:3])
    parts = (check_forms, check_requests, check_redirects, check_names, check_several,
             check_parallel, check_save, check_faults, check_limits, check_connections,
             check_options, check_pprof, check_terminal)
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            place = Place(binary, program, folder, suite)
            part(place)
            place.stub.stop()
    suite.finish()


main()
