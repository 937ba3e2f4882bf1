/* The flame graph in a report: over the width of the page, and over pages where it is deep. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/comparison_words.h"
#include "renderers/document_figures.h"
#include "renderers/flame_change.h"
#include "renderers/flame_figure.h"
#include "renderers/renderer.h"
#include "tree/tree.h"

enum { MOST_PAGES = 6, LEAST_OUTLINE = 5, MOST_OUTLINE = 18 };

/* Points of a px, of the boxes and of the legend. */
static const double SCALE = TOKEN_PDF_FLAME_ROW / 20, LEGEND_SCALE = TOKEN_PDF_SMALL / 12.0;
/* Points between the parts, and what a caption and a line that tells of other pages take. */
static const double GAP = 6, CAPTION = 46, MARKER = 13;

static const struct flame_form PAPER_FORM = {
    .row = 20, .label_base = 14, .least_share = 0.001, .most = 6000};

/* ---------------------------------------------------------------- laid out */

static struct flame *flame_of(struct document *document, const struct chapter *chapter,
                              struct error *error)
{
    struct document_figures *figures = document_figures(document);
    const struct view *view = chapter->flame, *summary = chapter->summary;
    bool is_alike = view->tree->node_frames == summary->tree->node_frames &&
                    view->settings->color_by == summary->settings->color_by;
    if (figures->flame)
        return figures->flame;
    struct flame *flame = ARENA_NEW(document->arena, struct flame, 1);
    *flame = (struct flame){.view = view,
                            .form = &PAPER_FORM,
                            .functions =
                                flame_functions_like(view, is_alike ? summary->functions : NULL),
                            .arena = document->arena,
                            .factor = 1};
    if (!flame_lay_out(flame, error))
        return NULL;
    figures->flame = flame;
    return flame;
}

static uint32_t levels_of(const struct flame *flame)
{
    return flame->drawn->depth + 1;
}

/* Also those that are nowhere but in the boxes of small frames. */
static uint32_t deepest(const struct flame *flame)
{
    const struct boxes *boxes = flame->boxes;
    uint32_t depth = 0;
    for (size_t i = 0; i < boxes->count; i++)
        if (boxes->size[i] && boxes->depth[i] > depth)
            depth = boxes->depth[i];
    return depth + 1;
}

/* ---------------------------------------------------------------- painted */

static double text_width_of(const struct document *document)
{
    return document_right(document) - document_left(document);
}

static double row(void)
{
    return PAPER_FORM.row * SCALE;
}

/* As many rows as a height has room for. */
static uint32_t rows_in(double height)
{
    return height > row() ? (uint32_t)(height / row()) : 0;
}

static bool put_rows(struct document *document, struct flame *flame, uint32_t first, uint32_t count,
                     struct error *error)
{
    const struct flame_brush brush = {.flame = flame, .canvas = document->canvas};
    const struct flame_levels levels = {first, count, 0};
    bool ok = true;
    document->pages->calls->open(document->pages, PAGES_FIGURE, flame_subject(flame));
    document->pages->calls->enter(document->pages, document_left(document), document->y, SCALE,
                                  NULL);
    flame_widen(flame, text_width_of(document) / SCALE);
    if (!document->is_blank)
        ok = flame_put_levels(&brush, &levels, error);
    document->pages->calls->leave(document->pages);
    document->pages->calls->close(document->pages);
    document->y += count * row();
    return ok;
}

static double legend_height(const struct flame *flame)
{
    return (flame->change ? 38 : 22) * LEGEND_SCALE + GAP;
}

static void put_legend(struct document *document, struct flame *flame)
{
    const struct flame_brush brush = {.flame = flame,
                                      .canvas = document->canvas,
                                      .right = text_width_of(document) / LEGEND_SCALE};
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    document->pages->calls->enter(document->pages, document_left(document), document->y,
                                  LEGEND_SCALE, NULL);
    if (!document->is_blank)
        flame_put_legend(&brush, 0);
    document->pages->calls->leave(document->pages);
    document->pages->calls->close(document->pages);
    document->y += legend_height(flame);
}

/* ---------------------------------------------------------------- words */

