/* What is one becomes one frame, which is shown as new has it. */
#include "select/matching.h"
#include "base/array.h"
#include "base/sink.h"
#include "base/sort.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/match_groups.h"
#include "select/selection.h"

#include <string.h>

/* Names of the base that are listed; of more only the number is said. */
enum { LISTED = 4 };

/* ---------------------------------------------------------------- the frames */

/* How much speaks for showing what is one as this place. */
static bool is_better(const struct match_sums *a, const struct match_sums *b)
{
    for (int side = RUN_NEW; side >= RUN_BASE; side--) {
        if (a->values[side] != b->values[side])
            return a->values[side] > b->values[side];
        if (a->events[side] != b->events[side])
            return a->events[side] > b->events[side];
    }
    return false;
}

/* By place: the frame that it is shown as. `sums` are those of the places alone. */
static uint32_t *find_shown(const struct match_groups *groups, const struct match_sums *sums)
{
    uint32_t *best = ARENA_NEW(groups->arena, uint32_t, groups->place_count);
    uint32_t *shown = ARENA_NEW(groups->arena, uint32_t, groups->place_count);
    for (uint32_t i = 0; i < groups->place_count; i++) {
        uint32_t root = match_root(groups->place_parents, i);
        if (root == i || is_better(&sums[i], &sums[best[root]]))
            best[root] = i;
    }
    for (uint32_t i = 0; i < groups->place_count; i++)
        shown[i] = groups->frame_of[best[match_root(groups->place_parents, i)]];
    return shown;
}

/* Frames that others are shown as keep their order. By old frame: the new one; ID_NONE: none. */
static uint32_t *number_frames(const struct match_groups *groups, const uint32_t *shown,
                               size_t *count)
{
    size_t old_count = groups->frames->count;
    uint32_t *fresh = arena_alloc(groups->arena, old_count * sizeof *fresh, _Alignof(uint32_t));
    memset(fresh, 0xff, old_count * sizeof *fresh);
    for (size_t i = 0; i < groups->place_count; i++)
        fresh[shown[i]] = 0;
    *count = 0;
    for (size_t i = 0; i < old_count; i++)
        if (fresh[i] != ID_NONE)
            fresh[i] = (uint32_t)(*count)++;
    return fresh;
}

static uint32_t *renumbered(const uint32_t *places, size_t count, const uint32_t *shown,
                            const uint32_t *fresh, struct arena *arena)
{
    uint32_t *ids = ARENA_NEW(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = fresh[shown[places[i]]];
    return ids;
}

static void copy_columns(struct frames *made, const struct frames *old, const uint32_t *fresh,
                         struct arena *arena)
{
    struct frame *items = ARENA_NEW(arena, struct frame, made->count);
    uint32_t *function = ARENA_NEW(arena, uint32_t, made->count);
    uint32_t *mapping = ARENA_NEW(arena, uint32_t, made->count);
    int64_t *line = ARENA_NEW(arena, int64_t, made->count);
    for (size_t i = 0; i < old->count; i++) {
        if (fresh[i] == ID_NONE)
            continue;
        items[fresh[i]] = old->items[i];
        function[fresh[i]] = old->function[i];
        mapping[fresh[i]] = old->mapping[i];
        line[fresh[i]] = old->line[i];
    }
    made->items = items;
    made->function = function;
    made->mapping = mapping;
    made->line = line;
}

/* ---------------------------------------------------------------- what they were */

struct listing {
    const struct match_groups *groups;
    const struct match_sums *sums;
    const uint32_t *shown; /* by place: an old frame */
    uint32_t *seen;        /* by old frame: the frame in whose list it is, plus one */
    bool is_renamed;       /* one of the names listed last is of another function */
};

/* By the frame that is shown, then the heaviest of the base. */
static bool is_listed_before(const void *context, uint32_t a, uint32_t b)
{
    const struct listing *listing = context;
    if (listing->shown[a] != listing->shown[b])
        return listing->shown[a] < listing->shown[b];
    return listing->sums[a].values[RUN_BASE] > listing->sums[b].values[RUN_BASE];
}

/* Not so what only moved to another file or line. */
static bool is_other_function(const struct frames *frames, uint32_t a, uint32_t b)
{
    return frames->items[a].name != frames->items[b].name ||
           frames->items[a].package != frames->items[b].package;
}

/* Writes the names of the places, of the base or of both sides. Returns how many of them are
 * another than `own`, the name that is shown. */
static size_t print_names(struct listing *listing, const uint32_t *places, size_t count,
                          struct str own, bool of_base, struct sink *sink)
{
    const struct match_groups *groups = listing->groups;
    size_t others = 0, listed = 0, total = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t frame = groups->frame_of[places[i]], shown = listing->shown[places[i]];
        bool is_of_side = !of_base || match_has_side(&listing->sums[places[i]], RUN_BASE);
        if (!is_of_side || listing->seen[frame] == shown + 1)
            continue;
        struct str name = frame_name(groups->frames, frame, groups->arena);
        listing->seen[frame] = shown + 1;
        others += !str_equal(name, own);
        listing->is_renamed |= is_other_function(groups->frames, frame, shown);
        if (total++ >= LISTED)
            continue;
        sink_text(sink, listed++ ? STR(", ") : STR(""));
        sink_text(sink, name);
    }
    if (total > LISTED)
        sink_print(sink, " and %zu more", total - LISTED);
    return others;
}

