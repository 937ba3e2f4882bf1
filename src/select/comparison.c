/* Sides: what was counted, and the scale that makes their values comparable. */
#include "select/comparison.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"

#include <math.h>
#include <string.h>

/* Durations that differ by more are brought to one. */
static const double DURATION_TOLERANCE = 1.05;

/* From so many samples on, a common divisor of all counts is the producer's rate. */
enum { RATE_SAMPLES = 20 };

struct maker {
    struct comparison *comparison;
    const struct profile *profile;
    const struct settings *settings;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
};

static struct str type_name(const struct profile *profile, size_t type)
{
    return profile_string(profile, profile->types[type].type);
}

static struct str type_unit(const struct profile *profile, size_t type)
{
    return profile_string(profile, profile->types[type].unit);
}

/* ---------------------------------------------------------------- events */

static bool is_one_of(struct str text, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(text, words[i]))
            return true;
    return false;
}

/* What Go and others count whole. */
static bool is_census(struct str type)
{
    static const struct str TYPES[] = {STR_INIT("goroutine"), STR_INIT("goroutines"),
                                       STR_INIT("threadcreate"), STR_INIT("thread"),
                                       STR_INIT("threads")};
    return is_one_of(type, TYPES, sizeof TYPES / sizeof *TYPES);
}

static bool counts_events(const struct profile *profile, size_t type)
{
    static const struct str TYPES[] = {
        STR_INIT("samples"), STR_INIT("sample"), STR_INIT("contentions"), STR_INIT("contention"),
        STR_INIT("events"),  STR_INIT("event"),  STR_INIT("count")};
    return str_equal(type_unit(profile, type), STR("count")) &&
           is_one_of(type_name(profile, type), TYPES, sizeof TYPES / sizeof *TYPES);
}

static size_t find_type(const struct profile *profile, struct str stem, struct str end)
{
    for (size_t i = 0; i < profile->type_count; i++) {
        struct str name = type_name(profile, i);
        if (name.size == stem.size + end.size && str_starts(name, stem) && str_ends(name, end))
            return i;
    }
    return profile->type_count;
}

/* inuse_space has inuse_objects beside it, space has objects. */
static bool find_objects(struct comparison *comparison, const struct profile *profile, size_t type)
{
    struct str name = type_name(profile, type), stem = name;
    static const struct str ENDS[] = {STR_INIT("objects"), STR_INIT("space")};
    for (size_t i = 0; i < 2; i++)
        if (str_ends(name, ENDS[i]))
            stem = str_slice(name, 0, name.size - ENDS[i].size);
    size_t objects = find_type(profile, stem, ENDS[0]), space = find_type(profile, stem, ENDS[1]);
    if (stem.size == name.size || objects == profile->type_count || space == profile->type_count ||
        profile->period < 1 ||
        !str_equal(profile_string(profile, profile->period_type.unit), STR("bytes")))
        return false;
    comparison->counts = COUNTS_OBJECTS;
    comparison->count_type = objects;
    comparison->size_type = space;
    return true;
}

static bool find_period(const struct profile *profile, size_t type)
{
    return profile->period > 1 && type_name(profile, type).size &&
           str_equal(type_name(profile, type),
                     profile_string(profile, profile->period_type.type)) &&
           str_equal(type_unit(profile, type), profile_string(profile, profile->period_type.unit));
}

static void find_counts(struct comparison *comparison, const struct profile *profile, size_t type)
{
    comparison->counts = COUNTS_NONE;
    if (is_census(type_name(profile, type))) {
        comparison->counts = COUNTS_CENSUS;
        return;
    }
    if (find_objects(comparison, profile, type))
        return;
    for (size_t i = profile->type_count; i-- > 0;) {
        if (!counts_events(profile, i))
            continue;
        comparison->counts = COUNTS_TYPE;
        comparison->count_type = i;
    }
    if (comparison->counts == COUNTS_NONE && find_period(profile, type)) {
        comparison->counts = COUNTS_PERIOD;
        comparison->count_type = type;
    }
}

/* What has counts below zero is a difference already, and no number of events. */
static bool drop_negative_counts(struct maker *maker)
{
    struct comparison *comparison = maker->comparison;
    const struct profile *profile = maker->profile;
    if (comparison->counts == COUNTS_CENSUS || comparison->counts == COUNTS_NONE)
        return true;
    for (size_t i = 0; i < profile->sample_count; i++) {
        if (!budget_spend(maker->budget, 1, maker->error))
            return false;
        if (profile->values[i * profile->type_count + comparison->count_type] < 0)
            comparison->counts = COUNTS_NONE;
    }
    return true;
}

