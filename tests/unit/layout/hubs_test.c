/* Crowds wrap: the drawing is of sane proportions, and each edge points where it did. */
#include "layout/hubs.h"
#include "layout/digraph.h"
#include "unit/unit.h"

int hubs_tests(void);

enum { MOST = 12000 };

static const double NODE_GAP = 18, LAYER_GAP = 36, LINE_GAP = 8;

static struct digraph_node nodes[MOST];
static struct digraph_edge edges[2 * MOST];
static struct digraph graph;
static uint32_t rank[MOST], before[MOST];

static void start(void)
{
    graph = (struct digraph){.nodes = nodes,
                             .edges = edges,
                             .node_gap = NODE_GAP,
                             .layer_gap = LAYER_GAP,
                             .line_gap = LINE_GAP};
}

static uint32_t add_node(uint32_t layer)
{
    nodes[graph.node_count] = (struct digraph_node){.width = 120, .height = 44};
    rank[graph.node_count] = layer;
    return (uint32_t)graph.node_count++;
}

static void add_edge(uint32_t from, uint32_t to, double weight)
{
    edges[graph.edge_count++] =
        (struct digraph_edge){.from = from, .to = to, .weight = weight, .thickness = 1};
}

struct shape {
    uint32_t layers;
    double width, height; /* about; passing lines included */
};

static double widths[MOST];

static struct shape shape_now(void)
{
    struct shape shape = {0};
    memset(widths, 0, sizeof widths);
    for (size_t i = 0; i < graph.node_count; i++) {
        widths[rank[i]] += nodes[i].width + NODE_GAP;
        shape.layers = rank[i] >= shape.layers ? rank[i] + 1 : shape.layers;
    }
    for (uint32_t i = 0; i < shape.layers; i++)
        assert_true(widths[i] > 0);
    for (size_t i = 0; i < graph.edge_count; i++) {
        uint32_t a = rank[edges[i].from], b = rank[edges[i].to];
        for (uint32_t l = (a < b ? a : b) + 1; l < (a < b ? b : a); l++)
            widths[l] += edges[i].thickness + LINE_GAP;
    }
    for (uint32_t i = 0; i < shape.layers; i++)
        shape.width = widths[i] > shape.width ? widths[i] : shape.width;
    shape.height = shape.layers * (44 + LAYER_GAP);
    return shape;
}

static struct shape wrap(void)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    memcpy(before, rank, sizeof rank);
    assert_true(hubs_wrap(&graph, rank, arena, &budget, NULL));
    for (size_t i = 0; i < graph.edge_count; i++) {
        uint32_t from = edges[i].from, to = edges[i].to;
        assert_true(rank[from] != rank[to]);
        assert_true((rank[from] < rank[to]) == (before[from] < before[to]));
    }
    arena_fini(&store);
    return shape_now();
}

static bool is_sane(struct shape shape, double most)
{
    return shape.width <= most * shape.height && shape.width >= 0.8 * shape.height;
}

static void a_star_wraps(void **state)
{
    (void)state;
    static const size_t COUNTS[] = {30, 100, 300, 1000, 3000};
    /* So many lines alone, side by side, are as wide as that. */
    static const double MOST_WIDE[] = {4, 4, 4, 4, 13};
    for (int side = 0; side < 3; side++)
        for (size_t i = 0; i < 5; i++) {
            start();
            uint32_t hub = add_node(1);
            for (size_t leaf = 0; leaf < COUNTS[i]; leaf++) {
                bool is_above = side == 1 || (side == 2 && leaf % 2);
                uint32_t node = add_node(is_above ? 0 : 2);
                add_edge(is_above ? node : hub, is_above ? hub : node, 1);
            }
            for (size_t node = 0; side == 0 && node < graph.node_count; node++)
                rank[node]--;
            assert_true(is_sane(wrap(), MOST_WIDE[i]));
        }
}

/* Callers that are callees as well, on either side, beside a chain that goes on. */
static void two_cycles_wrap(void **state)
{
    (void)state;
    start();
    uint32_t hub = add_node(5), last = hub;
    for (uint32_t layer = 5; layer-- > 0;) {
        uint32_t node = add_node(layer);
        add_edge(node, last, 50);
        last = node;
    }
    last = hub;
    for (uint32_t layer = 6; layer < 9; layer++) {
        uint32_t node = add_node(layer);
        add_edge(last, node, 50);
        last = node;
    }
    for (uint32_t i = 0; i < 475; i++) {
        uint32_t node = add_node(i % 3 ? 4 : 6);
        add_edge(node, hub, 1);
        add_edge(hub, node, 1);
    }
    assert_true(shape_now().width > 40 * shape_now().height);
    assert_true(is_sane(wrap(), 8));
    /* The chain stays in one piece. */
    for (uint32_t i = 1; i < 9; i++)
        assert_true(rank[edges[i - 1].to] == rank[edges[i - 1].from] + 1);
}

static void heavy_leaves_stay_near(void **state)
{
    (void)state;
    start();
    uint32_t hub = add_node(0);
    for (uint32_t i = 0; i < 100; i++)
        add_edge(hub, add_node(1), i + 1);
    wrap();
    for (uint32_t i = 1; i < 100; i++)
        assert_true(rank[i + 1] <= rank[i]);
    assert_int_equal(rank[100], 1);
}

static void what_is_no_crowd_stays(void **state)
{
    (void)state;
    start();
    uint32_t hub = add_node(0), other = add_node(0);
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t node = add_node(1);
        add_edge(hub, node, 1);
        add_edge(other, node, 1); /* two neighbours */
    }
    wrap();
    assert_memory_equal(rank, before, graph.node_count * sizeof *rank);
    start();
    hub = add_node(0);
    for (uint32_t i = 0; i < 8; i++)
        add_edge(hub, add_node(1), 1); /* not wide */
    wrap();
    assert_memory_equal(rank, before, graph.node_count * sizeof *rank);
    start();
    wrap();
}

static void many_are_in_time(void **state)
{
    (void)state;
    start();
    uint32_t hub = add_node(0);
    for (uint32_t i = 0; i < MOST - 1; i++)
        add_edge(hub, add_node(1), 1);
    struct shape shape = wrap();
    assert_true(shape.layers > 20 && shape.layers <= 42);
}

int hubs_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_wraps),           cmocka_unit_test(two_cycles_wrap),
        cmocka_unit_test(heavy_leaves_stay_near), cmocka_unit_test(what_is_no_crowd_stays),
        cmocka_unit_test(many_are_in_time),
    };
    return cmocka_run_group_tests_name("hubs", tests, NULL, NULL);
}
