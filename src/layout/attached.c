/* Notes from the innermost out: each one's row below it, then the node's own row with a way through
 * for the lines that start at it; then places from the node down. */
#include "layout/attached.h"
#include "base/array.h"
#include "layout/note_row.h"

#include <math.h>

static const double PORTS = 0.9;   /* the share of a lower side where lines to notes start */
static const double EXITS = 0.6;   /* the most of it that other lines get beside notes */
static const double NOTE_PORT = 5; /* the least of it for a line to a note */
static const double LABEL_GAP = 3;
static const double LOOP_HEIGHT = 0.4; /* of a node, from its middle to the end of a loop */

struct box {
    double left, right, height; /* what belongs to a node, from the node's left side and top */
    double gap;                 /* down to its notes */
    double exit_left, exit_right;
};

/* Self-loops of a node, at its right. */
struct loops {
    uint32_t count, drawn;
    double width, labels, label_height;
};

struct work {
    const struct layout_input *input;
    uint8_t *is_note; /* by node */
    uint32_t *edge;   /* by note: the one that leads to it */
    uint32_t *starts; /* by node: its notes are notes[starts[n] .. starts[n + 1]) */
    uint32_t *notes;
    uint32_t *order; /* notes, each before its host */
    size_t note_count;
    struct loops *loops;       /* by node */
    double *leaving;           /* by node: what the edges need that start at it */
    struct note_block *blocks; /* by note */
    struct box *boxes;         /* by node */
    struct layout_line *lines;
    ARRAY(struct layout_point) points;
};

static bool is_hosted(const struct layout_input *input, uint32_t node)
{
    uint32_t host = input->nodes[node].host;
    return host < input->node_count && host != node;
}

/* Which nodes with a host have one edge in, from there. */
static void mark_by_edges(struct work *work, struct arena scratch)
{
    const struct layout_input *input = work->input;
    uint32_t *in = ARENA_NEW(&scratch, uint32_t, input->node_count);
    for (uint32_t i = 0; i < input->node_count; i++)
        work->is_note[i] = is_hosted(input, i);
    for (uint32_t i = 0; i < input->edge_count; i++) {
        const struct layout_edge *edge = &input->edges[i];
        work->edge[edge->to] = i;
        in[edge->to] += in[edge->to] < 2;
        if (input->nodes[edge->to].host != edge->from)
            work->is_note[edge->to] = 0;
    }
    for (uint32_t i = 0; i < input->node_count; i++)
        if (in[i] != 1)
            work->is_note[i] = 0;
}

/* A note from which an edge leads to what is no note of its own is none; its host may then be none
 * for the same reason. */
static void unmark_sources(struct work *work, struct arena scratch)
{
    const struct layout_input *input = work->input;
    ARRAY(uint32_t) stack = {0};
    for (uint32_t i = 0; i < input->edge_count; i++) {
        const struct layout_edge *edge = &input->edges[i];
        bool is_own = work->is_note[edge->to] && input->nodes[edge->to].host == edge->from;
        if (!is_own && work->is_note[edge->from]) {
            work->is_note[edge->from] = 0;
            array_push(&scratch, &stack, edge->from);
        }
    }
    while (stack.count) {
        uint32_t host = input->nodes[stack.at[--stack.count]].host;
        if (work->is_note[host]) {
            work->is_note[host] = 0;
            array_push(&scratch, &stack, host);
        }
    }
}

/* Orders the notes by taking those first that have none left; what remains hosts itself, by way of
 * others, and is no note. */
static void order_notes(struct work *work, struct arena scratch)
{
    const struct layout_input *input = work->input;
    uint32_t *left = ARENA_NEW(&scratch, uint32_t, input->node_count);
    size_t taken = 0;
    for (uint32_t i = 0; i < input->node_count; i++)
        if (work->is_note[i])
            left[input->nodes[i].host]++;
    for (uint32_t i = 0; i < input->node_count; i++)
        if (work->is_note[i] && !left[i])
            work->order[work->note_count++] = i;
    for (; taken < work->note_count; taken++) {
        uint32_t host = input->nodes[work->order[taken]].host;
        if (--left[host] == 0 && work->is_note[host])
            work->order[work->note_count++] = host;
    }
    for (uint32_t i = 0; i < input->node_count; i++)
        if (left[i])
            work->is_note[i] = 0;
}

