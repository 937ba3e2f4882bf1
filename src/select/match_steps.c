/* Functions are put together step by step, each of what the ones before left over; then the places
 * in them. */
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sort.h"
#include "select/frames.h"
#include "select/match_groups.h"
#include "select/match_name.h"

#include <string.h>

enum step { STEP_VERSIONS, STEP_FILES, STEP_NUMBERS, STEP_ARGUMENTS, STEP_PACKAGES };

/* Functions, or places, that would be one by their key. */
struct bucket {
    struct str name, file;
    uint32_t owner; /* of places: their function */
    int64_t line, column;
    bool has_common;              /* some are on both sides */
    bool has_lone[RUN_SIDES];     /* some are on this side alone */
    bool has_frequent[RUN_SIDES]; /* and that not by chance */
    uint32_t first, first_lone;   /* ID_NONE: none */
};

struct buckets {
    struct hash_table table;
    ARRAY(struct bucket) items;
    uint32_t *of; /* by function or place; ID_NONE: in none */
};

static void buckets_init(struct buckets *buckets, size_t count, struct arena *arena)
{
    *buckets = (struct buckets){.of = arena_alloc(arena, count * sizeof(uint32_t), 8)};
    hash_table_init(&buckets->table, arena);
    memset(buckets->of, 0xff, count * sizeof(uint32_t));
}

static bool same_bucket(const struct bucket *a, const struct bucket *b)
{
    return a->owner == b->owner && a->line == b->line && a->column == b->column &&
           str_equal(a->name, b->name) && str_equal(a->file, b->file);
}

static struct bucket *bucket_find(const struct match_groups *groups, struct buckets *buckets,
                                  const struct bucket *key, uint32_t id)
{
    uint64_t numbers[] = {key->owner, (uint64_t)key->line, (uint64_t)key->column};
    uint64_t hash = hash_bytes(key->name.at, key->name.size) ^
                    hash_u64(hash_bytes(key->file.at, key->file.size)) ^
                    hash_bytes(numbers, sizeof numbers);
    size_t at = hash_start(hash);
    uint32_t found;
    while ((found = hash_table_next(&buckets->table, hash, &at)) != HASH_EMPTY)
        if (same_bucket(&buckets->items.at[found], key))
            break;
    if (found == HASH_EMPTY) {
        found = (uint32_t)buckets->items.count;
        array_push(groups->arena, &buckets->items, *key);
        buckets->items.at[found].first = buckets->items.at[found].first_lone = ID_NONE;
        hash_table_add(&buckets->table, hash, found);
    }
    buckets->of[id] = found;
    return &buckets->items.at[found];
}

static void bucket_add(const struct match_groups *groups, struct buckets *buckets,
                       const struct bucket *key, uint32_t id, const struct match_sums *sums)
{
    struct bucket *bucket = bucket_find(groups, buckets, key, id);
    int side = match_lone_side(sums);
    bucket->first = bucket->first == ID_NONE ? id : bucket->first;
    if (side == RUN_SIDES) {
        bucket->has_common |= match_has_both(sums);
        return;
    }
    bucket->first_lone = bucket->first_lone == ID_NONE ? id : bucket->first_lone;
    bucket->has_lone[side] = true;
    bucket->has_frequent[side] |= !match_may_lack(groups, sums, side);
}

/* Whether all in it are one. */
static bool is_one(const struct bucket *bucket)
{
    const bool *lone = bucket->has_lone, *frequent = bucket->has_frequent;
    return bucket->has_common ? frequent[RUN_BASE] || frequent[RUN_NEW]
                              : lone[RUN_BASE] && lone[RUN_NEW];
}

/* Whether what is on one side alone is one with what is on the other alone. */
static bool is_rest_one(const struct bucket *bucket, bool even_by_chance)
{
    const bool *frequent = bucket->has_frequent;
    return bucket->has_lone[RUN_BASE] && bucket->has_lone[RUN_NEW] &&
           (even_by_chance || !bucket->has_common || (frequent[RUN_BASE] && frequent[RUN_NEW]));
}

