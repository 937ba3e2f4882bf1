/* Facts about two sides, and what changed between them. */
#include "renderers/comparison_words.h"
#include "base/array.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "options/settings.h"
#include "profile/kind.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/md_names.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"

#include <math.h>

#define MINUS STR("\xe2\x88\x92")
#define ARROW STR(" \xe2\x86\x92 ")

const struct change_tick change_ticks[CHANGE_TICKS] = {{STR_INIT("\342\210\222100%"), 0},
                                                       {STR_INIT("\342\210\22250"), 2},
                                                       {STR_INIT("\342\210\22225"), 3},
                                                       {STR_INIT("+33"), -3},
                                                       {STR_INIT("+100"), -2},
                                                       {STR_INIT("+300"), -1}};

static const struct str NAMES[RUN_SIDES] = {STR_INIT("base"), STR_INIT("new")};

static struct sink text_new(const struct view *view)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    return sink;
}

static void put_number(struct sink *sink, struct number_text number)
{
    sink_text(sink, number_str(&number));
}

/* ---------------------------------------------------------------- values */

static int64_t whole(const struct view *view, double value)
{
    value *= view->selection->ratio;
    return number_trunc(value < 0 ? value - 0.5 : value + 0.5);
}

/* As asked for, or each value in its own. */
static struct str unit_of(const struct view *view, struct str unit)
{
    if (unit.size)
        return unit;
    unit = view->settings->unit;
    return str_equal(unit, STR("minimum")) ? STR("auto") : unit;
}

struct str compared_value(const struct view *view, double value, struct str unit)
{
    struct measure_text text =
        measure_label(whole(view, value), view->selection->unit, unit_of(view, unit));
    return picture_minus(measure_str(&text), view->arena);
}

struct str compared_delta(const struct view *view, double delta, struct str unit)
{
    struct sink sink = text_new(view);
    struct str text = compared_value(view, delta, unit);
    if (delta > 0 && !str_equal(text, STR("0")))
        sink_char(&sink, '+');
    sink_text(&sink, text);
    return sink_str(&sink);
}

static void put_sign(struct sink *sink, double value, bool signed_)
{
    if (value < 0)
        sink_text(sink, MINUS);
    else if (value > 0 && signed_)
        sink_char(sink, '+');
}

struct str compared_share(const struct view *view, double part, double whole_, bool signed_)
{
    struct sink sink = text_new(view);
    double percent = whole_ != 0 ? 100 * part / whole_ : 0, size = fabs(percent);
    if (whole_ == 0)
        return STR("");
    if (size == 0)
        return STR("0");
    put_sign(&sink, percent, signed_);
    bool is_whole = (size >= 99.95 && size < 100.05) || size >= 999.95;
    put_number(&sink, changes_percent(size, is_whole ? 0 : INFINITY));
    sink_char(&sink, '%');
    return sink_str(&sink);
}

double compared_total(const struct view *view, enum run_side side)
{
    const struct comparison *comparison = view->selection->comparison;
    return comparison_value(comparison, side, comparison->sides[side].total);
}

