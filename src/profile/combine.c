/* The plan of a merge: common types by name, common units by family, the ratios between. */
#include "profile/combine.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "profile/builder.h"
#include "profile/measure.h"
#include "profile/merge.h"
#include "profile/types.h"

#include <string.h>

/* So many are merged at once, and the sums then: pprof's order, which shows in roundings. */
enum { CHUNK = 128 };

struct planner {
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    const struct profile *const *profiles;
    struct merge_part *parts;
    uint32_t **columns; /* by profile, then by merged type */
    double **ratios;    /* the same */
    struct str *units;
    const char *refusal; /* what is said of profiles that do not go together */
    size_t count, type_count;
};

static const char CANNOT_COMBINE[] = "they cannot be combined; render them one by one";
static const char CANNOT_COMPARE[] = "they cannot be compared; give profiles of one kind";

/* ---------------------------------------------------------------- disagreement */

static struct error_quote quote_period(const struct profile *profile)
{
    char text[256];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    types_print(&sink, profile, profile->period_type);
    return error_quote(sink_str(&sink));
}

static bool fail_period(const struct profile *a, const struct profile *b, const char *refusal,
                        struct error *error)
{
    struct error_quote a_name = error_quote(a->name), b_name = error_quote(b->name);
    struct error_quote a_type = quote_period(a), b_type = quote_period(b);
    return error_set(error, ERROR_INPUT, "%s has the period type %s, %s has %s: %s", a_name.text,
                     a_type.text, b_name.text, b_type.text, refusal);
}

static bool fail_types(const struct profile *a, const struct profile *b, const char *why,
                       const char *refusal, struct error *error)
{
    struct error_quote a_name = error_quote(a->name), b_name = error_quote(b->name);
    struct error_quote a_types = types_quote(a), b_types = types_quote(b);
    return error_set(error, ERROR_INPUT, "%s has %s, %s has %s: %s%s", a_name.text, a_types.text,
                     b_name.text, b_types.text, why, refusal);
}

static const char NOTHING_COMMON[] = "no sample type is in both, so ";
static const char OTHER_UNITS[] = "their units do not convert, so ";

/* ---------------------------------------------------------------- types */

/* Leaves the types that each profile has once. */
static bool plan_types(struct planner *planner)
{
    const struct profile *first = planner->profiles[0];
    bool *dropped = ARENA_NEW(planner->arena, bool, first->type_count);
    size_t left = first->type_count;
    for (size_t n = 0; n < planner->count; n++) {
        planner->columns[n] = types_match(first, planner->profiles[n], planner->arena);
        for (size_t i = 0; i < first->type_count; i++) {
            left -= !dropped[i] && planner->columns[n][i] == ID_NONE;
            dropped[i] |= planner->columns[n][i] == ID_NONE;
        }
        if (!left)
            return fail_types(first, planner->profiles[n ? n : 1], NOTHING_COMMON, planner->refusal,
                              planner->error);
        if (!budget_spend(planner->budget, first->type_count, planner->error))
            return false;
    }
    for (size_t n = 0; n < planner->count; n++) {
        size_t kept = 0;
        for (size_t i = 0; i < first->type_count; i++)
            if (!dropped[i])
                planner->columns[n][kept++] = planner->columns[n][i];
    }
    planner->type_count = left;
    return true;
}

/* The first of the common types, where the profile loses or moves types and its default is not one
 * of those that stay. */
static string_id default_type(const struct planner *planner, size_t n)
{
    const struct profile *profile = planner->profiles[n];
    const uint32_t *columns = planner->columns[n];
    for (size_t i = 0; i < planner->type_count; i++)
        if (profile->types[columns[i]].type == profile->default_type)
            return profile->default_type;
    return profile->types[columns[0]].type;
}

static bool keeps_types(const struct planner *planner, size_t n)
{
    size_t same = 0;
    while (same < planner->type_count && planner->columns[n][same] == same)
        same++;
    return same == planner->profiles[n]->type_count;
}

static void plan_parts(struct planner *planner)
{
    planner->parts = ARENA_NEW(planner->arena, struct merge_part, planner->count);
    for (size_t n = 0; n < planner->count; n++) {
        const struct profile *profile = planner->profiles[n];
        bool keeps = keeps_types(planner, n);
        planner->parts[n] = (struct merge_part){.profile = profile,
                                                .columns = keeps ? NULL : planner->columns[n],
                                                .default_type = keeps ? profile->default_type
                                                                      : default_type(planner, n),
                                                .label_key = STR(""),
                                                .period = profile->period};
    }
}