static void list_notes(struct work *work)
{
    const struct layout_input *input = work->input;
    for (uint32_t i = 0; i < input->node_count; i++)
        if (work->is_note[i])
            work->starts[input->nodes[i].host + 2]++;
    for (size_t i = 2; i < input->node_count + 2; i++)
        work->starts[i] += work->starts[i - 1];
    for (uint32_t i = 0; i < input->node_count; i++)
        if (work->is_note[i])
            work->notes[work->starts[input->nodes[i].host + 1]++] = i;
}

static bool is_loop(const struct layout_edge *edge)
{
    return edge->from == edge->to;
}

/* Whether an edge is the one between a note and its host. */
static bool is_notes(const struct work *work, uint32_t edge)
{
    uint32_t to = work->input->edges[edge].to;
    return work->is_note[to] && work->edge[to] == edge;
}

/* How far the nth loop of a node goes to the right. */
static double loop_reach(const struct work *work, const struct layout_edge *edge, uint32_t nth)
{
    return 1.5 * edge->head + work->input->line_gap * (nth + 1) + edge->thickness;
}

/* Loops lie in each other, their labels side by side after the last. */
static void measure_edges(struct work *work)
{
    const struct layout_input *input = work->input;
    for (uint32_t i = 0; i < input->edge_count; i++) {
        const struct layout_edge *edge = &input->edges[i];
        if (!is_loop(edge)) {
            if (!is_notes(work, i))
                work->leaving[edge->from] += edge->thickness + input->line_gap;
            continue;
        }
        struct loops *loops = &work->loops[edge->from];
        loops->width = fmax(loops->width, loop_reach(work, edge, loops->count) + LABEL_GAP);
        loops->label_height = fmax(loops->label_height, edge->label_height);
        loops->count++;
        if (edge->label_width > 0)
            loops->labels += edge->label_width + LABEL_GAP;
    }
}

/* Whether a label of a loop reaches below its node: then nothing else may be there. */
static bool label_hangs(const struct work *work, uint32_t node)
{
    return work->loops[node].label_height > work->input->nodes[node].height;
}

static struct note_row row_of(const struct work *work, uint32_t host)
{
    double width = work->input->nodes[host].width;
    return (struct note_row){.blocks = work->blocks,
                             .notes = work->notes + work->starts[host],
                             .count = work->starts[host + 1] - work->starts[host],
                             .gap = work->input->node_gap / 2,
                             .port_left = width * (1 - PORTS) / 2,
                             .port_right = width * (1 + PORTS) / 2,
                             .limit_left = -INFINITY,
                             .width = width};
}

static void add_row(struct box *box, const struct note_row *row)
{
    box->left = row->left < box->left ? row->left : box->left;
    box->right = row->right > box->right ? row->right : box->right;
}

static double deepest(const struct work *work, uint32_t host)
{
    double most = 0;
    for (uint32_t i = work->starts[host]; i < work->starts[host + 1]; i++)
        if (work->boxes[work->notes[i]].height > most)
            most = work->boxes[work->notes[i]].height;
    return most;
}

/* The row of a node that no other edge leaves: in its middle. */
static void place_row(struct work *work, uint32_t host)
{
    struct box *box = &work->boxes[host];
    struct note_row row = row_of(work, host);
    double width = work->input->nodes[host].width;
    box->exit_right = width;
    if (!row.count)
        return;
    double gap = note_row_start(&row);
    box->gap = gap > box->gap ? gap : box->gap;
    note_row_finish(&row, box->gap);
    add_row(box, &row);
    box->height += box->gap + deepest(work, host);
    double left = row.left - work->input->line_gap, right = row.right + work->input->line_gap;
    if (left > 0 && left >= width - right)
        box->exit_right = left;
    else
        box->exit_left = right < width ? right : width;
}

/* How many of the notes go to the left of the lines that leave: about half of the width. */
static size_t half_of(const struct note_row *row)
{
    double all = 0, sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++)
        all += row->blocks[row->notes[i]].left + row->blocks[row->notes[i]].right;
    for (; count < row->count; count++) {
        double next = row->blocks[row->notes[count]].left + row->blocks[row->notes[count]].right;
        if (sum + next / 2 > all / 2 + 1e-9)
            break;
        sum += next;
    }
    return count ? count : 1;
}

