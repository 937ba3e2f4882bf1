/* Matching types by name. */
#include "profile/types.h"
#include "base/arena.h"
#include "base/sink.h"
#include "profile/builder.h"
#include "profile/profile.h"

void types_print(struct sink *sink, const struct profile *profile, struct value_type type)
{
    sink_text(sink, profile_string(profile, type.type));
    sink_char(sink, '/');
    sink_text(sink, profile_string(profile, type.unit));
}

struct error_quote types_quote(const struct profile *profile)
{
    char text[512];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    for (size_t i = 0; i < profile->type_count && sink.used < sizeof text / 2; i++) {
        sink_text(&sink, i ? STR(", ") : STR(""));
        types_print(&sink, profile, profile->types[i]);
    }
    return profile->type_count ? error_quote(sink_str(&sink)) : error_quote(STR("no types"));
}

uint32_t *types_match(const struct profile *first, const struct profile *other, struct arena *arena)
{
    struct intern names;
    intern_init(&names, arena);
    const struct profile *both[] = {first, other};
    uint32_t *ids = ARENA_NEW(arena, uint32_t, first->type_count);
    uint32_t *times[2], *last = ARENA_NEW(arena, uint32_t, first->type_count + other->type_count);
    for (int side = 0; side < 2; side++) {
        times[side] = ARENA_NEW(arena, uint32_t, first->type_count + other->type_count);
        for (uint32_t i = 0; i < both[side]->type_count; i++) {
            struct str name = profile_string(both[side], both[side]->types[i].type);
            bool fresh;
            uint32_t id = intern_add(&names, name.at, name.size, &fresh);
            if (side == 0)
                ids[i] = id;
            times[side][id]++;
            last[id] = i;
        }
    }
    for (size_t i = 0; i < first->type_count; i++)
        ids[i] = times[0][ids[i]] == 1 && times[1][ids[i]] == 1 ? last[ids[i]] : ID_NONE;
    return ids;
}

static bool fail_distinct(const struct profile *profile, struct error *error)
{
    struct error_quote name = error_quote(profile->name), types = types_quote(profile);
    return error_set(error, ERROR_INPUT,
                     "%s has %s: each name occurs more than once, so that none can be chosen; the "
                     "producer must give its sample types different names",
                     name.text, types.text);
}

/* The first that stays, where the default does not. */
static string_id default_of(const struct profile *from, const uint32_t *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (from->types[columns[i]].type == from->default_type)
            return from->default_type;
    return from->types[columns[0]].type;
}

static const struct profile *keep_columns(const struct profile *from, const uint32_t *columns,
                                          size_t count, struct arena *arena, struct budget *budget,
                                          struct error *error)
{
    struct profile *to = ARENA_NEW(arena, struct profile, 1);
    struct value_type *types = ARENA_NEW(arena, struct value_type, count);
    int64_t *values = ARENA_NEW(arena, int64_t, count * from->sample_count);
    for (size_t i = 0; i < count; i++)
        types[i] = from->types[columns[i]];
    for (size_t n = 0; n < from->sample_count; n++) {
        for (size_t i = 0; i < count; i++)
            values[n * count + i] = from->values[n * from->type_count + columns[i]];
        if (!budget_spend(budget, count, error))
            return NULL;
    }
    *to = *from;
    to->types = types;
    to->type_count = count;
    to->values = values;
    to->default_type = default_of(from, columns, count);
    return to;
}

const struct profile *types_distinct(const struct profile *profile, struct arena *arena,
                                     struct budget *budget, struct error *error)
{
    uint32_t *columns = types_match(profile, profile, arena);
    size_t kept = 0;
    if (!budget_spend(budget, profile->type_count, error))
        return NULL;
    for (size_t i = 0; i < profile->type_count; i++)
        if (columns[i] != ID_NONE)
            columns[kept++] = columns[i];
    if (kept == profile->type_count)
        return profile;
    if (!kept) {
        fail_distinct(profile, error);
        return NULL;
    }
    return keep_columns(profile, columns, kept, arena, budget, error);
}
