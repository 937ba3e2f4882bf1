/* Labels beside lines. */
#include "layout/edge_labels.h"
#include "layered.h"
#include "layout/lines.h"
#include "layout/ports.h"

#include <math.h>

int edge_labels_tests(void);

static struct edge_labels labels_of(struct layered *layered, const double *gaps)
{
    const struct ports *ports = ports_assign(&layered->graph, layered->layers, layered->x,
                                             &layered->arena, &layered->budget, NULL);
    const struct lines *lines = lines_route(&layered->graph, layered->layers, layered->x, ports,
                                            gaps, &layered->arena, &layered->budget, NULL);
    const struct edge_labels *labels =
        edge_labels_place(&layered->graph, layered->layers, layered->x, lines, &layered->arena,
                          &layered->budget, NULL);
    assert_non_null(labels);
    return *labels;
}

static void label(struct layered *layered, uint32_t edge)
{
    layered->edges[edge].label_width = 40;
    layered->edges[edge].label_height = 14;
}

static void pair(struct layered *layered)
{
    layered_start(layered);
    layered_node(layered, 0, 100, 200, 40);
    layered_node(layered, 1, 100, 200, 40);
    label(layered, layered_edge(layered, 0, 1, 1));
}

static void a_label_is_right_beside_its_line(void **state)
{
    (void)state;
    static struct layered layered;
    static const double GAPS[] = {40, 40};
    pair(&layered);
    layered_edge(&layered, 0, 1, 0.5);
    layered_make(&layered, NULL);
    struct edge_labels labels = labels_of(&layered, GAPS);
    assert_true(labels.all && labels.placed[0] && !labels.placed[1]);
    assert_true(labels.centers[0].y - 7 >= 40 && labels.centers[0].y + 7 <= 80);
    double aside = fabs(labels.centers[0].x - 100);
    assert_true(aside > 20 && aside < 32);
    layered_stop(&layered);
}

/* A gap that is too low is asked for more, and is high enough then. */
static void a_gap_without_room_is_told(void **state)
{
    (void)state;
    static struct layered layered;
    double gaps[] = {12, 40};
    pair(&layered);
    layered_make(&layered, NULL);
    struct edge_labels labels = labels_of(&layered, gaps);
    assert_true(!labels.all && !labels.placed[0] && labels.more[0] > 0 && labels.more[1] == 0);
    gaps[0] += labels.more[0];
    labels = labels_of(&layered, gaps);
    assert_true(labels.all && labels.placed[0]);
    layered_stop(&layered);
}

static void labels_do_not_touch(void **state)
{
    (void)state;
    static struct layered layered;
    static const double GAPS[] = {90, 40};
    layered_start(&layered);
    layered_node(&layered, 0, 100, 120, 40);
    layered_node(&layered, 1, 100, 120, 40);
    for (uint32_t i = 0; i < 6; i++)
        label(&layered, layered_edge(&layered, 0, 1, 1));
    layered_make(&layered, NULL);
    struct edge_labels labels = labels_of(&layered, GAPS);
    assert_true(labels.all);
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < i; k++)
            assert_true(fabs(labels.centers[i].x - labels.centers[k].x) >= 40 ||
                        fabs(labels.centers[i].y - labels.centers[k].y) >= 14);
    layered_stop(&layered);
}

/* Where a line passes between nodes it is not put on them. */
static void labels_avoid_nodes(void **state)
{
    (void)state;
    static struct layered layered;
    static const double GAPS[] = {15, 15, 60, 15, 15};
    static const double BENDS[] = {100, 100, 100};
    layered_start(&layered);
    layered_node(&layered, 0, 100, 60, 40);
    layered_node(&layered, 4, 100, 60, 40);
    for (uint32_t rank = 1; rank < 4; rank++) {
        layered_node(&layered, rank, 40, 90, 40);
        layered_node(&layered, rank, 160, 90, 40);
    }
    label(&layered, layered_edge(&layered, 0, 1, 1));
    layered_make(&layered, BENDS);
    struct edge_labels labels = labels_of(&layered, GAPS);
    assert_true(labels.all);
    /* The only gap that is high enough is the third. */
    assert_true(labels.centers[0].y - 7 >= 150 && labels.centers[0].y + 7 <= 210);
    layered_stop(&layered);
}

/* Labels of any size end, and count as work. */
static void huge_labels_are_limited(void **state)
{
    (void)state;
    static struct layered layered;
    static const double GAPS[] = {40, 40};
    uint64_t work[2];
    for (int huge = 0; huge < 2; huge++) {
        layered_start(&layered);
        for (uint32_t i = 0; i < 60; i++)
            layered_node(&layered, i % 2, 200 * (i / 2), 80, 40);
        for (uint32_t i = 0; i < 60; i += 2) {
            label(&layered, layered_edge(&layered, i, i + 1, 1));
            if (huge)
                layered.edges[i / 2].label_width = 1e9;
        }
        layered_make(&layered, NULL);
        uint64_t before = layered.budget.work;
        struct edge_labels labels = labels_of(&layered, GAPS);
        work[huge] = layered.budget.work - before;
        assert_int_equal(labels.all, !huge);
        layered_stop(&layered);
    }
    assert_true(work[1] > work[0] + 30);
}

int edge_labels_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_is_right_beside_its_line),
        cmocka_unit_test(a_gap_without_room_is_told),
        cmocka_unit_test(labels_do_not_touch),
        cmocka_unit_test(labels_avoid_nodes),
        cmocka_unit_test(huge_labels_are_limited),
    };
    return cmocka_run_group_tests_name("edge_labels", tests, NULL, NULL);
}
