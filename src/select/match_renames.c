/* Renames: functions that one side alone has, compared by who calls them and whom they call.
 *
 * Callers and callees that are themselves on one side only say nothing, until they are matched;
 * those that are there by chance say nothing either. Where several are alike, none is taken. */
#include "base/array.h"
#include "base/hash.h"
#include "base/sort.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/match_groups.h"
#include "select/selection.h"

#include <string.h>

/* With more on a side, these are other programs; with more under one caller, all are alike. */
enum { MOST_CANDIDATES = 4096, MOST_BESIDE = 16, ROUNDS = 8 };

enum kind { CALLER, CALLEE, KINDS };

/* A call of a candidate, or by it. */
struct edge {
    uint32_t candidate, other; /* functions; other: `outside` where it is called by nobody */
    uint32_t kind;
    double values, events;
};

struct renames {
    struct match_groups *groups;
    uint32_t *roots;           /* by function, as it was at the start */
    uint8_t *is_candidate;     /* by function */
    uint32_t outside;          /* a number beyond all functions */
    uint32_t *sole[RUN_SIDES]; /* by function: its only caller; ID_NONE: none; `outside`: several */
    struct hash_table table;
    ARRAY(struct edge) edges;
    ARRAY(uint32_t) candidates;
    uint32_t *order;           /* edges by candidate */
    uint32_t *first;           /* by function: of `order`; its edges end where the count says */
    uint32_t *count;           /* by function */
    uint32_t *top, *partners;  /* by function: its main caller; how many may be its other name */
    uint32_t *partner, *marks; /* by function: the last of these; marks of a comparison */
    uint32_t mark;
};

static bool find_candidates(struct renames *renames)
{
    struct match_groups *groups = renames->groups;
    size_t counts[RUN_SIDES] = {0, 0};
    for (uint32_t i = 0; i < groups->function_count; i++) {
        int side = match_lone_side(&groups->sums[i]);
        if (groups->parents[i] != i || side == RUN_SIDES ||
            match_may_lack(groups, &groups->sums[i], side) || !match_function_name(groups, i).size)
            continue;
        counts[side]++;
        renames->is_candidate[i] = 1;
        array_push(groups->arena, &renames->candidates, i);
    }
    return counts[RUN_BASE] && counts[RUN_NEW] && counts[RUN_BASE] <= MOST_CANDIDATES &&
           counts[RUN_NEW] <= MOST_CANDIDATES;
}

/* ---------------------------------------------------------------- calls */

static void add_edge(struct renames *renames, uint32_t candidate, uint32_t other, enum kind kind,
                     const int64_t *weights)
{
    int side = match_lone_side(&renames->groups->sums[candidate]);
    uint64_t hash = hash_u64((uint64_t)candidate << 32 ^ (uint64_t)other << 1 ^ kind);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&renames->table, hash, &at)) != HASH_EMPTY) {
        const struct edge *edge = &renames->edges.at[id];
        if (edge->candidate == candidate && edge->other == other && edge->kind == kind)
            break;
    }
    if (id == HASH_EMPTY) {
        id = (uint32_t)renames->edges.count;
        struct edge edge = {.candidate = candidate, .other = other, .kind = kind};
        array_push(renames->groups->arena, &renames->edges, edge);
        hash_table_add(&renames->table, hash, id);
    }
    double value = (double)weights[COMPARED_BASE + side];
    renames->edges.at[id].values += value < 0 ? -value : value;
    renames->edges.at[id].events += (double)weights[COMPARED_BASE_EVENTS + side];
}

static void add_call(struct renames *renames, uint32_t caller, uint32_t callee,
                     const int64_t *weights)
{
    if (renames->is_candidate[callee])
        add_edge(renames, callee, caller, CALLER, weights);
    if (caller == renames->outside)
        return;
    if (renames->is_candidate[caller])
        add_edge(renames, caller, callee, CALLEE, weights);
    for (int side = 0; side < RUN_SIDES; side++) {
        uint32_t *sole = &renames->sole[side][callee];
        if (weights[COMPARED_BASE + side] && *sole != caller)
            *sole = *sole == ID_NONE ? caller : renames->outside;
    }
}

static bool find_calls(struct renames *renames)
{
    const struct match_groups *groups = renames->groups;
    const struct profile *profile = groups->frames->profile;
    for (size_t i = 0; i < profile->stack_count; i++) {
        const int64_t *weights = groups->selection->weights + i * COMPARED_COLUMNS;
        uint32_t caller = renames->outside;
        size_t depth, count;
        const uint32_t *locations = profile_stack(profile, i, &depth);
        if (!budget_spend(groups->budget, depth + 1, groups->error))
            return false;
        if (!weights[COMPARED_BASE] && !weights[COMPARED_NEW])
            continue;
        for (size_t at = depth; at-- > 0;) {
            const uint32_t *places = match_places_at(groups, locations[at], &count);
            for (size_t n = count; n-- > 0;) {
                uint32_t callee = renames->roots[groups->function_of[places[n]]];
                if (callee != caller)
                    add_call(renames, caller, callee, weights);
                caller = callee;
            }
        }
    }
    return true;
}