/* Places both halves to the left and right of a way of `way`, from `at` on. Gives the gap. */
static double place_halves(const struct work *work, uint32_t host, struct note_row halves[2],
                           double at, double way)
{
    double gap = work->boxes[host].gap;
    double rest[2] = {at, work->input->nodes[host].width - at - way};
    for (int i = 0; i < 2; i++) {
        struct note_row *half = &halves[i];
        half->limit_left = half->width - rest[i] + fmin(work->input->line_gap, rest[i] / 2);
        half->port_left = fmax(half->port_left, half->limit_left);
        half->port_right = fmax(half->port_right, half->limit_left);
        if (half->count)
            gap = fmax(gap, note_row_start(half));
    }
    for (int i = 0; i < 2; i++)
        if (halves[i].count)
            note_row_finish(&halves[i], gap);
    return gap;
}

/* Notes at both sides of the lines that leave, so that these go on straight below the node. */
static void place_around(struct work *work, uint32_t host)
{
    struct box *box = &work->boxes[host];
    struct note_row all = row_of(work, host), halves[2] = {all, all};
    double width = work->input->nodes[host].width, line_gap = work->input->line_gap;
    double way = fmin(work->leaving[host], EXITS * width);
    halves[0].count = label_hangs(work, host) ? all.count : half_of(&all);
    halves[0].is_mirrored = true;
    halves[1].notes += halves[0].count;
    halves[1].count -= halves[0].count;
    double need[2] = {0}, ports[2] = {0};
    for (int i = 0; i < 2; i++) {
        if (!halves[i].count)
            continue;
        note_row_start(&halves[i]);
        need[i] = halves[i].right - halves[i].left + line_gap;
        ports[i] = fmin((double)halves[i].count * NOTE_PORT + line_gap, (width - way) / 2);
    }
    if (need[0] + way + need[1] <= width)
        way = width - need[0] - need[1];
    double low = fmax(ports[0], fmin(need[0], width - way - need[1]));
    double high = fmin(width - way - ports[1], fmax(need[0], width - way - need[1]));
    double at = fmax(low, fmin((width - way) / 2, high));
    box->gap = place_halves(work, host, halves, at, way);
    for (int i = 0; i < 2; i++)
        if (halves[i].count)
            add_row(box, &halves[i]);
    box->exit_left = at;
    box->exit_right = at + way;
    box->height += box->gap + deepest(work, host);
}

/* Sizes of what belongs to a node and, before, to its notes. */
static void place_node(struct work *work, uint32_t node)
{
    const struct layout_node *it = &work->input->nodes[node];
    struct box *box = &work->boxes[node];
    double hang = fmax(0, work->loops[node].label_height - it->height);
    *box = (struct box){.right = it->width,
                        .height = it->height,
                        .gap = fmax(work->input->layer_gap, hang + LABEL_GAP)};
    bool is_split = work->leaving[node] > 0 || label_hangs(work, node);
    if (work->starts[node] < work->starts[node + 1] && is_split)
        place_around(work, node);
    else
        place_row(work, node);
    const struct loops *loops = &work->loops[node];
    if (loops->count) {
        box->right = fmax(box->right, it->width + loops->width + loops->labels);
        box->height = fmax(box->height, loops->label_height);
    }
    if (!work->is_note[node])
        return;
    const struct layout_edge *edge = &work->input->edges[work->edge[node]];
    work->blocks[node] = (struct note_block){.left = it->width / 2 - box->left,
                                             .right = box->right - it->width / 2,
                                             .label_width = edge->label_width,
                                             .label_height = edge->label_height,
                                             .thickness = edge->thickness,
                                             .head = edge->head};
}

static struct layout_line *line_start(struct work *work, uint32_t edge)
{
    work->lines[edge].first = work->points.count;
    return &work->lines[edge];
}

static void line_add(struct work *work, struct layout_line *line, struct arena *arena, double x,
                     double y)
{
    array_push(arena, &work->points, ((struct layout_point){x, y}));
    line->count++;
}

