/* The functions with the greatest weights of their own: as many as carry 95 % of them. */
#include "base/budget.h"
#include "options/settings.h"
#include "renderers/document_facts.h"
#include "renderers/document_rows.h"
#include "renderers/document_table.h"
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

static const struct document_ink SMALL = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

/* ---------------------------------------------------------------- rows of functions */

static struct str place_of(const struct document *document, const struct function_row *row)
{
    if (!row->file.size)
        return STR("");
    struct str file = flame_visible(row->file, document->arena);
    return row->line > 0
               ? document_print(document, "%.*s:%lld", STR_ARG(file), (long long)row->line)
               : file;
}

/* Of the total what the longest bar is. */
static double bar_scale(const struct document_functions_form *form, double total)
{
    double most = 0;
    for (size_t i = 0; i < form->count; i++) {
        double share = total > 0 ? fabs((double)form->table->rows[i].cum) / total : 0;
        most = share > most ? share : most;
    }
    return most > 0 ? most : 1;
}

static void place_columns(const struct document_functions_form *form,
                          struct document_column *columns)
{
    double widths[COLUMNS] = {[FLAT] = form->is_short ? 36 : 0,
                              [FLAT_SHARE] = form->is_short ? 38 : 0,
                              [BARS] = form->bar,
                              [CUM] = form->is_short ? 40 : 0,
                              [CUM_SHARE] = form->is_short ? 38 : 0};
    memcpy(columns, HEADS, sizeof HEADS);
    for (size_t i = 0; i < form->count; i++) {
        const struct function_row *row = &form->table->rows[i];
        const struct str texts[COLUMNS] = {[FLAT] = row->flat_text,
                                           [FLAT_SHARE] = row->flat_percent,
                                           [SUM] = row->sum_percent,
                                           [CUM] = row->cum_text,
                                           [CUM_SHARE] = row->cum_percent};
        for (size_t c = FLAT; c < NAME; c++)
            if (c != BARS && (c != SUM || !form->is_short))
                document_column_widen(&widths[c], HEADS[c].head, texts[c], form->size);
    }
    if (form->is_short)
        columns[SUM].head = "";
    document_columns_place(columns, widths, COLUMNS);
}

static void put_row(struct document_rows *rows, const struct document_functions_form *form,
                    size_t index, double scale)
{
    struct document *document = rows->document;
    const struct function_row *row = &form->table->rows[index];
    struct document_named named = {.note = form->is_short ? STR("") : place_of(document, row)};
    double at = rows->columns[NAME].at, width = rows->width - at;
    named.name = document_shown_name(form->table->view, row->name, row->own, &named.own);
    named.link = document_function_place(document, form->chapter, named.name);
    document_row_begin(rows, document_named_lines(rows, &named, width));
    if (!form->is_short)
        document_mark_row(document, rows->top, index);
    document_cell(rows, FLAT, picture_minus(row->flat_text, document->arena), TOKEN_ROLE_INK,
                  false);
    document_cell(rows, FLAT_SHARE, row->flat_percent, TOKEN_ROLE_INK, false);
    if (!form->is_short)
        document_cell(rows, SUM, row->sum_percent, TOKEN_ROLE_INK_MUTED, false);
    document_put_bar(rows, rows->left + rows->columns[BARS].at, form->bar,
                     (double)row->flat * scale, (double)row->cum * scale);
    document_cell(rows, CUM, picture_minus(row->cum_text, document->arena), TOKEN_ROLE_INK, false);
    document_cell(rows, CUM_SHARE, row->cum_percent, TOKEN_ROLE_INK, false);
    document_put_named(rows, &named, rows->left + at, width);
    document_row_end(rows);
}

double document_put_functions(struct document *document, const struct document_functions_form *form)
{
    double total = (double)document->facts->summary->total, most = bar_scale(form, total);
    struct document_column columns[COLUMNS];
    struct document_rows rows = {.document = document,
                                 .columns = columns,
                                 .count = COLUMNS,
                                 .left = document_left(document),
                                 .width = document_right(document) - document_left(document),
                                 .size = form->size,
                                 .height = form->height};
    place_columns(form, columns);
    document_rows_begin(&rows);
    for (size_t i = 0; i < form->count; i++)
        put_row(&rows, form, i, total > 0 ? 1 / total / most : 0);
    document_rows_end(&rows);
    document->y += 6;
    return 100 * most;
}

/* ---------------------------------------------------------------- the table */

/* "44 of 767 functions carry 95.1% of the total." */
static struct str what_is_shown(const struct document *document, const struct chapter *chapter)
{
    const struct document_facts *facts = document->facts;
    size_t all = chapter->summary->trimmed->count;
    double share =
        facts->own_of_all > 0 ? 100 * (double)facts->own_of_rows / (double)facts->own_of_all : 0;
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

static void put_rows(struct document *document, const struct chapter *chapter)
{
    const struct function_table *table = &document->facts->table;
    const struct document_functions_form form = {.chapter = chapter,
                                                 .table = table,
                                                 .count = table->count,
                                                 .size = 9,
                                                 .height = 14,
                                                 .bar = 48};
    double width = document_put_functions(document, &form);
    document_caption(
        document, false,
        document_print(document,
                       "Functions by %s weight. flat: in the function itself; cum: with "
                       "all it calls; sum%%: flat%% so far. Bars: flat (strong) within "
                       "cum (pale), full width is %.1f%% of the total.",
                       chapter->summary->settings->sort == SORT_CUM ? "cumulative" : "own", width));
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
