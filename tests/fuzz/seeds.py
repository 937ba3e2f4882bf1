"""Writes the seed inputs of the fuzz harnesses into corpus/: small, valid and broken.

    seeds.py          run where something new is to be reached; the result is committed

Beside them stand inputs that a fuzzer found, found-*, which replaying must keep right.
"""
import base64
import gzip
import pathlib
import sys
import zlib

CORPUS = pathlib.Path(__file__).parent / 'corpus'
sys.path.insert(0, str(CORPUS.parent.parent / 'support'))
import report_file


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def number(field, value):
    return varint(field << 3) + varint(value)


def part(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def packed(field, values):
    return part(field, b''.join(map(varint, values)))


STRINGS = [b'', b'cpu', b'nanoseconds', b'main', b'f', b'g', b'malloc', b'/bin/main', b'key',
           b'value', b'bytes', b'\xff\0x', b'pprof::base', b'true']


def strings(names=STRINGS):
    return b''.join(part(6, name) for name in names)


def valid(**changes):
    """A profile by its parts; a change replaces one."""
    parts = {
        'types': part(1, number(1, 1) + number(2, 2)),
        'samples': part(2, packed(1, [3, 2, 1]) + packed(2, [7])) +
                   part(2, packed(1, [2, 1]) + packed(2, [5]) +
                        part(3, number(1, 8) + number(2, 9)) +
                        part(3, number(1, 8) + number(3, 4096) + number(4, 10))),
        'mappings': part(3, number(1, 1) + number(2, 0x1000) + number(3, 0x9000) + number(5, 7)),
        'locations': part(4, number(1, 1) + number(2, 1) + number(3, 0x1010) +
                          part(4, number(1, 1) + number(2, 10))) +
                     part(4, number(1, 2) + number(2, 1) + part(4, number(1, 3) + number(2, 5)) +
                          part(4, number(1, 2) + number(2, 20) + number(3, 4))) +
                     part(4, number(1, 3) + number(3, 0x5555)),
        'functions': b''.join(part(5, number(1, i) + number(2, i + 2) + number(4, 7))
                              for i in (1, 2, 3)),
        'strings': strings(),
        'header': number(9, 1600000000000000000) + number(10, 1000000000) +
                  part(11, number(1, 1) + number(2, 2)) + number(12, 10000000),
    }
    parts.update(changes)
    return b''.join(parts.values())


def profiles():
    plain = valid()

    def sample(*fields):
        return part(2, b''.join(fields))

    yield 'valid', plain
    yield 'valid.gz', gzip.compress(plain, mtime=0)
    yield 'two-members.gz', gzip.compress(plain[:100], mtime=0) + gzip.compress(plain[100:],
                                                                                mtime=0)
    yield 'gzip-cut', gzip.compress(plain, mtime=0)[:-9]
    yield 'gzip-crc', gzip.compress(plain, mtime=0)[:-8] + b'xxxxxxxx'
    yield 'gzip-name', b'\x1f\x8b\x08\x08\0\0\0\0\0\3name.pb\0' + zlib.compress(plain)[2:-4] + \
        zlib.crc32(plain).to_bytes(4, 'little') + len(plain).to_bytes(4, 'little')
    yield 'nothing', b''
    yield 'only-strings', strings()
    yield 'strings-first', strings() + valid(strings=b'')
    yield 'unpacked', valid(samples=sample(number(1, 3), number(2, 7), number(1, 2), number(1, 1)))
    yield 'mixed', valid(samples=sample(packed(1, [3]), part(3, number(1, 8) + number(2, 9)),
                                        number(1, 2), part(3, number(1, 9) + number(3, 1)),
                                        packed(1, [1]), packed(2, [7])))
    yield 'in-turn', valid(samples=sample(packed(2, [7]), *[number(1, 1 + i % 3) + part(
        3, number(1, 8) + number(3, 1 + i)) for i in range(200)]))
    yield 'recursive', valid(samples=sample(packed(1, [3, 2, 3, 2, 3, 1]), packed(2, [7])))
    yield 'negative', valid(samples=sample(packed(1, [1]), packed(2, [-7])))
    yield 'extremes', valid(samples=sample(packed(1, [1]), packed(2, [2**63])) +
                            sample(packed(1, [2]), packed(2, [2**63 - 1])))
    yield 'base', valid(samples=sample(packed(1, [1]), packed(2, [9]),
                                       part(3, number(1, 12) + number(2, 13))))
    yield 'drop', valid(header=number(7, 6) + number(8, 4))
    yield 'drop-bad-regex', valid(header=number(7, 11))
    yield 'comments', valid(header=packed(13, [1, 2]) + number(13, 3) + number(14, 1) +
                            number(15, 2))
    yield 'period-twice', valid(header=part(11, number(1, 1)) + part(11, number(2, 2)))
    yield 'sparse-ids', valid(
        samples=sample(packed(1, [2**64 - 1, 5000000]), packed(2, [1])),
        locations=part(4, number(1, 2**64 - 1)) + part(4, number(1, 5000000)))
    yield 'unknown-fields', number(99, 1) + part(98, b'x') + b'\xbd\x06abcd\xb9\x06abcdefgh' + plain
    yield 'field-0', b'\x00\x01' + plain
    yield 'concatenated', plain + plain
    yield 'id-0', valid(functions=part(5, number(2, 1)))
    yield 'same-id', plain + part(5, number(1, 1))
    yield 'no-function', valid(functions=b'')
    yield 'no-location', valid(locations=b'')
    yield 'no-types', valid(types=b'')
    yield 'two-types', valid(types=part(1, number(1, 1)) * 2)
    yield 'string-range', valid(strings=strings(STRINGS[:5]))
    yield 'string-first', valid(strings=strings(STRINGS[1:]))
    yield 'group', plain + b'\x0b\x0c'
    yield 'long-varint', plain + b'\x50' + b'\xff' * 10 + b'\x01'
    yield 'overrun', plain + b'\x32\x7f'
    yield 'wrong-type', plain + b'\x08\x01'
    yield 'html', b'<!DOCTYPE html><html><body>404</body></html>'
    for size in (1, 7, 40, 150):
        yield f'cut-{size}', plain[:size]


def arguments():
    cases = [['top', 'cpu.pb.gz'], ['-top20', '-cum', 'p'], ['--output', '-', '--', '-x'],
             ['--title=a=b', '--width', '500'], ['--nodefraction=0.123456789012345678'],
             ['-nodecount', '-1', '--flip=no'], ['--max_memory=3GiB'],
             ['--max-memory', '9223372036854775807'],
             ['help', 'sort'], ['--help=--sort'], ['--nodecuont=5'], ['--sort=weight'],
             ['-', '--version'],
             ['--edgefraction', '1e-30'], ['--edgefraction=.5', '--trim'], ['--', '--', '-'],
             ['--color-by=file', '--order', 'name', '--inuse_space'], ['-=x'], ['---'], ['']]
    for i, case in enumerate(cases):
        yield f'arguments-{i:02}', '\0'.join(case).encode()
    cases = [['-top', '-nodecount=0x1_0', '-focus', 'a', 'p'],
             ['-peek', 'a.*b', 'bin', 'p', '-cum'],
             ['-symbolize=none:force', '-tree', '-lines', '-files', 'p'],
             ['-top', '-nodefraction=0x1.8p-3', '-edgefraction=1_0e-1', '-divide_by=-inf', '--',
              '-'],
             ['-mean_delay', '-contentions', '-proto', '-base=b', '-normalize', 'p'],
             ['-top=T', '--trim=F', '-output=x', '-h']]
    for i, case in enumerate(cases):
        yield f'pprof-{i:02}', '\0'.join(case).encode()


def expressions():
    cases = ['abc', '^a.*b$', '(?i)x|y', '(a|b)*c{2,5}', r'[^\d\s]+\b', r'\pL\x{10ffff}',
             '(?P<n>a)',
             '[[:alpha:]-z]', '(', 'a**', r'\Q.*\E', '(?s:.)(?m:^$)', 'x{1001}', '\xff']
    for i, case in enumerate(cases):
        yield f'expression-{i:02}', case.encode('latin-1') + b'\0main.(*T).method abc'


def names():
    cases = ['main.(*T).f.func1.2-range3', 'a.com/b/v2.Map[go.shape.int].func1.gowrap2',
             '/m/gopkg.in/yaml.v2@v2.4.0-rc.1+incompatible/a.go', 'parse.isra.0.cold',
             'std::map<a, b<(c>d)> >::operator()(int) const [clone .part.0] (.llvm.12)',
             'a::{lambda(auto:1)#2}::operator<< <int>', '<a as b<c>>::d::<e>::h0123456789abcdef',
             '_ZN3app3run17h0123456789abcdefE', 'a.B$$Lambda$14/0x0000000800066840.run',
             'a.lambda$b$3', 'jdk.proxy2.$Proxy12.get', '*f /app/a.js:12:3', '<anonymous>:1:2',
             'A+<>c__DisplayClass12_0.<B>b__3_1', 'List`1.<C>g__D|3_1', 'closure #1 in f()',
             'http-nio-8080-exec-3', 'Thread 0x7f0123456789', 'java-12345/12346', 'kworker/3:2H',
             'req=123e4567-e89b-12d3-a456-426614174000', 'f@@GLIBC_2.14', 'x/vendor/a.b/c.d',
             '<<<<((([[[', 'a<b', "'lambda0'(int)::$_12", '']
    for i, case in enumerate(cases):
        yield f'name-{i:02}', case.encode()


def texts():
    for name, data in (('zeros', bytes(300)), ('letters', b'abcabcabd' * 30), ('noise', bytes(
            i * i * 7 % 251 for i in range(400))), ('one', b'\x05a'), ('nothing', b'')):
        yield name, data


def carried(*files):
    """Source lines that travel with a profile: files of names and lines, a line being how many are
    left out before it, and its text."""
    out = b'RSRC1\n'
    for names, lines in files:
        out += varint(len(names)) + b''.join(varint(len(name)) + name for name in names)
        out += varint(len(lines))
        out += b''.join(varint(gap) + varint(len(text)) + text for gap, text in lines)
    return out + b'\0'


def sources():
    file = ((b'a.c', b'/src/a.c'), ((0, b'int x;'), (3, b''), (0, b'\tf();\r')))
    yield 'nothing', carried()
    yield 'one', carried(file)
    yield 'two', carried(file, ((b'b.c',), ((9, b'x' * 200),)))
    yield 'same-name', carried(file, file)
    yield 'no-lines', carried(((b'a.c', b''), ()))
    yield 'last-line', carried(((b'a.c',), (((1 << 22) - 1, b'x'),)))
    yield 'too-far', carried(((b'a.c',), ((1 << 22, b'x'),)))
    yield 'far-in-steps', carried(((b'a.c',), ((1 << 21, b'x'), (1 << 21, b'y'))))
    yield 'huge-gap', carried(((b'a.c',), ((2**64 - 1, b'x'),)))
    yield 'no-end', carried(file)[:-1]
    yield 'cut', carried(file)[:-5]
    yield 'magic', b'RSRC2\n\0'
    yield 'counts', b'RSRC1\n\1\3a.c' + varint(2**63)
    yield 'names', b'RSRC1\n' + varint(2**40) + b'\3a.c'


def drawn(nodes, edges, gaps=0x7e, hosts=None, node=(80, 40), edge=(10, 32)):
    """A graph as layout_fuzz.c reads it."""
    hosts = hosts or {}
    out = bytearray([gaps, nodes])
    for i in range(nodes):
        out += bytes([hosts[i] * 4 if i in hosts else 1, *node])
    for a, b in edges:
        out += bytes([a, b, *edge])
    return bytes(out)


def graphs():
    yield 'nothing', b''
    yield 'one', drawn(1, [])
    yield 'chain', drawn(6, [(i, i + 1) for i in range(5)])
    yield 'tree', drawn(40, [((i - 1) // 3, i) for i in range(1, 40)])
    yield 'ring', drawn(12, [(i, (i + 1) % 12) for i in range(12)])
    yield 'hub', drawn(120, [(0, i) for i in range(1, 120)])
    yield 'callers', drawn(60, [(i, 0) for i in range(1, 60)])
    yield 'pairs', drawn(60, [(i, i + 1) for i in range(0, 60, 2)])
    yield 'grid', drawn(36, [(i, i + 1) for i in range(35)] + [(i, i + 6) for i in range(30)])
    yield 'dense', drawn(20, [(i * 7 % 20, i * i % 20) for i in range(150)])
    yield 'loops', drawn(5, [(i % 5, i % 5) for i in range(12)] + [(0, 1), (1, 2)])
    yield 'twice', drawn(4, [(0, 1)] * 5 + [(1, 0)] * 3 + [(0, 3), (2, 3)])
    yield 'notes', drawn(9, [(0, 1), (0, 2), (0, 3), (3, 4), (2, 5), (2, 6), (0, 7), (7, 8)],
                         hosts={2: 0, 5: 2, 6: 2, 7: 0, 8: 7})
    yield 'hosts-in-a-circle', drawn(4, [(0, 1), (1, 2), (2, 0), (2, 3)], hosts={0: 2, 1: 0, 2: 1})
    yield 'no-gaps', drawn(9, [(i * 5 % 9, i * 2 % 9) for i in range(20)], gaps=0)
    yield 'no-sizes', drawn(9, [(i * 5 % 9, i * 2 % 9) for i in range(20)], node=(0, 0))
    yield 'huge', drawn(9, [(i * 5 % 9, i * 2 % 9) for i in range(20)], node=(1, 1))
    yield 'huge-lines', drawn(9, [(i * 5 % 9, i * 2 % 9) for i in range(12)],
                              edge=(0, 15, 1, 1, 1, 1))


FUNCTIONS = [('main', 1, 3), ('a.f', 0, 0), ('λ', 2, 70000)]
FRAMES = [(2, 0, [1]), (2, 0, [0]), (0, 3, [5]), (1, 2, [-7]), (0, 5, [2**40]), (0, 4, [3])]


def frames():
    good = report_file.packed(FUNCTIONS, FRAMES, files=['a.go', 'b.go'])
    yield 'good', good
    yield 'two-columns', report_file.packed(FUNCTIONS, [(n, c, v * 2) for n, c, v in FRAMES],
                                            [('cpu', 'ns', 10), ('n', '', 1)], ['a', 'b'])
    yield 'root', report_file.packed([], [(0, 0, [0])])
    yield 'chain', report_file.packed([('f', 0, 0)], [(1, i % 2, [i]) for i in range(50)] +
                                      [(0, 1, [1])])
    yield 'version', b'\2' + good[1:]
    yield 'more', good + b'\0'
    for size in (1, 9, 30, 60):
        yield f'cut-{size}', good[:size]


def reports():
    profile = report_file.member(valid())
    picture = report_file.packed(FUNCTIONS, FRAMES, files=['a.go', 'b.go'])
    page = report_file.html(profile)
    block = ('application/octet-stream', 'render-profile', base64.b64encode(profile).decode())
    yield 'page', page
    yield 'page.gz', gzip.compress(page, mtime=0)
    yield 'picture', report_file.svg(picture)
    yield 'picture-with-profile', report_file.svg(picture, profile)
    yield 'picture-without', report_file.svg()
    yield 'page-format', report_file.html(profile, format=2, version='9.9')
    yield 'page-size', report_file.html(profile, profile={'size': 1 << 30})
    yield 'page-two', report_file.html(profile, blocks=[block, block])
    yield 'page-no-head', report_file.html(profile, blocks=[block])
    yield 'page-bad-head', report_file.html(profile, '{"format":')
    yield 'page-of-others', b'<html><body>404</body></html>'
    yield 'picture-of-others', report_file.svg(picture).replace(b'data-render', b'data-other')
    yield 'picture-doctype', b'<!DOCTYPE svg [<!ENTITY a "b">]>' + report_file.svg(picture)
    for size in (300, 500, 700, len(page) - 150):
        yield f'page-cut-{size}', page[:size]


def dumps():
    end = b'created by main.main in goroutine 1\n\t/m.go:8 +0x11\n'
    frame = b'main.(*T).run(0xc0, {0x1, ...})\n\t/m.go:33 +0x45\n'
    yield 'plain', (b'goroutine 1 [running]:\nmain.main()\n\t/m.go:9 +0x1d\n\n'
                    b'goroutine 18 [chan receive, 12 minutes]:\n' + frame + end)
    yield 'attributes', (b'goroutine 7 gp=0xc0 m=2 mp=0xc1 [select (no cases) (scan), 3 minutes, locked to '
                         b'thread, synctest bubble 4 labels:{"a": "b\\"\\u00e9", "": "]:"}]:\n' + frame + end)
    yield 'inlined', b'goroutine 1 [IO wait]:\nmain.f(...)\n\t/m.go:3\nmain.g(...)\n\t/m.go:4\n' + frame
    yield 'panic', (b'panic: oops\n\ngoroutine 1 [running]:\npanic({0x1, 0x2})\n\t/p.go:8 +0x2\n' + frame +
                    b'...52 frames elided...\nruntime.goexit({})\n\t/asm.s:1 +0x1 fp=0x1 sp=0x1 pc=0x4\nexit status 2\n')
    yield 'quit', (b'SIGQUIT: quit\nPC=0x48 m=0 sigcode=0\n\ngoroutine 0 [idle]:\nruntime.futex()\n'
                   b'\t/f.s:5 +0x2\n\nrax 0xca\n')
    yield 'elsewhere', b'goroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\n' + end
    yield 'ancestors', (b'goroutine 5 [select]:\n' + frame + b'created by main.g\n\t/m.go:1 +0x1\n'
                        b'[originating from goroutine 3]:\nmain.g(...)\n\t/m.go:8 +0x11\n')
    yield 'c', b'goroutine 5 [syscall]:\nnon-Go function\n\tpc=0x1\ncrunch\n\t/x.c:1 pc=0x2\nnon-Go function at pc=0x4\n'
    yield 'leak', b'\n'.join(b'goroutine %d [chan send, %d minutes]:\n' % (at, at) + frame + end
                             for at in range(2, 16))
    yield 'cut', b'goroutine 5 [select]:\nmain.f'
    yield 'cut-header', b'goroutine 1 [running]:\nmain.main()\n\t/m.go:9\n\ngoroutine 5 [sel'
    yield 'full', (b'goroutine 1 [running]:\n' + b'x' * 1024)[:1024]
    yield 'numbers', b'goroutine 99999999999999999999 [x, 9223372036854775807 minutes]:\nf()\n\t:9223372036854775808'
    yield 'counted', (b'goroutine profile: total 4\n3 @ 0x48 0x67\n# labels: {"a":"b \\"\\x01", "c":"d"}\n'
                      b'#\t0x47\tmain.f+0x25\t\t/m.go:47\n#\t0x66\tmain.g+0x1\t/m.go:9\n\n1 @ 0x5\n#\t0x4\n')
    yield 'counted-large', b'x profile: total 2\n9223372036854775807 @ 0x1\n#\t0x1\tf\n\n9223372036854775807 @ 0x1\n'
    yield 'empty-parts', b'goroutine 3 [x]:\n()\n\t:\n\t\n(\n\t/a:1\ncreated by \n\t:5\n'


def rules():
    yield 'all', b'# rules\nfail total > +5%\r\nbudget json\\..* flat >= 3pp optional\n'
    yield 'kinds', (b'fail json\\..* flat > +3pp\nbudget runtime\\.gc.* cum < 12%\n'
                    b'fail type:inuse_space total <= 64MB\nfail package:encoding/json cum > +10%\n'
                    b'fail label:endpoint=/search total < -120ms\nfail inuse_space total > +3\n')
    yield 'comparisons', ('fail std::less<int, long>::operator> flat flat >= +1%\n'
                          'fail a\u00b5 cum < \u22125%\n').encode()
    yield 'broken-regex', b'fail a(b flat > 1%\n'
    yield 'broken-unit', b'fail total > +5 \x1b[31m'
    yield 'broken-number', b'fail total > +1.2.3%\n'
    yield 'broken-word', b'fial total > +5%'
    yield 'empty', b'\xef\xbb\xbf\n#\n'
    yield 'nul', b'fail \0 flat > 1%\0'


def urls():
    yield 'http', b'http://user:p%40ss@host:6060/debug/pprof/heap?seconds=5&gc=1&token=x#f'
    yield 'insecure', b'https+insecure://[::1]:6060/'
    yield 'bare', b'user:pass@host:6060?seconds=3&&=&seconds'
    yield 'port', b':6060/debug/pprof/profile'
    yield 'socket', b'unix:/run/a b.sock:/debug/pprof/heap?debug=2'
    yield 'slashes', b'unix:///run/a:b.sock:/x:/y'
    yield 'foreign', b'ftp://user:pass@host/x'
    yield 'bytes', b'http://h\\@\x7f\xff/%zz?\0\n'
    yield 'odd-user', b'http://%00%0a:@:@h/?%'


def requests():
    def request(target, host='localhost:8080', *lines):
        return '\n'.join((target, 'Host: ' + host) + lines).encode('latin-1')
    yield 'page', request('/ui/flamegraph?f=json&n=20&sort=cum&g=lines&trim=f')
    yield 'engine', request('/engine/top?focus=a%7cb&sort=cum&nodecount=5&granularity=lines&unit=ms')
    yield 'one', request('/p/17/engine/boxes?function=main.main&at=1.2', '127.0.0.1')
    yield 'two', request('/d/3-4/ui/top', '[::1]:80')
    yield 'list', request('/api/files', 'localhost', 'Sec-Fetch-Site: cross-site',
                          'Sec-Fetch-Mode: navigate')
    yield 'origin', request('/engine/top', 'localhost:1', 'Origin: http://localhost:1')
    yield 'foreign', request('/engine/top', 'evil.example', 'Origin: http://evil.example')
    yield 'cookie', request('/ui/', 'localhost', 'Cookie: a=b; render_1=secret-0123456789')
    yield 'token', request('/ui/?a=b&token=token-0123456789&c', 'localhost')
    yield 'ticket', request('/ui/?a=b&ticket=ticket-0123456789&c', 'localhost')
    yield 'bearer', request('/', 'localhost', 'Authorization: Bearer token-0123456789')
    yield 'up', request('/p/1/../../etc/passwd?source_path=/etc&trim_path=/&output=%2fetc%2fpasswd')
    yield 'escapes', request('/%2e%2e/engine/top?focus=%&ignore=%2&show=%zz&+=+&&=&hide')
    yield 'bytes', b'/engine/top?focus=\xff\0\x80\nHost: \xff:1\nCookie: ;;=;render_1\n'
    yield 'regex', request('/ui/top?f=%5B&n=-+9&nf=1e&ef=inf&mean=maybe&sort=x')


def main():
    groups = {'pprof': profiles, 'options': arguments, 'regex': expressions, 'deflate': texts,
              'match': names, 'layout': graphs, 'sources': sources, 'frames': frames,
              'report': reports, 'rules': rules, 'url': urls,
              'goroutine': dumps, 'serve': requests}
    for group, cases in groups.items():
        folder = CORPUS / group
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in cases():
            (folder / name).write_bytes(data)


main()
