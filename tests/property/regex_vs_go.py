#!/usr/bin/env python3
"""Judges base/regex against Go's package regexp: written constructs, limits, and random patterns.

usage: regex_vs_go.py TOOL [SEED [COUNT]]     (TOOL is built from regex_tool.c)
Exits with 77 when there is no Go.
"""
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

GO = r'''
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var in = bufio.NewReader(os.Stdin)

func number() (n uint32, ok bool) {
	return n, binary.Read(in, binary.LittleEndian, &n) == nil
}

func text() (string, bool) {
	n, ok := number()
	b := make([]byte, n)
	_, err := io.ReadFull(in, b)
	return string(b), ok && err == nil
}

// Go 1.25 and 1.26 do not find the scripts whose names are of several words, which its documentation
// has and older Go finds; for those the table is the judge.
func script(pattern string) *unicode.RangeTable {
	name, _ := strings.CutPrefix(pattern, `^\p{`)
	name, whole := strings.CutSuffix(name, `}$`)
	for key, table := range unicode.Scripts {
		if whole && strings.EqualFold(strings.ReplaceAll(key, "_", ""), name) {
			return table
		}
	}
	return nil
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		pattern, ok := text()
		if !ok {
			return
		}
		count, _ := number()
		re, err := regexp.Compile(pattern)
		var table *unicode.RangeTable
		if err != nil {
			table = script(pattern)
		}
		if err != nil && table == nil {
			fmt.Fprint(out, "!", hex.EncodeToString([]byte(err.Error())))
		}
		for ; count > 0; count-- {
			t, _ := text()
			if table != nil {
				r, size := utf8.DecodeRuneInString(t)
				fmt.Fprint(out, map[bool]string{true: "1", false: "0"}[unicode.Is(table, r) && size == len(t)])
			} else if err != nil {
			} else if re.MatchString(t) {
				fmt.Fprint(out, "1")
			} else {
				fmt.Fprint(out, "0")
			}
		}
		fmt.Fprintln(out)
	}
}
'''

TEXTS = [b'', b'a', b'b', b'ab', b'ba', b'aab', b'abc', b'abab', b'A', b'AB', b'k', b'K', b'\xe2\x84\xaa', b's',
         b'\xc5\xbf', b'\n', b'a\nb', b'\na', b'a\n', b' ', b'a b', b'_', b'-', b'0', b'09', b'a1', b'[', b']', b'{',
         b'}', b'a{', b'a{1', b'a{,2}', b'^', b'$', b'.', b'*', b'\\', b'\t', b'\v', b'\f', b'\r', b'\a', b'\x00',
         b'\x7f', b'\x80', b'\xff', b'\xc3', b'\xe2\x84', b'\xe2\x84a', b'\xed\xa0\x80', b'\xf4\x90\x80\x80',
         b'\xf4\x8f\xbf\xbf', b'\xef\xbf\xbd', 'é'.encode(), 'É'.encode(), 'σ'.encode(), 'ς'.encode(), 'Σ'.encode(),
         'α'.encode(), 'ж'.encode(), '漢'.encode(), 'ǅ'.encode(), '٣'.encode(), '𐐀'.encode(), '😀'.encode(),
         'ß'.encode(), 'ẞ'.encode(), 'x'.encode(), b'aaaaaaaaaa', b'foo bar', b'foo.bar(*T)', b'fooBar', b'main.main',
         b'runtime.mallocgc', b'std::vector<int>::push_back', b'a,b', b'Q', b'E', b'\\E', b'ab\xffcd', b'p', b'L']

