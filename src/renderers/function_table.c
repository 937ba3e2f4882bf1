/* Rows and columns. */
#include "renderers/function_table.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/name.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/graph_name.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

enum { ADDRESS_SIZE = 17 }; /* "0000000000401000 " */

/* ---------------------------------------------------------------- names */

size_t function_own_start(struct str name, struct str file)
{
    struct str own = graph_name_last_part(name);
    if (own.size && own.size < name.size)
        return name.size - own.size;
    struct name_source source = {.name = name, .file = file, .object = STR("")};
    struct str package = name_package(&source);
    if (package.size && package.size + 1 < name.size && str_starts(name, package) &&
        name.at[package.size] == '.')
        return package.size + 1;
    return 0;
}

/* In what is printed of a frame: an address may stand before its name; without one it is a file. */
static size_t own_start(const struct frames *frames, uint32_t frame, struct str printed,
                        struct str file)
{
    const struct frame *item = &frames->items[frame];
    struct str name = profile_string(frames->profile, item->name);
    size_t before = item->address ? ADDRESS_SIZE : 0;
    if (item->name)
        return before + name.size <= printed.size ? before + function_own_start(name, file) : 0;
    size_t slash = item->file && !item->address ? str_find_last(printed, '/') : STR_NONE;
    return slash == STR_NONE || slash + 1 == printed.size ? 0 : slash + 1;
}

/* ---------------------------------------------------------------- rows */

static struct str kept(const struct view *view, const struct measure_text *text)
{
    return str_copy(measure_str(text), view->arena);
}

static struct str share(const struct function_table *table, enum function_shares shares,
                        int64_t value)
{
    int64_t total = table->view->selection->total;
    struct measure_text text = shares == FUNCTION_SHARES_OF_REPORTS
                                   ? measure_percentage(value, total)
                                   : measure_share(value, total);
    struct str trimmed = kept(table->view, &text);
    while (str_starts(trimmed, STR(" ")))
        trimmed = str_skip(trimmed, 1);
    return trimmed;
}

static struct str value_text(const struct function_table *table, int64_t value)
{
    struct measure_text text = report_value(table->report, value);
    return kept(table->view, &text);
}

static int64_t divided(const struct view *view, int64_t value)
{
    double ratio = view->selection->ratio;
    return ratio == 1 ? value : number_trunc((double)value * ratio);
}

static enum function_inlining inlining_of(struct str mark)
{
    return !mark.size                          ? FUNCTION_CALLED
           : str_equal(mark, STR(" (inline)")) ? FUNCTION_INLINED
                                               : FUNCTION_PARTLY_INLINED;
}

static struct function_row row_of(const struct function_table *table,
                                  const struct name_context *context, enum function_shares shares,
                                  uint32_t node, int64_t sum)
{
    const struct view *view = table->view;
    const struct trimmed *trimmed = view->trimmed;
    uint32_t frame = trimmed->graph->node_frames[node];
    int64_t flat = graph_flat(trimmed->graph, node), cum = graph_cum(trimmed->graph, node);
    struct frame_place place = frame_place(view, frame);
    struct function_row row = {.name = trimmed->names[node],
                               .file = place.file,
                               .line = place.line,
                               .fill = flame_function_fill(view->frames, context, frame),
                               .flat = divided(view, flat),
                               .cum = divided(view, cum),
                               .flat_text = value_text(table, flat),
                               .flat_percent = share(table, shares, flat),
                               .sum_percent = share(table, shares, sum),
                               .cum_text = value_text(table, cum),
                               .cum_percent = share(table, shares, cum)};
    row.own = own_start(view->frames, frame, row.name, place.file);
    return row;
}

bool function_table_init(struct function_table *table, const struct report *report,
                         enum function_shares shares, size_t most, struct error *error)
{
    const struct view *view = report->view;
    const struct trimmed *trimmed = view->trimmed;
    size_t count = trimmed->count < most ? trimmed->count : most;
    struct function_row *rows = ARENA_NEW(view->arena, struct function_row, count);
    const struct str *marks = report_inline_marks(trimmed, view);
    struct name_context context = name_context(view->profile);
    int64_t sum = 0;
    *table = (struct function_table){view, report, rows, count};
    for (size_t i = 0; i < count; i++) {
        uint32_t node = trimmed->order[i];
        sum = number_add(sum, graph_flat(trimmed->graph, node));
        rows[i] = row_of(table, &context, shares, node, sum);
        rows[i].inlining = inlining_of(marks[node]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- columns */

typedef int64_t row_number(const struct function_row *row);
typedef struct str row_text(const struct function_row *row);

#define NUMBER(column, value)                                                                      \
    static int64_t column##_of(const struct function_row *row)                                     \
    {                                                                                              \
        return (value);                                                                            \
    }
#define TEXT(column)                                                                               \
    static struct str column##_of(const struct function_row *row)                                  \
    {                                                                                              \
        return row->column;                                                                        \
    }
NUMBER(start, (int64_t)utf8_utf16_units(str_slice(row->name, 0, row->own)))
NUMBER(line, row->line)
NUMBER(fill, (int64_t)row->fill)
NUMBER(inlined, (int64_t)row->inlining)
NUMBER(flat, row->flat)
NUMBER(cum, row->cum)
TEXT(name)
TEXT(file)
TEXT(flat_text)
TEXT(flat_percent)
TEXT(sum_percent)
TEXT(cum_text)
TEXT(cum_percent)
#undef NUMBER
#undef TEXT

/* In the order of the members. */
static const struct {
    const char *name;
    row_number *number;
    row_text *text; /* NULL: it is numbers */
} COLUMNS[] = {
    {"name", NULL, name_of},
    {"start", start_of, NULL},
    {"file", NULL, file_of},
    {"line", line_of, NULL},
    {"fill", fill_of, NULL},
    {"inlined", inlined_of, NULL},
    {"flat", flat_of, NULL},
    {"flat_text", NULL, flat_text_of},
    {"flat_percent", NULL, flat_percent_of},
    {"sum_percent", NULL, sum_percent_of},
    {"cum", cum_of, NULL},
    {"cum_text", NULL, cum_text_of},
    {"cum_percent", NULL, cum_percent_of},
};

void function_table_write(const struct function_table *table, struct sink *sink)
{
    sink_char(sink, '{');
    json_write_first(sink, "sort");
    json_write_text(sink, table->view->settings->sort == SORT_CUM ? STR("cum") : STR("flat"));
    json_write_name(sink, "total");
    json_write_value(table->report, sink, table->view->selection->total);
    for (size_t c = 0; c < sizeof COLUMNS / sizeof *COLUMNS; c++) {
        json_write_name(sink, COLUMNS[c].name);
        for (size_t i = 0; i < table->count; i++) {
            sink_char(sink, i ? ',' : '[');
            if (COLUMNS[c].text)
                json_write_text(sink, COLUMNS[c].text(&table->rows[i]));
            else
                sink_signed(sink, COLUMNS[c].number(&table->rows[i]), 0);
        }
        sink_text(sink, table->count ? STR("]") : STR("[]"));
    }
    sink_char(sink, '}');
}