static int64_t divisor_of_both(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* One contention in so many is recorded and then multiplied: the counts have that divisor. */
static bool find_rate(struct maker *maker)
{
    struct comparison *comparison = maker->comparison;
    const struct profile *profile = maker->profile;
    int64_t divisor = 0;
    size_t counted = 0;
    comparison->rate = 1;
    if (comparison->counts != COUNTS_TYPE ||
        !str_starts(type_name(profile, comparison->count_type), STR("contention")))
        return true;
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t count = profile->values[i * profile->type_count + comparison->count_type];
        if (!budget_spend(maker->budget, 1, maker->error))
            return false;
        if (count <= 0)
            continue;
        divisor = divisor_of_both(count, divisor);
        counted++;
    }
    if (counted >= RATE_SAMPLES && divisor > 1)
        comparison->rate = divisor;
    return true;
}

/* The period of the sample's run. */
static int64_t period_of(const struct comparison *comparison, const struct profile *profile,
                         size_t sample)
{
    uint32_t run = comparison->run_of_set[profile->sample_labels[sample]];
    int64_t period = run == ID_NONE ? 0 : comparison->run_periods[run];
    return period > 0 ? period : profile->period > 0 ? profile->period : 1;
}

int64_t comparison_events(const struct comparison *comparison, const struct profile *profile,
                          size_t sample)
{
    const int64_t *values = profile->values + sample * profile->type_count;
    switch (comparison->counts) {
    case COUNTS_TYPE:
        return values[comparison->count_type] / comparison->rate;
    case COUNTS_PERIOD:
        return values[comparison->count_type] / period_of(comparison, profile, sample);
    case COUNTS_OBJECTS:
        return number_trunc(
            floor(noise_unsampled(values[comparison->count_type], values[comparison->size_type],
                                  period_of(comparison, profile, sample)) +
                  0.5));
    default:
        return 0;
    }
}

/* ---------------------------------------------------------------- sums */

bool comparison_count(struct comparison *comparison, const struct profile *profile,
                      size_t type_index, struct budget *budget, struct error *error)
{
    struct comparison_side *sides = comparison->sides;
    memset(comparison->run_totals, 0, comparison->run_count * sizeof(int64_t));
    memset(comparison->run_events, 0, comparison->run_count * sizeof(int64_t));
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t run = comparison->run_of_set[profile->sample_labels[i]];
        if (!budget_spend(budget, 1, error))
            return false;
        if (run == ID_NONE)
            continue;
        int64_t value = number_abs(profile->values[i * profile->type_count + type_index]);
        int64_t events = comparison_events(comparison, profile, i);
        comparison->run_totals[run] = number_add(comparison->run_totals[run], value);
        comparison->run_events[run] = number_add(comparison->run_events[run], events);
    }
    for (int side = 0; side < RUN_SIDES; side++)
        sides[side].total = sides[side].events = 0;
    for (size_t i = 0; i < comparison->run_count; i++) {
        struct comparison_side *side = &sides[comparison->run_sides[i]];
        side->total = number_add(side->total, comparison->run_totals[i]);
        side->events = number_add(side->events, comparison->run_events[i]);
    }
    return true;
}

/* "runs/" where several runs of the side, and all of them, are of one folder; otherwise empty. */
static struct str shared_folder(const struct profile *profile, enum run_side side)
{
    struct str folder = STR("");
    size_t count = 0;
    for (size_t i = 0; i < profile->run_count; i++) {
        struct str name = profile->runs[i].name;
        size_t slash = str_find(name, '/');
        if (profile->runs[i].side != side)
            continue;
        if (slash == STR_NONE || (count && !str_equal(str_slice(name, 0, slash + 1), folder)))
            return STR("");
        folder = str_slice(name, 0, slash + 1);
        count++;
    }
    return count > 1 ? folder : STR("");
}

static struct str join_names(const struct profile *profile, enum run_side side, struct arena *arena)
{
    struct str folder = shared_folder(profile, side);
    struct sink sink;
    if (folder.size)
        return folder;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < profile->run_count; i++) {
        if (profile->runs[i].side != side)
            continue;
        sink_text(&sink, sink.used ? STR(", ") : STR(""));
        sink_text(&sink, profile->runs[i].name);
    }
    return sink_str(&sink);
}

