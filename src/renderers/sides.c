/* Columns to numbers. */
#include "renderers/sides.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tree/changes.h"

bool sides_are_shown(const struct view *view)
{
    return view->changes != NULL;
}

static int64_t whole(const struct view *view, enum run_side side, int64_t value)
{
    return comparison_whole(view->selection->comparison, side, value);
}

int64_t side_value(const struct view *view, enum run_side side, const int64_t *columns)
{
    return whole(view, side, columns[side == RUN_BASE ? COMPARED_BASE : COMPARED_NEW]);
}

int64_t sides_delta(const struct view *view, const int64_t *columns)
{
    return number_subtract(side_value(view, RUN_NEW, columns), side_value(view, RUN_BASE, columns));
}

uint64_t sides_width(const struct view *view, const int64_t *columns)
{
    uint64_t base = (uint64_t)number_abs(side_value(view, RUN_BASE, columns));
    uint64_t new_ = (uint64_t)number_abs(side_value(view, RUN_NEW, columns));
    switch (view->settings->width_by) {
    case WIDTH_BY_BASE:
        return base;
    case WIDTH_BY_NEW:
        return new_;
    default:
        return base > new_ ? base : new_;
    }
}

int64_t side_total(const struct view *view, enum run_side side)
{
    return whole(view, side, view->selection->comparison->sides[side].total);
}

int64_t sides_total(const struct view *view)
{
    int64_t base = side_total(view, RUN_BASE);
    return base ? base : side_total(view, RUN_NEW);
}

/* ---------------------------------------------------------------- a change */

static void put_value(struct sink *sink, const char *name, double value, struct str text)
{
    json_write_name(sink, name);
    sink_char(sink, '[');
    sink_signed(sink, number_trunc(value < 0 ? value - 0.5 : value + 0.5), 0);
    sink_char(sink, ',');
    json_write_text(sink, text);
    sink_char(sink, ']');
}

static void put_text(struct sink *sink, const char *name, struct str text)
{
    json_write_name(sink, name);
    json_write_text(sink, text);
}

void sides_write_change(const struct view *view, const struct change *change, struct sink *sink)
{
    struct change_words words = change_words(view, change);
    double ratio = view->selection->ratio;
    sink_char(sink, '{');
    json_write_first(sink, "kind");
    sink_unsigned(sink, (uint64_t)change->kind, 0);
    put_value(sink, "base", change->base * ratio, words.base);
    put_value(sink, "new", change->new_ * ratio, words.new_);
    put_value(sink, "delta", change->delta * ratio, words.delta);
    put_text(sink, "relative", words.relative);
    put_text(sink, "share", words.share);
    put_text(sink, "interval", words.interval);
    sink_char(sink, '}');
}
