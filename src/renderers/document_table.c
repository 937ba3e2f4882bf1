/* The functions with the greatest weights of their own: as many as carry 95 % of them. */
#include "base/budget.h"
#include "options/settings.h"
#include "renderers/document_facts.h"
#include "renderers/document_rows.h"
#include "renderers/flame_functions.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/trim.h"

#include <math.h>
#include <string.h>

enum { FLAT, FLAT_SHARE, SUM, BARS, CUM, CUM_SHARE, NAME, COLUMNS };

static const struct document_column HEADS[COLUMNS] = {
    {"flat", 0, false}, {"flat%", 0, false}, {"sum%", 0, false},   {"", 0, true},
    {"cum", 0, false},  {"cum%", 0, false},  {"function", 0, true}};
static const double BAR = 48;

static const struct document_ink SMALL = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

static struct str place_of(const struct document *document, const struct function_row *row)
{
    if (!row->file.size)
        return STR("");
    struct str file = flame_visible(row->file, document->arena);
    return row->line > 0
               ? document_print(document, "%.*s:%lld", STR_ARG(file), (long long)row->line)
               : file;
}

static double bar_scale(const struct function_table *table, double total)
{
    double most = 0;
    for (size_t i = 0; i < table->count; i++) {
        double share = total > 0 ? fabs((double)table->rows[i].cum) / total : 0;
        most = share > most ? share : most;
    }
    return most > 0 ? most : 1;
}

static void put_row(struct document_rows *rows, const struct chapter *chapter, size_t index,
                    double total, double most)
{
    struct document *document = rows->document;
    const struct function_row *row = &document->facts->table.rows[index];
    struct document_named named = {.note = place_of(document, row)};
    double at = rows->columns[NAME].at, width = rows->width - at;
    named.name = document_shown_name(chapter->summary, row->name, row->own, &named.own);
    named.link = document_function_place(document, chapter, named.name);
    document_row_begin(rows, document_named_lines(rows, &named, width));
    document_mark_row(document, rows->top, index);
    document_cell(rows, FLAT, picture_minus(row->flat_text, document->arena), TOKEN_ROLE_INK,
                  false);
    document_cell(rows, FLAT_SHARE, row->flat_percent, TOKEN_ROLE_INK, false);
    document_cell(rows, SUM, row->sum_percent, TOKEN_ROLE_INK_MUTED, false);
    document_put_bar(rows, rows->left + rows->columns[BARS].at, BAR,
                     total > 0 ? (double)row->flat / total / most : 0,
                     total > 0 ? (double)row->cum / total / most : 0);
    document_cell(rows, CUM, picture_minus(row->cum_text, document->arena), TOKEN_ROLE_INK, false);
    document_cell(rows, CUM_SHARE, row->cum_percent, TOKEN_ROLE_INK, false);
    document_put_named(rows, &named, rows->left + at, width);
    document_row_end(rows);
}

/* "44 of 767 functions carry 95.1% of the total." */
static struct str what_is_shown(const struct document *document, const struct chapter *chapter)
{
    const struct document_facts *facts = document->facts;
    size_t all = chapter->summary->trimmed->count;
    double share = facts->own_share_of_all > 0
                       ? 100 * (double)facts->own_share_of_rows / (double)facts->own_share_of_all
                       : 0;
    if (facts->table.count == all)
        return document_print(document, "All %zu function%s.", all, all == 1 ? "" : "s");
    return document_print(document, "%zu of %zu functions, which carry %.1f%% of all own weight%s.",
                          facts->table.count, all, share,
                          facts->is_table_cut ? "; the lighter ones are not listed" : "");
}

static void put_nothing(struct document *document)
{
    document_paragraph(document, STR("No function has a weight in this profile."), &SMALL, 0);
}

static void place_columns(const struct function_table *table, double size,
                          struct document_column *columns)
{
    double widths[COLUMNS] = {[BARS] = BAR};
    memcpy(columns, HEADS, sizeof HEADS);
    for (size_t i = 0; i < table->count; i++) {
        const struct function_row *row = &table->rows[i];
        document_column_widen(&widths[FLAT], HEADS[FLAT].head, row->flat_text, size);
        document_column_widen(&widths[FLAT_SHARE], HEADS[FLAT_SHARE].head, row->flat_percent, size);
        document_column_widen(&widths[SUM], HEADS[SUM].head, row->sum_percent, size);
        document_column_widen(&widths[CUM], HEADS[CUM].head, row->cum_text, size);
        document_column_widen(&widths[CUM_SHARE], HEADS[CUM_SHARE].head, row->cum_percent, size);
    }
    document_columns_place(columns, widths, COLUMNS);
}

static void put_rows(struct document *document, const struct chapter *chapter)
{
    const struct function_table *table = &document->facts->table;
    double total = (double)document->facts->summary->total, most = bar_scale(table, total);
    struct document_column columns[COLUMNS];
    struct document_rows rows = {.document = document,
                                 .columns = columns,
                                 .count = COLUMNS,
                                 .left = document_left(document),
                                 .width = document_right(document) - document_left(document),
                                 .size = 9,
                                 .height = 14};
    place_columns(table, rows.size, columns);
    document_rows_begin(&rows);
    for (size_t i = 0; i < table->count; i++)
        put_row(&rows, chapter, i, total, most);
    document_rows_end(&rows);
    document->y += 6;
    document_caption(
        document, false,
        document_print(document,
                       "Functions by %s weight. flat: in the function itself; cum: with "
                       "all it calls; sum%%: flat%% so far. Bars: flat (dark) within "
                       "cum (light), full width is %.1f%% of the total.",
                       chapter->summary->settings->sort == SORT_CUM ? "cumulative" : "own",
                       100 * most));
}

bool document_table(struct document *document, const struct chapter *chapter, struct error *error)
{
    if (document->facts->movers)
        return true;
    document_heading(document, 1, STR("Hot functions"), document_name(document, "table", 0), 60);
    document->y -= 4;
    if (!document->facts->table.count) {
        put_nothing(document);
        return true;
    }
    document_paragraph(document, what_is_shown(document, chapter), &SMALL, 0);
    document->y += 6;
    put_rows(document, chapter);
    return budget_spend(document->view->budget, document->facts->table.count, error);
}
