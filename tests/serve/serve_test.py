#!/usr/bin/env python3
"""render serve: what it answers, to whom, and what no request can do to it.

    serve_test.py BINARY"""

import concurrent.futures
import gzip
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from pprof_writer import Profile
from served import Server
from suite import Suite

SAMPLES = ROOT / "samples"
CPU = str(SAMPLES / "go-json.cpu.pb.gz")
HEAP = str(SAMPLES / "svc-slow.heap.pb.gz")
FAST = str(SAMPLES / "svc-fast.heap.pb.gz")
VIEWS = ["top", "top?sort=cum", "flame", "graph", "tree", "traces", "folded", "csv", "json", "md",
         "boxes", "summary", "functions", "peek?pattern=json", "labels", "doctor",
         "top?focus=json&nodecount=5", "top?granularity=lines", "raw"]
SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp"}


def heavy():
    """Many functions that call each other without order: no graph of all is drawn soon."""
    chance = random.Random(7)
    profile = Profile([("samples", "count")], ("cpu", "nanoseconds"), 1, 1, 1)
    for _ in range(30000):
        profile.sample([f"f{chance.randrange(6000)}" for _ in range(8)], [chance.randrange(1, 99)])
    return profile.gzip()


HEAVY = "graph?nodecount=0&nodefraction=0&edgefraction=0"


