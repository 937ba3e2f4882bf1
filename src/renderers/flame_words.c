/* The words of a flame graph: what it shows, how much, since when, in which colours. */
#include "renderers/flame_change.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "base/version.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { NARROW_TITLE = 210, WIDE_TITLE = 900, WIDE_CHANGE_TITLE = 760, LEGEND_ITEMS = 12 };

/* One line of text at a place: x in percent of the width. */
static void text_at(struct flame *flame, double percent, unsigned y, const char *classes,
                    struct str text)
{
    struct sink *sink = flame->sink;
    sink_text(sink, STR("<text x=\""));
    svg_percent(sink, percent);
    sink_print(sink, "\" y=\"%u\" class=\"%s\">", y, classes);
    sink_xml_text(sink, text);
    sink_text(sink, STR("</text>"));
}

static void put_title(struct flame *flame)
{
    struct str whole = picture_title(flame->view);
    double width, left = flame_x(flame, 0);
    double wide_px = flame->change ? WIDE_CHANGE_TITLE : WIDE_TITLE;
    struct label_room room = {wide_px, TOKEN_FONT_H1, TOKEN_LABEL_SAFE_FACTOR * 1.06, 4};
    struct str wide = label_fit(&whole, 1, &room, flame->arena, &width);
    if (width <= (double)NARROW_TITLE) {
        text_at(flame, left, TOKEN_SVG_TITLE_BASE, "t0 h1", wide);
        return;
    }
    room.width_px = (double)NARROW_TITLE;
    text_at(flame, left, TOKEN_SVG_TITLE_BASE, "t0 h1 w6", wide);
    text_at(flame, left, TOKEN_SVG_TITLE_BASE, "t0 h1 n",
            label_fit(&whole, 1, &room, flame->arena, &width));
}

struct str flame_facts(const struct flame *flame, int detail)
{
    return flame->change ? flame_change_facts(flame, detail) : picture_facts(flame->view, detail);
}

static void put_facts(struct flame *flame)
{
    double left = flame_x(flame, 0), right = flame_x(flame, 1);
    text_at(flame, left, TOKEN_SVG_FACTS_BASE, "t2 w9", flame_facts(flame, 2));
    text_at(flame, left, TOKEN_SVG_FACTS_BASE, "t2 mid", flame_facts(flame, 1));
    text_at(flame, left, TOKEN_SVG_FACTS_BASE, "t2 n", flame_facts(flame, 0));
    if (flame->change) {
        flame_change_put_total(flame);
        text_at(flame, right, TOKEN_SVG_FACTS_BASE, "t2 e w6", flame_change_note(flame));
        return;
    }
    text_at(flame, right, TOKEN_SVG_TITLE_BASE, "t0 fig e",
            picture_value(flame->view, flame->view->tree->total[0]));
    text_at(flame, right, TOKEN_SVG_FACTS_BASE, "t2 e w6",
            picture_total_note(flame->view, flame->view->tree->total[0]));
}

/* ---------------------------------------------------------------- the legend */

static struct legend_item item_of(const struct flame *flame, size_t function)
{
    static const struct str FAMILIES[] = {[NAME_RUNTIME] = STR_INIT("runtime"),
                                          [NAME_GC] = STR_INIT("garbage collector"),
                                          [NAME_KERNEL] = STR_INIT("system calls"),
                                          [NAME_UNKNOWN] = STR_INIT("no symbol")};
    const struct flame_functions *functions = flame->functions;
    const struct packed_function *item = &functions->items[function];
    enum name_family family = functions->families[function];
    struct str package = functions->packages[function];
    switch (flame->view->settings->color_by) {
    case COLOR_BY_FUNCTION:
        return (struct legend_item){item->forms[item->form_count > 1], item->fill, 0};
    case COLOR_BY_FILE:
        return (struct legend_item){
            item->file == UINT32_MAX ? STR("no file") : str_base_name(functions->files[item->file]),
            item->fill, 0};
    default:
        break;
    }
    struct palette_pick pick = palette_pick(package, STR(""), (enum palette_family)family);
    pick.step = 1;
    if (family >= NAME_RUNTIME)
        return (struct legend_item){FAMILIES[family], svg_fill_of(pick), 0};
    return (struct legend_item){package.size ? package : STR("other"), svg_fill_of(pick), 0};
}

struct legend {
    struct legend_item *items;
};

static bool by_name(const void *context, uint32_t a, uint32_t b)
{
    const struct legend *legend = context;
    return str_compare(legend->items[a].name, legend->items[b].name) < 0;
}