/* Frames that are in boxes of small ones on the levels shown. */
static int64_t gathered(const struct flame *flame, uint32_t shown)
{
    int64_t count = 0;
    for (size_t i = 0; i < flame->drawn->run_count; i++)
        if (flame->drawn->runs[i].size &&
            flame->boxes->depth[flame->drawn->runs[i].parent] + 1 < shown)
            count += flame->drawn->runs[i].count;
    return count;
}

static void put_count(struct sink *sink, int64_t count)
{
    struct number_text text = number_grouped(count);
    sink_text(sink, number_str(&text));
}

static void put_gathered(const struct flame *flame, uint32_t shown, struct sink *sink)
{
    int64_t count = gathered(flame, shown);
    if (count) {
        sink_text(sink, STR("; "));
        put_count(sink, count);
        sink_text(sink, count == 1 ? STR(" frame") : STR(" frames"));
        sink_text(sink, flame->drawn->node_count < PAPER_FORM.most ? STR(" below 0.1%")
                                                                   : STR(" that are lighter"));
        sink_text(sink, count == 1 ? STR(" is in a pale box") : STR(" are gathered in pale boxes"));
    }
    sink_text(sink, STR(". "));
}

/* Of what lies at a depth and below it, of the root. */
static struct measure_text share_from(const struct flame *flame, uint32_t depth)
{
    const struct boxes *boxes = flame->boxes;
    uint64_t sum = 0;
    for (size_t i = 0; i < boxes->count; i++)
        if (boxes->depth[i] == depth)
            sum += boxes->size[i];
    return measure_share((int64_t)(sum >> 1), (int64_t)(boxes->size[0] >> 1));
}

static void put_missing(const struct flame *flame, uint32_t shown, uint32_t all, struct sink *sink)
{
    struct measure_text share = share_from(flame, shown);
    sink_text(sink, STR("Levels "));
    put_count(sink, (int64_t)shown + 1);
    sink_text(sink, STR(" to "));
    put_count(sink, all);
    sink_text(sink, STR(" are not shown; they carry "));
    sink_text(sink, measure_str(&share));
    sink_text(sink, STR(" of the total. "));
}

/* "From base to new: a.pb.gz -> b.pb.gz.", with an arrow. */
static void put_direction(const struct comparison_words *words, struct sink *sink)
{
    sink_text(sink, STR("From base to new: "));
    sink_text(sink, words->direction);
    sink_char(sink, '.');
}

static struct str caption_of(const struct document *document, const struct flame *flame,
                             uint32_t shown)
{
    uint32_t drawn = levels_of(flame), all = deepest(flame);
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    if (shown < drawn)
        sink_text(&sink, STR("The outermost "));
    else if (drawn == all)
        sink_text(&sink, STR("All "));
    put_count(&sink, shown);
    if (shown < all) {
        sink_text(&sink, STR(" of "));
        put_count(&sink, all);
    }
    sink_text(&sink, all == 1 ? STR(" level") : STR(" levels"));
    if (shown == drawn && drawn < all)
        sink_text(&sink, STR(", those with frames of at least 0.1%"));
    put_gathered(flame, shown, &sink);
    if (shown < drawn)
        put_missing(flame, shown, all, &sink);
    if (flame_any_inlined(flame))
        sink_text(&sink, STR("A dotted line marks what was inlined. "));
    if (flame->change)
        put_direction(flame->change->words, &sink);
    return sink_str(&sink);
}

