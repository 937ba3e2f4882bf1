/* pprof's trimming, step by step. */
#include "tree/trim.h"
#include "base/sink.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/node_tags.h"
#include "unit/unit.h"
#include "unit/work.h"

int trim_tests(void);

static const struct trimmed *cut(struct work *work, struct trim trim)
{
    work_select(work);
    const struct trimmed *trimmed = graph_trim(work->selection, work->frames, NULL, &trim,
                                               &work->arena, &work->budget, &work->error);
    assert_non_null(trimmed);
    return trimmed;
}

/* The names in their order, "f g main". */
static void expect_order(struct work *work, const struct trimmed *trimmed, const char *names)
{
    struct sink sink;
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < trimmed->count; i++) {
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
    expect_order(work, cut(work, (struct trim){.order = TRIM_BY_CUM}), "main a b c d");
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
    for (size_t i = 0; i < trimmed->graph->node_count; i++)
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
    expect_order(work, cut(work, (struct trim){.node_count = 2, .order = TRIM_BY_CUM}), "main a");
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

/* The edges that are looked at, "main>a main.>b": with a dot where they are residual. */
static void expect_edges(struct work *work, const struct trimmed *trimmed, const char *edges)
{
    struct sink sink;
    size_t count;
    const uint32_t *order = trimmed_edges(trimmed, &work->arena, &count);
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct graph_edge *edge = &trimmed->graph->edges[order[i]];
        sink_text(&sink, i ? STR(" ") : STR(""));
        sink_text(&sink, trimmed->names[edge->from]);
        sink_text(&sink, edge->residual ? STR(".>") : STR(">"));
        sink_text(&sink, trimmed->names[edge->to]);
    }
    assert_str(sink_str(&sink), edges);
}

static void pictures_prefer_where_calls_spread(void **state)
{
    struct work *work = *state;
    work_add(work, "main;pass;fork;a", 500);
    work_add(work, "main;pass;fork;b", 500);
    const struct trimmed *trimmed = cut(work, (struct trim){.order = TRIM_BY_ENTROPY});
    /* All score 1000, but for pass, which has one caller and one callee. */
    expect_order(work, trimmed, "a b fork main pass");
    trimmed = cut(work, (struct trim){.order = TRIM_BY_ENTROPY, .node_count = 4});
    expect_order(work, trimmed, "a b fork main");
    expect_edges(work, trimmed, "main.>fork fork>a fork>b");
}

static void residual_edges_beside_another_way_go_from_pictures(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;g", 100);
    work_add(work, "main;x;g", 3);
    struct trim trim = {.order = TRIM_BY_CUM, .node_fraction = 0.1};
    expect_edges(work, cut(work, trim), "f>g main>f main.>g");
    trim.with_tags = true;
    trim.tag_unit = STR("minimum");
    expect_edges(work, cut(work, trim), "f>g main>f");
}

static void a_residual_edge_heavier_than_a_call_stays(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;g", 30);
    work_add(work, "main;x1;g", 20);
    work_add(work, "main;x2;g", 20);
    work_add(work, "main;x3;g", 20);
    struct trim trim = {.order = TRIM_BY_CUM, .node_fraction = 0.25, .with_tags = true};
    trim.tag_unit = STR("minimum");
    expect_edges(work, cut(work, trim), "main.>g f>g main>f");
}

static void a_tree_closes_over_its_gaps(void **state)
{
    struct work *work = *state;
    work_add(work, "main;thin;a", 100);
    work_add(work, "main;b;thin+c", 100);
    work_add(work, "top;d", 5);
    struct trim trim = {.order = TRIM_BY_CUM, .call_tree = true, .node_count = 3};
    const struct trimmed *trimmed = cut(work, trim);
    expect_order(work, trimmed, "main a b");
    expect_edges(work, trimmed, "main.>a main>b");
    assert_int_equal(trimmed->node_count, 8);
    trim.node_count = 0;
    trim.node_fraction = 0.1;
    trimmed = cut(work, trim);
    expect_order(work, trimmed, "main a b c thin thin");
    assert_int_equal(trimmed->dropped_nodes, 2);
    expect_edges(work, trimmed, "b>thin main>b main>thin thin>a thin>c");
}

static void callees_of_a_root_that_goes_are_roots(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;b", 10);
    work_add(work, "other;a;b", 10);
    struct trim trim = {.call_tree = true, .node_count = 2};
    const struct trimmed *trimmed = cut(work, trim);
    expect_order(work, trimmed, "b b");
    expect_edges(work, trimmed, "");
}

static void light_edges_are_counted_once(void **state)
{
    struct work *work = *state;
    write_ladder(work);
    struct trim trim = {.order = TRIM_BY_ENTROPY, .edge_fraction = 0.3};
    assert_int_equal(cut(work, trim)->dropped_edges, 2);
    /* Where the count of nodes was applied, the edges have gone before. */
    trim.node_count = 80;
    assert_int_equal(cut(work, trim)->dropped_edges, 0);
}

/* "name:flat/cum ..." of a node. */
static void expect_tags(struct work *work, const struct trimmed *trimmed, const char *name,
                        const char *expected)
{
    struct sink sink;
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < trimmed->count; i++) {
        struct node_range range = trimmed->tags->ranges[trimmed->order[i]];
        if (!str_equal(trimmed->names[trimmed->order[i]], str_from_c(name)))
            continue;
        for (size_t t = range.first; t < range.end; t++) {
            const struct node_tag *tag = &trimmed->tags->items[t];
            sink_text(&sink, t > range.first ? STR(" ") : STR(""));
            sink_text(&sink, tag->name);
            sink_print(&sink, "%s%lld/%lld", tag->is_number ? "#" : "=", (long long)tag->flat[0],
                       (long long)tag->cum[0]);
        }
    }
    assert_str(sink_str(&sink), expected);
}

