/* Trees: nothing overlaps or crosses, parents are above their heaviest child, and big ones are in
 * time. */
#include "layout/tidy.h"
#include "base/arena.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "unit/unit.h"

#include <stdlib.h>

int tidy_tests(void);

struct made {
    struct arena_store store;
    struct arena arena;
    struct digraph_node *nodes;
    struct digraph_edge *edges;
    struct digraph graph;
    struct layers *layers;
    double *centers;
};

static const double GAP = 18, SLACK = 1e-6;

static void start(struct made *made, uint32_t most)
{
    *made = (struct made){0};
    made->arena = arena_init(&made->store, SIZE_MAX);
    made->nodes = ARENA_NEW(&made->arena, struct digraph_node, most);
    made->edges = ARENA_NEW(&made->arena, struct digraph_edge, most);
    made->graph = (struct digraph){.nodes = made->nodes, .edges = made->edges, .node_gap = GAP};
}

static uint32_t add_node(struct made *made, double width)
{
    made->nodes[made->graph.node_count] = (struct digraph_node){
        .width = width, .height = 40, .right = width, .exit_right = width, .exit_y = 40};
    return (uint32_t)made->graph.node_count++;
}

static void add_edge(struct made *made, uint32_t from, uint32_t to, double weight)
{
    made->edges[made->graph.edge_count++] =
        (struct digraph_edge){.from = from, .to = to, .weight = weight};
}

/* Nodes come after their parents. */
static void lay_out(struct made *made)
{
    struct budget budget = {0};
    uint32_t *rank = ARENA_NEW(&made->arena, uint32_t, made->graph.node_count);
    assert_true(tidy_is_tree(&made->graph, made->arena));
    for (size_t i = 0; i < made->graph.edge_count; i++)
        rank[made->edges[i].to] = rank[made->edges[i].from] + 1;
    made->layers = layers_new(&made->graph, rank, UINT32_MAX, &made->arena, &budget, NULL);
    assert_non_null(made->layers);
    made->centers = tidy_columns(&made->graph, made->layers, &made->arena, &budget, NULL);
    assert_non_null(made->centers);
}

/* Nothing overlaps, everything is right of 0, and lines do not cross: parents of neighbours are in
 * order. */
static double check(const struct made *made)
{
    const struct layers *layers = made->layers;
    double width = 0, least = 1e9;
    uint32_t *parent = malloc(made->graph.node_count * sizeof *parent);
    for (size_t i = 0; i < made->graph.node_count; i++)
        parent[i] = UINT32_MAX;
    for (size_t i = 0; i < made->graph.edge_count; i++)
        parent[made->edges[i].to] = made->edges[i].from;
    for (uint32_t layer = 0; layer < layers->layer_count; layer++)
        for (uint32_t i = layers->starts[layer]; i < layers->starts[layer + 1]; i++) {
            uint32_t node = layers->order[i];
            double left = made->centers[node] - made->nodes[node].width / 2;
            assert_int_equal(layers->place[node], i - layers->starts[layer]);
            least = left < least ? left : least;
            width = left + made->nodes[node].width > width ? left + made->nodes[node].width : width;
            if (i == layers->starts[layer])
                continue;
            uint32_t last = layers->order[i - 1];
            assert_true(made->centers[last] + made->nodes[last].width / 2 + GAP <= left + SLACK);
            if (layer > 0 && parent[last] != parent[node])
                assert_true(layers->place[parent[last]] < layers->place[parent[node]]);
        }
    free(parent);
    assert_true(least > -SLACK && least < SLACK);
    return width;
}

static void random_trees_do_not_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 120; seed++) {
        struct made made;
        uint64_t random = seed * 997;
        uint32_t count = (uint32_t)(1 + seed * 5), reach = (uint32_t)(1 + seed % 9 * 10);
        start(&made, count);
        for (uint32_t i = 0; i < count; i++) {
            add_node(&made, (double)(30 + unit_random(&random) % 200));
            uint32_t back = (uint32_t)(1 + unit_random(&random) % reach);
            if (i > 0 && (seed % 3 || unit_random(&random) % 20))
                add_edge(&made, i - (back < i ? back : i), i,
                         (double)(1 + unit_random(&random) % 100));
        }
        lay_out(&made);
        check(&made);
        arena_fini(&made.store);
    }
}

