/* Boxes hold their node, its notes, labels and loops, apart from each other, and a way out. */
#include "layout/attached.h"
#include "base/arena.h"
#include "unit/unit.h"

int attached_tests(void);

enum { MOST = 400, SHAPES = MOST * 4 };

struct made {
    struct layout_node nodes[MOST];
    struct layout_edge edges[MOST * 2];
    struct layout_input input;
};

struct rect {
    double left, top, right, bottom;
    uint32_t box, node; /* node: of the input, or NONE for a label */
};

struct checked {
    struct rect rects[SHAPES];
    size_t count;
};

static const double SLACK = 1e-6;

static bool is_near(double a, double b)
{
    return a < b + SLACK && b < a + SLACK;
}

static void add_node(struct made *made, double width, double height, uint32_t host)
{
    made->nodes[made->input.node_count++] = (struct layout_node){width, height, host};
}

static void add_edge(struct made *made, uint32_t from, uint32_t to, double label)
{
    made->edges[made->input.edge_count++] =
        (struct layout_edge){from, to, 1, 1.5, 7, label, label > 0 ? 12 : 0};
}

static void start(struct made *made)
{
    made->input = (struct layout_input){
        .nodes = made->nodes, .edges = made->edges, .node_gap = 18, .layer_gap = 36, .line_gap = 8};
}

static void make(struct made *made, uint64_t seed)
{
    start(made);
    while (made->input.node_count < 300) {
        uint32_t host = (uint32_t)made->input.node_count;
        add_node(made, (double)(30 + unit_random(&seed) % 300),
                 (double)(20 + unit_random(&seed) % 80), LAYOUT_NONE);
        uint32_t notes = (uint32_t)(unit_random(&seed) % 9), last = host;
        for (uint32_t i = 0; i < notes; i++) {
            uint32_t at = unit_random(&seed) % 3 ? host : last;
            last = (uint32_t)made->input.node_count;
            add_node(made, (double)(20 + unit_random(&seed) % 50), 24, at);
            add_edge(made, at, last, (double)(unit_random(&seed) % 60));
        }
        for (uint32_t i = 0; i < unit_random(&seed) % 3; i++)
            add_edge(made, host, host, (double)(unit_random(&seed) % 60));
        for (uint32_t i = 0; host > 0 && i < unit_random(&seed) % 4; i++)
            add_edge(made, i % 2 ? 0 : host, i % 2 ? host : 0, 30);
    }
}

static void add_rect(struct checked *checked, struct layout_point center, double width,
                     double height, uint32_t box, uint32_t node)
{
    assert_true(checked->count < SHAPES);
    checked->rects[checked->count++] = (struct rect){center.x - width / 2,
                                                     center.y - height / 2,
                                                     center.x + width / 2,
                                                     center.y + height / 2,
                                                     box,
                                                     node};
}

static bool is_noted(const struct attached *attached, const struct made *made, uint32_t node)
{
    return attached->graph.nodes[attached->box_of[node]].node != node &&
           made->nodes[node].host < MOST;
}

static void collect(const struct made *made, const struct attached *attached,
                    struct checked *checked)
{
    for (uint32_t i = 0; i < made->input.node_count; i++)
        add_rect(checked, attached->centers[i], made->nodes[i].width, made->nodes[i].height,
                 attached->box_of[i], i);
    for (uint32_t i = 0; i < made->input.edge_count; i++) {
        const struct layout_edge *edge = &made->edges[i];
        if (attached->lines[i].has_label)
            add_rect(checked, attached->lines[i].label, edge->label_width, edge->label_height,
                     attached->box_of[edge->from], LAYOUT_NONE);
    }
}

/* Whether lines that leave pass it on one side; they do not where there is no way. */
static bool is_beside(const struct digraph_node *box, double left, double right)
{
    return box->exit_left == box->exit_right || right <= box->exit_left + SLACK ||
           left >= box->exit_right - SLACK;
}

static void check_rects(const struct attached *attached, const struct checked *checked)
{
    for (size_t i = 0; i < checked->count; i++) {
        const struct rect *a = &checked->rects[i];
        const struct digraph_node *box = &attached->graph.nodes[a->box];
        assert_true(a->left >= -SLACK && a->top >= -SLACK);
        assert_true(a->right <= box->width + SLACK && a->bottom <= box->height + SLACK);
        if (a->node == box->node) {
            assert_true(a->top < SLACK && box->exit_y == a->bottom);
            assert_true(is_near(a->left, box->left));
            assert_true(is_near(a->right, box->right));
            assert_true(box->left - SLACK <= box->exit_left);
            assert_true(box->exit_left <= box->exit_right);
            assert_true(box->exit_right <= box->right + SLACK);
        } else {
            assert_true(is_beside(box, a->left, a->right) || a->bottom <= box->exit_y + SLACK);
        }
        for (size_t j = 0; j < i; j++) {
            const struct rect *b = &checked->rects[j];
            bool apart = a->right <= b->left + SLACK || b->right <= a->left + SLACK ||
                         a->bottom <= b->top + SLACK || b->bottom <= a->top + SLACK;
            assert_true(a->box != b->box || apart);
        }
    }
}