/* The base's names; where that is only the frame's own, all names that became one. */
static struct str list_names(struct listing *listing, const uint32_t *places, size_t count)
{
    struct arena *arena = listing->groups->arena;
    uint32_t shown = listing->shown[places[0]];
    struct str own = frame_name(listing->groups->frames, shown, arena);
    struct sink sink;
    for (int of_base = 1; of_base >= 0; of_base--) {
        sink_init_buffer(&sink, arena, UINT64_MAX);
        if (print_names(listing, places, count, own, of_base, &sink))
            return sink_str(&sink);
        for (size_t i = 0; i < count; i++)
            listing->seen[listing->groups->frame_of[places[i]]] = 0;
    }
    return STR("");
}

/* Sets `was` and `matched`. */
static bool list_all(struct frames *made, struct listing *listing, const uint32_t *fresh)
{
    const struct match_groups *groups = listing->groups;
    struct str *was = ARENA_NEW(groups->arena, struct str, made->count);
    uint32_t *sizes = ARENA_NEW(groups->arena, uint32_t, groups->frames->count);
    ARRAY(uint32_t) places = {.at = NULL};
    listing->seen = ARENA_NEW(groups->arena, uint32_t, groups->frames->count);
    for (size_t i = 0; i < groups->place_count; i++)
        sizes[listing->shown[i]]++;
    for (uint32_t i = 0; i < groups->place_count; i++)
        if (sizes[listing->shown[i]] > 1)
            array_push(groups->arena, &places, i);
    sort_ids(places.at, places.count, is_listed_before, listing, *groups->arena);
    for (size_t i = 0, end; i < places.count; i = end) {
        uint32_t shown = listing->shown[places.at[i]];
        end = i + sizes[shown];
        listing->is_renamed = false;
        was[fresh[shown]] = list_names(listing, places.at + i, end - i);
        made->matched += was[fresh[shown]].size > 0 && listing->is_renamed;
        if (!budget_spend(groups->budget, end - i, groups->error))
            return false;
    }
    made->was = was;
    return true;
}

/* ---------------------------------------------------------------- what matches */

static bool is_any_one(const struct match_groups *groups)
{
    for (uint32_t i = 0; i < groups->place_count; i++)
        if (groups->place_parents[i] != i)
            return true;
    return false;
}

static const struct frames *make(const struct match_groups *groups, const struct match_sums *sums)
{
    const struct frames *old = groups->frames;
    struct arena *arena = groups->arena;
    const struct profile *profile = old->profile;
    struct frames *made = ARENA_NEW(arena, struct frames, 1);
    const uint32_t *shown = find_shown(groups, sums);
    struct listing listing = {.groups = groups, .sums = sums, .shown = shown};
    *made = *old;
    const uint32_t *fresh = number_frames(groups, shown, &made->count);
    copy_columns(made, old, fresh, arena);
    made->by_line = renumbered(groups->by_line, profile->line_count, shown, fresh, arena);
    made->by_location =
        renumbered(groups->by_location, profile->location_count, shown, fresh, arena);
    return list_all(made, &listing, fresh) ? made : NULL;
}

