/* Facts that are true of the profile at hand, each in a line. */
#include "renderers/summary_facts.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "options/settings.h"
#include "profile/kind.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/flame_functions.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "renderers/sides.h"
#include "renderers/summary_changes.h"
#include "renderers/summary_parts.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"
#include "tree/trim.h"

enum { TOP_ROWS = 5, BUILD_ID_SHOWN = 12, KEYS_SHOWN = 6, COMMENTS_SHOWN = 16 };

#define DOT " \xc2\xb7 "

struct list {
    const struct view *view;
    ARRAY(struct summary_fact) facts;
    struct sink text; /* of the fact in the making */
};

static struct sink *begin(struct list *list)
{
    sink_init_buffer(&list->text, list->view->arena, UINT64_MAX);
    return &list->text;
}

/* Ends the text that was begun. */
static void end(struct list *list, struct str name, bool is_mono)
{
    struct summary_fact fact = {name, sink_str(&list->text), is_mono};
    array_push(list->view->arena, &list->facts, fact);
}

static void put_measure(struct sink *sink, struct measure_text text)
{
    sink_visible(sink, measure_str(&text));
}

static void put_duration(struct sink *sink, int64_t nanoseconds)
{
    put_measure(sink, measure_label(nanoseconds, STR("nanoseconds"), STR("auto")));
}

static void put_grouped(struct sink *sink, uint64_t number)
{
    struct number_text text = number_grouped(number > INT64_MAX ? INT64_MAX : (int64_t)number);
    sink_text(sink, number_str(&text));
}

/* ---------------------------------------------------------------- title, line, types */

static struct str title_of(const struct view *view, const struct summary_changes *changes)
{
    struct str binary = profile_binary(view->profile);
    if (view->settings->title.size)
        return flame_visible(view->settings->title, view->arena);
    if (changes)
        return changes->words->direction;
    return flame_visible(binary.size ? str_base_name(binary) : view->sources, view->arena);
}

/* Time and samples of a difference are neither those of the one profile nor of the other. */
static struct str line_of(const struct question *question)
{
    const struct view *view = question->view;
    const struct profile *profile = view->profile;
    bool is_scaled = side_alone_is_scaled(view);
    int64_t samples = question->is_delta || is_scaled ? 0 : picture_samples(profile);
    struct str build = flame_visible(profile_build_id(profile), view->arena);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (side_alone(view)) {
        sink_text(&sink, side_alone_name(view));
        sink_text(&sink, STR(" alone: "));
        sink_text(&sink, flame_visible(side_sources(view), view->arena));
    }
    if (profile->time_ns) {
        sink_text(&sink, sink.used ? STR(DOT) : STR(""));
        time_print(&sink, profile->time_ns, NULL);
    }
    if (profile->duration_ns && !question->is_delta) {
        sink_text(&sink, sink.used ? STR(DOT) : STR(""));
        put_duration(&sink, profile->duration_ns);
        sink_text(&sink, STR(" wall"));
    }
    if (samples) {
        sink_text(&sink, sink.used ? STR(DOT) : STR(""));
        put_grouped(&sink, (uint64_t)samples);
        sink_text(&sink, samples == 1 ? STR(" sample") : STR(" samples"));
    }
    if (is_scaled)
        sink_text(&sink, STR(DOT "scaled to the base"));
    if (build.size) {
        sink_text(&sink, sink.used ? STR(DOT "build ") : STR("build "));
        sink_text(&sink, str_slice(build, 0, BUILD_ID_SHOWN));
    }
    return sink_str(&sink);
}

/* "1,601 samples → 790 samples · not scaled: both ran 10.0s" */
static struct str line_of_sides(const struct summary *summary)
{
    const struct comparison_words *words = summary->changes->words;
    const struct side_words *sides = words->sides;
    struct sink sink;
    sink_init_buffer(&sink, summary->question.view->arena, UINT64_MAX);
    if (sides[RUN_BASE].events.size && sides[RUN_NEW].events.size) {
        sink_text(&sink, sides[RUN_BASE].events);
        sink_text(&sink, STR(" \xe2\x86\x92 "));
        sink_text(&sink, sides[RUN_NEW].events);
        sink_text(&sink, STR(DOT));
    }
    sink_text(&sink, words->scaling);
    return sink_str(&sink);
}

