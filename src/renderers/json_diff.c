/* json of a comparison: both sides, how they were compared, and what changed, for programs.
 *
 * samples/render-diff.schema.json is its schema. Values are on the common scale, in the profile's
 * unit: runs in the mean, new brought to the base's scale; whole numbers where nothing had to be
 * scaled. */
#include "renderers/json_diff.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "profile/profile.h"
#include "renderers/compared_rows.h"
#include "renderers/comparison_words.h"
#include "renderers/frame_place.h"
#include "renderers/json_write.h"
#include "renderers/mover_path.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/movers.h"

#include <math.h>

enum { DIGITS = 17, P_DIGITS = 9 };

struct document {
    const struct view *view;
    const struct comparison *comparison;
    const struct comparison_words *words;
    const struct movers *movers;
    struct sink *sink;
    uint32_t *ids;          /* by frame: its id, or ID_NONE */
    ARRAY(uint32_t) frames; /* by id */
};

/* ---------------------------------------------------------------- members */

/* A member after others. The names are this program's. */
static void member(const struct document *document, const char *name)
{
    sink_print(document->sink, ", \"%s\": ", name);
}

static void text_member(const struct document *document, const char *name, struct str text)
{
    member(document, name);
    json_write_text(document->sink, text);
}

static void whole_member(const struct document *document, const char *name, int64_t value)
{
    member(document, name);
    sink_signed(document->sink, value, 0);
}

static void put_number(const struct document *document, double value, int digits)
{
    struct number_text text = number_general(value, digits);
    sink_text(document->sink, isfinite(value) ? number_str(&text) : STR("null"));
}

static void number_member(const struct document *document, const char *name, double value,
                          int digits)
{
    member(document, name);
    put_number(document, value, digits);
}

static void truth_member(const struct document *document, const char *name, bool value)
{
    member(document, name);
    sink_text(document->sink, value ? STR("true") : STR("false"));
}

/* {"base": 2, "new": 3, ...} */
static void put_change(const struct document *document, const struct change *change)
{
    double ratio = document->view->selection->ratio;
    struct sink *sink = document->sink;
    sink_text(sink, STR("{\"base\": "));
    put_number(document, change->base * ratio, DIGITS);
    number_member(document, "new", change->new_ * ratio, DIGITS);
    number_member(document, "delta", change->delta * ratio, DIGITS);
    member(document, "relative");
    put_number(document, change->base != 0 ? change->delta / fabs(change->base) : NAN, P_DIGITS);
    member(document, "low");
    put_number(document, change->is_tested ? change->low * ratio : NAN, P_DIGITS);
    member(document, "high");
    put_number(document, change->is_tested ? change->high * ratio : NAN, P_DIGITS);
    member(document, "p");
    put_number(document, change->is_tested ? change->p : NAN, P_DIGITS);
    text_member(document, "verdict", change_verdict(change));
    sink_char(sink, '}');
}

/* ---------------------------------------------------------------- sides */

static void put_side(const struct document *document, enum run_side which)
{
    const struct comparison_side *side = &document->comparison->sides[which];
    const struct side_words *words = &document->words->sides[which];
    struct sink *sink = document->sink;
    bool has_events = document->comparison->counts != COUNTS_CENSUS &&
                      document->comparison->counts != COUNTS_NONE;
    sink_print(sink, ",\n  \"%s\": {\"sources\": ", which == RUN_BASE ? "base" : "new");
    json_write_text(sink, side->names);
    whole_member(document, "runs", (int64_t)side->run_count);
    whole_member(document, "total", side->total);
    member(document, "events");
    if (has_events)
        sink_signed(sink, side->events, 0);
    else
        sink_text(sink, STR("null"));
    number_member(document, "scale", side->scale, DIGITS);
    member(document, "time");
    if (words->time.size)
        json_write_text(sink, words->time);
    else
        sink_text(sink, STR("null"));
    whole_member(document, "time_ns", side->time_ns);
    whole_member(document, "duration_ns", side->duration_ns);
    sink_char(sink, '}');
}

