/* Small questions to a profile. */
#include "profile/profile.h"
#include "base/arena.h"

#include <string.h>

struct str profile_string(const struct profile *profile, string_id id)
{
    return profile->strings[id];
}

struct str profile_binary(const struct profile *profile)
{
    return profile->mapping_count ? profile_string(profile, profile->mappings[0].file) : STR("");
}

struct str profile_build_id(const struct profile *profile)
{
    return profile->mapping_count ? profile_string(profile, profile->mappings[0].build_id)
                                  : STR("");
}

uint32_t profile_main_mapping(const struct profile *profile)
{
    for (uint32_t i = 0; i < profile->mapping_count; i++)
        if (profile->mappings[i].file)
            return i;
    return ID_NONE;
}

const uint32_t *profile_stack(const struct profile *profile, size_t stack, size_t *count)
{
    size_t start = profile->stack_starts[stack];
    *count = profile->stack_starts[stack + 1] - start;
    return *count ? profile->stack_frames + start : NULL;
}

const struct label *profile_label(const struct profile *profile, size_t i)
{
    return &profile->labels[profile->label_ids[i]];
}

bool profile_has_label(const struct profile *profile, uint32_t label_set, struct str key,
                       struct str text)
{
    for (size_t i = profile->label_starts[label_set]; i < profile->label_starts[label_set + 1];
         i++) {
        const struct label *label = profile_label(profile, i);
        if (!label->is_number && str_equal(profile_string(profile, label->key), key) &&
            str_equal(profile_string(profile, label->text), text))
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- changed copies */

static void *copied(const void *items, size_t count, size_t size, size_t more, struct arena *arena)
{
    void *copy = arena_alloc(arena, (count + more) * size, _Alignof(max_align_t));
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

static struct profile *copy_of(const struct profile *profile, struct arena *arena)
{
    return copied(profile, 1, sizeof *profile, 0, arena);
}

const struct profile *profile_with_mapping(const struct profile *profile, struct arena *arena)
{
    if (profile->mapping_count)
        return profile;
    struct profile *copy = copy_of(profile, arena);
    struct mapping *mapping = ARENA_NEW(arena, struct mapping, 1);
    struct location *locations =
        copied(profile->locations, profile->location_count, sizeof *locations, 0, arena);
    mapping->id = 1;
    for (size_t i = 0; i < profile->location_count; i++)
        locations[i].mapping = 0;
    copy->mappings = mapping;
    copy->mapping_count = 1;
    copy->locations = locations;
    return copy;
}

/* The id of a text, which is added where it is new. */
static string_id add_string(struct profile *profile, struct str text, struct arena *arena)
{
    for (size_t i = 0; i < profile->string_count; i++)
        if (str_equal(profile->strings[i], text))
            return (string_id)i;
    struct str *strings =
        copied(profile->strings, profile->string_count, sizeof *strings, 1, arena);
    strings[profile->string_count] = str_copy(text, arena);
    profile->strings = strings;
    return (string_id)profile->string_count++;
}

const struct profile *profile_with_binary(const struct profile *profile, struct str file,
                                          struct str build_id, struct arena *arena)
{
    if (!file.size && (!build_id.size || profile->mappings[0].build_id))
        return profile;
    struct profile *copy = copy_of(profile, arena);
    struct mapping *mappings =
        copied(profile->mappings, profile->mapping_count, sizeof *mappings, 0, arena);
    if (file.size)
        mappings[0].file = add_string(copy, file, arena);
    if (build_id.size && !mappings[0].build_id)
        mappings[0].build_id = add_string(copy, build_id, arena);
    copy->mappings = mappings;
    return copy;
}

const struct profile *profile_with_all_frames(const struct profile *profile, struct arena *arena)
{
    struct profile *copy = copy_of(profile, arena);
    copy->drop_frames = copy->keep_frames = 0;
    return copy;
}

const struct profile *profile_with_comment(const struct profile *profile, struct str comment,
                                           struct arena *arena)
{
    struct profile *copy = copy_of(profile, arena);
    string_id *comments =
        copied(profile->comments, profile->comment_count, sizeof *comments, 1, arena);
    comments[copy->comment_count++] = add_string(copy, comment, arena);
    copy->comments = comments;
    return copy;
}
