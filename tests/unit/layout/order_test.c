/* Few crossings, counted right, and the same order every time. */
#include "layout/order.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_route.h"
#include "layout/order_sweep.h"
#include "layout/order_walk.h"
#include "unit/unit.h"

int order_tests(void);

enum { MOST_NODES = 4000, MOST_EDGES = 8000, PLENTY = 2000000 };

/* A graph by its edges; each joins different ranks. */
struct made {
    uint32_t node_count, edge_count;
    uint32_t rank[MOST_NODES], from[MOST_EDGES], to[MOST_EDGES];
};

static void add_edge(struct made *made, uint32_t from, uint32_t to)
{
    made->from[made->edge_count] = from;
    made->to[made->edge_count++] = to;
}

static uint32_t add_node(struct made *made, uint32_t rank)
{
    made->rank[made->node_count] = rank;
    return made->node_count++;
}

static uint32_t *numbers(struct arena *arena, size_t count)
{
    return ARENA_NEW(arena, uint32_t, count + 1);
}

/* Turns counts at [i + 1] into starts. */
static void sum_up(uint32_t *starts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        starts[i + 1] += starts[i];
}

static void add_chains(struct layers *layers, const struct made *made, struct arena *arena)
{
    uint32_t *chains = numbers(arena, made->edge_count + 1);
    uint32_t *upper = numbers(arena, made->edge_count), *lower = numbers(arena, made->edge_count);
    layers->slot_count = made->node_count;
    for (uint32_t e = 0; e < made->edge_count; e++) {
        bool down = made->rank[made->from[e]] < made->rank[made->to[e]];
        upper[e] = down ? made->from[e] : made->to[e];
        lower[e] = down ? made->to[e] : made->from[e];
        assert_true(made->rank[upper[e]] < made->rank[lower[e]]);
        chains[e] = layers->slot_count;
        layers->slot_count += made->rank[lower[e]] - made->rank[upper[e]] - 1;
    }
    chains[made->edge_count] = layers->slot_count;
    layers->chains = chains;
    layers->upper = upper;
    layers->lower = lower;
}

static void add_slots(struct layers *layers, const struct made *made, struct arena *arena)
{
    uint32_t *layer = numbers(arena, layers->slot_count);
    uint32_t *edge_of = numbers(arena, layers->slot_count - layers->node_count);
    for (uint32_t n = 0; n < made->node_count; n++) {
        layer[n] = made->rank[n];
        layers->layer_count = layer[n] >= layers->layer_count ? layer[n] + 1 : layers->layer_count;
    }
    for (uint32_t e = 0; e < made->edge_count; e++) {
        for (uint32_t s = layers->chains[e]; s < layers->chains[e + 1]; s++) {
            layer[s] = layer[layers->upper[e]] + 1 + s - layers->chains[e];
            edge_of[s - layers->node_count] = e;
        }
    }
    uint32_t *starts = numbers(arena, layers->layer_count + 1);
    uint32_t *filled = numbers(arena, layers->layer_count);
    for (uint32_t s = 0; s < layers->slot_count; s++)
        starts[layer[s] + 1]++;
    sum_up(starts, layers->layer_count);
    layers->order = numbers(arena, layers->slot_count);
    layers->place = numbers(arena, layers->slot_count);
    for (uint32_t s = 0; s < layers->slot_count; s++) {
        layers->place[s] = filled[layer[s]]++;
        layers->order[starts[layer[s]] + layers->place[s]] = s;
    }
    layers->layer = layer;
    layers->edge_of = edge_of;
    layers->starts = starts;
}

/* The slot of an edge so many layers below its upper end. */
static uint32_t edge_slot(const struct layers *layers, uint32_t edge, uint32_t down)
{
    uint32_t bends = layers->chains[edge + 1] - layers->chains[edge];
    if (!down)
        return layers->upper[edge];
    return down <= bends ? layers->chains[edge] + down - 1 : layers->lower[edge];
}

