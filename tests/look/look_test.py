#!/usr/bin/env python3
"""Colours, sizes and bytes: look_test.py RENDER

The tokens are what templates/palette.py makes and proves; every view of every sample comes out twice the same, and every
picture is well-formed XML.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.parsers.expat

RENDER = os.path.abspath(sys.argv[1])


def run(*command):
    return subprocess.run(command, capture_output=True, timeout=120)


def tokens_are_made_and_proved(folder):
    fresh = os.path.join(folder, 'tokens.json')
    done = run(sys.executable, 'templates/palette.py', fresh)
    assert done.returncode == 0, done.stdout.decode()[-2000:]
    with open(fresh, 'rb') as a, open('templates/tokens.json', 'rb') as b:
        assert a.read() == b.read(), 'run templates/palette.py templates/tokens.json'


def views():
    text = run(RENDER, '--help').stdout.decode()
    return re.findall(r'^  (\w+)', re.search(r'^views:\n(.*?)\n\n', text, re.M | re.S).group(1), re.M)


def heaviest(sample):
    """For the views that are about one function."""
    return '--function=' + json.loads(run(RENDER, 'json', sample, '-o', '-').stdout)['functions'][0]['name']


def every_view_of_every_sample_comes_out_the_same_twice(folder):
    names = views()
    assert 'flame' in names and 'top' in names, names
    rule = '--fail=. cum > 1000% optional'  # for check
    for sample in sorted(glob.glob('samples/*.pb.gz')):
        function = heaviest(sample)
        for view in names:
            sources = ['--diff', sample, 'samples/svc-fast' + sample[sample.index('.'):]] if view == 'movers' else [sample]
            if not os.path.exists(sources[-1]) or (view == 'goroutines' and '.goroutine.' not in sample):
                continue
            first, second = (run(RENDER, view, '--pattern=m', function, rule, *sources, '-o', '-') for _ in range(2))
            assert first.returncode == 0, (view, sample, first.stderr)
            assert first.stdout or view in ('comments', 'tags'), (view, sample)
            assert first.stdout == second.stdout, (view, sample)


def pictures_are_well_formed(folder):
    profiles = sorted(glob.glob('samples/*.pb.gz') + glob.glob('tests/golden/inputs/*.pb.gz'))
    for profile in profiles:
        for options in ([], ['--flip', '--color_by=weight'], ['--order=name', '--color_by=file', '--width=2560']):
            done = run(RENDER, 'flame', profile, '-o', '-', *options)
            assert done.returncode == 0, (profile, done.stderr)
            xml.parsers.expat.ParserCreate().Parse(done.stdout, True)
            if shutil.which('xmllint'):
                checked = subprocess.run(['xmllint', '--noout', '-'], input=done.stdout, capture_output=True)
                assert checked.returncode == 0, (profile, checked.stderr)


def main():
    failed = 0
    tests = [tokens_are_made_and_proved, every_view_of_every_sample_comes_out_the_same_twice, pictures_are_well_formed]
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
            except AssertionError as problem:
                failed += 1
                print('FAILED %s: %s' % (test.__name__, problem))
    print('%d passed, %d failed' % (len(tests) - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
