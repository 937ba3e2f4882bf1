/* The way down through the heaviest calls. */
#include "renderers/graph_hot.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"
#include "unit/unit.h"
#include "unit/work.h"

int graph_hot_tests(void);

/* Nodes and edges on the path, each by name in the order of the graph: "a b; a-b". */
static void expect_sides(struct work *work, struct trim trim, const char *expected)
{
    struct view view = {.selection = work->selection,
                        .frames = work->frames,
                        .settings = &work->settings,
                        .arena = &work->arena,
                        .budget = &work->budget};
    view.tree =
        tree_new(work->selection, work->frames, NULL, &work->arena, &work->budget, &work->error);
    assert_non_null(view.tree);
    view.trimmed = graph_trim(work->selection, work->frames, view.tree, &trim, &work->arena,
                              &work->budget, &work->error);
    assert_non_null(view.trimmed);
    if (work->selection->comparison)
        view.changes =
            changes_new(work->selection, view.tree, &work->arena, &work->budget, &work->error);
    struct graph_hot hot;
    assert_true(graph_hot(&view, &hot, &work->error));
    struct sink sink;
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < view.trimmed->graph->all_nodes; i++)
        if (hot.nodes[i]) {
            sink_text(&sink, view.trimmed->names[i]);
            sink_char(&sink, ' ');
        }
    for (size_t i = 0; i < view.trimmed->graph->edge_count; i++)
        if (hot.edges[i]) {
            const struct graph_edge *edge = &view.trimmed->graph->edges[i];
            sink_text(&sink, view.trimmed->names[edge->from]);
            sink_char(&sink, '-');
            sink_text(&sink, view.trimmed->names[edge->to]);
            sink_char(&sink, ' ');
        }
    assert_str(sink_str(&sink), expected);
}

static void expect(struct work *work, struct trim trim, const char *expected)
{
    work_select(work);
    expect_sides(work, trim, expected);
}

static void it_goes_down_the_heaviest_calls(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;x", 500);
    work_add(work, "main;b;y", 300);
    work_add(work, "main;b;z", 400);
    work_add(work, "other;a", 100);
    expect(work, (struct trim){0}, "main b z main-b b-z ");
}

static void it_ends_where_little_is_carried(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;b", 50);
    work_add(work, "main;a;c", 49);
    work_add(work, "main;a", 901);
    expect(work, (struct trim){0}, "main a b main-a a-b ");
}

static void it_ends_below_five_percent(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;b", 49);
    work_add(work, "main;a", 951);
    expect(work, (struct trim){0}, "main a main-a ");
}

static void what_is_left_out_does_not_divert_it(void **state)
{
    struct work *work = *state;
    work_add(work, "main;thin1;leaf", 300);
    work_add(work, "main;thin2;leaf", 310);
    work_add(work, "main;fat;other", 400);
    work_add(work, "main;fat", 10);
    expect(work, (struct trim){.node_count = 3, .order = TRIM_BY_CUM}, "main fat main-fat ");
}

static void recursion_does_not_catch_it(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;b;a;b;a;c", 100);
    expect(work, (struct trim){0}, "main a b c main-a a-b a-c ");
}

static void a_little_that_recurs_does_not_divert_it(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;b", 900);
    work_add(work, "main;a;b;a;c", 100);
    expect(work, (struct trim){0}, "main a b main-a a-b ");
}

static void a_tree_has_one_too(void **state)
{
    struct work *work = *state;
    work_add(work, "main;a;x", 500);
    work_add(work, "main;b;x", 600);
    expect(work, (struct trim){.call_tree = true}, "main b x main-b b-x ");
}

static void nothing_is_not_hot(void **state)
{
    struct work *work = *state;
    work_add(work, "main", 0);
    expect(work, (struct trim){0}, "");
}

static void in_a_comparison_it_follows_the_change(void **state)
{
    struct work *work = *state;
    static const int64_t VALUES[][2] = {{1000, 1000}, {100, 300}, {50, 60}};
    work_add(work, "main;big;x", 1);
    work_add(work, "main;small;y", 1);
    work_add(work, "main;small;z", 1);
    work_select(work);
    work_compare(work, VALUES, 1, false);
    expect_sides(work, (struct trim){0}, "main small y main-small small-y ");
}

static void it_keeps_to_the_sign_of_the_change(void **state)
{
    struct work *work = *state;
    static const int64_t VALUES[][2] = {{500, 100}, {100, 450}};
    work_add(work, "main;a", 1);
    work_add(work, "main;b", 1);
    work_select(work);
    work_compare(work, VALUES, 1, false);
    expect_sides(work, (struct trim){0}, "main a main-a ");
}

static void where_the_root_did_not_change_it_begins_below(void **state)
{
    struct work *work = *state;
    static const int64_t VALUES[][2] = {{300, 90}, {90, 300}};
    work_add(work, "main;a;x", 1);
    work_add(work, "main;b;y", 1);
    work_select(work);
    work_compare(work, VALUES, 1, false);
    expect_sides(work, (struct trim){0}, "a x a-x ");
}

static void noise_has_no_path(void **state)
{
    struct work *work = *state;
    static const int64_t VALUES[][2] = {{100, 103}, {50, 48}};
    work_add(work, "main;a;x", 1);
    work_add(work, "main;b;y", 1);
    work_select(work);
    work_compare(work, VALUES, 1, true);
    expect_sides(work, (struct trim){0}, "");
}

int graph_hot_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_goes_down_the_heaviest_calls, work_start, work_stop),
        cmocka_unit_test_setup_teardown(it_ends_where_little_is_carried, work_start, work_stop),
        cmocka_unit_test_setup_teardown(it_ends_below_five_percent, work_start, work_stop),
        cmocka_unit_test_setup_teardown(what_is_left_out_does_not_divert_it, work_start, work_stop),
        cmocka_unit_test_setup_teardown(recursion_does_not_catch_it, work_start, work_stop),
        cmocka_unit_test_setup_teardown(a_little_that_recurs_does_not_divert_it, work_start,
                                        work_stop),
        cmocka_unit_test_setup_teardown(a_tree_has_one_too, work_start, work_stop),
        cmocka_unit_test_setup_teardown(nothing_is_not_hot, work_start, work_stop),
        cmocka_unit_test_setup_teardown(in_a_comparison_it_follows_the_change, work_start,
                                        work_stop),
        cmocka_unit_test_setup_teardown(it_keeps_to_the_sign_of_the_change, work_start, work_stop),
        cmocka_unit_test_setup_teardown(where_the_root_did_not_change_it_begins_below, work_start,
                                        work_stop),
        cmocka_unit_test_setup_teardown(noise_has_no_path, work_start, work_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