static void add_neighbours(struct layers *layers, struct arena *arena)
{
    size_t most = (size_t)layers->edge_count + layers->slot_count - layers->node_count;
    uint32_t *below = numbers(arena, most), *above = numbers(arena, most);
    uint32_t *below_starts = numbers(arena, layers->slot_count + 2);
    uint32_t *above_starts = numbers(arena, layers->slot_count + 2);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t e = 0; e < layers->edge_count; e++) {
            uint32_t bends = layers->chains[e + 1] - layers->chains[e];
            for (uint32_t i = 0; i <= bends; i++) {
                uint32_t a = edge_slot(layers, e, i), b = edge_slot(layers, e, i + 1);
                if (fill) {
                    below[below_starts[a + 1]++] = b;
                    above[above_starts[b + 1]++] = a;
                } else {
                    below_starts[a + 2]++;
                    above_starts[b + 2]++;
                }
            }
        }
        if (!fill) {
            sum_up(below_starts, layers->slot_count + 1);
            sum_up(above_starts, layers->slot_count + 1);
        }
    }
    layers->below = below;
    layers->above = above;
    layers->below_starts = below_starts;
    layers->above_starts = above_starts;
}

static struct layers *make(const struct made *made, struct arena *arena)
{
    struct layers *layers = ARENA_NEW(arena, struct layers, 1);
    layers->node_count = made->node_count;
    layers->edge_count = made->edge_count;
    add_chains(layers, made, arena);
    add_slots(layers, made, arena);
    add_neighbours(layers, arena);
    return layers;
}

/* Every two segments between the same layers. */
static uint64_t count_slowly(const struct layers *layers)
{
    uint64_t crossings = 0;
    for (uint32_t e = 0; e < layers->edge_count; e++)
        for (uint32_t f = 0; f < e; f++)
            for (uint32_t l = 0; l < layers->layer_count; l++) {
                uint32_t e_top = layers->layer[layers->upper[e]];
                uint32_t f_top = layers->layer[layers->upper[f]];
                if (l < e_top || l < f_top || l >= layers->layer[layers->lower[e]] ||
                    l >= layers->layer[layers->lower[f]])
                    continue;
                const uint32_t *place = layers->place;
                uint32_t a = place[edge_slot(layers, e, l - e_top)];
                uint32_t b = place[edge_slot(layers, e, l - e_top + 1)];
                uint32_t c = place[edge_slot(layers, f, l - f_top)];
                uint32_t d = place[edge_slot(layers, f, l - f_top + 1)];
                crossings += (a < c && b > d) || (a > c && b < d);
            }
    return crossings;
}

static void check_order(const struct layers *layers)
{
    for (uint32_t l = 0; l < layers->layer_count; l++)
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++) {
            assert_int_equal(layers->layer[layers->order[i]], l);
            assert_int_equal(layers->place[layers->order[i]], i - layers->starts[l]);
        }
}

/* Orders and gives the crossings, having checked what holds for all orders. */
static uint64_t order(struct layers *layers, uint64_t effort, struct arena *arena)
{
    struct budget budget = {0};
    uint64_t before = order_crossings(layers, *arena);
    assert_true(order_layers(layers, effort, arena, &budget, NULL));
    check_order(layers);
    assert_true(order_crossings(layers, *arena) <= before);
    return order_crossings(layers, *arena);
}

static void add_random_edges(struct made *made, uint32_t count, uint64_t *seed)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = (uint32_t)(unit_random(seed) % made->node_count);
        uint32_t b = (uint32_t)(unit_random(seed) % made->node_count);
        if (made->rank[a] != made->rank[b])
            add_edge(made, a, b);
    }
}

static void make_random(struct made *made, uint32_t nodes, uint32_t ranks, uint32_t edges,
                        uint64_t seed)
{
    made->node_count = made->edge_count = 0;
    for (uint32_t i = 0; i < nodes; i++)
        add_node(made, i < ranks ? i : (uint32_t)(unit_random(&seed) % ranks));
    add_random_edges(made, edges, &seed);
}

static void crossings_are_those_of_every_two_segments(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        make_random(&made, 30, 2 + (uint32_t)(seed % 7), 60, seed);
        struct layers *layers = make(&made, &arena);
        assert_int_equal(order_crossings(layers, arena), count_slowly(layers));
        uint64_t crossings = order(layers, PLENTY / 10, &arena);
        assert_int_equal(crossings, count_slowly(layers));
        arena_fini(&store);
    }
}

static uint64_t ordered(const struct made *made, uint64_t effort)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint64_t crossings = order(make(made, &arena), effort, &arena);
    arena_fini(&store);
    return crossings;
}

static void two_by_two_cross_once_and_three_by_three_nine_times(void **state)
{
    (void)state;
    static struct made made;
    for (uint32_t size = 1; size < 6; size++) {
        made.node_count = made.edge_count = 0;
        for (uint32_t i = 0; i < 2 * size; i++)
            add_node(&made, i < size ? 0 : 3);
        for (uint32_t i = 0; i < size; i++)
            for (uint32_t j = 0; j < size; j++)
                add_edge(&made, i, size + j);
        uint32_t pairs = size * (size - 1) / 2;
        assert_int_equal(ordered(&made, PLENTY), pairs * pairs);
    }
}

