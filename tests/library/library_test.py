#!/usr/bin/env python3
"""The library as its users meet it: library_test.py EMBED RENDER

The example program gives the same bytes as the command line; an installed copy is found by pkg-config, compiles, links and runs;
only render_ names are exported; the README's table of options is the program's.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

EMBED, RENDER = (os.path.abspath(path) for path in sys.argv[1:3])
BUILD = os.path.dirname(RENDER)
SAMPLE = 'samples/svc-slow.cpu.pb.gz'


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def example_and_command_line_give_the_same_bytes(folder):
    one, two = os.path.join(folder, 'a.svg'), os.path.join(folder, 'b.svg')
    done = run(EMBED, SAMPLE, one)
    assert done.returncode == 0, done.stderr
    assert run(RENDER, SAMPLE, '-o', two).returncode == 0
    with open(one, 'rb') as a, open(two, 'rb') as b:
        assert a.read() == b.read()


def example_reports_an_error_in_one_line(folder):
    done = run(EMBED, 'no-such-file', os.path.join(folder, 'x.svg'))
    assert done.returncode == 5 and done.stderr.count('\n') == 1, (done.returncode, done.stderr)


def example_is_about_thirty_lines(folder):
    with open('samples/embed.c') as f:
        assert len(f.readlines()) <= 35


def installed_copy_is_found_by_pkg_config(folder):
    if '__asan_' in run('nm', '-D', os.path.join(BUILD, 'librender.so')).stdout:
        raise Skip('the library is built with sanitizers')
    if not shutil.which('pkg-config') or not shutil.which('meson'):
        raise Skip('pkg-config or meson is not here')
    root = os.path.join(folder, 'root')
    done = run('meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', root)
    assert done.returncode == 0, done.stderr
    found = [d for d, _, files in os.walk(root) if 'render.pc' in files]
    assert len(found) == 1, found
    env = dict(os.environ, PKG_CONFIG_PATH=found[0], PKG_CONFIG_SYSROOT_DIR=root)
    flags = run('pkg-config', '--cflags', '--libs', 'render', env=env).stdout.split()
    program = os.path.join(folder, 'embed')
    done = run(*os.environ.get('CC', 'cc').split(), 'samples/embed.c', '-o', program, *flags)
    assert done.returncode == 0, done.stderr
    library = os.path.dirname(found[0])
    done = run(program, SAMPLE, os.path.join(folder, 'c.svg'), env=dict(os.environ, LD_LIBRARY_PATH=library))
    assert done.returncode == 0, done.stderr
    if not os.path.exists(os.path.join(library, 'render', 'librender-paper.so')):
        return
    # The module is found from the installed library, and from the installed program.
    done = run(program, SAMPLE, os.path.join(folder, 'c.pdf'), env=dict(os.environ, LD_LIBRARY_PATH=library))
    assert done.returncode == 0, done.stderr
    done = run(glob.glob(root + '/**/bin/render', recursive=True)[0], SAMPLE, '--view=flame', '-o',
               os.path.join(folder, 'd.pdf'))
    assert done.returncode == 0, done.stderr


def only_render_names_are_exported(folder):
    if not shutil.which('nm'):
        raise Skip('nm is not here')
    library = os.path.join(BUILD, 'librender.so')
    names = [line.split()[-1] for line in run('nm', '-D', '--defined-only', library).stdout.splitlines()]
    # What the sanitizers' runtime adds to an instrumented build.
    tools = ('__start_asan', '__stop_asan', '__asan', '__odr_asan')
    others = [name for name in names if not name.startswith(('render_',) + tools)]
    assert names and not others, others


def header_compiles_alone_as_c_and_cpp(folder):
    for compiler, standard in (('cc', 'c99'), ('c++', 'c++11')):
        if not shutil.which(compiler):
            continue
        done = run(compiler, '-std=' + standard, '-Wall', '-Wextra', '-Werror', '-Iinclude', '-fsyntax-only', '-x',
                   'c' if compiler == 'cc' else 'c++', 'include/render/render.h')
        assert done.returncode == 0, done.stderr


def readme_has_the_table_of_options(folder):
    with open('README.md', encoding='utf-8') as f:
        text = f.read()
    table = re.search(r'<!-- render --help=markdown -->\n(.*?)\n<!-- end -->', text, re.S).group(1)
    assert table.strip() == run(RENDER, '--help=markdown').stdout.strip(), 'put the output of render --help=markdown into README.md'


class Skip(Exception):
    pass


def main():
    tests = [example_and_command_line_give_the_same_bytes, example_reports_an_error_in_one_line,
             example_is_about_thirty_lines, installed_copy_is_found_by_pkg_config, only_render_names_are_exported,
             header_compiles_alone_as_c_and_cpp, readme_has_the_table_of_options]
    passed = failed = skipped = 0
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                passed += 1
            except Skip as why:
                skipped += 1
                print('skipped %s: %s' % (test.__name__, why))
            except AssertionError as problem:
                failed += 1
                print('FAILED %s: %s' % (test.__name__, problem))
    print('%d passed, %d failed, %d skipped' % (passed, failed, skipped))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
