/* The simplex finds optima: compared with all solutions of small problems, and with flows (there is
 * no set of nodes that would be cheaper one further down) of larger ones. */
#include "layout/simplex.h"
#include "base/arena.h"
#include "unit/unit.h"

int simplex_tests(void);

enum { MOST_NODES = 3000, MOST_EDGES = 8000 };

struct made {
    struct simplex_edge edges[MOST_EDGES];
    struct simplex problem;
    int64_t values[MOST_NODES];
};

static struct made made;

static uint32_t below(uint64_t *seed, uint32_t limit)
{
    return (uint32_t)(unit_random(seed) % limit);
}

/* Edges go from lower to higher numbers; with a path through all nodes the graph is connected. */
static void make(uint32_t nodes, uint32_t edges, uint32_t longest, uint32_t heaviest, uint64_t seed)
{
    made.problem = (struct simplex){made.edges, edges, nodes, 0};
    for (uint32_t e = 0; e < edges; e++) {
        uint32_t to = e + 1 < nodes ? e + 1 : 1 + below(&seed, nodes - 1);
        made.edges[e] = (struct simplex_edge){
            .from = e + 1 < nodes && below(&seed, 2) ? e : below(&seed, to),
            .to = to,
            .length = (int64_t)below(&seed, longest + 1) - (below(&seed, 4) ? 0 : 1),
            .weight = below(&seed, heaviest + 1)};
    }
}

static int64_t cost(const int64_t *values)
{
    int64_t sum = 0;
    for (size_t e = 0; e < made.problem.edge_count; e++) {
        const struct simplex_edge *edge = &made.edges[e];
        sum += edge->weight * (values[edge->to] - values[edge->from] - edge->length);
    }
    return sum;
}

static void check_feasible(void)
{
    int64_t least = INT64_MAX;
    for (size_t e = 0; e < made.problem.edge_count; e++) {
        const struct simplex_edge *edge = &made.edges[e];
        assert_true(made.values[edge->to] - made.values[edge->from] >= edge->length);
    }
    for (size_t v = 0; v < made.problem.node_count; v++)
        least = made.values[v] < least ? made.values[v] : least;
    assert_int_equal(least, 0);
}

static bool solve(bool is_feasible, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    bool is_done = simplex_solve(&made.problem, made.values, is_feasible, &arena, &budget, error);
    arena_fini(&store);
    return is_done;
}

enum { SMALL = 5, SPAN = 9 };

/* The least cost of all values from 0 to SPAN - 1. */
static int64_t least_cost(void)
{
    int64_t values[SMALL], best = INT64_MAX;
    uint32_t all = 1;
    for (int i = 0; i < SMALL; i++)
        all *= SPAN;
    for (uint32_t code = 0; code < all; code++) {
        uint32_t rest = code;
        bool is_feasible = true;
        for (int i = 0; i < SMALL; i++, rest /= SPAN)
            values[i] = rest % SPAN;
        for (size_t e = 0; e < made.problem.edge_count && is_feasible; e++)
            is_feasible =
                values[made.edges[e].to] - values[made.edges[e].from] >= made.edges[e].length;
        if (is_feasible && cost(values) < best)
            best = cost(values);
    }
    return best;
}

static void small_problems_are_solved(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        make(SMALL, 4 + (uint32_t)seed % 6, 1 + (uint32_t)seed % 2, 9, seed);
        assert_true(solve(false, NULL));
        check_feasible();
        assert_int_equal(cost(made.values), least_cost());
    }
}

/* Flow of what leaves nodes to what enters others, along tight edges, a breadth-first path at a
 * time. */
struct flow {
    int64_t over[MOST_NODES], along[MOST_EDGES];
    uint32_t from[MOST_NODES], queue[MOST_NODES];
};

static struct flow flow;

/* Lets a node be reached from another one through an edge, forwards or backwards. */
static uint32_t reach(uint32_t edge, uint32_t tail, uint32_t node)
{
    if (flow.from[node] != UINT32_MAX)
        return tail;
    flow.from[node] = edge;
    flow.queue[tail] = node;
    return tail + 1;
}

/* Pushes along one path from a node with too much; false if there is none to one with too little.
 */
static bool push(uint32_t source)
{
    uint32_t head = 0, tail = 1, at = source;
    memset(flow.from, 0xff, sizeof flow.from);
    flow.queue[0] = source;
    flow.from[source] = UINT32_MAX - 1;
    for (; head < tail && flow.over[at = flow.queue[head]] >= 0; head++)
        for (uint32_t e = 0; e < made.problem.edge_count; e++) {
            const struct simplex_edge *edge = &made.edges[e];
            bool tight = made.values[edge->to] - made.values[edge->from] == edge->length;
            if (tight && edge->from == at)
                tail = reach(e, tail, edge->to);
            if (edge->to == at && flow.along[e] > 0)
                tail = reach(e, tail, edge->from);
        }
    if (head == tail)
        return false;
    int64_t amount = flow.over[source] < -flow.over[at] ? flow.over[source] : -flow.over[at];
    for (uint32_t v = at; v != source;) {
        const struct simplex_edge *edge = &made.edges[flow.from[v]];
        if (edge->to != v && flow.along[flow.from[v]] < amount)
            amount = flow.along[flow.from[v]];
        v = edge->to == v ? edge->from : edge->to;
    }
    flow.over[source] -= amount;
    flow.over[at] += amount;
    for (uint32_t v = at; v != source;) {
        const struct simplex_edge *edge = &made.edges[flow.from[v]];
        flow.along[flow.from[v]] += edge->to == v ? amount : -amount;
        v = edge->to == v ? edge->from : edge->to;
    }
    return true;
}

