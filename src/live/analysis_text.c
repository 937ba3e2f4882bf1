/* For a terminal: suspects first, then totals, what grew and shrank, and what is missing. */
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "live/analysis_forms.h"
#include "live/analysis_words.h"
#include "live/value.h"

enum {
    PAGE = 100,   /* columns of what is no terminal */
    SPARKS = 24,  /* of a total */
    LABEL = 24,   /* of a kind and type */
    VALUE = 9,    /* of a value */
    INDENT = 4,   /* of what belongs to a name */
    CHANGES = 35, /* of the numbers before a function */
};

#define BOLD STR("\x1b[1m")
#define DIM STR("\x1b[2m")
#define RED STR("\x1b[31m")
#define PLAIN STR("\x1b[0m")

struct text {
    const struct analysis *analysis;
    struct sink *sink;
    struct arena *arena;
    size_t columns;
    bool has_color, has_services;
};

static void paint(const struct text *text, struct str code)
{
    if (text->has_color)
        sink_text(text->sink, code);
}

static void put_heading(const struct text *text, const char *words)
{
    paint(text, BOLD);
    sink_text(text->sink, str_from_c(words));
    paint(text, PLAIN);
    sink_char(text->sink, '\n');
}

static struct str visible(const struct text *text, struct str name)
{
    struct sink sink;
    sink_init_buffer(&sink, text->arena, UINT64_MAX);
    sink_terminal(&sink, name);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- lines */

/* Cut where it does not fit; an ellipsis says so. */
static void put_cut(const struct text *text, struct str words, size_t used)
{
    size_t room = text->columns > used + 8 ? text->columns - used : 8, size;
    bool is_cut = utf8_count(words) > room;
    for (size_t left = is_cut ? room - 1 : room; words.size && left; left--) {
        utf8_decode(words, &size);
        sink_bytes(text->sink, words.at, size);
        words = str_skip(words, size);
    }
    sink_text(text->sink, is_cut ? STR("\xe2\x80\xa6") : STR(""));
}

/* Words; further lines are indented. */
static void put_wrapped(const struct text *text, struct str words, size_t indent)
{
    size_t used = indent;
    sink_spaces(text->sink, indent);
    for (bool is_first = true; words.size; is_first = false) {
        size_t end = str_find(words, ' ');
        struct str word = str_slice(words, 0, end == STR_NONE ? words.size : end);
        size_t width = utf8_count(word);
        words = str_skip(words, word.size + 1);
        if (!is_first && used + 1 + width > text->columns) {
            sink_char(text->sink, '\n');
            sink_spaces(text->sink, indent);
            used = indent;
        } else if (!is_first) {
            sink_char(text->sink, ' ');
            used++;
        }
        sink_text(text->sink, word);
        used += width;
    }
    sink_char(text->sink, '\n');
}

static void put_padded(const struct text *text, struct str words, size_t width, bool to_right)
{
    size_t size = utf8_count(words), gap = size < width ? width - size : 0;
    sink_spaces(text->sink, to_right ? gap : 0);
    sink_text(text->sink, words);
    sink_spaces(text->sink, to_right ? 0 : gap);
}

/* ---------------------------------------------------------------- suspects */

static void put_suspect(const struct text *text, const struct series_suspect *suspect)
{
    struct sink words;
    sink_text(text->sink, STR("  "));
    paint(text, RED);
    sink_terminal(text->sink, suspect->name);
    paint(text, PLAIN);
    paint(text, DIM);
    sink_text(text->sink, STR("  "));
    sink_terminal(text->sink, suspect->kind);
    sink_char(text->sink, ' ');
    sink_terminal(text->sink, suspect->type);
    paint(text, PLAIN);
    sink_char(text->sink, '\n');
    sink_init_buffer(&words, text->arena, UINT64_MAX);
    analysis_put_evidence(&words, suspect);
    put_wrapped(text, sink_str(&words), INDENT);
    put_wrapped(text, visible(text, suspect->path), INDENT);
}

static void put_service_name(const struct text *text, const struct analysis_service *service)
{
    struct sink *sink = text->sink;
    if (!text->has_services)
        return;
    sink_char(sink, '\n');
    paint(text, BOLD);
    sink_text(sink, STR("== "));
    sink_terminal(sink, service->name.size ? service->name : STR("(no name)"));
    sink_text(sink, STR(" =="));
    paint(text, PLAIN);
    sink_text(sink, STR("  "));
    analysis_put_count(sink, service->profiles, "profile");
    sink_text(sink, STR(", "));
    analysis_put_time(sink, service->from_ns, service->to_ns);
    sink_char(sink, '\n');
}

static void put_suspects(const struct text *text, const struct analysis_service *service)
{
    if (!service->suspect_count)
        return;
    sink_char(text->sink, '\n');
    put_heading(text, "Leak suspects");
    for (size_t i = 0; i < service->suspect_count; i++)
        put_suspect(text, service->suspects[i].of);
}

/* ---------------------------------------------------------------- totals */

static void put_value(const struct text *text, double value, struct str unit, size_t width)
{
    char room[64];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    value_print(&sink, value, unit);
    put_padded(text, sink_str(&sink), width, true);
}

static struct str label_of(const struct text *text, const struct series_total *total)
{
    struct sink sink;
    sink_init_buffer(&sink, text->arena, UINT64_MAX);
    sink_terminal(&sink, total->kind);
    sink_char(&sink, ' ');
    sink_terminal(&sink, total->type);
    return sink_str(&sink);
}

static void put_total(const struct text *text, const struct analysis_total *total)
{
    const struct series_total *of = total->of;
    struct sink *sink = text->sink;
    sink_text(sink, STR("  "));
    put_padded(text, label_of(text, of), LABEL, false);
    put_value(text, total->first, of->unit, VALUE);
    sink_char(sink, ' ');
    size_t sparks = of->count < SPARKS ? of->count : SPARKS;
    paint(text, DIM);
    analysis_put_sparks(sink, of->points, of->count, SPARKS);
    paint(text, PLAIN);
    sink_spaces(sink, SPARKS - sparks + 1);
    put_value(text, total->last, of->unit, VALUE);
    if (of->count > 1) {
        char room[64];
        struct sink words;
        sink_init_fixed(&words, room, sizeof room);
        analysis_put_relative(&words, total->first, total->last, "-");
        put_padded(text, sink_str(&words), 7, true);
        sink_text(sink, STR("  "));
        value_print(sink, total->least, of->unit);
        sink_text(sink, STR(" to "));
        value_print(sink, total->most, of->unit);
    }
    sink_char(sink, '\n');
}

static void put_totals(const struct text *text, const struct analysis_service *service)
{
    sink_char(text->sink, '\n');
    put_heading(text, "Totals");
    paint(text, DIM);
    sink_spaces(text->sink, 2 + LABEL + VALUE - 5);
    sink_text(text->sink, STR("first"));
    sink_spaces(text->sink, SPARKS + 2 + VALUE - 4);
    sink_text(text->sink, STR("last change  least to most\n"));
    paint(text, PLAIN);
    for (size_t i = 0; i < service->total_count; i++)
        put_total(text, &service->totals[i]);
}

/* ---------------------------------------------------------------- changes */

static void put_cell(const struct text *text, const struct series_total *total, double value,
                     bool is_change)
{
    char room[64];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    if (is_change)
        analysis_put_change(&sink, total, value, "-");
    else
        analysis_put_end(&sink, total, value);
    put_padded(text, sink_str(&sink), VALUE, true);
}

static void put_change(const struct text *text, const struct series_total *total,
                       const struct analysis_change *change)
{
    char room[64];
    struct sink share;
    sink_init_fixed(&share, room, sizeof room);
    put_cell(text, total, change->first, false);
    put_cell(text, total, change->last, false);
    put_cell(text, total, change->change, true);
    if (total->role != SERIES_FLOW)
        analysis_put_share(&share, change->share);
    put_padded(text, sink_str(&share), 6, true);
    sink_text(text->sink, STR("  "));
    put_cut(text, visible(text, change->name), CHANGES);
    sink_char(text->sink, '\n');
    paint(text, DIM);
    sink_spaces(text->sink, CHANGES);
    put_cut(text, visible(text, change->path), CHANGES);
    paint(text, PLAIN);
    sink_char(text->sink, '\n');
}

static void put_changes(const struct text *text, const struct analysis_total *total,
                        const struct analysis_changes *changes, const char *verb)
{
    struct sink *sink = text->sink;
    const struct series_total *of = total->of;
    if (!changes->count)
        return;
    sink_char(sink, '\n');
    paint(text, BOLD);
    sink_print(sink, "What %s, ", verb);
    sink_text(sink, label_of(text, of));
    paint(text, PLAIN);
    sink_text(sink, of->role == SERIES_FLOW ? STR(" (shares of each profile)\n") : STR("\n"));
    paint(text, DIM);
    sink_text(sink, STR("    first     last   change"));
    sink_text(sink, of->role == SERIES_FLOW ? STR("        ") : STR(" of all "));
    sink_text(sink, STR(" function < its callers\n"));
    paint(text, PLAIN);
    for (size_t i = 0; i < changes->count; i++)
        put_change(text, of, &changes->at[i]);
    if (changes->others) {
        sink_spaces(sink, CHANGES);
        analysis_put_count(sink, changes->others, "more function");
        sink_char(sink, '\n');
    }
}

/* ---------------------------------------------------------------- the whole */

static void put_notes(const struct text *text)
{
    const struct analysis *analysis = text->analysis;
    if (!analysis->notes.count)
        return;
    sink_char(text->sink, '\n');
    put_heading(text, "Notes");
    for (size_t i = 0; i < analysis->notes.count; i++)
        put_wrapped(text, visible(text, analysis->notes.at[i]), 2);
}

static void put_head(const struct text *text)
{
    const struct analysis *analysis = text->analysis;
    struct sink *sink = text->sink;
    paint(text, BOLD);
    analysis_put_verdict(sink, analysis);
    paint(text, PLAIN);
    sink_char(sink, '\n');
    sink_terminal(sink, analysis->folder);
    sink_text(sink, STR(": "));
    analysis_put_count(sink, analysis->profiles, "profile");
    if (text->has_services) {
        sink_text(sink, STR(" of "));
        analysis_put_count(sink, analysis->services.count, "service");
    }
    sink_text(sink, STR(", "));
    analysis_put_time(sink, analysis->from_ns, analysis->to_ns);
    sink_char(sink, '\n');
}

void analysis_text(const struct analysis *analysis, const struct analysis_terminal *terminal,
                   struct sink *sink)
{
    struct text text = {.analysis = analysis,
                        .sink = sink,
                        .arena = analysis->arena,
                        .columns = terminal->columns ? terminal->columns : PAGE,
                        .has_color = terminal->has_color,
                        .has_services = analysis->services.count > 1};
    put_head(&text);
    for (size_t i = 0; i < analysis->services.count; i++) {
        const struct analysis_service *service = &analysis->services.at[i];
        put_service_name(&text, service);
        put_suspects(&text, service);
        put_totals(&text, service);
        for (size_t k = 0; k < service->total_count; k++) {
            put_changes(&text, &service->totals[k], &service->totals[k].grew, "grew");
            put_changes(&text, &service->totals[k], &service->totals[k].shrank, "shrank");
        }
    }
    put_notes(&text);
}
