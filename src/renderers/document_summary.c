/* The first page of a chapter: what was profiled, the answer, the facts that matter, where it all
 * comes from. */
#include "base/sink.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/document_facts.h"
#include "renderers/document_rows.h"
#include "renderers/document_table.h"
#include "renderers/flame_functions.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/summary_changes.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <math.h>
#include <string.h>

enum {
    FIGURES = 4,
    MOST_PROVENANCE = 20,
    PROVENANCE_LINES = 8,
    FACT_MOST = 300,
    MOST_DIGESTS = 6,
    MOST_NOTES = 8
};

static const struct document_ink BODY = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK},
                                 SOFT = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK_SOFT},
                                 SMALL = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

static void open_part(const struct document *document, enum pages_tag tag)
{
    document->pages->calls->open(document->pages, tag, STR(""));
}

static void close_part(const struct document *document)
{
    document->pages->calls->close(document->pages);
}

static void put_box(const struct document *document, struct canvas_box box, canvas_color fill)
{
    const struct canvas_style style = {.fill = fill};
    document->canvas->calls->box(document->canvas, &box, &style, NULL);
}

/* ---------------------------------------------------------------- the foot */

/* "Source: cpu.pb.gz · Type: cpu, nanoseconds", and the digests. */
static struct str provenance_words(const struct document *document, const struct summary *summary)
{
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    for (size_t i = 0; i < summary->provenance_count && i < MOST_PROVENANCE; i++) {
        const struct summary_fact *fact = &summary->provenance[i];
        bool is_path = str_equal(fact->name, STR("Binary"));
        struct str text = is_path ? str_base_name(fact->text) : fact->text;
        sink_text(&sink, i ? STR(" \xc2\xb7 ") : STR(""));
        sink_text(&sink, fact->name);
        sink_text(&sink, STR(": "));
        sink_text(&sink, report_fit(text, FACT_MOST, document->arena));
    }
    return sink_str(&sink);
}

struct lines {
    ARRAY(struct str) list;
};

static void add_lines(const struct document *document, struct lines *lines, struct str text,
                      size_t most)
{
    double width = document_right(document) - document_left(document);
    size_t count;
    const struct str *own = document_lines(document, text, &SMALL, width, most, &count);
    for (size_t i = 0; i < count; i++)
        array_push(document->arena, &lines->list, own[i]);
}

static struct lines provenance(const struct document *document, const struct summary *summary)
{
    struct lines lines = {0};
    struct str rest = document->view->digests;
    size_t said = 0;
    add_lines(document, &lines, provenance_words(document, summary), PROVENANCE_LINES);
    for (; rest.size && said < MOST_DIGESTS; said++) {
        size_t end = str_find(rest, '\n');
        struct str line = flame_visible(str_slice(rest, 0, end), document->arena);
        add_lines(document, &lines, document_print(document, "SHA-256 %.*s", STR_ARG(line)), 1);
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
    size_t more = 0;
    for (size_t i = 0; i < rest.size; i++)
        more += rest.at[i] == '\n';
    if (more)
        add_lines(document, &lines, document_print(document, "and %zu more sources", more), 1);
    return lines;
}

/* ---------------------------------------------------------------- the answer */

static struct str joined(const struct document *document, const struct answer *answer)
{
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    for (size_t i = 0; i < answer->parts.count; i++)
        sink_text(&sink, answer->parts.at[i].text);
    return sink_str(&sink);
}

/* Beside a line of heat. */
static void put_answer(struct document *document, const struct answer *answer)
{
    static const double INSET = 12, BAR = TOKEN_PDF_ANSWER_BAR;
    struct document_ink ink = {.size = TOKEN_PDF_ANSWER, .role = TOKEN_ROLE_INK};
    double left = document_left(document), width = document_right(document) - left - INSET;
    double leading = ink.size * 1.36;
    size_t count;
    const struct str *lines =
        document_lines(document, joined(document, answer), &ink, width, 8, &count);
    if (!count)
        return;
    document->y += 10;
    open_part(document, PAGES_ARTIFACT);
    put_box(document, (struct canvas_box){left, document->y, BAR, leading * (double)count + 2, 0},
            CANVAS_ROLE(TOKEN_ROLE_HEAT_LINE));
    close_part(document);
    open_part(document, PAGES_PARAGRAPH);
    for (size_t i = 0; i < count; i++)
        document_put(document, left + INSET, document->y + ink.size + leading * (double)i, lines[i],
                     &ink);
    close_part(document);
    document->y += leading * (double)count + 2;
}

/* ---------------------------------------------------------------- figures and facts */

/* Where the figure of a fact ends and words about it begin. */
static size_t figure_size(struct str text)
{
    size_t space = str_find(text, ' '), comma = str_find_str(text, STR(", "));
    size_t end = space < comma ? space : comma;
    return end == STR_NONE ? text.size : end;
}

static bool is_figure(const struct summary_fact *fact)
{
    return fact->text.size && fact->text.at[0] >= '0' && fact->text.at[0] <= '9' &&
           figure_size(fact->text) <= 24;
}

static struct str figure_of(const struct summary_fact *fact)
{
    return str_slice(fact->text, 0, figure_size(fact->text));
}

/* "cores busy on average" */
static struct str figure_words(const struct document *document, const struct summary_fact *fact)
{
    char first = fact->name.at[0];
    bool is_word = fact->name.size > 1 && fact->name.at[1] >= 'a' && fact->name.at[1] <= 'z';
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    sink_char(&sink, is_word && first >= 'A' && first <= 'Z' ? (char)(first + 32) : first);
    sink_text(&sink, str_skip(fact->name, 1));
    sink_text(&sink, str_skip(fact->text, figure_size(fact->text)));
    return sink_str(&sink);
}

/* How many facts are figures that go side by side, and the size that they have room at. */
static size_t fitting_figures(const struct document *document, const struct summary *summary,
                              double *size)
{
    static const double SIZES[] = {TOKEN_PDF_FIGURE, TOKEN_PDF_H2, TOKEN_PDF_H3, TOKEN_PDF_SMALL};
    double step = (document_right(document) - document_left(document)) / FIGURES;
    size_t count = 0;
    while (count < FIGURES && count < summary->fact_count && is_figure(&summary->facts[count]))
        count++;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        struct document_ink ink = {.size = SIZES[i], .is_strong = true};
        *size = SIZES[i];
        bool fits = true;
        for (size_t f = 0; f < count; f++)
            fits = fits && document_text_width(figure_of(&summary->facts[f]), &ink) < step - 10;
        if (fits)
            break;
    }
    return count;
}

