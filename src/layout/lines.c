/* Lines.
 *
 * A line passes gates: the upper and the lower end of each layer between its ends, as far to either
 * side as no neighbour is touched. It is the string pulled taut through its gates, found by the
 * funnel algorithm (Lee, Preparata: Euclidean shortest paths in the presence of rectilinear
 * barriers, 1984). */
#include "layout/lines.h"
#include "base/arena.h"
#include "base/array.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/ports.h"

static const double FAR = 1e9;
static const double AWAY = 0.6; /* of line_gap: above and below layers, where lines stay upright */
static const double CLEAR = 0.75;    /* of line_gap: between a line and a node that it passes */
static const double STEP = 5;        /* between the limits of lines of one side */
static const double FLAT = 4;        /* aside for each down, at most, near the start of a line */
static const double FLAT_HEAD = 2.2; /* and near its arrow head */
static const double ARRIVE = 1.4;    /* of the arrow head: the end of a line, likewise */

struct gate {
    double y, left, right;
};

struct routing {
    const struct digraph *graph;
    const struct layers *layers;
    const double *x;
    const struct ports *ports;
    const double *gaps;
    struct lines *lines;
    double *below, *above; /* by layer: how far from it lines meet the gates of their ends */
    struct gate *gates;
    size_t gate_count;
    uint32_t *port_places; /* by edge: its index in ports->below */
    uint32_t *head_places; /* and in ports->above */
    ARRAY(struct layout_point) corners;
    struct arena *arena;
};

/* ---------------------------------------------------------------- bands */

static void set_bands(struct routing *routing)
{
    const struct layers *layers = routing->layers;
    struct lines *lines = routing->lines;
    double y = 0;
    lines->tops = ARENA_NEW(routing->arena, double, layers->layer_count);
    lines->bottoms = ARENA_NEW(routing->arena, double, layers->layer_count);
    for (uint32_t n = 0; n < layers->node_count; n++) {
        double *height = &lines->bottoms[layers->layer[n]];
        double own = routing->graph->nodes[n].height;
        *height = own > *height ? own : *height;
    }
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        lines->tops[l] = y;
        lines->bottoms[l] += y;
        y = lines->bottoms[l] + routing->gaps[l];
    }
}

/* The top of a node's box. */
static double top_of(const struct routing *routing, uint32_t n)
{
    uint32_t layer = routing->layers->layer[n];
    double free = routing->lines->bottoms[layer] - routing->lines->tops[layer] -
                  routing->graph->nodes[n].height;
    return routing->lines->tops[layer] + free / 2;
}

/* ---------------------------------------------------------------- gates */

static double thickness_of(const struct routing *routing, uint32_t bend)
{
    const struct layers *layers = routing->layers;
    return routing->graph->edges[layers->edge_of[bend - layers->node_count]].thickness;
}

static double half_width(const struct routing *routing, uint32_t slot)
{
    return slot < routing->layers->node_count ? routing->graph->nodes[slot].width / 2
                                              : thickness_of(routing, slot) / 2;
}

/* How far a bend's line may go toward a neighbour: to the middle of what is free between two lines,
 * up to a little before a node. */
static double limit_beside(const struct routing *routing, uint32_t bend, uint32_t other,
                           double side)
{
    double own = thickness_of(routing, bend) / 2, gap = routing->graph->line_gap;
    if (other < routing->layers->node_count) {
        double edge = routing->x[other] - side * routing->graph->nodes[other].width / 2;
        return edge - side * (gap * CLEAR + own);
    }
    double their = thickness_of(routing, other) / 2;
    double middle = (routing->x[bend] + side * own + routing->x[other] - side * their) / 2;
    return middle - side * (gap / 2 + own);
}

static struct gate lane(const struct routing *routing, uint32_t bend)
{
    const struct layers *layers = routing->layers;
    uint32_t layer = layers->layer[bend], at = layers->starts[layer] + layers->place[bend];
    struct gate gate = {0, routing->x[bend] - FAR, routing->x[bend] + FAR};
    if (at > layers->starts[layer])
        gate.left = limit_beside(routing, bend, layers->order[at - 1], -1);
    if (at + 1 < layers->starts[layer + 1])
        gate.right = limit_beside(routing, bend, layers->order[at + 1], 1);
    gate.left = gate.left > routing->x[bend] ? routing->x[bend] : gate.left;
    gate.right = gate.right < routing->x[bend] ? routing->x[bend] : gate.right;
    return gate;
}