/* ---------------------------------------------------------------- units */

static struct str unit_of(const struct profile *profile, struct value_type type)
{
    return profile_string(profile, type.unit);
}

static double ratio_of(struct str from, struct str to)
{
    return str_equal(from, to) ? 1 : measure_scale(1, from, to).value;
}

static bool plan_unit(struct planner *planner, size_t type)
{
    const struct profile *finest = planner->profiles[0];
    struct str unit = unit_of(finest, finest->types[planner->columns[0][type]]);
    for (size_t n = 1; n < planner->count; n++) {
        const struct profile *profile = planner->profiles[n];
        struct str other = unit_of(profile, profile->types[planner->columns[n][type]]);
        if (!measure_same_family(unit, other))
            return fail_types(finest, profile, OTHER_UNITS, planner->refusal, planner->error);
        if (ratio_of(other, unit) < 1) {
            finest = profile;
            unit = other;
        }
    }
    for (size_t n = 0; n < planner->count; n++) {
        const struct profile *profile = planner->profiles[n];
        struct str from = unit_of(profile, profile->types[planner->columns[n][type]]);
        double ratio = ratio_of(from, unit);
        planner->ratios[n][type] = ratio;
        if (ratio != 1)
            planner->parts[n].ratios = planner->ratios[n];
    }
    planner->units[type] = unit;
    return budget_spend(planner->budget, planner->count, planner->error);
}

static bool plan_units(struct planner *planner)
{
    planner->units = ARENA_NEW(planner->arena, struct str, planner->type_count);
    planner->ratios = ARENA_NEW(planner->arena, double *, planner->count);
    for (size_t n = 0; n < planner->count; n++)
        planner->ratios[n] = ARENA_NEW(planner->arena, double, planner->type_count);
    for (size_t i = 0; i < planner->type_count; i++)
        if (!plan_unit(planner, i))
            return false;
    return true;
}

static bool same_period(const struct profile *a, const struct profile *b)
{
    return str_equal(profile_string(a, a->period_type.type),
                     profile_string(b, b->period_type.type)) &&
           measure_same_family(unit_of(a, a->period_type), unit_of(b, b->period_type));
}

static bool plan_period(struct planner *planner, struct str *unit)
{
    const struct profile *first = planner->profiles[0];
    *unit = unit_of(first, first->period_type);
    for (size_t n = 1; n < planner->count; n++) {
        struct str other = unit_of(planner->profiles[n], planner->profiles[n]->period_type);
        if (!same_period(first, planner->profiles[n]))
            return fail_period(first, planner->profiles[n], planner->refusal, planner->error);
        if (ratio_of(other, *unit) < 1)
            *unit = other;
    }
    for (size_t n = 0; n < planner->count; n++) {
        const struct profile *profile = planner->profiles[n];
        struct str from = unit_of(profile, profile->period_type);
        planner->parts[n].period = number_trunc(measure_scale(profile->period, from, *unit).value);
    }
    return true;
}

/* ---------------------------------------------------------------- combining */

static bool plan_merge(struct planner *planner, struct merge_plan *plan)
{
    planner->columns = ARENA_NEW(planner->arena, uint32_t *, planner->count);
    if (!plan_types(planner))
        return false;
    plan_parts(planner);
    if (!plan_period(planner, &plan->period_unit) || !plan_units(planner))
        return false;
    plan->parts = planner->parts;
    plan->count = planner->count;
    plan->type_count = planner->type_count;
    plan->units = planner->units;
    return true;
}

static const struct profile *combine_chunk(const struct profile *const *profiles, size_t count,
                                           struct arena *arena, struct budget *budget,
                                           struct error *error)
{
    struct planner planner = {.arena = arena,
                              .budget = budget,
                              .error = error,
                              .profiles = profiles,
                              .count = count,
                              .refusal = CANNOT_COMBINE};
    struct merge_plan plan;
    if (count == 1)
        return types_distinct(profiles[0], arena, budget, error);
    return plan_merge(&planner, &plan) ? merge_planned(&plan, arena, budget, error) : NULL;
}

