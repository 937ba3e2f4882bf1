/* Stacks as paths. */
#include "tree/tree.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int tree_tests(void);

static const struct tree *grow(struct work *work)
{
    work_select(work);
    const struct tree *tree =
        tree_new(work->selection, work->frames, NULL, &work->arena, &work->budget, &work->error);
    assert_non_null(tree);
    return tree;
}

/* The node of a path "main;f", 0 being the root; ID_NONE if there is none. */
static uint32_t node_of(struct work *work, const struct tree *tree, const char *path)
{
    struct str rest = str_from_c(path);
    uint32_t node = 0;
    while (rest.size) {
        size_t end = str_find(rest, ';');
        struct str name = str_slice(rest, 0, end);
        rest = end == STR_NONE ? STR("") : str_skip(rest, end + 1);
        uint32_t child = 1;
        for (; child < tree->count; child++)
            if (tree->parents[child] == node &&
                str_equal(frame_name(tree->frames, tree->node_frames[child], &work->arena), name))
                break;
        if (child == tree->count)
            return ID_NONE;
        node = child;
    }
    return node;
}

static void self_and_total_add_up_along_the_paths(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;g", 1);
    work_add(work, "main;f", 10);
    work_add(work, "main;h", 100);
    work_add(work, "other", 1000);
    const struct tree *tree = grow(work);
    assert_int_equal(tree->count, 6);
    assert_int_equal(tree->depth, 3);
    assert_int_equal(tree->total[0], 1111);
    assert_int_equal(tree->self[0], 0);
    assert_int_equal(tree->node_frames[0], ID_NONE);
    assert_int_equal(tree->total[node_of(work, tree, "main")], 111);
    assert_int_equal(tree->self[node_of(work, tree, "main")], 0);
    assert_int_equal(tree->total[node_of(work, tree, "main;f")], 11);
    assert_int_equal(tree->self[node_of(work, tree, "main;f")], 10);
    assert_int_equal(tree->self[node_of(work, tree, "main;f;g")], 1);
    assert_int_equal(node_of(work, tree, "main;g"), ID_NONE);
}

static void one_function_on_two_paths_is_two_nodes(void **state)
{
    struct work *work = *state;
    work_add(work, "a;x", 1);
    work_add(work, "b;x", 2);
    work_add(work, "a;x;x", 4);
    const struct tree *tree = grow(work);
    assert_int_equal(tree->count, 6);
    assert_int_equal(tree->total[node_of(work, tree, "a;x")], 5);
    assert_int_equal(tree->total[node_of(work, tree, "a;x;x")], 4);
    assert_int_equal(tree->total[node_of(work, tree, "b;x")], 2);
}

static void a_child_comes_after_its_parent(void **state)
{
    struct work *work = *state;
    work_add(work, "a;b;c;d", 1);
    work_add(work, "a;c", 1);
    work_add(work, "d;c;b;a", 1);
    const struct tree *tree = grow(work);
    for (size_t i = 1; i < tree->count; i++)
        assert_true(tree->parents[i] < i);
}

static void a_node_is_inlined_if_it_is_everywhere(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f+g", 1);
    work_add(work, "main;f+h", 1);
    work_add(work, "main;f;h", 1);
    const struct tree *tree = grow(work);
    assert_true(tree->inlined[node_of(work, tree, "main;f;g")]);
    assert_false(tree->inlined[node_of(work, tree, "main;f;h")]);
    assert_false(tree->inlined[node_of(work, tree, "main;f")]);
}

static void empty_stacks_weigh_on_the_root(void **state)
{
    struct work *work = *state;
    work_add(work, "", 5);
    work_add(work, "main", 1);
    const struct tree *tree = grow(work);
    assert_int_equal(tree->self[0], 5);
    assert_int_equal(tree->total[0], 6);
}

static void nothing_is_a_lone_root(void **state)
{
    struct work *work = *state;
    work_add(work, "main", 0);
    const struct tree *tree = grow(work);
    assert_int_equal(tree->count, 1);
    assert_int_equal(tree->depth, 0);
    assert_int_equal(tree->total[0], 0);
}

static void what_is_left_out_is_skipped(void **state)
{
    struct work *work = *state;
    work_add(work, "a;x;b", 1);
    work_add(work, "a;x", 10);
    work_add(work, "x;x", 100);
    work_add(work, "a;c", 1000);
    work_select(work);
    uint8_t *kept = ARENA_NEW(&work->arena, uint8_t, work->frames->count);
    memset(kept, 1, work->frames->count);
    kept[work_frame(work, "x")] = 0;
    const struct tree *tree =
        tree_new(work->selection, work->frames, kept, &work->arena, &work->budget, &work->error);
    assert_non_null(tree);
    uint32_t a = node_of(work, tree, "a"), b = node_of(work, tree, "a;b");
    assert_int_equal(tree->count, 4);
    assert_int_equal(tree->depth, 2);
    assert_true(tree->residual[b]);
    assert_false(tree->residual[a]);
    assert_false(tree->residual[node_of(work, tree, "a;c")]);
    assert_int_equal(tree->self[a], 0);
    assert_int_equal(tree->total[a], 1011);
    assert_int_equal(tree->self[b], 1);
    assert_int_equal(tree->total[0], 1111);
}

/* The nodes below each are those that follow it. */
static void the_order_is_depth_first(void **state)
{
    struct work *work = *state;
    work_add(work, "a;b;c", 1);
    work_add(work, "d;b", 1);
    work_add(work, "a;c;b", 1);
    work_add(work, "a;b;d", 1);
    const struct tree *tree = grow(work);
    assert_int_equal(tree->order[0], 0);
    assert_int_equal(tree->ends[0], tree->count);
    for (uint32_t i = 0; i < tree->count; i++)
        for (uint32_t j = 0; j < tree->count; j++) {
            uint32_t up = tree->order[j];
            while (up && up != tree->order[i])
                up = tree->parents[up];
            assert_int_equal(up == tree->order[i], j >= i && j < tree->ends[i]);
        }
}

static void a_budget_stops_the_growing(void **state)
{
    struct work *work = *state;
    work_add(work, "a;b;c", 1);
    work_add(work, "b;c;a", 1);
    work_add(work, "c;a;b", 1);
    work_select(work);
    struct budget budget = {.limit = 3, .next = 3};
    assert_null(tree_new(work->selection, work->frames, NULL, &work->arena, &budget, &work->error));
    assert_int_equal(work->error.kind, ERROR_LIMIT);
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int tree_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(self_and_total_add_up_along_the_paths),
        WORK_TEST(one_function_on_two_paths_is_two_nodes),
        WORK_TEST(a_child_comes_after_its_parent),
        WORK_TEST(a_node_is_inlined_if_it_is_everywhere),
        WORK_TEST(empty_stacks_weigh_on_the_root),
        WORK_TEST(nothing_is_a_lone_root),
        WORK_TEST(what_is_left_out_is_skipped),
        WORK_TEST(the_order_is_depth_first),
        WORK_TEST(a_budget_stops_the_growing),
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