class Check:
    def __init__(self, binary, folder, suite):
        self.binary, self.folder, self.suite = binary, pathlib.Path(folder), suite

    def says(self, name, got, wanted):
        return self.suite.check(name, got == wanted, f"{str(got)[:300]} instead of {str(wanted)[:300]}")

    def command(self, request, *sources):
        view, _, query = request.partition("?")
        options = ["--" + part for part in query.split("&") if part]
        return subprocess.run([self.binary, view, *options, *sources, "-o", "-"], timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


# ---------------------------------------------------------------- one profile


def routes(check, server):
    for path, status, place in [("/", 307, "/ui/"), ("/ui", 307, "/ui/"), ("/x/y", 307, "/ui/"),
                                ("/?f=a", 307, "/ui/?f=a"), ("/p/1/ui/", 307, "/ui/"),
                                ("/ui/flamegraph2?f=a", 301, "/ui/flamegraph?f=a"),
                                ("/ui/flamegraphold", 301, "/ui/flamegraph")]:
        answer = server.get(path)
        check.says(f"{path} leads elsewhere", (answer.status, answer.headers.get("location")),
                   (status, place))
    page = server.get("/ui/")
    check.suite.check("the page is one", page.status == 200 and b"<html" in page.body)
    for path in ["flamegraph", "top", "graph", "peek", "source", "top?f=json&si=cpu&n=5&g=lines",
                 "flamegraph?unknown=1"]:
        check.says(f"/ui/{path} is the page", server.get("/ui/" + path).body, page.body)
    for path, status in [("/ui/disasm", 501), ("/ui/saveconfig?config=a", 501), ("/ui/nothing", 404),
                         ("/engine/", 404), ("/engine/top/x", 404), ("/engine/TOP", 404),
                         ("/engine/nothing", 400), ("/engine/report", 400), ("/engine/html", 400),
                         ("/assets/nothing", 404)]:
        check.says(path, server.get(path).status, status)
    for query, words in [("n=x", 'nodecount: strconv.Atoi: parsing "x": invalid syntax'),
                         ("trim=7", 'trim: illegal value "7" for bool variable'),
                         ("g=x", 'granularity: invalid "granularity" value "x"'),
                         ("f=%5B", "parsing focus regexp: error parsing regexp: missing closing ]")]:
        answer = server.get("/ui/top?" + query)
        check.suite.check(f"/ui/top?{query} is refused in pprof's words",
                          answer.status == 400 and words in answer.text, answer.text)
    download = server.get("/download")
    check.says("/download is a profile", (download.status, download.headers["content-type"],
                                          download.headers["content-disposition"]),
               (200, "application/vnd.google.protobuf+gzip", "attachment;filename=profile.pb.gz"))
    path = check.folder / "downloaded.pb.gz"
    path.write_bytes(download.body)
    check.says("its numbers are those of the source", check.command("top", str(path)),
               check.command("top", CPU))


def views(check, server):
    for request in VIEWS:
        answer = server.get("/engine/" + request)
        check.suite.check(f"{request} as the command writes it",
                          answer.status == 200 and answer.body == check.command(request, CPU),
                          answer.status)
    for path in ["/ui/", "/engine/flame", "/engine/nothing", "/x", "/download"]:
        headers = server.get(path).headers
        check.says(f"{path} is safe", {name: headers.get(name) for name in SAFE}, SAFE)
        policy = headers.get("content-security-policy", "")
        check.suite.check(f"{path} has a strict policy", "default-src 'none'" in policy and
                          "unsafe-inline" not in policy and "'unsafe-eval" not in policy, policy)
        check.suite.check(f"{path} is for no other page",
                          "access-control-allow-origin" not in headers)
    bad = server.get("/engine/top?nodecount=x")
    check.says("an error says its kind", (bad.status, bad.headers.get("x-render-error")),
               (400, "usage"))
    check.suite.check("and one line", bad.text.count("\n") == 1 and "nodecount" in bad.text, bad.text)
    none = server.get("/engine/top?focus=thereisnosuchfunction")
    check.suite.check("what is to be said travels along", none.headers.get("x-render-notes") or
                      none.status != 200 or not none.body, none.headers)


def caching(check, server):
    plain = server.get("/engine/boxes")
    packed = server.get("/engine/boxes", Accept_Encoding="gzip, br")
    check.says("gzip for who takes it", (packed.headers.get("content-encoding"),
                                         gzip.decompress(packed.body)), ("gzip", plain.body))
    for value in ["gzip;q=0", "gzip; q=0.0, br;q=1"]:
        refused = server.get("/engine/boxes", Accept_Encoding=value)
        check.says(f"not for who refuses it: {value}", refused.body, plain.body)
    little = server.get("/engine/boxes", Accept_Encoding="gzip;q=0.1")
    check.says("for who takes it last", little.headers.get("content-encoding"), "gzip")
    tag = plain.headers["etag"]
    for value in [tag, f'"other", {tag}', tag.removeprefix("W/")]:
        again = server.get("/engine/boxes", If_None_Match=value)
        check.says("what is known is not sent", (again.status, again.body,
                                                 again.headers["content-length"]),
                   (304, b"", str(len(plain.body))))
    check.says("another tag is not known",
               server.get("/engine/boxes", If_None_Match='"x"').status, 200)
    one = server.get("/engine/top?sort=cum&focus=json")
    other = server.get("/engine/top?focus=%6ason&sort=cum&nodecount=-1")
    check.says("one answer under several spellings", other.headers["etag"], one.headers["etag"])
    head = server.ask("/engine/boxes", "HEAD")
    check.says("HEAD", (head.status, head.body, head.headers["content-length"]),
               (200, b"", str(len(plain.body))))


def concurrent_views(check, server):
    wanted = {request: check.command(request, CPU) for request in VIEWS}

    def run(seed):
        chance, wrong = random.Random(seed), []
        connection = server.open()
        for _ in range(25):
            request = chance.choice(VIEWS)
            # The title takes answers past the cache, and shows in pictures alone.
            query = f"{'&' if '?' in request else '?'}width={chance.randrange(400, 9000)}"
            is_fresh = request.split("?")[0] not in ("flame", "graph", "boxes", "summary")
            connection.request("GET", "/engine/" + request + (query if is_fresh else ""))
            response = connection.getresponse()
            body = response.read()
            if response.status != 200 or body != wanted[request]:
                wrong.append((request, response.status))
        connection.close()
        return wrong

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        wrong = sum(pool.map(run, range(8)), [])
    check.says("8 threads get what the command writes", wrong, [])


def one_profile(check):
    with Server(check.binary, CPU) as server:
        routes(check, server)
        views(check, server)
        caching(check, server)
        concurrent_views(check, server)
        check.says("a signal ends it quietly", server.stop(), (0, ""))
    with Server(check.binary, HEAP, FAST, verb=("pprof", "-http=localhost:", "-no_browser")) as server:
        check.says("as pprof says it", server.said,
                   f"Serving web UI on http://localhost:{server.port}\n")
        check.says("and does", server.get("/").headers["location"], "/ui/")
        check.says("it ends as well", server.stop()[0], 0)


# ---------------------------------------------------------------- who may ask


def strangers(check, server):
    for host, status in [("localhost", 200), (f"localhost:{server.port}", 200), ("127.0.0.1:1", 200),
                         ("[::1]:80", 200), ("LOCALHOST", 200), ("evil.example", 403),
                         ("localhost.evil.example", 403), ("evil.example:80@localhost", 403),
                         ("10.0.0.1", 403), ("localhost:x", 403), ("[::1", 403), ("", 400)]:
        check.says(f"Host: {host}", server.get("/engine/comments", Host=host).status, status)
    here = f"localhost:{server.port}"
    for origin, status in [(f"http://{here}", 200), ("http://evil.example", 403), ("null", 403),
                           (f"http://localhost:{server.port + 1}", 403), ("http://localhost", 403),
                           (f"http://{here}.evil.example", 403)]:
        check.says(f"Origin: {origin}",
                   server.get("/engine/comments", Host=here, Origin=origin).status, status)
    for path, site, mode, status in [("/engine/comments", "same-origin", "cors", 200),
                                     ("/engine/comments", "none", "navigate", 200),
                                     ("/engine/comments", "cross-site", "no-cors", 403),
                                     ("/engine/comments", "cross-site", "navigate", 403),
                                     ("/engine/comments", "same-site", "cors", 403),
                                     ("/ui/", "cross-site", "navigate", 200),
                                     ("/ui/", "cross-site", "no-cors", 403)]:
        answer = server.get(path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)
        check.says(f"{path} from {site} by {mode}", answer.status, status)
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "X"]:
        answer = server.ask("/engine/comments", method)
        check.says(method, (answer.status, answer.headers.get("allow")), (405, "GET, HEAD"))
    check.says("a body", server.ask("/engine/comments", "GET", body=b"x" * 100000).status, 413)
    for text, status in [(b"GET /ui/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", b"400"),
                         (b"GET http://evil.example/ui/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"400"),
                         (b"GET /ui/ HTTP/1.1\r\n\r\n", b"400")]:
        check.says(text, server.send(text).split(b" ")[1:2], [status])


def tickets(check, token):
    """What a browser is opened with stands among its arguments, which others can read."""
    told, browser = check.folder / "told", check.folder / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}.new"; mv "{told}.new" "{told}"\n')
    browser.chmod(0o755)
    with Server(check.binary, CPU, "--token=" + token, "--sort=cum", browser=browser) as server:
        end = time.monotonic() + 30
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.02)
        address = told.read_text()
        path = "/" + address.split("/", 3)[3]
        check.suite.check("the browser is not told the token",
                          token not in address and "/ui/?ticket=" in address, address)
        first = server.get(path)
        cookie = first.headers.get("set-cookie", "").split(";")[0]
        check.says("a ticket lets in", (first.status, first.headers.get("location")),
                   (303, "/ui/?sort=cum"))
        check.says("for good", server.get("/ui/", Cookie=cookie).status, 200)
        check.says("once", server.get(path).status, 401)
        check.says("an empty one does not", server.get("/ui/?ticket=").status, 401)