/* ---------------------------------------------------------------- functions */

/* What functions must have in common; false: nothing. */
static bool key_of(const struct match_groups *groups, uint32_t function, enum step step,
                   struct bucket *key)
{
    const struct frames *frames = groups->frames;
    const struct frame *item = match_item(groups, groups->first_place[function]);
    struct str name = match_function_name(groups, function);
    *key = (struct bucket){.name = name, .file = frames->files[item->file]};
    switch (step) {
    case STEP_VERSIONS:
        key->file = match_numbers(key->file, groups->arena);
        return item->file && name.size;
    case STEP_FILES:
        key->file = STR("");
        return item->file && name.size;
    case STEP_NUMBERS:
        key->name = match_numbers(name, groups->arena);
        key->file = match_numbers(key->file, groups->arena);
        return name.size || item->file;
    case STEP_ARGUMENTS:
        key->name = match_name(name, groups->arena);
        key->file = STR("");
        return name.size != 0;
    case STEP_PACKAGES:
        key->name = match_function_package(groups, function, false);
        key->file = STR("");
        return key->name.size != 0;
    }
    return false;
}

static bool take_step(struct match_groups *groups, enum step step)
{
    struct buckets buckets;
    buckets_init(&buckets, groups->function_count, groups->arena);
    for (uint32_t i = 0; i < groups->function_count; i++) {
        struct bucket key;
        if (groups->parents[i] == i && key_of(groups, i, step, &key))
            bucket_add(groups, &buckets, &key, i, &groups->sums[i]);
        if (!budget_spend(groups->budget, 1, groups->error))
            return false;
    }
    for (uint32_t i = 0; i < groups->function_count; i++) {
        if (buckets.of[i] == ID_NONE)
            continue;
        const struct bucket *bucket = &buckets.items.at[buckets.of[i]];
        bool is_lone = match_lone_side(&groups->sums[i]) != RUN_SIDES;
        if (step == STEP_NUMBERS && is_one(bucket))
            match_unite(groups->parents, groups->sums, bucket->first, i);
        else if (step != STEP_NUMBERS && is_lone && is_rest_one(bucket, step != STEP_ARGUMENTS))
            match_unite(groups->parents, groups->sums, bucket->first_lone, i);
    }
    return budget_spend(groups->budget, groups->function_count, groups->error);
}

bool match_functions(struct match_groups *groups)
{
    for (enum step step = STEP_VERSIONS; step <= STEP_ARGUMENTS; step++) {
        bool is_of_files = step == STEP_VERSIONS || step == STEP_FILES;
        if (is_of_files && groups->frames->file_count < 2)
            continue;
        if (!take_step(groups, step))
            return false;
    }
    return match_renames(groups);
}

bool match_packages(struct match_groups *groups)
{
    return take_step(groups, STEP_PACKAGES);
}

/* ---------------------------------------------------------------- places */

static uint32_t owner_of(const struct match_groups *groups, uint32_t place)
{
    return match_root(groups->parents, groups->function_of[place]);
}

/* By function: whether others are one with it. */
static uint8_t *find_several(const struct match_groups *groups)
{
    uint8_t *several = ARENA_NEW(groups->arena, uint8_t, groups->function_count);
    for (uint32_t i = 0; i < groups->function_count; i++)
        if (groups->parents[i] != i)
            several[match_root(groups->parents, i)] = 1;
    return several;
}

/* Where in its function it is: `owner` tells lines behind a start from lines of a file. */
static struct bucket place_key(const struct match_groups *groups, uint32_t place)
{
    const struct frame *item = match_item(groups, place);
    struct bucket key = {.name = STR(""),
                         .file = STR(""),
                         .owner = owner_of(groups, place),
                         .line = item->line,
                         .column = item->column};
    if (groups->starts && groups->starts[place]) {
        key.line = number_subtract(key.line, groups->starts[place]);
        key.name = STR("behind the start");
    }
    return key;
}