const struct profile *combine(const struct profile *const *profiles, size_t count,
                              struct arena *arena, struct budget *budget, struct error *error)
{
    const struct profile *sum = NULL;
    for (size_t i = 0; i < count; i += CHUNK) {
        size_t size = count - i < CHUNK ? count - i : CHUNK;
        const struct profile *next = combine_chunk(profiles + i, size, arena, budget, error);
        const struct profile *both[] = {sum, next};
        if (!next)
            return NULL;
        sum = sum ? combine_chunk(both, 2, arena, budget, error) : next;
        if (!sum)
            return NULL;
    }
    return sum;
}

bool combine_check(const struct profile *first, const struct profile *other, struct arena scratch,
                   struct error *error)
{
    const uint32_t *columns = types_match(first, other, &scratch);
    bool common = false, converts = false;
    for (size_t i = 0; i < first->type_count && !converts; i++) {
        if (columns[i] == ID_NONE)
            continue;
        common = true;
        converts = measure_same_family(unit_of(first, first->types[i]),
                                       unit_of(other, other->types[columns[i]]));
    }
    if (!common)
        return fail_types(first, other, NOTHING_COMMON, CANNOT_COMBINE, error);
    if (!same_period(first, other))
        return fail_period(first, other, CANNOT_COMBINE, error);
    return converts || fail_types(first, other, OTHER_UNITS, CANNOT_COMBINE, error);
}

/* ---------------------------------------------------------------- a base */

static bool same_types(const struct profile *a, const struct profile *b)
{
    bool same = a->type_count == b->type_count && same_period(a, b) &&
                str_equal(unit_of(a, a->period_type), unit_of(b, b->period_type));
    for (size_t i = 0; same && i < a->type_count; i++)
        same =
            str_equal(profile_string(a, a->types[i].type), profile_string(b, b->types[i].type)) &&
            str_equal(unit_of(a, a->types[i]), unit_of(b, b->types[i]));
    return same;
}

/* The sum of each type, in the arena; NULL with an error. */
static int64_t *sums_of(struct planner *planner, const struct profile *profile)
{
    int64_t *sums = ARENA_NEW(planner->arena, int64_t, profile->type_count);
    for (size_t n = 0; n < profile->sample_count; n++) {
        for (size_t i = 0; i < profile->type_count; i++)
            sums[i] = number_add(sums[i], profile->values[n * profile->type_count + i]);
        if (!budget_spend(planner->budget, 1, planner->error))
            return NULL;
    }
    return sums;
}

/* The source, scaled to the sums of the base. The types are identical, so that there are no other
 * ratios. */
static bool plan_normalize(struct planner *planner)
{
    const struct profile *source = planner->profiles[0], *base = planner->profiles[1];
    if (!same_types(source, base))
        return fail_types(source, base, "to normalize, both need the same types and units", "",
                          planner->error);
    const int64_t *source_sums = sums_of(planner, source);
    const int64_t *base_sums = source_sums ? sums_of(planner, base) : NULL;
    if (!base_sums)
        return false;
    for (size_t i = 0; i < planner->type_count; i++) {
        double ratio = source_sums[i] ? (double)base_sums[i] / (double)source_sums[i] : 0;
        planner->ratios[0][i] = ratio;
        if (ratio != 1)
            planner->parts[0].ratios = planner->ratios[0];
    }
    return true;
}

const struct profile *combine_with_base(const struct profile *source, const struct profile *base,
                                        struct combine_base how, struct arena *arena,
                                        struct budget *budget, struct error *error)
{
    const struct profile *both[] = {source, base};
    struct planner planner = {.arena = arena,
                              .budget = budget,
                              .error = error,
                              .profiles = both,
                              .count = 2,
                              .refusal = CANNOT_COMBINE};
    struct merge_plan plan;
    if (!plan_merge(&planner, &plan) || (how.normalize && !plan_normalize(&planner)))
        return NULL;
    planner.parts[1].is_negated = true;
    if (how.is_diff) {
        planner.parts[1].label_key = STR("pprof::base");
        planner.parts[1].label_text = STR("true");
    }
    return merge_planned(&plan, arena, budget, error);
}

const struct profile *combine_labelled(const struct profile *const *profiles,
                                       const struct str *labels, size_t count, struct str key,
                                       struct arena *arena, struct budget *budget,
                                       struct error *error)
{
    struct planner planner = {.arena = arena,
                              .budget = budget,
                              .error = error,
                              .profiles = profiles,
                              .count = count,
                              .refusal = CANNOT_COMPARE};
    struct merge_plan plan;
    if (!plan_merge(&planner, &plan))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        planner.parts[i].label_key = key;
        planner.parts[i].label_text = labels[i];
    }
    return merge_planned(&plan, arena, budget, error);
}