def tokens(check):
    token = "a-token-of-24-letters_ok"
    with Server(check.binary, CPU, "--token=" + token) as server:
        check.says("the address has it", server.path, "/ui/?token=" + token)
        check.says("nothing without it", server.get("/ui/").status, 401)
        for query in ["token=", "token=" + token[:-1], "token=x" + token, "Token=" + token]:
            check.says(f"nothing with ?{query}", server.get("/ui/?" + query).status, 401)
        check.says("a program sends it",
                   server.get("/engine/top", Authorization="Bearer " + token).status, 200)
        check.says("not another one",
                   server.get("/engine/top", Authorization="Bearer " + token + "x").status, 401)
        first = server.get(f"/ui/top?f=a&token={token}&n=3")
        cookie = first.headers.get("set-cookie", "")
        check.says("it goes out of the address", (first.status, first.headers.get("location")),
                   (303, "/ui/top?f=a&n=3"))
        check.suite.check("into a cookie that no script and no other page has",
                          "HttpOnly" in cookie and "SameSite=Strict" in cookie and
                          token not in cookie, cookie)
        pair = cookie.split(";")[0]
        check.says("which is enough", server.get("/ui/", Cookie="a=b; " + pair).status, 200)
        check.says("another is not", server.get("/ui/", Cookie=pair + "0").status, 401)
        check.says("the host counts first",
                   server.get("/ui/", Cookie=pair, Host="evil.example").status, 403)
        check.says("no other server is named",
                   server.get(f"//evil.example/?token={token}").headers.get("location"), "/")
    tickets(check, token)
    path = check.folder / "token"
    path.write_text("token-of-a-file\n")
    with Server(check.binary, CPU, f"--token=@{path}") as server:
        check.says("a token out of a file", server.path, "/ui/?token=token-of-a-file")
    for option in ["--token=short", "--token=has space in it", "--token=@/no/such/file",
                   "--http=localhost", "--http=localhost:99999", "--http=a:b:1"]:
        run = subprocess.run([check.binary, "serve", CPU, option, "--no_browser"], timeout=60,
                             capture_output=True, text=True)
        check.suite.check(f"{option} is refused", run.returncode in (2, 5) and
                          run.stderr.count("\n") == 1, run.stderr)


