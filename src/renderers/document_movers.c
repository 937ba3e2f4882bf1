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

enum { ROWS = 24, PATH_COLUMNS = 76 };

static const struct document_column COLUMNS[] = {{"base", 42, false},      {"new", 88, false},
                                                 {"change", 138, false},   {"change%", 180, false},
                                                 {"interval", 268, false}, {"of base", 306, false},
                                                 {"function", 318, true}};
static const double NAME = 318;

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
    double width = rows->width - NAME;
    size_t path_lines = 0;
    struct str path = mover->node ? mover_path(view, mover, &options) : STR("");
    const struct str *lines = NULL;
    named.name = document_shown_name(view, place.name, function_own_start(place.name, place.file),
                                     &named.own);
    if (path.size)
        lines = document_lines(document, document_print(document, "from %.*s", STR_ARG(path)),
                               &SMALL, width, 2, &path_lines);
    size_t own = document_named_lines(rows, &named, width);
    document_row_begin(rows, own + path_lines);
    document_cell(rows, 0, words.base, TOKEN_ROLE_INK, false);
    document_cell(rows, 1, words.new_, TOKEN_ROLE_INK, false);
    put_change(rows, 2, words.delta, &mover->change);
    document_cell(rows, 3, words.relative, TOKEN_ROLE_INK, false);
    document_cell(rows, 4, words.interval, TOKEN_ROLE_INK_MUTED, false);
    document_cell(rows, 5, words.share, TOKEN_ROLE_INK, false);
    document_put_named(rows, &named, rows->left + NAME, width);
    for (size_t i = 0; i < path_lines; i++)
        document_put(document, rows->left + NAME,
                     document_row_base(rows) + document_row_leading(rows) * (double)(own + i),
                     lines[i], &SMALL);
    document_row_end(rows);
}

/* Those of one direction. */
static void put_movers(struct document *document, const struct view *view, bool is_more)
{
    const struct movers *movers = document->facts->movers;
    const struct mover **own =
        ARENA_NEW(document->arena, const struct mover *, movers->significant + 1);
    struct document_rows rows = {.document = document,
                                 .columns = COLUMNS,
                                 .count = sizeof COLUMNS / sizeof *COLUMNS,
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
    document_rows_begin(&rows);
    for (size_t i = 0; i < count && i < ROWS; i++)
        put_row(&rows, view, own[i]);
    document_rows_end(&rows);
    document->y += 6;
    struct str rest =
        count > ROWS ? document_print(document, " %zu smaller ones are not listed.", count - ROWS)
                     : STR("");
    document_caption(document, false,
                     document_print(document, "What the new side has %s of, %.*s.%.*s",
                                    is_more ? "more" : "less", STR_ARG(words), STR_ARG(rest)));
}

bool document_movers(struct document *document, const struct chapter *chapter, struct error *error)
{
    const struct view *view = chapter->summary;
    const struct movers *movers = document->facts->movers;
    bool is_more = movers->count && movers->items[0].change.delta > 0;
    document_heading(document, 1, STR("What moved"), document_name(document, "movers", 0), 100);
    document->y -= 4;
    if (!movers->significant)
        document_paragraph(document, STR("No function moved by more than noise explains."), &SMALL,
                           0);
    else
        document_paragraph(document, document->facts->summary->changes->words->method, &SMALL, 0);
    put_movers(document, view, is_more);
    put_movers(document, view, !is_more);
    return budget_spend(document->view->budget, movers->count, error);
}
