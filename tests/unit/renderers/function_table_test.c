/* Where a function begins in its name. */
#include "renderers/function_table.h"
#include "unit/unit.h"

int function_table_tests(void);

#define EXPECT(name, file, own)                                                                    \
    assert_str(str_skip(STR(name), function_own_start(STR(name), STR(file))), own)

static void go(void **state)
{
    (void)state;
    EXPECT("main.main", "main.go", "main");
    EXPECT("net/http.(*conn).serve", "server.go", "(*conn).serve");
    EXPECT("example.com/a.b/c.f.func1", "c.go", "f.func1");
    EXPECT("gopkg.in/yaml%2ev3.Marshal", "yaml.go", "Marshal");
    EXPECT("slices.Sort[go.shape.struct { X int }]", "s.go", "Sort[go.shape.struct { X int }]");
    EXPECT("memmove", "/src/runtime/memmove_amd64.s", "memmove");
    EXPECT("runtime.", "x.go", "runtime.");
}

static void colons(void **state)
{
    (void)state;
    EXPECT("a::b::T::m(int)", "", "m(int)");
    EXPECT("std::map<a::b, c>::find(x::y const&)", "", "find(x::y const&)");
    EXPECT("(anonymous namespace)::f", "", "f");
    EXPECT("::", "", "::");
}

static void others(void **state)
{
    (void)state;
    EXPECT("java.util.HashMap.get", "HashMap.java", "HashMap.get");
    EXPECT("Handler.run", "/srv/app/handler.py", "Handler.run");
    EXPECT("", "", "");
    EXPECT(".", "", ".");
}

int function_table_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(go),
        cmocka_unit_test(colons),
        cmocka_unit_test(others),
    };
    return cmocka_run_group_tests_name("renderers/function_table", tests, NULL, NULL);
}