static void line_straight(struct work *work, struct layout_line *line, struct arena *arena,
                          double x, double y)
{
    struct layout_point from = work->points.at[work->points.count - 1];
    line_add(work, line, arena, from.x + (x - from.x) / 3, from.y + (y - from.y) / 3);
    line_add(work, line, arena, x - (x - from.x) / 3, y - (y - from.y) / 3);
    line_add(work, line, arena, x, y);
}

static void line_label(struct layout_line *line, const struct layout_edge *edge, double left,
                       double top)
{
    line->has_label = true;
    line->label = (struct layout_point){left + edge->label_width / 2, top + edge->label_height / 2};
}

/* A loop at the right side: out, around in two arcs, and straight back in. */
static void draw_loop(struct work *work, uint32_t edge, struct layout_point center,
                      struct arena *arena)
{
    const double ARC = 0.5523; /* where the control points of a quarter of a circle are */
    const struct layout_edge *it = &work->input->edges[edge];
    const struct layout_node *node = &work->input->nodes[it->from];
    struct loops *loops = &work->loops[it->from];
    uint32_t nth = loops->drawn++;
    double x = center.x + node->width / 2, reach = loop_reach(work, it, nth), head = it->head;
    double rise = LOOP_HEIGHT * node->height * (nth + 1) / loops->count;
    rise = nth == 0 && rise > reach ? reach : rise;
    struct layout_line *line = line_start(work, edge);
    line_add(work, line, arena, x, center.y - rise);
    line_add(work, line, arena, x + reach * ARC, center.y - rise);
    line_add(work, line, arena, x + reach, center.y - rise * ARC);
    line_add(work, line, arena, x + reach, center.y);
    line_add(work, line, arena, x + reach, center.y + rise * ARC);
    line_add(work, line, arena, x + head + (reach - head) * ARC, center.y + rise);
    line_add(work, line, arena, x + head, center.y + rise);
    line_straight(work, line, arena, x, center.y + rise);
    if (it->label_width > 0) {
        line_label(line, it, x + loops->width, fmax(0, center.y - it->label_height / 2));
        loops->width += it->label_width + LABEL_GAP;
    }
}

static void draw_note(struct work *work, uint32_t edge, struct layout_point host,
                      struct arena *arena)
{
    const struct layout_edge *it = &work->input->edges[edge];
    const struct layout_node *from = &work->input->nodes[it->from];
    const struct note_block *block = &work->blocks[it->to];
    double left = host.x - from->width / 2, top = host.y + from->height / 2;
    double gap = work->boxes[it->from].gap;
    struct layout_line *line = line_start(work, edge);
    line_add(work, line, arena, left + block->port, top);
    line_straight(work, line, arena, left + block->x, top + gap);
    double end = note_row_label_end(block, gap);
    if (it->label_width > 0)
        line_label(line, it, left + block->label, top + gap - end - it->label_height);
}

static void draw_lines(struct work *work, const struct layout_point *centers, struct arena *arena)
{
    for (uint32_t i = 0; i < work->input->edge_count; i++) {
        const struct layout_edge *edge = &work->input->edges[i];
        if (is_loop(edge))
            draw_loop(work, i, centers[edge->from], arena);
        else if (is_notes(work, i))
            draw_note(work, i, centers[edge->from], arena);
    }
}

static void add_nodes(struct work *work, struct attached *attached, uint32_t *box_of,
                      struct layout_point *centers, struct arena *arena)
{
    const struct layout_input *input = work->input;
    struct digraph_node *nodes = ARENA_NEW(arena, struct digraph_node, input->node_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < input->node_count; i++) {
        const struct layout_node *node = &input->nodes[i];
        const struct box *box = &work->boxes[i];
        if (work->is_note[i])
            continue;
        box_of[i] = count;
        centers[i] = (struct layout_point){node->width / 2 - box->left, node->height / 2};
        nodes[count++] = (struct digraph_node){.width = box->right - box->left,
                                               .height = box->height,
                                               .left = 0 - box->left,
                                               .right = node->width - box->left,
                                               .exit_left = box->exit_left - box->left,
                                               .exit_right = box->exit_right - box->left,
                                               .exit_y = node->height,
                                               .node = i};
    }
    attached->graph.nodes = nodes;
    attached->graph.node_count = count;
    for (size_t i = work->note_count; i-- > 0;) {
        uint32_t note = work->order[i], host = input->nodes[note].host;
        box_of[note] = box_of[host];
        centers[note].x = centers[host].x - input->nodes[host].width / 2 + work->blocks[note].x;
        centers[note].y = centers[host].y + input->nodes[host].height / 2 + work->boxes[host].gap +
                          input->nodes[note].height / 2;
    }
}

