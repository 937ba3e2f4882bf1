/* The flame graph of the static page: the widest frames, a picture that needs neither script nor
 * style sheet and stays small. */
#include "base/array.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/flame_functions.h"
#include "renderers/comparison_words.h"
#include "renderers/page.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

enum {
    WIDTH = 1200, /* units of the picture, px where it is shown so wide */
    MOST_FRAMES = 400,
    MOST_ROWS = 64,
    MOST_BYTES = 60 * 1000,
    HATCH_FROM = 8,
    TIP_PX = 600,
    SHARE_FROM = 120, /* px of a box that also says its share */
    SHARE_PX = 44,
    TIERS = 3,
    ALL_TIERS = (1 << TIERS) - 1,
};

/* Widths in px that labels are fitted for: which are shown is up to the page's style sheet, without
 * which the picture has the last. */
static const int TIER_WIDTHS[TIERS] = {336, 576, WIDTH};

struct picture {
    const struct view *view;
    struct sink *sink;
    const uint64_t *size;              /* by node: own and below, absolute values */
    const uint32_t *depth;             /* by node */
    uint32_t *place;                   /* by node: its index in `nodes`; ID_NONE: not drawn */
    const uint32_t *family;            /* by node: nodes in its subtree */
    struct packed_function *functions; /* by index */
    double *start, *end;               /* by index */
    double *next;                      /* by index: where its drawn children end */
    uint64_t *hidden;                  /* by index: the size of its children that are not drawn */
    uint32_t *small; /* by index: how many frames these are, with all below them */
    uint32_t *nodes; /* drawn, in preorder of levels: siblings together, parents first */
    size_t count;
    uint32_t rows;
};

/* ---------------------------------------------------------------- which */

static uint64_t own_size(const struct view *view, uint32_t node)
{
    const int64_t *self = view->tree->self + (size_t)node * view->tree->columns;
    return sides_are_shown(view) ? sides_width(view, self) : (uint64_t)number_abs(*self);
}

static void measure_nodes(struct picture *picture)
{
    const struct tree *tree = picture->view->tree;
    uint64_t *size = ARENA_NEW(picture->view->arena, uint64_t, tree->count);
    uint32_t *depth = ARENA_NEW(picture->view->arena, uint32_t, tree->count);
    uint32_t *family = ARENA_NEW(picture->view->arena, uint32_t, tree->count);
    for (size_t i = 1; i < tree->count; i++)
        depth[i] = depth[tree->parents[i]] + 1;
    for (size_t i = tree->count; i-- > 0;) {
        size[i] += own_size(picture->view, (uint32_t)i);
        family[i]++;
        if (!i)
            break;
        size[tree->parents[i]] += size[i];
        family[tree->parents[i]] += family[i];
    }
    picture->size = size;
    picture->depth = depth;
    picture->family = family;
}

static bool larger(const void *context, uint32_t a, uint32_t b)
{
    const struct picture *picture = context;
    return picture->size[a] != picture->size[b] ? picture->size[a] > picture->size[b] : a < b;
}

/* The widest nodes, each with all above it: those are as wide, and come before it. */
static void choose(struct picture *picture)
{
    const struct tree *tree = picture->view->tree;
    ARRAY(uint32_t) nodes = {0};
    uint64_t least = picture->size[0] / WIDTH;
    for (uint32_t i = 0; i < tree->count; i++)
        if (picture->size[i] && picture->size[i] >= least && picture->depth[i] < MOST_ROWS)
            array_push(picture->view->arena, &nodes, i);
    sort_ids(nodes.at, nodes.count, larger, picture, *picture->view->arena);
    picture->nodes = nodes.at;
    picture->count = nodes.count < MOST_FRAMES ? nodes.count : MOST_FRAMES;
}

/* ---------------------------------------------------------------- where */

static void name_nodes(struct picture *picture)
{
    const struct view *view = picture->view;
    struct name_context context = name_context(view->profile);
    picture->place = ARENA_NEW(view->arena, uint32_t, view->tree->count);
    picture->functions = ARENA_NEW(picture->view->arena, struct packed_function, picture->count);
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = picture->nodes[i];
        picture->place[node] = (uint32_t)i;
        if (node)
            flame_function_of(view, &context, view->tree->node_frames[node],
                              &picture->functions[i]);
    }
}

