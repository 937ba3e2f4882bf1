/* Compacting is merging a profile with itself alone, once what tells equal things apart is gone.
 *
 * Sums of absolute values, which shares are shares of, must stay as well: so samples with values of
 * different signs are kept apart by a label while they are merged. */
#include "profile/compact.h"
#include "base/array.h"
#include "base/hash.h"
#include "profile/merge.h"
#include "profile/profile.h"

#include <string.h>

#define SIGN_KEY STR("render::sign")

/* ---------------------------------------------------------------- addresses */

/* Places with a function at the start of their mapping, or, `at_zero`, nowhere. */
static const struct location *moved(const struct profile *profile, bool at_zero,
                                    struct arena *arena)
{
    struct location *locations = ARENA_NEW(arena, struct location, profile->location_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        locations[i] = profile->locations[i];
        uint32_t mapping = locations[i].mapping;
        if (!locations[i].line_count)
            continue;
        locations[i].address = at_zero || mapping == ID_NONE ? 0 : profile->mappings[mapping].start;
    }
    return locations;
}

/* ---------------------------------------------------------------- signs */

static bool has_negative(const struct profile *profile)
{
    for (size_t i = 0; i < profile->sample_count * profile->type_count; i++)
        if (profile->values[i] < 0)
            return true;
    return false;
}

/* "-+": which values of a sample are negative. */
static struct str signs_of(const struct profile *profile, size_t sample, char *at)
{
    for (size_t i = 0; i < profile->type_count; i++)
        at[i] = profile->values[sample * profile->type_count + i] < 0 ? '-' : '+';
    return (struct str){at, profile->type_count};
}

/* A profile whose columns of labels can grow. */
struct marking {
    struct profile *profile;
    struct arena *arena;
    ARRAY(struct str) strings;
    ARRAY(struct label) labels;
    ARRAY(uint32_t) ids, starts;
    uint32_t *sets; /* by sample */
    struct hash_table signs, pairs;
    ARRAY(uint64_t) pair_keys; /* by set added: the label, and the set that it was added to */
    size_t old_labels, old_sets;
};

static string_id add_string(struct marking *marking, struct str text)
{
    array_push(marking->arena, &marking->strings, text);
    return (string_id)(marking->strings.count - 1);
}

/* The label with these signs. */
static uint32_t sign_label(struct marking *marking, struct str signs, string_id key)
{
    uint64_t hash = hash_bytes(signs.at, signs.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&marking->signs, hash, &at)) != HASH_EMPTY)
        if (str_equal(marking->strings.at[marking->labels.at[id].text], signs))
            return id;
    struct label label = {.key = key, .text = add_string(marking, str_copy(signs, marking->arena))};
    id = (uint32_t)marking->labels.count;
    array_push(marking->arena, &marking->labels, label);
    hash_table_add(&marking->signs, hash, id);
    return id;
}

/* The label set with one more label. */
static uint32_t marked_set(struct marking *marking, uint32_t set, uint32_t label)
{
    uint64_t pair = (uint64_t)label << 32 | set, hash = hash_u64(pair);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&marking->pairs, hash, &at)) != HASH_EMPTY)
        if (marking->pair_keys.at[id] == pair)
            return (uint32_t)marking->old_sets + id;
    id = (uint32_t)marking->pair_keys.count;
    array_push(marking->arena, &marking->pair_keys, pair);
    hash_table_add(&marking->pairs, hash, id);
    for (uint32_t i = marking->starts.at[set]; i < marking->starts.at[set + 1]; i++)
        array_push(marking->arena, &marking->ids, marking->ids.at[i]);
    array_push(marking->arena, &marking->ids, label);
    array_push(marking->arena, &marking->starts, (uint32_t)marking->ids.count);
    return (uint32_t)marking->old_sets + id;
}

#define COPY_ALL(arena, array, from, number)                                                       \
    do {                                                                                           \
        array_reserve(arena, array, (number));                                                     \
        if (number)                                                                                \
            memcpy((array)->at, from, (number) * sizeof *(array)->at);                             \
        (array)->count = (number);                                                                 \
    } while (0)

static void marking_init(struct marking *marking, struct profile *profile, struct arena *arena)
{
    *marking = (struct marking){.profile = profile,
                                .arena = arena,
                                .old_labels = profile->label_count,
                                .old_sets = profile->label_set_count};
    COPY_ALL(arena, &marking->strings, profile->strings, profile->string_count);
    COPY_ALL(arena, &marking->labels, profile->labels, profile->label_count);
    COPY_ALL(arena, &marking->starts, profile->label_starts, profile->label_set_count + 1);
    COPY_ALL(arena, &marking->ids, profile->label_ids,
             profile->label_starts[profile->label_set_count]);
    marking->sets = ARENA_NEW(arena, uint32_t, profile->sample_count);
    hash_table_init(&marking->signs, arena);
    hash_table_init(&marking->pairs, arena);
}

/* Labels samples with a negative value by their signs. */
static bool mark_signs(struct profile *profile, struct arena *arena, struct budget *budget,
                       struct error *error)
{
    struct marking marking;
    marking_init(&marking, profile, arena);
    string_id key = add_string(&marking, SIGN_KEY);
    char *signs = arena_alloc(arena, profile->type_count + 1, 1);
    for (size_t i = 0; i < profile->sample_count; i++) {
        struct str text = signs_of(profile, i, signs);
        uint32_t set = profile->sample_labels[i];
        if (!budget_spend(budget, 1, error))
            return false;
        marking.sets[i] = str_find(text, '-') == STR_NONE
                              ? set
                              : marked_set(&marking, set, sign_label(&marking, text, key));
    }
    profile->strings = marking.strings.at;
    profile->string_count = marking.strings.count;
    profile->labels = marking.labels.at;
    profile->label_count = marking.labels.count;
    profile->label_ids = marking.ids.at;
    profile->label_starts = marking.starts.at;
    profile->label_set_count = marking.starts.count - 1;
    profile->sample_labels = marking.sets;
    return true;
}

/* Takes these labels away again. Sets may then be equal. */
static void unmark_signs(struct profile *profile, struct arena *arena)
{
    uint32_t *starts = ARENA_NEW(arena, uint32_t, profile->label_set_count + 1);
    uint32_t *ids = ARENA_NEW(arena, uint32_t, profile->label_starts[profile->label_set_count]);
    uint32_t used = 0;
    for (size_t set = 0; set < profile->label_set_count; set++) {
        for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
            const struct label *label = &profile->labels[profile->label_ids[i]];
            if (!str_equal(profile_string(profile, label->key), SIGN_KEY))
                ids[used++] = profile->label_ids[i];
        }
        starts[set + 1] = used;
    }
    profile->label_ids = ids;
    profile->label_starts = starts;
}

const struct profile *compact(const struct profile *profile, struct arena *arena,
                              struct budget *budget, struct error *error)
{
    struct profile source = *profile;
    bool is_signed = has_negative(profile);
    source.locations = moved(profile, false, arena);
    if (is_signed && !mark_signs(&source, arena, budget, error))
        return NULL;
    const struct profile *one = &source;
    const struct profile *merged = merge(&one, 1, arena, budget, error);
    if (!merged)
        return NULL;
    struct profile *small = ARENA_NEW(arena, struct profile, 1);
    *small = *merged;
    small->locations = moved(merged, true, arena);
    if (is_signed)
        unmark_signs(small, arena);
    return small;
}
