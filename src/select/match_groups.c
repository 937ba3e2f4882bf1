/* Places with their sums, and the functions that they are of. */
#include "select/match_groups.h"
#include "base/hash.h"
#include "profile/name.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"

/* Expected so many times, a name is there but for one case in three thousand (Poisson). */
static const double CHANCE_EVENTS = 8;

/* ---------------------------------------------------------------- groups */

uint32_t match_root(uint32_t *parents, uint32_t id)
{
    while (parents[id] != id)
        id = parents[id] = parents[parents[id]];
    return id;
}

void match_unite(uint32_t *parents, struct match_sums *sums, uint32_t a, uint32_t b)
{
    a = match_root(parents, a);
    b = match_root(parents, b);
    if (a == b)
        return;
    uint32_t root = a < b ? a : b, other = a < b ? b : a;
    parents[other] = root;
    for (int side = 0; side < RUN_SIDES; side++) {
        sums[root].values[side] += sums[other].values[side];
        sums[root].events[side] += sums[other].events[side];
    }
}

bool match_is_chance(double events, double own, double other)
{
    return own > 0 && other > 0 && events * other / own < CHANCE_EVENTS;
}

bool match_may_lack(const struct match_groups *groups, const struct match_sums *sums, int side)
{
    const struct comparison_side *sides = groups->selection->comparison->sides;
    bool is_counted = sides[RUN_BASE].events && sides[RUN_NEW].events;
    return is_counted &&
           match_is_chance(sums->events[side], sides[side].exposure, sides[1 - side].exposure);
}

const struct frame *match_item(const struct match_groups *groups, uint32_t place)
{
    return &groups->frames->items[groups->frame_of[place]];
}

static bool is_package(const struct match_groups *groups, uint32_t function)
{
    return match_item(groups, groups->first_place[function])->package != 0;
}

struct str match_function_name(const struct match_groups *groups, uint32_t function)
{
    const struct frames *frames = groups->frames;
    const struct frame *item = match_item(groups, groups->first_place[function]);
    return item->package ? frames->packages[item->package]
                         : profile_string(frames->profile, item->name);
}

struct str match_function_package(const struct match_groups *groups, uint32_t function,
                                  bool own_code)
{
    const struct frames *frames = groups->frames;
    const struct profile *profile = frames->profile;
    uint32_t frame = groups->frame_of[groups->first_place[function]];
    struct name_source source = {.name = match_function_name(groups, function),
                                 .file = STR(""),
                                 .object = STR(""),
                                 .is_main_object = true};
    if (!source.name.size || is_package(groups, function))
        return STR("");
    if (frames->function[frame] != ID_NONE)
        source.file = profile_string(profile, profile->functions[frames->function[frame]].file);
    if (frames->mapping[frame] != ID_NONE)
        source.object = profile_string(profile, profile->mappings[frames->mapping[frame]].file);
    struct name_context context = {.binary = STR(""), .root = STR("")};
    enum name_family family = own_code ? name_family(&context, &source) : NAME_OWN;
    return family == NAME_OWN || family == NAME_DEP ? name_package(&source) : STR("");
}

/* ---------------------------------------------------------------- places */

static bool has_lines(const struct frames *frames)
{
    for (size_t i = 0; i < frames->count; i++)
        if (frames->items[i].line || frames->items[i].address)
            return true;
    return false;
}

static uint32_t add_place(struct match_groups *groups, uint32_t frame, int64_t start)
{
    groups->frame_of[groups->place_count] = frame;
    groups->starts[groups->place_count] = start;
    return (uint32_t)groups->place_count++;
}

/* A frame whose function starts at several lines is as many places. */
static void split_frames(struct match_groups *groups)
{
    const struct frames *frames = groups->frames;
    const struct profile *profile = frames->profile;
    size_t most = profile->line_count + profile->location_count;
    uint32_t *by_line = ARENA_NEW(groups->arena, uint32_t, profile->line_count);
    uint32_t *by_location = ARENA_NEW(groups->arena, uint32_t, profile->location_count);
    struct hash_table table;
    hash_table_init(&table, groups->arena);
    groups->frame_of = ARENA_NEW(groups->arena, uint32_t, most);
    groups->starts = ARENA_NEW(groups->arena, int64_t, most);
    for (size_t i = 0; i < profile->line_count; i++) {
        uint32_t frame = frames->by_line[i], place;
        int64_t start = profile->functions[profile->lines[i].function].start_line;
        start = start > 0 ? start : 0;
        uint64_t hash = hash_u64((uint64_t)frame << 32 ^ (uint64_t)start);
        size_t at = hash_start(hash);
        while ((place = hash_table_next(&table, hash, &at)) != HASH_EMPTY)
            if (groups->frame_of[place] == frame && groups->starts[place] == start)
                break;
        if (place == HASH_EMPTY) {
            place = add_place(groups, frame, start);
            hash_table_add(&table, hash, place);
        }
        by_line[i] = place;
    }
    for (size_t i = 0; i < profile->location_count; i++)
        if (!profile->locations[i].line_count)
            by_location[i] = add_place(groups, frames->by_location[i], 0);
    groups->by_line = by_line;
    groups->by_location = by_location;
}

