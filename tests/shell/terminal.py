"""A program on a pseudo-terminal, spoken to as a person does."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

PATIENCE = 60
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][0-9A-B]?")


class Terminal:
    def __init__(self, arguments, env, folder, columns=500):
        main, other = pty.openpty()
        self.main = main
        self.resize(columns)
        self.before = termios.tcgetattr(main)
        self.pid = os.fork()
        if self.pid == 0:
            os.close(main)
            os.setsid()
            fcntl.ioctl(other, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(other, fd)
            os.chdir(folder)
            os.execve(arguments[0], [str(argument) for argument in arguments], env)
        os.close(other)

    def resize(self, columns, rows=50):
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def write(self, text):
        os.write(self.main, text if isinstance(text, bytes) else text.encode())

    def read(self, until, patience=PATIENCE):
        """What came, up to and with `until` (bytes, or a pattern); without it None."""
        out, end = b"", time.monotonic() + patience
        while time.monotonic() < end:
            if not select.select([self.main], [], [], 0.1)[0]:
                continue
            try:
                block = os.read(self.main, 1 << 16)
            except OSError:
                block = b""
            if not block:
                return out if until is None else None
            out += block
            if isinstance(until, re.Pattern) and until.search(out):
                return out
            if isinstance(until, bytes) and until in out:
                return out
        return None

    def ask(self, line, until=b"(pprof) "):
        """Types a line at the prompt; what is answered, without escapes and the next prompt."""
        self.write(line + "\n")
        out = self.read(until)
        if out is None:
            return None
        out = ESCAPES.sub(b"", out).replace(b"\r\n", b"\n").replace(b"\r", b"")
        return out.split(b"\n", 1)[-1].rsplit(until, 1)[0]

    def end(self):
        """The status of the process, once it ended."""
        end = time.monotonic() + PATIENCE
        while not self.is_over() and time.monotonic() < end:
            self.read(None, 0.2)
        return getattr(self, "status", None)

    def is_over(self):
        if not hasattr(self, "status"):
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return hasattr(self, "status")

    def is_as_before(self):
        return termios.tcgetattr(self.main) == self.before