/* Up to four side by side; how many facts they are. */
static size_t put_figures(struct document *document, const struct summary *summary)
{
    struct document_ink ink = {.role = TOKEN_ROLE_INK, .is_strong = true};
    double step = (document_right(document) - document_left(document)) / FIGURES;
    size_t count = fitting_figures(document, summary, &ink.size);
    if (!count)
        return 0;
    document->y += 22;
    for (size_t i = 0; i < count; i++) {
        const struct summary_fact *fact = &summary->facts[i];
        double x = document_left(document) + step * (double)i;
        size_t lines, figures;
        const struct str *figure =
            document_lines(document, figure_of(fact), &ink, step - 10, 1, &figures);
        const struct str *words =
            document_lines(document, figure_words(document, fact), &SMALL, step - 8, 1, &lines);
        open_part(document, PAGES_PARAGRAPH);
        document_put(document, x, document->y + TOKEN_PDF_FIGURE * 0.8,
                     figures ? figure[0] : STR(""), &ink);
        document_put(document, x, document->y + TOKEN_PDF_FIGURE * 0.8 + 14,
                     lines ? words[0] : STR(""), &SMALL);
        close_part(document);
    }
    document->y += 30;
    return count;
}

/* "Functions 767 · Deepest stack 31 frames" */
static void put_facts(struct document *document, const struct summary *summary, size_t first)
{
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    for (size_t i = first; i < summary->fact_count; i++) {
        sink_text(&sink, sink.used ? STR(" \xc2\xb7 ") : STR(""));
        sink_text(&sink, summary->facts[i].name);
        sink_char(&sink, ' ');
        sink_text(&sink, summary->facts[i].text);
    }
    if (!sink.used)
        return;
    document->y += 8;
    document_paragraph(document, sink_str(&sink), &SMALL, 0);
}

/* Of a comparison: the sides, and how they were compared, a line each. */
static void put_sides(struct document *document, const struct summary *summary)
{
    static const double INDENT = 84;
    struct document_ink name = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK_MUTED};
    double left = document_left(document), width = document_right(document) - left - INDENT;
    double leading = BODY.size * TOKEN_PDF_LEADING;
    document->y += 18;
    document->pages->calls->open(document->pages, PAGES_LIST, STR(""));
    for (size_t i = 0; i < summary->fact_count; i++) {
        size_t count;
        const struct str *lines =
            document_lines(document, summary->facts[i].text, &BODY, width, 6, &count);
        document_need(document, leading * (double)count);
        open_part(document, PAGES_ITEM);
        document_put(document, left, document->y + BODY.size, summary->facts[i].name, &name);
        for (size_t j = 0; j < count; j++)
            document_put(document, left + INDENT, document->y + BODY.size + leading * (double)j,
                         lines[j], &BODY);
        close_part(document);
        document->y += leading * (double)count + 3;
    }
    document->pages->calls->close(document->pages);
}