static bool sibling_before(const void *context, uint32_t a, uint32_t b)
{
    const struct picture *picture = context;
    const uint32_t *parents = picture->view->tree->parents;
    if (parents[a] != parents[b] || !a || !b)
        return parents[a] != parents[b] ? parents[a] < parents[b] : a < b;
    if (picture->view->settings->order != ORDER_NAME && picture->size[a] != picture->size[b])
        return picture->size[a] > picture->size[b];
    int order = str_compare(picture->functions[picture->place[a]].name,
                            picture->functions[picture->place[b]].name);
    return order ? order < 0 : a < b;
}

/* Siblings side by side from the left edge of their parent. */
static void place_nodes(struct picture *picture)
{
    const struct tree *tree = picture->view->tree;
    double *start = ARENA_NEW(picture->view->arena, double, picture->count);
    double *end = ARENA_NEW(picture->view->arena, double, picture->count);
    double *next = ARENA_NEW(picture->view->arena, double, picture->count); /* of children */
    double unit = WIDTH / (double)picture->size[0];
    uint64_t *hidden = ARENA_NEW(picture->view->arena, uint64_t, picture->count);
    uint32_t *small = ARENA_NEW(picture->view->arena, uint32_t, picture->count);
    uint32_t *order = ARENA_NEW(picture->view->arena, uint32_t, picture->count);
    for (size_t i = 0; i < picture->count; i++)
        order[i] = picture->nodes[i];
    sort_ids(order, picture->count, sibling_before, picture, *picture->view->arena);
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = order[i], place = picture->place[node];
        uint32_t above = picture->place[tree->parents[node]];
        start[place] = node ? next[above] : 0;
        end[place] = start[place] + (double)picture->size[node] * unit;
        next[place] = start[place];
        hidden[place] = picture->size[node] - own_size(picture->view, node);
        small[place] = picture->family[node] - 1;
        if (node) {
            next[above] = end[place];
            hidden[above] -= picture->size[node];
            small[above] -= picture->family[node];
        }
    }
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t place = picture->place[order[i]];
        uint32_t rows = picture->depth[order[i]] + (hidden[place] ? 2 : 1);
        picture->rows = rows > picture->rows ? rows : picture->rows;
    }
    picture->nodes = order;
    picture->next = next;
    picture->hidden = hidden;
    picture->small = small;
    picture->start = start;
    picture->end = end;
}

/* ---------------------------------------------------------------- drawing */

static unsigned row_y(const struct picture *picture, uint32_t depth)
{
    return TOKEN_ROW * (picture->view->settings->flip ? picture->rows - 1 - depth : depth);
}

static void number(struct sink *sink, double value)
{
    struct number_text text = number_fixed(value, 1);
    struct str shown = number_str(&text);
    if (str_ends(shown, STR(".0")))
        shown.size -= 2;
    sink_text(sink, shown);
}

static int64_t total_of(const struct picture *picture, uint32_t node)
{
    return picture->view->tree->total[node * picture->view->tree->columns];
}

/* How a node changed, of two sides. */
static struct change change_of(const struct picture *picture, uint32_t node)
{
    return changes_node(picture->view->changes, node);
}

static uint32_t change_fill(const struct picture *picture, uint32_t node)
{
    struct change change = change_of(picture, node);
    if (change.kind < CHANGE_LESS)
        return TOKEN_DIFF_NOISE[PALETTE_LIGHT];
    return change.delta < 0 ? TOKEN_DIFF_LESS[PALETTE_LIGHT][change.step]
                            : TOKEN_DIFF_MORE[PALETTE_LIGHT][change.step];
}

