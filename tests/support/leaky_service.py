"""A service with profiles under /debug/pprof, made up: with noise, a leak where one is planted, and
faults. Each heap that is asked for is a round of its life.

    with LeakyService(leak=0.01, faults={"500": 0.1}) as service:
        run([render, "watch", service.address])
"""

import http.server
import random
import socket
import threading
import time

from pprof_writer import Profile

HEAP = [("alloc_objects", "count"), ("alloc_space", "bytes"),
        ("inuse_objects", "count"), ("inuse_space", "bytes")]
CPU = [("samples", "count"), ("cpu", "nanoseconds")]
CONTENTION = [("contentions", "count"), ("delay", "nanoseconds")]
OBJECT = 64
SILENCE = 20  # seconds; nobody waits so long
FUNCTIONS = 20


class LeakyService:
    """`leak`: what main.leak grows by in each round, as a share of what it began with, in memory and
    goroutines; with a `period`, in each such time, so that rounds that come late find more. `noise`: of each function, standard deviation as a share. `faults`: probability of
    500, close (in the middle of the body), html, silent, empty, garbage, for each request; `broken`:
    the same for single kinds, always."""

    def __init__(self, leak=0.0, period=0.0, noise=0.03, faults=None, broken=None, seed=1, port=0, delay=0.0,
                 prefix=""):
        self.random = random.Random(seed)
        self.leak, self.period, self.noise = leak, period, noise
        self.faults = faults or {}
        self.broken = broken or {}
        self.delay, self.prefix = delay, prefix
        self.lock = threading.Lock()
        self.asked = []  # (kind, query) of each request
        self.begin()
        self.listen(port)

    def begin(self):
        """The process of the service starts."""
        self.round = 0
        self.start = time.monotonic()
        self.allocated = [0] * (FUNCTIONS + 1)
        self.base = [100_000 + 25_000 * i for i in range(FUNCTIONS)] + [1_000_000]

    def listen(self, port):
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                service.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # who asked has gone

        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.address = f"127.0.0.1:{self.port}{self.prefix}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def restart(self, pause=0.0):
        self.stop()
        time.sleep(pause)
        self.begin()
        self.listen(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # ------------------------------------------------------------ profiles

    def size(self, i):
        """Bytes of function i now; the last one leaks."""
        past = (time.monotonic() - self.start) / self.period if self.period else self.round
        grown = self.base[i] * (1 + self.leak * past) if i == FUNCTIONS else self.base[i]
        return max(0, int(grown * self.random.gauss(1, self.noise)))

    @staticmethod
    def stack(i):
        name = "main.leak" if i == FUNCTIONS else f"main.work{i}"
        return ["main.main", "main.serve", name]

    def heap(self, _):
        profile = Profile(HEAP, ("space", "bytes"), 524288, time.time_ns())
        self.round += 1
        for i in range(FUNCTIONS + 1):
            size = self.size(i)
            self.allocated[i] += size
            profile.sample(self.stack(i), [self.allocated[i] // OBJECT, self.allocated[i],
                                           size // OBJECT, size])
        return profile.gzip()

    def goroutine(self, _):
        profile = Profile([("goroutine", "count")], ("goroutine", "count"), 1, time.time_ns())
        for i in range(FUNCTIONS + 1):
            profile.sample(["main.main", f"{self.stack(i)[-1]}.wait"], [self.size(i) // 20_000])
        return profile.gzip()

    def cpu(self, seconds):
        time.sleep(seconds)
        profile = Profile(CPU, ("cpu", "nanoseconds"), 10_000_000, time.time_ns(),
                          int(seconds * 1e9))
        for i in range(5):
            count = int(seconds * 100) // (i + 1)
            profile.sample(self.stack(i), [count, count * 10_000_000])
        return profile.gzip()

    def contention(self, _):
        profile = Profile(CONTENTION, ("contentions", "count"), 1, time.time_ns())
        self.allocated[0] += 10
        count = self.allocated[0]
        profile.sample(["main.main", "main.lock"], [count, count * 1000])
        return profile.gzip()

    def trace(self, seconds):
        time.sleep(seconds)
        return b"go 1.22 trace\0\0\0" + bytes(100)

    def body(self, kind, seconds):
        make = {"heap": self.heap, "allocs": self.heap, "goroutine": self.goroutine,
                "threadcreate": self.goroutine, "profile": self.cpu, "trace": self.trace,
                "block": self.contention, "mutex": self.contention}.get(kind)
        if not make:
            return None
        if kind in ("profile", "trace"):
            return make(seconds)
        with self.lock:
            return make(seconds)

    # ------------------------------------------------------------ answers

    def fault(self, kind):
        if kind in self.broken:
            return self.broken[kind]
        with self.lock:
            dice = self.random.random()
        for fault, share in self.faults.items():
            dice -= share
            if dice < 0:
                return fault
        return None

    def answer(self, request):
        path, _, query = request.path.partition("?")
        kind = path.rsplit("/", 1)[-1]
        words = dict(part.partition("=")[::2] for part in query.split("&"))
        with self.lock:
            self.asked.append((kind, query))
        time.sleep(self.delay)
        known = path.startswith(f"{self.prefix}/debug/pprof/")
        body = self.body(kind, float(words.get("seconds") or 0.1)) if known else None
        if body is None:
            self.send(request, 404, b"404 page not found\n", "text/plain")
            return
        self.disturb(request, self.fault(kind), body)

    def disturb(self, request, fault, body):
        if fault == "500":
            self.send(request, 500, b"profiling is broken today\n", "text/plain")
        elif fault == "html":
            self.send(request, 200, b"<!DOCTYPE html><title>Sign in</title>", "text/html")
        elif fault == "garbage":
            self.send(request, 200, bytes(range(256)) * 4)
        elif fault == "empty":
            self.send(request, 200, b"")
        elif fault == "close":
            self.send(request, 200, body[: len(body) // 2], length=len(body))
            self.hang_up(request)
        elif fault == "silent":
            time.sleep(SILENCE)
        else:
            self.send(request, 200, body)

    @staticmethod
    def hang_up(request):
        request.close_connection = True
        request.wfile.flush()
        request.connection.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def send(request, status, body, media="application/octet-stream", length=None):
        request.send_response(status)
        request.send_header("Content-Type", media)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        request.end_headers()
        request.wfile.write(body)
