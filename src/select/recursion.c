/* From the root on, each frame is put after those kept so far, or takes the place of the earlier
 * frame of its function. */
#include "select/recursion.h"
#include "base/hash.h"
#include "options/settings.h"
#include "select/narrow.h"

/* A frame that is kept: where it is in the stack, the leaf being 0, and in its location. */
struct kept {
    uint32_t group;
    uint32_t at, line;
};

struct folding {
    struct narrow *narrow;
    bool is_direct;
    uint32_t *groups; /* by function: the first one that is the same; ID_NONE: a label's */
    size_t *places;   /* by group: its index in `kept` plus one; 0: not there */
    ARRAY(struct kept) kept;
    ARRAY(struct location) locations; /* the profile's, then those that lost lines */
    ARRAY(struct line) lines;
    ARRAY(uint32_t) origins; /* of lines added: the line that they were */
    ARRAY(uint32_t) bases;   /* of locations added: what they were */
    struct hash_table cut;   /* the locations added */
    uint64_t next_id;
};

/* ---------------------------------------------------------------- functions */

static bool find_groups(struct folding *folding, size_t label_functions)
{
    struct narrow *narrow = folding->narrow;
    const struct profile *profile = &narrow->profile;
    struct hash_table table;
    hash_table_init(&table, narrow->arena);
    folding->groups = ARENA_NEW(narrow->arena, uint32_t, profile->function_count);
    for (uint32_t i = 0; i < profile->function_count; i++) {
        const struct function *function = &profile->functions[i];
        uint64_t hash = hash_u64((uint64_t)function->name << 32 | function->file);
        size_t at = hash_start(hash);
        uint32_t same = HASH_EMPTY;
        folding->groups[i] = i < label_functions ? i : ID_NONE;
        if (!function->name || i >= label_functions)
            continue;
        while ((same = hash_table_next(&table, hash, &at)) != HASH_EMPTY)
            if (profile->functions[same].name == function->name &&
                profile->functions[same].file == function->file)
                break;
        if (same == HASH_EMPTY)
            hash_table_add(&table, hash, i);
        else
            folding->groups[i] = same;
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    return true;
}

/* Behind the functions come the locations without lines, each a group. */
static uint32_t group_of(const struct folding *folding, uint32_t index, uint32_t line)
{
    const struct location *location = &folding->locations.at[index];
    if (!location->line_count)
        return (uint32_t)folding->narrow->profile.function_count + index;
    return folding->groups[folding->lines.at[location->line_first + line].function];
}

/* ---------------------------------------------------------------- one stack */

static void forget(struct folding *folding, size_t count)
{
    while (folding->kept.count > count) {
        uint32_t group = folding->kept.at[--folding->kept.count].group;
        if (group != ID_NONE)
            folding->places[group] = 0;
    }
}

static void keep(struct folding *folding, struct kept frame)
{
    size_t place = frame.group == ID_NONE ? 0 : folding->places[frame.group];
    if (place && (!folding->is_direct || place == folding->kept.count))
        forget(folding, place - 1);
    array_push(folding->narrow->arena, &folding->kept, frame);
    if (frame.group != ID_NONE)
        folding->places[frame.group] = folding->kept.count;
}

/* Folds into `kept`; returns how many frames the stack had. */
static size_t fold(struct folding *folding, const uint32_t *frames, size_t depth)
{
    size_t count = 0;
    forget(folding, 0);
    for (size_t i = depth; i > 0; i--) {
        uint32_t lines = folding->locations.at[frames[i - 1]].line_count;
        for (uint32_t n = lines ? lines : 1; n > 0; n--, count++)
            keep(folding, (struct kept){.group = group_of(folding, frames[i - 1], n - 1),
                                        .at = (uint32_t)(i - 1),
                                        .line = n - 1});
    }
    return count;
}

/* ---------------------------------------------------------------- locations that lose lines */

static bool same_cut(const struct folding *folding, uint32_t added, uint32_t base,
                     const uint32_t *origins, size_t count)
{
    size_t first_line = folding->narrow->profile.line_count;
    const struct location *location =
        &folding->locations.at[folding->narrow->profile.location_count + added];
    return folding->bases.at[added] == base && location->line_count == count &&
           hash_equal(folding->origins.at + (location->line_first - first_line), origins,
                      count * sizeof *origins);
}

/* The location with only the lines of `count` frames, given from the outermost to the innermost. */
static uint32_t cut_location(struct folding *folding, uint32_t base, const struct kept *kept,
                             size_t count)
{
    struct arena *arena = folding->narrow->arena;
    struct location location = folding->locations.at[base];
    size_t first = folding->origins.count;
    for (size_t i = count; i > 0; i--)
        array_push(arena, &folding->origins, location.line_first + kept[i - 1].line);
    const uint32_t *origins = folding->origins.at + first;
    uint64_t hash = hash_bytes(origins, count * sizeof *origins) ^ hash_u64(base);
    size_t at = hash_start(hash);
    uint32_t added;
    while ((added = hash_table_next(&folding->cut, hash, &at)) != HASH_EMPTY)
        if (same_cut(folding, added, base, origins, count)) {
            folding->origins.count = first;
            return (uint32_t)folding->narrow->profile.location_count + added;
        }
    location.id = folding->next_id++;
    location.line_first = (uint32_t)folding->lines.count;
    location.line_count = (uint32_t)count;
    array_reserve(arena, &folding->lines, count);
    for (size_t i = first; i < folding->origins.count; i++)
        array_push(arena, &folding->lines, folding->lines.at[folding->origins.at[i]]);
    hash_table_add(&folding->cut, hash, (uint32_t)folding->bases.count);
    array_push(arena, &folding->bases, base);
    array_push(arena, &folding->locations, location);
    return (uint32_t)folding->locations.count - 1;
}

/* ---------------------------------------------------------------- all stacks */

/* What is kept, as locations from the leaf on. */
static void push_kept(struct folding *folding, struct narrow_stacks *fresh, const uint32_t *frames)
{
    const struct kept *kept = folding->kept.at;
    for (size_t end = folding->kept.count, start; end > 0; end = start) {
        start = end - 1;
        while (start > 0 && kept[start - 1].at == kept[start].at)
            start--;
        uint32_t index = frames[kept[start].at];
        if (end - start < folding->locations.at[index].line_count)
            index = cut_location(folding, index, kept + start, end - start);
        narrow_stacks_push(folding->narrow, fresh, &index, 1);
    }
}

static bool fold_stacks(struct folding *folding)
{
    struct narrow *narrow = folding->narrow;
    struct narrow_stacks fresh;
    narrow_stacks_init(&fresh, narrow->arena);
    for (size_t i = 0; i < narrow->profile.stack_count; i++) {
        size_t depth;
        const uint32_t *frames = profile_stack(&narrow->profile, i, &depth);
        size_t count = fold(folding, frames, depth);
        if (folding->kept.count < count)
            push_kept(folding, &fresh, frames);
        else
            narrow_stacks_push(narrow, &fresh, frames, depth);
        if (!narrow_stacks_end(narrow, &fresh) ||
            !budget_spend(narrow->budget, count, narrow->error))
            return false;
    }
    narrow_stacks_set(narrow, &fresh);
    return true;
}

static void open_tables(struct folding *folding)
{
    struct narrow *narrow = folding->narrow;
    const struct profile *profile = &narrow->profile;
    hash_table_init(&folding->cut, narrow->arena);
    array_reserve(narrow->arena, &folding->locations, profile->location_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        array_push(narrow->arena, &folding->locations, profile->locations[i]);
        if (profile->locations[i].id >= folding->next_id)
            folding->next_id = profile->locations[i].id + 1;
    }
    array_reserve(narrow->arena, &folding->lines, profile->line_count);
    for (size_t i = 0; i < profile->line_count; i++)
        array_push(narrow->arena, &folding->lines, profile->lines[i]);
    folding->places =
        ARENA_NEW(narrow->arena, size_t, profile->function_count + profile->location_count);
}

bool recursion_fold(struct narrow *narrow, int recursion, size_t label_functions)
{
    struct folding folding = {
        .narrow = narrow, .is_direct = recursion == RECURSION_DIRECT, .next_id = 1};
    if (recursion == RECURSION_KEEP)
        return true;
    open_tables(&folding);
    if (!find_groups(&folding, label_functions) || !fold_stacks(&folding))
        return false;
    narrow->profile.locations = folding.locations.at;
    narrow->profile.location_count = folding.locations.count;
    narrow->profile.lines = folding.lines.at;
    narrow->profile.line_count = folding.lines.count;
    return true;
}
