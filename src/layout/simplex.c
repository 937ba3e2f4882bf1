/* Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs" (1993): a spanning
 * tree of tight edges gives the values. Where a tree edge's cut value is negative, it is worth
 * making that edge longer: the two sides move apart until another edge between them is tight and
 * takes its place.
 *
 * The tree is rooted in a node of its own, above one node of every connected part. What a step
 * changes is the path between the ends of the edges, and the values of the smaller side. */
#include "layout/simplex.h"
#include "layout/tight.h"
#include "base/arena.h"

#include <string.h>

#define NONE UINT32_MAX

enum {
    CANDIDATES = 30, /* negative cut values that are compared before one is chosen */
};

struct link {
    uint32_t parent, edge; /* the edge between the two */
    uint32_t child, next, previous;
    uint32_t size; /* nodes in the subtree, itself included */
    bool points_up;
};

struct solver {
    const struct simplex *problem;
    struct tight_arcs arcs;
    int64_t *values;
    struct link *links; /* by node; the last one is the root */
    int64_t *cuts;      /* by node: the cut value of the edge to its parent */
    uint32_t *side;     /* nodes of the side that is looked at */
    uint32_t side_count;
    uint32_t *marks, mark; /* marks[node] == mark: it is on that side */
    uint32_t cursor;       /* where the search for a negative cut value goes on */
    uint32_t idle;         /* steps in a row that changed no value */
    uint64_t work;
};

static void attach(struct solver *solver, uint32_t node, uint32_t parent)
{
    struct link *links = solver->links;
    uint32_t after = links[parent].child;
    links[node].parent = parent;
    links[node].previous = NONE;
    links[node].next = after;
    if (after != NONE)
        links[after].previous = node;
    links[parent].child = node;
}

static void detach(struct solver *solver, uint32_t node)
{
    struct link *links = solver->links, *link = &links[node];
    if (link->previous != NONE)
        links[link->previous].next = link->next;
    else
        links[link->parent].child = link->next;
    if (link->next != NONE)
        links[link->next].previous = link->previous;
}

/* What leaves a subtree less what enters it, by weight. */
static int64_t excess_of(const struct solver *solver, uint32_t node)
{
    return solver->links[node].points_up ? solver->cuts[node] : -solver->cuts[node];
}

static void set_excess(struct solver *solver, uint32_t node, int64_t excess)
{
    solver->cuts[node] = solver->links[node].points_up ? excess : -excess;
}

/* Values from the longest paths. False if there is a cycle. */
static bool longest_paths(const struct solver *solver, struct arena scratch)
{
    const struct tight_arcs *arcs = &solver->arcs;
    size_t count = solver->problem->node_count, head = 0, tail = 0;
    uint32_t *queue = ARENA_NEW(&scratch, uint32_t, count);
    uint32_t *missing = ARENA_NEW(&scratch, uint32_t, count);
    memset(solver->values, 0, count * sizeof *solver->values);
    for (uint32_t v = 0; v < count; v++) {
        missing[v] = arcs->in_starts[v + 1] - arcs->in_starts[v];
        if (!missing[v])
            queue[tail++] = v;
    }
    while (head < tail) {
        uint32_t v = queue[head++];
        for (uint32_t i = arcs->out_starts[v]; i < arcs->out_starts[v + 1]; i++) {
            const struct tight_arc *arc = &arcs->out[i];
            int64_t least = solver->values[v] + arc->length;
            if (solver->values[arc->node] < least)
                solver->values[arc->node] = least;
            if (!--missing[arc->node])
                queue[tail++] = arc->node;
        }
    }
    return tail == count;
}

static bool is_solution(const struct solver *solver)
{
    for (size_t e = 0; e < solver->problem->edge_count; e++) {
        const struct simplex_edge *edge = &solver->problem->edges[e];
        if (solver->values[edge->to] - solver->values[edge->from] < edge->length)
            return false;
    }
    return true;
}

