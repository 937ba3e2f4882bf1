/* A frame for each key, found by label set; a stack for each pair of stack and frames. */
#include "select/label_frames.h"
#include "base/hash.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "select/narrow.h"

/* Frames for one label set. */
struct ends {
    uint32_t first, leaves,
        roots; /* in `frames`: so many for the leaf, then so many for the root */
};

struct key_list {
    struct str *at;
    size_t count, room;
};

struct adding {
    struct narrow *narrow;
    struct str unit;
    struct key_list root_keys, leaf_keys;
    ARRAY(struct str) strings;
    ARRAY(struct function) functions;
    ARRAY(struct location) locations;
    ARRAY(struct line) lines;
    struct hash_table string_ids, made, ends_table; /* made: locations that were added */
    ARRAY(uint32_t) frames;
    ARRAY(struct ends) ends; /* distinct */
    uint32_t *ends_of;       /* by label set; ID_NONE: not yet */
    bool root_matched, leaf_matched;
    uint64_t next_function, next_location;
};

static void split(struct arena *arena, struct str list, struct key_list *keys)
{
    while (list.size) {
        size_t comma = str_find(list, ',');
        struct str key = str_slice(list, 0, comma);
        if (key.size)
            array_push(arena, keys, key);
        list = comma == STR_NONE ? STR("") : str_skip(list, comma + 1);
    }
}

static string_id string_of(struct adding *adding, struct str text)
{
    uint64_t hash = hash_bytes(text.at, text.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&adding->string_ids, hash, &at)) != HASH_EMPTY)
        if (str_equal(adding->strings.at[id], text))
            return id;
    id = (uint32_t)adding->strings.count;
    array_push(adding->narrow->arena, &adding->strings, text);
    hash_table_add(&adding->string_ids, hash, id);
    return id;
}

/* The location of a frame with this name and file. */
static uint32_t location_of(struct adding *adding, string_id name, string_id file)
{
    struct arena *arena = adding->narrow->arena;
    uint64_t hash = hash_u64((uint64_t)name << 32 | file);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&adding->made, hash, &at)) != HASH_EMPTY) {
        const struct line *line = &adding->lines.at[adding->locations.at[id].line_first];
        const struct function *function = &adding->functions.at[line->function];
        if (function->name == name && function->file == file)
            return id;
    }
    struct function function = {.id = adding->next_function++, .name = name, .file = file};
    struct line line = {.function = (uint32_t)adding->functions.count};
    struct location location = {.id = adding->next_location++,
                                .mapping = ID_NONE,
                                .line_first = (uint32_t)adding->lines.count,
                                .line_count = 1};
    array_push(arena, &adding->functions, function);
    array_push(arena, &adding->lines, line);
    array_push(arena, &adding->locations, location);
    id = (uint32_t)adding->locations.count - 1;
    hash_table_add(&adding->made, hash, id);
    return id;
}

static bool has_units(const struct profile *profile, uint32_t set, struct str key)
{
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        if (label->is_number && label->unit && str_equal(profile_string(profile, label->key), key))
            return true;
    }
    return false;
}

/* The values under a key, texts before numbers; false where there are none. */
static bool values_of(struct adding *adding, uint32_t set, struct str key, struct sink *sink)
{
    const struct profile *profile = &adding->narrow->profile;
    struct str unit = has_units(profile, set, key) ? adding->unit : STR("");
    size_t found = 0;
    for (int numbers = 0; numbers < 2; numbers++)
        for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
            const struct label *label = profile_label(profile, i);
            if (label->is_number != numbers || !str_equal(profile_string(profile, label->key), key))
                continue;
            sink_text(sink, found++ ? STR(",") : STR(""));
            struct measure_text text =
                measure_label(label->number, profile_string(profile, label->unit), unit);
            sink_text(sink, numbers ? measure_str(&text) : profile_string(profile, label->text));
        }
    return found > 0;
}

/* Adds a frame for each key, the last key first. */
static bool add_frames(struct adding *adding, uint32_t set, const struct str *keys, size_t count)
{
    bool matched = false;
    for (size_t i = count; i > 0; i--) {
        struct sink sink;
        sink_init_buffer(&sink, adding->narrow->arena, UINT64_MAX);
        matched = values_of(adding, set, keys[i - 1], &sink) || matched;
        string_id name = string_of(adding, sink_str(&sink));
        uint32_t location = location_of(adding, name, string_of(adding, keys[i - 1]));
        array_push(adding->narrow->arena, &adding->frames, location);
    }
    return matched;
}

