/* The whole layout on random graphs of many kinds: what must hold of every drawing. A graph that
 * fails is printed as a file for layout_dump. */
#include "layout/graph_layout.h"
#include "base/arena.h"
#include "layout/drawing.h"
#include "layout/graph_file.h"
#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>

int graph_layout_tests(void);

enum { MOST_NODES = 300, MOST_EDGES = 800 };
enum kind { SPARSE, DENSE, DOWNWARDS, TREE, FOREST, HUB, CALLERS, CHAIN, RING, PARTS, KINDS };

struct made {
    struct layout_node nodes[MOST_NODES];
    struct layout_edge edges[MOST_EDGES];
    struct layout_input input;
    uint64_t seed;
};

static uint32_t below(struct made *made, uint64_t end)
{
    return (uint32_t)(unit_random(&made->seed) % end);
}

static void start(struct made *made, uint64_t seed)
{
    made->seed = seed * 2654435761u + 99;
    made->input = (struct layout_input){.nodes = made->nodes,
                                        .edges = made->edges,
                                        .node_gap = 20,
                                        .layer_gap = 44,
                                        .line_gap = 10};
}

static uint32_t add_node(struct made *made)
{
    assert_true(made->input.node_count < MOST_NODES);
    double width = below(made, 20) ? 40 + below(made, 160) : 8 + below(made, 500);
    made->nodes[made->input.node_count] =
        (struct layout_node){width, 20 + below(made, 80), LAYOUT_NONE};
    return (uint32_t)made->input.node_count++;
}

static void add_edge(struct made *made, uint32_t from, uint32_t to)
{
    static const double WEIGHTS[] = {1, 1, 2, 7, 30, 101, 5000, 1e6};
    if (made->input.edge_count == MOST_EDGES)
        return;
    double thickness = below(made, 4) ? 1 + below(made, 3) : 1 + below(made, 90) / 10.0;
    bool labelled = below(made, 5) != 0;
    made->edges[made->input.edge_count++] =
        (struct layout_edge){from,
                             to,
                             WEIGHTS[below(made, sizeof WEIGHTS / sizeof *WEIGHTS)],
                             thickness,
                             6 + thickness,
                             labelled ? 15 + below(made, 50) : 0,
                             labelled ? 14 : 0};
}

static void add_tree(struct made *made, uint32_t count, uint32_t parts)
{
    uint32_t first = (uint32_t)made->input.node_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = add_node(made), back = 1 + below(made, 12);
        if (node - first >= parts)
            add_edge(made, back > node - first ? first : node - back, node);
    }
}

/* `ways` of ten edges point up. */
static void add_random(struct made *made, uint32_t nodes, uint32_t edges, uint32_t upwards)
{
    uint32_t first = (uint32_t)made->input.node_count;
    for (uint32_t i = 0; i < nodes; i++)
        add_node(made);
    for (uint32_t i = 0; nodes > 1 && i < edges; i++) {
        uint32_t a = below(made, nodes), b = below(made, nodes);
        if (a == b && below(made, 3))
            continue;
        bool turns = (a > b) != (below(made, 10) < upwards);
        add_edge(made, first + (turns ? b : a), first + (turns ? a : b));
    }
}

static void add_kind(struct made *made, enum kind kind, uint32_t count)
{
    uint32_t first = (uint32_t)made->input.node_count;
    switch (kind) {
    case SPARSE:
        add_random(made, count, count + count / 4, 2);
        break;
    case DENSE:
        add_random(made, count / 3, count, 3);
        break;
    case DOWNWARDS:
        add_random(made, count, count + count / 2, 0);
        break;
    case TREE:
    case FOREST:
        add_tree(made, count, kind == TREE ? 1 : 4);
        break;
    case HUB:
    case CALLERS:
        for (uint32_t i = 0; i < count; i++)
            if (add_node(made) > first)
                add_edge(made, kind == HUB ? first : first + i, kind == HUB ? first + i : first);
        break;
    case CHAIN:
    case RING:
        for (uint32_t i = 0; i < count; i++)
            if (add_node(made) > first)
                add_edge(made, first + i - 1, first + i);
        if (kind == RING && count > 1)
            add_edge(made, first + count - 1, first);
        break;
    default:
        break;
    }
}

