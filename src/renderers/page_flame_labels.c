/* The labels of the flame graph of the static page, in tiers by the width that it is shown in. */
#include "base/arena.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/palette.h"
#include "layout/label.h"
#include "profile/measure.h"
#include "renderers/flame_functions.h"
#include "renderers/page_flame_parts.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

enum {
    SHARE_FROM = 120, /* px of a box that also says its share */
    SHARE_PX = 44,
    TIERS = 3,
    ALL_TIERS = (1 << TIERS) - 1,
};

/* Widths in px that labels are fitted for: which are shown is up to the page's style sheet, without
 * which the picture has the last. */
static const int TIER_WIDTHS[TIERS] = {336, 576, PAGE_PICTURE_WIDTH};

static struct str name_label(const struct page_picture *picture, uint32_t node, double room_px)
{
    struct label_room room = {room_px - 2 * TOKEN_LABEL_INSET, TOKEN_FONT_LABEL,
                              TOKEN_LABEL_SAFE_FACTOR, TOKEN_ELLIPSIS_MIN_CHARS};
    const struct packed_function *function = &picture->functions[picture->place[node]];
    double width;
    struct str root = STR("all");
    return node ? label_fit(function->forms, function->form_count, &room, picture->view->arena,
                            &width)
                : label_fit(&root, 1, &room, picture->view->arena, &width);
}

/* What stands behind a name: the share, or the sign of a change. */
static struct str end_of(const struct page_picture *picture, uint32_t node)
{
    char text[24];
    struct measure_text share =
        measure_share(page_picture_total(picture, node), picture->view->selection->total);
    if (!sides_are_shown(picture->view))
        return str_copy(measure_str(&share), picture->view->arena);
    struct change change = page_picture_change(picture, node);
    return str_copy(changes_sign(&change, text), picture->view->arena);
}

/* What a frame says in a picture of a tier's width; empty: nothing fits. */
static struct str label_of(const struct page_picture *picture, uint32_t node, size_t tier)
{
    uint32_t place = picture->place[node];
    double box_px =
        (picture->end[place] - picture->start[place]) * TIER_WIDTHS[tier] / PAGE_PICTURE_WIDTH;
    struct str end = end_of(picture, node);
    if (box_px < TOKEN_LABEL_MIN_BOX)
        return STR("");
    if (box_px < SHARE_FROM || !end.size)
        return name_label(picture, node, box_px);
    struct str label = name_label(picture, node, box_px - SHARE_PX);
    struct sink sink;
    sink_init_buffer(&sink, picture->view->arena, UINT64_MAX);
    sink_text(&sink, label);
    sink_char(&sink, ' ');
    sink_text(&sink, end);
    return label.size ? sink_str(&sink) : label;
}

static void put_label(const struct page_picture *picture, uint32_t node, struct str label)
{
    struct sink *sink = picture->sink;
    struct number_text left =
        number_fixed(picture->start[picture->place[node]] * 100 / PAGE_PICTURE_WIDTH, 2);
    sink_text(sink, STR("<text x=\""));
    sink_text(sink, number_str(&left));
    sink_print(sink, "%%\" dx=\"%d\" y=\"%u\">", TOKEN_LABEL_INSET,
               page_picture_row_y(picture, picture->depth[node]) + TOKEN_LABEL_BASE);
    sink_xml_text(sink, label);
    sink_text(sink, STR("</text>\n"));
}

/* The tiers in which a frame says what it says in this one. */
static unsigned tiers_of(const struct str *labels, size_t tier)
{
    unsigned tiers = 0;
    for (size_t i = 0; i < TIERS; i++)
        if (str_equal(labels[i], labels[tier]))
            tiers |= 1u << i;
    return tiers;
}

/* Labels that the widest picture does not show stay hidden where there is no style sheet. */
static void open_tiers(struct sink *sink, unsigned tiers)
{
    const char *space = "";
    if (tiers == ALL_TIERS) {
        sink_text(sink, STR("<g>\n"));
        return;
    }
    sink_text(sink, STR("<g class=\""));
    for (size_t i = 0; i < TIERS; i++) {
        if (!(tiers >> i & 1))
            continue;
        sink_print(sink, "%st%zu", space, i);
        space = " ";
    }
    sink_text(sink, tiers >> (TIERS - 1) ? STR("\">\n") : STR("\" display=\"none\">\n"));
}

/* The labels of just these tiers. */
static void put_tiers(const struct page_picture *picture, const struct str *labels, unsigned tiers)
{
    bool is_open = false;
    size_t first = 0;
    while (!(tiers >> first & 1))
        first++;
    for (size_t i = 0; i < picture->count; i++) {
        const struct str *own = &labels[i * TIERS];
        if (!own[first].size || tiers_of(own, first) != tiers)
            continue;
        if (!is_open)
            open_tiers(picture->sink, tiers);
        is_open = true;
        put_label(picture, picture->nodes[i], own[first]);
    }
    if (is_open)
        sink_text(picture->sink, STR("</g>\n"));
}

void page_picture_labels(const struct page_picture *picture)
{
    struct sink *sink = picture->sink;
    struct str *labels = ARENA_NEW(picture->view->arena, struct str, picture->count * TIERS);
    for (size_t i = 0; i < picture->count * TIERS; i++)
        labels[i] = label_of(picture, picture->nodes[i / TIERS], i % TIERS);
    sink_print(sink,
               "<g font-family=\"sans-serif\" font-size=\"%d\" fill=\"#%06x\" "
               "pointer-events=\"none\">\n",
               TOKEN_FONT_LABEL, (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_ON_FILL));
    for (unsigned tiers = 1; tiers <= ALL_TIERS; tiers++)
        put_tiers(picture, labels, tiers);
    sink_text(sink, STR("</g>\n"));
}
