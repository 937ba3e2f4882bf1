/* Runs, written as labels and comments and read back. */
#include "profile/runs.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/combine.h"
#include "profile/measure.h"
#include "profile/profile.h"

#include <string.h>

static const struct str SIDES[RUN_SIDES] = {STR_INIT("base"), STR_INIT("new")};

struct str runs_label(const struct run *runs, size_t count, size_t run, struct arena *arena)
{
    size_t place = 0, of = 0;
    struct sink sink;
    for (size_t i = 0; i < count; i++) {
        of += runs[i].side == runs[run].side;
        place += i <= run && runs[i].side == runs[run].side;
    }
    if (of == 1)
        return SIDES[runs[run].side];
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, SIDES[runs[run].side]);
    sink_print(&sink, " %zu", place);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- comments */

/* "render::run base time=1 duration=2 period=3 cpu.pb.gz": numbers in nanoseconds, and the period's
 * own unit. */
static struct str print_comment(const struct run *run, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, RUNS_KEY);
    sink_char(&sink, ' ');
    sink_text(&sink, SIDES[run->side]);
    sink_print(&sink, " time=%lld duration=%lld period=%lld ", (long long)run->time_ns,
               (long long)run->duration_ns, (long long)run->period);
    sink_text(&sink, run->name);
    return sink_str(&sink);
}

static bool take_word(struct str *text, struct str *word)
{
    size_t end = str_find(*text, ' ');
    if (end == STR_NONE)
        return false;
    *word = str_slice(*text, 0, end);
    *text = str_skip(*text, end + 1);
    return true;
}

static bool take_number(struct str *text, struct str name, int64_t *number)
{
    struct str word;
    return take_word(text, &word) && str_starts(word, name) &&
           number_parse_int(str_skip(word, name.size), number);
}

static bool parse_comment(struct str text, struct run *run)
{
    struct str word;
    if (!take_word(&text, &word) || !str_equal(word, RUNS_KEY) || !take_word(&text, &word))
        return false;
    run->side = str_equal(word, SIDES[RUN_NEW]) ? RUN_NEW : RUN_BASE;
    if (!str_equal(word, SIDES[run->side]) || !take_number(&text, STR("time="), &run->time_ns) ||
        !take_number(&text, STR("duration="), &run->duration_ns) ||
        !take_number(&text, STR("period="), &run->period))
        return false;
    run->name = text;
    return true;
}

bool runs_is_comment(struct str comment)
{
    struct run run;
    return parse_comment(comment, &run);
}

/* The most types of a profile that the merged one has not: it has what each has once. */
static size_t count_left_out(const struct profile *merged, const struct profile *const *profiles,
                             size_t count)
{
    size_t most = merged->type_count;
    for (size_t n = 0; n < count; n++)
        most = profiles[n]->type_count > most ? profiles[n]->type_count : most;
    return most - merged->type_count;
}

/* The type that the profile itself would show, or else the last that both sides have. */
static void keep_default_type(struct profile *merged, const struct profile *first)
{
    string_id last = first->types[first->type_count - 1].type;
    struct str name = profile_string(first, first->default_type ? first->default_type : last);
    merged->default_type = 0;
    for (size_t i = 0; i < merged->type_count; i++)
        if (str_equal(profile_string(merged, merged->types[i].type), name))
            merged->default_type = merged->types[i].type;
}

/* The profile with the runs' comments in place of any that look like such. */
static struct profile *with_comments(const struct profile *profile, const struct run *runs,
                                     size_t count, struct arena *arena)
{
    struct profile *copy = ARENA_NEW(arena, struct profile, 1);
    struct str *strings = ARENA_NEW(arena, struct str, profile->string_count + count);
    string_id *comments = ARENA_NEW(arena, string_id, profile->comment_count + count);
    size_t kept = 0;
    *copy = *profile;
    memcpy(strings, profile->strings, profile->string_count * sizeof *strings);
    for (size_t i = 0; i < profile->comment_count; i++)
        if (!runs_is_comment(profile_string(profile, profile->comments[i])))
            comments[kept++] = profile->comments[i];
    for (size_t i = 0; i < count; i++) {
        strings[copy->string_count] = print_comment(&runs[i], arena);
        comments[kept++] = (string_id)copy->string_count++;
    }
    copy->strings = strings;
    copy->comments = comments;
    copy->comment_count = kept;
    copy->runs = runs;
    copy->run_count = count;
    return copy;
}