static void trees_have_none(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 40; seed++) {
        uint64_t random = seed;
        made.node_count = made.edge_count = 0;
        add_node(&made, 0);
        for (uint32_t i = 1; i < 60; i++) {
            uint32_t parent = (uint32_t)(unit_random(&random) % i);
            uint32_t rank = made.rank[parent] + 1 + (uint32_t)(unit_random(&random) % 3);
            uint32_t node = add_node(&made, rank);
            add_edge(&made, seed % 2 ? parent : node, seed % 2 ? node : parent);
        }
        assert_int_equal(ordered(&made, PLENTY), 0);
    }
}

/* A grid standing on a corner, its nodes in a random order. */
static void grids_have_none(void **state)
{
    (void)state;
    static struct made made;
    enum { SIDE = 6 };
    for (uint64_t seed = 1; seed < 20; seed++) {
        uint64_t random = seed;
        uint32_t number[SIDE * SIDE];
        for (uint32_t i = 0; i < SIDE * SIDE; i++) {
            uint32_t j = (uint32_t)(unit_random(&random) % (i + 1));
            number[i] = number[j];
            number[j] = i;
        }
        made.node_count = SIDE * SIDE;
        made.edge_count = 0;
        for (uint32_t y = 0; y < SIDE; y++)
            for (uint32_t x = 0; x < SIDE; x++) {
                uint32_t node = number[y * SIDE + x];
                made.rank[node] = x + y;
                if (x)
                    add_edge(&made, number[y * SIDE + x - 1], node);
                if (y)
                    add_edge(&made, number[y * SIDE + x - SIDE], node);
            }
        assert_int_equal(ordered(&made, PLENTY), 0);
    }
}

/* The best order of small layers, by trying all. */
static uint64_t best_order(struct layers *layers, uint32_t layer, struct arena scratch)
{
    uint32_t *order = layers->order + layers->starts[layer], *place = layers->place;
    uint32_t width = layers->starts[layer + 1] - layers->starts[layer], wheel[8] = {0};
    uint64_t best = UINT64_MAX;
    assert_true(width < 8);
    for (uint32_t i = 0;;) {
        uint64_t own = layer + 1 < layers->layer_count ? best_order(layers, layer + 1, scratch)
                                                       : order_crossings(layers, scratch);
        best = own < best ? own : best;
        for (i = 0; i < width && wheel[i] == i; i++)
            wheel[i] = 0;
        if (i == width)
            return best;
        uint32_t j = i % 2 ? wheel[i] : 0, slot = order[i]; /* Heap's permutations */
        wheel[i]++;
        order[i] = order[j];
        order[j] = slot;
        place[order[i]] = i;
        place[slot] = j;
    }
}

static void small_graphs_come_out_best(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint64_t random = seed;
        made.node_count = made.edge_count = 0;
        for (uint32_t i = 0; i < 12; i++)
            add_node(&made, i / 4);
        for (uint32_t i = 0; i < 16; i++) {
            uint32_t from = (uint32_t)(unit_random(&random) % 8);
            add_edge(&made, from, from / 4 * 4 + 4 + (uint32_t)(unit_random(&random) % 4));
        }
        uint64_t own = order(make(&made, &arena), PLENTY / 4, &arena);
        assert_int_equal(own, best_order(make(&made, &arena), 0, arena));
        arena_fini(&store);
    }
}

/* An edge of weight two has to be crossed rather than one of weight three. */
static void parallel_edges_count_each(void **state)
{
    (void)state;
    static struct made made;
    for (uint32_t rank = 1; rank < 4; rank++) {
        made.node_count = made.edge_count = 0;
        for (uint32_t i = 0; i < 4; i++)
            add_node(&made, i < 2 ? 0 : rank);
        for (uint32_t i = 0; i < 3; i++) {
            add_edge(&made, 0, 2);
            add_edge(&made, 1, 3);
        }
        add_edge(&made, 0, 3);
        add_edge(&made, 0, 3);
        add_edge(&made, 1, 2);
        add_edge(&made, 1, 2);
        assert_int_equal(ordered(&made, PLENTY), 4);
    }
}

/* A drawing of a random graph, with effort for all. */
static struct drawing draw(uint32_t ranks, uint64_t seed, struct budget *budget,
                           struct arena *arena)
{
    static struct made made;
    struct drawing drawing = {.effort = UINT64_MAX, .budget = budget};
    make_random(&made, 30, ranks, 60, seed);
    drawing_init(&drawing, make(&made, arena), arena);
    return drawing;
}

