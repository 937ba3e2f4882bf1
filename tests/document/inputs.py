"""Profiles for reports: each is (name, bytes)."""

import os
import pathlib

from pprof_writer import Line, Profile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TYPES = [("samples", "count"), ("cpu", "nanoseconds")]
MS = 10**6
SHARED = {
    "edge": ("ok-16-types.pb.gz", "ok-3000-label-keys.pb.gz", "ok-all-zero.pb.gz", "ok-base.pb.gz",
             "ok-depth-20k-distinct.pb.gz", "ok-inline-8.pb.gz", "ok-gzip-2-members.pb.gz",
             "ok-invalid-utf8.pb.gz", "ok-negative.pb.gz", "ok-no-samples.pb.gz", "ok-odd-labels.pb.gz",
             "ok-odd-names.pb.gz", "ok-recursion-2000.pb.gz", "ok-unsymbolized.pb.gz"),
    "google-pprof": ("profile_testdata_cppbench.contention", "profile_testdata_cppbench.cpu",
                     "profile_testdata_gobench.heap", "profile_testdata_java.contention"),
}
GOLDEN = ("odd-labels", "generics", "inlined", "recursion")
# What stands in every field of a profile.
HOSTILE = {
    "controls": bytes(range(1, 32)) + b"\x7f",
    "NUL": b"a\0b\0",
    "invalid UTF-8": b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80 \xe2\x82",
    "replacements": "\ufffd\ufffd\ufffe\uffff \U0001fffe".encode(),
    "right to left": "\u202e\u2066abc\u202d\u200f\ufeff\u061c \u0645\u0631\u062d\u0628\u0627".encode(),
    "emoji and CJK": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u51fd\u6570\u306e\u540d\u524d".encode(),
    "brackets": b"(((((a)\\)\\(b[<<>>]{%}/Type endstream endobj",
    "quotes": b"it's \"q\" `r` \\' $x #{y}",
    "combining": b"Z" + "\u0301\u0325".encode() * 500,
    "words": b"name " * 400,
    "separators": b"/." * 2000,
    "capitals": b"W" * 3000,
    "1 MB": b"n" * (1 << 20),
}


def cpu():
    return Profile(TYPES, ("cpu", "nanoseconds"), 10 * MS, 1700000000 * 10**9, 10**10)


def add(profile, stack, count, labels=()):
    profile.sample(stack, [count, count * 10 * MS], labels)


def unicode_names():
    profile = cpu()
    for at, name in enumerate(("日本語.関数", "пакет.функция", "συνάρτηση", "café.naïve", "e\u0301te\u0301",
                               "مرحبا.دالة", "שלום", "x→y", "名前空間::クラス::メソッド")):
        add(profile, ["main.main", name, f"{name}.leaf"], 40 - at)
    return profile


def long_names():
    profile = cpu()
    parts = [f"namespace_{at}" for at in range(12)]
    for at in range(30):
        name = "::".join(parts[:at % 12 + 1]) + f"<{', '.join(parts[at % 5:])}>::operator()(int) const"
        add(profile, ["main", name], 50 - at)
        add(profile, ["main", "identifierwithoutanyplacetobreak" * (at + 1)], 60 - at)
        add(profile, [f"github.com/{'/'.join(parts[:at % 9 + 1])}.(*Type{at}).Method"], 30)
    return profile


def many_labels():
    profile = cpu()
    for at in range(400):
        add(profile, ["main", f"f{at % 7}"], at + 1,
            [(f"key {at % 40}", f"value {at}"), ("bytes", 1 << at % 40, "bytes"), ("tenant", "a" * (at % 90))])
    return profile


def one_sample():
    profile = cpu()
    add(profile, ["main"], 1)
    return profile


def one_type():
    profile = Profile([("things", "widgets")])
    profile.sample(["a", "b"], [12345678901])
    profile.sample(["a", "c"], [1])
    return profile