const struct profile *runs_read(const struct profile *profile, struct arena *arena)
{
    struct run *runs = ARENA_NEW(arena, struct run, profile->comment_count);
    size_t count = 0, sides[RUN_SIDES] = {0};
    for (size_t i = 0; i < profile->comment_count; i++) {
        if (!parse_comment(profile_string(profile, profile->comments[i]), &runs[count]))
            continue;
        sides[runs[count].side]++;
        count++;
    }
    if (!sides[RUN_BASE] || !sides[RUN_NEW])
        return profile;
    struct profile *copy = ARENA_NEW(arena, struct profile, 1);
    *copy = *profile;
    copy->runs = runs;
    copy->run_count = count;
    return copy;
}

/* ---------------------------------------------------------------- samples */

static struct str period_unit(const struct profile *profile)
{
    return profile_string(profile, profile->period_type.unit);
}

const struct profile *runs_combine(const struct profile *const *profiles,
                                   const enum run_side *sides, size_t count, struct arena *arena,
                                   struct budget *budget, struct error *error)
{
    struct run *runs = ARENA_NEW(arena, struct run, count);
    struct str *labels = ARENA_NEW(arena, struct str, count);
    for (size_t i = 0; i < count; i++)
        runs[i] = (struct run){.side = sides[i],
                               .name = profiles[i]->name,
                               .time_ns = profiles[i]->time_ns,
                               .duration_ns = profiles[i]->duration_ns};
    for (size_t i = 0; i < count; i++)
        labels[i] = runs_label(runs, count, i, arena);
    const struct profile *profile =
        combine_labelled(profiles, labels, count, RUNS_KEY, arena, budget, error);
    if (!profile)
        return NULL;
    for (size_t i = 0; i < count; i++)
        runs[i].period = number_trunc(
            measure_scale(profiles[i]->period, period_unit(profiles[i]), period_unit(profile))
                .value);
    struct profile *made = with_comments(profile, runs, count, arena);
    size_t left_out = count_left_out(made, profiles, count);
    notes_add(&made->notes, NOTE_TYPES_LEFT_OUT, left_out);
    if (left_out)
        keep_default_type(made, profiles[0]);
    return made;
}

double runs_period(const struct profile *profile, enum run_side side)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < profile->run_count; i++) {
        const struct run *run = &profile->runs[i];
        if (run->side != side)
            continue;
        if (run->period <= 0)
            return 0;
        sum += (double)run->period;
        count++;
    }
    return count ? sum / (double)count : 0;
}

/* The run that a text under the key names; ID_NONE: none. */
static uint32_t find_run(const struct str *labels, size_t count, struct str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(labels[i], text))
            return (uint32_t)i;
    return ID_NONE;
}

/* By label: its run. */
static uint32_t *runs_of_labels(const struct profile *profile, struct arena *arena)
{
    uint32_t *by_label = ARENA_NEW(arena, uint32_t, profile->label_count);
    struct str *names = ARENA_NEW(arena, struct str, profile->run_count);
    for (size_t i = 0; i < profile->run_count; i++)
        names[i] = runs_label(profile->runs, profile->run_count, i, arena);
    for (size_t i = 0; i < profile->label_count; i++) {
        const struct label *label = &profile->labels[i];
        bool is_run = !label->is_number && str_equal(profile_string(profile, label->key), RUNS_KEY);
        by_label[i] =
            is_run ? find_run(names, profile->run_count, profile_string(profile, label->text))
                   : ID_NONE;
    }
    return by_label;
}

uint32_t *runs_of_label_sets(const struct profile *profile, struct arena *arena)
{
    uint32_t *by_set = ARENA_NEW(arena, uint32_t, profile->label_set_count);
    const uint32_t *by_label = runs_of_labels(profile, arena);
    for (size_t set = 0; set < profile->label_set_count; set++) {
        by_set[set] = ID_NONE;
        for (size_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++)
            if (by_label[profile->label_ids[i]] != ID_NONE)
                by_set[set] = by_label[profile->label_ids[i]];
    }
    return by_set;
}