static void a_node_put_back_has_the_crossings_that_it_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        struct drawing drawing = draw(2 + (uint32_t)(seed % 9), seed, &budget, &arena);
        struct router *router = router_new(&drawing, &arena);
        uint64_t crossings = order_crossings(drawing.layers, arena);
        for (uint32_t i = 0; i < 3 * drawing.layers->node_count; i++) {
            uint32_t nodes[2] = {i % 30, i * 7 % 30};
            uint64_t before = 0, after = 0;
            for (uint32_t k = 0; k < 1 + (nodes[0] != nodes[1]); k++)
                before += drawing_hide_node(&drawing, nodes[k]);
            for (uint32_t k = 0; k < 1 + (nodes[0] != nodes[1]); k++)
                assert_true(route_node(router, nodes[k], UINT32_MAX, &after));
            drawing.move_count = 0;
            check_order(drawing.layers);
            crossings = crossings - before + after;
            assert_int_equal(order_crossings(drawing.layers, arena), crossings);
        }
        arena_fini(&store);
    }
}

/* The fewest crossings of an edge, its bends at all places. */
static uint64_t best_route(struct drawing *drawing, uint32_t edge, uint32_t bend)
{
    if (bend == drawing->layers->chains[edge + 1])
        return drawing_edge_crossings(drawing, edge);
    uint64_t best = UINT64_MAX;
    uint32_t width = drawing_width(drawing, drawing->layers->layer[bend]);
    for (uint32_t place = 0; place < width; place++) {
        drawing_move(drawing, bend, place > drawing_place(drawing, bend) ? place + 1 : place);
        drawing->move_count = 0;
        uint64_t own = best_route(drawing, edge, bend + 1);
        best = own < best ? own : best;
    }
    return best;
}

static void an_edge_takes_its_best_route(void **state)
{
    (void)state;
    uint32_t tried = 0;
    for (uint64_t seed = 1; seed < 40; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        struct drawing drawing = draw(5, seed, &budget, &arena);
        struct router *router = router_new(&drawing, &arena);
        for (uint32_t e = 0; e < drawing.layers->edge_count; e++) {
            uint32_t bends = drawing.layers->chains[e + 1] - drawing.layers->chains[e];
            uint64_t crossings = 0;
            if (!bends || bends > 2)
                continue;
            uint64_t best = best_route(&drawing, e, drawing.layers->chains[e]);
            drawing_hide_bends(&drawing, e);
            if (best)
                assert_false(route_edge(router, e, best - 1, &crossings));
            assert_true(route_edge(router, e, best, &crossings));
            assert_int_equal(crossings, best);
            assert_int_equal(drawing_edge_crossings(&drawing, e), best);
            drawing.move_count = 0;
            tried++;
        }
        arena_fini(&store);
    }
    assert_true(tried > 500);
}

/* Pairs of nodes, those above in one order and those below in another. */
static void sweeps_and_walks_untangle_pairs(void **state)
{
    (void)state;
    static struct made made;
    for (uint32_t count = 2; count < 300; count *= 2) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        struct drawing drawing = {.effort = UINT64_MAX, .budget = &budget};
        made.node_count = made.edge_count = 0;
        for (uint32_t i = 0; i < 2 * count; i++)
            add_node(&made, i % 2);
        for (uint32_t i = 0; i < count; i++)
            add_edge(&made, 2 * i, 2 * (count - i) - 1);
        struct layers *layers = make(&made, &arena);
        drawing_init(&drawing, layers, &arena);
        uint32_t *given = numbers(&arena, layers->slot_count);
        memcpy(given, layers->order, layers->slot_count * sizeof *given);
        struct sweep sweep = sweep_new(&drawing, &arena);
        for (uint32_t way = 0; way < 2 + WALK_KINDS; way++) {
            drawing_set_order(&drawing, given);
            assert_int_equal(order_crossings(layers, arena), count * (count - 1) / 2);
            if (way < 2)
                sweep_layers(&sweep, way ? DRAWING_ABOVE : DRAWING_BELOW);
            else
                walk_order(&drawing, (enum walk_kind)(way - 2), arena);
            check_order(layers);
            assert_int_equal(order_crossings(layers, arena), 0);
        }
        arena_fini(&store);
    }
}