# ---------------------------------------------------------------- what must not happen

PATHS = ["/../../etc/passwd", "/ui/../../etc/passwd", "/engine/../../etc/passwd",
         "/assets/../../etc/passwd", "/assets//etc/passwd", "/p/../../etc/passwd",
         "/p/1/../../../etc/passwd", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
         "/engine/..%2f..%2fetc%2fpasswd", "/download/../../etc/passwd", "/api/../etc/passwd",
         "/p/1/engine/../../../../etc/passwd", "/d/1-2/../../etc/passwd", "/etc/passwd"]
OPTIONS = ["focus", "ignore", "show", "hide", "pattern", "list", "source_path", "trim_path", "rules",
           "output", "base", "diff_base", "open", "view", "format", "function", "at", "title", "save",
           "tls_cert", "header", "token", "http", "during", "max_memory", "embed_source", "theme"]


def no_files(check, server, prefix=""):
    secret = b"root:x:"
    found = [path for path in PATHS if secret in server.send(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())]
    check.says("no path leads to a file", found, [])
    found = []
    for option in OPTIONS:
        for view in ["top", "list", "source", "peek", "check"]:
            for value in ["/../../etc/passwd", "/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd"]:
                answer = server.get(f"{prefix}/engine/{view}?{option}={value}")
                if secret in answer.body:
                    found.append((view, option, value))
    check.says("no option does", found, [])
    for option in ["source_path", "trim_path", "output", "base", "rules", "http", "token"]:
        answer = server.get(f"{prefix}/engine/top?{option}=/etc")
        check.says(f"a request cannot set {option}", answer.status, 400)


