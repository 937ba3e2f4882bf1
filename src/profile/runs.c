/* Runs, read back from labels and comments. */
#include "profile/runs.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/profile.h"

static const struct str SIDES[RUN_SIDES] = {STR_INIT("base"), STR_INIT("new")};

struct str runs_side_name(enum run_side side)
{
    return SIDES[side];
}

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
