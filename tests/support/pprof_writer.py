"""Writes profile.proto by hand, so that tests can say anything, also what no library would write.

    profile = Profile([("samples", "count"), ("cpu", "nanoseconds")])
    profile.sample(["main.main", "main.work"], [1, 10000000])
    bytes = profile.gzip()
"""

import dataclasses
import gzip


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    """A number, left out when it is zero."""
    return varint(field << 3) + varint(value) if value else b""


def data(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def packed(field, values):
    return data(field, b"".join(map(varint, values))) if values else b""


def zipped(content, level=6):
    """The same bytes every time: no name, no time."""
    return gzip.compress(content, level, mtime=0)


@dataclasses.dataclass(frozen=True)
class Line:
    """A name with its place."""
    name: object
    file: object = ""
    line: int = 0
    start: int = 0
    column: int = 0


class Profile:
    """Stacks are given from the root to the leaf. A frame is a name or Line, a tuple of them (the
    first called the others inline), or an address without any."""

    def __init__(self, types, period_type=None, period=0, time=0, duration=0):
        self.strings = {b"": 0}
        self.functions = {}
        self.locations = {}
        self.mappings = []
        self.body = bytearray()
        self.tail = bytearray()
        for name, unit in types:
            self.body += data(1, self.value_type(name, unit))
        if period_type:
            self.tail += data(11, self.value_type(*period_type))
        self.tail += number(9, time) + number(10, duration) + number(12, period)

    def text(self, value):
        value = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        return self.strings.setdefault(value, len(self.strings))

    def value_type(self, name, unit):
        return number(1, self.text(name)) + number(2, self.text(unit))

    def mapping(self, start, limit, file="", build_id="", flags=(7,)):
        """Flags: 7 functions, 8 file names, 9 line numbers, 10 inlined frames are known."""
        self.mappings.append(
            number(1, len(self.mappings) + 1) + number(2, start) + number(3, limit)
            + number(5, self.text(file)) + number(6, self.text(build_id))
            + b"".join(number(flag, 1) for flag in flags))

    def function(self, name, file="", start=0, system=None):
        key = (name, file, start, system)
        if key not in self.functions:
            at = len(self.functions) + 1
            self.functions[key] = (at, number(1, at) + number(2, self.text(name))
                                   + number(3, self.text(name if system is None else system))
                                   + number(4, self.text(file)) + number(5, start))
        return self.functions[key][0]

    def location(self, frame, file="", line=0, mapping=0):
        key = (frame, file, line, mapping)
        if key not in self.locations:
            at = len(self.locations) + 1
            content = number(1, at) + number(2, mapping)
            if isinstance(frame, int):
                content += number(3, frame)
            else:
                content += number(3, 0x1000 + at * 16)
                for part in reversed(frame if isinstance(frame, tuple) else (frame,)):
                    place = part if isinstance(part, Line) else Line(part, file, line)
                    function = self.function(place.name, place.file, place.start)
                    content += data(4, number(1, function) + number(2, place.line)
                                    + number(3, place.column))
            self.locations[key] = (at, content)
        return self.locations[key][0]

    def sample(self, stack, values, labels=(), file="", mapping=0):
        """Labels: (key, text) or (key, number, unit)."""
        ids = [self.location(frame, file, 0, mapping) for frame in reversed(stack)]
        content = packed(1, ids) + packed(2, values)
        for key, value, *unit in labels:
            label = number(1, self.text(key))
            label += number(3, value) if isinstance(value, int) else number(2, self.text(value))
            content += data(3, label + (number(4, self.text(unit[0])) if unit else b""))
        self.body += data(2, content)

    def comment(self, text):
        self.tail += number(13, self.text(text))

    def drop_frames(self, pattern):
        self.tail += number(7, self.text(pattern))

    def keep_frames(self, pattern):
        self.tail += number(8, self.text(pattern))

    def default_type(self, name):
        self.tail += number(14, self.text(name))

    def doc_url(self, url):
        self.tail += number(15, self.text(url))

    def raw(self):
        out = bytearray(self.body)
        for content in self.mappings:
            out += data(3, content)
        for _, content in self.locations.values():
            out += data(4, content)
        for _, content in self.functions.values():
            out += data(5, content)
        out += self.tail
        for text in self.strings:
            out += data(6, text)
        return bytes(out)

    def gzip(self, level=6):
        return zipped(self.raw(), level)