static bool add_types(struct summary *summary, struct error *error)
{
    const struct view *view = summary->question.view;
    const struct profile *profile = view->profile;
    struct summary_type *types = ARENA_NEW(view->arena, struct summary_type, profile->type_count);
    for (size_t t = 0; t < profile->type_count; t++) {
        struct str unit = profile_string(profile, profile->types[t].unit);
        int64_t sum = 0;
        for (size_t i = 0; i < profile->sample_count; i++)
            sum = number_add(sum, number_abs(profile->values[i * profile->type_count + t]));
        double ratio = view->selection->ratio;
        sum = ratio == 1 ? sum : number_trunc((double)sum * ratio);
        struct measure_text text = measure_label(sum, unit, STR("auto"));
        text.size = summary->changes ? 0 : text.size; /* a sum of both sides says nothing */
        types[t] = (struct summary_type){t, profile_string(profile, profile->types[t].type), unit,
                                         flame_visible(measure_str(&text), view->arena),
                                         t == view->selection->type_index};
        if (!budget_spend(view->budget, profile->sample_count, error))
            return false;
    }
    summary->types = types;
    summary->type_count = profile->type_count;
    return true;
}

/* ---------------------------------------------------------------- facts */

/* "CPU time"; an unknown type as it is. */
static struct str type_name(const struct view *view)
{
    const struct selection *selection = view->selection;
    struct str words = kind_words(selection->type, selection->unit);
    struct sink sink;
    if (!words.size)
        return flame_visible(selection->type, view->arena);
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_char(&sink,
              words.at[0] >= 'a' && words.at[0] <= 'z' ? (char)(words.at[0] - 32) : words.at[0]);
    sink_text(&sink, str_skip(words, 1));
    return sink_str(&sink);
}

static void put_value(const struct summary *summary, struct sink *sink, int64_t value)
{
    put_measure(sink, answer_value(&summary->question, value));
}

static void put_share(const struct summary *summary, struct sink *sink, int64_t value)
{
    struct measure_text share = measure_share(value, summary->total);
    sink_text(sink, STR(", "));
    sink_text(sink, measure_str(&share));
}

static void add_totals(const struct summary *summary, struct list *list)
{
    const struct question *question = &summary->question;
    put_measure(begin(list), report_value(&question->report, summary->total));
    if (question->is_delta && question->has_shares)
        sink_text(&list->text, question->view->settings->diff_base.count
                                   ? STR(" in the base")
                                   : STR(" of change, up and down"));
    end(list, type_name(question->view), false);
    if (question->is_delta && !question->view->selection->is_mean) {
        put_value(summary, begin(list), summary->selected);
        end(list, STR("Net change"), false);
    } else if (summary->selected != summary->total) {
        put_value(summary, begin(list), summary->selected);
        if (question->has_shares && summary->selected)
            put_share(summary, &list->text, summary->selected);
        end(list, STR("Selected"), false);
    }
}

/* Of a CPU profile as a whole. */
static void add_cores(const struct summary *summary, struct list *list)
{
    const struct selection *selection = list->view->selection;
    int64_t duration = list->view->profile->duration_ns;
    struct measure time = measure_scale(selection->total, selection->unit, STR("nanoseconds"));
    if (duration <= 0 || !str_equal(selection->type, STR("cpu")) ||
        !measure_is_time(selection->unit) || summary->question.is_delta || time.value <= 0 ||
        side_alone_is_scaled(list->view) || list->view->settings->relative_percentages)
        return;
    struct number_text cores = number_fixed(time.value / (double)duration, 2);
    sink_text(begin(list), number_str(&cores));
    sink_text(&list->text, STR(" on average"));
    end(list, STR("Cores busy"), false);
}