static void add_gate(struct routing *routing, struct gate gate, double y)
{
    gate.y = y;
    routing->gates[routing->gate_count++] = gate;
}

/* What is free beside a node, between its neighbours in the layer. */
static struct gate free_beside(const struct routing *routing, uint32_t node)
{
    const struct layers *layers = routing->layers;
    uint32_t layer = layers->layer[node], at = layers->starts[layer] + layers->place[node];
    double gap = routing->graph->line_gap * CLEAR;
    struct gate gate = {0, routing->x[node] - FAR, routing->x[node] + FAR};
    if (at > layers->starts[layer]) {
        uint32_t left = layers->order[at - 1];
        gate.left = routing->x[left] + half_width(routing, left) + gap;
    }
    if (at + 1 < layers->starts[layer + 1]) {
        uint32_t right = layers->order[at + 1];
        gate.right = routing->x[right] - half_width(routing, right) - gap;
    }
    return gate;
}

/* Below or above its own node a line may go anywhere between the neighbours; the limits of the
 * lines of a side are in the order of the lines, so that they need not cross. `height` is the
 * distance from the side: a line must not arrive too flat. */
static struct gate own_gate(const struct routing *routing, uint32_t edge, bool lower, double height)
{
    const struct ports *ports = routing->ports;
    uint32_t node = lower ? routing->layers->upper[edge] : routing->layers->lower[edge];
    const uint32_t *starts = lower ? ports->below_starts : ports->above_starts;
    double at = lower ? ports->out[edge] : ports->in[edge];
    uint32_t place = lower ? routing->port_places[edge] : routing->head_places[edge];
    struct gate gate = free_beside(routing, node);
    uint32_t count = starts[node + 1] - starts[node], before = place - starts[node];
    double aside = height * (routing->graph->edges[edge].to == node ? FLAT_HEAD : FLAT);
    double step = (gate.right - gate.left) / (2 * count);
    step = step < STEP ? step : STEP;
    gate.left += before * step;
    gate.right -= (count - 1 - before) * step;
    gate.left = gate.left > at - aside ? gate.left : at - aside;
    gate.right = gate.right < at + aside ? gate.right : at + aside;
    gate.left = gate.left > at ? at : gate.left;
    gate.right = gate.right < at ? at : gate.right;
    return gate;
}

/* A distance from a layer, in the gap below `layer`: at most so much of it that both ends fit. */
static double away(const struct routing *routing, uint32_t layer, double wanted)
{
    double most = routing->gaps[layer] * 0.4;
    return wanted < most ? wanted : most;
}

/* Lines bend above and below a layer at one height, the longest of their arrow heads away, so that
 * they do not cross there. */
static void set_heights(struct routing *routing)
{
    const struct layers *layers = routing->layers;
    double pad = AWAY * routing->graph->line_gap;
    routing->below = ARENA_NEW(routing->arena, double, layers->layer_count);
    routing->above = ARENA_NEW(routing->arena, double, layers->layer_count);
    for (uint32_t l = 0; l < layers->layer_count; l++)
        routing->below[l] = routing->above[l] = pad;
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        const struct digraph_edge *item = &routing->graph->edges[e];
        uint32_t layer = layers->layer[item->to];
        double *at = item->to == layers->lower[e] ? &routing->above[layer] : &routing->below[layer];
        *at = item->head * ARRIVE > *at ? item->head * ARRIVE : *at;
    }
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        routing->below[l] = away(routing, l, routing->below[l]);
        routing->above[l] = l ? away(routing, l - 1, routing->above[l]) : pad;
    }
}

static void add_point(struct routing *routing, double x, double y)
{
    add_gate(routing, (struct gate){0, x, x}, y);
}

/* The gates of an edge; the first and the last are its ends. Notes below a node are passed
 * straight. */
