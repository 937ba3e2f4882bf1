"""The program starts in two milliseconds because it needs few libraries: no others may come in.

    needed_test.py BINARY
"""
import re
import shutil
import subprocess
import sys

ALLOWED = ('libc.so', 'libm.so', 'libz.so', 'libisal.so', 'libprotobuf-c.so',
           'libpthread.so', 'ld-linux')
# What instrumented builds add.
TOOLS = ('libasan.so', 'libubsan.so', 'libtsan.so', 'libgcc_s.so', 'libstdc++.so', 'libgcov',
         'libclang_rt', 'libresolv.so', 'libdl.so', 'librt.so')


def main():
    readelf = shutil.which('readelf')
    if not readelf:
        print('readelf (binutils) is not installed')
        return 77
    text = subprocess.run([readelf, '-d', '-W', sys.argv[1]], check=True, capture_output=True,
                          text=True).stdout
    needed = re.findall(r'\(NEEDED\).*\[(.*)\]', text)
    if not needed and 'dynamic section' not in text:
        print('the program is no dynamic ELF file')
        return 77
    symbols = subprocess.run([readelf, '--dyn-syms', '-W', sys.argv[1]], check=True,
                             capture_output=True, text=True).stdout
    allowed = ALLOWED + TOOLS if '__asan_' in symbols or '__ubsan_' in symbols else ALLOWED
    wrong = [name for name in needed if not name.startswith(allowed)]
    for name in wrong:
        print(f'the program needs {name}: a heavy library belongs into a module that is opened on '
              f'first use, so that every other run starts without it')
    print(f'{len(needed) - len(wrong)} passed, {len(wrong)} failed')
    return bool(wrong)


sys.exit(main())