WRITTEN = r'''
a
a.
a.b
^a
a$
^$
^
$
\Aa
a\z
\ba
a\b
\Ba
a\B
\b
\B
(?i)K
(?i)s
(?i)[k-s]
(?i)[^k]
(?i)\W
(?i)\w
(?i)σ
(?i:A)b
(?i)a(?-i)b
(?i)ß
(?m)^a
(?m)a$
(?m)^$
(?m)\Aa
(?m)a\z
(?s).
(?s)a.b
(?-s).
(?U)a+
(?U)a+?
(?is-m:a.)
(?i-s:A.)
(?im)^A$
(?i)(?s)A.B
(?P<n>a)
(?<n>a)
(?P<n>a)(?P<n>b)
(?P<n_1>a)
(?:a|b)*c
(a|b)+
(a*)*b
(a|)*
()
()*
(|a)+
|
a|
|a
a||b
(|)
x*
x+
x?
x*?
x+?
x??
a{2}
a{2,}
a{2,3}
a{0}
a{0,0}
a{1}
a{,2}
a{
a{1
a{1,
a{1,2
a{x}
a{01}
{
}
]
a{2}?
a{2}{3}
a**
a*+
a+?*
a?{2}
*
+
?
{2}
(*)
a|*
^*
$+
\b+
(?i)*
a(?i)*
x*\Q\E*
\Q\E*
\Qab\E*
\Qa.b\E
\Qa.b
\Q[\E
\Q\\E
a\Qbc\E+
[a]
[^a]
[abc]
[a-c]
[a-]
[-a]
[a-c-e]
[]a]
[^]a]
[]
[^]
[
[a
[a-
[a-]b
[c-a]
[a-\d]
[\d-a]
[\d\s]
[^\d\s]
[\D]
[\w-]
[[:alpha:]]
[[:^alpha:]]
[^[:alpha:]]
[[:word:]-]
[[:foo:]]
[[:alpha:]
[[:alpha]
[:alpha:]
[[:ALPHA:]]
[[:alnum:]_]
[[:ascii:]]
[[:blank:]]
[[:cntrl:]]
[[:digit:]]
[[:graph:]]
[[:lower:]]
(?i)[[:lower:]]
(?i)[[:^upper:]]
[[:print:]]
[[:punct:]]
[[:space:]]
[[:upper:]]
[[:xdigit:]]
[\]]
[\-a]
[\n\t]
[\x00-\x1f]
[^\x00-\x{10FFFF}]
[\x{10FFFF}]
[\Qa]
[\b]
[\pL]
[^\pL]
[\PL]
[\p{^L}]
\d
\D
\s
\S
\w
\W
\pL
\PL
\pN
\p{L}
\p{Lu}
(?i)\p{Lu}
(?i)\P{Lu}
(?i)\p{Lt}
\p{Greek}
(?i)\p{Greek}
\P{Greek}
\p{^Greek}
\P{^Greek}
\p{Han}
\p{greek}
\p{GREEK}
\p{Letter}
\p{Uppercase_Letter}
\p{uppercase letter}
\p{LC}
\p{Any}
\p{any}
\p{Assigned}
\p{ASCII}
(?i)\p{ASCII}
\p{Cn}
\p{C}
\p{Co}
\p{Cs}
\p{Zs}
\p{Sc}
\p{Foo}
\p{}
\p{^}
\p{L
\p
\pX
\p^
\p{^^L}
\0
\1
\07
\12
\123
\1234
\8
\9
\x
\x4
\x41
\x4g
\xg1
\x{41}
\x{}
\x{41
\x{g}
\x{10FFFF}
\x{110000}
\x{0000000041}
\x{D800}
\a
\f
\n
\r
\t
\v
\e
\c
\C
\Z
\G
\X
\K
\h
\_
\-
\/
\.
\*
\é
\ 
\
[\
a\
(
)
(a
a)
(a))
((a)
(a|b
a|b)
(?
(?i
(?P
(?P<
(?P<n
(?P<n>
(?P<n>a
(?P<>a)
(?P<x y>a)
(?P<é>a)
(?P=n)
(?<
(?<n
(?<n>a
(?<>a)
(?<=a)
(?<!a)
(?=a)
(?!a)
(?>a)
(?#a)
(?'n'a)
(?|a)
(?)
(?-)
(?-:a)
(?i-)
(?i-:a)
(?--i)
(?i-i)
(?ii)
(?z)
(?i:a
(?:
(?:)
(?:a)b
(?i)é
é
[é-ü]
漢|字
😀
\bfoo\b
\bfoo\b.*\bbar\b
foo|bar
foo|foobar
^(foo|bar)$
^foo|bar$
(^a|b$)
(?m)(^a|b$)
a^b
a$b
(?m)a$^b
(?m)a$\n^b
\B\b
\b\B
$^
(?m)$^
^^a
a$$
(?m)^\B
\z\A
.\z
\x{FFFD}
[\x{FFFD}]
.\x{FFFD}a
\x{FFFD}{2}
[^a]{3}
a{1001}
a{1000}
a{0,1001}
a{1000,1001}
a{2,1}
a{99999999999}
a{1,99999999999}
a{99999999999,1}
(a{100}){11}
(a{100}){10}
((a{10}){10}){10}
((a{10}){10}){11}
(a{0}){1000}
(a{2,}){501}
(a{2,}){500}
((a{0,1}){1000}){2}
((a{1000}){0}){1000}
((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2})
(x+x+)+y
(a?){20}a{20}
main\.main
^runtime\.|^std::
std::vector<.*>::push_back
\(\*T\)
'''.strip('\n').split('\n')