def negative():
    profile = cpu()
    for at in range(20):
        add(profile, ["main", f"gone{at}"], -at - 1)
        add(profile, ["main", f"there{at}"], at // 4 + 1)
    return profile


def zero():
    profile = cpu()
    for at in range(20):
        add(profile, ["main", f"f{at}"], 0)
    return profile


def empty():
    return cpu()


def no_names():
    profile = cpu()
    profile.mapping(0x1000, 0x900000, "/usr/lib/libsomething.so.6", "0123456789abcdef", ())
    for at in range(60):
        profile.sample([0x2000 + at, 0x4000 + at * 3], [at + 1, (at + 1) * 10 * MS], (), "", 1)
    return profile


def deep(depth=5000):
    profile = cpu()
    add(profile, [f"level{at}" for at in range(depth)], 5)
    add(profile, [f"level{at}" for at in range(depth // 2)] + ["aside"], 2)
    return profile


def recursive():
    profile = cpu()
    for at in range(30):
        add(profile, ["main"] + ["fib", "memo"] * at + ["leaf"], at + 1)
    return profile


def wide():
    profile = cpu()
    for at in range(4000):
        add(profile, ["main", f"package{at % 50}.function{at}"], 1 + 4000 // (at + 1))
    return profile


def tree():
    profile = cpu()
    for at in range(3000):
        add(profile, [f"p{level}.f{at * 7919 % (level * 3 + 1)}" for level in range(20)], at % 17 + 1)
    return profile


def lines():
    profile = cpu()
    for at in range(200):
        add(profile, [Line("main", "cmd/main.c", 10 + at % 3, 8),
                      (Line("outer", "src/outer.c", at, 1), Line("inner", "src/a/very/long/folder" * 9 + "/inner.h",
                                                                 at * 2, 3))], at + 1)
    return profile


def comments():
    profile = one_sample()
    profile.comment("built with " + "-Wall -Wextra " * 60)
    profile.comment("at night")
    profile.doc_url("https://example.com/" + "documentation/" * 40)
    return profile


def huge_values():
    profile = cpu()
    add(profile, ["main", "a"], 10**11)
    add(profile, ["main", "b"], 3 * 10**10 + 7)
    return profile


def tiny_values():
    profile = Profile([("alloc_objects", "count"), ("alloc_space", "bytes")])
    for at in range(50):
        profile.sample(["main", f"f{at}"], [1, at])
    return profile


def types():
    profile = Profile([("alloc_objects", "count"), ("alloc_space", "bytes"), ("contentions", "count"),
                       ("delay", "nanoseconds"), ("odd", "")])
    for at in range(40):
        profile.sample(["main", f"f{at}"], [at, at * 5000, 1, at * 77777, -at])
    return profile


def many_types():
    """Values from small to large, with labels."""
    profile = Profile([(f"type{at}", ("count", "bytes", "nanoseconds", "widgets")[at % 4]) for at in range(16)])
    for at in range(30):
        profile.sample(["main", f"package{at % 4}.function{at}", f"leaf{at % 3}"],
                       [(at + 1) * 10**column for column in range(16)],
                       [("key", f"a value that takes its room {at % 3}"), ("bytes", 10**(at % 12), "bytes")])
    return profile


def exponential():
    """Values that fall fast, so that 95 % takes a few rows only."""
    profile = cpu()
    for at in range(30):
        add(profile, ["main", "run", f"step{at}"], 1 << 30 - at)
    return profile


MADE = (unicode_names, long_names, many_labels, one_sample, one_type, negative, zero, empty, no_names, deep,
        recursive, wide, tree, lines, comments, huge_values, tiny_values, types, exponential)


def made():
    for make in MADE:
        yield make.__name__, make().gzip(1)


def samples():
    for path in sorted((ROOT / "samples").glob("*.pb.gz")):
        yield path.name.removesuffix(".pb.gz"), path.read_bytes()
    for name in GOLDEN:
        yield name, (ROOT / "tests" / "golden" / "inputs" / f"{name}.pb.gz").read_bytes()


def shared_folder():
    return pathlib.Path(os.environ.get("RENDER_SHARED") or ROOT.parent / "shared") / "profiles"


def shared(suite):
    for folder, names in SHARED.items():
        if not (shared_folder() / folder).is_dir():
            suite.skip(f"profiles/{folder}", "set RENDER_SHARED to where they are")
            continue
        for name in names:
            path = shared_folder() / folder / name
            if path.exists():
                yield f"{folder}/{name}", path.read_bytes()


def hostile():
    for what, name in HOSTILE.items():
        profile = Profile([(name, name), (b"cpu", b"nanoseconds" if len(name) > 1000 else name)],
                          (name, name), 1, 1700000000 * 10**9, 10**10)
        profile.mapping(0x1000, 0x100000, name, name, ())
        profile.function(name, name, 1, name)
        for at in range(3):
            profile.sample([name, b"main.main", b"p." + name, (name + b"x", b"main.i")][:at + 2],
                           [1, 10 * MS], [(name, name), (b"k", 5, name)], name, 1)
        profile.sample([0x2000], [1, 1000], (), "", 1)
        profile.sample([0x2004], [1, 1000], [(b"k", name)], name, 1)
        profile.comment(name)
        profile.doc_url(name)
        yield what, profile.gzip(1)