/* "1.48s → 0, −1.48s, gone": what a tip says. */
static void put_change(const struct picture *picture, uint32_t node)
{
    struct change change = change_of(picture, node);
    struct change_words words = change_words(picture->view, &change);
    struct sink *sink = picture->sink;
    sink_xml_text(sink, words.base);
    sink_text(sink, STR(" \xe2\x86\x92 "));
    sink_xml_text(sink, words.new_);
    sink_text(sink, STR(", "));
    sink_xml_text(sink, words.delta);
    sink_text(sink, STR(", "));
    sink_xml_text(sink, change.kind < CHANGE_LESS ? words.verdict : words.relative);
}

static uint32_t fill_of(const struct picture *picture, uint32_t node)
{
    const struct view *view = picture->view;
    if (sides_are_shown(view))
        return change_fill(picture, node);
    if (!node)
        return palette_role(PALETTE_LIGHT, TOKEN_ROLE_ROOT);
    if (view->settings->color_by == COLOR_BY_WEIGHT)
        return palette_heat(PALETTE_LIGHT,
                            (double)picture->size[node] / (double)view->selection->total);
    return svg_fill_color(PALETTE_LIGHT, picture->functions[picture->place[node]].fill);
}

static void put_tip(const struct picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    struct measure_text share =
        measure_share(total_of(picture, node), picture->view->selection->total);
    struct str name = STR("all");
    if (node) {
        struct label_room room = {TIP_PX, TOKEN_FONT_LABEL, 1, 40};
        double width;
        name = label_fit(&picture->functions[picture->place[node]].name, 1, &room,
                         picture->view->arena, &width);
    }
    sink_text(sink, STR("<title>"));
    sink_xml_text(sink, name);
    sink_char(sink, '\n');
    if (sides_are_shown(picture->view)) {
        put_change(picture, node);
    } else {
        sink_xml_text(sink, picture_value(picture->view, total_of(picture, node)));
        sink_text(sink, STR(", "));
        sink_xml_text(sink, measure_str(&share));
    }
    sink_text(sink, STR("</title>"));
}

static void put_outline(const struct picture *picture, double start, double width, unsigned y)
{
    struct sink *sink = picture->sink;
    width -= TOKEN_GAP;
    sink_text(sink, STR("<path d=\"M"));
    number(sink, start);
    sink_print(sink, " %uh", y);
    number(sink, width > 0.5 ? width : 0.5);
    sink_print(sink, "v%dH", TOKEN_ROW - TOKEN_GAP);
    number(sink, start);
    sink_text(sink, STR("z\">"));
}

static void put_box(const struct picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    uint32_t place = picture->place[node];
    put_outline(picture, picture->start[place], picture->end[place] - picture->start[place],
                row_y(picture, picture->depth[node]));
    put_tip(picture, node);
    sink_text(sink, STR("</path>\n"));
}

/* Again, without its name. */
static void put_again(const struct picture *picture, uint32_t node)
{
    uint32_t place = picture->place[node];
    put_outline(picture, picture->start[place], picture->end[place] - picture->start[place],
                row_y(picture, picture->depth[node]));
    sink_text(picture->sink, STR("</path>\n"));
}

static double small_width(const struct picture *picture, uint32_t node)
{
    uint64_t hidden = picture->hidden[picture->place[node]];
    return (double)hidden * WIDTH / (double)picture->size[0];
}

/* What is too small under a node, in one box. */
static void put_small(const struct picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    uint32_t place = picture->place[node];
    struct number_text count = number_grouped(picture->small[place]);
    struct measure_text share =
        measure_share((int64_t)picture->hidden[place], picture->view->selection->total);
    put_outline(picture, picture->next[place], small_width(picture, node),
                row_y(picture, picture->depth[node] + 1));
    sink_text(sink, STR("<title>"));
    sink_text(sink, number_str(&count));
    sink_text(sink, picture->small[place] == 1 ? STR(" small frame") : STR(" small frames"));
    sink_text(sink, sides_are_shown(picture->view) ? STR("") : STR(", "));
    sink_xml_text(sink, sides_are_shown(picture->view) ? STR("") : measure_str(&share));
    sink_text(sink, STR("</title></path>\n"));
}

/* ---------------------------------------------------------------- boxes, by what fills them */

