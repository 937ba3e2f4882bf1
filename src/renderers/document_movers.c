/* The functions that moved between the sides of a comparison, with how sure that is. */
#include "base/arena.h"
#include "base/budget.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/document_facts.h"
#include "renderers/document_rows.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/mover_path.h"
#include "renderers/renderer.h"
#include "renderers/summary_changes.h"
#include "select/comparison.h"
#include "select/frames.h"

#include <string.h>

enum { ROWS = 24, PATH_COLUMNS = 76 };

enum { BASE, NEW, CHANGE, RELATIVE, SHARE, NAME, COLUMNS };

static const struct document_column HEADS[COLUMNS] = {{"base", 0, false},    {"new", 0, false},
                                                      {"change", 0, false},  {"change%", 0, false},
                                                      {"of base", 0, false}, {"function", 0, true}};

static const struct document_ink SMALL = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

/* The change, in the colour of more or less. */
static void put_change(const struct document_rows *rows, size_t column, struct str text,
                       const struct change *change)
{
    struct document_ink ink = {.size = rows->size,
                               .color = CANVAS_FILL(svg_ink_of_tone(change->delta > 0 ? 1 : -1)),
                               .is_strong = true,
                               .anchor = CANVAS_END};
    document_put(rows->document, rows->left + rows->columns[column].at, document_row_base(rows),
                 text, &ink);
}

/* Below the change and its percentage. */
static void put_interval(const struct document_rows *rows, struct str interval)
{
    struct document_ink ink = {
        .size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED, .anchor = CANVAS_END};
    document_put(rows->document, rows->left + rows->columns[RELATIVE].at,
                 document_row_base(rows) + document_row_leading(rows), interval, &ink);
}

static struct str was_of(const struct document *document, const struct view *view, uint32_t frame)
{
    const struct str *was = view->frames->was;
    if (!was || !was[frame].size)
        return STR("");
    struct str name = flame_visible(was[frame], document->arena);
    return document_print(document, "was %.*s", STR_ARG(name));
}

static void put_row(struct document_rows *rows, const struct view *view, const struct mover *mover)
{
    struct document *document = rows->document;
    struct change_words words = change_words(view, &mover->change);
    const struct str *names = document->facts->summary->question.names;
    struct document_named named = {.note = was_of(document, view, mover->frame)};
    struct frame_place place = frame_place(view, mover->frame);
    struct mover_path_options options = {.names = names, .columns = PATH_COLUMNS};
    double at = rows->columns[NAME].at, width = rows->width - at;
    size_t path_lines = 0;
    struct str path = mover->node ? mover_path(view, mover, &options) : STR("");
    const struct str *lines = NULL;
    named.name = document_shown_name(view, place.name, function_own_start(place.name, place.file),
                                     &named.own);
    if (path.size)
        lines = document_lines(document, document_print(document, "from %.*s", STR_ARG(path)),
                               &SMALL, width, 2, &path_lines);
    size_t own = document_named_lines(rows, &named, width);
    size_t lines_in_all = own + path_lines;
    document_row_begin(rows, lines_in_all < 2 && words.interval.size ? 2 : lines_in_all);
    document_cell(rows, BASE, words.base, TOKEN_ROLE_INK, false);
    document_cell(rows, NEW, words.new_, TOKEN_ROLE_INK, false);
    put_change(rows, CHANGE, words.delta, &mover->change);
    document_cell(rows, RELATIVE, words.relative, TOKEN_ROLE_INK, false);
    put_interval(rows, words.interval);
    document_cell(rows, SHARE, words.share, TOKEN_ROLE_INK, false);
    document_put_named(rows, &named, rows->left + at, width);
    for (size_t i = 0; i < path_lines; i++)
        document_put(document, rows->left + at,
                     document_row_base(rows) + document_row_leading(rows) * (double)(own + i),
                     lines[i], &SMALL);
    document_row_end(rows);
}

static void place_columns(const struct view *view, const struct mover *const *movers, size_t count,
                          struct document_column *columns)
{
    static const double SIZE = 9;
    double widths[COLUMNS] = {0};
    memcpy(columns, HEADS, sizeof HEADS);
    for (size_t i = 0; i < count; i++) {
        struct change_words words = change_words(view, &movers[i]->change);
        const struct str texts[] = {words.base, words.new_, words.delta, words.relative,
                                    words.share};
        for (size_t c = BASE; c < NAME; c++)
            document_column_widen(&widths[c], HEADS[c].head, texts[c], SIZE);
    }
    /* The strong face is wider. */
    widths[CHANGE] *= 1.06;
    document_columns_place(columns, widths, COLUMNS);
}

/* Those of one direction. */
static void put_movers(struct document *document, const struct view *view, bool is_more)
{
    const struct movers *movers = document->facts->movers;
    const struct mover **own =
        ARENA_NEW(document->arena, const struct mover *, movers->significant + 1);
    struct document_column columns[COLUMNS];
    struct document_rows rows = {.document = document,
                                 .columns = columns,
                                 .count = COLUMNS,
                                 .left = document_left(document),
                                 .width = document_right(document) - document_left(document),
                                 .size = 9,
                                 .height = 14};
    size_t count = 0;
    for (size_t i = 0; i < movers->significant; i++)
        if ((movers->items[i].change.delta > 0) == is_more)
            own[count++] = &movers->items[i];
    if (!count)
        return;
    struct str words = movers_values(view);
    document_heading(document, 2,
                     document_print(document, "%s: %zu function%s", is_more ? "More" : "Less",
                                    count, count == 1 ? "" : "s"),
                     document_name(document, is_more ? "more" : "less", 0), 80);
    place_columns(view, own, count < ROWS ? count : ROWS, columns);
    document_rows_begin(&rows);
    for (size_t i = 0; i < count && i < ROWS; i++)
        put_row(&rows, view, own[i]);
    document_rows_end(&rows);
    document->y += 6;
    bool is_tested = view->changes->comparison->model != NOISE_UNTESTED;
    struct str interval = is_tested
                              ? document_print(document, " Below a change: its interval at %.*s.",
                                               STR_ARG(compared_confidence(view)))
                              : STR("");
    struct str rest =
        count > ROWS ? document_print(document, " %zu smaller ones are not listed.", count - ROWS)
                     : STR("");
    document_caption(document, false,
                     document_print(document, "What the new side has %s of, %.*s.%.*s%.*s",
                                    is_more ? "more" : "less", STR_ARG(words), STR_ARG(interval),
                                    STR_ARG(rest)));
}

bool document_movers(struct document *document, const struct chapter *chapter, struct error *error)
{
    const struct view *view = chapter->summary;
    const struct movers *movers = document->facts->movers;
    bool is_more = movers->count && movers->items[0].change.delta > 0;
    document_mark(document, document_name(document, "movers", 0));
    if (!movers->significant) {
        document->y += 16;
        document_paragraph(document, STR("No function moved by more than noise explains."), &SMALL,
                           0);
    }
    put_movers(document, view, is_more);
    put_movers(document, view, !is_more);
    return budget_spend(document->view->budget, movers->count, error);
}
