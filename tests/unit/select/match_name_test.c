/* Names that are the same code, and names that are not. */
#include "select/match_name.h"
#include "base/arena.h"
#include "unit/unit.h"

#include <stdio.h>

int match_name_tests(void);

struct name_case {
    const char *name, *expected; /* NULL: as it is */
    const char *why;
};

/* Of match_numbers: arguments stay. */
static const struct name_case NUMBERS[] = {
    {"main.serve.func1", "main.serve.func", "Go numbers closures in order of the source"},
    {"main.serve.func12", "main.serve.func", ""},
    {"main.serve.func1.2", "main.serve.func.", "a closure in a closure"},
    {"main.serve.func1.2.3", "main.serve.func..", ""},
    {"main.serve.func1.gowrap2", "main.serve.func.gowrap", "a go statement's wrapper"},
    {"main.serve.func1-range2", "main.serve.func-range", "the body of a loop over a function"},
    {"main.serve.func1.2-range3", "main.serve.func.-range", ""},
    {"main.date-range1", NULL, ""},
    {"main.serve.gowrap1", "main.serve.gowrap", ""},
    {"main.serve.deferwrap1", "main.serve.deferwrap", ""},
    {"main.serve.func1.deferwrap2", "main.serve.func.deferwrap", ""},
    {"main.(*T).Run.func2", "main.(*T).Run.func", "of a method"},
    {"main.glob..func3", "main.glob..func", "of a variable"},
    {"main.init.func2", "main.init.func", ""},
    {"main.init.0", "main.init", "Go numbers init functions"},
    {"main.init.1.func1", "main.init.func", ""},
    {"main.serve.func1.parse", "main.serve.func.parse", "inlined into another"},
    {"main.serve.func1x", NULL, "not at the end of a part"},
    {"main.F[go.shape.int].func1", "main.F[go.shape.int].func", ""},
    {"main.func1", NULL, "a function with this name"},
    {"a.com/b.func1", NULL, ""},
    {"main.(*T).func1", NULL, "a method with this name"},
    {"main.f1", NULL, ""},
    {"main.v2", NULL, ""},
    {"main.(*T).Read-fm", "main.(*T).Read", "a method as a value"},
    {"memeqbody.abi0", "memeqbody", "Go's assembly"},
    {"runtime.asyncPreempt2", NULL, ""},
    {"github.com/a/b/v2.Do", "github.com/a/b.Do", "the major version of a module"},
    {"github.com/a/b/v3/c.(*D).E", "github.com/a/b/c.(*D).E", ""},
    {"github.com/a/b/v12/c.D", "github.com/a/b/c.D", ""},
    {"k8s.io/api/apps/v1.Do", NULL, "the version of an API; modules have none before 2"},
    {"GET /api/v2/users", NULL, "no import path"},
    {"gopkg.in/yaml.v2.Unmarshal", "gopkg.in/yaml.Unmarshal", ""},
    {"gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.Unmarshal", "as Go's linker writes it"},
    {"gopkg.in/a/b.v1/c.D", "gopkg.in/a/b/c.D", ""},
    {"my.org/app/vendor/github.com/a/b.Do", "github.com/a/b.Do", "a copy in a vendor folder"},
    {"/root/go/pkg/mod/github.com/a/b@v1.2.3/c.go", "/root/go/pkg/mod/github.com/a/b/c.go", ""},
    {"/m/github.com/a/b/v2@v2.0.1/c.go", "/m/github.com/a/b/c.go", ""},
    {"/m/x.org/b@v0.0.0-20200101000000-0123456789ab/c.go", "/m/x.org/b/c.go", ""},
    {"/m/x.org/b@v2.0.0+incompatible/c.go", "/m/x.org/b/c.go", ""},
    {"/app/node_modules/.pnpm/a@1.2.3/node_modules/a/i.js",
     "/app/node_modules/.pnpm/a/node_modules/a/i.js", ""},

    {"parse.isra.0", "parse", "gcc's clones"},
    {"parse.constprop.0", "parse", ""},
    {"parse.constprop.0.isra.1", "parse", ""},
    {"parse.part.3", "parse", ""},
    {"parse.cold", "parse", ""},
    {"parse.part.0.cold", "parse", ""},
    {"parse.cold.17", "parse", ""},
    {"parse.llvm.1234567890", "parse", "LLVM's"},
    {"parse.123", "parse", ""},
    {"parse(int) [clone .isra.0]", "parse(int)", "the same from a demangler"},
    {"parse(int) [clone .part.0] [clone .cold]", "parse(int)", ""},
    {"parse(int) (.isra.0)", "parse(int)", ""},
    {"parse(int) (.llvm.123)", "parse(int)", ""},
    {"memcpy@@GLIBC_2.14", "memcpy", ""},
    {"memcpy@GLIBC_2.2.5", "memcpy", ""},
    {"main::{lambda(int)#2}::operator()(int) const", "main::{lambda(int)#}::operator()(int) const",
     "lambdas in order of the source"},
    {"main::'lambda0'(int)::operator()(int)", "main::'lambda'(int)::operator()(int)", "LLVM's"},
    {"main::$_12::operator()()", "main::$_::operator()()", "clang's"},
    {"main::<lambda_0123abcd>::operator()", "main::<lambda>::operator()", "MSVC's"},
    {"f<int>", NULL, "arguments are no numbers"},
    {"std::array<int, 4>::at", NULL, ""},

    {"app::run::h0123456789abcdef", "app::run", "Rust's hashes"},
    {"_ZN3app3run17h0123456789abcdefE", "_ZN3app3run", ""},
    {"app::run::{closure#0}", "app::run::{closure#}", ""},
    {"app::run::{{closure}}", NULL, ""},
    {"app::run::{{closure}}::h0123456789abcdef", "app::run::{{closure}}", ""},
    {"app::run::hash", NULL, ""},

    {"Foo.lambda$bar$3", "Foo.lambda$bar$", "Java numbers lambdas"},
    {"Foo$$Lambda$14.run", "Foo$$Lambda.run", ""},
    {"Foo$$Lambda$14/0x0000000800066840.run", "Foo$$Lambda.run", "hidden classes"},
    {"Foo$$Lambda$14/1234567.run", "Foo$$Lambda.run", "Java 8"},
    {"Foo$$Lambda/0x00007f0123456789.run", "Foo$$Lambda.run", "Java 21"},
    {"java.lang.invoke.LambdaForm$MH/0x0000000800c03000.invoke",
     "java.lang.invoke.LambdaForm$MH.invoke", ""},
    {"Foo$1.run", "Foo$.run", "classes without a name"},
    {"Foo$Bar.run", NULL, ""},
    {"jdk.proxy2.$Proxy12.get", "jdk.proxy2.$Proxy.get", ""},
    {"jdk.internal.reflect.GeneratedMethodAccessor12.invoke",
     "jdk.internal.reflect.GeneratedMethodAccessor.invoke", ""},
    {"apply$mcII$sp", NULL, "Scala's types"},

    {"<anonymous>:12:3", "<anonymous>", "JavaScript by place"},
    {"*load /app/src/load.js:12:3", "*load /app/src/load.js", ""},
    {"load (file:///app/load.mjs:7)", "load (file:///app/load.mjs)", ""},
    {"localhost:8080", NULL, "a port"},
    {"<lambda>", NULL, "Python's have no numbers"},
    {"<listcomp>", NULL, ""},
    {"parse.<locals>.<lambda>", NULL, ""},

    {"App.Foo+<>c__DisplayClass12_0.<Run>b__3", "App.Foo+<>c__DisplayClass.<Run>b__", ".NET"},
    {"App.Foo+<>c.<Run>b__3_1", "App.Foo+<>c.<Run>b__", ""},
    {"App.Foo+<RunAsync>d__12.MoveNext", "App.Foo+<RunAsync>d__.MoveNext", ""},
    {"App.Foo.<Run>g__Inner|3_1", "App.Foo.<Run>g__Inner|", ""},
    {"System.Collections.Generic.List`1.Add", "System.Collections.Generic.List.Add", ""},

    {"closure #1 in run()", "closure # in run()", "Swift"},
    {"closure #12 in closure #1 in run()", "closure # in closure # in run()", ""},

    {"Thread-12", "Thread-", "threads"},
    {"[thread 1234]", "[thread ]", ""},
    {"[thread tid=42]", "[thread tid=]", ""},
    {"tid: 42", "tid: ", ""},
    {"goroutine 123", "goroutine ", ""},
    {"pool-1-thread-3", "pool--thread-", ""},
    {"worker-7", "worker-", ""},
    {"http-nio-8080-exec-3", "http-nio-8080-exec-", ""},
    {"ForkJoinPool-2-worker-5", "ForkJoinPool--worker-", ""},
    {"Thread 0x7f0123456789", "Thread ", ""},
    {"kworker/3:2", "kworker/", ""},
    {"java-12345/12346", "java", "what stackcollapse-perf --tid writes"},
    {"request 1234567", "request ", "ids of requests"},
    {"job 0123456789abcdef0123", "job ", ""},
    {"req=123e4567-e89b-12d3-a456-426614174000", "req=", ""},
    {"GET /items/12345678", "GET /items/", ""},
    {"worker_2", NULL, "a function's name"},
    {"net-9", NULL, "no owner"},

    {"sha256", NULL, "numbers that mean something"},
    {"sha512", NULL, ""},
    {"crypto/sha256.block", NULL, ""},
    {"utf8.RuneLen", NULL, ""},
    {"utf16.Decode", NULL, ""},
    {"binary.Uint32", NULL, ""},
    {"binary.Uint64", NULL, ""},
    {"f1", NULL, ""},
    {"f2", NULL, ""},
    {"v2", NULL, ""},
    {"math.Log2", NULL, ""},
    {"HTTP/1.1", NULL, ""},
    {"TLS 1.3", NULL, ""},
    {"python3.11", NULL, ""},
    {"x86_64_start_kernel", NULL, ""},
    {"deadbeef", NULL, "a word"},
    {"0x7f0123456789", NULL, "an address is all that this frame has"},
    {"7f0123456789abcd1", NULL, ""},
    {"12345678", NULL, ""},
    {".isra.0", NULL, "nothing would be left"},
    {"", NULL, ""},
};