/* The forest's edges by node. */
struct forest_arcs {
    uint32_t *starts, *edges;
};

static struct forest_arcs forest_arcs_new(const struct solver *solver,
                                          const struct tight_forest *forest, struct arena *arena)
{
    const struct simplex_edge *edges = solver->problem->edges;
    struct forest_arcs arcs = {ARENA_NEW(arena, uint32_t, solver->problem->node_count + 2),
                               ARENA_NEW(arena, uint32_t, 2 * forest->edge_count)};
    for (size_t i = 0; i < forest->edge_count; i++) {
        arcs.starts[edges[forest->edges[i]].from + 2]++;
        arcs.starts[edges[forest->edges[i]].to + 2]++;
    }
    for (size_t v = 2; v < solver->problem->node_count + 2; v++)
        arcs.starts[v] += arcs.starts[v - 1];
    for (size_t i = 0; i < forest->edge_count; i++) {
        uint32_t edge = forest->edges[i];
        arcs.edges[arcs.starts[edges[edge].from + 1]++] = edge;
        arcs.edges[arcs.starts[edges[edge].to + 1]++] = edge;
    }
    return arcs;
}

/* Hangs the parts under the root; `order` gets the nodes, parents first. */
static void root_tree(struct solver *solver, const struct tight_forest *forest, uint32_t *order,
                      struct arena scratch)
{
    const struct simplex *problem = solver->problem;
    uint32_t root = (uint32_t)problem->node_count, count = 0;
    struct forest_arcs arcs = forest_arcs_new(solver, forest, &scratch);
    for (uint32_t v = 0; v < problem->node_count; v++)
        if (forest->parts[v] == v) {
            attach(solver, v, root);
            order[count++] = v;
        }
    for (uint32_t head = 0; head < count; head++) {
        uint32_t v = order[head];
        for (uint32_t i = arcs.starts[v]; i < arcs.starts[v + 1]; i++) {
            const struct simplex_edge *edge = &problem->edges[arcs.edges[i]];
            uint32_t other = edge->from == v ? edge->to : edge->from;
            if (arcs.edges[i] == solver->links[v].edge)
                continue;
            solver->links[other].edge = arcs.edges[i];
            solver->links[other].points_up = edge->to == v;
            attach(solver, other, v);
            order[count++] = other;
        }
    }
}

/* Sizes and cut values from the leaves up. */
static void sum_up(struct solver *solver, const uint32_t *order)
{
    const struct simplex *problem = solver->problem;
    uint32_t root = (uint32_t)problem->node_count;
    int64_t *excess = solver->cuts;
    for (size_t e = 0; e < problem->edge_count; e++) {
        excess[problem->edges[e].from] += problem->edges[e].weight;
        excess[problem->edges[e].to] -= problem->edges[e].weight;
    }
    for (uint32_t i = root; i-- > 0;) {
        const struct link *link = &solver->links[order[i]];
        solver->links[link->parent].size += link->size;
        excess[link->parent] += excess[order[i]];
    }
    for (uint32_t v = 0; v < root; v++)
        set_excess(solver, v, excess[v]);
    solver->cuts[root] = 0;
}

static void tree_new(struct solver *solver, const struct tight_forest *forest, struct arena *arena)
{
    size_t count = solver->problem->node_count + 1;
    solver->links = ARENA_NEW(arena, struct link, count);
    solver->cuts = ARENA_NEW(arena, int64_t, count);
    solver->side = ARENA_NEW(arena, uint32_t, count);
    solver->marks = ARENA_NEW(arena, uint32_t, count);
    for (size_t v = 0; v < count; v++)
        solver->links[v] = (struct link){
            .parent = NONE, .edge = NONE, .child = NONE, .next = NONE, .previous = NONE, .size = 1};
    struct arena scratch = *arena;
    uint32_t *order = ARENA_NEW(&scratch, uint32_t, count);
    root_tree(solver, forest, order, scratch);
    sum_up(solver, order);
}

