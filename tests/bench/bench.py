#!/usr/bin/env python3
"""Times render beside its peers, in the same run: bench.py [--runs N] [--reports] [--graphs] [--document] [--page] RENDER PROFILE...

For each profile: `render top` beside `gzip -dc` and `pprof -top` (if there is one), `render -o x.svg`, and its size; with --reports
each report of pprof by both, one after the other; with --graphs the call graph: SVG beside `dot -Tsvg` of the ready dot file, for several
numbers of functions, PDF and PNG beside `pprof -pdf` and `-png`; with --document the report of a few pages beside `pprof -pdf`, which draws the
graph alone; with --page the page in Chromium (tests/browser has its driver), on the summary and on the flame graph,
beside the flame graph of `pprof -http`. Prints a table of seconds (the best of N) and of peak memory. Machines are shared and
noisy: read the ratios, not the seconds.
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time


def measure(command, runs, limit=600):
    """(seconds, MiB) of the best run; (None, None) where it fails."""
    best = memory = None
    for _ in range(runs):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if status:
            return None, None
        best = seconds if best is None else min(best, seconds)
        memory = usage.ru_maxrss / 1024
        if seconds > limit / 10:
            break
    return best, memory


REPORTS = ['-top', '-tree', '-peek=mallocgc|alloc', '-traces', '-tags', '-raw', '-comments', '-dot', '-callgrind', '-list=mallocgc',
           '-topproto', '-proto', '-top -focus=runtime', '-top -lines']


def reports(render, pprof, profile, runs, out):
    """How many times faster, and smaller in memory, each report of pprof is made."""
    for report in REPORTS:
        arguments = [*report.split(), '-symbolize=none', '-output=' + out, profile]
        ours, our_memory = measure([render, 'pprof', *arguments], runs)
        theirs, their_memory = measure([pprof, *arguments], runs)
        if None in (ours, theirs):
            print('  %-22s %s' % (report, 'failed: ' + ('render' if ours is None else 'pprof')))
            continue
        print('  %-22s %8.3f s %6.0f MiB, pprof %8.3f s %6.0f MiB: %6.1f times faster, %5.1f times less memory' % (
            report, ours, our_memory, theirs, their_memory, theirs / ours, their_memory / our_memory))
        sys.stdout.flush()


GRAPHS = [['-nodecount=80'], ['-nodecount=200', '-nodefraction=0', '-edgefraction=0'], ['-nodecount=500', '-nodefraction=0', '-edgefraction=0'],
          ['-nodecount=80', '-call_tree'], ['-nodecount=500', '-call_tree', '-nodefraction=0', '-edgefraction=0']]


def png_size(path):
    with open(path, 'rb') as f:
        head = f.read(24)
    return '%dx%d' % (int.from_bytes(head[16:20], 'big'), int.from_bytes(head[20:24], 'big'))


def graphs(render, pprof, profile, runs, folder):
    """Whole processes: ours from the profile, dot's from its ready input."""
    dot, ours, theirs = (os.path.join(folder, name) for name in ('g.dot', 'ours', 'theirs'))
    for options in GRAPHS:
        subprocess.run([pprof, '-symbolize=none', '-dot', '-output=' + dot, *options, profile], stderr=subprocess.DEVNULL, check=True)
        mine, _ = measure([render, '--view=graph', *options, profile, '-o', ours + '.svg'], runs)
        other, _ = measure(['dot', '-Tsvg', dot], runs)
        print('  %-34s svg %7.1f ms, dot %8.1f ms: %6.1f times' % (' '.join(options[:2]), mine * 1e3, other * 1e3, other / mine))
        sys.stdout.flush()
    for suffix in ('pdf', 'png'):
        mine, _ = measure([render, '--view=graph', profile, '-o', ours + '.' + suffix], runs)
        other, _ = measure([pprof, '-symbolize=none', '-' + suffix, '-output=' + theirs, profile], runs)
        size = ' (%s, pprof %s)' % (png_size(ours + '.png'), png_size(theirs)) if suffix == 'png' else ''
        print('  %-34s %s %7.1f ms, pprof %6.1f ms: %6.1f times%s' % ('', suffix, mine * 1e3, other * 1e3, other / mine, size))


