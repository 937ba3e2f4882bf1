/* A planned merge: the newer snapshot, and the older one negated, type by type.
 *
 * Go's own difference (?seconds=N of a heap) subtracts every type: its inuse_space is a negative
 * number wherever memory was freed, and no longer tells what is in use. */
#include "live/growth_profile.h"
#include "base/array.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/time.h"
#include "live/opened.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "request/session.h"

struct growth {
    const struct profile *before, *after;
    ARRAY(uint32_t) columns; /* by merged type: the type in both */
    ARRAY(bool) is_newest;   /* by merged type: nothing is subtracted */
    ARRAY(struct str) names, units;
    struct arena *arena;
};

static bool is_state(struct str type)
{
    return str_starts(type, STR("inuse_"));
}

static void add_type(struct growth *growth, size_t column, bool is_newest, struct str name)
{
    const struct value_type *type = &growth->after->types[column];
    array_push(growth->arena, &growth->columns, (uint32_t)column);
    array_push(growth->arena, &growth->is_newest, is_newest);
    array_push(growth->arena, &growth->names, name);
    array_push(growth->arena, &growth->units, profile_string(growth->after, type->unit));
}

static struct str growth_name(struct str type, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, STR("growth_"));
    sink_text(&sink, str_skip(type, STR("inuse_").size));
    return sink_str(&sink);
}

static void plan_types(struct growth *growth)
{
    for (size_t i = 0; i < growth->after->type_count; i++) {
        struct str name = profile_string(growth->after, growth->after->types[i].type);
        add_type(growth, i, is_state(name), name);
    }
    for (size_t i = 0; i < growth->after->type_count; i++) {
        struct str name = profile_string(growth->after, growth->after->types[i].type);
        if (is_state(name))
            add_type(growth, i, false, growth_name(name, growth->arena));
    }
}

/* Both come from one service, so their types are the same, in the same order. */
static bool check_types(const struct growth *growth, const struct growth_of *of,
                        struct error *error)
{
    const struct profile *a = growth->before, *b = growth->after;
    bool same = a->type_count == b->type_count;
    for (size_t i = 0; same && i < a->type_count; i++)
        same =
            str_equal(profile_string(a, a->types[i].type), profile_string(b, b->types[i].type)) &&
            str_equal(profile_string(a, a->types[i].unit), profile_string(b, b->types[i].unit));
    struct error_quote quote = error_quote(of->name);
    return same || error_set(error, ERROR_INPUT,
                             "%s: the two snapshots have other sample types; is it one service?",
                             quote.text);
}

/* ---------------------------------------------------------------- the merged profile */

/* What is counted since the start never falls, but for rounding. */
static bool check_counts(const struct growth *growth, const struct profile *merged,
                         const struct growth_of *of, struct error *error)
{
    struct error_quote quote = error_quote(of->name);
    for (size_t sample = 0; sample < merged->sample_count; sample++)
        for (size_t i = 0; i < growth->after->type_count; i++)
            if (merged->values[sample * merged->type_count + i] < -1 && !growth->is_newest.at[i])
                return error_set(error, ERROR_INPUT,
                                 "%s: counts went back, so the service was started anew between "
                                 "the two snapshots; both are kept, take the growth again",
                                 quote.text);
    return true;
}

/* The profile with types by their new names, which are added to its texts. */
static void rename_types(const struct growth *growth, struct profile *profile)
{
    size_t more = growth->names.count, count = profile->string_count;
    struct str *strings = ARENA_NEW(growth->arena, struct str, count + more);
    struct value_type *types = ARENA_NEW(growth->arena, struct value_type, more);
    for (size_t i = 0; i < count; i++)
        strings[i] = profile->strings[i];
    for (size_t i = 0; i < more; i++) {
        bool is_own = i < growth->after->type_count;
        types[i] = profile->types[i];
        strings[count + i] = is_own ? STR("") : growth->names.at[i];
        if (!is_own)
            types[i].type = (string_id)(count + i);
    }
    profile->strings = strings;
    profile->string_count = count + more;
    profile->types = types;
}

/* The older snapshot with the merged types, and nothing in those that are of the newer one alone.
 */
