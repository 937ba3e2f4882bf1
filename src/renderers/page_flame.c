/* The flame graph of the static page: the widest frames, a picture that needs neither script nor
 * style sheet and stays small. */
#include "base/arena.h"
#include "base/budget.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/palette.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/page.h"
#include "renderers/page_flame_parts.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { MOST_BYTES = 60 * 1000 };

/* As wide as the style sheet says: boxes are stretched, rows and labels keep their size. */
static void put_picture(const struct page_picture *picture)
{
    struct sink *sink = picture->sink;
    unsigned height = (unsigned)picture->rows * TOKEN_ROW;
    sink_print(sink,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
               "role=\"img\" aria-label=\"Flame graph\">\n"
               "<svg width=\"100%%\" height=\"%u\" viewBox=\"0 0 %d %u\" "
               "preserveAspectRatio=\"none\">\n",
               PAGE_PICTURE_WIDTH, height, height, PAGE_PICTURE_WIDTH, height);
    sink_print(sink, "<path fill=\"#%06x\" d=\"M0 0h%dv%uH0z\"/>\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE), PAGE_PICTURE_WIDTH, height);
    page_picture_hatches(picture);
    page_picture_boxes(picture);
    sink_text(sink, STR("</svg>\n"));
    page_picture_labels(picture);
    sink_text(sink, STR("</svg>\n"));
}

/* Fewer frames until the bytes suffice. */
static void put_fitted(struct page_picture *picture, struct sink *sink)
{
    for (;; picture->count -= picture->count / 8 + 1) {
        struct arena scratch = *picture->view->arena;
        struct view view = *picture->view;
        struct page_picture attempt = *picture;
        struct sink bytes;
        view.arena = &scratch;
        attempt.view = &view;
        attempt.sink = &bytes;
        page_picture_place(&attempt);
        sink_init_buffer(&bytes, &scratch, UINT64_MAX);
        put_picture(&attempt);
        if (bytes.used <= MOST_BYTES || attempt.count <= 1) {
            sink_text(sink, sink_str(&bytes));
            return;
        }
    }
}

/* What the colours of a comparison mean. */
static void put_change_caption(const struct view *view, struct sink *sink)
{
    static const char *const WIDTHS[] = {"the larger of base and new; widths are not totals",
                                         "base", "new"};
    sink_text(sink, STR("Blue, hatched \\: less; orange-red, hatched /: more; "));
    sink_xml_text(sink, comparison_words_new(view)->legend);
    sink_print(sink, ". Dashed outline: gone; solid: new. Width: %s.",
               WIDTHS[view->settings->width_by]);
}

static void put_caption(const struct page_picture *picture, struct sink *sink)
{
    const struct view *view = picture->view;
    struct number_text shown = number_grouped((int64_t)picture->count - 1);
    struct number_text all = number_grouped((int64_t)view->tree->count - 1);
    bool is_cut = picture->count < view->tree->count, has_negative = view->selection->has_negative;
    if (!is_cut && !has_negative && !sides_are_shown(view))
        return;
    sink_text(sink, STR("<p>"));
    if (is_cut) {
        sink_text(sink, STR("The widest "));
        sink_text(sink, number_str(&shown));
        sink_text(sink, STR(" of "));
        sink_text(sink, number_str(&all));
        sink_text(sink, STR(" frames. "));
    }
    if (sides_are_shown(view))
        put_change_caption(view, sink);
    else if (has_negative)
        sink_text(sink, STR("Hatched: values below zero."));
    sink_text(sink, STR("</p>\n"));
}

bool page_flame(const struct view *view, struct sink *sink, struct error *error)
{
    struct page_picture picture = {.view = view};
    if (!budget_spend(view->budget, view->tree->count, error))
        return false;
    page_picture_measure(&picture);
    if (!picture.size[0])
        return true;
    sink_text(sink, STR("<h2>Flame graph</h2>\n"));
    page_picture_choose(&picture);
    page_picture_name(&picture);
    put_fitted(&picture, sink);
    put_caption(&picture, sink);
    return budget_spend(view->budget, picture.count, error);
}