static uint32_t ends_for(struct adding *adding, uint32_t set)
{
    if (adding->ends_of[set] != ID_NONE)
        return adding->ends_of[set];
    struct ends ends = {.first = (uint32_t)adding->frames.count,
                        .leaves = (uint32_t)adding->leaf_keys.count,
                        .roots = (uint32_t)adding->root_keys.count};
    adding->leaf_matched |= add_frames(adding, set, adding->leaf_keys.at, ends.leaves);
    adding->root_matched |= add_frames(adding, set, adding->root_keys.at, ends.roots);
    size_t size = (ends.leaves + ends.roots) * sizeof(uint32_t);
    const uint32_t *fresh = adding->frames.at + ends.first;
    uint64_t hash = hash_bytes(fresh, size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&adding->ends_table, hash, &at)) != HASH_EMPTY)
        if (hash_equal(adding->frames.at + adding->ends.at[id].first, fresh, size)) {
            adding->frames.count = ends.first;
            return adding->ends_of[set] = id;
        }
    id = (uint32_t)adding->ends.count;
    array_push(adding->narrow->arena, &adding->ends, ends);
    hash_table_add(&adding->ends_table, hash, id);
    return adding->ends_of[set] = id;
}

/* Sample by sample: its stack with the ends of its labels. */
static bool restack(struct adding *adding)
{
    struct narrow *narrow = adding->narrow;
    struct profile *profile = &narrow->profile;
    struct narrow_stacks fresh;
    struct hash_table table;
    ARRAY(uint64_t) pairs = {0};
    uint32_t *stacks = ARENA_NEW(narrow->arena, uint32_t, profile->sample_count);
    narrow_stacks_init(&fresh, narrow->arena);
    hash_table_init(&table, narrow->arena);
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t end = ends_for(adding, profile->sample_labels[i]), id;
        uint64_t pair = (uint64_t)end << 32 | profile->sample_stacks[i], hash = hash_u64(pair);
        size_t at = hash_start(hash), count;
        while ((id = hash_table_next(&table, hash, &at)) != HASH_EMPTY && pairs.at[id] != pair)
            ;
        if (id == HASH_EMPTY) {
            const uint32_t *frames = profile_stack(profile, profile->sample_stacks[i], &count);
            const struct ends *ends = &adding->ends.at[end];
            const uint32_t *added = adding->frames.at + ends->first;
            id = (uint32_t)pairs.count;
            array_push(narrow->arena, &pairs, pair);
            hash_table_add(&table, hash, id);
            narrow_stacks_push(narrow, &fresh, added, ends->leaves);
            narrow_stacks_push(narrow, &fresh, frames, count);
            narrow_stacks_push(narrow, &fresh, added + ends->leaves, ends->roots);
            if (!narrow_stacks_end(narrow, &fresh))
                return false;
        }
        stacks[i] = id;
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    narrow_stacks_set(narrow, &fresh);
    profile->sample_stacks = stacks;
    return true;
}

/* The tables as they are, to be added to. */
static void open_tables(struct adding *adding)
{
    struct arena *arena = adding->narrow->arena;
    const struct profile *profile = &adding->narrow->profile;
    hash_table_init(&adding->string_ids, arena);
    hash_table_init(&adding->made, arena);
    hash_table_init(&adding->ends_table, arena);
    for (uint32_t i = 0; i < profile->string_count; i++) {
        struct str text = profile->strings[i];
        array_push(arena, &adding->strings, text);
        hash_table_add(&adding->string_ids, hash_bytes(text.at, text.size), i);
    }
    for (size_t i = 0; i < profile->function_count; i++) {
        array_push(arena, &adding->functions, profile->functions[i]);
        if (profile->functions[i].id >= adding->next_function)
            adding->next_function = profile->functions[i].id + 1;
    }
    for (size_t i = 0; i < profile->location_count; i++) {
        array_push(arena, &adding->locations, profile->locations[i]);
        if (profile->locations[i].id >= adding->next_location)
            adding->next_location = profile->locations[i].id + 1;
    }
    for (size_t i = 0; i < profile->line_count; i++)
        array_push(arena, &adding->lines, profile->lines[i]);
    adding->ends_of = ARENA_NEW(arena, uint32_t, profile->label_set_count);
    for (size_t i = 0; i < profile->label_set_count; i++)
        adding->ends_of[i] = ID_NONE;
}

static void close_tables(struct adding *adding)
{
    struct profile *profile = &adding->narrow->profile;
    profile->strings = adding->strings.at;
    profile->string_count = adding->strings.count;
    profile->functions = adding->functions.at;
    profile->function_count = adding->functions.count;
    profile->locations = adding->locations.at;
    profile->location_count = adding->locations.count;
    profile->lines = adding->lines.at;
    profile->line_count = adding->lines.count;
}

bool label_frames_add(struct narrow *narrow, const struct settings *settings)
{
    struct adding adding = {
        .narrow = narrow, .unit = settings->unit, .next_function = 1, .next_location = 1};
    split(narrow->arena, settings->tagroot, &adding.root_keys);
    split(narrow->arena, settings->tagleaf, &adding.leaf_keys);
    if (adding.root_keys.count + adding.leaf_keys.count > 0) {
        array_reserve(narrow->arena, &adding.frames, 1);
        open_tables(&adding);
        bool ok = restack(&adding);
        close_tables(&adding);
        if (!ok)
            return false;
    }
    narrow_warn(narrow, !settings->tagroot.size || adding.root_matched, STR("TagRoot"));
    narrow_warn(narrow, !settings->tagleaf.size || adding.leaf_matched, STR("TagLeaf"));
    return true;
}