static void fill_side(struct maker *maker, enum run_side which)
{
    const struct profile *profile = maker->profile;
    struct comparison_side *side = &maker->comparison->sides[which];
    double durations = 0;
    size_t timed = 0;
    side->names = join_names(profile, which, maker->arena);
    for (size_t i = 0; i < profile->run_count; i++) {
        const struct run *run = &profile->runs[i];
        if (run->side != which)
            continue;
        side->run_count++;
        if (run->time_ns > 0 && (!side->time_ns || run->time_ns < side->time_ns))
            side->time_ns = run->time_ns;
        timed += run->duration_ns > 0;
        durations += run->duration_ns > 0 ? (double)run->duration_ns : 0;
    }
    if (timed == side->run_count)
        side->duration_ns = number_trunc(durations / (double)timed);
    side->some_timed = timed > 0;
    side->scale = 1 / (double)side->run_count;
}

/* ---------------------------------------------------------------- scale */

static bool is_timed(const struct profile *profile, size_t type)
{
    bool any_time = measure_is_time(type_unit(profile, type));
    for (size_t i = 0; i < profile->type_count && counts_events(profile, type); i++)
        any_time = any_time || measure_is_time(type_unit(profile, i));
    return any_time;
}

static void set_scale(struct comparison *comparison, enum comparison_scaling scaling, double base,
                      double new_)
{
    struct comparison_side *sides = comparison->sides;
    comparison->scaling = scaling;
    sides[RUN_NEW].scale = base / (double)sides[RUN_BASE].run_count / new_;
}

static bool fail_per(const struct maker *maker, const char *side)
{
    struct error_quote quote = error_quote(maker->settings->per);
    return error_set(maker->error, ERROR_USAGE,
                     "--per=%s: no sample of %s has that label; render tags lists the labels, and "
                     "--per=samples scales to equal numbers of samples",
                     quote.text, side);
}

/* How many values the label has on each side. */
static bool count_values(struct maker *maker)
{
    struct comparison *comparison = maker->comparison;
    const struct profile *profile = maker->profile;
    uint8_t *seen[RUN_SIDES];
    for (int side = 0; side < RUN_SIDES; side++)
        seen[side] = ARENA_NEW(maker->arena, uint8_t, profile->label_count);
    for (size_t set = 0; set < profile->label_set_count; set++) {
        uint32_t run = comparison->run_of_set[set];
        for (size_t i = profile->label_starts[set];
             run != ID_NONE && i < profile->label_starts[set + 1]; i++)
            seen[comparison->run_sides[run]][profile->label_ids[i]] = 1;
        if (!budget_spend(maker->budget, 1, maker->error))
            return false;
    }
    for (size_t i = 0; i < profile->label_count; i++)
        if (str_equal(profile_string(profile, profile->labels[i].key), maker->settings->per))
            for (int side = 0; side < RUN_SIDES; side++)
                comparison->sides[side].per += seen[side][i];
    return true;
}

static bool scale_by_label(struct maker *maker)
{
    struct comparison *comparison = maker->comparison;
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    if (!count_values(maker))
        return false;
    if (base->per == 0 || new_->per == 0)
        return fail_per(maker, base->per == 0 ? "the base" : "the new side");
    set_scale(comparison, SCALED_LABEL, base->per, new_->per);
    comparison->per = maker->settings->per;
    return true;
}

static bool scale_by_samples(struct maker *maker)
{
    struct comparison *comparison = maker->comparison;
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    if (base->events <= 0 || new_->events <= 0)
        return error_set(maker->error, ERROR_USAGE,
                         "--per=samples: %s, so there is nothing to scale to",
                         comparison->counts == COUNTS_NONE || comparison->counts == COUNTS_CENSUS
                             ? "nothing tells how many events were sampled"
                             : "a side has no samples");
    set_scale(comparison, SCALED_SAMPLES, (double)base->events, (double)new_->events);
    return true;
}

/* Counts of samples that were not taken at one rate. */
static void scale_by_period(struct maker *maker, size_t type)
{
    struct comparison *comparison = maker->comparison;
    const struct profile *profile = maker->profile;
    double base = runs_period(profile, RUN_BASE), new_ = runs_period(profile, RUN_NEW);
    if (!counts_events(profile, type) || !is_timed(profile, type) ||
        !measure_is_time(profile_string(profile, profile->period_type.unit)) || base <= 0 ||
        new_ <= 0 || base == new_)
        return;
    comparison->by_period = comparison->scaling == SCALED_DURATION;
    comparison->scaling = comparison->by_period ? SCALED_DURATION : SCALED_PERIOD;
    comparison->sides[RUN_NEW].scale *= new_ / base;
}

