/* The hottest functions, each in detail: what calls it, what it calls, its lines and labels. */
#include "base/arena.h"
#include "base/budget.h"
#include "renderers/document_facts.h"
#include "renderers/document_rows.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"

#include <math.h>

static const double GUTTER = 24, BLOCK_GAP = 16;

static const struct document_ink SMALL = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

struct str document_function_place(const struct document *document, const struct chapter *chapter,
                                   struct str name)
{
    const struct document_facts *facts = document->facts;
    (void)chapter;
    for (size_t i = 0; i < facts->function_count; i++)
        if (str_equal(facts->functions[i].name, name))
            return document_name(document, "f", i + 1);
    return STR("");
}

/* ---------------------------------------------------------------- blocks */

/* "Called by", and its rows. */
struct block {
    struct str head;
    const struct document_shares *shares;
    bool are_functions;
};

static struct str value_text(const struct document *document, int64_t value)
{
    struct measure_text text = report_value(&document->facts->summary->question.report, value);
    return picture_minus(measure_str(&text), document->arena);
}

/* In differences parts may be many times the whole; of so many nobody wants decimals. */
static struct str share_text(const struct document *document, int64_t value, int64_t whole)
{
    double percent = whole ? 100 * fabs((double)value / (double)whole) : 0;
    if (percent >= 1000) {
        struct number_text number = number_grouped(number_trunc(percent + 0.5));
        return document_print(document, "%.*s%%", STR_ARG(number_str(&number)));
    }
    struct measure_text text = measure_share(value, whole);
    return str_copy(measure_str(&text), document->arena);
}

enum { NAME, VALUE, SHARE, COLUMNS };

/* A block's rows, of that width: as wide as their texts the columns at its right, the name what is
 * left. */
struct block_rows {
    struct document_rows rows;
    struct document_column columns[COLUMNS];
    double name_width;
};

static void block_rows_init(struct block_rows *block_rows, struct document *document,
                            const struct document_shares *shares, int64_t cum, double width)
{
    static const double SIZE = 9, GAP = 10;
    double value = 0, share = 0;
    for (size_t i = 0; i <= shares->count; i++) {
        bool is_rest = i == shares->count;
        int64_t own = is_rest ? shares->rest : shares->items[i].value;
        document_column_widen(&value, "value", value_text(document, own), SIZE);
        document_column_widen(&share, "of cum", share_text(document, own, cum), SIZE);
    }
    block_rows->columns[NAME] = (struct document_column){"", 0, true};
    block_rows->columns[VALUE] = (struct document_column){"value", width - share - GAP, false};
    block_rows->columns[SHARE] = (struct document_column){"of cum", width, false};
    block_rows->name_width = width - share - value - 2 * GAP;
    block_rows->rows = (struct document_rows){.document = document,
                                              .columns = block_rows->columns,
                                              .count = COLUMNS,
                                              .width = width,
                                              .size = SIZE,
                                              .height = 14};
}

/* What a row takes, less the text of a source line. */
static size_t lines_of(struct block_rows *block_rows, const struct document_share *share,
                       struct document_named *named)
{
    *named = (struct document_named){.name = share->name, .own = share->own, .note = STR("")};
    return document_named_lines(&block_rows->rows, named, block_rows->name_width);
}

static double height_of(struct document *document, const struct block *block, int64_t cum,
                        double width)
{
    static const double HEAD = 32;
    struct block_rows block_rows;
    double height = HEAD;
    block_rows_init(&block_rows, document, block->shares, cum, width);
    const struct document_rows *rows = &block_rows.rows;
    for (size_t i = 0; i < block->shares->count; i++) {
        const struct document_share *share = &block->shares->items[i];
        struct document_named named;
        size_t lines = lines_of(&block_rows, share, &named) + (share->code.size > 0);
        height += rows->height + (double)(lines - 1) * document_row_leading(rows);
    }
    return height + (block->shares->more ? rows->height : 0);
}

static void put_code(const struct document_rows *rows, struct str code, size_t line)
{
    struct document_ink ink = {.size = 7.5, .role = TOKEN_ROLE_INK_SOFT, .is_mono = true};
    size_t count;
    const struct str *text = document_lines(rows->document, code, &ink, rows->width, 1, &count);
    if (count)
        document_put(rows->document, rows->left,
                     document_row_base(rows) + document_row_leading(rows) * (double)line, text[0],
                     &ink);
}

static void put_share(struct block_rows *block_rows, const struct chapter *chapter,
                      const struct block *block, const struct document_share *share, int64_t cum)
{
    struct document_rows *rows = &block_rows->rows;
    struct document *document = rows->document;
    struct document_named named;
    size_t lines = lines_of(block_rows, share, &named);
    if (block->are_functions)
        named.link = document_function_place(document, chapter, share->name);
    document_row_begin(rows, lines + (share->code.size > 0));
    document_put_named(rows, &named, rows->left, block_rows->name_width);
    document_cell(rows, VALUE, value_text(document, share->value), TOKEN_ROLE_INK, false);
    document_cell(rows, SHARE, share_text(document, share->value, cum), TOKEN_ROLE_INK, false);
    if (share->code.size)
        put_code(rows, share->code, lines);
    document_row_end(rows);
}

