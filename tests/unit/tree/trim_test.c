/* pprof's trimming, step by step. */
#include "tree/graph.h"
#include "base/sink.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int trim_tests(void);

static const struct trimmed *cut(struct work *work, struct trim trim)
{
    work_select(work);
    const struct trimmed *trimmed =
        graph_trim(work->selection, work->frames, &trim, &work->arena, &work->budget, &work->error);
    assert_non_null(trimmed);
    return trimmed;
}

/* The names in their order, "f g main". */
static void expect_order(struct work *work, const struct trimmed *trimmed, const char *names)
{
    struct sink sink;
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < trimmed->graph->node_count; i++) {
        sink_text(&sink, i ? STR(" ") : STR(""));
        sink_text(&sink, trimmed->names[trimmed->order[i]]);
    }
    assert_str(sink_str(&sink), names);
}

static void write_ladder(struct work *work)
{
    work_add(work, "main;a", 500);
    work_add(work, "main;b", 300);
    work_add(work, "main;b;c", 190);
    work_add(work, "main;b;c;d", 10);
}

static void nodes_come_by_weight(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    expect_order(work, cut(work, (struct trim){0}), "a b c d main");
    expect_order(work, cut(work, (struct trim){.by_cum = true}), "main a b c d");
}

static void equal_nodes_come_by_name(void **state)
{
    struct work *work = *state;
    work_add(work, "z", 5);
    work_add(work, "y", -5);
    work_add(work, "x", 5);
    work_add(work, "w;v", 5);
    expect_order(work, cut(work, (struct trim){0}), "v x y z w");
}

static void light_nodes_go_and_their_weight_with_them(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    const struct trimmed *trimmed = cut(work, (struct trim){.node_fraction = 0.011});
    expect_order(work, trimmed, "a b c main");
    assert_int_equal(trimmed->dropped_nodes, 1);
    assert_int_equal(trimmed->node_count, 4);
    for (size_t i = 0; i < 4; i++)
        if (str_equal(trimmed->names[i], STR("c"))) {
            assert_int_equal(trimmed->graph->flat[i], 190);
            assert_int_equal(trimmed->graph->cum[i], 200);
        }
}

static void a_node_at_the_cutoff_stays(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    const struct trimmed *trimmed = cut(work, (struct trim){.node_fraction = 0.01});
    assert_int_equal(trimmed->dropped_nodes, 0);
    assert_int_equal(trimmed->graph->node_count, 5);
}

static void only_so_many_nodes_are_shown(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    const struct trimmed *trimmed = cut(work, (struct trim){.node_count = 2});
    expect_order(work, trimmed, "a b");
    assert_int_equal(trimmed->node_count, 5);
    assert_int_equal(trimmed->dropped_nodes, 0);
    expect_order(work, cut(work, (struct trim){.node_count = 2, .by_cum = true}), "main a");
    expect_order(work, cut(work, (struct trim){.node_count = -1}), "a b c d main");
    expect_order(work, cut(work, (struct trim){.node_count = 5}), "a b c d main");
}

static void light_edges_are_marked(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    const struct trimmed *trimmed = cut(work, (struct trim){.edge_fraction = 0.3});
    size_t kept = 0;
    for (size_t i = 0; i < trimmed->graph->edge_count; i++) {
        assert_int_equal(trimmed->edge_kept[i], trimmed->graph->edge_weights[i] >= 300);
        kept += trimmed->edge_kept[i];
    }
    assert_int_equal(kept, 2);
}

static void nothing_trims_to_nothing(void **state)
{
    struct work *work = *state;
    work_add(work, "main", 0);
    struct trim trim = {.node_count = 10, .node_fraction = 0.5, .edge_fraction = 0.5};
    assert_int_equal(cut(work, trim)->graph->node_count, 0);
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int trim_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(nodes_come_by_weight),
        WORK_TEST(equal_nodes_come_by_name),
        WORK_TEST(light_nodes_go_and_their_weight_with_them),
        WORK_TEST(a_node_at_the_cutoff_stays),
        WORK_TEST(only_so_many_nodes_are_shown),
        WORK_TEST(light_edges_are_marked),
        WORK_TEST(nothing_trims_to_nothing),
    };
    return cmocka_run_group_tests_name("trim", tests, NULL, NULL);
}