/* ---------------------------------------------------------------- the hottest functions */

/* By own weight only those that have any, but for the first. */
static size_t rows_worth_it(const struct function_table *table, bool is_by_flat)
{
    size_t count = 0;
    while (count < table->count && (!count || !is_by_flat || table->rows[count].flat))
        count++;
    return count;
}

static void put_hottest(struct document *document, const struct chapter *chapter)
{
    const struct function_table *table = &document->facts->summary->top;
    bool is_by_flat = chapter->summary->settings->sort != SORT_CUM;
    const struct document_functions_form form = {.chapter = chapter,
                                                 .table = table,
                                                 .count = rows_worth_it(table, is_by_flat),
                                                 .size = TOKEN_PDF_BODY,
                                                 .height = TOKEN_PDF_TABLE_ROW,
                                                 .bar = 70,
                                                 .is_short = true};
    if (!form.count)
        return;
    document_heading(document, 2, is_by_flat ? STR("Hottest functions") : STR("Heaviest functions"),
                     STR(""), 5 * TOKEN_PDF_TABLE_ROW);
    double width = document_put_functions(document, &form);
    struct str page = document_page_text(document, document_name(document, "table", 0));
    document_paragraph(
        document,
        document_print(document,
                       "Bars: flat (strong) within cum (pale); full width is %.1f%% of the total. "
                       "More rows: page %.*s.",
                       width, STR_ARG(page)),
        &SMALL, 0);
}

/* ---------------------------------------------------------------- packages */

static struct str package_words(const struct document *document,
                                const struct summary_package *package)
{
    return document_print(document, "%.*s %.*s", STR_ARG(package->name), STR_ARG(package->share));
}

static void put_strip(const struct document *document, const struct summary *summary, double sum)
{
    static const double HEIGHT = 16;
    double left = document_left(document), width = document_right(document) - left, x = left;
    struct document_ink ink = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_ON_FILL};
    for (size_t i = 0; i < summary->package_count; i++) {
        const struct summary_package *package = &summary->packages[i];
        double part = width * (double)package->self / sum;
        struct canvas_box box = {x, document->y, part > 1 ? part - 0.6 : part, HEIGHT, 1};
        put_box(document, box, CANVAS_FILL(package->fill));
        if (document_text_width(package->share, &ink) + 8 < part)
            document_put(document, x + 4, document->y + 11, package->share, &ink);
        x += part;
    }
}

/* The names below, in as many lines as they take. */
static double put_legend(const struct document *document, const struct summary *summary, double top)
{
    static const double SWATCH = 7, GAP = 14, LEADING = 14;
    double left = document_left(document), x = left, y = top;
    struct document_ink ink = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_SOFT};
    for (size_t i = 0; i < summary->package_count; i++) {
        size_t count;
        const struct str *words = document_lines(
            document, package_words(document, &summary->packages[i]), &ink, 220, 1, &count);
        double width = SWATCH + 4 + document_text_width(count ? words[0] : STR(""), &ink);
        if (x > left && x + width > document_right(document)) {
            x = left;
            y += LEADING;
        }
        put_box(document, (struct canvas_box){x, y + 2, SWATCH, SWATCH, 1},
                CANVAS_FILL(summary->packages[i].fill));
        document_put(document, x + SWATCH + 4, y + 8.5, count ? words[0] : STR(""), &ink);
        x += width + GAP;
    }
    return y + LEADING;
}

static void put_packages(struct document *document)
{
    const struct summary *summary = document->facts->summary;
    double sum = 0;
    for (size_t i = 0; i < summary->package_count; i++)
        sum += (double)summary->packages[i].self;
    if (!(sum > 0))
        return;
    document_heading(document, 2, STR("Where it is spent"), STR(""), 50);
    document->pages->calls->open(document->pages, PAGES_FIGURE,
                                 STR("Own weight by package, as a strip of shares"));
    put_strip(document, summary, sum);
    document->y = put_legend(document, summary, document->y + 22);
    document->pages->calls->close(document->pages);
}

/* ---------------------------------------------------------------- paths */

