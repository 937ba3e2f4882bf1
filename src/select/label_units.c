/* First units by key. */
#include "select/label_units.h"
#include "base/array.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/sort.h"

/* A unit of a key that is not the one used. */
struct other_unit {
    string_id key, unit;
};

struct survey {
    const struct profile *profile;
    struct str *units;
    uint8_t *is_key;
    ARRAY(string_id) keys; /* of numbers, in order of first sight */
    ARRAY(struct other_unit) others;
    struct arena *arena;
};

static void see_other(struct survey *survey, string_id key, string_id unit)
{
    for (size_t i = 0; i < survey->others.count; i++)
        if (survey->others.at[i].key == key && survey->others.at[i].unit == unit)
            return;
    array_push(survey->arena, &survey->others, ((struct other_unit){key, unit}));
}

static void see_label(struct survey *survey, const struct label *label)
{
    if (!label->is_number)
        return;
    if (!survey->is_key[label->key])
        array_push(survey->arena, &survey->keys, label->key);
    survey->is_key[label->key] = 1;
    struct str *known = &survey->units[label->key];
    struct str unit = profile_string(survey->profile, label->unit);
    if (unit.size && !known->size)
        *known = unit;
    else if (unit.size && !str_equal(*known, unit))
        see_other(survey, label->key, label->unit);
}

static void infer(struct survey *survey)
{
    for (size_t i = 0; i < survey->keys.count; i++) {
        struct str key = profile_string(survey->profile, survey->keys.at[i]);
        struct str *unit = &survey->units[survey->keys.at[i]];
        bool is_bytes = str_equal(key, STR("alignment")) || str_equal(key, STR("request"));
        if (!unit->size)
            *unit = is_bytes ? STR("bytes") : key;
    }
}

static bool unit_before(const void *context, uint32_t a, uint32_t b)
{
    const struct survey *survey = context;
    return str_compare(profile_string(survey->profile, survey->others.at[a].unit),
                       profile_string(survey->profile, survey->others.at[b].unit)) < 0;
}

static void report_key(const struct survey *survey, string_id key, const uint32_t *order,
                       struct sink *messages)
{
    size_t found = 0;
    for (size_t i = 0; i < survey->others.count; i++) {
        const struct other_unit *other = &survey->others.at[order[i]];
        if (other->key != key)
            continue;
        if (!found++) {
            sink_text(messages, STR("For tag "));
            sink_terminal(messages, profile_string(survey->profile, key));
            sink_text(messages, STR(" used unit "));
            sink_terminal(messages, survey->units[key]);
            sink_text(messages, STR(", also encountered unit(s) "));
        } else {
            sink_text(messages, STR(", "));
        }
        sink_terminal(messages, profile_string(survey->profile, other->unit));
    }
    sink_text(messages, found ? STR("\n") : STR(""));
}

static void report(struct survey *survey, struct sink *messages)
{
    size_t count = survey->others.count;
    uint32_t *order = ARENA_NEW(survey->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sort_ids(order, count, unit_before, survey, *survey->arena);
    for (size_t i = 0; count && i < survey->keys.count; i++)
        report_key(survey, survey->keys.at[i], order, messages);
}

const struct str *label_units_new(const struct profile *profile, struct sink *messages,
                                  struct arena *arena, struct budget *budget, struct error *error)
{
    struct survey survey = {.profile = profile, .arena = arena};
    uint8_t *seen = ARENA_NEW(arena, uint8_t, profile->label_set_count);
    survey.units = ARENA_NEW(arena, struct str, profile->string_count);
    survey.is_key = ARENA_NEW(arena, uint8_t, profile->string_count);
    bool any_number = false;
    for (size_t i = 0; i < profile->label_count; i++)
        any_number = any_number || profile->labels[i].is_number;
    for (size_t i = 0; any_number && i < profile->sample_count; i++) {
        uint32_t set = profile->sample_labels[i];
        if (!budget_spend(budget, 1, error))
            return NULL;
        if (seen[set])
            continue;
        seen[set] = 1;
        for (uint32_t n = profile->label_starts[set]; n < profile->label_starts[set + 1]; n++)
            see_label(&survey, profile_label(profile, n));
    }
    infer(&survey);
    report(&survey, messages);
    return survey.units;
}