/* Of match_name, beyond that. */
static const struct name_case ARGUMENTS[] = {
    {"f<int>", "f", "templates"},
    {"std::vector<std::pair<int, A<B> > >::push_back", "std::vector::push_back", "nested"},
    {"std::map<int, f<(4>3)> >::at", "std::map::at", "signs in parentheses"},
    {"std::function<void (a<int>)>::f", "std::function::f", ""},
    {"a::operator<", NULL, "operators are no brackets"},
    {"a::operator<<", NULL, ""},
    {"a::operator<=>", NULL, ""},
    {"a::operator->", NULL, ""},
    {"a::operator->*", NULL, ""},
    {"a::operator>>", NULL, ""},
    {"a::operator()", NULL, ""},
    {"a::operator[]", NULL, ""},
    {"a::operator< <int>", NULL, "a space before"},
    {"a::operator()(int) const", "a::operator()", ""},
    {"a::operator[](unsigned long)", "a::operator[]", ""},
    {"a::operator<(b<c> const&) const", "a::operator<", ""},
    {"my_operator<int>", "my_operator", "a name that ends so"},
    {"f<decltype(a->b)>::g", "f::g", "an arrow"},
    {"a::f(int, std::vector<int>) const", "a::f", "parameters"},
    {"(anonymous namespace)::f(int)", "(anonymous namespace)::f", ""},
    {"a::(anonymous namespace)::f", NULL, ""},
    {"std::__cxx11::basic_string<char>::append[abi:cxx11](char const*)",
     "std::__cxx11::basic_string::append", ""},
    {"main::{lambda(int)#2}::operator()(int) const", "main::{lambda#}::operator()", ""},
    {"core::slice::sort::<u32>", "core::slice::sort", "Rust"},
    {"Vec::<T>::push", "Vec::push", ""},
    {"<T as Trait<U>>::run", "<T as Trait>::run", "no arguments: what it is of"},
    {"<alloc::vec::Vec<T> as Drop>::drop", "<alloc::vec::Vec as Drop>::drop", ""},
    {"main.Map[...]", "main.Map", "Go"},
    {"main.Map[go.shape.int]", "main.Map", ""},
    {"main.Map[go.shape.int].func1", "main.Map.func", ""},
    {"main.(*List[...]).Push", "main.(*List).Push", ""},
    {"main.(*T).Push", NULL, "what it is a method of"},
    {"java.util.HashMap.get(Object)", "java.util.HashMap.get", "Java"},
    {"Foo.<init>(int)", "Foo.<init>", ""},
    {"Foo.<init>", NULL, ""},
    {"<lambda>", NULL, "Python"},
    {"<module>", NULL, ""},
    {"(anonymous)", NULL, "JavaScript"},
    {"load (/app/load.js:7)", "load (/app/load.js)", "a place"},
    {"App.<Run>b__3_1", "App.<Run>b__", ".NET"},
    {"-[Foo bar:]", NULL, "Objective-C"},
    {"[libc.so.6]", NULL, "a binary"},
    {"do_syscall_64_[k]", NULL, "the kernel's mark"},
    {"f<a", NULL, "no end"},
    {"f>a", NULL, ""},
    {"f[0](1", "f(1", ""},
    {"<", NULL, ""},
    {"operator", NULL, ""},
    {"operator-", NULL, ""},
    {"::<a>", NULL, ""},
};