static void labels_add_up_at_the_nodes_that_they_pass(void **state)
{
    struct work *work = *state;
    struct trim trim = {.order = TRIM_BY_CUM, .with_tags = true, .tag_unit = STR("minimum")};
    work_add_labels(work, "main;f;f", 1, "b=2,a=1");
    work_add_labels(work, "main;f", 10, "a=1,b=2");
    work_add_labels(work, "main", 100, "a=1,bytes==2048");
    work_add_labels(work, "main;f", 1000, "bytes==2048,other==7,bytes==512,pprof::base=true");
    work_add(work, "main;f", 10000);
    const struct trimmed *trimmed = cut(work, trim);
    expect_tags(work, trimmed, "main",
                "a:1\\nb:2=0/11 2kB#0/1000 512B#0/1000 a:1=100/100 2kB#100/100");
    expect_tags(work, trimmed, "f", "a:1\\nb:2=11/11 2kB#1000/1000 512B#1000/1000");
    trim.node_fraction = 0.01;
    trimmed = cut(work, trim);
    expect_tags(work, trimmed, "f", "2kB#1000/1000 512B#1000/1000");
}

static void a_node_that_was_left_out_has_no_flat_tags(void **state)
{
    struct work *work = *state;
    struct trim trim = {.order = TRIM_BY_CUM, .with_tags = true, .tag_unit = STR("minimum")};
    work_add_labels(work, "main;thin", 5, "k=v");
    work_add_labels(work, "main;f", 6, "k=v");
    work_add(work, "main;f", 100);
    trim.node_fraction = 0.05;
    const struct trimmed *trimmed = cut(work, trim);
    expect_tags(work, trimmed, "main", "k:v=0/11");
    expect_tags(work, trimmed, "f", "k:v=6/6");
}

static void tags_count_as_nodes(void **state)
{
    struct work *work = *state;
    struct trim trim = {.order = TRIM_BY_CUM, .with_tags = true, .tag_unit = STR("minimum")};
    work_add_labels(work, "main;f", 10, "k=a");
    work_add_labels(work, "main;f", 10, "k=b");
    work_add(work, "main;g", 5);
    work_add(work, "main;h", 4);
    trim.node_count = 4;
    expect_order(work, cut(work, trim), "main f");
    trim.node_count = 5;
    expect_order(work, cut(work, trim), "main f g");
    trim.with_tags = false;
    expect_order(work, cut(work, trim), "main f g h");
}

static const struct trimmed *cut_sides(struct work *work, double scale, struct trim trim)
{
    static const int64_t VALUES[][2] = {{100, 0}, {60, 60}, {0, 80}, {1, 1}};
    work_add(work, "main;gone", 1);
    work_add(work, "main;kept", 1);
    work_add(work, "main;new", 1);
    work_add(work, "main;kept;light", 1);
    work_select(work);
    work_compare(work, VALUES, scale, false);
    const struct trimmed *trimmed = graph_trim(work->selection, work->frames, NULL, &trim,
                                               &work->arena, &work->budget, &work->error);
    assert_non_null(trimmed);
    return trimmed;
}

static void of_a_comparison_the_larger_side_counts(void **state)
{
    struct work *work = *state;
    const struct trimmed *trimmed = cut_sides(work, 1, (struct trim){0});
    expect_order(work, trimmed, "gone new kept light main");
    assert_int_equal(graph_flat(trimmed->graph, trimmed->order[0]), 100);
    assert_int_equal(graph_flat(trimmed->graph, trimmed->order[1]), 80);
    assert_int_equal(graph_cum(trimmed->graph, trimmed->order[4]), 161);
}

static void the_new_side_counts_as_it_is_scaled(void **state)
{
    struct work *work = *state;
    expect_order(work, cut_sides(work, 2, (struct trim){0}), "new kept gone light main");
}

static void light_on_both_sides_goes_from_a_comparison(void **state)
{
    struct work *work = *state;
    const struct trimmed *trimmed =
        cut_sides(work, 1, (struct trim){.node_fraction = 0.4, .edge_fraction = 0.3});
    expect_order(work, trimmed, "gone new main");
    assert_int_equal(trimmed->dropped_nodes, 2);
    assert_int_equal(trimmed->dropped_edges, 0);
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
        WORK_TEST(pictures_prefer_where_calls_spread),
        WORK_TEST(residual_edges_beside_another_way_go_from_pictures),
        WORK_TEST(a_residual_edge_heavier_than_a_call_stays),
        WORK_TEST(a_tree_closes_over_its_gaps),
        WORK_TEST(callees_of_a_root_that_goes_are_roots),
        WORK_TEST(light_edges_are_counted_once),
        WORK_TEST(labels_add_up_at_the_nodes_that_they_pass),
        WORK_TEST(a_node_that_was_left_out_has_no_flat_tags),
        WORK_TEST(tags_count_as_nodes),
        WORK_TEST(of_a_comparison_the_larger_side_counts),
        WORK_TEST(the_new_side_counts_as_it_is_scaled),
        WORK_TEST(light_on_both_sides_goes_from_a_comparison),
    };
    return cmocka_run_group_tests_name("trim", tests, NULL, NULL);
}