def too_much(check, server):
    for text, status in [(b"GET /ui/?" + b"x" * (1 << 20) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                          (b"414", b"431", b"413")),
                         (b"GET /ui/ HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * (1 << 20) +
                          b"\r\n\r\n", (b"431", b"413")),
                         (b"GET /ui/ HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 200000 +
                          b"\r\n", (b"431", b"413"))]:
        answer = server.send(text)
        check.suite.check(f"{text[:20]}... of {len(text)} bytes",
                          not answer or answer.split(b" ")[1] in status, answer[:100])
    long = server.get("/engine/top?focus=" + "a" * 20000)
    check.suite.check("a long expression", long.status in (200, 400), long.status)
    check.says("a page's query is looked at", server.get("/ui/?f=(").status, 400)
    check.says("but not where that takes long", server.get("/ui/?f=" + "(" * 2000).status, 200)


def noise(check, server):
    chance = random.Random(1)
    good = b"GET /engine/top?sort=cum HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: x\r\n\r\n"
    for round_ in range(150):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        server.send(bytes(data) if round_ % 3 else chance.randbytes(chance.randrange(1, 3000)))
    check.says("random bytes harm nobody", server.get("/engine/comments").status, 200)


def hostile(check):
    with Server(check.binary, CPU) as server:
        strangers(check, server)
        no_files(check, server)
        too_much(check, server)
        noise(check, server)
        check.says("all that said nothing", server.stop(), (0, ""))


def cut(door, data, step):
    """Sends a byte every `step` seconds; how long until the other side has closed."""
    start = time.monotonic()
    for byte in data:
        try:
            door.sendall(bytes([byte]))
            door.settimeout(step)
            if door.recv(1) == b"":
                return time.monotonic() - start
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic() - start
    return None


def slow(check):
    """Slow requests are cut, and hold nobody up meanwhile."""
    with Server(check.binary, CPU) as server, \
            concurrent.futures.ThreadPoolExecutor(4) as pool:
        head = b"GET /ui/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 1000
        doors = [server.connect() for _ in range(3)]
        doors[1].sendall(b"GET /engine/comments HTTP/1.1\r\nHost: localhost\r\n\r\n")
        cuts = [pool.submit(cut, doors[0], head, 0.3), pool.submit(cut, doors[2], b"\r\n" * 900, 0.3)]
        check.says("others are served meanwhile", server.get("/engine/comments").status, 200)
        times = [one.result() for one in cuts]
        check.suite.check("a byte now and then is cut", all(one and one < 40 for one in times), times)
        doors[1].settimeout(40)
        got = b""
        while part := doors[1].recv(65536):
            got += part
        check.suite.check("silence after an answer as well", got.startswith(b"HTTP/1.1 200"))
        for door in doors:
            door.close()
        check.says("and the server ends", server.stop(), (0, ""))


def crowd(check):
    """More connections than there may be are closed; those that are there go on."""
    with Server(check.binary, CPU) as server:
        friend = server.open()
        friend.request("GET", "/engine/comments")
        friend.getresponse().read()
        doors, refused = [], 0
        for _ in range(400):
            door = socket.socket()
            door.settimeout(20)
            try:
                door.connect(("127.0.0.1", server.port))
                doors.append(door)
            except OSError:
                refused += 1
        time.sleep(1)
        for door in doors:
            door.setblocking(False)
            try:
                refused += door.recv(1) == b""
            except ConnectionError:
                refused += 1
            except BlockingIOError:
                pass
        check.suite.check("too many are refused", refused >= 400 - 100, refused)
        friend.request("GET", "/engine/top")
        check.says("who was there is served", friend.getresponse().status, 200)
        friend.close()
        for door in doors:
            door.close()
        status = None
        for _ in range(300):
            try:
                status = server.get("/engine/comments").status
                break
            except (ConnectionError, http.client.HTTPException):
                time.sleep(0.1)
        check.says("there is room again", status, 200)
        check.says("it ends quietly", server.stop(), (0, ""))