/* Points of a line, dense enough to meet whatever is in its way. */
enum { STEPS = 48 };

static struct layout_point bezier(const struct layout_point *p, double t)
{
    double a = (1 - t) * (1 - t) * (1 - t), b = 3 * t * (1 - t) * (1 - t), c = 3 * t * t * (1 - t);
    double d = t * t * t;
    return (struct layout_point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                                 a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static void check_point(const struct attached *attached, const struct checked *checked,
                        struct layout_point point, uint32_t box_of)
{
    const struct digraph_node *box = &attached->graph.nodes[box_of];
    assert_true(point.x >= -SLACK && point.x <= box->width + SLACK);
    assert_true(point.y >= -SLACK && point.y <= box->height + SLACK);
    assert_true(is_beside(box, point.x, point.x) || point.y <= box->exit_y + SLACK);
    for (size_t i = 0; i < checked->count; i++) {
        const struct rect *rect = &checked->rects[i];
        assert_true(rect->box != box_of || point.x <= rect->left + SLACK ||
                    point.x >= rect->right - SLACK || point.y <= rect->top + SLACK ||
                    point.y >= rect->bottom - SLACK);
    }
}

static void check_lines(const struct made *made, const struct attached *attached,
                        const struct checked *checked)
{
    for (uint32_t i = 0; i < made->input.edge_count; i++) {
        const struct layout_edge *edge = &made->edges[i];
        const struct layout_line *line = &attached->lines[i];
        bool inside = edge->from == edge->to || is_noted(attached, made, edge->to);
        assert_int_equal(line->count, !inside ? 0 : edge->from == edge->to ? 10 : 4);
        assert_int_equal(line->has_label, inside && edge->label_width > 0);
        for (size_t at = 0; at + 1 < line->count; at += 3)
            for (int step = 0; step <= STEPS; step++)
                check_point(attached, checked,
                            bezier(attached->points + line->first + at, (double)step / STEPS),
                            attached->box_of[edge->from]);
    }
}

/* The line to a note ends in the middle of its upper side. */
/* A node that edges leave has a way for them. */
static void check_exits(const struct made *made, const struct attached *attached)
{
    for (size_t i = 0; i < attached->graph.edge_count; i++) {
        const struct digraph_node *box = &attached->graph.nodes[attached->graph.edges[i].from];
        assert_true(box->exit_right - box->exit_left >= made->input.line_gap);
    }
}

static void check_ends(const struct made *made, const struct attached *attached)
{
    for (uint32_t i = 0; i < made->input.edge_count; i++) {
        const struct layout_edge *edge = &made->edges[i];
        const struct layout_line *line = &attached->lines[i];
        if (line->count != 4)
            continue;
        const struct layout_node *host = &made->nodes[edge->from], *note = &made->nodes[edge->to];
        struct layout_point from = attached->points[line->first];
        struct layout_point to = attached->points[line->first + 3];
        struct layout_point above = attached->centers[edge->from];
        struct layout_point below = attached->centers[edge->to];
        assert_true(is_near(to.x, below.x));
        assert_true(is_near(to.y, below.y - note->height / 2));
        assert_true(is_near(from.y, above.y + host->height / 2));
        assert_true(from.x >= above.x - host->width / 2 && from.x <= above.x + host->width / 2);
        assert_true(to.y - from.y >= 36 - SLACK);
        assert_true(to.y - from.y >= edge->label_height + 10 - SLACK);
    }
}

static const struct attached *lay_out(const struct made *made, struct arena *arena)
{
    struct budget budget = {0};
    const struct attached *attached = attached_new(&made->input, arena, &budget, NULL);
    assert_non_null(attached);
    struct checked *checked = ARENA_NEW(arena, struct checked, 1);
    collect(made, attached, checked);
    check_rects(attached, checked);
    check_lines(made, attached, checked);
    check_ends(made, attached);
    check_exits(made, attached);
    return attached;
}

static void nothing_touches(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 30; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        make(&made, seed * 77);
        lay_out(&made, &arena);
        arena_fini(&store);
    }
}

static void a_node_alone_is_its_box(void **state)
{
    (void)state;
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made);
    add_node(&made, 100, 40, LAYOUT_NONE);
    add_node(&made, 50, 20, LAYOUT_NONE);
    add_edge(&made, 0, 1, 30);
    const struct attached *attached = lay_out(&made, &arena);
    assert_int_equal(attached->graph.node_count, 2);
    assert_int_equal(attached->graph.edge_count, 1);
    const struct digraph_node *node = &attached->graph.nodes[0];
    assert_true(node->width == 100 && node->height == 40 && node->exit_y == 40);
    assert_true(node->left == 0 && node->right == 100);
    assert_true(node->exit_left == 0 && node->exit_right == 100);
    arena_fini(&store);
}