def documents(render, pprof, profile, runs, folder):
    """The report on pages (summary, both graphs, table, details), and what pprof has: the graph through dot."""
    ours, theirs = (os.path.join(folder, name) for name in ('ours.pdf', 'theirs.pdf'))
    mine, memory = measure([render, 'report', profile, '-o', ours], runs)
    if mine is None:
        print(row('render report', mine, memory))
        return
    print(row('render report', mine, memory), '%9d bytes' % os.path.getsize(ours))
    other, memory = measure([pprof, '-symbolize=none', '-pdf', '-output=' + theirs, profile], runs) if pprof else (None, None)
    print(row('pprof -pdf', other, memory, mine), *(['%d bytes' % os.path.getsize(theirs)] if other else []))
    sys.stdout.flush()


PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'page.mjs')


def in_browser(name, url, runs, *more):
    child = subprocess.run(['node', PAGE, url, str(runs), *more], capture_output=True, text=True)
    if child.returncode:
        print('  %-22s failed: %s' % (name, (child.stderr.strip().splitlines() or ['?'])[-1]))
        return
    figures = json.loads(child.stdout)
    print('  %-22s %s (best, median; ms, MB)' % (name, ', '.join('%s %s' % (key, '/'.join(map(str, pair))) for key, pair in figures.items())))
    sys.stdout.flush()


def pages(render, pprof, profile, runs, folder):
    """The page, and the one of pprof's server, until the first picture is there."""
    html = os.path.join(folder, 'page.html')
    seconds, memory = measure([render, profile, '-o', html], runs)
    print(row('render -o page.html', seconds, memory), os.path.getsize(html), 'bytes')
    for tab in ('summary', 'flame'):
        in_browser('page, ' + tab, 'file://%s#%s' % (html, tab), runs)
    if not pprof:
        return
    with socket.socket() as free:
        free.bind(('localhost', 0))
        address = 'localhost:%d' % free.getsockname()[1]
    server = subprocess.Popen([pprof, '-symbolize=none', '-no_browser', '-http=' + address, profile], stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        in_browser('pprof -http', 'http://%s/ui/flamegraph' % address, runs, '.boxbg')
    finally:
        server.terminate()
        server.wait()


def row(name, seconds, memory, base=None):
    if seconds is None:
        return '  %-22s %10s' % (name, 'failed')
    ratio = '%8.1fx' % (seconds / base) if base else ''
    return '  %-22s %9.3f s %8.0f MiB %s' % (name, seconds, memory, ratio)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--reports', action='store_true')
    parser.add_argument('--graphs', action='store_true')
    parser.add_argument('--document', action='store_true')
    parser.add_argument('--page', action='store_true')
    parser.add_argument('render')
    parser.add_argument('profiles', nargs='+')
    options = parser.parse_args()
    pprof = shutil.which('pprof') or shutil.which('pprof', path=os.path.expanduser('~/go/bin'))
    with tempfile.TemporaryDirectory() as folder:
        svg = os.path.join(folder, 'x.svg')
        seconds, memory = measure([options.render, '--version'], options.runs * 4)
        print(row('render --version', seconds, memory))
        for profile in options.profiles:
            print('%s, %d bytes' % (os.path.basename(profile), os.path.getsize(profile)))
            if options.graphs and pprof:
                graphs(options.render, pprof, profile, options.runs, folder)
                continue
            if options.document:
                documents(options.render, pprof, profile, options.runs, folder)
                continue
            if options.page:
                pages(options.render, pprof, profile, options.runs, folder)
                continue
            base, memory = measure([options.render, 'top', profile], options.runs)
            print(row('render top', base, memory))
            if profile.endswith('.gz'):
                print(row('gzip -dc', *measure(['gzip', '-dc', profile], options.runs), base))
            if pprof and not options.reports:
                print(row('pprof -top', *measure([pprof, '-top', '-symbolize=none', profile], options.runs), base))
            if options.reports and pprof:
                reports(options.render, pprof, profile, options.runs, os.path.join(folder, 'report'))
                continue
            seconds, memory = measure([options.render, profile, '-o', svg], options.runs)
            print(row('render -o x.svg', seconds, memory), '%d bytes' % os.path.getsize(svg) if seconds else '')
            sys.stdout.flush()


if __name__ == '__main__':
    main()