static void put_filled(const struct picture *picture, bool *drawn, uint32_t fill)
{
    sink_print(picture->sink, "<g fill=\"#%06x\">\n", (unsigned)fill);
    for (size_t i = 0; i < picture->count; i++) {
        if (drawn[i] || fill_of(picture, picture->nodes[i]) != fill)
            continue;
        put_box(picture, picture->nodes[i]);
        drawn[i] = true;
    }
    sink_text(picture->sink, STR("</g>\n"));
}

static void put_all_small(const struct picture *picture, double least, double most)
{
    for (size_t i = 0; i < picture->count; i++) {
        double width = small_width(picture, picture->nodes[i]);
        if (width >= least && width < most)
            put_small(picture, picture->nodes[i]);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

static double width_of(const struct picture *picture, uint32_t node)
{
    uint32_t place = picture->place[node];
    return picture->end[place] - picture->start[place];
}

/* What lies over the boxes of what became more, or less. */
static void put_signs(const struct picture *picture, bool is_more)
{
    sink_print(picture->sink, "<g fill=\"url(#%s)\" pointer-events=\"none\">\n",
               is_more ? "more" : "less");
    for (size_t i = 0; i < picture->count; i++) {
        struct change change = change_of(picture, picture->nodes[i]);
        if (change.kind >= CHANGE_LESS && (change.delta > 0) == is_more &&
            width_of(picture, picture->nodes[i]) >= HATCH_FROM)
            put_again(picture, picture->nodes[i]);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

/* Around the top of what only one side has. */
static void put_outlines(const struct picture *picture, enum change_kind kind)
{
    const uint8_t *kinds = picture->view->changes->node_kinds;
    bool is_gone = kind == CHANGE_GONE;
    sink_print(picture->sink,
               "<g fill=\"none\" stroke=\"#%06x\" stroke-width=\"1.5\"%s "
               "pointer-events=\"none\">\n",
               (unsigned)(is_gone ? TOKEN_DIFF_LESS_MARK : TOKEN_DIFF_MORE_MARK)[PALETTE_LIGHT],
               is_gone ? " stroke-dasharray=\"3 2\"" : "");
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = picture->nodes[i];
        bool is_top = !node || kinds[picture->view->tree->parents[node]] != kind;
        if (kinds[node] == kind && is_top && width_of(picture, node) >= HATCH_FROM)
            put_again(picture, node);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

static void put_boxes(const struct picture *picture)
{
    struct sink *sink = picture->sink;
    bool *drawn = ARENA_NEW(picture->view->arena, bool, picture->count);
    for (size_t i = 0; i < picture->count; i++)
        if (!drawn[i])
            put_filled(picture, drawn, fill_of(picture, picture->nodes[i]));
    sink_print(sink, "<g fill=\"#%06x\">\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_HAIRLINE));
    put_all_small(picture, 1, HATCH_FROM);
    sink_text(sink, STR("<g fill=\"url(#small)\">\n"));
    put_all_small(picture, HATCH_FROM, 2 * WIDTH);
    if (sides_are_shown(picture->view)) {
        put_signs(picture, false);
        put_signs(picture, true);
        put_outlines(picture, CHANGE_GONE);
        put_outlines(picture, CHANGE_ADDED);
    } else if (picture->view->selection->has_negative) {
        sink_text(sink, STR("<g fill=\"url(#less)\" pointer-events=\"none\">\n"));
        for (size_t i = 0; i < picture->count; i++)
            if (total_of(picture, picture->nodes[i]) < 0)
                put_again(picture, picture->nodes[i]);
        sink_text(sink, STR("</g>\n"));
    }
}

static struct str name_label(const struct picture *picture, uint32_t node, double room_px)
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
static struct str end_of(const struct picture *picture, uint32_t node)
{
    char text[24];
    struct measure_text share =
        measure_share(total_of(picture, node), picture->view->selection->total);
    if (!sides_are_shown(picture->view))
        return str_copy(measure_str(&share), picture->view->arena);
    struct change change = change_of(picture, node);
    return str_copy(changes_sign(&change, text), picture->view->arena);
}

/* What a frame says in a picture of a tier's width; empty: nothing fits. */
static struct str label_of(const struct picture *picture, uint32_t node, size_t tier)
{
    uint32_t place = picture->place[node];
    double box_px = (picture->end[place] - picture->start[place]) * TIER_WIDTHS[tier] / WIDTH;
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

static void put_label(const struct picture *picture, uint32_t node, struct str label)
{
    struct sink *sink = picture->sink;
    struct number_text left = number_fixed(picture->start[picture->place[node]] * 100 / WIDTH, 2);
    sink_text(sink, STR("<text x=\""));
    sink_text(sink, number_str(&left));
    sink_print(sink, "%%\" dx=\"%d\" y=\"%u\">", TOKEN_LABEL_INSET,
               row_y(picture, picture->depth[node]) + TOKEN_LABEL_BASE);
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
static void put_tiers(const struct picture *picture, const struct str *labels, unsigned tiers)
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

static void put_labels(const struct picture *picture)
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

static void put_pattern(struct sink *sink, const char *id, int angle)
{
    sink_print(sink,
               "<pattern id=\"%s\" width=\"8\" height=\"8\" "
               "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(%d)\">"
               "<path stroke=\"#%06x\" stroke-opacity=\".45\" stroke-width=\"2\" d=\"M0 "
               "0v8\"/></pattern>\n",
               id, angle, (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_INK_SOFT));
}

/* For what is too small, and for what is negative, or less and more. */
static void put_hatches(const struct picture *picture)
{
    struct sink *sink = picture->sink;
    sink_print(sink,
               "<pattern id=\"small\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
               "patternTransform=\"rotate(45)\"><path fill=\"#%06x\" d=\"M0 0h6v6H0z\"/>"
               "<path stroke=\"#%06x\" stroke-width=\"1.5\" d=\"M0 0v6\"/></pattern>\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_SMALL_FILL),
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_SMALL_HATCH));
    if (sides_are_shown(picture->view) || picture->view->selection->has_negative)
        put_pattern(sink, "less", -45);
    if (sides_are_shown(picture->view))
        put_pattern(sink, "more", 45);
}

/* As wide as the style sheet says: boxes are stretched, rows and labels keep their size. */
static void put_picture(const struct picture *picture)
{
    struct sink *sink = picture->sink;
    unsigned height = (unsigned)picture->rows * TOKEN_ROW;
    sink_print(sink,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
               "role=\"img\" aria-label=\"Flame graph\">\n"
               "<svg width=\"100%%\" height=\"%u\" viewBox=\"0 0 %d %u\" "
               "preserveAspectRatio=\"none\">\n",
               WIDTH, height, height, WIDTH, height);
    sink_print(sink, "<path fill=\"#%06x\" d=\"M0 0h%dv%uH0z\"/>\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE), WIDTH, height);
    put_hatches(picture);
    put_boxes(picture);
    sink_text(sink, STR("</svg>\n"));
    put_labels(picture);
    sink_text(sink, STR("</svg>\n"));
}

/* Fewer frames until the bytes suffice. */
static void put_fitted(struct picture *picture, struct sink *sink)
{
    for (;; picture->count -= picture->count / 8 + 1) {
        struct arena scratch = *picture->view->arena;
        struct view view = *picture->view;
        struct picture attempt = *picture;
        struct sink bytes;
        view.arena = &scratch;
        attempt.view = &view;
        attempt.sink = &bytes;
        place_nodes(&attempt);
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

static void put_caption(const struct picture *picture, struct sink *sink)
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
    struct picture picture = {.view = view};
    if (!budget_spend(view->budget, view->tree->count, error))
        return false;
    measure_nodes(&picture);
    if (!picture.size[0])
        return true;
    sink_text(sink, STR("<h2>Flame graph</h2>\n"));
    choose(&picture);
    name_nodes(&picture);
    put_fitted(&picture, sink);
    put_caption(&picture, sink);
    return budget_spend(view->budget, picture.count, error);
}