static struct str outline_words(struct document *document, const struct flame *flame,
                                uint32_t shown)
{
    struct str page = document_page_text(document, document_name(document, "flame", 0));
    uint32_t all = deepest(flame);
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    sink_text(&sink, shown < all ? STR("The outermost ") : STR("All "));
    put_count(&sink, shown);
    sink_text(&sink, shown == 1 ? STR(" level") : STR(" levels"));
    sink_text(&sink, STR(" of the flame graph; "));
    if (shown < all) {
        sink_text(&sink, STR("the whole, "));
        put_count(&sink, all);
        sink_text(&sink, STR(" levels deep, is on page "));
    } else {
        sink_text(&sink, STR("they are larger on page "));
    }
    sink_text(&sink, page);
    sink_text(&sink,
              gathered(flame, shown) ? STR(". Hatched: frames too small to draw.") : STR("."));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- pages */

/* What stands on a page above and below the rows. */
struct marks {
    struct str above, below;
};

static struct marks marks_of(const struct document *document, const struct flame *flame,
                             uint32_t first, uint32_t end, bool goes_on)
{
    struct marks marks = {STR(""), STR("")};
    if (first)
        marks.above = document_print(document, "continued from page %zu, level %u",
                                     document->page - 1, first);
    if (goes_on)
        marks.below = document_print(document, "continues on page %zu with level %u",
                                     document->page + 1, end + 1);
    if (flame->view->settings->flip)
        marks = (struct marks){marks.below, marks.above};
    return marks;
}

/* How many of the levels that are left stand on the page at hand. */
static uint32_t take(const struct document *document, uint32_t left, bool is_last)
{
    double room = document_bottom(document) - document->y;
    uint32_t all = rows_in(room - MARKER - CAPTION), some = rows_in(room - 2 * MARKER);
    if (left <= all || is_last)
        return left < all ? left : all;
    return left <= some ? all : some;
}

static bool put_pages(struct document *document, struct flame *flame, struct error *error)
{
    uint32_t levels = levels_of(flame), first = 0;
    for (int page = 1; first < levels && page <= MOST_PAGES; page++) {
        if (first)
            document_turn(document, false);
        uint32_t end = first + take(document, levels - first, page == MOST_PAGES);
        struct marks marks =
            marks_of(document, flame, first, end, end < levels && page < MOST_PAGES);
        if (marks.above.size) {
            document_figure_line(document, marks.above);
            document->y += MARKER - TOKEN_PDF_SMALL * TOKEN_PDF_LEADING;
        }
        if (!put_rows(document, flame, first, end - first, error))
            return false;
        document->y += 2;
        if (marks.below.size)
            document_figure_line(document, marks.below);
        first = end;
    }
    document->y += GAP - 2;
    document_caption(document, true, caption_of(document, flame, first));
    return true;
}

/* Whether a page that lies on its side has room for all levels. */
static bool fits_wide(const struct document *document, const struct flame *flame)
{
    double heading = TOKEN_PDF_FIRST_BASE - TOKEN_PDF_H1 + 1.25 * TOKEN_PDF_H1 + 10;
    double bottom = document->paper_width - TOKEN_PDF_TEXT_BOTTOM_FROM_BOTTOM;
    return levels_of(flame) <= rows_in(bottom - heading - legend_height(flame) - MARKER - CAPTION);
}

bool document_flame(struct document *document, const struct chapter *chapter, struct error *error)
{
    enum { LEAST_ROOM = 160 };
    struct flame *flame = flame_of(document, chapter, error);
    struct str lines[2];
    if (!flame)
        return false;
    bool is_empty = !flame->boxes->size[0];
    if (!is_empty && levels_of(flame) > document_figures(document)->outline &&
        fits_wide(document, flame))
        document_turn(document, true);
    document_heading(document, 1, STR("Flame graph"), document_name(document, "flame", 0),
                     LEAST_ROOM);
    if (is_empty) {
        flame_nothing(flame, lines);
        document_figure_nothing(document, lines);
        return true;
    }
    put_legend(document, flame);
    return put_pages(document, flame, error);
}

bool document_flame_outline(struct document *document, const struct chapter *chapter, double height)
{
    static const double OWN_CAPTION = 6 + 2 * TOKEN_PDF_SMALL * TOKEN_PDF_LEADING;
    struct error error = {.kind = ERROR_NONE};
    struct flame *flame = flame_of(document, chapter, &error);
    uint32_t rows = rows_in(height - OWN_CAPTION);
    if (!flame || !flame->boxes->size[0] || rows < LEAST_OUTLINE)
        return false;
    rows = rows < MOST_OUTLINE ? rows : MOST_OUTLINE;
    if (rows > levels_of(flame))
        rows = levels_of(flame);
    document_figures(document)->outline = rows;
    if (!put_rows(document, flame, 0, rows, &error))
        return false;
    document->y += GAP;
    document_caption(document, true, outline_words(document, flame, rows));
    return true;
}