static void add_sampling(const struct summary *summary, struct list *list)
{
    const struct profile *profile = list->view->profile;
    int64_t samples = picture_samples(profile);
    struct str unit = profile_string(profile, profile->period_type.unit);
    bool is_said = str_equal(list->view->selection->type, STR("samples"));
    if (samples && !is_said && !summary->question.is_delta && !side_alone_is_scaled(list->view)) {
        put_grouped(begin(list), (uint64_t)samples);
        end(list, STR("Samples"), false);
    }
    if (profile->period > 1 && unit.size) {
        put_measure(begin(list), measure_label(profile->period, unit, STR("auto")));
        end(list, STR("Sampled every"), false);
    }
}

static struct str places_word(const struct view *view)
{
    switch (view->settings->granularity) {
    case GRANULARITY_FILES:
        return STR("Files");
    case GRANULARITY_LINES:
        return STR("Lines");
    case GRANULARITY_ADDRESSES:
        return STR("Addresses");
    default:
        return STR("Functions");
    }
}

static void add_sizes(const struct summary *summary, struct list *list)
{
    size_t depth = list->view->tree->depth;
    put_grouped(begin(list), summary->functions);
    end(list, places_word(list->view), false);
    if (!depth)
        return;
    put_grouped(begin(list), depth);
    sink_text(&list->text, depth == 1 ? STR(" frame") : STR(" frames"));
    end(list, STR("Deepest stack"), false);
}

/* Own weight of the garbage collector. */
static void add_collector(const struct summary *summary, struct list *list,
                          const struct flame_functions *functions)
{
    const struct tree *tree = list->view->tree;
    int64_t weight = 0;
    for (size_t i = 1; i < tree->count; i++)
        if (functions->families[functions->by_frame[tree->node_frames[i]]] == NAME_GC)
            weight = number_add(weight, tree->self[i * tree->columns]);
    if (!weight || summary->question.is_delta || !summary->question.has_shares)
        return;
    put_value(summary, begin(list), weight);
    put_share(summary, &list->text, weight);
    end(list, STR("Collector"), false);
}

/* What waits for locks in a Go program, or passes them on; not what takes a free one. */
static bool is_locking(struct str name)
{
    static const struct str NAMES[] = {STR_INIT("runtime.lock2"),
                                       STR_INIT("runtime.unlock2"),
                                       STR_INIT("runtime.semacquire1"),
                                       STR_INIT("runtime.semrelease1"),
                                       STR_INIT("sync.(*Mutex).lockSlow"),
                                       STR_INIT("sync.(*Mutex).unlockSlow"),
                                       STR_INIT("internal/sync.(*Mutex).lockSlow"),
                                       STR_INIT("internal/sync.(*Mutex).unlockSlow"),
                                       STR_INIT("sync.(*RWMutex).rUnlockSlow")};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_equal(name, NAMES[i]))
            return true;
    return false;
}

/* Of CPU time; what such functions call is theirs, too. */
static void add_locking(const struct summary *summary, struct list *list)
{
    const struct view *view = list->view;
    const struct tree *tree = view->tree;
    uint8_t *inside = ARENA_NEW(view->arena, uint8_t, tree->count);
    uint8_t *locks = ARENA_NEW(view->arena, uint8_t, view->frames->count);
    int64_t weight = 0;
    if (!str_equal(view->selection->type, STR("cpu")) || summary->question.is_delta ||
        !summary->question.has_shares)
        return;
    for (size_t i = 0; i < view->frames->count; i++)
        locks[i] = is_locking(profile_string(view->profile, view->frames->items[i].name));
    for (size_t i = 1; i < tree->count; i++) {
        bool is_first = !inside[tree->parents[i]] && locks[tree->node_frames[i]];
        inside[i] = inside[tree->parents[i]] || is_first;
        if (is_first)
            weight = number_add(weight, tree->total[i * tree->columns]);
    }
    if (!weight)
        return;
    put_value(summary, begin(list), weight);
    put_share(summary, &list->text, weight);
    end(list, STR("Lock waits"), false);
}

