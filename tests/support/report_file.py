"""Reports (HTML) and pictures (SVG) with data in them, made without the program, for tests that
read them: as templates/page/types.js and src/draw/packed.h describe them."""
import base64
import gzip
import json
import zlib


def member(profile):
    """One gzip member of a profile that may be one already."""
    return profile if profile[:2] == b'\x1f\x8b' else gzip.compress(profile, mtime=0)


def html(data, head=None, blocks=None, **changes):
    """A page with the gzip member `data`; `changes` are to the head, `blocks` replaces them all."""
    head = head if head is not None else json.dumps({
        'format': 1, 'version': '0.1.0', 'sources': 'cpu.pb.gz', 'query': '', 'tab': '',
        'profile': {'size': len(data), 'raw': 0, 'note': ''}, 'source_size': 0, **changes})
    if blocks is None:
        blocks = [('application/json', 'render-report', head),
                  ('application/octet-stream', 'render-profile', base64.b64encode(data).decode())]
    scripts = '\n'.join(f'<script type="{kind}" id="{name}">{text}</script>'
                        for kind, name, text in blocks)
    return ('<!DOCTYPE html>\n<html lang="en" data-render="0.1.0"><head><meta charset="utf-8">'
            '<title>cpu</title><style>body{color:red}</style></head><body><main><table><tr><td>'
            f'a &lt; b</table></main>\n{scripts}\n<script>"use strict";\nif (1 < 2 && 3) '
            'document.title = "</" + "p>";</script></body></html>\n').encode()


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def zigzag(value):
    return 2 * value if value >= 0 else -2 * value - 1


def text(value):
    return varint(len(value.encode())) + value.encode()


def packed(functions, frames, columns=(('cpu', 'nanoseconds', 1),), files=(), version=1):
    """Frames as the script's. A function is (name, file + 1, line), a frame of `frames` (in
    preorder, the root first) (callees, 2 * function + inlined, [value by column])."""
    out = varint(version) + varint(len(columns))
    for i, (kind, unit, scale) in enumerate(columns):
        out += text(kind) + text(unit) + varint(scale)
        out += varint(abs(sum(frame[2][i] for frame in frames)))
    out += varint(len(files)) + b''.join(map(text, files)) + varint(len(functions))
    out += b''.join(varint(len(f[0].encode())) for f in functions) + bytes(len(functions))
    out += b''.join(varint(f[1]) for f in functions) + b''.join(varint(f[2]) for f in functions)
    out += bytes(2 * len(functions)) + b''.join(f[0].encode() for f in functions)
    out += varint(len(frames)) + b''.join(varint(frame[0]) for frame in frames)
    out += b''.join(varint(frame[1]) for frame in frames[1:])
    for i in range(len(columns)):
        out += b''.join(varint(zigzag(frame[2][i])) for frame in frames)
    return out


def deflated(data):
    return zlib.compress(data)[2:-4]


def svg(frames=None, profile=None, render='0.1.0'):
    """A picture with packed frames (not yet deflated) or the profile (a gzip member) or both."""
    out = (f'<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="300" '
           f'data-render="{render}"><style>rect{{fill:red}}</style>'
           f'<g id="picture"><title>a &lt; &#955;</title></g>')
    if profile is not None:
        out += f'<metadata id="render-profile">{base64.b64encode(profile).decode()}</metadata>'
    if frames is not None:
        data = base64.b64encode(deflated(frames)).decode()
        out += f'<metadata id="packed" data-flip="0" data-heat="0">{data}</metadata>'
        out += '<script><![CDATA[if (1 < 2 && 3) "]]";]]></script>'
    return (out + '</svg>\n').encode()
