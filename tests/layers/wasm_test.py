"""Everything from base to request but the host files compiles for wasm32-wasi.

    wasm_test.py ROOT BUILD GENERATED...   (headers made by the build)
"""
import concurrent.futures
import pathlib
import shutil
import subprocess
import sys
import tempfile

HEADERS = pathlib.Path('/usr/include/wasm32-wasi')
FOLDERS = ('base', 'options', 'profile', 'input', 'select', 'tree', 'layout', 'draw', 'renderers',
           'request')
# What stands on a host or on libraries that this target has not.
HOST = ('_posix.c', 'inflate_isal.c', 'inflate_zlib.c', 'gzip_isal.c', 'gzip_zlib.c',
        'request/library.c')


def sources(src):
    return sorted(path for folder in FOLDERS for path in (src / folder).glob('*.c')
                  if not path.as_posix().endswith(HOST))


def lend_header(folder):
    """protobuf-c's header needs no library: the host's will do."""
    header = pathlib.Path('/usr/include/protobuf-c')
    if header.is_dir():
        (pathlib.Path(folder) / 'protobuf-c').symlink_to(header)


def compile_one(clang, root, generated, path, out):
    command = [clang, '--target=wasm32-wasi', '-nostdlibinc', '-isystem', str(HEADERS),
               '-std=c17', '-D_GNU_SOURCE', '-O1', '-Wall', '-Wextra', '-Werror',
               f'-I{root}/src', f'-I{root}/include', f'-I{root}',
               *(f'-I{folder}' for folder in generated), '-isystem', str(out.parent), '-c', str(path), '-o', str(out)]
    return subprocess.run(command, capture_output=True, text=True)


def main():
    root = pathlib.Path(sys.argv[1])
    build = pathlib.Path(sys.argv[2])
    generated = [str(build / 'src'), *sorted({str((build / name).parent) for name in sys.argv[3:]})]
    clang = shutil.which('clang')
    if not clang or not HEADERS.is_dir():
        print('clang or wasi-libc is not installed')
        return 77
    files = sources(root / 'src')
    failed = 0
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        lend_header(folder)
        out = pathlib.Path(folder)
        runs = pool.map(lambda item: compile_one(clang, root, generated, item[1],
                                                 out / f'{item[0]}.o'), enumerate(files))
        for path, run in zip(files, runs):
            if run.returncode:
                failed += 1
                print(f'{path.relative_to(root)}:\n{run.stderr}')
    print(f'{len(files) - failed} passed, {failed} failed')
    return bool(failed)


sys.exit(main())