struct str compared_confidence(const struct view *view)
{
    struct sink sink = text_new(view);
    put_number(&sink, number_general(100 * view->selection->comparison->confidence, 8));
    sink_char(&sink, '%');
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- changes */

enum movers_by movers_ranked_by(const struct view *view)
{
    return view->settings->sort == SORT_CUM ? MOVERS_BY_CUM : MOVERS_BY_ORIGIN;
}

struct str movers_values(const struct view *view)
{
    return movers_ranked_by(view) == MOVERS_BY_CUM ? STR("with what they call")
                                                   : STR("with what libraries do for them");
}

/* "−8.3s to −7.9s": both in the unit of the larger, as exactly as they are apart. */
static struct str interval_of(const struct view *view, const struct change *change)
{
    struct sink sink = text_new(view);
    struct str from = view->selection->unit, unit = unit_of(view, STR(""));
    double larger = fabs(change->low) > fabs(change->high) ? change->low : change->high;
    int64_t bounds[] = {whole(view, change->low), whole(view, change->high)};
    if (!change->is_tested)
        return STR("");
    if (str_equal(unit, STR("auto")))
        unit = measure_scale(whole(view, larger), from, unit).unit;
    unit = unit.size ? unit : STR("auto");
    double low = measure_scale(bounds[0], from, unit).value;
    double apart = measure_scale(bounds[1], from, unit).value - low;
    struct str shown = measure_scale(bounds[0], from, unit).unit;
    for (int i = 0; i < 2; i++) {
        double value = measure_scale(bounds[i], from, unit).value;
        bool is_count = value == floor(value) && shown.size == 0;
        int digits = is_count || apart >= 20 ? 0 : apart >= 0.2 ? 1 : 2;
        sink_text(&sink, i ? STR(" to ") : STR(""));
        put_sign(&sink, value, true);
        put_number(&sink, number_fixed(fabs(value), digits));
        sink_text(&sink, value != 0 ? shown : STR(""));
    }
    return sink_str(&sink);
}

/* "−51%", "+3.2%", "−99.9%" */
static struct str relative_of(const struct view *view, const struct change *change)
{
    struct sink sink = text_new(view);
    if (change->delta == 0)
        return STR("0%");
    if (change->base == 0)
        return STR("new");
    if (change->new_ == 0)
        return STR("gone");
    double percent = 100 * change->delta / fabs(change->base);
    put_sign(&sink, percent, true);
    put_number(&sink, changes_percent(percent, 9.95));
    sink_char(&sink, '%');
    return sink_str(&sink);
}

struct str change_verdict(const struct change *change)
{
    static const struct str WORDS[] = {STR_INIT("same"), STR_INIT("within noise"), STR_INIT("less"),
                                       STR_INIT("more"), STR_INIT("gone"),         STR_INIT("new")};
    return WORDS[change->kind];
}

struct change_words change_words(const struct view *view, const struct change *change)
{
    double total = compared_total(view, RUN_BASE);
    return (struct change_words){.base = compared_value(view, change->base, STR("")),
                                 .new_ = compared_value(view, change->new_, STR("")),
                                 .delta = compared_delta(view, change->delta, STR("")),
                                 .relative = relative_of(view, change),
                                 .share = compared_share(view, change->delta, total, true),
                                 .interval = interval_of(view, change),
                                 .verdict = change_verdict(change)};
}

/* ---------------------------------------------------------------- sides */

/* The profile's own word for what was counted. */
static struct str events_word(const struct view *view)
{
    static const struct str KNOWN[] = {STR_INIT("contentions"), STR_INIT("samples")};
    const struct profile *profile = view->profile;
    if (view->selection->comparison->counts == COUNTS_OBJECTS)
        return STR("sampled objects");
    if (view->selection->comparison->counts == COUNTS_PERIOD)
        return STR("samples");
    for (size_t i = 0; i < profile->type_count; i++)
        for (size_t known = 0; known < sizeof KNOWN / sizeof *KNOWN; known++)
            if (str_equal(profile_string(profile, profile->types[i].type), KNOWN[known]))
                return KNOWN[known];
    return STR("events");
}

static struct str events_of(const struct view *view, const struct comparison_side *side)
{
    enum comparison_counts counts = view->selection->comparison->counts;
    struct sink sink = text_new(view);
    if (counts == COUNTS_CENSUS || counts == COUNTS_NONE)
        return STR("");
    struct str word = events_word(view);
    put_number(&sink, number_grouped(side->events));
    sink_char(&sink, ' ');
    sink_text(&sink, side->events == 1 ? str_slice(word, 0, word.size - 1) : word);
    return sink_str(&sink);
}

static struct str time_of(const struct view *view, int64_t time_ns)
{
    struct sink sink = text_new(view);
    if (time_ns)
        time_print(&sink, time_ns, NULL);
    return sink_str(&sink);
}

static struct str duration_text(const struct view *view, int64_t duration_ns)
{
    struct measure_text text = measure_label(duration_ns, STR("nanoseconds"), STR("auto"));
    return duration_ns ? str_copy(measure_str(&text), view->arena) : STR("");
}

static void put_item(struct sink *sink, const char *before, struct str text, const char *after)
{
    if (!text.size)
        return;
    sink_text(sink, sink->used ? STR(", ") : STR(""));
    sink_text(sink, str_from_c(before));
    sink_text(sink, text);
    sink_text(sink, str_from_c(after));
}

/* Where values are numbers of events these are not said again. */
static struct str line_of(const struct view *view, const struct side_words *words,
                          bool is_of_events)
{
    struct sink sink = text_new(view);
    put_item(&sink, "", words->sources, "");
    put_item(&sink, "", words->runs, "");
    put_item(&sink, words->runs.size ? "mean " : "", words->total, "");
    if (!is_of_events)
        put_item(&sink, "", words->events, "");
    put_item(&sink, "ran ", words->duration, words->runs.size ? " each" : "");
    return sink_str(&sink);
}

static struct side_words side_of(const struct view *view, enum run_side which)
{
    const struct comparison_side *side = &view->selection->comparison->sides[which];
    double runs = side->run_count ? (double)side->run_count : 1;
    double divisor = view->selection->ratio == 1 ? view->settings->divide_by : 1;
    struct sink run_text = text_new(view);
    if (side->run_count > 1)
        sink_print(&run_text, "%zu runs", side->run_count);
    struct side_words words = {
        .name = NAMES[which],
        .sources = md_visible(side->names, view->arena),
        .runs = sink_str(&run_text),
        .total = compared_value(view, (double)side->total / runs / divisor, STR("")),
        .events = events_of(view, side),
        .duration = duration_text(view, side->duration_ns),
        .time = time_of(view, side->time_ns)};
    words.line = line_of(view, &words, side->events == side->total);
    return words;
}

/* ---------------------------------------------------------------- scaling and method */

/* What a value of the new side is multiplied by, more than one of the base. */
static double factor_of(const struct comparison *comparison)
{
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    double own = base->scale * (double)base->run_count;
    return own > 0 ? new_->scale * (double)new_->run_count / own : 0;
}

/* Without the key, which may not be put everywhere. */
static void put_per(const struct comparison *comparison, struct sink *sink)
{
    sink_text(sink, STR("scaled to as many values of the label of --per"));
    for (int side = 0; side < RUN_SIDES; side++) {
        sink_text(sink, side ? STR(", ") : STR(": "));
        put_number(sink, number_grouped(number_trunc(comparison->sides[side].per + 0.5)));
        sink_text(sink, side ? STR(" in new") : STR(" in base"));
    }
}

static void put_unscaled(const struct view *view, struct sink *sink, const struct str *durations)
{
    sink_text(sink, STR("not scaled"));
    if (!durations[0].size || !durations[1].size || !measure_is_time(view->selection->unit))
        return;
    if (str_equal(durations[0], durations[1])) {
        sink_text(sink, STR(": both ran "));
        sink_text(sink, durations[0]);
        return;
    }
    sink_text(sink, STR(": base ran "));
    sink_text(sink, durations[0]);
    sink_text(sink, STR(", new "));
    sink_text(sink, durations[1]);
}

static struct str scaling_of(const struct view *view, const struct side_words *sides)
{
    static const char *const TO[] = {[SCALED_DURATION] = " to the base's ",
                                     [SCALED_PERIOD] = " to the base's sampling rate",
                                     [SCALED_TOTALS] = " to the base's total",
                                     [SCALED_SAMPLES] = " to as many samples as the base has"};
    const struct comparison *comparison = view->selection->comparison;
    struct str durations[] = {sides[RUN_BASE].duration, sides[RUN_NEW].duration};
    struct sink sink = text_new(view);
    if (comparison->scaling == SCALED_LABEL) {
        put_per(comparison, &sink);
    } else if (comparison->scaling == SCALED_NOT) {
        put_unscaled(view, &sink, durations);
    } else {
        sink_text(&sink, STR("new scaled by "));
        put_number(&sink, number_general(factor_of(comparison), 3));
        sink_text(&sink, str_from_c(TO[comparison->scaling]));
        if (comparison->scaling == SCALED_DURATION)
            sink_text(&sink, durations[0]);
        if (comparison->by_period)
            sink_text(&sink, STR(" and sampling rate"));
    }
    return sink_str(&sink);
}

static struct str untested(const struct view *view)
{
    const struct comparison *comparison = view->selection->comparison;
    if (view->selection->has_negative)
        return STR("not tested: negative values are of a difference, and count no events");
    return comparison->counts == COUNTS_CENSUS
               ? STR("not tested: the profile is a census, all was counted and nothing sampled")
               : STR("not tested: nothing tells how many events were sampled");
}

static struct str method_of(const struct view *view)
{
    static const char *const MODELS[] = {
        [NOISE_UNTESTED] = "not tested",
        [NOISE_COUNTS] = "exact test of counts (Przyborowski and Wilenski 1940)",
        [NOISE_DISPERSED] = "t test of counts that vary from run to run (Satterthwaite 1946",
        [NOISE_RANKS] = "rank test of shares by run (Mann and Whitney 1947)"};
    const struct changes *changes = view->changes;
    const struct comparison *comparison = view->selection->comparison;
    struct sink sink = text_new(view);
    if (!comparison_is_tested(comparison))
        return untested(view);
    sink_text(&sink, str_from_c(MODELS[comparison->model]));
    if (comparison->model == NOISE_DISPERSED && changes) {
        sink_text(&sink, STR(", dispersion "));
        put_number(&sink, number_general(changes->dispersion, 2));
    }
    if (comparison->model == NOISE_DISPERSED)
        sink_char(&sink, ')');
    sink_text(&sink, STR(", two-sided, "));
    sink_text(&sink, compared_confidence(view));
    if (changes && !changes->looked_at) {
        sink_text(&sink, STR("; no function has enough events to show anything"));
    } else if (changes) {
        sink_text(&sink, STR(", corrected for "));
        put_number(&sink, number_grouped((int64_t)changes->looked_at));
        sink_text(&sink, changes->looked_at == 1 ? STR(" function") : STR(" functions"));
        sink_text(&sink, STR(" (weighted Bonferroni, Tarone 1990)"));
    }
    return sink_str(&sink);
}

static struct str legend_of(const struct view *view)
{
    struct sink sink = text_new(view);
    if (!comparison_is_tested(view->selection->comparison))
        return STR("not tested for noise");
    sink_text(&sink, STR("grey: within noise at "));
    sink_text(&sink, compared_confidence(view));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- the verdict */

static void put_type(struct sink *sink, struct str type)
{
    char first = type.size ? type.at[0] : 0;
    bool is_lower = first >= 'a' && first <= 'z';
    if (is_lower)
        sink_char(sink, (char)(first - 'a' + 'A'));
    sink_text(sink, str_skip(type, is_lower));
}

static void put_total(const struct view *view, struct sink *sink)
{
    /* Of one thing ("CPU time") and of many ("goroutines"). */
    static const char *const VERBS[] = {[CHANGE_SAME] = " did not change, ",
                                        [CHANGE_NOISE] = " did not change beyond noise, ",
                                        [CHANGE_LESS] = " fell, ",
                                        [CHANGE_MORE] = " rose, ",
                                        [CHANGE_GONE] = " fell to nothing, ",
                                        [CHANGE_ADDED] = " rose from nothing, "};
    struct change total = changes_total(view->changes);
    struct change_words words = change_words(view, &total);
    sink_text(sink, str_from_c(VERBS[total.kind]));
    sink_text(sink, words.base);
    sink_text(sink, ARROW);
    sink_text(sink, words.new_);
    if (total.delta == 0)
        return;
    sink_text(sink, STR(" ("));
    sink_text(sink, words.relative);
    if (words.interval.size) {
        sink_text(sink, STR(", "));
        sink_text(sink, words.interval);
        sink_text(sink, STR(" at "));
        sink_text(sink, compared_confidence(view));
    }
    sink_char(sink, ')');
}

/* "14 functions less, 3 more, 120 within noise", by origin. */
static void put_functions(const struct view *view, struct sink *sink)
{
    static const char *const WORDS[] = {"less", "more", "within noise"};
    const struct changes *changes = view->changes;
    size_t counts[3] = {0}, said = 0;
    for (size_t i = 0; i < changes->frames->count; i++) {
        enum change_kind kind = (enum change_kind)changes->origin_kinds[i];
        counts[0] += kind == CHANGE_LESS || kind == CHANGE_GONE;
        counts[1] += kind == CHANGE_MORE || kind == CHANGE_ADDED;
        counts[2] += kind == CHANGE_NOISE;
    }
    for (int i = 0; i < 3; i++) {
        if (!counts[i])
            continue;
        sink_text(sink, said ? STR(", ") : STR(": "));
        put_number(sink, number_grouped((int64_t)counts[i]));
        sink_text(sink, said ? STR(" ") : counts[i] == 1 ? STR(" function ") : STR(" functions "));
        sink_text(sink, str_from_c(WORDS[i]));
        said++;
    }
}

static void add_verdict(const struct view *view, struct comparison_words *words)
{
    struct sink sink = text_new(view);
    put_type(&sink, words->type);
    size_t start = sink.used;
    put_total(view, &sink);
    put_functions(view, &sink);
    sink_char(&sink, '.');
    words->verdict = sink_str(&sink);
    words->outcome = str_skip(words->verdict, start);
}

/* ---------------------------------------------------------------- notes */

struct notes_made {
    const struct view *view;
    ARRAY(struct str) items;
};

static void add_note(struct notes_made *notes, struct str text)
{
    array_push(notes->view->arena, &notes->items, text);
}

static void add_kind_notes(struct notes_made *notes)
{
    struct str type = notes->view->selection->type;
    bool adds_up = str_starts(type, STR("alloc_")) || str_starts(type, STR("inuse_")) ||
                   str_equal(type, STR("contentions")) || str_equal(type, STR("delay"));
    if (adds_up && notes->view->selection->comparison->mixes_deltas)
        add_note(notes, STR("One side is of a span of time, the other of all since its program "
                            "began: growth is compared with a whole."));
    if (str_starts(type, STR("inuse_")))
        add_note(notes, STR("In-use memory is a state: this compares two moments, not what was "
                            "allocated between them."));
    else if (str_starts(type, STR("alloc_")))
        add_note(notes, STR("Allocations are counted from a program's start, so they grow with the "
                            "time that it ran; --per and --normalize bring sides to one scale."));
}

static void add_matched_note(struct notes_made *notes)
{
    const struct frames *frames = notes->view->frames;
    struct sink sink = text_new(notes->view);
    if (!frames || !frames->matched)
        return;
    put_number(&sink, number_grouped((int64_t)frames->matched));
    sink_text(&sink, frames->matched == 1
                         ? STR(" name was matched with another name of the base")
                         : STR(" names were matched with other names of the base"));
    sink_text(&sink, STR("; --match=exact tells them apart."));
    add_note(notes, sink_str(&sink));
}

static void add_empty_note(struct notes_made *notes)
{
    const struct comparison_side *sides = notes->view->selection->comparison->sides;
    bool base = sides[RUN_BASE].total != 0, new_ = sides[RUN_NEW].total != 0;
    if (!base)
        add_note(notes, new_ ? STR("The base is empty: all of new is new.")
                             : STR("Both sides are empty."));
    else if (!new_)
        add_note(notes, STR("New is empty: all of the base is gone."));
}

static void add_nameless_note(struct notes_made *notes)
{
    const struct frames *frames = notes->view->frames;
    if (frames && frames->is_nameless[RUN_BASE])
        add_note(notes, STR("The base has hardly any function names, so nothing of it can match; "
                            "symbolise it before you compare."));
    else if (frames && frames->is_nameless[RUN_NEW])
        add_note(notes, STR("New has hardly any function names, so nothing of it can match; "
                            "symbolise it before you compare."));
}

/* Less time in a shorter run may be the same rate. */
static void add_rate_note(struct notes_made *notes)
{
    if (notes->view->selection->comparison->scaling == SCALED_DURATION)
        add_note(notes, STR("Scaling by duration compares rates; for a fixed amount of work, "
                            "--per=run compares whole runs."));
}

static void add_notes(const struct view *view, struct comparison_words *words)
{
    struct notes_made notes = {.view = view};
    if (view->selection->comparison->looks_swapped)
        add_note(&notes, STR("The sides look swapped: the base is younger than new."));
    add_empty_note(&notes);
    add_nameless_note(&notes);
    add_rate_note(&notes);
    add_kind_notes(&notes);
    add_matched_note(&notes);
    words->notes = notes.items.at;
    words->note_count = notes.items.count;
}

/* ---------------------------------------------------------------- all */

static struct str direction_of(const struct view *view, const struct side_words *sides)
{
    struct sink sink = text_new(view);
    sink_text(&sink, sides[RUN_BASE].sources);
    sink_text(&sink, ARROW);
    sink_text(&sink, sides[RUN_NEW].sources);
    return sink_str(&sink);
}

const struct comparison_words *comparison_words_new(const struct view *view)
{
    struct comparison_words *words = ARENA_NEW(view->arena, struct comparison_words, 1);
    for (int side = 0; side < RUN_SIDES; side++)
        words->sides[side] = side_of(view, (enum run_side)side);
    words->type = kind_words(view->selection->type, view->selection->unit);
    words->is_type_known = words->type.size > 0;
    if (!words->is_type_known)
        words->type = md_visible(view->selection->type, view->arena);
    words->direction = direction_of(view, words->sides);
    words->scaling = scaling_of(view, words->sides);
    words->legend = legend_of(view);
    words->method = method_of(view);
    if (view->changes)
        add_verdict(view, words);
    add_notes(view, words);
    return words;
}