/* The most negative one of the next few, or, where nothing has moved for long, the first one of
 * all: with that and the first of equal edges in choose_entering, no tree comes back (Bland). */
static uint32_t choose_leaving(struct solver *solver)
{
    uint32_t count = (uint32_t)solver->problem->node_count, best = NONE, found = 0;
    bool is_stuck = solver->idle > count;
    uint32_t v = is_stuck ? 0 : solver->cursor;
    const int64_t *cuts = solver->cuts;
    uint32_t i = 0;
    for (; i < count; i++, v = v + 1 == count ? 0 : v + 1) {
        if (cuts[v] >= 0)
            continue;
        if (best == NONE || cuts[v] < cuts[best])
            best = v;
        if (++found == CANDIDATES || is_stuck)
            break;
    }
    solver->cursor = v;
    solver->work += i / 8;
    return best;
}

static uint32_t next_node(const struct link *links, uint32_t node, bool enters)
{
    if (enters && links[node].child != NONE)
        return links[node].child;
    while (links[node].next == NONE) {
        node = links[node].parent;
        if (node == NONE)
            return NONE;
    }
    return links[node].next;
}

/* Lists the smaller of a node's subtree and the rest. True if it is the rest. */
static bool list_side(struct solver *solver, uint32_t node)
{
    struct link *links = solver->links;
    uint32_t root = (uint32_t)solver->problem->node_count, size = links[node].size, count = 0;
    bool is_rest = size > root - size;
    solver->mark++;
    uint32_t v = is_rest ? next_node(links, root, true) : node;
    for (uint32_t left = is_rest ? root - size : size; left;) {
        bool enters = v != node || !is_rest;
        if (enters) {
            solver->side[count++] = v;
            solver->marks[v] = solver->mark;
            left--;
        }
        if (left)
            v = next_node(links, v, enters);
    }
    solver->side_count = count;
    return is_rest;
}

struct step {
    uint32_t leaving;            /* the node below the edge */
    uint32_t inner, outer, edge; /* the edge that enters, from the side to the other */
    bool is_rest, goes_out;
    int64_t slack;
};

/* The tight, or soonest tight, of the edges that keep the side from moving. */
static void choose_entering(struct solver *solver, struct step *step)
{
    const struct tight_arcs *arcs = &solver->arcs;
    const struct tight_arc *list = step->goes_out ? arcs->out : arcs->in;
    const uint32_t *starts = step->goes_out ? arcs->out_starts : arcs->in_starts;
    bool is_stuck = solver->idle > solver->problem->node_count;
    step->edge = NONE;
    for (uint32_t s = 0; s < solver->side_count; s++) {
        uint32_t v = solver->side[s];
        int64_t value = solver->values[v];
        for (uint32_t i = starts[v]; i < starts[v + 1]; i++) {
            const struct tight_arc *arc = &list[i];
            if (solver->marks[arc->node] == solver->mark)
                continue;
            int64_t apart = solver->values[arc->node] - value;
            int64_t slack = (step->goes_out ? apart : -apart) - arc->length;
            bool is_better = step->edge == NONE || slack < step->slack ||
                             (is_stuck && slack == step->slack && arc->edge < step->edge);
            if (!is_better)
                continue;
            *step = (struct step){step->leaving,  v,    arc->node, arc->edge, step->is_rest,
                                  step->goes_out, slack};
            if (!slack && !is_stuck)
                return;
        }
        solver->work += starts[v + 1] - starts[v];
    }
}

static void move_side(struct solver *solver, const struct step *step)
{
    int64_t by = step->goes_out ? step->slack : -step->slack;
    for (uint32_t s = 0; by && s < solver->side_count; s++)
        solver->values[solver->side[s]] += by;
    solver->idle = by ? 0 : solver->idle + 1;
}