typedef struct str match_function(struct str name, struct arena *arena);

static void check_cases(const struct name_case *cases, size_t count, match_function *match)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        const char *expected = cases[i].expected ? cases[i].expected : cases[i].name;
        struct str found = match(str_from_c(cases[i].name), &arena);
        struct str again = match(found, &arena);
        if (!str_equal(found, str_from_c(expected)) || !str_equal(found, again)) {
            print_error("%s is \"%.*s\", not \"%s\" %s\n", cases[i].name, STR_ARG(found), expected,
                        cases[i].why);
            failed++;
        }
    }
    arena_fini(&store);
    assert_int_equal(failed, 0);
}

static void numbers_that_change_are_left_out(void **state)
{
    (void)state;
    check_cases(NUMBERS, sizeof NUMBERS / sizeof *NUMBERS, match_numbers);
}

static void arguments_are_left_out(void **state)
{
    (void)state;
    check_cases(ARGUMENTS, sizeof ARGUMENTS / sizeof *ARGUMENTS, match_name);
}

/* Repeats a part up to a size. */
static struct str repeated(const char *part, size_t size, struct arena *arena)
{
    char *text = arena_alloc(arena, size, 1);
    for (size_t i = 0; i < size; i++)
        text[i] = part[i % strlen(part)];
    return (struct str){text, size};
}