static void add_notes(struct made *made)
{
    uint32_t count = (uint32_t)made->input.node_count;
    for (uint32_t n = 0; n < count; n++) {
        uint32_t host = n;
        for (uint32_t i = below(made, 4) ? 0 : below(made, 5); i; i--) {
            if (made->input.node_count == MOST_NODES || made->input.edge_count == MOST_EDGES)
                return;
            uint32_t note = add_node(made);
            made->nodes[note].width = 20 + below(made, 60);
            made->nodes[note].height = 24;
            made->nodes[note].host = host;
            add_edge(made, host, note);
            host = below(made, 3) ? n : note;
        }
    }
}

static void make(struct made *made, uint64_t seed)
{
    start(made, seed);
    enum kind kind = (enum kind)(seed % KINDS);
    uint32_t count = below(made, seed % 3 ? 40 : 121);
    if (kind == PARTS)
        for (uint32_t part = below(made, 6); part; part--)
            add_kind(made, (enum kind)below(made, PARTS), below(made, 20));
    else
        add_kind(made, kind, count);
    bool is_tree = kind == TREE || kind == FOREST;
    for (uint32_t i = below(made, 4); !is_tree && made->input.edge_count && i; i--) {
        const struct layout_edge *edge = &made->edges[below(made, made->input.edge_count)];
        add_edge(made, edge->from, below(made, 2) ? edge->to : edge->from); /* twice, or a loop */
        add_edge(made, edge->to, edge->from);
    }
    if (below(made, 3) == 0)
        add_notes(made);
}

static const struct layout *lay_out(const struct made *made, struct arena *arena)
{
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    const struct layout *layout = layout_graph(&made->input, arena, &budget, &error);
    if (!layout)
        fail_msg("%s", error.text);
    return layout;
}

static void fail_with(const struct made *made, uint64_t seed, const char *wrong)
{
    char path[64];
    snprintf(path, sizeof path, "wrong-%u.graph", (unsigned)seed);
    FILE *file = fopen(path, "w");
    if (file) {
        graph_file_write(file, &made->input);
        fclose(file);
    }
    fail_msg("%s: %s, %zu nodes, %zu edges", path, wrong, made->input.node_count,
             made->input.edge_count);
}

static void random_graphs_are_drawn_well(void **state)
{
    (void)state;
    static struct made made;
    const char *most = getenv("LAYOUT_SEEDS");
    uint64_t end = most ? strtoull(most, NULL, 10) : 3000;
    for (uint64_t seed = 1; seed <= end; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        make(&made, seed);
        const struct layout *layout = lay_out(&made, &arena);
        const char *wrong = drawing_wrong(&made.input, layout, arena);
        if (wrong)
            fail_with(&made, seed, wrong);
        if (!drawing_same(&made.input, layout, lay_out(&made, &arena)))
            fail_with(&made, seed, "another drawing the second time");
        arena_fini(&store);
    }
}

static void trees_have_no_crossings(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        start(&made, seed);
        add_tree(&made, 1 + below(&made, 120), 1 + below(&made, 3));
        if (seed % 3 == 0)
            add_notes(&made);
        if (drawing_crossings(&made.input, lay_out(&made, &arena), arena))
            fail_with(&made, seed + 10000, "lines of a tree cross");
        arena_fini(&store);
    }
}

/* Nothing at all is a drawing without size. */
static void nothing_is_drawn_as_nothing(void **state)
{
    (void)state;
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made, 1);
    const struct layout *layout = lay_out(&made, &arena);
    assert_true(layout->width == 0 && layout->height == 0 && layout->point_count == 0);
    add_node(&made);
    layout = lay_out(&made, &arena);
    assert_true(layout->width == made.nodes[0].width && layout->height == made.nodes[0].height);
    assert_true(layout->centers[0].x == layout->width / 2);
    arena_fini(&store);
}