static void check_optimum(void)
{
    memset(&flow, 0, sizeof flow);
    for (size_t e = 0; e < made.problem.edge_count; e++) {
        flow.over[made.edges[e].from] += made.edges[e].weight;
        flow.over[made.edges[e].to] -= made.edges[e].weight;
    }
    for (uint32_t v = 0; v < made.problem.node_count; v++)
        while (flow.over[v] > 0)
            assert_true(push(v));
}

static void larger_problems_are_solved(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint32_t nodes = 10 + (uint32_t)seed;
        make(nodes, nodes - 1 + below(&(uint64_t){seed}, 3 * nodes), seed % 3 ? 4 : 1000, 100,
             seed);
        assert_true(solve(false, NULL));
        check_feasible();
        check_optimum();
    }
}

/* From the optimum of other weights, from values far apart, and from the optimum itself. */
static void any_start_ends_at_the_optimum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        make(300, 800, 50, 100, seed);
        assert_true(solve(false, NULL));
        int64_t best = cost(made.values);
        assert_true(solve(true, NULL));
        assert_int_equal(cost(made.values), best);
        for (size_t v = 0; v < made.problem.node_count; v++)
            made.values[v] = 50 * (int64_t)v + 1000000000000 * (seed % 2 ? 1 : -1);
        assert_true(solve(true, NULL));
        check_feasible();
        assert_int_equal(cost(made.values), best);
        check_optimum();
    }
}

static void little_effort_gives_a_solution(void **state)
{
    (void)state;
    make(MOST_NODES, MOST_EDGES, 20, 1000000, 7);
    int64_t last = INT64_MAX;
    for (uint64_t effort = 1; effort < 1u << 30; effort *= 32) {
        made.problem.effort = effort;
        assert_true(solve(false, NULL));
        check_feasible();
        assert_true(cost(made.values) <= last);
        last = cost(made.values);
    }
    made.problem.effort = 0;
    assert_true(solve(false, NULL));
    assert_int_equal(cost(made.values), last);
}

/* Equal lengths and weights: most exchanges move nothing. */
static void steps_that_move_nothing_come_to_an_end(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        make(200, 1000, 0, 1, seed);
        assert_true(solve(false, NULL));
        check_feasible();
        check_optimum();
    }
}

static void parts_and_loops_and_nothing(void **state)
{
    (void)state;
    static const struct simplex_edge EDGES[] = {
        {0, 1, 5, 1}, {3, 2, 2, 0}, {3, 2, 4, 7}, {4, 4, 0, 1}, {2, 3, -9, 1}};
    memcpy(made.edges, EDGES, sizeof EDGES);
    made.problem = (struct simplex){made.edges, 4, 6, 0};
    assert_true(solve(false, NULL));
    static const int64_t EXPECTED[] = {0, 5, 4, 0, 0, 0};
    for (int i = 0; i < 6; i++)
        assert_int_equal(made.values[i], EXPECTED[i]);
    made.problem.edge_count = 5;
    assert_true(solve(true, NULL));
    for (int i = 0; i < 6; i++)
        assert_int_equal(made.values[i], EXPECTED[i]);
    made.problem = (struct simplex){made.edges, 0, 0, 0};
    assert_true(solve(false, NULL));
    made.problem.node_count = 1;
    made.values[0] = 77;
    assert_true(solve(true, NULL));
    assert_int_equal(made.values[0], 0);
}

static void circles_and_wrong_starts_are_errors(void **state)
{
    (void)state;
    static const struct simplex_edge EDGES[] = {{0, 1, 1, 1}, {1, 2, 1, 1}, {2, 0, 1, 1}};
    struct error error = {0};
    memcpy(made.edges, EDGES, sizeof EDGES);
    made.problem = (struct simplex){made.edges, 3, 3, 0};
    assert_false(solve(false, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    made.problem.edge_count = 2;
    memset(made.values, 0, sizeof made.values);
    error.kind = ERROR_NONE;
    assert_false(solve(true, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
}

int simplex_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_are_solved),
        cmocka_unit_test(larger_problems_are_solved),
        cmocka_unit_test(any_start_ends_at_the_optimum),
        cmocka_unit_test(little_effort_gives_a_solution),
        cmocka_unit_test(steps_that_move_nothing_come_to_an_end),
        cmocka_unit_test(parts_and_loops_and_nothing),
        cmocka_unit_test(circles_and_wrong_starts_are_errors),
    };
    return cmocka_run_group_tests_name("simplex", tests, NULL, NULL);
}
