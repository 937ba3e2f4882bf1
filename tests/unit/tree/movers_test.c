/* What moved most, and where it comes from. */
#include "tree/movers.h"
#include "tree/origins.h"
#include "tree/tree.h"
#include "unit/tree/sides.h"
#include "unit/unit.h"

#include <math.h>

int movers_tests(void);

/* A Go program whose search parses no more, but scans the more. */
static const struct side_stack SHOP[] = {
    {"runtime.main;main.main;main.serve;main.search;go/parser.Parse;runtime.mallocgc", 4000, 0, 400,
     0},
    {"runtime.main;main.main;main.serve;main.search;go/scanner.Scan", 1000, 1600, 100, 160},
    {"runtime.main;main.main;main.report;go/scanner.Scan", 100, 900, 10, 90},
    {"runtime.main;main.main;main.serve;main.write;encoding/csv.Write", 2000, 2040, 200, 204},
    {"runtime.gcBgMarkWorker;runtime.scanobject", 3000, 1000, 300, 100},
    {"net/http.(*conn).serve;net/textproto.Read;runtime.memmove", 500, 500, 50, 50},
};
enum { SHOP_STACKS = sizeof SHOP / sizeof *SHOP };

static const struct movers *rank(struct work *work, struct sides *sides, enum movers_by by)
{
    const struct changes *changes = sides_compare(sides, &work->arena);
    const struct movers *movers =
        movers_new(changes, by, &work->arena, &work->budget, &work->error);
    assert_non_null(movers);
    return movers;
}

static void expect(struct work *work, const struct mover *mover, const char *name, double delta)
{
    assert_str(frame_name(work->frames, mover->frame, &work->arena), name);
    assert_true(mover->change.delta == delta);
}

/* The path as its last and its second last function. */
static void expect_path(struct work *work, const struct tree *tree, const struct mover *mover,
                        const char *caller, double share)
{
    assert_int_equal(tree->node_frames[mover->node], mover->frame);
    uint32_t parent = tree->node_frames[tree->parents[mover->node]];
    assert_str(frame_name(work->frames, parent, &work->arena), caller);
    assert_true(fabs(mover->path_share - share) < 1e-9);
}

static void by_flat_the_leaves_come_first(void **state)
{
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, SHOP, SHOP_STACKS);
    const struct movers *movers = rank(work, &sides, MOVERS_BY_FLAT);
    assert_int_equal(movers->count, 4);
    assert_int_equal(movers->significant, 3);
    expect(work, &movers->items[0], "runtime.mallocgc", -4000);
    expect(work, &movers->items[1], "runtime.scanobject", -2000);
    expect(work, &movers->items[2], "go/scanner.Scan", 1400);
    expect_path(work, sides.tree, &movers->items[2], "main.report", 800 / 1400.0);
    expect(work, &movers->items[3], "encoding/csv.Write", 40);
    assert_int_equal(movers->items[3].change.kind, CHANGE_NOISE);
}

static void by_cum_the_callers_come_too(void **state)
{
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, SHOP, SHOP_STACKS);
    const struct movers *movers = rank(work, &sides, MOVERS_BY_CUM);
    expect(work, &movers->items[0], "runtime.mallocgc", -4000);
    expect(work, &movers->items[1], "go/parser.Parse", -4000);
    expect(work, &movers->items[2], "main.search", -3400);
    assert_int_equal(movers->items[0].by, MOVERS_BY_CUM);
    expect_path(work, sides.tree, &movers->items[1], "main.search", 1);
}

