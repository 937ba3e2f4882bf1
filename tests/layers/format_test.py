"""All C files are as clang-format 14 leaves them. Other versions disagree and are not asked.

    format_test.py ROOT
"""
import pathlib
import re
import shutil
import subprocess
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    tool = shutil.which('clang-format-14')
    if not tool:
        print('clang-format-14 is not installed')
        return 77
    files = sorted(path for folder in ('src', 'include', 'tests')
                   for path in (root / folder).rglob('*.[ch]')
                   if 'inputs' not in path.parts)
    run = subprocess.run([tool, '--dry-run', '-Werror', '--style=file', *map(str, files)],
                         capture_output=True, text=True, cwd=root)
    wrong = sorted(set(re.findall(r'^(\S+?):\d+:\d+: error', run.stderr, re.M)))
    for name in wrong:
        print(f'{pathlib.Path(name).relative_to(root)}: clang-format-14 -i --style=file changes it')
    if run.returncode and not wrong:
        print(run.stderr)
        wrong = ['']
    print(f'{len(files) - len(wrong)} passed, {len(wrong)} failed')
    return bool(wrong)


sys.exit(main())