void match_find_places(struct match_groups *groups)
{
    const struct frames *frames = groups->frames;
    groups->by_line = frames->by_line;
    groups->by_location = frames->by_location;
    if (has_lines(frames)) {
        split_frames(groups);
        return;
    }
    groups->place_count = frames->count;
    groups->frame_of = ARENA_NEW(groups->arena, uint32_t, frames->count);
    for (uint32_t i = 0; i < frames->count; i++)
        groups->frame_of[i] = i;
}

const uint32_t *match_places_at(const struct match_groups *groups, uint32_t location, size_t *count)
{
    const struct location *at = &groups->frames->profile->locations[location];
    *count = at->line_count ? at->line_count : 1;
    return at->line_count ? groups->by_line + at->line_first : groups->by_location + location;
}

static void add_stack(struct match_groups *groups, size_t stack, size_t *last_seen)
{
    const int64_t *weights = groups->selection->weights + stack * COMPARED_COLUMNS;
    struct match_sums own;
    size_t depth, count;
    for (int side = 0; side < RUN_SIDES; side++) {
        double value = (double)weights[COMPARED_BASE + side];
        double events = (double)weights[COMPARED_BASE_EVENTS + side];
        own.values[side] = value < 0 ? -value : value;
        own.events[side] = events < 0 ? -events : events;
    }
    const uint32_t *locations = profile_stack(groups->frames->profile, stack, &depth);
    for (size_t i = 0; i < depth; i++) {
        const uint32_t *places = match_places_at(groups, locations[i], &count);
        for (size_t n = 0; n < count; n++) {
            struct match_sums *sums = &groups->place_sums[places[n]];
            if (last_seen[places[n]] == stack + 1)
                continue;
            last_seen[places[n]] = stack + 1;
            for (int side = 0; side < RUN_SIDES; side++) {
                sums->values[side] += own.values[side];
                sums->events[side] += own.events[side];
            }
        }
    }
}

bool match_sum_places(struct match_groups *groups)
{
    const struct profile *profile = groups->frames->profile;
    size_t *last_seen = ARENA_NEW(groups->arena, size_t, groups->place_count);
    groups->place_sums = ARENA_NEW(groups->arena, struct match_sums, groups->place_count);
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth = profile->stack_starts[i + 1] - profile->stack_starts[i];
        add_stack(groups, i, last_seen);
        if (!budget_spend(groups->budget, depth + 1, groups->error))
            return false;
    }
    return true;
}

bool match_is_any_lone(const struct match_groups *groups)
{
    for (size_t i = 0; i < groups->place_count; i++)
        if (match_lone_side(&groups->place_sums[i]) != RUN_SIDES)
            return true;
    return false;
}

/* ---------------------------------------------------------------- functions */

static uint32_t *numbered(size_t count, struct arena *arena)
{
    uint32_t *ids = ARENA_NEW(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        ids[i] = i;
    return ids;
}

static bool same_function(const struct frame *a, const struct frame *b)
{
    return a->name == b->name && a->file == b->file && a->package == b->package;
}

static uint32_t function_at(struct match_groups *groups, struct hash_table *table, uint32_t place)
{
    const struct frame *item = match_item(groups, place);
    uint64_t hash = hash_u64((uint64_t)item->name << 32 ^ item->file) ^ hash_u64(item->package);
    bool is_named = item->name || item->file || item->package;
    size_t at = hash_start(hash);
    uint32_t function = HASH_EMPTY;
    while (is_named && (function = hash_table_next(table, hash, &at)) != HASH_EMPTY)
        if (same_function(item, match_item(groups, groups->first_place[function])))
            return function;
    function = (uint32_t)groups->function_count++;
    groups->first_place[function] = place;
    if (is_named)
        hash_table_add(table, hash, function);
    return function;
}

bool match_find_functions(struct match_groups *groups)
{
    struct hash_table table;
    hash_table_init(&table, groups->arena);
    groups->function_of = ARENA_NEW(groups->arena, uint32_t, groups->place_count);
    groups->first_place = ARENA_NEW(groups->arena, uint32_t, groups->place_count);
    for (uint32_t i = 0; i < groups->place_count; i++)
        groups->function_of[i] = function_at(groups, &table, i);
    groups->parents = numbered(groups->function_count, groups->arena);
    groups->place_parents = numbered(groups->place_count, groups->arena);
    groups->sums = ARENA_NEW(groups->arena, struct match_sums, groups->function_count);
    for (size_t i = 0; i < groups->place_count; i++)
        for (int side = 0; side < RUN_SIDES; side++) {
            struct match_sums *sums = &groups->sums[groups->function_of[i]];
            sums->values[side] += groups->place_sums[i].values[side];
            sums->events[side] += groups->place_sums[i].events[side];
        }
    return budget_spend(groups->budget, groups->place_count, groups->error);
}
