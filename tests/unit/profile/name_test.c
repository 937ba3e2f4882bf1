/* What names say, in the languages that profiles come from. */
#include "profile/name.h"
#include "base/arena.h"
#include "unit/unit.h"

int name_tests(void);

struct subject {
    const char *name, *file, *object, *package;
    enum name_family family;
};

static void packages_and_families_follow_from_name_file_and_mapping(void **state)
{
    (void)state;
    static const struct subject SUBJECTS[] = {
        {"net/http.(*conn).serve", "net/http/server.go", "", "net/http", NAME_STD},
        {"main.run", "/src/shop/main.go", "", "main", NAME_OWN},
        {"shop/decoder.Decode", "/src/shop/decoder/d.go", "", "shop/decoder", NAME_OWN},
        {"example.com/shop/api.New", "x.go", "", "example.com/shop/api", NAME_OWN},
        {"github.com/x/y/v2.Run[...]", "y.go", "", "github.com/x/y/v2", NAME_DEP},
        {"runtime.mallocgc", "runtime/malloc.go", "", "runtime", NAME_RUNTIME},
        {"runtime.gcDrain", "runtime/mgcmark.go", "", "runtime", NAME_GC},
        {"runtime.futex", "runtime/sys.s", "", "runtime", NAME_KERNEL},
        {"indexbytebody", "internal/bytealg/index_amd64.s", "shop", "internal/bytealg", NAME_STD},
        {"gogo", "runtime/asm_amd64.s", "shop", "runtime", NAME_RUNTIME},
        {"std::vector<int>::push_back(int&&)", "", "/bin/shop", "std", NAME_STD},
        {"spell::near<int>(int)", "a.cpp", "/bin/shop", "spell", NAME_OWN},
        {"malloc", "", "/lib/libc.so.6", "libc.so.6", NAME_STD},
        {"java.util.HashMap.get", "HashMap.java", "", "java.util", NAME_STD},
        {"parse", "/a/node_modules/@org/lib/i.js", "", "@org/lib", NAME_DEP},
        {"iterate(::Int)", "base/range.jl", "", "base", NAME_OWN},
        {"", "", "/bin/shop", "shop", NAME_UNKNOWN},
    };
    struct name_context context = {.binary = STR("shop"), .root = STR("/src/shop/")};
    for (size_t i = 0; i < sizeof SUBJECTS / sizeof *SUBJECTS; i++) {
        struct name_source source = {str_from_c(SUBJECTS[i].name), str_from_c(SUBJECTS[i].file),
                                     str_from_c(SUBJECTS[i].object),
                                     str_equal(str_from_c(SUBJECTS[i].object), STR("/bin/shop"))};
        assert_str(name_package(&source), SUBJECTS[i].package);
        if (name_family(&context, &source) != SUBJECTS[i].family)
            fail_msg("the family of \"%s\"", SUBJECTS[i].name);
    }
}

static void forms_get_shorter_and_each_ends_the_first(void **state)
{
    (void)state;
    static const char *const CASES[][NAME_FORMS + 1] = {
        {"net/http.(*conn).serve", "net/http.(*conn).serve", "http.(*conn).serve", "(*conn).serve",
         "serve"},
        {"a.com/ebiten/v2.Run", "a.com/ebiten/v2.Run", "ebiten/v2.Run", "Run"},
        {"slices.Sort[go.shape.int]", "slices.Sort[\xe2\x80\xa6]", "Sort[\xe2\x80\xa6]"},
        {"a::B<c::D>::f(int)", "a::B<\xe2\x80\xa6>::f", "B<\xe2\x80\xa6>::f", "f"},
        {"std::less<int>::operator<", "std::less<\xe2\x80\xa6>::operator<",
         "less<\xe2\x80\xa6>::operator<", "operator<"},
        {"java.util.HashMap.get", "java.util.HashMap.get", "HashMap.get", "get"},
        {"main", "main"},
        {"Foo.<init>", "Foo.<init>", "<init>"},
        {"f[[[", "f[[["},
        {"a/b.", "a/b.", "b."},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct str forms[NAME_FORMS];
        size_t count = name_forms(str_from_c(CASES[i][0]), &arena, forms);
        for (size_t n = 0; n < count; n++) {
            assert_non_null(CASES[i][n + 1]);
            assert_str(forms[n], CASES[i][n + 1]);
            assert_true(str_ends(forms[0], forms[n]));
        }
        if (count < NAME_FORMS && CASES[i][count + 1])
            fail_msg("%s has %zu forms", CASES[i][0], count);
    }
    arena_fini(&store);
}

static void any_bytes_have_forms_that_end_the_first(void **state)
{
    (void)state;
    static const char BYTES[] = "a.:/<>[]()*v2o:{}-";
    uint64_t random = 11;
    for (int i = 0; i < 20000; i++) {
        char text[24];
        size_t size = unit_random(&random) % sizeof text;
        for (size_t n = 0; n < size; n++)
            text[n] = BYTES[unit_random(&random) % (sizeof BYTES - 1)];
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct str forms[NAME_FORMS];
        size_t count = name_forms((struct str){text, size}, &arena, forms);
        assert_in_range(count, 1, NAME_FORMS);
        for (size_t n = 1; n < count; n++)
            assert_true(str_ends(forms[n - 1], forms[n]));
        arena_fini(&store);
    }
}

int name_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packages_and_families_follow_from_name_file_and_mapping),
        cmocka_unit_test(forms_get_shorter_and_each_ends_the_first),
        cmocka_unit_test(any_bytes_have_forms_that_end_the_first),
    };
    return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