/* A note fits below a wide node, beside the lines, and its own line is straight down. */
static void notes_go_below_without_widening(void **state)
{
    (void)state;
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made);
    add_node(&made, 200, 40, LAYOUT_NONE);
    add_node(&made, 50, 20, 0);
    add_node(&made, 50, 20, LAYOUT_NONE);
    add_edge(&made, 0, 1, 30);
    add_edge(&made, 0, 2, 30);
    const struct attached *attached = lay_out(&made, &arena);
    const struct digraph_node *node = &attached->graph.nodes[0];
    assert_true(node->width == 200);
    assert_true(node->height == 40 + 36 + 20);
    assert_true(node->exit_right - node->exit_left > 100);
    const struct layout_point *line = attached->points + attached->lines[0].first;
    assert_true(line[0].x == line[3].x);
    arena_fini(&store);
}

/* Many notes, many lines: the box is no wider than both, and what leaves has its way. */
static void many_notes_leave_a_way(void **state)
{
    (void)state;
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made);
    add_node(&made, 120, 40, LAYOUT_NONE);
    add_node(&made, 120, 40, LAYOUT_NONE);
    for (uint32_t i = 0; i < 8; i++) {
        add_node(&made, 54, 36, 0);
        add_edge(&made, 0, 2 + i, 40);
    }
    for (int i = 0; i < 3; i++)
        add_edge(&made, 0, 1, 0);
    const struct attached *attached = lay_out(&made, &arena);
    const struct digraph_node *node = &attached->graph.nodes[0];
    assert_true(node->exit_right - node->exit_left >= 3 * (8 + 1.5) - SLACK);
    assert_true(node->width < 8 * (54 + 40));
    /* About as much on either side. */
    double middle = (node->exit_left + node->exit_right) / 2 / node->width;
    assert_true(middle > 0.4 && middle < 0.6);
    arena_fini(&store);
}

static void what_is_no_note_stands_for_itself(void **state)
{
    (void)state;
    static struct made made;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    start(&made);
    add_node(&made, 100, 40, 0); /* 0: hosts itself */
    add_node(&made, 50, 20, 77); /* 1: out of range */
    add_node(&made, 50, 20, 3);  /* 2, 3, 4: in a circle */
    add_node(&made, 50, 20, 4);
    add_node(&made, 50, 20, 2);
    add_node(&made, 50, 20, 0);  /* 5: an edge from elsewhere as well */
    add_node(&made, 50, 20, 0);  /* 6: an edge to elsewhere */
    add_node(&made, 50, 20, 0);  /* 7: no edge */
    add_node(&made, 50, 20, 0);  /* 8: an edge to itself */
    add_node(&made, 50, 20, 2);  /* 9: a note of one of the circle */
    add_node(&made, 50, 20, 0);  /* 10: a note whose note is none */
    add_node(&made, 50, 20, 10); /* 11 */
    static const uint32_t EDGES[][2] = {{0, 1}, {3, 2}, {4, 3}, {2, 4}, {0, 5},   {1, 5},  {0, 6},
                                        {6, 1}, {0, 8}, {8, 8}, {2, 9}, {10, 11}, {0, 10}, {11, 1}};
    for (size_t i = 0; i < sizeof EDGES / sizeof *EDGES; i++)
        add_edge(&made, EDGES[i][0], EDGES[i][1], 20);
    const struct attached *attached = lay_out(&made, &arena);
    for (uint32_t i = 0; i < 12; i++)
        assert_int_equal(is_noted(attached, &made, i), i == 9);
    assert_int_equal(attached->graph.node_count, 11);
    assert_int_equal(attached->graph.edge_count, 12);
    arena_fini(&store);
}

/* A chain of notes is gone down without recursion. */
static void deep_and_wide_notes_are_in_time(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct layout_node *nodes = ARENA_NEW(&arena, struct layout_node, COUNT);
    struct layout_edge *edges = ARENA_NEW(&arena, struct layout_edge, COUNT);
    for (int wide = 0; wide < 2; wide++) {
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t host = i == 0 ? LAYOUT_NONE : wide ? 0 : i - 1;
            nodes[i] = (struct layout_node){50, 20, host};
            if (i > 0)
                edges[i - 1] = (struct layout_edge){host, i, 1, 1, 7, 30, 12};
        }
        struct layout_input input = {nodes, COUNT, edges, COUNT - 1, 18, 36, 8, 0, 0};
        struct budget budget = {0};
        const struct attached *attached = attached_new(&input, &arena, &budget, NULL);
        assert_int_equal(attached->graph.node_count, 1);
        const struct digraph_node *node = attached->graph.nodes;
        assert_true(node->height < 1e7 && node->width < 1e8);
    }
    arena_fini(&store);
}

int attached_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_touches),
        cmocka_unit_test(a_node_alone_is_its_box),
        cmocka_unit_test(notes_go_below_without_widening),
        cmocka_unit_test(many_notes_leave_a_way),
        cmocka_unit_test(what_is_no_note_stands_for_itself),
        cmocka_unit_test(deep_and_wide_notes_are_in_time),
    };
    return cmocka_run_group_tests_name("attached", tests, NULL, NULL);
}
