/* Names in two. */
#include "renderers/graph_name.h"
#include "base/arena.h"
#include "unit/unit.h"

int graph_name_tests(void);

static void names_part_from_what_they_belong_to(void **state)
{
    static const struct {
        const char *name, *over, *own;
    } ROWS[] = {
        {"", "", ""},
        {"main", "", "main"},
        {"main.main", "main", "main"},
        {"regexp.(*machine).step", "regexp (*machine)", "step"},
        {"http.HandlerFunc.ServeHTTP", "http HandlerFunc", "ServeHTTP"},
        {"main.report.func1", "main", "report.func1"},
        {"main.(*server).report.func1.2", "main (*server)", "report.func1.2"},
        {"api.handler.ServeHTTP.func1", "api handler", "ServeHTTP.func1"},
        {"runtime.goexit.abi0", "runtime", "goexit.abi0"},
        {"io.init.0", "io", "init.0"},
        {"runtime.init", "runtime", "init"},
        {"HashMap.put", "HashMap", "put"},
        {"slices.SortFunc[...]", "slices", "SortFunc[\xe2\x80\xa6]"},
        {"Counter::add", "Counter", "add"},
        {"rank<std::map>", "", "rank<std::map>"},
        {"std::vector<int>::resize", "std::vector<int>", "resize"},
        {"std::vector<std::pair<long, std::string>, std::allocator<x>>::resize",
         "std::vector<\xe2\x80\xa6>", "resize"},
        {"<unknown>", "", "<unknown>"},
        {"...", "", "..."},
        {"::", "", "::"},
    };
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct str over, own;
        graph_name_split(str_from_c(ROWS[i].name), &arena, &over, &own);
        assert_str(own, ROWS[i].own);
        assert_str(over, ROWS[i].over);
    }
    arena_fini(&store);
}

int graph_name_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_part_from_what_they_belong_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