/* A line from node to node in one piece, without a label. */
static bool runs_straight(const struct layout *layout, const struct layout_line *line)
{
    const struct layout_point *points = &layout->points[line->first], *end = &points[3];
    for (int i = 1; line->count == 4 && i < 3; i++) {
        double x = points[0].x + (end->x - points[0].x) * i / 3;
        double y = points[0].y + (end->y - points[0].y) * i / 3;
        if (fabs(points[i].x - x) > 1e-6 || fabs(points[i].y - y) > 1e-6)
            return false;
    }
    return line->count == 4 && !line->has_label;
}

/* A chain, and edges past its nodes up and down, the later the heavier. There is room for the bends
 * of the last two. */
static void light_lines_run_straight_where_bends_are_too_many(void **state)
{
    (void)state;
    enum { COUNT = 12, LONG = 6 };
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made, 7);
    add_kind(&made, CHAIN, COUNT);
    for (uint32_t e = 0; e < COUNT - 1; e++)
        made.edges[e].weight = 100;
    for (uint32_t i = 0; i < LONG; i++) {
        uint32_t above = i % 2, below = COUNT - 1 - i / 2;
        add_edge(&made, i % 3 ? above : below, i % 3 ? below : above);
        made.edges[COUNT - 1 + i].weight = 1 + i;
    }
    made.input.bends = 8 + 7 + 2;
    const struct layout *layout = lay_out(&made, &arena);
    assert_null(drawing_broken(&made.input, layout));
    for (uint32_t e = 0; e < made.input.edge_count; e++) {
        const struct layout_line *line = &layout->lines[e];
        const struct layout_edge *edge = &made.edges[e];
        bool is_across = e >= COUNT - 1 && e < COUNT - 1 + LONG - 2;
        if (is_across)
            assert_true(runs_straight(layout, line));
        if (e >= COUNT - 1 && !is_across)
            assert_false(runs_straight(layout, line));
        const struct layout_point *first = &layout->points[line->first];
        bool points_down = first[line->count - 1].y > first->y;
        double from = layout->centers[edge->from].y, to = layout->centers[edge->to].y;
        assert_true(points_down == (to > from));
        assert_true(points_down ? first->y > from : first->y < from);
    }
    arena_fini(&store);
}

/* However few bends there may be, everything is drawn. */
static void few_bends_are_enough(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        make(&made, seed);
        made.input.bends = 1 + seed % 20;
        const char *broken = drawing_broken(&made.input, lay_out(&made, &arena));
        if (broken)
            fail_with(&made, seed + 20000, broken);
        arena_fini(&store);
    }
}

/* A budget that is used up ends it anywhere, with an error. */
static void work_is_limited(void **state)
{
    (void)state;
    static struct made made;
    struct budget whole = {0};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made, 5);
    add_random(&made, 60, 90, 2);
    assert_non_null(layout_graph(&made.input, &arena, &whole, NULL));
    for (uint64_t limit = 1; limit < whole.work; limit += whole.work / 40 + 1) {
        struct budget budget = {.limit = limit};
        struct error error = {.kind = ERROR_NONE};
        struct arena scratch = arena;
        const struct layout *layout = layout_graph(&made.input, &scratch, &budget, &error);
        assert_true(layout || error.kind == ERROR_LIMIT);
        assert_true(layout == NULL || budget.work < whole.work * 2);
    }
    arena_fini(&store);
}

int graph_layout_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_are_drawn_well),
        cmocka_unit_test(trees_have_no_crossings),
        cmocka_unit_test(nothing_is_drawn_as_nothing),
        cmocka_unit_test(light_lines_run_straight_where_bends_are_too_many),
        cmocka_unit_test(few_bends_are_enough),
        cmocka_unit_test(work_is_limited),
    };
    return cmocka_run_group_tests_name("graph_layout", tests, NULL, NULL);
}