LIMITS = (['(' * n + ')' * n for n in (999, 1000, 1001)] + ['(' * n + 'abc' + ')' * n for n in (999, 1000)] +
          ['(' * n + 'a|b' + ')' * n for n in (998, 999, 1000)] +
          ['(' * n + 'ab|cd' + ')' * n for n in (997, 998, 999, 1000)] +
          ['(' * n + 'a[xyz]' + ')' * n for n in (998, 999)] +
          ['(' * n + '(?i)a(?-i)b' + ')' * n for n in (998, 999)] +
          ['(' * n + '[a]b[Cc](?i)d' + ')' * n for n in (998, 999)] +
          ['(?:' * n + ')*' * n for n in (998, 999, 1000, 1001)] + ['(?:' * 5000 + 'a' + ')' * 5000] +
          ['(?:a(?:' * 2000 + 'b' + '))' * 2000, '(?:a|(?:' * 2000 + 'bc' + '))' * 2000] +
          ['(' * 1200, '(' * 1200 + 'a' * 3] +
          ['(' + '(xx?)' * 1000 + '){1000}', '(xx?){1000}' * 1000, '(x{1000}y){2}', '(xx?){500}' * 3] +
          [r'\pL' * n for n in (10, 27000)] + ['(?i)' + r'\pL' * 50, r'[\pL\pN]' * 300] +
          ['|'.join(chr(97 + i % 26) * (i % 7 + 1) for i in range(3000)), 'a|' * 20000] + ['a?' * 300 + 'a' * 300])

PIECES = (r'a b c k s A K x y 0 1 _ - . ^ $ \b \B \A \z \d \D \s \S \w \W \pL \PL \pN \p{Greek} \P{Lu} \p{Ll} [ab] '
          r'[^ab] [a-c] [^a-zA-Z] [[:alpha:]] [[:^digit:]] [\d_] [^\n] [^\pL] [k-s] \n \t \x41 \x{3c3} é σ ς ſ 漢 '
          r'\x{FFFD} [\x{80}-\x{ffff}] \Qa+\E () (?:) (?i) (?s) (?m) (?U) (?-i) ab foo main').split(' ')
OPERATORS = '* + ? *? +? ?? {2} {0,2} {1,} {2,3} {0} {3}? {1,2}?'.split(' ')
SOUP = (r'( ) (?: (?i) (?P<n> (?<n> [ ] [^ - \ * + ? { } {2} {2,3} {1000} , | ^ $ . a b Z 0 1 9 \d \p \pL \p{ \P{ '
        r'Greek } : [: :] [:alpha:] \x \x{ 4 F g \Q \E \b \C \0 \1 (? < > i m s U # ! = é 漢 \n').split(' ')
LETTERS = ['a', 'b', 'c', 'k', 'K', 's', 'A', 'B', 'x', 'y', 'f', 'o', '0', '1', '_', '-', ' ', '\n', '\t', 'é', 'É',
           'σ', 'ς', 'Σ', 'ſ', '\u212a', '漢', '\ufffd', '😀', '+', 'main', 'foo', 'ab', '.']
BROKEN = [b'\xff', b'\x80', b'\xc3', b'\xe2\x84', b'\xf0\x9f', b'\xed\xa0\x80', b'\x00']


def grown(rng, depth):
    kind = rng.random()
    if depth <= 0 or kind < 0.35:
        return rng.choice(PIECES)
    if kind < 0.65:
        return ''.join(grown(rng, depth - 1) for _ in range(rng.randint(1, 4)))
    if kind < 0.8:
        group = rng.choice(['(', '(?:', '(?i:', '(?s:', '(?m:', '(?U:', '(?P<n>', '(?i-s:', '(?ms:'])
        return group + '|'.join(grown(rng, depth - 1) for _ in range(rng.randint(1, 4))) + ')'
    part = grown(rng, depth - 1)
    if len(part) > 1 and rng.random() < 0.9:
        part = '(?:' + part + ')'
    return part + rng.choice(OPERATORS)


def random_pattern(rng):
    kind = rng.random()
    if kind < 0.7:
        return grown(rng, rng.randint(1, 5)).encode()
    if kind < 0.95:
        return ''.join(rng.choice(SOUP) for _ in range(rng.randint(1, 12))).encode()
    pattern = bytearray(grown(rng, 3).encode())
    for _ in range(rng.randint(1, 3)):
        pattern.insert(rng.randint(0, len(pattern)), rng.randint(0, 255))
    return bytes(pattern)


def random_text(rng):
    text = b''
    for _ in range(rng.choice([0, 1, 2, 3, 5, 8, 20])):
        text += rng.choice(BROKEN) if rng.random() < 0.08 else rng.choice(LETTERS).encode()
    return text