static bool by_weight(const void *context, uint32_t a, uint32_t b)
{
    const struct legend *legend = context;
    return legend->items[a].self > legend->items[b].self;
}

const struct legend_item *flame_legend(const struct flame *flame, size_t *count)
{
    const struct tree *tree = flame->view->tree;
    size_t functions = flame->functions->count;
    struct legend legend = {ARENA_NEW(flame->arena, struct legend_item, functions + 1)};
    struct legend_item *sorted = ARENA_NEW(flame->arena, struct legend_item, functions + 1);
    uint32_t *order = ARENA_NEW(flame->arena, uint32_t, functions + 1);
    for (uint32_t i = 0; i < functions; i++) {
        legend.items[i] = item_of(flame, i);
        order[i] = i;
    }
    for (size_t i = 1; i < tree->count; i++)
        legend.items[flame->functions->by_frame[tree->node_frames[i]]].self +=
            (uint64_t)number_abs(tree->self[i * tree->columns]);
    sort_ids(order, functions, by_name, &legend, *flame->arena);
    *count = 0;
    for (size_t i = 0; i < functions; i++) {
        struct legend_item *item = &legend.items[order[i]];
        struct legend_item *last = *count ? &legend.items[order[*count - 1]] : NULL;
        if (last && str_equal(last->name, item->name))
            last->self += item->self;
        else
            order[(*count)++] = order[i];
    }
    sort_ids(order, *count, by_weight, &legend, *flame->arena);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = legend.items[order[i]];
    return sorted;
}

static void put_item(struct flame *flame, const struct legend_item *item, struct str name,
                     struct str share, double x, struct str class)
{
    struct sink *sink = flame->sink;
    flame->used[item->fill] = true;
    sink_text(sink, STR("<g class=\""));
    sink_text(sink, class);
    sink_text(sink, STR("\"><rect class=\""));
    svg_fill_name(sink, item->fill);
    sink_print(sink,
               "\" x=\"%d\" y=\"4\" width=\"12\" height=\"12\" rx=\"2\"/><text x=\"%d\" y=\"14\" "
               "class=\"t1\">",
               (int)x, (int)x + TOKEN_SWATCH + TOKEN_SWATCH_GAP);
    sink_xml_text(sink, name);
    sink_text(sink, STR(" <tspan class=\"t2\">"));
    sink_xml_text(sink, share);
    sink_text(sink, STR("</tspan></text></g>"));
}

/* Items from left to right while there is room; each hides where the picture is too narrow for it.
 */
static void put_items(struct flame *flame)
{
    static const struct {
        double end;
        struct str class;
    } PLACES[] = {
        {340, STR_INIT("")}, {560, STR_INIT("w6")}, {840, STR_INIT("w9")}, {1060, STR_INIT("w12")}};
    size_t count;
    double x = 0, width;
    int64_t total = flame->view->selection->total;
    const struct legend_item *items = flame_legend(flame, &count);
    for (size_t i = 0, place = 0; i < count && i < LEGEND_ITEMS; i++) {
        const struct legend_item *item = &items[i];
        if (!item->self)
            break;
        struct label_room room = {200, TOKEN_FONT_SMALL, flame->factor, 8};
        struct str name = flame_visible(item->name, flame->arena);
        name = label_fit(&name, 1, &room, flame->arena, &width);
        struct measure_text share = measure_share((int64_t)item->self, total);
        width += text_width(measure_str(&share), TOKEN_FONT_SMALL, TEXT_REGULAR) + 4 +
                 TOKEN_SWATCH + TOKEN_SWATCH_GAP;
        while (place < 4 && x + width > PLACES[place].end)
            place++;
        if (place == 4)
            break;
        put_item(flame, item, name, measure_str(&share), x, PLACES[place].class);
        x += width + TOKEN_LEGEND_GAP;
    }
}

static void put_heat(struct flame *flame)
{
    struct sink *sink = flame->sink;
    sink_text(sink, STR("<text x=\"0\" y=\"14\" class=\"t2\">0</text>"));
    for (unsigned i = 0; i < TOKEN_HEAT_COUNT; i++) {
        unsigned fill = svg_fill_of_heat(number_pow(i / 8.0, 1.25));
        flame->used[fill] = true;
        sink_text(sink, STR("<rect class=\""));
        svg_fill_name(sink, fill);
        sink_print(sink, "\" x=\"%u\" y=\"4\" width=\"18\" height=\"12\"/>", 14 + 18 * i);
    }
    sink_text(sink, STR("<text x=\"184\" y=\"14\" class=\"t2\">100% of total</text>"));
}