static bool choose_scale(struct maker *maker, size_t type)
{
    struct comparison *comparison = maker->comparison;
    const struct settings *settings = maker->settings;
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    double from = (double)base->duration_ns, to = (double)new_->duration_ns;
    if (settings->normalize && settings->per.size)
        return error_set(maker->error, ERROR_USAGE,
                         "--normalize and --per are two scales; give one");
    if (str_equal(settings->per, STR("run")))
        return true;
    if (str_equal(settings->per, STR("samples")))
        return scale_by_samples(maker);
    if (settings->per.size)
        return scale_by_label(maker);
    if (settings->normalize) {
        if (base->total > 0 && new_->total > 0)
            set_scale(comparison, SCALED_TOTALS, (double)base->total, (double)new_->total);
        return true;
    }
    if (is_timed(maker->profile, type) && from > 0 && to > 0 &&
        (from / to > DURATION_TOLERANCE || to / from > DURATION_TOLERANCE))
        set_scale(comparison, SCALED_DURATION, from * (double)base->run_count,
                  to * (double)new_->run_count);
    scale_by_period(maker, type);
    return true;
}

/* A side has the fewer events for the same values the longer its period: times between samples,
 * bytes between sampled objects. Where the values are the events, their scale knows. */
static void expose(struct comparison *comparison, const struct profile *profile, size_t type)
{
    for (int side = 0; side < RUN_SIDES; side++) {
        double scale = comparison->sides[side].scale;
        double own = runs_period(profile, (enum run_side)side),
               base = runs_period(profile, RUN_BASE);
        bool is_sampled = str_equal(type_name(profile, type),
                                    profile_string(profile, profile->period_type.type)) ||
                          comparison->counts == COUNTS_OBJECTS;
        if (is_sampled && own > 0 && base > 0)
            scale *= own / base;
        comparison->sides[side].exposure = scale > 0 ? 1 / scale : 1;
    }
}

double comparison_value(const struct comparison *comparison, enum run_side side, int64_t value)
{
    return (double)value * comparison->sides[side].scale;
}

int64_t comparison_whole(const struct comparison *comparison, enum run_side side, int64_t value)
{
    if (comparison->sides[side].scale == 1)
        return value;
    return number_trunc(round(comparison_value(comparison, side, value)));
}

bool comparison_is_tested(const struct comparison *comparison)
{
    return comparison->model != NOISE_UNTESTED;
}

/* ---------------------------------------------------------------- making */

struct comparison *comparison_new(const struct profile *profile, size_t type_index,
                                  const struct settings *settings, struct arena *arena,
                                  struct budget *budget, struct error *error)
{
    struct comparison *comparison = ARENA_NEW(arena, struct comparison, 1);
    size_t runs = profile->run_count;
    uint8_t *sides = ARENA_NEW(arena, uint8_t, runs);
    int64_t *periods = ARENA_NEW(arena, int64_t, runs);
    struct maker maker = {.comparison = comparison,
                          .profile = profile,
                          .settings = settings,
                          .arena = arena,
                          .budget = budget,
                          .error = error};
    for (size_t i = 0; i < runs; i++)
        sides[i] = (uint8_t)profile->runs[i].side;
    for (size_t i = 0; i < runs; i++)
        periods[i] = profile->runs[i].period;
    comparison->run_count = runs;
    comparison->run_events = ARENA_NEW(arena, int64_t, runs);
    comparison->run_totals = ARENA_NEW(arena, int64_t, runs);
    comparison->run_sides = sides;
    comparison->run_periods = periods;
    comparison->run_of_set = runs_of_label_sets(profile, arena);
    comparison->confidence = settings->confidence;
    comparison->per = STR("");
    find_counts(comparison, profile, type_index);
    if (!drop_negative_counts(&maker) || !find_rate(&maker) ||
        !comparison_count(comparison, profile, type_index, budget, error))
        return NULL;
    fill_side(&maker, RUN_BASE);
    fill_side(&maker, RUN_NEW);
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    if (comparison->counts != COUNTS_CENSUS && comparison->counts != COUNTS_NONE)
        comparison->model = noise_model_of(base->run_count, new_->run_count);
    comparison->looks_swapped =
        base->time_ns > 0 && new_->time_ns > 0 && base->time_ns > new_->time_ns;
    comparison->mixes_deltas = base->some_timed != new_->some_timed;
    if (!choose_scale(&maker, type_index))
        return NULL;
    expose(comparison, profile, type_index);
    return comparison;
}