def unicode_cases():
    """Each name against one text for each character near a change, and some others."""
    rng = random.Random(1)
    table = Path(__file__).resolve().parents[2] / 'src/base/unicode_tables.h'
    source = table.read_text()
    points = set(range(0x250)) | {rng.randrange(0x110000) for _ in range(500)}
    for name in ('UNICODE_CATEGORIES', 'UNICODE_SCRIPTS'):
        body = re.search(name + r'\[\] = \{(.*?)\}', source, re.S).group(1)
        for change in re.findall('0x[0-9a-f]+', body):
            points |= {int(change, 16) >> 8, max(0, (int(change, 16) >> 8) - 1)}
    texts = [chr(p).encode('utf-8', 'surrogatepass') for p in sorted(points)]
    names = re.findall(r'^    (?:\{)?"(\w+)"', source, re.M)
    cased = re.findall(r'^    \{"(\w+)"', source, re.M) + ['Greek', 'Latin', 'Cyrillic', 'Cherokee', 'Georgian', 'Han']
    folded = [f'(?i)\\{p}{{{name}}}' for name in cased for p in 'pP']
    for pattern in [f'^\\p{{{name}}}$' for name in names] + folded:
        yield pattern.encode(), texts
    for point in range(0, 0x1ea00):
        if 0xd800 <= point < 0xe000 or chr(point).lower() == chr(point).upper():
            continue
        near = {point, point ^ 1, ord(chr(point).lower()[0]), ord(chr(point).upper()[0]), ord('k'), 0x1c88, 0x3c2}
        yield f'(?i)^\\x{{{point:x}}}$'.encode(), [chr(p).encode() for p in sorted(near)]


def packed(cases):
    parts = []
    for pattern, texts in cases:
        parts += [struct.pack('<I', len(pattern)), pattern, struct.pack('<I', len(texts))]
        for text in texts:
            parts += [struct.pack('<I', len(text)), text]
    return b''.join(parts)


def same_error(go, ours):
    """The quoted part is made safe and cut by us: only where that changes nothing must it be equal."""
    if go == ours:
        return True
    head, _, quoted = go.partition(b': `')
    plain = len(quoted) <= 61 and all(0x20 <= byte < 0x7f for byte in quoted)
    return not plain and ours.startswith(head + b': `')


def compare(tool, judge, cases, what):
    cases = list(cases)
    data = packed(cases)
    ours = subprocess.run([tool], input=data, stdout=subprocess.PIPE).stdout.split(b'\n')[:-1]
    theirs = subprocess.run([judge], input=data, stdout=subprocess.PIPE, check=True).stdout.split(b'\n')[:-1]
    if len(ours) != len(cases) or len(theirs) != len(cases):
        sys.exit(f'{what}: {len(cases)} cases, {len(ours)} and {len(theirs)} answers')
    different = errors = matches = 0
    for (pattern, texts), our, their in zip(cases, ours, theirs):
        failed = their.startswith(b'!')
        errors += failed
        matches += 0 if failed else their.count(b'1')
        if failed:
            their = b'!' + bytes.fromhex(their[1:].decode())
            if our.startswith(b'!') and same_error(their, our):
                continue
        elif our == their:
            continue
        different += 1
        if different <= 10:
            print(f'{what}: {pattern[:200]!r}\n  Go:   {their[:120]!r}\n  ours: {our[:120]!r}')
            if not failed and not our.startswith(b'!'):
                for text, a, b in zip(texts, our, their):
                    if a != b:
                        print(f'  text {text!r}')
                        break
    print(f'{what}: {len(cases)} patterns ({errors} of them errors), {matches} matches, {different} differences')
    return different


def main():
    go = shutil.which('go')
    if not go:
        print('no Go here: skipped')
        return 77
    tool = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        source, judge = Path(folder, 'judge.go'), Path(folder, 'judge')
        source.write_text(GO)
        subprocess.run([go, 'build', '-o', judge, source], check=True)
        broken = [b'\xff', b'[\xff]', b'[\\\xff', b'\\\xff', b'\\x\xff', b'\\x{\xff', b'\\p\xff', b'\\p{\xff}', b'\\p{\xff',
                  b'(?\xff)', b'(?P<\xff>a)', b'(?P<\xff', b'\\Q\xff', b'\\Q\xff\\E', b'\xed\xa0\x80', b'a\x00b', b'']
        written = [pattern.encode() for pattern in WRITTEN] + broken
        different = compare(tool, judge, ((p, TEXTS) for p in written), 'written')
        different += compare(tool, judge, ((p.encode(), TEXTS[:20] + [b'ab' * 2000]) for p in LIMITS), 'limits')
        different += compare(tool, judge, unicode_cases(), 'unicode')
        cases = ((random_pattern(rng), [random_text(rng) for _ in range(15)]) for _ in range(count))
        different += compare(tool, judge, cases, f'random, seed {seed}')
    return 1 if different else 0


if __name__ == '__main__':
    sys.exit(main())