static void add_keys(struct list *list)
{
    const struct profile *profile = list->view->profile;
    uint8_t *seen = ARENA_NEW(list->view->arena, uint8_t, profile->string_count);
    uint8_t *is_used = ARENA_NEW(list->view->arena, uint8_t, profile->label_set_count);
    struct sink *sink = begin(list);
    size_t count = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        is_used[profile->sample_labels[i]] = 1;
    for (size_t set = 0; set < profile->label_set_count; set++)
        for (size_t i = profile->label_starts[set];
             is_used[set] && i < profile->label_starts[set + 1]; i++) {
            string_id key = profile_label(profile, i)->key;
            if (seen[key])
                continue;
            seen[key] = 1;
            if (count++ >= KEYS_SHOWN)
                continue;
            sink_text(sink, count > 1 ? STR(", ") : STR(""));
            sink_visible(sink, profile_string(profile, key));
        }
    if (count > KEYS_SHOWN)
        sink_print(sink, " and %zu more", count - KEYS_SHOWN);
    if (count)
        end(list, count == 1 ? STR("Label") : STR("Labels"), false);
}

static void add_facts(struct summary *summary, const struct flame_functions *functions)
{
    struct list list = {.view = summary->question.view};
    int64_t duration = list.view->profile->duration_ns;
    add_totals(summary, &list);
    if (duration && !summary->question.is_delta) {
        put_duration(begin(&list), duration);
        end(&list, STR("Wall time"), false);
    }
    add_cores(summary, &list);
    add_sampling(summary, &list);
    add_sizes(summary, &list);
    add_collector(summary, &list, functions);
    add_locking(summary, &list);
    add_keys(&list);
    summary->facts = list.facts.at;
    summary->fact_count = list.facts.count;
}

static void add_words(struct list *list, struct str name, struct str text)
{
    if (!text.size)
        return;
    sink_text(begin(list), text);
    end(list, name, false);
}

/* Of a comparison: the sides, and how they were compared. */
static void add_compared(struct summary *summary)
{
    struct list list = {.view = summary->question.view};
    const struct summary_changes *changes = summary->changes;
    const struct comparison_words *words = changes->words;
    struct change_words total = change_words(list.view, &changes->total);
    add_words(&list, STR("Base"), words->sides[RUN_BASE].line);
    add_words(&list, STR("Base taken"), words->sides[RUN_BASE].time);
    add_words(&list, STR("New"), words->sides[RUN_NEW].line);
    add_words(&list, STR("New taken"), words->sides[RUN_NEW].time);
    add_words(&list, STR("Change"), total.delta);
    add_words(&list, STR("Interval"), total.interval);
    add_words(&list, STR("Scale"), words->scaling);
    add_words(&list, STR("Test"), words->method);
    put_grouped(begin(&list), changes->significant);
    sink_text(&list.text, STR(" of "));
    put_grouped(&list.text, changes->functions);
    sink_text(&list.text, STR(" functions"));
    end(&list, STR("Changed"), false);
    summary->facts = list.facts.at;
    summary->fact_count = list.facts.count;
}

/* ---------------------------------------------------------------- provenance */

static void add_text(struct list *list, struct str name, struct str text, bool is_mono)
{
    if (!text.size)
        return;
    sink_text(begin(list), flame_visible(text, list->view->arena));
    end(list, name, is_mono);
}

static void add_type(struct list *list)
{
    const struct profile *profile = list->view->profile;
    const struct selection *selection = list->view->selection;
    struct str unit = profile_string(profile, profile->period_type.unit);
    struct sink *sink = begin(list);
    sink_text(sink, flame_visible(selection->type, list->view->arena));
    sink_text(sink, selection->unit.size ? STR(", ") : STR(""));
    sink_text(sink, flame_visible(selection->unit, list->view->arena));
    if (profile->period > 1) {
        sink_text(sink, STR(", period "));
        put_measure(sink, measure_label(profile->period, unit, STR("auto")));
    }
    end(list, STR("Type"), false);
}