/* The function at its end, and below it from where. */
static void put_path(struct document_rows *rows, const struct document_path *path, int64_t total)
{
    static const struct document_ink INK = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};
    struct document *document = rows->document;
    struct measure_text value =
        report_value(&document->facts->summary->question.report, path->value);
    struct measure_text share = measure_share(path->value, total);
    double at = rows->columns[2].at, width = rows->width - at;
    struct document_named named = {.name = path->function,
                                   .own = function_own_start(path->function, STR("")),
                                   .note = STR("")};
    struct str from = path->callers.size
                          ? document_print(document, "from %.*s", STR_ARG(path->callers))
                          : STR("");
    size_t count, own = document_named_lines(rows, &named, width);
    const struct str *lines = document_lines(document, from, &INK, width, 2, &count);
    document_row_begin(rows, own + count);
    document_cell(rows, 0, picture_minus(measure_str(&value), document->arena), TOKEN_ROLE_INK,
                  false);
    document_cell(rows, 1, str_copy(measure_str(&share), document->arena), TOKEN_ROLE_INK, false);
    document_put_named(rows, &named, rows->left + at, width);
    for (size_t i = 0; i < count; i++)
        document_put(document, rows->left + at,
                     document_row_base(rows) + document_row_leading(rows) * (double)(own + i),
                     lines[i], &INK);
    document_row_end(rows);
}

static void put_paths(struct document *document, const struct chapter *chapter)
{
    const struct document_facts *facts = document->facts;
    struct document_column columns[] = {{"flat", 0, false}, {"flat%", 0, false}, {"path", 0, true}};
    double widths[] = {36, 38, 0};
    struct document_rows rows = {.document = document,
                                 .columns = columns,
                                 .count = 3,
                                 .left = document_left(document),
                                 .width = document_right(document) - document_left(document),
                                 .size = TOKEN_PDF_BODY,
                                 .height = TOKEN_PDF_TABLE_ROW};
    if (!facts->path_count)
        return;
    for (size_t i = 0; i < facts->path_count; i++) {
        struct measure_text value =
            report_value(&facts->summary->question.report, facts->paths[i].value);
        document_column_widen(&widths[0], "flat", measure_str(&value), rows.size);
    }
    document_columns_place(columns, widths, 3);
    document_heading(document, 2, STR("Hottest paths"), STR(""), 5 * TOKEN_PDF_TABLE_ROW);
    document_rows_begin(&rows);
    for (size_t i = 0; i < facts->path_count; i++)
        put_path(&rows, &facts->paths[i], chapter->summary->selection->total);
    document_rows_end(&rows);
}

/* ---------------------------------------------------------------- notes */

static void put_notes(struct document *document)
{
    const struct summary *summary = document->facts->summary;
    if (!summary->note_count)
        return;
    document_heading(document, 2, STR("Notes"), STR(""), 30);
    for (size_t i = 0; i < summary->note_count && i < MOST_NOTES; i++) {
        struct str text = summary->notes[i].text;
        document_need(document, 2 * SOFT.size * TOKEN_PDF_LEADING);
        if (summary->notes[i].is_warning)
            text = document_print(document, "Warning: %.*s", STR_ARG(text));
        document_paragraph(document, text, summary->notes[i].is_warning ? &BODY : &SOFT, 0);
        document->y += 3;
    }
}

/* ---------------------------------------------------------------- whole */

static void put_title(struct document *document, const struct summary *summary)
{
    document_heading(document, 1, document->title, document_name(document, "summary", 0), 60);
    document->y -= 4;
    if (summary->line.size)
        document_paragraph(document, summary->line, &SOFT, 0);
}

/* Where there is room left for it on the chapter's first page. */
static void put_outline(struct document *document, const struct chapter *chapter)
{
    static const double LEAST = 150, HEADING = 48;
    double room = document_bottom(document) - document->y - HEADING;
    if (!document->foot_count || document->facts->summary->changes || room < LEAST ||
        !chapter->flame->tree->total[0])
        return;
    document_heading(document, 2, STR("Flame graph, its first levels"), STR(""), LEAST);
    document_flame_outline(document, chapter, document_bottom(document) - document->y);
}

bool document_summary(struct document *document, const struct chapter *chapter, struct error *error)
{
    const struct summary *summary = document->facts->summary;
    document_turn(document, false);
    struct lines lines = provenance(document, summary);
    document_set_foot(document, lines.list.at, lines.list.count);
    put_title(document, summary);
    put_answer(document, &summary->answer);
    if (summary->changes)
        put_sides(document, summary);
    else
        put_facts(document, summary, put_figures(document, summary));
    put_hottest(document, chapter);
    put_packages(document);
    if (summary->changes && !document_movers(document, chapter, error))
        return false;
    if (!summary->changes)
        put_paths(document, chapter);
    put_notes(document);
    put_outline(document, chapter);
    document_end_page(document);
    return true;
}