/* Places in one function at one distance from its start. */
static bool match_places(struct match_groups *groups)
{
    uint8_t *several = find_several(groups);
    struct buckets buckets;
    buckets_init(&buckets, groups->place_count, groups->arena);
    for (uint32_t i = 0; i < groups->place_count; i++) {
        struct bucket key = place_key(groups, i);
        bucket_add(groups, &buckets, &key, i, &groups->place_sums[i]);
    }
    for (uint32_t i = 0; i < groups->place_count; i++) {
        const struct bucket *bucket = &buckets.items.at[buckets.of[i]];
        bool is_lone = match_lone_side(&groups->place_sums[i]) != RUN_SIDES;
        bool has_both =
            bucket->has_common || (bucket->has_lone[RUN_BASE] && bucket->has_lone[RUN_NEW]);
        if (several[bucket->owner] && has_both)
            match_unite(groups->place_parents, groups->place_sums, bucket->first, i);
        else if (is_lone && is_rest_one(bucket, true))
            match_unite(groups->place_parents, groups->place_sums, bucket->first_lone, i);
    }
    return budget_spend(groups->budget, groups->place_count, groups->error);
}

/* By owner, then side, then line. */
static bool is_before(const void *context, uint32_t a, uint32_t b)
{
    const struct match_groups *groups = context;
    uint32_t owner_a = owner_of(groups, a), owner_b = owner_of(groups, b);
    int side_a = match_lone_side(&groups->place_sums[a]);
    int side_b = match_lone_side(&groups->place_sums[b]);
    const struct frame *item_a = match_item(groups, a), *item_b = match_item(groups, b);
    if (owner_a != owner_b)
        return owner_a < owner_b;
    if (side_a != side_b)
        return side_a < side_b;
    return item_a->line != item_b->line ? item_a->line < item_b->line
                                        : item_a->column < item_b->column;
}

/* Of one function, `count` places by side and line: as many of the base as of new, in this order,
 * are one. */
static void pair_lines(struct match_groups *groups, const uint32_t *places, size_t count)
{
    const struct match_sums *sums = &groups->sums[owner_of(groups, places[0])];
    size_t base = 0;
    while (base < count && match_lone_side(&groups->place_sums[places[base]]) == RUN_BASE)
        base++;
    if (base * 2 != count || match_may_lack(groups, sums, RUN_BASE) ||
        match_may_lack(groups, sums, RUN_NEW))
        return;
    for (size_t i = 0; i < base; i++)
        match_unite(groups->place_parents, groups->place_sums, places[i], places[base + i]);
}

/* Of functions that have no line on both sides, and no known start. */
static bool match_lines(struct match_groups *groups)
{
    ARRAY(uint32_t) places = {.at = NULL};
    uint8_t *has_common = ARENA_NEW(groups->arena, uint8_t, groups->function_count);
    for (uint32_t i = 0; i < groups->place_count; i++) {
        bool is_known = groups->starts[i] || !match_item(groups, i)->line;
        const struct match_sums *sums = &groups->place_sums[match_root(groups->place_parents, i)];
        if (is_known || match_has_both(sums))
            has_common[owner_of(groups, i)] = 1;
    }
    for (uint32_t i = 0; i < groups->place_count; i++)
        if (groups->place_parents[i] == i && !has_common[owner_of(groups, i)] &&
            match_lone_side(&groups->place_sums[i]) != RUN_SIDES)
            array_push(groups->arena, &places, i);
    sort_ids(places.at, places.count, is_before, groups, *groups->arena);
    for (size_t i = 0, end; i < places.count; i = end) {
        uint32_t owner = owner_of(groups, places.at[i]);
        for (end = i + 1; end < places.count && owner_of(groups, places.at[end]) == owner;)
            end++;
        pair_lines(groups, places.at + i, end - i);
    }
    return budget_spend(groups->budget, groups->place_count, groups->error);
}

bool match_all_places(struct match_groups *groups)
{
    return match_places(groups) && (!groups->starts || match_lines(groups));
}
