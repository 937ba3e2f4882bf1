/* Rows of nodes: stands in until the layout is there. */
#include "layout/graph_layout.h"
#include "base/arena.h"

const struct layout *layout_graph(const struct layout_input *input, struct arena *arena,
                                  struct budget *budget, struct error *error)
{
    size_t n = input->node_count, m = input->edge_count;
    uint32_t *rank = ARENA_NEW(arena, uint32_t, n + 1);
    struct layout *layout = ARENA_NEW(arena, struct layout, 1);
    struct layout_point *centers = ARENA_NEW(arena, struct layout_point, n + 1);
    struct layout_line *lines = ARENA_NEW(arena, struct layout_line, m + 1);
    struct layout_point *points = ARENA_NEW(arena, struct layout_point, 4 * m + 1);
    for (int round = 0; round < 12; round++)
        for (size_t e = 0; e < m; e++)
            if (input->edges[e].from != input->edges[e].to &&
                rank[input->edges[e].to] <= rank[input->edges[e].from] &&
                rank[input->edges[e].from] < 12)
                rank[input->edges[e].to] = rank[input->edges[e].from] + 1;
    double y = 0;
    for (uint32_t r = 0; r < 40; r++) {
        double x = 0, height = 0;
        for (size_t i = 0; i < n; i++) {
            if (rank[i] != r)
                continue;
            centers[i] = (struct layout_point){x + input->nodes[i].width / 2,
                                               y + input->nodes[i].height / 2};
            x += input->nodes[i].width + input->node_gap;
            height = input->nodes[i].height > height ? input->nodes[i].height : height;
            layout->width = x > layout->width ? x : layout->width;
        }
        y += height > 0 ? height + 2 * input->layer_gap : 0;
    }
    layout->height = y;
    for (size_t e = 0; e < m; e++) {
        const struct layout_edge *edge = &input->edges[e];
        struct layout_point a = centers[edge->from], b = centers[edge->to];
        a.y += input->nodes[edge->from].height / 2;
        b.y -= input->nodes[edge->to].height / 2;
        points[4 * e] = a;
        points[4 * e + 1] = (struct layout_point){a.x, a.y + (b.y - a.y) / 3};
        points[4 * e + 2] = (struct layout_point){b.x, b.y - (b.y - a.y) / 3};
        points[4 * e + 3] = b;
        lines[e] = (struct layout_line){4 * e,
                                        4,
                                        edge->label_width > 0,
                                        {(a.x + b.x) / 2 + edge->label_width / 2, (a.y + b.y) / 2}};
    }
    layout->centers = centers;
    layout->lines = lines;
    layout->points = points;
    layout->point_count = 4 * m;
    return budget_spend(budget, n + m, error) ? layout : NULL;
}