static void put_rest(struct document_rows *rows, const struct document_shares *shares, int64_t cum)
{
    struct document *document = rows->document;
    document_row_begin(rows, 1);
    document_cell(rows, NAME, document_print(document, "%zu more", shares->more),
                  TOKEN_ROLE_INK_MUTED, false);
    document_cell(rows, VALUE, value_text(document, shares->rest), TOKEN_ROLE_INK_MUTED, false);
    document_cell(rows, SHARE, share_text(document, shares->rest, cum), TOKEN_ROLE_INK_MUTED,
                  false);
    document_row_end(rows);
}

/* At y; returns where it ends. */
static double put_block(struct document *document, const struct chapter *chapter,
                        const struct block *block, int64_t cum, double left, double width)
{
    struct block_rows block_rows;
    struct document_ink head = {.size = TOKEN_PDF_H3, .role = TOKEN_ROLE_INK, .is_strong = true};
    double top = document->y;
    size_t count;
    block_rows_init(&block_rows, document, block->shares, cum, width);
    block_rows.rows.left = left;
    const struct str *lines =
        document_lines(document, block->head, &head, block_rows.name_width - 4, 1, &count);
    document->pages->calls->open(document->pages, PAGES_H3, STR(""));
    document_put(document, left, top + 10.5, count ? lines[0] : STR(""), &head);
    document->pages->calls->close(document->pages);
    document_rows_begin(&block_rows.rows);
    for (size_t i = 0; i < block->shares->count; i++)
        put_share(&block_rows, chapter, block, &block->shares->items[i], cum);
    if (block->shares->more)
        put_rest(&block_rows.rows, block->shares, cum);
    document_rows_end(&block_rows.rows);
    double end = document->y;
    document->y = top;
    return end;
}

/* ---------------------------------------------------------------- a function */

static size_t blocks_of(const struct document *document, const struct document_function *function,
                        struct block blocks[4])
{
    size_t count = 0;
    const struct block all[] = {
        {STR("Called by"), &function->callers, true},
        {STR("Calls"), &function->callees, true},
        {document_print(document, "Lines of %.*s", STR_ARG(str_base_name(function->file))),
         &function->lines, false},
        {document_print(document, "By label %.*s", STR_ARG(function->label_key)), &function->labels,
         false}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].shares->count)
            blocks[count++] = all[i];
    return count;
}

/* Its name, place and weights, which lead back to its row in the table. */
static void put_name(struct document *document, const struct document_function *function,
                     size_t number, double room)
{
    struct document_ink weight = {
        .size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_LINK, .anchor = CANVAS_END};
    struct document_ink mono = {
        .size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED, .is_mono = true};
    const struct function_row *row = function->row;
    double left = document_left(document), right = document_right(document);
    document_heading(document, 2, function->name, document_name(document, "f", number), room + 24);
    document->y -= 4;
    struct str words = document_print(
        document, "%.*s flat (%.*s), %.*s cum (%.*s)",
        STR_ARG(picture_minus(row->flat_text, document->arena)), STR_ARG(row->flat_percent),
        STR_ARG(picture_minus(row->cum_text, document->arena)), STR_ARG(row->cum_percent));
    double taken = document_text_width(words, &weight);
    size_t count;
    const struct str *lines =
        document_lines(document, function->place, &mono, right - left - taken - 16, 1, &count);
    struct str row_place = document_name(document, "r", number);
    struct canvas_box box = {right - taken, document->y, taken, 14, 0};
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    document_put(document, left, document->y + 9.5, count ? lines[0] : STR(""), &mono);
    document_open_link(document, &box, row_place);
    document_put(document, right, document->y + 9.5, words, &weight);
    document_close_link(document, row_place);
    document->pages->calls->close(document->pages);
    document->y += 22;
}

static void put_function(struct document *document, const struct chapter *chapter,
                         const struct document_function *function, size_t number)
{
    struct block blocks[4];
    size_t count = blocks_of(document, function, blocks);
    double left = document_left(document);
    double width = (document->paper_width - 2 * TOKEN_PDF_MARGIN_X - GUTTER) / 2;
    double heights[4] = {0}, pairs[2] = {0};
    for (size_t i = 0; i < count; i++) {
        heights[i] = height_of(document, &blocks[i], function->row->cum, width);
        pairs[i / 2] = heights[i] > pairs[i / 2] ? heights[i] : pairs[i / 2];
    }
    double whole = pairs[0] + (count > 2 ? BLOCK_GAP + pairs[1] : 0);
    bool fits = whole < document->paper_height / 2;
    put_name(document, function, number, fits ? whole : pairs[0]);
    for (size_t i = 0; i < count; i += 2) {
        if (i)
            document_need(document, pairs[i / 2]);
        double end = put_block(document, chapter, &blocks[i], function->row->cum, left, width);
        if (i + 1 < count) {
            double other = put_block(document, chapter, &blocks[i + 1], function->row->cum,
                                     left + width + GUTTER, width);
            end = other > end ? other : end;
        }
        document->y = end + BLOCK_GAP;
    }
}

bool document_functions(struct document *document, const struct chapter *chapter,
                        struct error *error)
{
    const struct document_facts *facts = document->facts;
    for (size_t i = 0; i < facts->function_count; i++)
        put_function(document, chapter, &facts->functions[i], i + 1);
    if (facts->function_count)
        document_paragraph(
            document,
            STR("\xe2\x80\x9cof cum\xe2\x80\x9d is the share of the function\xe2\x80\x99s "
                "own cumulative value. A sample counts once, however often a call recurs in it."),
            &SMALL, 0);
    return budget_spend(document->view->budget, facts->function_count, error);
}
