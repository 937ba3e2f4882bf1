"""An SVG flame graph read back says what the profile says: the rows of top, the calls of peek.

    svg_round_trip.py RENDER PROFILE...
"""
import pathlib
import subprocess
import sys
import tempfile

REPORTS = [['top', '--nodecount=0', '--nodefraction=0'],
           ['top', '--cum', '--nodecount=0', '--trim=false', '--filefunctions'],
           ['tree', '--nodecount=40'], ['folded'], ['peek', '.', '--noinlines']]


def run(*arguments):
    done = subprocess.run(list(map(str, arguments)), capture_output=True, timeout=100)
    return done.returncode, done.stdout.decode(errors='surrogateescape'), done.stderr.decode()


def rows(text):
    """Without the lines that only a whole profile has; folded stacks in an order that ties leave."""
    lines = text.splitlines()
    lines = [line for line in lines if not line.startswith(
        ('File: ', 'Build ID: ', 'Time: ', 'Duration: ', 'Doc: '))]
    return sorted(lines) if lines and ';' in lines[0] and ' ' in lines[0] else lines


def types_of(render, profile):
    """How many sample types the profile has, by render raw."""
    lines = run(render, 'raw', profile)[1].splitlines()
    at = [i for i, line in enumerate(lines) if line.startswith('Samples:')]
    return range(lines[at[0] + 1].count('/') if at else 1)


def main():
    render, passed, failed = sys.argv[1], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        svg, pb = pathlib.Path(folder) / 'x.svg', pathlib.Path(folder) / 'x.pb.gz'
        for profile in sys.argv[2:]:
            for kind in types_of(render, profile):
                status, _, error = run(render, profile, f'--sample_index={kind}', '-o', svg)
                if status:
                    print(f'{profile} {kind}: {error}')
                    failed += status != 4      # sums beyond 64 bits are not drawn
                    continue
                run(render, 'convert', svg, '-o', pb)
                for report in REPORTS:
                    wanted = rows(run(render, *report, f'--sample_index={kind}', profile)[1])
                    for source in (svg, pb):
                        got = rows(run(render, *report, source)[1])
                        passed += got == wanted
                        if got != wanted:
                            failed += 1
                            odd = [(a, b) for a, b in zip(wanted, got) if a != b]
                            print(f'{profile} {kind} {" ".join(report)} {source.name}: '
                                  f'{len(wanted)} lines, {len(got)} read back; first: {odd[:1]}')
    print(f'{passed} passed, {failed} failed')
    return failed > 0 or not passed


sys.exit(main())
