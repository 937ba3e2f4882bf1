#!/usr/bin/env python3
"""Writes the small profiles beside it; the same bytes every time."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "support"))
from pprof_writer import Line, Profile

CPU = [("samples", "count"), ("cpu", "nanoseconds")]
HEAP = [("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
        ("inuse_space", "bytes")]
START = 1700000000 * 10**9


def cpu():
    return Profile(CPU, ("cpu", "nanoseconds"), 10000000, START, 10 * 10**9)


def add(profile, stack, count, **more):
    profile.sample(stack, [count, count * 10000000], **more)


def recursion():
    """A function that calls itself, and two that call each other: cum counts them once."""
    profile = cpu()
    add(profile, ["main.main", "main.fib", "main.fib", "main.fib"], 5)
    add(profile, ["main.main", "main.fib", "main.fib"], 3)
    add(profile, ["main.main", "main.even", "main.odd", "main.even", "main.odd"], 2)
    add(profile, ["main.fib"], 1)
    return profile


def inlined():
    profile = cpu()
    profile.mapping(0x1000, 0x9000, "/bin/prog", "c0ffee")
    add(profile, ["main.main", ("main.outer", "main.middle", "main.inner")], 6, mapping=1)
    add(profile, ["main.main", ("main.outer", "main.middle"), "main.leaf"], 3, mapping=1)
    add(profile, ["main.main", "main.inner"], 1, mapping=1)
    return profile


def negative():
    """What is left of a profile when another is taken from it."""
    profile = cpu()
    add(profile, ["main.main", "main.grown"], 8)
    add(profile, ["main.main", "main.shrunk"], -5)
    add(profile, ["main.main", "main.even", "main.up"], 4)
    add(profile, ["main.main", "main.even", "main.down"], -4)
    return profile


def unsymbolized():
    profile = cpu()
    profile.mapping(0x400000, 0x500000, "/usr/bin/prog", "abcdef0123", ())
    profile.mapping(0x7f0000000000, 0x7f0000100000, "/lib/libc.so.6", "", ())
    for address, count in ((0x400100, 4), (0x400200, 3), (0x400100, 1)):
        add(profile, [0x400010, address], count, mapping=1)
    add(profile, [0x400010, 0x7f0000000020], 2, mapping=2)
    add(profile, [0xffffffff81000000], 1)
    return profile


def generics():
    """Names that have to be shortened with care."""
    profile = cpu()
    for at, name in enumerate((
            "example.com/long/import/path/pkg.(*Tree[go.shape.string,go.shape.int]).Insert",
            "example.com/pkg.Map[go.shape.struct { Name string; Tags []string },go.shape.int].func1",
            "std::vector<std::pair<int, std::string>, std::allocator<std::pair<int, std::string> > >"
            "::push_back(std::pair<int, std::string>&&)",
            "std::_Hashtable<char, std::pair<char const, int>>::operator[](char&&)",
            "<alloc::vec::Vec<T> as core::iter::FromIterator<T>>::from_iter",
            "java.util.stream.ReferencePipeline$3$1.accept(Object)",
            "gopkg.in/yaml%2ev3.(*decoder).unmarshal", "operator<<", "(anonymous namespace)::run()",
            "日本語.関数", "")):
        add(profile, ["main.main", name], 10 + at)
    return profile


def labels():
    profile = cpu()
    add(profile, ["main.main", "main.serve"], 5, labels=[("endpoint", "/cart"), ("tenant", "a")])
    add(profile, ["main.main", "main.serve"], 3, labels=[("endpoint", "/find"), ("bytes", 64, "bytes")])
    add(profile, ["main.main", "main.idle"], 2)
    profile.comment("made by hand")
    profile.doc_url("https://example.com/profiles")
    return profile


def types():
    profile = Profile(HEAP, ("space", "bytes"), 524288, START)
    profile.sample(["main.main", "main.leak"], [10, 10 << 20, 10, 10 << 20])
    profile.sample(["main.main", "main.churn"], [4000, 4000 << 10, 3, 3 << 10])
    profile.sample(["main.main", "main.churn", "fmt.Sprintf"], [900, 90000, 0, 0])
    return profile


def drop_frames():
    profile = cpu()
    add(profile, ["main.main", "main.work", "runtime.malloc", "runtime.zero"], 6)
    add(profile, ["main.main", "main.work", "runtime.keep"], 3)
    add(profile, ["runtime.malloc"], 1)
    profile.drop_frames("runtime\\..*")
    profile.keep_frames("runtime\\.keep")
    return profile


def hostile():
    profile = cpu()
    for at, name in enumerate((b"</script><script>alert(1)</script>", b"]]>", b"--><!--", b"a&b<c>\"d'",
                               b"\x1b[31mred\x07", b"nul\0byte", b"\xff\xfe", "\u202eright".encode(),
                               b"two\nlines", "emoji \U0001f525".encode())):
        add(profile, [b"main.main", name], 10 + at)
    return profile


def listing():
    """Functions with places in the files of the folder of this name, and some that have none."""
    profile = cpu()
    root = Line("main.main", "/build/shop/main.go", 6, 5)
    add(profile, [root, Line("main.work", "/build/shop/work.go", 4, 3)], 6)
    add(profile, [root, Line("main.work", "/build/shop/work.go", 5, 3)], 3)
    add(profile, [root, (Line("main.work", "/build/shop/work.go", 5, 3),
                         Line("main.add", "/build/shop/work.go", 11, 10))], 2)
    add(profile, [root, Line("main.work", "/build/shop/work.go", 7, 3, 2),
                  Line("main.work", "/build/shop/work.go", 4, 3)], -1)
    add(profile, [root, Line("main.dos", "dos/lines.c", 2), Line("main.dos", "dos/lines.c", 40)], 4)
    add(profile, [root, Line("main.gone", "/nowhere/at/all.go", 7, 5)], 1)
    add(profile, [root, Line("main.gone", "gone.go", 7, 5)], 1)
    add(profile, [root, Line("main.device", "/dev/zero", 1, 1)], 1)
    add(profile, [root, Line("main.above", "make.py", 2)], 1)
    add(profile, [root, "main.nowhere"], 1)
    add(profile, [root, Line("main.past", "dos/lines.c", 90, 80)], 1)
    add(profile, [root, 0x7f00], 1)
    return profile


def empty():
    return cpu()


def one():
    profile = cpu()
    add(profile, ["main.main"], 1)
    return profile


def small_frames():
    """More frames than a picture draws."""
    profile = cpu()
    for at in range(3000):
        add(profile, ["main.main", f"pkg{at % 7}.parse", f"pkg{at % 7}.rule{at:04}"], 1 + at % 13)
    return profile


for make in (recursion, inlined, negative, unsymbolized, generics, labels, types, drop_frames, hostile,
             listing, empty, one, small_frames):
    (HERE / f"{make.__name__.replace('_', '-')}.pb.gz").write_bytes(make().gzip(9))