static void set_gates(struct routing *routing, uint32_t edge)
{
    const struct layers *layers = routing->layers;
    const struct lines *lines = routing->lines;
    uint32_t upper = layers->upper[edge], lower = layers->lower[edge];
    uint32_t first = layers->layer[upper], last = layers->layer[lower];
    const struct digraph_node *box = &routing->graph->nodes[upper];
    double top = top_of(routing, upper), pad = AWAY * routing->graph->line_gap;
    double above = routing->below[first], below = routing->above[last];
    double bottom = top + box->height, free = lines->bottoms[first] + above - bottom;
    routing->gate_count = 0;
    add_point(routing, routing->ports->out[edge], top + box->exit_y);
    if (box->exit_y < box->height) { /* a little further, so that it can be round below the notes */
        bottom += free / 2 < pad ? free / 2 : pad;
        add_point(routing, routing->ports->out[edge], bottom);
    }
    add_gate(routing, own_gate(routing, edge, true, lines->bottoms[first] + above - bottom),
             lines->bottoms[first] + above);
    for (uint32_t bend = layers->chains[edge]; bend < layers->chains[edge + 1]; bend++) {
        struct gate gate = lane(routing, bend);
        uint32_t layer = layers->layer[bend];
        add_gate(routing, gate, lines->tops[layer] - away(routing, layer - 1, pad));
        add_gate(routing, gate, lines->bottoms[layer] + away(routing, layer, pad));
    }
    top = top_of(routing, lower);
    add_gate(routing, own_gate(routing, edge, false, top - lines->tops[last] + below),
             lines->tops[last] - below);
    add_point(routing, routing->ports->in[edge], top);
}

/* ---------------------------------------------------------------- the taut string */

/* Above 0 where `to` is right of the way from apex to `at`, looking down. */
static double turn(struct layout_point apex, struct layout_point at, struct layout_point to)
{
    return (to.x - apex.x) * (at.y - apex.y) - (at.x - apex.x) * (to.y - apex.y);
}

static struct layout_point corner_of(const struct gate *gate, bool right)
{
    return (struct layout_point){right ? gate->right : gate->left, gate->y};
}

/* Follows the funnel from each apex: a gate that is wholly to one side of it is an apex's end. */
static bool pull_taut(struct routing *routing, struct budget *budget, struct error *error)
{
    const struct gate *gates = routing->gates;
    size_t count = routing->gate_count, left = 0, right = 0, i = 1;
    struct layout_point apex = corner_of(&gates[0], false);
    array_push(routing->arena, &routing->corners, apex);
    while (i < count) {
        struct layout_point to_left = corner_of(&gates[i], false);
        struct layout_point to_right = corner_of(&gates[i], true);
        bool fresh = left == 0 || right == 0; /* nothing looked at since the apex */
        struct layout_point old_left = corner_of(&gates[left], false);
        struct layout_point old_right = corner_of(&gates[right], true);
        size_t next = 0;
        if (!fresh && turn(apex, old_right, to_left) > 0) {
            apex = old_right;
            next = right;
        } else if (!fresh && turn(apex, old_left, to_right) < 0) {
            apex = old_left;
            next = left;
        } else {
            left = fresh || turn(apex, old_left, to_left) >= 0 ? i : left;
            right = fresh || turn(apex, old_right, to_right) <= 0 ? i : right;
            i++;
            continue;
        }
        array_push(routing->arena, &routing->corners, apex);
        if (!budget_spend(budget, i - next + 1, error))
            return false;
        left = right = 0;
        i = next + 1;
    }
    array_push(routing->arena, &routing->corners, corner_of(&gates[count - 1], false));
    return true;
}

/* ---------------------------------------------------------------- whole */

static void find_places(struct routing *routing)
{
    uint32_t edges = routing->layers->edge_count;
    routing->port_places = ARENA_NEW(routing->arena, uint32_t, edges);
    routing->head_places = ARENA_NEW(routing->arena, uint32_t, edges);
    for (uint32_t i = 0; i < edges; i++) {
        routing->port_places[routing->ports->below[i]] = i;
        routing->head_places[routing->ports->above[i]] = i;
    }
}

const struct lines *lines_route(const struct digraph *graph, const struct layers *layers,
                                const double *x, const struct ports *ports, const double *gaps,
                                struct arena *arena, struct budget *budget, struct error *error)
{
    struct lines *lines = ARENA_NEW(arena, struct lines, 1);
    struct routing routing = {.graph = graph,
                              .layers = layers,
                              .x = x,
                              .ports = ports,
                              .gaps = gaps,
                              .lines = lines,
                              .arena = arena};
    uint32_t *starts = ARENA_NEW(arena, uint32_t, (size_t)layers->edge_count + 1);
    set_bands(&routing);
    find_places(&routing);
    set_heights(&routing);
    routing.gates = ARENA_NEW(arena, struct gate, 2 * (size_t)layers->layer_count + 8);
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        set_gates(&routing, e);
        starts[e] = (uint32_t)routing.corners.count;
        if (!budget_spend(budget, routing.gate_count, error) || !pull_taut(&routing, budget, error))
            return NULL;
    }
    starts[layers->edge_count] = (uint32_t)routing.corners.count;
    lines->corners = routing.corners.at;
    lines->starts = starts;
    return lines;
}
