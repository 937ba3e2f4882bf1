/* Profiles of a service put into a series, and what it says of them. */
#include "live/series.h"
#include "base/sink.h"
#include "unit/proto.h"
#include "unit/unit.h"
#include "render/render.h"

#include <math.h>
#include <stdio.h>

int series_tests(void);

#define MINUTE INT64_C(60000000000)
#define MB INT64_C(1048576)

/* A service and the profile of it that is read now. */
struct bench {
    struct arena_store store, proto_store;
    struct arena arena, proto_arena;
    struct series *series;
    struct proto proto;
    struct str bytes;
    size_t used;
    struct render_host host;
    const char *option, *value; /* of the session; NULL: none */
};

static bool read_bytes(void *context, void *bytes, size_t size, size_t *got,
                       struct render_error *error)
{
    struct bench *bench = context;
    size_t rest = bench->bytes.size - bench->used;
    (void)error;
    *got = rest < size ? rest : size;
    memcpy(bytes, bench->bytes.at + bench->used, *got);
    bench->used += *got;
    return true;
}

static void close_bytes(void *context)
{
    (void)context;
}

static bool open_bytes(void *context, const char *name, struct render_source *source,
                       struct render_error *error)
{
    struct bench *bench = context;
    (void)name, (void)error;
    bench->used = 0;
    *source = (struct render_source){bench, read_bytes, close_bytes, -1};
    return true;
}

static int start(void **state)
{
    static struct bench bench;
    memset(&bench, 0, sizeof bench);
    bench.arena = arena_init(&bench.store, SIZE_MAX);
    bench.series = series_new();
    bench.host = (struct render_host){.context = &bench, .open = open_bytes};
    *state = &bench;
    return 0;
}

static int stop(void **state)
{
    struct bench *bench = *state;
    series_free(bench->series);
    arena_fini(&bench->store);
    arena_fini(&bench->proto_store);
    return 0;
}

static void begin(struct bench *bench, const char *const *types)
{
    arena_fini(&bench->proto_store);
    bench->proto_arena = arena_init(&bench->proto_store, SIZE_MAX);
    proto_init(&bench->proto, &bench->proto_arena);
    for (; *types; types += 2)
        proto_type(&bench->proto, types[0], types[1]);
}

static const char *const HEAP[] = {"alloc_space", "bytes", "inuse_objects", "count", "inuse_space",
                                   "bytes",       NULL};

static void heap_path(struct bench *bench, const char *path, double alloc, double inuse)
{
    int64_t values[] = {(int64_t)alloc, (int64_t)(inuse / 1000), (int64_t)inuse};
    proto_path(&bench->proto, path, 3, values, NULL);
}

static bool end(struct bench *bench, const char *kind, int64_t time_ns, struct error *error)
{
    struct render_error ignored;
    struct render *render = render_new(&bench->host);
    bench->bytes = proto_end(&bench->proto);
    if (bench->option)
        assert_true(render_set(render, bench->option, bench->value, &ignored));
    assert_true(render_open(render, "profile", &ignored));
    bool ok = series_add(bench->series, str_from_c(kind), time_ns, render, error);
    render_free(render);
    return ok;
}

static void add(struct bench *bench, const char *kind, int64_t time_ns)
{
    struct error error = {.kind = ERROR_NONE};
    if (!end(bench, kind, time_ns, &error))
        fail_msg("%s", error.text);
}

/* A heap of a service that keeps what main.cache allocates. */
static void add_heap(struct bench *bench, int round, double leak)
{
    uint64_t random = (uint64_t)round * 7919 + 12345;
    begin(bench, HEAP);
    for (int i = 0; i < 5; i++)
        unit_random(&random);
    double wobble = (double)(unit_random(&random) % 1000) / 1000 - 0.5;
    double kept = 10.0 * MB * (1 + leak * round) * (1 + 0.04 * wobble);
    heap_path(bench, "main.main;main.handle;main.cache;runtime.mallocgc", 1e6 * (round + 1),
              kept * 0.9);
    heap_path(bench, "main.main;main.warm;main.cache", 0, kept * 0.1);
    heap_path(bench, "main.main;net/http.serve;bufio.NewReader", 1e5 * (round + 1),
              4.0 * MB * (1 + 0.1 * wobble));
    add(bench, "heap", round * MINUTE);
}

static const struct series_suspect *suspects(struct bench *bench, size_t *count)
{
    return series_suspects(bench->series, &bench->arena, count);
}