static void add_comments(struct list *list)
{
    const struct profile *profile = list->view->profile;
    for (size_t i = 0; i < profile->comment_count && i < COMMENTS_SHOWN; i++)
        if (!str_starts(profile_string(profile, profile->comments[i]), RUNS_KEY))
            add_text(list, STR("Comment"), profile_string(profile, profile->comments[i]), false);
    if (profile->comment_count <= COMMENTS_SHOWN)
        return;
    put_grouped(begin(list), profile->comment_count - COMMENTS_SHOWN);
    sink_text(&list->text, STR(" more"));
    end(list, STR("Comments"), false);
}

static void add_provenance(struct summary *summary)
{
    struct list list = {.view = summary->question.view};
    const struct view *view = list.view;
    const struct profile *profile = view->profile;
    if (profile->time_ns && !summary->changes) {
        time_print(begin(&list), profile->time_ns, NULL);
        end(&list, STR("Taken"), false);
    }
    add_text(&list, STR("Binary"), profile_binary(profile), true);
    add_text(&list, STR("Build"), profile_build_id(profile), true);
    add_text(&list, STR("Source"), view->sources, true);
    add_type(&list);
    add_text(&list, STR("Options"), view->options.size ? str_skip(view->options, 1) : STR("none"),
             true);
    add_text(&list, STR("Version"), STR("render " RENDER_VERSION), false);
    add_text(&list, STR("Documentation"), profile_string(profile, profile->doc_url), true);
    add_comments(&list);
    summary->provenance = list.facts.at;
    summary->provenance_count = list.facts.count;
}

/* ---------------------------------------------------------------- all */

static int64_t selected(const struct view *view)
{
    const int64_t *total = view->tree->total;
    return view->selection->is_mean && total[1] > 0 ? total[0] / total[1] : total[0];
}

/* Colours of packages, whatever the picture has. */
static const struct flame_functions *by_package(const struct view *view)
{
    if (view->settings->color_by == COLOR_BY_PACKAGE)
        return view->functions;
    struct settings *settings = ARENA_NEW(view->arena, struct settings, 1);
    struct view *own = ARENA_NEW(view->arena, struct view, 1);
    *settings = *view->settings;
    settings->color_by = COLOR_BY_PACKAGE;
    *own = *view;
    own->settings = settings;
    return flame_functions_new(own);
}

static const struct summary *summary_of_sides(struct summary *summary, struct error *error)
{
    const struct view *view = summary->question.view;
    summary->changes = summary_changes_new(&summary->question, error);
    if (!summary->changes)
        return NULL;
    summary->title = title_of(view, summary->changes);
    summary->line = line_of_sides(summary);
    summary->total = sides_total(view);
    summary->selected = sides_delta(view, view->tree->total);
    summary->functions = summary->changes->functions;
    summary->answer = summary_changes_answer(&summary->question, summary->changes);
    summary->top = (struct function_table){.view = view, .report = &summary->question.report};
    add_compared(summary);
    add_provenance(summary);
    return add_types(summary, error) && summary_add_notes(summary, error) ? summary : NULL;
}

const struct summary *summary_new(const struct view *view, struct error *error)
{
    struct summary *summary = ARENA_NEW(view->arena, struct summary, 1);
    if (!question_init(&summary->question, view, error))
        return NULL;
    if (sides_are_shown(view))
        return summary_of_sides(summary, error);
    summary->title = title_of(view, NULL);
    summary->line = line_of(&summary->question);
    summary->total = view->selection->total;
    summary->selected = selected(view);
    summary->functions = view->trimmed->count;
    summary->answer = answer_new(&summary->question);
    if (!add_types(summary, error) ||
        !function_table_init(&summary->top, &summary->question.report, FUNCTION_SHARES_OF_PICTURES,
                             TOP_ROWS, error))
        return NULL;
    const struct flame_functions *functions = by_package(view);
    summary_add_packages(summary, functions);
    add_facts(summary, functions);
    add_provenance(summary);
    return summary_add_notes(summary, error) ? summary : NULL;
}
