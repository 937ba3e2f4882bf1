"""Gives all profiles of a larger collection to the oracle: those in $RENDER_SHARED/profiles, or in
../shared/profiles beside the project.

    shared_test.py ORACLE_TEST ROOT
"""
import os
import pathlib
import subprocess
import sys

# Which folders hold profile.proto files, damaged ones included.
FOLDERS = ('edge', 'made', 'malformed', 'real', 'scale')
# Data that inflates to a gigabyte is not for a reader that holds all of it.
LARGE = ('bomb-',)


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = pathlib.Path(os.environ.get('RENDER_SHARED', root.parent / 'shared')) / 'profiles'
    files = sorted(str(path) for name in FOLDERS for path in (folder / name).glob('*')
                   if not path.name.startswith(LARGE) and '.txt' not in path.name)
    if not files:
        print(f'{folder} holds no profiles; set RENDER_SHARED to the folder above profiles/')
        return 77
    return subprocess.run([program, *files]).returncode


sys.exit(main())