struct str flame_legend_note(const struct flame *flame)
{
    static const char *const BY[] = {"package", "function", "file"};
    struct sink note;
    sink_init_buffer(&note, flame->arena, UINT64_MAX);
    sink_print(&note, "self %sby %s", measure_is_time(flame->view->selection->unit) ? "time " : "",
               BY[flame->view->settings->color_by]);
    return sink_str(&note);
}

static void put_legend(struct flame *flame)
{
    int color_by = flame->view->settings->color_by;
    struct sink *sink = flame->sink;
    if (flame->change) {
        flame_change_put_legend(flame);
        return;
    }
    sink_print(sink, "<g id=\"legend\"><svg x=\"");
    svg_percent(sink, flame_x(flame, 0));
    sink_print(sink, "\" y=\"%d\" width=\"", TOKEN_SVG_LEGEND_TOP);
    svg_percent(sink, flame_x(flame, 1) - flame_x(flame, 0));
    sink_text(sink, STR("\" height=\"20\" overflow=\"visible\">"));
    if (color_by == COLOR_BY_WEIGHT)
        put_heat(flame);
    else
        put_items(flame);
    sink_text(sink, STR("</svg>"));
    if (color_by != COLOR_BY_WEIGHT)
        text_at(flame, flame_x(flame, 1), TOKEN_SVG_LEGEND_TOP + 14, "t2 e w12",
                flame_legend_note(flame));
    sink_text(sink, STR("</g>"));
}

/* ---------------------------------------------------------------- the last line */

bool flame_any_inlined(const struct flame *flame)
{
    for (size_t i = 0; i < flame->drawn->node_count; i++)
        if (flame->view->tree->inlined[flame->drawn->nodes[i]])
            return true;
    return false;
}

static void put_key(struct flame *flame)
{
    struct sink *sink = flame->sink;
    bool inlined = flame_any_inlined(flame), small = flame->drawn->run_count > 0;
    if (!inlined && !small)
        return;
    sink_text(sink, STR("<svg class=\"w6\" x=\""));
    svg_percent(sink, flame_x(flame, 1));
    sink_print(sink, "\" y=\"%u\" width=\"1\" height=\"20\" overflow=\"visible\">",
               flame->height - 28);
    if (small)
        sink_text(sink, STR("<rect fill=\"url(#h)\" x=\"-164\" y=\"4\" width=\"14\" height=\"12\" "
                            "rx=\"2\"/><text x=\"0\" y=\"14\" class=\"t2 e\">frames too small to "
                            "draw</text>"));
    if (inlined)
        sink_print(sink,
                   "<g transform=\"translate(%d)\"><path class=\"inl\" d=\"M2 3V16\"/><text "
                   "x=\"9\" y=\"14\" class=\"t2\">inlined</text></g>",
                   small ? -232 : -54);
    sink_text(sink, STR("</svg>"));
}

static void put_status(struct flame *flame)
{
    struct sink *sink = flame->sink;
    sink_print(sink, "<line class=\"rule\" x2=\"100%%\" y1=\"%u.5\" y2=\"%u.5\"/>",
               flame->height - TOKEN_SVG_STATUS, flame->height - TOKEN_SVG_STATUS);
    double width;
    struct label_room room = {560, TOKEN_FONT_SMALL, TOKEN_LABEL_SAFE_FACTOR, 20};
    struct str text = picture_provenance(flame->view);
    text = label_fit(&text, 1, &room, flame->arena, &width);
    sink_text(sink, STR("<g id=\"status\">"));
    text_at(flame, flame_x(flame, 0), flame->height - 14, width > 380 ? "t2 w9" : "t2 w6", text);
    text_at(flame, flame_x(flame, 0), flame->height - 14, width > 380 ? "t2 mid" : "t2 n",
            STR("render " RENDER_VERSION));
    if (width > 380)
        text_at(flame, flame_x(flame, 0), flame->height - 14, "t2 n",
                STR("render " RENDER_VERSION));
    put_key(flame);
    sink_text(sink, STR("</g>"));
}

void flame_nothing(const struct flame *flame, struct str lines[2])
{
    picture_nothing(flame->view, lines);
}

static void put_nothing(struct flame *flame)
{
    unsigned y = flame->top + TOKEN_ROW + 30;
    double left = flame_x(flame, 0);
    struct str lines[2];
    flame_nothing(flame, lines);
    text_at(flame, left, y, "t0 b", lines[0]);
    text_at(flame, left, y + 20, "t1", lines[1]);
}

void flame_words(struct flame *flame)
{
    put_title(flame);
    put_facts(flame);
    if (flame->boxes->size[0])
        put_legend(flame);
    else
        put_nothing(flame);
    put_status(flame);
}