def runaway(check):
    path = check.folder / "heavy.pb.gz"
    path.write_bytes(heavy())
    with Server(check.binary, str(path), "--request_time=500ms") as server, \
            concurrent.futures.ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(server.get, f"/engine/{HEAVY}&title={i}") for i in range(2)]
        others = [server.get(f"/engine/comments?width={400 + i}").status for i in range(8)]
        check.says("others go on", others, [200] * 8)
        ended = [one.result() for one in asked]
        check.says("what takes too long is given up", [(one.status, one.headers["x-render-error"])
                                                       for one in ended], [(422, "limit")] * 2)
        check.suite.check("and says so", "longer than 0.5 s" in ended[0].text, ended[0].text)
        check.says("it goes on", server.get("/engine/top").status, 200)
        check.says("and ends", server.stop(), (0, ""))
    with Server(check.binary, str(path)) as server:
        door = server.connect()
        door.sendall(f"GET /engine/{HEAVY} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.3)
        door.close()
        check.says("who leaves takes the work along", server.get("/engine/comments").status, 200)
        check.says("and it ends at once", server.stop(), (0, ""))
    with Server(check.binary, str(path), "--max_memory=24MB") as server:
        answer = server.get("/engine/" + HEAVY)
        check.says("memory has its limit", (answer.status, answer.headers.get("x-render-error")),
                   (422, "limit"))
        check.says("the rest goes on", server.get("/engine/comments").status, 200)


# ---------------------------------------------------------------- folders


def profiles_of(server, until=lambda profiles: True):
    """The list, once it is as wanted."""
    for _ in range(300):
        profiles = {entry["name"]: entry for entry in server.get("/api/files").json["profiles"]}
        if until(profiles):
            break
        time.sleep(0.1)
    return profiles


def is_learnt(profiles):
    return all(entry["total"] is not None or entry["error"] for entry in profiles.values())


def fill(folder):
    folder.mkdir()
    (folder / "api").mkdir()
    shutil.copy(CPU, folder / "cpu_20260101_120000.pb.gz")
    shutil.copy(HEAP, folder / "heap_20260102_130000.pb.gz")
    shutil.copy(FAST, folder / "api" / "heap_20260101_120001.pb.gz")
    shutil.copy(SAMPLES / "svc-slow.goroutine.pb.gz", folder / "unnamed")
    (folder / "damaged.pb.gz").write_bytes(pathlib.Path(HEAP).read_bytes()[:3000])
    (folder / "notes.md").write_text("no profile")
    (folder / ".hidden.pb.gz").write_bytes(pathlib.Path(HEAP).read_bytes())
    (folder / "passwd.pb.gz").symlink_to("/etc/passwd")
    (folder / "out").symlink_to(SAMPLES)
    os.mkfifo(folder / "pipe.pb.gz")


def listed(check, server):
    profiles = profiles_of(server, is_learnt)
    check.says("profiles are listed, and nothing else", sorted(profiles),
               ["cpu_20260101_120000.pb.gz", "damaged.pb.gz", "heap_20260101_120001.pb.gz",
                "heap_20260102_130000.pb.gz", "unnamed"])
    cpu, heap = profiles["cpu_20260101_120000.pb.gz"], profiles["heap_20260101_120001.pb.gz"]
    check.says("by kind, time and service",
               (cpu["kind"], cpu["time_ms"], cpu["service"], heap["kind"], heap["service"]),
               ("cpu", 1767268800000, "", "heap", "api"))
    check.says("with totals", (cpu["type"], cpu["unit"], cpu["total"] / 1e9),
               ("cpu", "nanoseconds", 21.11))
    check.says("a kind that no name says", profiles["unnamed"]["kind"], "goroutine")
    check.suite.check("what is damaged says why", "gzip" in profiles["damaged.pb.gz"]["error"])
    return profiles


def opened(check, server, profiles):
    cpu, heap = (profiles[name]["id"] for name in ("cpu_20260101_120000.pb.gz",
                                                   "heap_20260102_130000.pb.gz"))
    fast, damaged = (profiles[name]["id"] for name in ("heap_20260101_120001.pb.gz",
                                                       "damaged.pb.gz"))
    check.says("the list is a page", server.get("/").status, 200)
    check.says("an id is enough", server.get(f"/p/{cpu}").headers.get("location"), f"/p/{cpu}/ui/")
    page = server.get(f"/p/{cpu}/ui/flamegraph")
    check.suite.check("a page knows its engine", f"/p/{cpu}/engine/".encode() in page.body)
    check.says("an engine of one", server.get(f"/p/{cpu}/engine/top").body,
               check.command("top", CPU))
    renamed = [check.folder / name for name in ("heap_20260102_130000.pb.gz",
                                                "heap_20260101_120001.pb.gz")]
    shutil.copy(HEAP, renamed[0])
    shutil.copy(FAST, renamed[1])
    wanted = check.command("top?diff", *map(str, renamed))
    check.says("an engine of two", server.get(f"/d/{heap}-{fast}/engine/top").body, wanted)
    check.says("a page of two", server.get(f"/d/{heap}-{fast}/ui/").status, 200)
    check.says("sides that do not go together",
               server.get(f"/d/{heap}-{cpu}/engine/top").headers.get("x-render-error"), "input")
    check.says("one that is damaged", server.get(f"/p/{damaged}/engine/top").status, 422)
    check.says("a profile to keep", server.get(f"/p/{heap}/download").status, 200)
    for path in ["/p/0/ui/", "/p/99/ui/", "/p/01/ui/", "/p/x/ui/", "/p/99999999999/ui/", "/p/-1/ui/",
                 f"/d/{heap}/ui/", f"/d/{heap}-/ui/", f"/d/{heap}-99/engine/top", "/ui/",
                 "/engine/top", "/p/passwd.pb.gz/ui/", "/p/heap_20260102_130000.pb.gz/download"]:
        check.says(f"{path} is not there", server.get(path).status, 404)


def changes(check, server, folder, profiles):
    tag = server.get("/api/files").headers["etag"]
    check.says("the list has a tag", server.get("/api/files", If_None_Match=tag).status, 304)
    shutil.copy(FAST, folder / "part.tmp")
    os.rename(folder / "part.tmp", folder / "heap_20260103_120000.pb.gz")
    now = profiles_of(server, lambda all_: "heap_20260103_120000.pb.gz" in all_ and is_learnt(all_))
    check.suite.check("a new file appears", "heap_20260103_120000.pb.gz" in now, sorted(now))
    check.says("and the tag changes", server.get("/api/files", If_None_Match=tag).status, 200)
    fresh = now.get("heap_20260103_120000.pb.gz", {}).get("id")
    check.says("it opens", server.get(f"/p/{fresh}/engine/top").status, 200)
    old = profiles["cpu_20260101_120000.pb.gz"]["id"]
    shutil.copy(HEAP, folder / "cpu_20260101_120000.pb.gz")
    now = profiles_of(server, lambda all_: all_["cpu_20260101_120000.pb.gz"]["unit"] == "bytes")
    check.says("a changed one is read again", server.get(f"/p/{old}/engine/comments").status, 200)
    check.suite.check("and shows what it is now",
                      b"inuse_space" in server.get(f"/p/{old}/engine/top").body)
    os.unlink(folder / "cpu_20260101_120000.pb.gz")
    os.symlink("/etc/passwd", folder / "cpu_20260101_120000.pb.gz")
    profiles_of(server, lambda all_: "cpu_20260101_120000.pb.gz" not in all_)
    check.says("one that is gone is not there", server.get(f"/p/{old}/engine/top").status, 404)


def indexed(check, server, folder):
    """What capture tells of its files goes before what their names say."""
    entry = {"kind": "mutex", "file": "unnamed", "status": "ok", "service": "checkout",
             "start": "2026-02-03T04:05:06Z"}
    lines = ",\n".join(json.dumps(one) for one in (entry, {"kind": "gap"}))
    (folder / "index.json").write_text('{"version":1, "writer":"render 0.1.0", "entries":[\n' +
                                       lines + "\n]}\n")
    now = profiles_of(server, lambda all_: all_["unnamed"]["service"])["unnamed"]
    check.says("an index tells of its files", (now["kind"], now["service"], now["time_ms"]),
               ("mutex", "checkout", 1770091506000))
    os.unlink(folder / "index.json")
    os.symlink("/etc/passwd", folder / "index.json")
    check.says("one that leads out does not", server.get("/api/files").status, 200)


def services(check):
    """A profile by its URL is fetched once."""
    asked = []

    class Service(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(pathlib.Path(HEAP).read_bytes())

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{service.server_port}/debug/pprof/heap"
        with Server(check.binary, url) as server:
            wanted = check.command("top", HEAP)
            got = [server.get("/engine/top").body for _ in range(3)]
            check.says("a service's profile is served", got, [wanted] * 3)
            check.says("and fetched once", asked, ["/debug/pprof/heap"])
        service.shutdown()


def source_code(check):
    """Where it lies is told to the server, whatever that serves."""
    folder, code = check.folder / "native", check.folder / "code"
    folder.mkdir()
    code.mkdir()
    profile = shutil.copy(SAMPLES / "cpp.cpu.pb.gz", folder)
    (code / "words.cpp").write_text("a line of words\n" * 400)
    options = ["--source_path", str(code), "--trim_path", "/opt/sample"]
    for source, root in ((profile, ""), (folder, "/p/1")):
        with Server(check.binary, str(source), *options) as server:
            answer = server.get(root + "/engine/source?function=main")
            check.suite.check(f"source code is shown at {root}/", "a line of words" in answer.text,
                              answer.text[:300])


def options(check):
    """What the command line says about views is where the page starts."""
    profile, query = str(SAMPLES / "cpp.cpu.pb.gz"), "?focus=a%7Cb%20c&sort=cum"
    with Server(check.binary, profile, "--focus=a|b c", "--cum", "--trim_path=/opt") as server:
        check.says("options stand in the address", server.path, "/ui/" + query)
        check.says("and in that of the first page", server.get("/").headers["location"],
                   "/ui/" + query)
        check.says("but for who asks for others", server.get("/ui?f=x").headers["location"],
                   "/ui/?f=x")
    done = subprocess.run([check.binary, "serve", "--no_browser", "--focus=x", str(SAMPLES)],
                          capture_output=True, text=True, timeout=60)
    check.suite.check("of a folder they are refused",
                      done.returncode == 2 and "focus=x" in done.stderr, done.stderr)


def folders(check):
    folder = check.folder / "runs"
    fill(folder)
    with Server(check.binary, str(folder)) as server:
        check.says("it begins at the list", server.path, "/")
        profiles = listed(check, server)
        opened(check, server, profiles)
        no_files(check, server, f"/p/{profiles['cpu_20260101_120000.pb.gz']['id']}")
        indexed(check, server, folder)
        changes(check, server, folder, profiles)
        many = [server.get(f"/p/{entry['id']}/engine/top").status
                for _ in range(3) for entry in profiles_of(server).values()]
        check.suite.check("all open in turn", set(many) == {200, 422}, many)
        check.says("a signal ends it quietly", server.stop(), (0, ""))
    (check.folder / "empty").mkdir()
    with Server(check.binary, str(check.folder / "empty")) as server:
        check.says("an empty folder is one", server.get("/api/files").json,
                   {"folder": "empty", "profiles": []})


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(1) as beside:
        check = Check(sys.argv[1], folder, suite)
        try:
            Server(check.binary, CPU).stop()
        except RuntimeError as error:
            if "librender-net" not in str(error):
                raise
            suite.skip("serve", str(error).strip())
            suite.finish()
        waits = beside.submit(slow, check)
        for part in [one_profile, hostile, tokens, crowd, runaway, folders, source_code,
                     options, services]:
            part(check)
        waits.result()
    suite.finish()


if __name__ == "__main__":
    main()