static void put_runs(const struct document *document)
{
    const struct comparison *comparison = document->comparison;
    const struct profile *profile = document->view->profile;
    struct sink *sink = document->sink;
    sink_text(sink, STR(",\n  \"runs\": ["));
    for (size_t i = 0; i < comparison->run_count; i++) {
        sink_print(sink, "%s\n    {\"side\": \"%s\"", i ? "," : "",
                   comparison->run_sides[i] == RUN_BASE ? "base" : "new");
        text_member(document, "source", i < profile->run_count ? profile->runs[i].name : STR(""));
        whole_member(document, "total", comparison->run_totals[i]);
        whole_member(document, "events", comparison->run_events[i]);
        sink_char(sink, '}');
    }
    sink_text(sink, STR("\n  ]"));
}

/* ---------------------------------------------------------------- how it was compared */

static void put_scaling(const struct document *document)
{
    static const char *const KINDS[] = {
        [SCALED_NOT] = "none",      [SCALED_PERIOD] = "period",   [SCALED_DURATION] = "duration",
        [SCALED_TOTALS] = "totals", [SCALED_SAMPLES] = "samples", [SCALED_LABEL] = "label"};
    const struct comparison *comparison = document->comparison;
    sink_print(document->sink, ",\n  \"scaling\": {\"kind\": \"%s\"", KINDS[comparison->scaling]);
    truth_member(document, "by_period", comparison->by_period);
    text_member(document, "label", comparison->per);
    text_member(document, "text", document->words->scaling);
    sink_char(document->sink, '}');
}

static void put_method(const struct document *document)
{
    static const char *const MODELS[] = {[NOISE_UNTESTED] = "none",
                                         [NOISE_COUNTS] = "counts",
                                         [NOISE_DISPERSED] = "dispersed",
                                         [NOISE_RANKS] = "ranks"};
    static const char *const COUNTS[] = {[COUNTS_TYPE] = "type",
                                         [COUNTS_PERIOD] = "period",
                                         [COUNTS_OBJECTS] = "objects",
                                         [COUNTS_CENSUS] = "census",
                                         [COUNTS_NONE] = "none"};
    const struct changes *changes = document->view->changes;
    const struct comparison *comparison = document->comparison;
    sink_print(document->sink, ",\n  \"method\": {\"model\": \"%s\", \"counts\": \"%s\"",
               MODELS[comparison->model], COUNTS[comparison->counts]);
    truth_member(document, "is_tested", comparison_is_tested(comparison));
    number_member(document, "confidence", comparison->confidence, P_DIGITS);
    whole_member(document, "looked_at", (int64_t)changes->looked_at);
    whole_member(document, "not_looked_at", (int64_t)changes->not_looked_at);
    number_member(document, "level", changes->level, P_DIGITS);
    number_member(document, "dispersion", changes->dispersion, P_DIGITS);
    text_member(document, "text", document->words->method);
    sink_char(document->sink, '}');
}

static void put_notes(const struct document *document)
{
    const struct comparison_words *words = document->words;
    const struct notes *notes = &document->view->selection->notes;
    struct sink *sink = document->sink;
    size_t said = 0;
    sink_text(sink, STR(",\n  \"notes\": ["));
    for (size_t i = 0; i < words->note_count; i++) {
        sink_text(sink, said++ ? STR(", ") : STR(""));
        json_write_text(sink, words->notes[i]);
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        struct sink text;
        if (!notes->cases[i])
            continue;
        sink_init_buffer(&text, document->view->arena, UINT64_MAX);
        note_print(&text, (enum note)i, notes->cases[i]);
        sink_text(sink, said++ ? STR(", ") : STR(""));
        json_write_text(sink, sink_str(&text));
    }
    sink_char(sink, ']');
}

static void put_head(const struct document *document)
{
    static const char *const GRANULARITIES[] = {"functions", "functions", "filefunctions", "files",
                                                "lines",     "addresses", "packages"};
    const struct view *view = document->view;
    struct change total = changes_total(view->changes);
    struct sink *sink = document->sink;
    sink_text(sink, STR("{\n  \"schema\": \"render.diff/1\",\n  \"generator\": {\"name\": "
                        "\"render\", \"version\": \"" RENDER_VERSION "\"},\n  \"options\": "));
    json_write_text(sink, str_skip(view->options, view->options.size ? 1 : 0));
    sink_print(sink, ",\n  \"granularity\": \"%s\"", GRANULARITIES[view->settings->granularity]);
    text_member(document, "type", view->selection->type);
    text_member(document, "unit", view->selection->unit);
    put_side(document, RUN_BASE);
    put_side(document, RUN_NEW);
    put_runs(document);
    put_scaling(document);
    put_method(document);
    put_notes(document);
    sink_text(sink, STR(",\n  \"verdict\": "));
    json_write_text(sink, document->words->verdict);
    sink_text(sink, STR(",\n  \"total\": "));
    put_change(document, &total);
}

