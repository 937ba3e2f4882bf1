#!/usr/bin/env python3
"""Builds the engine of the page: the C sources as a WebAssembly module, compressed, in a C header.

    build.py --try CLANG
             exits 1 where that cannot compile and link for wasm32-wasi
    build.py --clang CLANG --folder FOLDER --out engine.wasm --header engine_data.h --depfile FILE
             [--flag FLAG]... [--export NAME]... SOURCE...
             [--files-out files.wasm] [--with SOURCE]... [--without SOURCE]...
             a second module, of these sources too and not of those, in the same header

Objects are kept in FOLDER and compiled again only where something that they include is newer.
"""
import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'templates'))
from small_gzip import small_gzip

FLAGS = ['--target=wasm32-wasi', '-nostdlibinc', '-isystem', '/usr/include/wasm32-wasi', '-std=c17',
         '-D_GNU_SOURCE', '-Oz', '-mbulk-memory', '-msign-ext', '-mnontrapping-fptoint', '-flto', '-ffp-contract=off', '-fvisibility=hidden',
         '-Wall', '-Wextra', '-Werror']
# Without -O, so that clang does not run wasm-opt, which it does not tell what the code may use. Loops keep their
# indices: pointers that step along with them are shorter only where there are addressing modes.
LINK = ['--target=wasm32-wasi', '-mexec-model=reactor', '-Wl,--gc-sections', '-Wl,-O2',
        '-Wl,--lto-O3', '-Wl,-mllvm,-disable-lsr', '-Wl,--strip-all', '-Wl,-z,stack-size=1048576']

# The linker puts data behind the first 1024 bytes. Blocks are made anew from the flow, which nests them less.
SQUEEZE = ['-Oz', '--low-memory-unused', '--flatten', '--rereloop', '-Oz', '-Oz', '--enable-bulk-memory',
           '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals']


def squeeze(path):
    """By Binaryen, where it is installed; what it cannot do is left as it is."""
    tool = shutil.which('wasm-opt')
    if tool and subprocess.run([tool, path, *SQUEEZE, '-o', path + '.opt'], stderr=subprocess.DEVNULL).returncode == 0:
        os.replace(path + '.opt', path)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ('clang', 'folder', 'out', 'files-out', 'header', 'depfile'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--flag', action='append', default=[])
    for name in ('export', 'with', 'without'):
        parser.add_argument('--' + name, action='append', default=[], dest=name + '_')
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


def array(name, data):
    rows = [','.join(map(str, data[at:at + 24])) for at in range(0, len(data), 24)]
    return 'static const unsigned char %s[] = {\n%s};\n' % (name, ',\n'.join(rows))


def linked(args, stems, out):
    """The module, compressed."""
    subprocess.run([args.clang, *LINK, *('-Wl,--export=' + name for name in args.export_),
                    *(stem + '.o' for stem in stems), '-o', out], check=True)
    squeeze(out)
    with open(out, 'rb') as f:
        data = small_gzip(f.read())
    print('%s: %d bytes, %d compressed' % (os.path.basename(out), os.path.getsize(out), len(data)))
    return data


def main():
    args = arguments()
    os.makedirs(args.folder, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        stems = dict(zip(args.sources + args.with_, pool.map(lambda source: compiled(args, source), args.sources + args.with_)))
        of_files = [stem for source, stem in stems.items() if source not in args.without_]
        data, files = pool.map(lambda job: linked(args, *job), (([stems[source] for source in args.sources], args.out), (of_files, args.files_out)))
    with open(args.header, 'w', encoding='ascii') as f:
        f.write('/* The engines, gzip-compressed. */\n' + array('ENGINE_DATA', data) + array('ENGINE_FILES_DATA', files))
    needed = sorted({name for stem in stems.values() for name in dependencies(stem + '.d')})
    with open(args.depfile, 'w', encoding='utf-8') as f:
        f.write('%s: %s\n' % (args.header, ' '.join(name.replace(' ', '\\ ') for name in needed)))


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