static void a_leak_is_named_within_30_rounds(void **state)
{
    struct bench *bench = *state;
    size_t count = 0;
    int round = 0;
    for (; round < 30 && !count; round++) {
        add_heap(bench, round, 0.01);
        suspects(bench, &count);
    }
    const struct series_suspect *found = suspects(bench, &count);
    assert_int_equal(count, 1);
    assert_str(found->name, "main.cache");
    assert_str(found->kind, "heap");
    assert_str(found->type, "inuse_space");
    assert_str(found->path, "runtime.mallocgc < main.cache < main.handle < main.main");
    assert_int_equal(found->points, (size_t)round);
    assert_int_equal(found->to_ns, (round - 1) * MINUTE);
    assert_true(found->confidence > 0.9999);
    assert_true(fabs(found->slope / (0.1 * MB * 60) - 1) < 0.3);
    assert_true(found->low <= found->slope && found->slope <= found->high);
    char line[512];
    struct sink sink;
    sink_init_fixed(&sink, line, sizeof line);
    series_suspect_print(found, &sink);
    struct str text = sink_str(&sink);
    assert_true(str_starts(text, STR("main.cache (heap inuse_space): ")));
    assert_int_not_equal(str_find_str(text, STR("MB -> ")), STR_NONE);
    assert_int_not_equal(str_find_str(text, STR(" (95 %: ")), STR_NONE);
    assert_int_not_equal(str_find_str(text, STR("main.cache < main.handle")), STR_NONE);
}

static void no_leak_is_named_where_there_is_none(void **state)
{
    struct bench *bench = *state;
    size_t count;
    for (int round = 0; round < 100; round++) {
        add_heap(bench, round, 0);
        suspects(bench, &count);
        assert_int_equal(count, 0);
    }
}

static void totals_are_in_order_of_time(void **state)
{
    struct bench *bench = *state;
    static const int ORDER[] = {3, 1, 2, 0};
    size_t count;
    for (int i = 0; i < 4; i++)
        add_heap(bench, ORDER[i], 0.1);
    const struct series_total *totals = series_totals(bench->series, &bench->arena, &count);
    assert_int_equal(count, 3);
    assert_str(totals[0].type, "alloc_space");
    assert_int_equal(totals[0].role, SERIES_SUM);
    assert_false(totals[0].has_functions);
    assert_str(totals[2].type, "inuse_space");
    assert_int_equal(totals[2].role, SERIES_LEVEL);
    assert_true(totals[2].has_functions);
    assert_int_equal(totals[2].count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(totals[0].points[i].time_ns, i * MINUTE);
        assert_true(totals[0].points[i].value == 1.1e6 * (i + 1));
    }
    size_t functions;
    const struct series_function *list =
        series_functions(bench->series, &totals[2], &bench->arena, &functions);
    assert_int_equal(functions, 2);
    assert_str(list[0].name, "bufio.NewReader");
    assert_str(list[1].name, "main.cache");
    assert_true(list[1].points[3].value > list[1].points[0].value);
}

static const char *const GOROUTINES[] = {"goroutine", "count", NULL};

/* By the function they began with, or the label of a dump that says who created them. */
static void goroutines_are_their_creators(void **state)
{
    struct bench *bench = *state;
    size_t count;
    for (int round = 0; round < 40; round++) {
        int64_t leaked = 10 + round * 2, fixed = 50, labelled = 1;
        begin(bench, GOROUTINES);
        proto_path(&bench->proto, "main.wait;runtime.gopark", 1, &leaked, NULL);
        proto_path(&bench->proto, "runtime.goexit;main.serve;main.wait;runtime.gopark", 1, &fixed,
                   NULL);
        for (int i = 0; i < 5 + round; i++)
            proto_path(&bench->proto, "main.other;runtime.gopark", 1, &labelled,
                       "creator=main.spawn");
        add(bench, "", round * MINUTE);
    }
    const struct series_suspect *found = suspects(bench, &count);
    assert_int_equal(count, 2);
    assert_str(found[0].name, "main.wait");
    assert_str(found[0].kind, "goroutine");
    assert_str(found[0].path, "runtime.gopark < main.wait");
    assert_str(found[1].name, "main.spawn");
    assert_str(found[1].path, "runtime.gopark < main.other");
}

/* A service that starts anew every 12 rounds, with a leak, has no window that is long enough; its
 * next life may. */
