/* Paths as pprof writes them. */
#include "select/path.h"
#include "base/arena.h"
#include "unit/unit.h"

int path_tests(void);

static void paths_are_cleaned_as_go_cleans_them(void **state)
{
    static const char *const CASES[][2] = {
        {"", "."},
        {".", "."},
        {"/", "/"},
        {"a", "a"},
        {"a/b", "a/b"},
        {"/a/b", "/a/b"},
        {"a//b", "a/b"},
        {"a/./b", "a/b"},
        {"a/../b", "b"},
        {"a/..", "."},
        {"/..", "/"},
        {"/../a", "/a"},
        {"../a", "../a"},
        {"../../a", "../../a"},
        {"a/../../b", "../b"},
        {"a/b/", "a/b"},
        {"//a", "/a"},
        {"./a", "a"},
        {"/a/b/../../..", "/"},
        {"a/b/../c", "a/c"},
        {"../..", "../.."},
        {"/./", "/"},
        {"a/..b", "a/..b"},
        {"...", "..."},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_str(path_clean(str_from_c(CASES[i][0]), &arena), CASES[i][1]);
    arena_fini(&store);
}

static void prefixes_are_taken_off(void **state)
{
    static const struct {
        const char *path, *trim, *search, *expected;
    } CASES[] = {
        {"/a/b/c.go", "", "", "/a/b/c.go"},
        {"/a/b/c.go", "/a", "", "b/c.go"},
        {"/a/b/c.go", "/a/", "", "b/c.go"},
        {"/a/b/c.go", "/x:/a/b", "", "c.go"},
        {"/ab/c.go", "/a", "", "/ab/c.go"},
        {"/proc/self/cwd/./x.c", "", "", "x.c"},
        {"/proc/self/cwd/x.c", "/other", "", "x.c"},
        {"/far/away/project/src/x.c", "", "/home/me/project", "src/x.c"},
        {"/far/away/project/src/x.c", "", "/home/me/other:/home/me/away", "project/src/x.c"},
        {"/a/b.c", "/x:", "", "a/b.c"},
        {"/far/project", "", "/home/me/project", "/far/project"},
        {"/far/project/x.c", "/none", "/home/me/project", "/far/project/x.c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_str(path_trim(str_from_c(CASES[i].path), str_from_c(CASES[i].trim),
                             str_from_c(CASES[i].search)),
                   CASES[i].expected);
}

int path_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_cleaned_as_go_cleans_them),
        cmocka_unit_test(prefixes_are_taken_off),
    };
    return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}
