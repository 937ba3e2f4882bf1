#!/usr/bin/env python3
"""Builds the engine of the page: the C sources as a WebAssembly module, packed as a text, in a C header.

    build.py --try CLANG
             exits 1 where that cannot compile and link for wasm32-wasi
    build.py --clang CLANG --folder FOLDER --out engine.wasm --header engine_data.h --depfile FILE
             --unpacker unpack.c [--flag FLAG]... [--export NAME]... SOURCE...

Objects are kept in FOLDER and compiled again only where something that they include is newer.
The text is the unpacker as a module in base64, a space, and what it unpacks (see unpack.c).
"""
import argparse
import base64
import concurrent.futures
import lzma
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'templates'))
from dense import dense_text

FLAGS = ['--target=wasm32-wasi', '-nostdlibinc', '-isystem', '/usr/include/wasm32-wasi', '-std=c17',
         '-D_GNU_SOURCE', '-Oz', '-mbulk-memory', '-msign-ext', '-mnontrapping-fptoint', '-flto', '-ffp-contract=off', '-fvisibility=hidden',
         '-Wall', '-Wextra', '-Werror']
# Without -O, so that clang does not run wasm-opt, which it does not tell what the code may use. Loops keep their
# indices: pointers that step along with them are shorter only where there are addressing modes.
LINK = ['--target=wasm32-wasi', '-mexec-model=reactor', '-Wl,--gc-sections', '-Wl,-O2',
        '-Wl,--lto-O3', '-Wl,-mllvm,-disable-lsr', '-Wl,--strip-all', '-Wl,-z,stack-size=1048576']

FEATURES = ['--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals']
# The linker puts data behind the first 1024 bytes. Blocks are made anew from the flow, which nests them less.
SQUEEZE = ['-Oz', '--low-memory-unused', '--flatten', '--rereloop', '-Oz', '-Oz', *FEATURES]

# For speed rather than size, as it runs once, before anything optimizes it.
UNPACKER = ['--target=wasm32-unknown-unknown', '-ffreestanding', '-std=c17', '-Os', '-mbulk-memory', '-msign-ext',
            '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror']
UNPACKER_LINK = ['--target=wasm32-unknown-unknown', '-nostdlib', '-Wl,--no-entry', '-Wl,--strip-all',
                 '-Wl,--export=unpack_room', '-Wl,--export=unpack', '-Wl,--export=unpack_size']
LZMA = [{'id': lzma.FILTER_LZMA1, 'preset': 9 | lzma.PRESET_EXTREME, 'lc': 3, 'lp': 0, 'pb': 0, 'dict_size': 1 << 23}]


def squeeze(path, options):
    """By Binaryen, where it is installed; what it cannot do is left as it is."""
    tool = shutil.which('wasm-opt')
    if tool and subprocess.run([tool, path, *options, '-o', path + '.opt'], stderr=subprocess.DEVNULL).returncode == 0:
        os.replace(path + '.opt', path)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ('clang', 'folder', 'out', 'header', 'depfile', 'unpacker'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--flag', action='append', default=[])
    parser.add_argument('--export', action='append', default=[])
    parser.add_argument('sources', nargs='+')
    return parser.parse_args()


def dependencies(path):
    """The files that a depfile of one rule names."""
    try:
        with open(path, encoding='utf-8') as f:
            text = f.read().replace('\\\n', ' ')
    except OSError:
        return []
    return [name.replace('\\ ', ' ') for name in re.split(r'(?<!\\)\s+', text.split(':', 1)[1].strip())]


def is_fresh(made, sources):
    try:
        time = os.stat(made).st_mtime_ns
        return bool(sources) and all(os.stat(source).st_mtime_ns <= time for source in sources)
    except OSError:
        return False


def compiled(args, source):
    stem = os.path.join(args.folder, re.sub(r'\W', '_', os.path.relpath(source)))
    command = [args.clang, *FLAGS, *args.flag, '-MMD', '-MF', stem + '.d', '-c', source, '-o', stem + '.o']
    key = ' '.join(command)
    try:
        with open(stem + '.cmd', encoding='utf-8') as f:
            same = f.read() == key
    except OSError:
        same = False
    if not same or not is_fresh(stem + '.o', dependencies(stem + '.d')):
        subprocess.run(command, check=True)
        with open(stem + '.cmd', 'w', encoding='utf-8') as f:
            f.write(key)
    return stem


# ---------------------------------------------------------------- packing

def check_sum(data):
    """FNV-1a."""
    value = 2166136261
    for byte in data:
        value = (value ^ byte) * 16777619 & 0xffffffff
    return value


def packed(data):
    return struct.pack('<II', len(data), check_sum(data)) + lzma.compress(data, lzma.FORMAT_RAW, filters=LZMA)


def unpacker(args):
    path = os.path.join(args.folder, 'unpack')
    subprocess.run([args.clang, *UNPACKER, '-c', args.unpacker, '-o', path + '.o'], check=True)
    subprocess.run([args.clang, *UNPACKER_LINK, path + '.o', '-o', path + '.wasm'], check=True)
    squeeze(path + '.wasm', ['-Os', *FEATURES])
    with open(path + '.wasm', 'rb') as f:
        return f.read()


def header(data):
    rows = [','.join(map(str, data[at:at + 24])) for at in range(0, len(data), 24)]
    return ('/* The engine, as the text that a page holds. */\nstatic const unsigned char ENGINE_DATA[] = {\n%s};\n' %
            ',\n'.join(rows))


def main():
    args = arguments()
    os.makedirs(args.folder, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        stems = list(pool.map(lambda source: compiled(args, source), args.sources))
    subprocess.run([args.clang, *LINK, *('-Wl,--export=' + name for name in args.export),
                    *(stem + '.o' for stem in stems), '-o', args.out], check=True)
    squeeze(args.out, SQUEEZE)
    with open(args.out, 'rb') as f:
        data = packed(f.read())
    text = base64.b64encode(unpacker(args)) + b' ' + dense_text(data)
    with open(args.header, 'w', encoding='ascii') as f:
        f.write(header(text))
    needed = sorted({name for stem in stems for name in dependencies(stem + '.d')})
    with open(args.depfile, 'w', encoding='utf-8') as f:
        f.write('%s: %s\n' % (args.header, ' '.join(name.replace(' ', '\\ ') for name in needed)))
    print('engine: %d bytes, %d packed, %d as text' % (os.path.getsize(args.out), len(data), len(text)))


def can_build(clang):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'try.c')
        with open(source, 'w', encoding='ascii') as f:
            f.write('#include <stdlib.h>\nvoid *room(size_t size);\nvoid *room(size_t size)\n'
                    '{\n    return malloc(size);\n}\n')
        return subprocess.run([clang, *FLAGS, *LINK, '-Wl,--export=room', source, '-o',
                               os.path.join(folder, 'try.wasm')]).returncode == 0


if __name__ == '__main__':
    try:
        if sys.argv[1] == '--try':
            sys.exit(0 if can_build(sys.argv[2]) else 1)
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
