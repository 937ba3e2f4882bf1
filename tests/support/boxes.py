"""Decodes what `render boxes` writes."""

import json
import struct
from array import array
from types import SimpleNamespace


def decode(data):
    magic, version, frames, flags, size, zero = struct.unpack_from("<4s5I", data)
    assert magic == b"RBOX" and version == 1 and zero == 0 and size % 8 == 0
    boxes = SimpleNamespace(frames=frames, flags=flags, head=json.loads(data[24:24 + size]))
    at = 24 + size
    columns = [("d", "total"), ("d", "self"), ("d", "start")] + ([("d", "size")] if flags & 1 else []) + \
        [("I", "code"), ("I", "parent"), ("I", "end"), ("I", "depth")]
    for kind, name in columns:
        column = array(kind)
        end = at + frames * column.itemsize
        column.frombytes(data[at:end])
        setattr(boxes, name, column)
        at = end
    assert at == len(data)
    if not flags & 1:
        boxes.size = boxes.total
    return boxes
