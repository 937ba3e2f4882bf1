/* top of a comparison: the functions by size of change, with both sides' weights. */
#include "renderers/top_diff.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/compared_rows.h"
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"

#include <math.h>

enum {
    VALUE_WIDTH = 9,
    DELTA_WIDTH = 10,
    HALF_WIDTH = 2 * VALUE_WIDTH + DELTA_WIDTH + 3,
    CELLS_WIDTH = 2 * HALF_WIDTH + 3,
    NAME_LEAST = 16
};

#define BOLD STR("\x1b[1m")
#define DIM STR("\x1b[2m")
#define RED STR("\x1b[31m")
#define CYAN STR("\x1b[36m")
#define PLAIN STR("\x1b[0m")

struct table {
    const struct view *view;
    struct sink *sink;
    struct compared_rows rows;
    struct str unit;
};

static void paint(const struct table *table, struct str code)
{
    if (table->view->has_color && code.size)
        sink_text(table->sink, code);
}

static void put_cell(const struct table *table, struct str text, size_t width)
{
    size_t points = utf8_count(text);
    sink_spaces(table->sink, width > points ? width - points : 0);
    sink_text(table->sink, text);
}

/* ---------------------------------------------------------------- header */

static void put_line(const struct table *table, const char *name, struct str text)
{
    if (!text.size)
        return;
    sink_text(table->sink, str_from_c(name));
    sink_text(table->sink, text);
    sink_char(table->sink, '\n');
}

static void put_header(const struct table *table)
{
    const struct comparison_words *words = comparison_words_new(table->view);
    if (!table->view->settings->compact_labels) {
        put_line(table, "Type: ", words->type);
        put_line(table, "Base: ", words->sides[RUN_BASE].line);
        put_line(table, "New: ", words->sides[RUN_NEW].line);
        put_line(table, "Scale: ", words->scaling);
        put_line(table, "Noise: ", words->method);
        for (size_t i = 0; i < words->note_count; i++)
            put_line(table, "Note: ", words->notes[i]);
    }
    put_line(table, "", words->verdict);
    if (table->rows.dropped) {
        sink_print(table->sink, "Dropped %zu %s (cum <= ", table->rows.dropped,
                   table->rows.dropped == 1 ? "function" : "functions");
        sink_text(table->sink, compared_value(table->view, table->rows.least, table->unit));
        sink_text(table->sink, STR(" on both sides)\n"));
    }
    if (table->rows.count + table->rows.dropped < table->rows.all)
        sink_print(table->sink, "Showing top %zu functions out of %zu\n", table->rows.count,
                   table->rows.all);
}

/* ---------------------------------------------------------------- rows */

static struct str mark_of(const struct change *change)
{
    return change->kind == CHANGE_NOISE ? STR("~") : STR(" ");
}

static struct str color_of(const struct change *change)
{
    return change->kind < CHANGE_LESS ? DIM : change->delta > 0 ? RED : CYAN;
}

static void put_half(const struct table *table, const struct change *change)
{
    const struct view *view = table->view;
    struct sink *sink = table->sink;
    struct str color = color_of(change);
    put_cell(table, compared_value(view, change->base, table->unit), VALUE_WIDTH);
    sink_char(sink, ' ');
    put_cell(table, compared_value(view, change->new_, table->unit), VALUE_WIDTH);
    sink_char(sink, ' ');
    paint(table, color);
    put_cell(table, compared_delta(view, change->delta, table->unit), DELTA_WIDTH);
    sink_text(sink, mark_of(change));
    paint(table, PLAIN);
}

static void put_name(const struct table *table, uint32_t frame)
{
    const struct view *view = table->view;
    const struct frames *frames = view->frames;
    struct sink name;
    sink_init_buffer(&name, view->arena, UINT64_MAX);
    report_print_name(view, &name, frame_name(frames, frame, view->arena));
    if (frames->was && frames->was[frame].size) {
        sink_text(&name, STR(" (was "));
        report_print_name(view, &name, frames->was[frame]);
        sink_char(&name, ')');
    }
    size_t room =
        view->columns > CELLS_WIDTH + NAME_LEAST ? view->columns - CELLS_WIDTH : NAME_LEAST;
    struct str text = sink_str(&name);
    sink_text(table->sink, view->columns ? report_fit(text, room, view->arena) : text);
}

static void put_heads(const struct table *table)
{
    static const char *const HEADS[] = {"flat base", "flat new", "change",
                                        "cum base",  "cum new",  "change"};
    static const size_t WIDTHS[] = {VALUE_WIDTH,     VALUE_WIDTH + 1, DELTA_WIDTH + 1,
                                    VALUE_WIDTH + 2, VALUE_WIDTH + 1, DELTA_WIDTH + 1};
    paint(table, BOLD);
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++)
        put_cell(table, str_from_c(HEADS[i]), WIDTHS[i]);
    sink_text(table->sink, STR("   function"));
    paint(table, PLAIN);
    sink_text(table->sink, STR("   (~ within noise)\n"));
}

/* One unit for all, as top chooses it. */
static struct str unit_of(const struct table *table)
{
    double most = fmax(compared_total(table->view, RUN_BASE), compared_total(table->view, RUN_NEW));
    double least = most;
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct compared_row *row = &table->rows.at[i];
        const double values[] = {fabs(row->flat.base), fabs(row->flat.new_), fabs(row->cum.base),
                                 fabs(row->cum.new_)};
        for (size_t v = 0; v < sizeof values / sizeof *values; v++)
            least = values[v] >= 1 && values[v] < least ? values[v] : least;
    }
    struct report report = report_new(table->view);
    report_choose_unit_between(&report, number_trunc(least), number_trunc(most), true);
    return report.unit;
}

bool top_diff_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct table table = {.view = view, .sink = sink};
    if (!compared_rows_init(&table.rows, view, error))
        return false;
    table.unit = unit_of(&table);
    put_header(&table);
    put_heads(&table);
    for (size_t i = 0; i < table.rows.count; i++) {
        const struct compared_row *row = &table.rows.at[i];
        put_half(&table, &row->flat);
        sink_char(sink, ' ');
        put_half(&table, &row->cum);
        sink_text(sink, STR("  "));
        put_name(&table, row->frame);
        sink_char(sink, '\n');
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}
