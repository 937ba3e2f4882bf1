/* Verdicts in words. */
#include "renderers/check_words.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/comparison_words.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/verdict.h"

#include <math.h>

#define MINUS STR("\xe2\x88\x92")
#define ARROW STR(" \xe2\x86\x92 ")

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

struct str check_state(const struct verdict *verdict)
{
    static const struct str WORDS[] = {STR_INIT("holds"), STR_INIT("within noise"),
                                       STR_INIT("skipped"), STR_INIT("broken")};
    return WORDS[verdict->kind];
}

struct str check_kind(const struct verdict *verdict)
{
    return verdict->rule->is_budget ? STR("budget") : STR("fail");
}

struct str check_rule(const struct view *view, const struct verdict *verdict)
{
    struct sink sink = text_new(view);
    sink_terminal(&sink, verdict->rule->text);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- numbers */

static void put_value(const struct view *view, struct sink *sink, const struct verdict *verdict,
                      double value, bool is_signed)
{
    struct str unit = view->settings->unit;
    bool is_own = str_equal(unit, STR("minimum")) || !measure_same_family(unit, verdict->unit);
    int64_t whole = number_trunc(value < 0 ? value - 0.5 : value + 0.5);
    struct measure_text text = measure_label(whole, verdict->unit, is_own ? STR("auto") : unit);
    sink_text(sink, whole > 0 && is_signed ? STR("+") : STR(""));
    sink_text(sink, picture_minus(measure_str(&text), view->arena));
}

/* "+5.2%", "3pp" */
static void put_ratio(struct sink *sink, double ratio, bool is_signed, struct str unit)
{
    double percent = fabs(ratio * 100);
    if (isinf(ratio)) {
        sink_text(sink, STR("new from nothing"));
        return;
    }
    sink_text(sink, ratio < 0 ? MINUS : ratio > 0 && is_signed ? STR("+") : STR(""));
    put_number(sink, percent == 0      ? number_fixed(0, 0)
                     : percent < 0.095 ? number_general(percent, 1)
                                       : changes_percent(percent, 99.95));
    sink_text(sink, unit);
}

/* In the terms of the rule. */
static void put_compared(const struct view *view, struct sink *sink, const struct verdict *verdict,
                         double value)
{
    enum rule_limit limit = verdict->rule->limit;
    bool is_signed = rule_is_change(verdict->rule);
    if (limit == RULE_VALUE || limit == RULE_VALUE_CHANGE)
        put_value(view, sink, verdict, value, is_signed);
    else
        put_ratio(sink, value, is_signed, limit == RULE_SHARE_CHANGE ? STR("pp") : STR("%"));
}

static void put_sides(const struct view *view, struct sink *sink, const struct verdict *verdict)
{
    enum rule_limit limit = verdict->rule->limit;
    if (limit == RULE_VALUE)
        return;
    sink_text(sink, STR(" ("));
    if (limit == RULE_SHARE_CHANGE) {
        put_ratio(sink, verdict->base_share, false, STR("%"));
        sink_text(sink, ARROW);
        put_ratio(sink, verdict->new_share, false, STR("%"));
    } else if (limit == RULE_SHARE) {
        put_value(view, sink, verdict, verdict->new_, false);
    } else {
        put_value(view, sink, verdict, verdict->base, false);
        sink_text(sink, ARROW);
        put_value(view, sink, verdict, verdict->new_, false);
    }
    sink_char(sink, ')');
}

static void put_level(const struct view *view, struct sink *sink)
{
    put_number(sink, number_general(100 * (1 - view->verdicts->level), 4));
    sink_char(sink, '%');
}

static void put_certainty(const struct view *view, struct sink *sink, const struct verdict *verdict)
{
    if (!rule_is_change(verdict->rule)) {
        sink_text(sink, STR(", as measured"));
        return;
    }
    if (!verdict->is_tested) {
        sink_text(sink, STR(", not tested for noise"));
        return;
    }
    if (isfinite(verdict->value) && verdict->value != 0) {
        sink_text(sink, STR(", "));
        put_compared(view, sink, verdict, verdict->low);
        sink_text(sink, STR(" to "));
        put_compared(view, sink, verdict, verdict->high);
        sink_text(sink, STR(" at "));
        put_level(view, sink);
    }
    if (verdict->is_noise)
        sink_text(sink, view->settings->even_noise
                            ? STR("; within noise, but that counts here")
                            : STR("; within noise, which counts as no change"));
}

struct str check_measured(const struct view *view, const struct verdict *verdict)
{
    struct sink sink = text_new(view);
    if (verdict->kind == VERDICT_SKIPPED)
        return STR("matches nothing, and is optional");
    put_compared(view, &sink, verdict, verdict->value);
    put_sides(view, &sink, verdict);
    put_certainty(view, &sink, verdict);
    return sink_str(&sink);
}

struct str check_mover(const struct view *view, const struct verdict *verdict, size_t mover)
{
    const struct verdict_mover *at = &verdict->movers[mover];
    bool is_change = rule_is_change(verdict->rule);
    struct sink sink = text_new(view);
    put_value(view, &sink, verdict, is_change ? at->new_ - at->base : at->new_, is_change);
    sink_char(&sink, ' ');
    sink_terminal(&sink, at->name);
    if (!at->callers.size)
        return sink_str(&sink);
    sink_text(&sink, STR(" ("));
    if (at->path_share < 0.995)
        put_ratio(&sink, at->path_share, false, STR("% "));
    sink_text(&sink, STR("from "));
    sink_terminal(&sink, at->callers);
    sink_char(&sink, ')');
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- the whole */

struct str check_summary(const struct view *view)
{
    const struct verdicts *verdicts = view->verdicts;
    struct sink sink = text_new(view);
    if (verdicts->count == 1)
        return verdicts->broken ? STR("the rule is broken") : STR("the rule holds");
    if (!verdicts->broken)
        sink_print(&sink, "all %zu rules hold", verdicts->count);
    else
        sink_print(&sink, "%zu of %zu %s broken", verdicts->broken, verdicts->count,
                   verdicts->broken == 1 ? "rules is" : "rules are");
    return sink_str(&sink);
}

static const struct comparison_words *words_of(const struct view *view)
{
    struct view own = *view;
    own.changes = NULL;
    return comparison_words_new(&own);
}

struct str check_subject(const struct view *view)
{
    struct sink sink = text_new(view);
    if (view->changes) {
        const struct comparison_words *words = words_of(view);
        sink_text(&sink, words->direction);
        sink_text(&sink, STR(", "));
        sink_text(&sink, words->type);
        return sink_str(&sink);
    }
    sink_terminal(&sink, view->sources);
    sink_text(&sink, STR(", "));
    sink_terminal(&sink, view->selection->type);
    return sink_str(&sink);
}

struct str check_method(const struct view *view)
{
    struct sink sink = text_new(view);
    if (!view->changes)
        return STR("no base: limits of one profile, as it was measured");
    const struct comparison_words *words = words_of(view);
    sink_text(&sink, words->scaling);
    sink_text(&sink, words->scaling.size ? STR("; ") : STR(""));
    sink_text(&sink, words->method);
    if (comparison_is_tested(view->selection->comparison) && view->verdicts->changes > 1)
        sink_print(&sink, ", corrected for the %zu rules about changes", view->verdicts->changes);
    sink_text(&sink, words->note_count ? STR(".") : STR(""));
    for (size_t i = 0; i < words->note_count; i++) {
        sink_char(&sink, ' ');
        sink_text(&sink, words->notes[i]);
    }
    return sink_str(&sink);
}