static bool is_edge_before(const void *context, uint32_t a, uint32_t b)
{
    const struct edge *edges = context;
    return edges[a].candidate < edges[b].candidate;
}

static void order_edges(struct renames *renames)
{
    struct arena *arena = renames->groups->arena;
    renames->order = ARENA_NEW(arena, uint32_t, renames->edges.count);
    for (uint32_t i = 0; i < renames->edges.count; i++)
        renames->order[i] = i;
    sort_ids(renames->order, renames->edges.count, is_edge_before, renames->edges.at, *arena);
    for (size_t i = renames->edges.count; i-- > 0;) {
        uint32_t candidate = renames->edges.at[renames->order[i]].candidate;
        renames->first[candidate] = (uint32_t)i;
        renames->count[candidate]++;
    }
}

static const struct edge *edge_of(const struct renames *renames, uint32_t candidate, uint32_t i)
{
    return &renames->edges.at[renames->order[renames->first[candidate] + i]];
}

/* ---------------------------------------------------------------- alike */

static uint32_t other_of(const struct renames *renames, const struct edge *edge)
{
    return edge->other == renames->outside ? edge->other
                                           : match_root(renames->groups->parents, edge->other);
}

/* Whether it is on both sides, so that it can be looked for on the other. */
static bool is_shared(const struct renames *renames, uint32_t function)
{
    return function == renames->outside || match_has_both(&renames->groups->sums[function]);
}

/* The caller on both sides that calls it most; ID_NONE: none. */
static uint32_t main_caller(const struct renames *renames, uint32_t candidate)
{
    const struct edge *best = NULL;
    for (uint32_t i = 0; i < renames->count[candidate]; i++) {
        const struct edge *edge = edge_of(renames, candidate, i);
        uint32_t other = other_of(renames, edge);
        if (edge->kind == CALLER && other != renames->outside && is_shared(renames, other) &&
            (!best || edge->values > best->values))
            best = edge;
    }
    return best ? other_of(renames, best) : ID_NONE;
}

/* Marks its callers or callees. */
static void mark(struct renames *renames, uint32_t candidate, uint32_t kind)
{
    renames->mark++;
    for (uint32_t i = 0; i < renames->count[candidate]; i++) {
        const struct edge *edge = edge_of(renames, candidate, i);
        if (edge->kind == kind)
            renames->marks[other_of(renames, edge)] = renames->mark;
    }
}

/* Whether all that one calls or is called by, but for chance, the other does too. */
static bool is_within(struct renames *renames, uint32_t one, uint32_t other)
{
    const struct match_sums *sums = renames->groups->sums;
    double own = sums[one].events[match_lone_side(&sums[one])];
    double others = sums[other].events[match_lone_side(&sums[other])];
    for (uint32_t kind = CALLER; kind < KINDS; kind++) {
        mark(renames, other, kind);
        for (uint32_t i = 0; i < renames->count[one]; i++) {
            const struct edge *edge = edge_of(renames, one, i);
            uint32_t neighbour = other_of(renames, edge);
            if (edge->kind == kind && renames->marks[neighbour] != renames->mark &&
                is_shared(renames, neighbour) && !match_is_chance(edge->events, own, others))
                return false;
        }
    }
    return true;
}

/* Whether there is a function that both call; that they alone do, each on its side. */
static void find_callees(struct renames *renames, uint32_t base, uint32_t fresh, bool *has_any,
                         bool *has_own)
{
    *has_any = *has_own = false;
    mark(renames, fresh, CALLEE);
    for (uint32_t i = 0; i < renames->count[base]; i++) {
        const struct edge *edge = edge_of(renames, base, i);
        if (edge->kind != CALLEE || renames->marks[other_of(renames, edge)] != renames->mark)
            continue;
        *has_any = true;
        *has_own |= renames->sole[RUN_BASE][edge->other] == base &&
                    renames->sole[RUN_NEW][edge->other] == fresh;
    }
}

/* What is behind the package and the class. */
static struct str own_name(struct str name)
{
    size_t start = name.size;
    while (start && name.at[start - 1] != '.' && name.at[start - 1] != ':')
        start--;
    return str_skip(name, start);
}

/* Whether at least half of the longer name is how both begin and end. */
static bool is_similar(struct str a, struct str b)
{
    size_t least = a.size < b.size ? a.size : b.size, most = a.size + b.size - least;
    size_t same = 0, end = 0;
    while (same < least && a.at[same] == b.at[same])
        same++;
    while (end < least - same && a.at[a.size - 1 - end] == b.at[b.size - 1 - end])
        end++;
    return most && (same + end) * 2 >= most;
}

static bool has_same_package(const struct match_groups *groups, uint32_t base, uint32_t fresh)
{
    struct str package = match_function_package(groups, base, true);
    return package.size && str_equal(package, match_function_package(groups, fresh, true));
}