static void by_origin_own_code_stands_for_what_it_calls(void **state)
{
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, SHOP, SHOP_STACKS);
    const struct movers *movers = rank(work, &sides, MOVERS_BY_ORIGIN);
    assert_int_equal(movers->count, 4);
    assert_int_equal(movers->significant, 3);
    expect(work, &movers->items[0], "main.search", -3400);
    expect_path(work, sides.tree, &movers->items[0], "main.serve", 1);
    assert_true(movers->items[0].is_own);
    expect(work, &movers->items[1], "runtime.scanobject", -2000);
    assert_false(movers->items[1].is_own);
    expect(work, &movers->items[2], "main.report", 800);
    expect(work, &movers->items[3], "main.write", 40);
    assert_true(movers->items[0].change.base == 5000 && movers->items[0].change.new_ == 1600);
    assert_int_equal(movers->items[0].change.kind, CHANGE_LESS);
}

static void origins_part_the_samples(void **state)
{
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, SHOP, SHOP_STACKS);
    const struct movers *movers = rank(work, &sides, MOVERS_BY_ORIGIN);
    double sum = 0;
    for (size_t i = 0; i < movers->count; i++)
        sum += movers->items[i].change.delta;
    assert_true(sum == 6040 - 10600);
    struct origins origins = origins_of(sides.tree, &work->arena);
    for (uint32_t node = 1; node < sides.tree->count; node++) {
        uint32_t up = node;
        while (up && up != origins.nodes[node])
            up = sides.tree->parents[up];
        assert_int_equal(up, origins.nodes[node]);
    }
    /* Without own code: what is not the runtime's. */
    uint32_t copied = ID_NONE;
    for (uint32_t node = 1; node < sides.tree->count; node++)
        if (sides.tree->node_frames[node] == work_frame(work, "runtime.memmove"))
            copied = origins.nodes[node];
    assert_int_equal(sides.tree->node_frames[copied], work_frame(work, "net/textproto.Read"));
}

static void without_tests_own_code_goes_first(void **state)
{
    static const struct side_stack STACKS[] = {
        {"net/http.(*conn).serve;runtime.gopark", 24, 33, 0, 0},
        {"main.main;main.feed;runtime.gopark", 2, 0, 0, 0},
    };
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, STACKS, 2);
    sides.comparison.model = NOISE_UNTESTED;
    sides.comparison.counts = COUNTS_CENSUS;
    const struct movers *movers = rank(work, &sides, MOVERS_BY_ORIGIN);
    expect(work, &movers->items[0], "main.feed", -2);
    assert_int_equal(movers->items[0].change.kind, CHANGE_GONE);
    expect(work, &movers->items[1], "net/http.(*conn).serve", 9);
    assert_int_equal(movers->significant, 2);
}

static void what_recurs_has_the_outermost_path(void **state)
{
    static const struct side_stack STACKS[] = {
        {"main;walk;walk;walk", 100, 5000, 10, 500},
        {"main;once;walk", 100, 1000, 10, 100},
    };
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, STACKS, 2);
    const struct movers *movers = rank(work, &sides, MOVERS_BY_CUM);
    const struct mover *walk = NULL;
    for (size_t i = 0; i < movers->count; i++)
        if (movers->items[i].frame == work_frame(work, "walk"))
            walk = &movers->items[i];
    assert_non_null(walk);
    assert_true(walk->change.delta == 5800);
    expect_path(work, sides.tree, walk, "main", 4900 / 5800.0);
}

static void nothing_moves_where_nothing_differs(void **state)
{
    static const struct side_stack STACKS[] = {{"main;f", 100, 100, 10, 10}};
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, STACKS, 1);
    for (int by = MOVERS_BY_FLAT; by <= MOVERS_BY_ORIGIN; by++)
        assert_int_equal(rank(work, &sides, (enum movers_by)by)->count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int movers_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(by_flat_the_leaves_come_first),
        TEST(by_cum_the_callers_come_too),
        TEST(by_origin_own_code_stands_for_what_it_calls),
        TEST(origins_part_the_samples),
        TEST(without_tests_own_code_goes_first),
        TEST(what_recurs_has_the_outermost_path),
        TEST(nothing_moves_where_nothing_differs),
    };
    return cmocka_run_group_tests_name("movers", tests, NULL, NULL);
}
