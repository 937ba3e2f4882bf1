/* What matching.c and match_renames.c share: functions of two sides, and which of them are one. */
#ifndef SELECT_MATCH_GROUPS_H
#define SELECT_MATCH_GROUPS_H

#include "base/budget.h"
#include "base/str.h"
#include "profile/runs.h"

struct frame;

struct match_sums {
    double values[RUN_SIDES], events[RUN_SIDES]; /* of all stacks it is in, without signs */
};

struct match_groups {
    const struct frames *frames;
    const struct selection *selection;
    struct arena *arena;
    struct budget *budget;
    struct error *error;

    /* Places: frames, told apart by where their function starts if they are lines or addresses. */
    const uint32_t *by_line, *by_location; /* as frames have them */
    uint32_t *frame_of;                    /* by place */
    int64_t *starts;                       /* by place, 0: not known; NULL: frames are no lines */
    size_t place_count;
    struct match_sums *place_sums;
    uint32_t *place_parents;

    /* Functions: places of one name, file and package. Those that are one have one root. */
    uint32_t *function_of; /* by place */
    uint32_t *first_place; /* by function */
    size_t function_count;
    uint32_t *parents;
    struct match_sums *sums; /* by function; of a root: of all that are one with it */
};

/* The root of a place or a function. */
uint32_t match_root(uint32_t *parents, uint32_t id);
/* Makes two one: roots and others. */
void match_unite(uint32_t *parents, struct match_sums *sums, uint32_t a, uint32_t b);

static inline bool match_has_side(const struct match_sums *sums, int side)
{
    return sums->values[side] > 0 || sums->events[side] > 0;
}

static inline bool match_has_both(const struct match_sums *sums)
{
    return match_has_side(sums, RUN_BASE) && match_has_side(sums, RUN_NEW);
}

/* The one side it is on; RUN_SIDES: none or both. */
static inline int match_lone_side(const struct match_sums *sums)
{
    bool base = match_has_side(sums, RUN_BASE), fresh = match_has_side(sums, RUN_NEW);
    return base == fresh ? RUN_SIDES : base ? RUN_BASE : RUN_NEW;
}

/* Whether a side that samples `other` events where this one samples `own` may lack by chance what
 * this one has in `events`; never where events are not counted. */
bool match_is_chance(double events, double own, double other);
/* The same of what is on this side alone, by how much both sides sample. */
bool match_may_lack(const struct match_groups *groups, const struct match_sums *sums, int side);

/* The frame of a place. */
const struct frame *match_item(const struct match_groups *groups, uint32_t place);
/* The name of a function, without a file; empty where it has none. */
struct str match_function_name(const struct match_groups *groups, uint32_t function);
/* Its package; empty where it has none. With `own_code` only that of code that is neither a
 * language's nor the system's. */
struct str match_function_package(const struct match_groups *groups, uint32_t function,
                                  bool own_code);
/* The places of a location, the innermost first: at least one. */
const uint32_t *match_places_at(const struct match_groups *groups, uint32_t location,
                                size_t *count);

/* The stages, in this order. False with an error. */
void match_find_places(struct match_groups *groups);
bool match_sum_places(struct match_groups *groups);
bool match_find_functions(struct match_groups *groups);
bool match_functions(struct match_groups *groups);
bool match_packages(struct match_groups *groups); /* only where those are matched */
bool match_all_places(struct match_groups *groups);

/* Whether a place is on one side only. */
bool match_is_any_lone(const struct match_groups *groups);
/* Unites functions of one side with those of the other that have the same callers and callees.
 * False with an error. */
bool match_renames(struct match_groups *groups);

#endif