static void add_edges(const struct work *work, struct attached *attached, const uint32_t *box_of,
                      struct arena *arena)
{
    const struct layout_input *input = work->input;
    struct digraph_edge *edges = ARENA_NEW(arena, struct digraph_edge, input->edge_count);
    size_t count = 0;
    for (uint32_t i = 0; i < input->edge_count; i++) {
        const struct layout_edge *edge = &input->edges[i];
        if (is_loop(edge) || is_notes(work, i))
            continue;
        edges[count++] = (struct digraph_edge){.from = box_of[edge->from],
                                               .to = box_of[edge->to],
                                               .weight = edge->weight,
                                               .thickness = edge->thickness,
                                               .head = edge->head,
                                               .label_width = edge->label_width,
                                               .label_height = edge->label_height,
                                               .edge = i};
    }
    attached->graph.edges = edges;
    attached->graph.edge_count = count;
}

static struct work work_new(const struct layout_input *input, struct arena *arena)
{
    uint32_t nodes = (uint32_t)input->node_count;
    return (struct work){.input = input,
                         .is_note = ARENA_NEW(arena, uint8_t, nodes),
                         .edge = ARENA_NEW(arena, uint32_t, nodes),
                         .starts = ARENA_NEW(arena, uint32_t, (size_t)nodes + 2),
                         .notes = ARENA_NEW(arena, uint32_t, nodes),
                         .order = ARENA_NEW(arena, uint32_t, nodes),
                         .loops = ARENA_NEW(arena, struct loops, nodes),
                         .leaving = ARENA_NEW(arena, double, nodes),
                         .blocks = ARENA_NEW(arena, struct note_block, nodes),
                         .boxes = ARENA_NEW(arena, struct box, nodes),
                         .lines = ARENA_NEW(arena, struct layout_line, input->edge_count)};
}

static bool place_nodes(struct work *work, struct budget *budget, struct error *error)
{
    for (size_t i = 0; i < work->note_count; i++) {
        place_node(work, work->order[i]);
        if (!budget_spend(budget, 1, error))
            return false;
    }
    for (uint32_t i = 0; i < work->input->node_count; i++) {
        if (!work->is_note[i])
            place_node(work, i);
        if (!budget_spend(budget, 1 + work->starts[i + 1] - work->starts[i], error))
            return false;
    }
    return true;
}

const struct attached *attached_new(const struct layout_input *input, struct arena *arena,
                                    struct budget *budget, struct error *error)
{
    struct attached *attached = ARENA_NEW(arena, struct attached, 1);
    uint32_t *box_of = ARENA_NEW(arena, uint32_t, input->node_count);
    struct layout_point *centers = ARENA_NEW(arena, struct layout_point, input->node_count);
    struct work work = work_new(input, arena);
    if (!budget_spend(budget, input->node_count + input->edge_count, error) ||
        !budget_check(budget, error))
        return NULL;
    mark_by_edges(&work, *arena);
    unmark_sources(&work, *arena);
    order_notes(&work, *arena);
    list_notes(&work);
    measure_edges(&work);
    if (!place_nodes(&work, budget, error))
        return NULL;
    attached->graph = (struct digraph){.node_gap = input->node_gap,
                                       .layer_gap = input->layer_gap,
                                       .line_gap = input->line_gap,
                                       .effort = input->effort};
    add_nodes(&work, attached, box_of, centers, arena);
    add_edges(&work, attached, box_of, arena);
    draw_lines(&work, centers, arena);
    attached->box_of = box_of;
    attached->centers = centers;
    attached->lines = work.lines;
    attached->points = work.points.at;
    return budget_spend(budget, input->node_count + input->edge_count, error) ? attached : NULL;
}
