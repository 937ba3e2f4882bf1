/* Pruning: what stays, and where the rest is counted. */
#include "renderers/json_tree.h"
#include "base/arena.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "tree/tree.h"
#include "unit/unit.h"

int json_tree_tests(void);

/* root: a(5) { b(3) { c(1) }, d(1) }, e(+4) { f(-4) }, g(2): own values in parentheses but for e,
 * whose children are h(+4) and f(-4). */
enum { A = 1, B, C, D, E, H, F, G, NODES };

static const uint32_t PARENTS[NODES] = {0, 0, A, B, A, 0, E, E, 0};
static const uint32_t FRAMES[NODES] = {ID_NONE, 0, 1, 2, 3, 4, 5, 6, 7};
static const int64_t SELF[NODES] = {0, 5, 3, 1, 1, 0, 4, -4, 2};
static const int64_t TOTAL[NODES] = {12, 10, 4, 1, 1, 0, 4, -4, 2};

static struct json_tree prune(double fraction, struct arena *arena)
{
    struct budget budget = {.next = UINT64_MAX};
    struct error error = {.kind = ERROR_NONE};
    struct json_tree pruned;
    struct tree tree = {.columns = 1,
                        .count = NODES,
                        .parents = PARENTS,
                        .node_frames = FRAMES,
                        .self = SELF,
                        .total = TOTAL};
    struct view view = {.tree = &tree, .arena = arena, .budget = &budget};
    assert_true(json_tree_prune(&pruned, &view, fraction, &error));
    return pruned;
}

static void everything_stays_without_a_fraction(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    struct json_tree pruned = prune(0, &arena);
    assert_int_equal(pruned.count, NODES);
    assert_int_equal(pruned.pruned_count, 0);
    for (uint32_t i = 0; i < NODES; i++) {
        assert_int_equal(pruned.nodes[i], i);
        assert_int_equal(pruned.pruned[i], 0);
    }
    arena_fini(&store);
}

/* All sizes are 20: a tenth is 2, which c and d do not have. */
static void the_small_goes_to_its_parent(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    struct json_tree pruned = prune(0.1, &arena);
    static const uint32_t STAY[] = {0, A, B, E, H, F, G};
    assert_int_equal(pruned.count, sizeof STAY / sizeof *STAY);
    assert_int_equal(pruned.pruned_count, 2);
    for (uint32_t i = 0; i < pruned.count; i++) {
        assert_int_equal(pruned.nodes[i], STAY[i]);
        assert_int_equal(pruned.places[STAY[i]], i);
    }
    assert_int_equal(pruned.pruned[A], 1);
    assert_int_equal(pruned.pruned[B], 1);
    assert_int_equal(pruned.pruned[0], 0);
    arena_fini(&store);
}

/* e's values cancel out, but it is no small thing; below what goes nothing is counted twice. */
static void cancelling_values_stay(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    struct json_tree pruned = prune(0.4, &arena);
    static const uint32_t STAY[] = {0, A, E};
    assert_int_equal(pruned.count, sizeof STAY / sizeof *STAY);
    for (uint32_t i = 0; i < pruned.count; i++)
        assert_int_equal(pruned.nodes[i], STAY[i]);
    assert_int_equal(pruned.pruned[0], TOTAL[G]);
    assert_int_equal(pruned.pruned[A], TOTAL[B] + TOTAL[D]);
    assert_int_equal(pruned.pruned[E], 0);
    arena_fini(&store);
}

int json_tree_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_stays_without_a_fraction),
        cmocka_unit_test(the_small_goes_to_its_parent),
        cmocka_unit_test(cancelling_values_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
