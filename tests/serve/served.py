"""A server as a process, and requests to it as bytes or by the standard library."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess

WAIT = 60


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """with Server(binary, "cpu.pb.gz", cwd=folder) as server: server.get("/ui/")"""

    def __init__(self, binary, *arguments, verb=("serve",), cwd=None, http="localhost:0",
                 browser=None):
        flags = [f"--http={http}"] if verb == ("serve",) else []
        flags += ["--no_browser"] if flags and not browser else []
        env = dict(os.environ, BROWSER=str(browser)) if browser else None
        self.process = subprocess.Popen([binary, *verb, *flags, *arguments], cwd=cwd,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=env)
        self.said, found = "", None
        while not found and (line := self.process.stderr.readline()):
            self.said += line
            found = re.match(r"Serving web UI on http://(\[[0-9a-f:]+\]|[^:/]+):(\d+)(\S*)", line)
        if not found:
            self.process.wait()
            raise RuntimeError(f"the server does not start: {self.said}")
        self.host, self.port, self.path = found[1], int(found[2]), found[3]
        self.status = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """The exit status, and what was said last."""
        if self.status is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.rest = self.process.communicate(timeout=WAIT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.rest = self.process.communicate()
            self.status = self.process.returncode
        return self.status, "".join(self.rest)

    def connect(self):
        return socket.create_connection((self.host.strip("[]"), self.port), timeout=WAIT)

    def open(self):
        return http.client.HTTPConnection(self.host.strip("[]"), self.port, timeout=WAIT)

    def ask(self, path, method="GET", headers=None, body=None):
        connection = self.open()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask(path, headers={name.replace("_", "-"): value
                                       for name, value in headers.items()})

    def send(self, data):
        """All that comes back until the connection is closed; b"" too where it was reset."""
        answer = b""
        with self.connect() as door:
            try:
                door.sendall(data)
                door.shutdown(socket.SHUT_WR)
                while part := door.recv(65536):
                    answer += part
            except OSError:
                pass
        return answer

    def rss(self):
        """Kilobytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])