static const struct profile *widen(const struct growth *growth)
{
    const struct profile *from = growth->before;
    struct profile *wide = ARENA_NEW(growth->arena, struct profile, 1);
    size_t types = growth->columns.count;
    int64_t *values = ARENA_NEW(growth->arena, int64_t, from->sample_count * types + 1);
    *wide = *from;
    wide->type_count = types;
    wide->values = values;
    for (size_t sample = 0; sample < from->sample_count; sample++)
        for (size_t i = 0; i < types; i++)
            if (!growth->is_newest.at[i])
                values[sample * types + i] =
                    from->values[sample * from->type_count + growth->columns.at[i]];
    return wide;
}

/* What is looked at first: of memory the growth. Of blocking, as it was. */
static void choose_default(const struct growth *growth, struct profile *profile)
{
    for (size_t i = growth->after->type_count; i < profile->type_count; i++)
        if (str_equal(growth->names.at[i], STR("growth_space")) &&
            !str_equal(profile_string(profile, profile->default_type), STR("alloc_space")))
            profile->default_type = profile->types[i].type;
}

static struct str comment_of(const struct growth *growth, const struct growth_of *of)
{
    bool has_states = growth->names.count > growth->after->type_count;
    struct sink sink;
    sink_init_buffer(&sink, growth->arena, UINT64_MAX);
    sink_text(&sink, STR("growth from "));
    time_print_rfc3339(&sink, of->start_ns);
    sink_text(&sink, STR(" to "));
    time_print_rfc3339(&sink, of->end_ns);
    sink_text(&sink, STR(": counts since the start of the service are subtracted"));
    sink_text(&sink, has_states ? STR("; inuse_* is what is in use at the end; growth_* is that "
                                      "less what was in use at the start, negative where it was "
                                      "freed")
                                : STR(""));
    return sink_str(&sink);
}

static const struct profile *merge_growth(struct growth *growth, const struct growth_of *of,
                                          struct budget *budget, struct error *error)
{
    const struct merge_part parts[] = {{.profile = growth->after,
                                        .columns = growth->columns.at,
                                        .default_type = growth->after->default_type,
                                        .period = growth->after->period},
                                       {.profile = widen(growth),
                                        .default_type = growth->after->default_type,
                                        .period = growth->after->period,
                                        .is_negated = true}};
    const struct profile *after = growth->after;
    struct merge_plan plan = {.parts = parts,
                              .count = 2,
                              .type_count = growth->columns.count,
                              .units = growth->units.at,
                              .period_unit = profile_string(after, after->period_type.unit)};
    const struct profile *merged = merge_planned(&plan, growth->arena, budget, error);
    if (!merged || !check_counts(growth, merged, of, error))
        return NULL;
    struct profile *named = ARENA_NEW(growth->arena, struct profile, 1);
    *named = *merged;
    rename_types(growth, named);
    choose_default(growth, named);
    named->time_ns = of->start_ns;
    named->duration_ns = of->end_ns - of->start_ns;
    return profile_with_comment(named, comment_of(growth, of), growth->arena);
}

/* ---------------------------------------------------------------- both sessions */

/* The session of the newer one then has the growth in its place. */
static bool replace(struct render *before, struct render *after, const struct growth_of *of,
                    struct error *error)
{
    struct budget budget = session_budget(after, &before->profile_store);
    struct growth growth = {.before = before->profiles.at[0],
                            .after = after->profiles.at[0],
                            .arena = &after->profile_arena};
    /* It holds both, and what is made of them. */
    after->profile_store.ceiling += before->profile_store.ceiling;
    if (!check_types(&growth, of, error))
        return false;
    plan_types(&growth);
    const struct profile *merged = merge_growth(&growth, of, &budget, error);
    if (merged)
        after->profiles.at[0] = merged;
    return merged != NULL;
}

bool growth_make(struct render_live *live, const struct render *like, const struct growth_of *of,
                 struct arena *arena, struct str *bytes, struct error *error)
{
    struct opened *before = opened_new(live, like, of->name, &of->before, 1, error);
    struct opened *after = before ? opened_new(live, like, of->name, &of->after, 1, error) : NULL;
    bool ok = after && replace(opened_session(before), opened_session(after), of, error) &&
              opened_view(after, "proto", arena, bytes, error);
    opened_free(before);
    opened_free(after);
    return ok;
}