static const struct frames *match(const struct frames *frames, const struct selection *selection,
                                  enum matching matching, struct arena *arena,
                                  struct budget *budget, struct error *error)
{
    struct match_groups groups = {
        .frames = frames, .selection = selection, .arena = arena, .budget = budget, .error = error};
    if (matching == MATCHING_EXACT)
        return frames;
    match_find_places(&groups);
    if (!match_sum_places(&groups))
        return NULL;
    if (!match_is_any_lone(&groups))
        return frames;
    if (!match_find_functions(&groups) || !match_functions(&groups) ||
        (matching == MATCHING_PACKAGE && !match_packages(&groups)))
        return NULL;
    struct match_sums *sums = arena_alloc(arena, groups.place_count * sizeof *sums, 8);
    memcpy(sums, groups.place_sums, groups.place_count * sizeof *sums);
    if (!match_all_places(&groups))
        return NULL;
    return is_any_one(&groups) ? make(&groups, sums) : frames;
}

/* ---------------------------------------------------------------- sides without names */

/* Frames of stacks, on a side. */
struct naming {
    uint64_t named, all;
};

static bool is_named(const struct frames *frames, uint32_t frame)
{
    const struct frame *item = &frames->items[frame];
    struct str name = profile_string(frames->profile, item->name);
    bool is_address = str_starts(name, STR("0x")) || str_equal(name, STR("[unknown]"));
    return item->package || item->file || (name.size && !is_address);
}

/* By frame; NULL: all have names. */
static const uint8_t *find_named(const struct frames *frames, struct arena *arena)
{
    uint8_t *named = ARENA_NEW(arena, uint8_t, frames->count);
    size_t count = 0;
    for (uint32_t i = 0; i < frames->count; i++) {
        named[i] = is_named(frames, i);
        count += named[i];
    }
    return count == frames->count ? NULL : named;
}

static void count_names(const struct frames *frames, const struct selection *selection,
                        const uint8_t *named, size_t stack, struct naming *sides)
{
    const int64_t *weights = selection->weights + stack * COMPARED_COLUMNS;
    size_t depth, count;
    const uint32_t *locations = profile_stack(frames->profile, stack, &depth);
    for (size_t i = 0; i < depth; i++) {
        const uint32_t *at = frames_at(frames, locations[i], &count);
        for (size_t n = 0; n < count; n++)
            for (int side = 0; side < RUN_SIDES; side++) {
                bool is_there = weights[COMPARED_BASE + side] != 0;
                sides[side].all += is_there;
                sides[side].named += is_there && named[at[n]];
            }
    }
}

bool matching_unsymbolised(const struct frames *frames, const struct selection *selection,
                           enum run_side *without, struct arena scratch, struct budget *budget,
                           struct error *error)
{
    struct naming sides[RUN_SIDES] = {{0, 0}};
    const uint8_t *named = find_named(frames, &scratch);
    *without = RUN_SIDES;
    for (size_t i = 0; named && i < frames->profile->stack_count; i++) {
        count_names(frames, selection, named, i, sides);
        if (!budget_spend(budget, 1, error))
            return false;
    }
    for (int side = 0; side < RUN_SIDES; side++) {
        const struct naming *own = &sides[side], *other = &sides[1 - side];
        if (own->all && own->named <= own->all / 10 && other->named > other->all / 2)
            *without = (enum run_side)side;
    }
    return true;
}

static const struct frames *without_names(const struct frames *frames, enum run_side side,
                                          struct arena *arena)
{
    struct frames *made = ARENA_NEW(arena, struct frames, 1);
    *made = *frames;
    made->is_nameless[side] = true;
    return made;
}

/* ---------------------------------------------------------------- all */

const struct frames *matching_apply(const struct frames *frames, const struct selection *selection,
                                    enum matching matching, struct arena *arena,
                                    struct budget *budget, struct error *error)
{
    enum run_side without;
    if (!matching_unsymbolised(frames, selection, &without, *arena, budget, error))
        return NULL;
    if (without != RUN_SIDES)
        frames = without_names(frames, without, arena);
    return match(frames, selection, matching, arena, budget, error);
}