static void long_names_are_quick(void **state)
{
    static const char *const PARTS[] = {"a",          "<",
                                        "<a>",        "a<",
                                        "[",          "(",
                                        "f(",         "1",
                                        "a1.",        ".func1",
                                        "/v2/",       ".1",
                                        "@v1",        "$1",
                                        ".isra.0",    "::h0123456789abcdef",
                                        "a<b",        "-1/1",
                                        "$$Lambda/1", "@G_",
                                        "operator<",  "/vendor/a.b/",
                                        "a::<",       "0123456789abcdef-",
                                        "func1.2",    "gopkg.in/a.v2",
                                        " (.a)",      "thread-1",
                                        "::<a",       ".init.0"};
    enum { SIZE = 1 << 17 };
    (void)state;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct str name = repeated(PARTS[i], SIZE, &arena);
        struct str found = match_name(name, &arena);
        assert_true(str_equal(match_name(found, &arena), found));
        arena_fini(&store);
    }
}

/* Pieces that the rules look for, in any order. */
static void a_form_is_its_own_form(void **state)
{
    static const char *const PARTS[] = {"a",        ".",
                                        "func",     "1",
                                        "2",        "23",
                                        "/",        "v2",
                                        "@v1.2",    "$",
                                        "Lambda",   "0x1f",
                                        "<",        ">",
                                        "(",        ")",
                                        "[",        "]",
                                        "::",       "h0123456789abcdef",
                                        "operator", "-",
                                        "->",       "{",
                                        "}",        "#",
                                        "isra",     ".cold",
                                        "-fm",      "thread",
                                        " ",        "tid=",
                                        "_",        "|",
                                        "`",        ">b__",
                                        "'lambda",  "gopkg.in/",
                                        "%2e",      "/vendor/",
                                        "b.c/",     "init",
                                        ".js:",     ":",
                                        "12345678", "0123456789abcdef",
                                        "(.",       "[clone ",
                                        "@",        "G",
                                        "E",        "17h",
                                        " const",   "<lambda"};
    (void)state;
    uint64_t random = 4711;
    struct arena_store store;
    struct arena whole = arena_init(&store, SIZE_MAX);
    for (int i = 0; i < 60000; i++) {
        struct arena arena = whole;
        char text[200];
        size_t size = 0;
        for (uint64_t n = unit_random(&random) % 14; n > 0; n--) {
            const char *part = PARTS[unit_random(&random) % (sizeof PARTS / sizeof *PARTS)];
            memcpy(text + size, part, strlen(part));
            size += strlen(part);
        }
        struct str name = {text, size};
        struct str numbers = match_numbers(name, &arena), form = match_name(name, &arena);
        assert_true(str_equal(match_numbers(numbers, &arena), numbers));
        assert_true(str_equal(match_name(form, &arena), form));
        assert_true(!form.size == !size);
    }
    arena_fini(&store);
}

int match_name_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_change_are_left_out),
        cmocka_unit_test(arguments_are_left_out),
        cmocka_unit_test(long_names_are_quick),
        cmocka_unit_test(a_form_is_its_own_form),
    };
    return cmocka_run_group_tests_name("match_name", tests, NULL, NULL);
}