static void the_same_graph_gets_the_same_order(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 6; seed++) {
        struct arena_store store, other;
        struct arena arena = arena_init(&store, SIZE_MAX), second = arena_init(&other, SIZE_MAX);
        make_random(&made, 90, 12, 150, seed);
        struct layers *a = make(&made, &arena);
        (void)ARENA_NEW(&second, char, 12345);
        struct layers *b = make(&made, &second);
        order(a, PLENTY / 4, &arena);
        order(b, PLENTY / 4, &second);
        assert_memory_equal(a->order, b->order, a->slot_count * sizeof *a->order);
        arena_fini(&other);
        arena_fini(&store);
    }
}

static void more_effort_is_hardly_ever_worse(void **state)
{
    (void)state;
    static struct made made;
    uint64_t before = 0, after = 0;
    for (uint64_t seed = 1; seed < 6; seed++) {
        make_random(&made, 90, 12, 150, seed);
        before += ordered(&made, 10000);
        after += ordered(&made, PLENTY);
    }
    assert_true(after * 10 < before * 9);
}

/* At most a sweep or one node more than asked for. */
static void the_effort_is_kept(void **state)
{
    (void)state;
    static struct made made;
    make_random(&made, 2000, 20, 4000, 1);
    for (uint64_t effort = 0; effort <= 16 * PLENTY; effort = effort * 4 + 1000) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct layers *layers = make(&made, &arena);
        struct budget budget = {0};
        assert_true(order_layers(layers, effort, &arena, &budget, NULL));
        uint64_t sweep = 12 * (uint64_t)layers->below_starts[layers->slot_count];
        assert_true(budget.work <= effort + effort / 20 + sweep);
        check_order(layers);
        arena_fini(&store);
    }
}

static void a_used_up_budget_leaves_an_order(void **state)
{
    (void)state;
    static struct made made;
    make_random(&made, 300, 20, 600, 1);
    for (uint64_t limit = 1; limit < PLENTY; limit *= 3) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct layers *layers = make(&made, &arena);
        struct budget budget = {.limit = limit};
        struct error error = {0};
        assert_false(order_layers(layers, 16 * PLENTY, &arena, &budget, &error));
        check_order(layers);
        arena_fini(&store);
    }
}

static void nothing_and_hardly_anything_are_fine(void **state)
{
    (void)state;
    static struct made made;
    for (uint32_t nodes = 0; nodes < 4; nodes++)
        for (uint32_t step = 0; step < 3; step++) {
            made.node_count = made.edge_count = 0;
            for (uint32_t i = 0; i < nodes; i++)
                add_node(&made, i * step);
            assert_int_equal(ordered(&made, PLENTY), 0);
            if (nodes > 1 && step)
                add_edge(&made, nodes - 1, 0);
            assert_int_equal(ordered(&made, PLENTY), 0);
        }
}

/* One wide layer under a hub, and edges that pass it. */
static void wide_layers_and_hubs_are_fine(void **state)
{
    (void)state;
    static struct made made;
    uint64_t random = 7;
    made.node_count = made.edge_count = 0;
    add_node(&made, 0);
    for (uint32_t i = 0; i < 3000; i++)
        add_edge(&made, add_node(&made, 2), 0);
    for (uint32_t i = 0; i < 900; i++)
        add_node(&made, 5);
    for (uint32_t i = 0; i < 4000; i++)
        add_edge(&made, 1 + (uint32_t)(unit_random(&random) % 3000),
                 3001 + (uint32_t)(unit_random(&random) % 900));
    ordered(&made, 4 * PLENTY);
}

int order_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crossings_are_those_of_every_two_segments),
        cmocka_unit_test(two_by_two_cross_once_and_three_by_three_nine_times),
        cmocka_unit_test(trees_have_none),
        cmocka_unit_test(grids_have_none),
        cmocka_unit_test(small_graphs_come_out_best),
        cmocka_unit_test(parallel_edges_count_each),
        cmocka_unit_test(sweeps_and_walks_untangle_pairs),
        cmocka_unit_test(a_node_put_back_has_the_crossings_that_it_says),
        cmocka_unit_test(an_edge_takes_its_best_route),
        cmocka_unit_test(the_same_graph_gets_the_same_order),
        cmocka_unit_test(more_effort_is_hardly_ever_worse),
        cmocka_unit_test(the_effort_is_kept),
        cmocka_unit_test(a_used_up_budget_leaves_an_order),
        cmocka_unit_test(nothing_and_hardly_anything_are_fine),
        cmocka_unit_test(wide_layers_and_hubs_are_fine),
    };
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
