/* Runs of two sides as one profile, told of by labels and comments. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/combine.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "profile/runs.h"

#include <string.h>

/* "render::run base time=1 duration=2 period=3 cpu.pb.gz": numbers in nanoseconds, and the period's
 * own unit. */
static struct str print_comment(const struct run *run, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, RUNS_KEY);
    sink_char(&sink, ' ');
    sink_text(&sink, runs_side_name(run->side));
    sink_print(&sink, " time=%lld duration=%lld period=%lld ", (long long)run->time_ns,
               (long long)run->duration_ns, (long long)run->period);
    sink_text(&sink, run->name);
    return sink_str(&sink);
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