/* ---------------------------------------------------------------- functions and movers */

static uint32_t id_of(struct document *document, uint32_t frame)
{
    if (document->ids[frame] == ID_NONE) {
        document->ids[frame] = (uint32_t)document->frames.count;
        array_push(document->view->arena, &document->frames, frame);
    }
    return document->ids[frame];
}

/* Ids in the order of the rows, then of the movers and their paths. */
static bool name_functions(struct document *document, struct error *error)
{
    const struct view *view = document->view;
    struct compared_rows rows;
    document->ids = ARENA_NEW(view->arena, uint32_t, view->frames->count);
    for (size_t i = 0; i < view->frames->count; i++)
        document->ids[i] = ID_NONE;
    if (!compared_rows_init(&rows, view, error))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        id_of(document, rows.at[i].frame);
    for (size_t i = 0; i < document->movers->significant; i++) {
        const struct mover *mover = &document->movers->items[i];
        size_t count;
        const uint32_t *path = mover_path_frames(view->tree, mover->node, view->arena, &count);
        id_of(document, mover->frame);
        for (size_t at = 0; at < count; at++)
            id_of(document, path[at]);
        if (!budget_spend(view->budget, count + 1, error))
            return false;
    }
    return true;
}

static bool put_functions(const struct document *document, struct error *error)
{
    const struct view *view = document->view;
    struct sink *sink = document->sink;
    sink_text(sink, STR(",\n  \"functions\": ["));
    for (size_t id = 0; id < document->frames.count; id++) {
        uint32_t frame = document->frames.at[id];
        struct frame_place place = frame_place(view, frame);
        struct change flat = changes_flat(view->changes, frame);
        struct change cum = changes_cum(view->changes, frame);
        sink_print(sink, "%s\n    {\"id\": %zu", id ? "," : "", id);
        text_member(document, "name", place.name);
        text_member(document, "was", view->frames->was ? view->frames->was[frame] : STR(""));
        text_member(document, "file", place.file);
        whole_member(document, "line", place.line);
        text_member(document, "package", place.package);
        member(document, "flat");
        put_change(document, &flat);
        member(document, "cum");
        put_change(document, &cum);
        sink_char(sink, '}');
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    sink_text(sink, STR("\n  ]"));
    return true;
}

static bool put_movers(const struct document *document, struct error *error)
{
    const struct view *view = document->view;
    struct sink *sink = document->sink;
    sink_text(sink, STR(",\n  \"movers\": ["));
    for (size_t i = 0; i < document->movers->significant; i++) {
        const struct mover *mover = &document->movers->items[i];
        struct arena scratch = *view->arena;
        size_t count;
        const uint32_t *path = mover_path_frames(view->tree, mover->node, &scratch, &count);
        sink_print(sink, "%s\n    {\"function\": %u, \"by\": \"%s\", \"path\": [", i ? "," : "",
                   document->ids[mover->frame], mover->by == MOVERS_BY_CUM ? "cum" : "origin");
        for (size_t at = 0; at < count; at++)
            sink_print(sink, "%s%u", at ? ", " : "", document->ids[path[at]]);
        sink_char(sink, ']');
        number_member(document, "path_share", mover->path_share, P_DIGITS);
        member(document, "change");
        put_change(document, &mover->change);
        sink_char(sink, '}');
        if (!budget_spend(view->budget, count + 1, error))
            return false;
    }
    sink_text(sink, STR("\n  ]\n}\n"));
    return true;
}

bool json_diff_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct document document = {.view = view,
                                .comparison = view->selection->comparison,
                                .movers = movers_new(view->changes, movers_ranked_by(view),
                                                     view->arena, view->budget, error),
                                .sink = sink};
    if (!document.movers || !name_functions(&document, error))
        return false;
    document.words = comparison_words_new(view);
    put_head(&document);
    return put_functions(&document, error) && put_movers(&document, error);
}
