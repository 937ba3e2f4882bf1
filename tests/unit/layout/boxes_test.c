/* Boxes nest, siblings are in order, and what is not drawn is in a run. */
#include "layout/boxes.h"
#include "base/arena.h"
#include "unit/unit.h"

int boxes_tests(void);

enum { NODES = 400 };

struct made {
    uint32_t parents[NODES], rank[NODES];
    uint64_t own[NODES];
    struct boxes_input input;
};

static void make(struct made *made, uint64_t seed, bool by_rank)
{
    for (uint32_t i = 0; i < NODES; i++) {
        made->parents[i] = i ? (uint32_t)(unit_random(&seed) % i) : 0;
        made->own[i] = unit_random(&seed) % 8 ? unit_random(&seed) % 100 : 0;
        made->rank[i] = (uint32_t)(unit_random(&seed) % 50);
    }
    made->input = (struct boxes_input){.count = NODES,
                                       .parents = made->parents,
                                       .own = made->own,
                                       .rank = made->rank,
                                       .by_rank = by_rank};
}

static void check_nesting(const struct made *made, const struct boxes *boxes)
{
    uint64_t sizes[NODES] = {0};
    for (uint32_t i = 0; i < NODES; i++) {
        uint32_t parent = made->parents[i];
        assert_int_equal(boxes->preorder[boxes->place[i]], i);
        if (!i)
            continue;
        assert_true(boxes->place[i] > boxes->place[parent]);
        assert_true(boxes->place[i] < boxes->place[parent] + boxes->family[parent]);
        assert_true(boxes->start[i] >= boxes->start[parent]);
        assert_true(boxes->start[i] + boxes->size[i] <= boxes->start[parent] + boxes->size[parent]);
        assert_int_equal(boxes->depth[i], boxes->depth[parent] + 1);
        sizes[parent] += boxes->size[i];
    }
    for (uint32_t i = 0; i < NODES; i++)
        assert_int_equal(boxes->size[i], made->own[i] + sizes[i]);
}

static void check_order(const struct made *made, const struct boxes *boxes)
{
    uint32_t last[NODES];
    memset(last, 0xff, sizeof last);
    for (uint32_t at = 1; at < NODES; at++) {
        uint32_t node = boxes->preorder[at], parent = made->parents[node], before = last[parent];
        last[parent] = node;
        uint64_t edge = before == UINT32_MAX ? boxes->start[parent]
                                             : boxes->start[before] + boxes->size[before];
        assert_int_equal(boxes->start[node], edge);
        if (before == UINT32_MAX)
            continue;
        if (made->input.by_rank)
            assert_true(made->rank[before] <= made->rank[node]);
        else
            assert_true(boxes->size[before] >= boxes->size[node]);
    }
}

/* Every node is drawn or in exactly one run, and a drawn one's parent is drawn. */
static void check_drawn(const struct made *made, const struct boxes *boxes,
                        const struct boxes_drawn *drawn, uint64_t least, size_t most)
{
    uint8_t marks[NODES] = {0};
    size_t count = drawn->node_count;
    assert_true(count <= most);
    for (size_t i = 0; i < drawn->node_count; i++) {
        marks[drawn->nodes[i]] = 1;
        assert_true(!drawn->nodes[i] || boxes->size[drawn->nodes[i]] >= least);
        assert_true(marks[made->parents[drawn->nodes[i]]]);
    }
    for (size_t i = 0; i < drawn->run_count; i++) {
        assert_true(marks[drawn->runs[i].parent]);
        count += drawn->runs[i].count;
    }
    assert_int_equal(count, NODES);
}

static void boxes_nest_and_nothing_is_lost(void **state)
{
    (void)state;
    static const size_t MOST[] = {1, 7, 60, NODES};
    for (uint64_t seed = 1; seed < 40; seed++) {
        struct made made;
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        make(&made, seed, seed % 2);
        const struct boxes *boxes = boxes_layout(&made.input, &arena, &budget, NULL);
        assert_non_null(boxes);
        check_nesting(&made, boxes);
        check_order(&made, boxes);
        for (size_t i = 0; i < sizeof MOST / sizeof *MOST; i++) {
            uint64_t least = 30 * seed;
            const struct boxes_drawn *drawn =
                boxes_choose(boxes, &made.input, least, MOST[i], &arena);
            check_drawn(&made, boxes, drawn, least, MOST[i]);
        }
        arena_fini(&store);
    }
}

int boxes_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(boxes_nest_and_nothing_is_lost)};
    return cmocka_run_group_tests_name("boxes", tests, NULL, NULL);
}