static bool is_near(double a, double b)
{
    return a - b < 0.2 && b - a < 0.2;
}

static void heavy_lines_are_straight_down(void **state)
{
    (void)state;
    struct made made;
    start(&made, 8);
    for (int i = 0; i < 8; i++)
        add_node(&made, 100);
    add_edge(&made, 0, 1, 10);
    add_edge(&made, 0, 2, 90);
    add_edge(&made, 0, 3, 10);
    add_edge(&made, 2, 4, 1);
    add_edge(&made, 2, 5, 50);
    add_edge(&made, 5, 6, 5);
    add_edge(&made, 6, 7, 1);
    lay_out(&made);
    assert_true(check(&made) <= 3 * 100 + 2 * GAP + 0.5);
    assert_true(is_near(made.centers[0], made.centers[2]));
    assert_true(is_near(made.centers[0], made.centers[5]));
    assert_true(is_near(made.centers[0], made.centers[7]));
    /* The heaviest is between the others. */
    assert_true((made.centers[1] < made.centers[2]) != (made.centers[3] < made.centers[2]));
    arena_fini(&made.store);
}

/* The way out of a box may be off its middle: what is below goes there. */
static void lines_start_where_they_may(void **state)
{
    (void)state;
    struct made made;
    start(&made, 2);
    add_node(&made, 300);
    add_node(&made, 100);
    made.nodes[0].left = 100;
    made.nodes[0].exit_left = 260;
    add_edge(&made, 0, 1, 1);
    lay_out(&made);
    check(&made);
    assert_true(is_near(made.centers[1] - made.centers[0], 280 - 150));
    arena_fini(&made.store);
}

static void big_trees_are_in_time(void **state)
{
    (void)state;
    enum { DEEP = 100000, WIDE = 10000 };
    struct made made;
    start(&made, DEEP);
    for (uint32_t i = 0; i < DEEP; i++) {
        add_node(&made, 100);
        if (i > 0)
            add_edge(&made, i - 1, i, 1);
    }
    lay_out(&made);
    assert_true(check(&made) < 101);
    arena_fini(&made.store);
    start(&made, WIDE + 1);
    add_node(&made, 100);
    for (uint32_t i = 1; i <= WIDE; i++)
        add_edge(&made, 0, add_node(&made, 100), 1);
    lay_out(&made);
    assert_true(check(&made) <= WIDE * (100 + GAP) + 1);
    arena_fini(&made.store);
    /* Each node of a path has a leaf as well. */
    start(&made, 2 * WIDE + 1);
    uint32_t last = add_node(&made, 100);
    for (uint32_t i = 0; i < WIDE; i++) {
        uint32_t leaf = add_node(&made, 100), next = add_node(&made, 100);
        add_edge(&made, last, leaf, 1);
        add_edge(&made, last, next, 2);
        last = next;
    }
    lay_out(&made);
    assert_true(check(&made) < 400);
    arena_fini(&made.store);
}

static void others_are_no_trees(void **state)
{
    (void)state;
    struct made made;
    start(&made, 8);
    for (int i = 0; i < 4; i++)
        add_node(&made, 100);
    add_edge(&made, 0, 1, 1);
    assert_true(tidy_is_tree(&made.graph, made.arena));
    add_edge(&made, 2, 3, 1);
    assert_true(tidy_is_tree(&made.graph, made.arena));
    add_edge(&made, 3, 2, 1); /* a circle */
    assert_false(tidy_is_tree(&made.graph, made.arena));
    made.graph.edge_count--;
    add_edge(&made, 0, 3, 1); /* two ways in */
    assert_false(tidy_is_tree(&made.graph, made.arena));
    made.graph.edge_count -= 2;
    add_edge(&made, 0, 1, 1); /* the same edge twice */
    assert_false(tidy_is_tree(&made.graph, made.arena));
    arena_fini(&made.store);
}

int tidy_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_trees_do_not_overlap),
        cmocka_unit_test(heavy_lines_are_straight_down),
        cmocka_unit_test(lines_start_where_they_may),
        cmocka_unit_test(big_trees_are_in_time),
        cmocka_unit_test(others_are_no_trees),
    };
    return cmocka_run_group_tests_name("tidy", tests, NULL, NULL);
}
