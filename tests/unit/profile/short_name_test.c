/* pprof's shorter names. */
#include "profile/short_name.h"
#include "base/arena.h"
#include "unit/unit.h"

int short_name_tests(void);

struct subject {
    const char *name, *expected;
};

static void expect(const struct subject *subjects, size_t count)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        assert_str(short_name(str_from_c(subjects[i].name), &arena), subjects[i].expected);
    arena_fini(&store);
}

static void go_names_lose_their_folders_and_versions(void **state)
{
    (void)state;
    static const struct subject SUBJECTS[] = {
        {"root", "root"},
        {"syscall.Syscall", "syscall.Syscall"},
        {"net/http.(*conn).serve", "http.(*conn).serve"},
        {"github.com/BlahBlah/foo.Foo[...]", "foo.Foo[...]"},
        {"github.com/blah-blah/foo_bar.(*FooBar).Foo", "foo_bar.(*FooBar).Foo"},
        {"encoding/json.(*structEncoder).(encoding/json.encode)-fm",
         "json.(*structEncoder).(encoding/json.encode)-fm"},
        {"github.com/b/b/vendor/gopkg.in/redis.v3.(*baseClient).(github.com/b/redis.v3.process)-fm",
         "redis.v3.(*baseClient).(github.com/b/redis.v3.process)-fm"},
        {"github.com/foo/bar/v4.(*Foo).Bar", "bar.(*Foo).Bar"},
        {"github.com/foo/bar/v4/baz.Foo.Bar", "baz.Foo.Bar"},
        {"github.com/foo/bar/v123.(*Foo).Bar", "bar.(*Foo).Bar"},
        {"github.com/foobar/v0.(*Foo).Bar", "v0.(*Foo).Bar"},
        {"github.com/foobar/v1.(*Foo).Bar", "v1.(*Foo).Bar"},
        {"github.com/foobar/v01.(*Foo).Bar", "v01.(*Foo).Bar"},
        {"example.org/v2xyz.Foo", "v2xyz.Foo"},
        {"github.com/foo/bar/v4/v4.(*Foo).Bar", "v4.(*Foo).Bar"},
        {"github.com/foo/bar/v4/foo/bar/v4.(*Foo).Bar", "v4.(*Foo).Bar"},
        {"foo/xyz", "foo/xyz"},
        {"a/b/.c", "b/.c"},
        {"a/b.", "a/b."},
        {"a/b.\n", "a/b.\n"},
        {"a/b.c\nd.e", "b.c"},
        {"a/b\nc.d", "b\nc.d"},
        {"a.b/c", "a.b/c"},
        {"a/b.c/d", "b.c/d"},
        {"/v2.f", ".f"},
    };
    expect(SUBJECTS, sizeof SUBJECTS / sizeof *SUBJECTS);
}

static void java_names_lose_their_package_and_arguments(void **state)
{
    (void)state;
    static const struct subject SUBJECTS[] = {
        {"java.util.concurrent.ThreadPoolExecutor$Worker.run", "ThreadPoolExecutor$Worker.run"},
        {"java.bar.foo.FooBar.run(java.lang.Runnable)", "FooBar.run"},
        {"com.google.benchmark.FloatBench.lambda$run$0", "FloatBench.lambda$run$0"},
        {"java.bar.foo.FooBar.run$0", "FooBar.run$0"},
        {"a.B.<init>(C)", "B.<init>"},
        {"a.B.Run", "a.B.Run"},
        {"a.B.run more", "a.B.run more"},
        {"B.<init>x", "B.<init>x"},
    };
    expect(SUBJECTS, sizeof SUBJECTS / sizeof *SUBJECTS);
}

static void cpp_names_lose_their_namespaces(void **state)
{
    (void)state;
    static const struct subject SUBJECTS[] = {
        {"(anonymous namespace)::Bar::Foo", "Bar::Foo"},
        {"(anonymous namespace)::foo", "foo"},
        {"(anonymous namespace)::", ""},
        {"cpp::namespace::Class::method()::$_100::operator()", "Class::method"},
        {"foo_bar::Foo::bar", "Foo::bar"},
        {"cpp::namespace::Class::method<float, long, int>()", "Class::method<float, long, int>"},
        {"a::B::c<d> e<f>(g)", "B::c<d> e<f>"},
        {"a::B::c<d", "B::c"},
        {"a::__B::~B()", "__B::~B"},
        {"a::b::c", "a::b::c"},
        {"A::b", "A::b"},
        {"a::B::C::d", "C::d"},
        {"a::B::1", "a::B::1"},
    };
    expect(SUBJECTS, sizeof SUBJECTS / sizeof *SUBJECTS);
}

int short_name_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(go_names_lose_their_folders_and_versions),
        cmocka_unit_test(java_names_lose_their_package_and_arguments),
        cmocka_unit_test(cpp_names_lose_their_namespaces),
    };
    return cmocka_run_group_tests_name("short_name", tests, NULL, NULL);
}