static void growth_is_of_one_life(void **state)
{
    struct bench *bench = *state;
    size_t count;
    int64_t time_ns = 0;
    for (int life = 0; life < 4; life++)
        for (int round = 0; round < (life < 3 ? 12 : 40); round++, time_ns += MINUTE) {
            begin(bench, HEAP);
            heap_path(bench, "main.main;main.cache", 1e6 * (round + 1), (10 + 0.2 * round) * MB);
            add(bench, "heap", time_ns);
            suspects(bench, &count);
            assert_true(life == 3 || !count);
        }
    const int64_t *restarts = series_restarts(bench->series, &bench->arena, &count);
    assert_int_equal(count, 3);
    assert_int_equal(restarts[0], 12 * MINUTE);
    assert_int_equal(restarts[2], 36 * MINUTE);
    const struct series_suspect *found = suspects(bench, &count);
    assert_int_equal(count, 1);
    assert_int_equal(found->points, 40);
    assert_int_equal(found->from_ns, 36 * MINUTE);
}

static void what_is_forgotten_is_gone(void **state)
{
    struct bench *bench = *state;
    size_t count;
    for (int round = 0; round < 2000; round++) {
        char name[64];
        begin(bench, HEAP);
        snprintf(name, sizeof name, "main.main;main.of_round_%d", round);
        heap_path(bench, name, 1e6, 1.0 * MB);
        heap_path(bench, "main.main;main.always", 1e6, 2.0 * MB);
        add(bench, "heap", round * MINUTE);
        series_forget(bench->series, (round - 9) * MINUTE);
    }
    const struct series_total *totals = series_totals(bench->series, &bench->arena, &count);
    assert_int_equal(totals[2].count, 10);
    assert_int_equal(totals[2].points[0].time_ns, 1990 * MINUTE);
    const struct series_function *functions =
        series_functions(bench->series, &totals[2], &bench->arena, &count);
    assert_int_equal(count, 11);
    assert_str(functions[0].name, "main.always");
    assert_str(functions[0].path, "main.always < main.main");
    assert_true(functions[0].points[9].value == 2.0 * MB);
}

static void filters_and_types_are_the_sessions(void **state)
{
    struct bench *bench = *state;
    size_t count;
    bench->option = "focus";
    bench->value = "bufio";
    add_heap(bench, 0, 0);
    bench->option = "sample_index";
    bench->value = "alloc_space";
    add_heap(bench, 1, 0);
    const struct series_total *totals = series_totals(bench->series, &bench->arena, &count);
    assert_true(totals[0].points[0].value == 1e5 && totals[0].points[1].value == 2.2e6);
    assert_true(totals[0].has_functions);
    const struct series_function *functions =
        series_functions(bench->series, &totals[0], &bench->arena, &count);
    assert_int_equal(count, 2);
    assert_str(functions[1].name, "main.cache");
    bench->option = "focus";
    bench->value = "(";
    struct error error = {.kind = ERROR_NONE};
    begin(bench, HEAP);
    heap_path(bench, "main.main", 1, 1);
    assert_false(end(bench, "heap", 2, &error));
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void kinds_are_told_by_types(void **state)
{
    static const char *const CPU[] = {"samples", "count", "cpu", "nanoseconds", NULL};
    static const char *const DELAY[] = {"contentions", "count", "delay", "nanoseconds", NULL};
    struct bench *bench = *state;
    int64_t values[] = {3, 30};
    size_t count;
    begin(bench, CPU);
    proto_path(&bench->proto, "main.main;main.work", 2, values, NULL);
    add(bench, "", 5);
    begin(bench, DELAY);
    proto_path(&bench->proto, "main.main;main.work", 2, values, NULL);
    add(bench, "", 5);
    begin(bench, HEAP);
    add(bench, "", 5);
    const struct series_total *totals = series_totals(bench->series, &bench->arena, &count);
    assert_int_equal(count, 7);
    assert_str(totals[0].kind, "contention");
    assert_int_equal(totals[1].role, SERIES_SUM);
    assert_str(totals[2].kind, "cpu");
    assert_str(totals[3].type, "cpu");
    assert_int_equal(totals[3].role, SERIES_FLOW);
    assert_true(totals[3].has_functions && !totals[2].has_functions);
    assert_str(totals[4].kind, "heap");
}

int series_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_leak_is_named_within_30_rounds, start, stop),
        cmocka_unit_test_setup_teardown(no_leak_is_named_where_there_is_none, start, stop),
        cmocka_unit_test_setup_teardown(totals_are_in_order_of_time, start, stop),
        cmocka_unit_test_setup_teardown(goroutines_are_their_creators, start, stop),
        cmocka_unit_test_setup_teardown(growth_is_of_one_life, start, stop),
        cmocka_unit_test_setup_teardown(what_is_forgotten_is_gone, start, stop),
        cmocka_unit_test_setup_teardown(filters_and_types_are_the_sessions, start, stop),
        cmocka_unit_test_setup_teardown(kinds_are_told_by_types, start, stop),
    };
    return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
