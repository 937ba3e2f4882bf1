/* Movers first, then what is equal on both sides. */
#include "renderers/function_changes.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/function_table.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/movers.h"

#include <math.h>

struct table {
    const struct view *view;
    struct sink *sink;
    const struct mover *rows;
    size_t count;
    struct name_context context;
};

static bool gather_rows(struct table *table, struct error *error)
{
    const struct view *view = table->view;
    enum movers_by by = view->settings->sort == SORT_CUM ? MOVERS_BY_CUM : MOVERS_BY_FLAT;
    const struct movers *movers = movers_new(view->changes, by, view->arena, view->budget, error);
    ARRAY(struct mover) rows = {0};
    if (!movers)
        return false;
    uint8_t *seen = ARENA_NEW(view->arena, uint8_t, view->frames->count);
    for (size_t i = 0; i < movers->count; i++) {
        seen[movers->items[i].frame] = 1;
        array_push(view->arena, &rows, movers->items[i]);
    }
    for (uint32_t frame = 0; frame < view->frames->count; frame++) {
        const int64_t *cum = view->changes->cum + (size_t)frame * COMPARED_COLUMNS;
        if (seen[frame] || (!cum[COMPARED_BASE] && !cum[COMPARED_NEW]))
            continue;
        struct mover row = {.frame = frame,
                            .flat = changes_flat(view->changes, frame),
                            .cum = changes_cum(view->changes, frame)};
        array_push(view->arena, &rows, row);
    }
    table->rows = rows.at;
    table->count = rows.count;
    return budget_spend(view->budget, view->frames->count, error);
}

/* ---------------------------------------------------------------- columns */

typedef void row_writer(const struct table *table, const struct mover *row);

static struct str name_of(const struct table *table, const struct mover *row)
{
    return frame_name(table->view->frames, row->frame, table->view->arena);
}

static void put_name(const struct table *table, const struct mover *row)
{
    json_write_text(table->sink, json_as_read(name_of(table, row), table->view->arena));
}

static void put_start(const struct table *table, const struct mover *row)
{
    struct frame_place place = frame_place(table->view, row->frame);
    struct str name = name_of(table, row);
    bool is_plain = table->view->frames->items[row->frame].name && str_starts(name, place.name);
    size_t own = is_plain ? function_own_start(place.name, place.file) : 0;
    sink_unsigned(table->sink, utf8_utf16_units(str_slice(name, 0, own)), 0);
}

static void put_file(const struct table *table, const struct mover *row)
{
    json_write_text(table->sink, frame_place(table->view, row->frame).file);
}

static void put_line(const struct table *table, const struct mover *row)
{
    sink_signed(table->sink, frame_place(table->view, row->frame).line, 0);
}

static void put_fill(const struct table *table, const struct mover *row)
{
    sink_unsigned(table->sink,
                  flame_function_fill(table->view->frames, &table->context, row->frame), 0);
}

static void put_inlined(const struct table *table, const struct mover *row)
{
    (void)row;
    sink_char(table->sink, '0');
}

static void put_was(const struct table *table, const struct mover *row)
{
    const struct str *was = table->view->frames->was;
    json_write_text(table->sink, was ? json_as_read(was[row->frame], table->view->arena) : STR(""));
}

static void put_number(const struct table *table, double value)
{
    value *= table->view->selection->ratio;
    sink_signed(table->sink, number_trunc(round(value)), 0);
}

static void put_flat(const struct table *table, const struct mover *row)
{
    put_number(table, row->flat.delta);
}

static void put_cum(const struct table *table, const struct mover *row)
{
    put_number(table, row->cum.delta);
}

static void put_flat_text(const struct table *table, const struct mover *row)
{
    json_write_text(table->sink, compared_delta(table->view, row->flat.delta, STR("")));
}

static void put_cum_text(const struct table *table, const struct mover *row)
{
    json_write_text(table->sink, compared_delta(table->view, row->cum.delta, STR("")));
}

static const struct {
    const char *name;
    row_writer *put;
} COLUMNS[] = {
    {"name", put_name}, {"start", put_start},       {"file", put_file},
    {"line", put_line}, {"fill", put_fill},         {"inlined", put_inlined},
    {"was", put_was},   {"flat", put_flat},         {"flat_text", put_flat_text},
    {"cum", put_cum},   {"cum_text", put_cum_text},
};

/* ---------------------------------------------------------------- changes */

enum member { BASE, NEW, KIND, RELATIVE, INTERVAL, MEMBERS };

static void put_member(const struct table *table, enum member member, const struct change *change)
{
    switch (member) {
    case BASE:
        put_number(table, change->base);
        break;
    case NEW:
        put_number(table, change->new_);
        break;
    case KIND:
        sink_unsigned(table->sink, (uint64_t)change->kind, 0);
        break;
    case RELATIVE:
        json_write_text(table->sink, change_words(table->view, change).relative);
        break;
    default:
        json_write_text(table->sink, change_words(table->view, change).interval);
    }
}

static bool put_changes(const struct table *table, bool is_cum, struct error *error)
{
    static const char *const NAMES[MEMBERS] = {"base", "new", "kind", "relative", "interval"};
    struct sink *sink = table->sink;
    for (int member = 0; member < MEMBERS; member++) {
        sink_print(sink, "%s\"%s\":[", member ? "," : "{", NAMES[member]);
        for (size_t i = 0; i < table->count; i++) {
            struct arena scratch = *table->view->arena;
            struct view view = *table->view;
            struct table row = *table;
            view.arena = &scratch;
            row.view = &view;
            sink_text(sink, i ? STR(",") : STR(""));
            put_member(&row, (enum member)member,
                       is_cum ? &table->rows[i].cum : &table->rows[i].flat);
        }
        sink_char(sink, ']');
        if (!budget_spend(table->view->budget, table->count, error))
            return false;
    }
    sink_char(sink, '}');
    return true;
}

static void put_columns(const struct table *table)
{
    for (size_t c = 0; c < sizeof COLUMNS / sizeof *COLUMNS; c++) {
        json_write_name(table->sink, COLUMNS[c].name);
        sink_char(table->sink, '[');
        for (size_t i = 0; i < table->count; i++) {
            struct arena scratch = *table->view->arena;
            struct view view = *table->view;
            struct table row = *table;
            view.arena = &scratch;
            row.view = &view;
            sink_text(table->sink, i ? STR(",") : STR(""));
            COLUMNS[c].put(&row, &table->rows[i]);
        }
        sink_char(table->sink, ']');
    }
}

bool function_changes_write(const struct view *view, struct sink *sink, struct error *error)
{
    struct table table = {.view = view, .sink = sink, .context = name_context(view->profile)};
    if (!gather_rows(&table, error))
        return false;
    sink_char(sink, '{');
    json_write_first(sink, "sort");
    json_write_text(sink, view->settings->sort == SORT_CUM ? STR("cum") : STR("flat"));
    json_write_name(sink, "unit");
    json_write_text(sink, view->selection->unit);
    json_write_name(sink, "total");
    json_write_drawn(view, sink, sides_total(view));
    put_columns(&table);
    json_write_name(sink, "changes");
    sink_text(sink, STR("{\"flat\":"));
    if (!put_changes(&table, false, error))
        return false;
    json_write_name(sink, "cum");
    if (!put_changes(&table, true, error))
        return false;
    sink_text(sink, STR("}}"));
    return true;
}