/* A subtree goes from below `from` to below `to`: what is above them, up to where they meet. */
static void carry(struct solver *solver, uint32_t from, uint32_t to, int64_t excess, uint32_t size)
{
    struct link *links = solver->links;
    while (from != to) {
        if (links[from].size < links[to].size) {
            set_excess(solver, from, excess_of(solver, from) - excess);
            links[from].size -= size;
            from = links[from].parent;
        } else {
            set_excess(solver, to, excess_of(solver, to) + excess);
            links[to].size += size;
            to = links[to].parent;
        }
        solver->work++;
    }
}

/* Hangs the subtree of `top` below `parent` by its node `node`, which becomes its top. */
static void rehang(struct solver *solver, uint32_t top, uint32_t node, uint32_t parent,
                   uint32_t edge)
{
    struct link *links = solver->links;
    int64_t excess = excess_of(solver, top), below_excess = 0;
    uint32_t size = links[top].size, below = 0;
    for (;;) {
        struct link old = links[node];
        int64_t old_excess = excess_of(solver, node);
        detach(solver, node);
        attach(solver, node, parent);
        links[node].edge = edge;
        links[node].points_up = solver->problem->edges[edge].from == node;
        links[node].size = size - below;
        set_excess(solver, node, excess - below_excess);
        solver->work++;
        if (node == top)
            return;
        below = old.size;
        below_excess = old_excess;
        parent = node;
        edge = old.edge;
        node = old.parent;
    }
}

/* Exchanges the edge above `leaving` for another one. */
static void exchange(struct solver *solver, uint32_t leaving)
{
    struct step step = {.leaving = leaving};
    step.is_rest = list_side(solver, leaving);
    step.goes_out = solver->links[leaving].points_up == step.is_rest;
    solver->work += solver->side_count;
    choose_entering(solver, &step);
    move_side(solver, &step);
    uint32_t node = step.is_rest ? step.outer : step.inner;
    uint32_t parent = step.is_rest ? step.inner : step.outer;
    carry(solver, solver->links[leaving].parent, parent, excess_of(solver, leaving),
          solver->links[leaving].size);
    rehang(solver, leaving, node, parent, step.edge);
}

static bool improve(struct solver *solver, struct budget *budget, struct error *error)
{
    uint64_t effort = solver->problem->effort, spent = 0;
    for (;;) {
        uint32_t leaving = choose_leaving(solver);
        if (leaving == NONE)
            return true;
        exchange(solver, leaving);
        if (!budget_spend(budget, solver->work - spent, error))
            return false;
        spent = solver->work;
        if (effort && spent >= effort)
            return true;
    }
}

/* The least value of each part becomes 0. */
static void normalize(const struct solver *solver, const uint32_t *parts, struct arena scratch)
{
    size_t count = solver->problem->node_count;
    int64_t *least = ARENA_NEW(&scratch, int64_t, count);
    for (size_t v = 0; v < count; v++)
        least[v] = INT64_MAX;
    for (size_t v = 0; v < count; v++)
        if (solver->values[v] < least[parts[v]])
            least[parts[v]] = solver->values[v];
    for (size_t v = 0; v < count; v++)
        solver->values[v] -= least[parts[v]];
}

bool simplex_solve(const struct simplex *problem, int64_t *values, bool is_feasible,
                   struct arena *arena, struct budget *budget, struct error *error)
{
    struct arena scratch = *arena;
    struct solver solver = {
        .problem = problem, .arcs = tight_arcs_new(problem, &scratch), .values = values};
    if (!budget_spend(budget, problem->node_count + problem->edge_count, error))
        return false;
    if (!is_feasible && !longest_paths(&solver, scratch))
        return error_set(error, ERROR_INPUT, "the layout's constraints go in a circle");
    if (!is_solution(&solver))
        return error_set(error, ERROR_INPUT, "the layout's constraints contradict each other");
    struct tight_forest forest;
    if (!tight_forest_new(problem, &solver.arcs, values, &forest, &scratch, budget, error))
        return false;
    tree_new(&solver, &forest, &scratch);
    if (!improve(&solver, budget, error))
        return false;
    normalize(&solver, forest.parts, scratch);
    return true;
}