static bool is_alike(struct renames *renames, uint32_t base, uint32_t fresh)
{
    const struct match_groups *groups = renames->groups;
    bool has_any, has_own;
    if (!is_within(renames, base, fresh) || !is_within(renames, fresh, base))
        return false;
    find_callees(renames, base, fresh, &has_any, &has_own);
    return has_own || (has_same_package(groups, base, fresh) &&
                       (has_any || is_similar(own_name(match_function_name(groups, base)),
                                              own_name(match_function_name(groups, fresh)))));
}

/* ---------------------------------------------------------------- rounds */

/* By main caller, then side. */
static bool is_candidate_before(const void *context, uint32_t a, uint32_t b)
{
    const struct renames *renames = context;
    const struct match_sums *sums = renames->groups->sums;
    if (renames->top[a] != renames->top[b])
        return renames->top[a] < renames->top[b];
    return match_lone_side(&sums[a]) < match_lone_side(&sums[b]);
}

/* Compares what one function calls: `base` of the base, then `fresh` of new. */
static bool compare(struct renames *renames, const uint32_t *ids, size_t base, size_t fresh)
{
    struct match_groups *groups = renames->groups;
    if (base > MOST_BESIDE || fresh > MOST_BESIDE)
        return true;
    for (size_t a = 0; a < base; a++)
        for (size_t b = base; b < base + fresh; b++) {
            uint64_t work = (uint64_t)renames->count[ids[a]] + renames->count[ids[b]];
            if (!budget_spend(groups->budget, work, groups->error))
                return false;
            if (!is_alike(renames, ids[a], ids[b]))
                continue;
            renames->partners[ids[a]]++;
            renames->partners[ids[b]]++;
            renames->partner[ids[a]] = ids[b];
        }
    return true;
}

/* Candidates that are left over and have a main caller, in order. */
static size_t gather(struct renames *renames, uint32_t *ids)
{
    const struct match_groups *groups = renames->groups;
    size_t count = 0;
    for (size_t i = 0; i < renames->candidates.count; i++) {
        uint32_t id = renames->candidates.at[i];
        bool is_left = groups->parents[id] == id && match_lone_side(&groups->sums[id]) != RUN_SIDES;
        renames->partners[id] = 0;
        renames->top[id] = is_left ? main_caller(renames, id) : ID_NONE;
        if (renames->top[id] != ID_NONE)
            ids[count++] = id;
    }
    sort_ids(ids, count, is_candidate_before, renames, *groups->arena);
    return count;
}

/* Unites those that have one partner each; whether there were any. */
static bool unite(struct renames *renames, const uint32_t *ids, size_t count)
{
    struct match_groups *groups = renames->groups;
    bool has_any = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t base = ids[i], fresh = renames->partner[base];
        if (match_lone_side(&groups->sums[base]) != RUN_BASE || renames->partners[base] != 1 ||
            renames->partners[fresh] != 1)
            continue;
        match_unite(groups->parents, groups->sums, base, fresh);
        has_any = true;
    }
    return has_any;
}

static bool run_rounds(struct renames *renames)
{
    struct match_groups *groups = renames->groups;
    uint32_t *ids = ARENA_NEW(groups->arena, uint32_t, renames->candidates.count);
    bool has_more = true;
    for (int round = 0; round < ROUNDS && has_more; round++) {
        size_t count = gather(renames, ids);
        for (size_t i = 0, middle, end; i < count; i = end) {
            uint32_t top = renames->top[ids[i]];
            for (end = i; end < count && renames->top[ids[end]] == top;)
                end++;
            for (middle = i;
                 middle < end && match_lone_side(&groups->sums[ids[middle]]) == RUN_BASE;)
                middle++;
            if (!compare(renames, ids + i, middle - i, end - middle))
                return false;
        }
        has_more = unite(renames, ids, count);
    }
    return true;
}

bool match_renames(struct match_groups *groups)
{
    size_t count = groups->function_count + 1;
    struct arena *arena = groups->arena;
    struct renames renames = {.groups = groups,
                              .roots = ARENA_NEW(arena, uint32_t, count),
                              .is_candidate = ARENA_NEW(arena, uint8_t, count),
                              .outside = (uint32_t)groups->function_count};
    if (!find_candidates(&renames))
        return true;
    uint32_t **columns[] = {&renames.sole[RUN_BASE], &renames.sole[RUN_NEW], &renames.first,
                            &renames.count,          &renames.top,           &renames.partners,
                            &renames.partner,        &renames.marks};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *columns[i] = ARENA_NEW(arena, uint32_t, count);
    memset(renames.sole[RUN_BASE], 0xff, count * sizeof(uint32_t));
    memset(renames.sole[RUN_NEW], 0xff, count * sizeof(uint32_t));
    for (uint32_t i = 0; i < groups->function_count; i++)
        renames.roots[i] = match_root(groups->parents, i);
    hash_table_init(&renames.table, arena);
    if (!find_calls(&renames))
        return false;
    order_edges(&renames);
    return run_rounds(&renames);
}
