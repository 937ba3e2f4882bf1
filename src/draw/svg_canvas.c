/* The body is collected first, then the style sheet of what it used is written before it. */
#include "draw/svg_canvas.h"
#include "base/array.h"
#include "base/base64.h"
#include "base/error.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/version.h"
#include "draw/svg.h"

#include <math.h>
#include <string.h>

static const double POINTS = 0.75; /* of a px */

/* What a class says. Widths and dashes are attributes: they differ from line to line. */
struct look {
    bool is_text;
    canvas_color fill, line;
    double fill_opacity;
    double size, halo_width;
    bool is_strong, is_mono;
    enum canvas_anchor anchor;
};

struct hatch {
    enum canvas_hatch hatch;
    canvas_color line;
};

struct svg_canvas {
    struct canvas canvas;
    struct sink *out;
    struct sink body;
    struct arena *arena;
    struct canvas_page page;
    struct str script, profile;
    ARRAY(struct look) looks;
    ARRAY(struct hatch) hatches;
    ARRAY(uint8_t) is_link; /* by open group */
    size_t last[2];         /* the look used last: of shapes, of texts */
};

static struct svg_canvas *own(struct canvas *canvas)
{
    return (struct svg_canvas *)canvas;
}

/* ---------------------------------------------------------------- numbers */

/* With at most two decimals. */
static void put_number(struct sink *sink, double value)
{
    if (!(fabs(value) < 1e12))
        value = 0;
    int64_t hundredths = (int64_t)floor(value * 100 + 0.5);
    if (hundredths < 0) {
        sink_char(sink, '-');
        hundredths = -hundredths;
    }
    int64_t whole = hundredths / 100, rest = hundredths % 100;
    if (whole || !rest)
        sink_signed(sink, whole, 0);
    if (!rest)
        return;
    sink_char(sink, '.');
    sink_char(sink, (char)('0' + rest / 10));
    if (rest % 10)
        sink_char(sink, (char)('0' + rest % 10));
}

static void put_attribute(struct sink *sink, struct str name, double value)
{
    sink_char(sink, ' ');
    sink_text(sink, name);
    sink_text(sink, STR("=\""));
    put_number(sink, value);
    sink_char(sink, '"');
}

/* ---------------------------------------------------------------- classes */

static bool same_look(const struct look *a, const struct look *b)
{
    return a->is_text == b->is_text && a->fill == b->fill && a->line == b->line &&
           a->fill_opacity == b->fill_opacity && a->size == b->size &&
           a->halo_width == b->halo_width && a->is_strong == b->is_strong &&
           a->is_mono == b->is_mono && a->anchor == b->anchor;
}

static size_t look_id(struct svg_canvas *svg, const struct look *look)
{
    size_t *last = &svg->last[look->is_text];
    if (*last < svg->looks.count && same_look(&svg->looks.at[*last], look))
        return *last;
    for (*last = 0; *last < svg->looks.count; ++*last)
        if (same_look(&svg->looks.at[*last], look))
            return *last;
    array_push(svg->arena, &svg->looks, *look);
    return *last;
}

static void put_class(struct svg_canvas *svg, const struct look *look, const char *class)
{
    struct sink *sink = &svg->body;
    sink_text(sink, STR(" class=\"c"));
    sink_unsigned(sink, look_id(svg, look), 0);
    if (class) {
        sink_char(sink, ' ');
        sink_xml_attribute(sink, str_from_c(class));
    }
    sink_char(sink, '"');
}

static uint32_t value_of(enum palette_theme theme, canvas_color color)
{
    if (color >= CANVAS_ROLE(0))
        return palette_role(theme, (enum token_role)(color - CANVAS_ROLE(0)));
    return svg_fill_color(theme, color - CANVAS_FILL(0));
}

static void put_color(struct sink *sink, const char *property, enum palette_theme theme,
                      canvas_color color)
{
    if (color == CANVAS_NONE)
        sink_print(sink, "%s:none;", property);
    else
        sink_print(sink, "%s:#%06x;", property, value_of(theme, color));
}

static void put_colors(struct sink *sink, enum palette_theme theme, const struct look *look)
{
    put_color(sink, "fill", theme, look->fill);
    if (look->line != CANVAS_NONE)
        put_color(sink, "stroke", theme, look->line);
}

static void put_shape(struct sink *sink, const struct look *look)
{
    static const char *const ANCHORS[] = {"", "text-anchor:middle;", "text-anchor:end;"};
    if (look->fill_opacity > 0) {
        sink_text(sink, STR("fill-opacity:"));
        put_number(sink, look->fill_opacity);
        sink_char(sink, ';');
    }
    if (!look->is_text)
        return;
    sink_text(sink, STR("font-size:"));
    put_number(sink, look->size);
    sink_text(sink, STR("px;"));
    sink_text(sink, look->is_strong ? STR("font-weight:600;") : STR(""));
    sink_text(sink, look->is_mono ? STR("font-family:" TOKEN_FONT_MONO ";") : STR(""));
    sink_text(sink, str_from_c(ANCHORS[look->anchor]));
    if (look->line == CANVAS_NONE)
        return;
    sink_text(sink, STR("paint-order:stroke;stroke-linejoin:round;stroke-width:"));
    put_number(sink, look->halo_width);
    sink_text(sink, STR("px;"));
}

static void put_rules(const struct svg_canvas *svg, struct sink *sink, enum palette_theme theme)
{
    sink_print(sink, "svg:root{background:#%06x}.bg{fill:#%06x}",
               palette_role(theme, TOKEN_ROLE_PAGE), palette_role(theme, TOKEN_ROLE_PAGE));
    for (size_t i = 0; i < svg->looks.count; i++) {
        sink_print(sink, ".c%zu{", i);
        put_colors(sink, theme, &svg->looks.at[i]);
        if (theme == PALETTE_LIGHT)
            put_shape(sink, &svg->looks.at[i]);
        sink_char(sink, '}');
    }
    for (size_t i = 0; i < svg->hatches.count; i++) {
        sink_print(sink, ".k%zu{", i);
        put_color(sink, "stroke", theme, svg->hatches.at[i].line);
        sink_char(sink, '}');
    }
}

/* What stands outside of @media is the whole light picture: not every viewer reads further. */
static void put_style(const struct svg_canvas *svg, struct sink *sink)
{
    sink_text(sink, STR("<style>text{font-family:" TOKEN_FONT_SANS
                        ";font-variant-ligatures:no-contextual;"
                        "font-variant-numeric:tabular-nums;white-space:pre}"));
    put_rules(svg, sink, PALETTE_LIGHT);
    sink_text(sink, STR("@media screen and (prefers-color-scheme:dark){"));
    put_rules(svg, sink, PALETTE_DARK);
    sink_text(sink, STR("}@media (forced-colors:active){rect{fill:Canvas;stroke:CanvasText}"
                        "text{fill:CanvasText;stroke:Canvas}path{stroke:CanvasText}}"
                        "@media print{svg:root{background:none}.bg{fill:none}}</style>"));
}

/* ---------------------------------------------------------------- shapes */

static struct look look_of(const struct canvas_style *style)
{
    return (struct look){
        .fill = style->fill, .line = style->line, .fill_opacity = style->fill_opacity};
}

static void put_line_style(struct sink *sink, const struct canvas_style *style)
{
    if (style->line == CANVAS_NONE)
        return;
    if (style->line_width != 1)
        put_attribute(sink, STR("stroke-width"), style->line_width);
    if (style->dash_on > 0) {
        sink_text(sink, STR(" stroke-dasharray=\""));
        put_number(sink, style->dash_on);
        sink_char(sink, ' ');
        put_number(sink, style->dash_off);
        sink_char(sink, '"');
    }
}

static void put_place(struct sink *sink, const struct canvas_box *box)
{
    put_attribute(sink, STR("x"), box->x);
    put_attribute(sink, STR("y"), box->y);
    put_attribute(sink, STR("width"), box->width);
    put_attribute(sink, STR("height"), box->height);
    if (box->radius > 0)
        put_attribute(sink, STR("rx"), box->radius);
}

static size_t hatch_id(struct svg_canvas *svg, const struct canvas_style *style)
{
    struct hatch hatch = {style->hatch, style->hatch_line};
    size_t i = 0;
    for (; i < svg->hatches.count; i++)
        if (svg->hatches.at[i].hatch == hatch.hatch && svg->hatches.at[i].line == hatch.line)
            return i;
    array_push(svg->arena, &svg->hatches, hatch);
    return i;
}

static void draw_box(struct canvas *canvas, const struct canvas_box *box,
                     const struct canvas_style *style, const char *class)
{
    struct svg_canvas *svg = own(canvas);
    struct sink *sink = &svg->body;
    struct look look = look_of(style);
    sink_text(sink, STR("<rect"));
    put_class(svg, &look, class);
    put_place(sink, box);
    put_line_style(sink, style);
    sink_text(sink, STR("/>"));
    if (style->hatch == CANVAS_PLAIN)
        return;
    sink_print(sink, "<rect fill=\"url(#k%zu)\"", hatch_id(svg, style));
    put_place(sink, box);
    sink_text(sink, STR("/>"));
}

static void put_point(struct sink *sink, char before, struct canvas_point point)
{
    sink_char(sink, before);
    put_number(sink, point.x);
    sink_char(sink, ' ');
    put_number(sink, point.y);
}

static void draw_path(struct canvas *canvas, const struct canvas_path *path,
                      const struct canvas_style *style, const char *class)
{
    struct svg_canvas *svg = own(canvas);
    struct sink *sink = &svg->body;
    struct look look = look_of(style);
    sink_text(sink, STR("<path"));
    put_class(svg, &look, class);
    sink_text(sink, STR(" d=\""));
    for (size_t i = 0; i < path->count; i++) {
        bool starts_piece = path->is_curve ? i % 3 == 1 : i == 1;
        put_point(sink,
                  i == 0           ? 'M'
                  : !starts_piece  ? ' '
                  : path->is_curve ? 'C'
                                   : 'L',
                  path->points[i]);
    }
    sink_text(sink, path->is_closed ? STR("Z\"") : STR("\""));
    put_line_style(sink, style);
    sink_text(sink, STR("/>"));
}

static void draw_text(struct canvas *canvas, struct canvas_point at, struct str text,
                      const struct canvas_text_style *style, const char *class)
{
    struct svg_canvas *svg = own(canvas);
    struct sink *sink = &svg->body;
    struct look look = {.is_text = true,
                        .fill = style->color,
                        .line = style->halo,
                        .size = style->size,
                        .halo_width = style->halo == CANVAS_NONE ? 0 : style->halo_width,
                        .is_strong = style->is_strong,
                        .is_mono = style->is_mono,
                        .anchor = style->anchor};
    sink_text(sink, STR("<text"));
    put_class(svg, &look, class);
    put_attribute(sink, STR("x"), at.x);
    put_attribute(sink, STR("y"), at.y);
    sink_char(sink, '>');
    sink_xml_text(sink, text);
    sink_text(sink, STR("</text>"));
}

/* ---------------------------------------------------------------- groups */

/* Lines stay lines; other control characters become visible. */
static void put_title(struct sink *sink, struct str title)
{
    sink_text(sink, STR("<title>"));
    for (size_t end; (end = str_find(title, '\n')) != STR_NONE; title = str_skip(title, end + 1)) {
        sink_xml_text(sink, str_slice(title, 0, end));
        sink_char(sink, '\n');
    }
    sink_xml_text(sink, title);
    sink_text(sink, STR("</title>"));
}

/* Whatever else a link might be, a script it must not. */
static bool is_web(struct str link)
{
    return str_starts(link, STR("https://")) || str_starts(link, STR("http://"));
}

static void open_group(struct canvas *canvas, const struct canvas_group *group)
{
    struct svg_canvas *svg = own(canvas);
    struct sink *sink = &svg->body;
    uint8_t is_link = is_web(group->link);
    array_push(svg->arena, &svg->is_link, is_link);
    sink_text(sink, is_link ? STR("<a href=\"") : STR("<g"));
    if (is_link) {
        sink_xml_attribute(sink, group->link);
        sink_char(sink, '"');
    }
    if (group->class) {
        sink_text(sink, STR(" class=\""));
        sink_xml_attribute(sink, str_from_c(group->class));
        sink_char(sink, '"');
    }
    for (size_t i = 0; i < group->attribute_count; i++) {
        sink_char(sink, ' ');
        sink_text(sink, str_from_c(group->attributes[i].name));
        sink_text(sink, STR("=\""));
        sink_xml_attribute(sink, group->attributes[i].value);
        sink_char(sink, '"');
    }
    sink_char(sink, '>');
    if (group->title.size)
        put_title(sink, group->title);
}

static void close_group(struct canvas *canvas)
{
    struct svg_canvas *svg = own(canvas);
    bool is_link = svg->is_link.count && svg->is_link.at[--svg->is_link.count];
    sink_text(&svg->body, is_link ? STR("</a>") : STR("</g>"));
}

/* ---------------------------------------------------------------- whole */

static void begin(struct canvas *canvas, const struct canvas_page *page)
{
    own(canvas)->page = *page;
}

static void put_start(const struct svg_canvas *svg, struct sink *sink)
{
    double width = svg->page.width * POINTS, height = svg->page.height * POINTS;
    sink_text(sink, STR("<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\""));
    sink_text(sink, STR(" width=\""));
    put_number(sink, width);
    sink_text(sink, STR("pt\" height=\""));
    put_number(sink, height);
    sink_text(sink, STR("pt\" viewBox=\"0 0 "));
    put_number(sink, width);
    sink_char(sink, ' ');
    put_number(sink, height);
    sink_text(sink, STR("\" data-render=\"" RENDER_VERSION "\" role=\"img\" aria-label=\""));
    sink_xml_attribute(sink, svg->page.subject);
    sink_text(sink, STR("\"><title>"));
    sink_xml_text(sink, svg->page.title);
    sink_text(sink, STR("</title><desc>"));
    sink_xml_text(sink, svg->page.subject);
    sink_text(sink, STR("</desc>"));
}

static void put_hatches(const struct svg_canvas *svg, struct sink *sink)
{
    if (!svg->hatches.count)
        return;
    sink_text(sink, STR("<defs>"));
    for (size_t i = 0; i < svg->hatches.count; i++)
        sink_print(sink,
                   "<pattern id=\"k%zu\" width=\"%d\" height=\"%d\" "
                   "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(%d)\">"
                   "<path class=\"k%zu\" d=\"M0 0V%d\" stroke-width=\"%d\"/></pattern>",
                   i, TOKEN_DIFF_HATCH_PERIOD, TOKEN_DIFF_HATCH_PERIOD,
                   svg->hatches.at[i].hatch == CANVAS_RISING ? 45 : -45, i, TOKEN_DIFF_HATCH_PERIOD,
                   TOKEN_DIFF_HATCH_LINE);
    sink_text(sink, STR("</defs>"));
}

static bool end(struct canvas *canvas, struct error *error)
{
    struct svg_canvas *svg = own(canvas);
    struct sink *sink = svg->out;
    if (svg->body.error.kind != ERROR_NONE) {
        *error = svg->body.error;
        return false;
    }
    put_start(svg, sink);
    put_style(svg, sink);
    put_hatches(svg, sink);
    sink_text(sink, STR("<rect class=\"bg\" width=\"100%\" height=\"100%\"/>"
                        "<g id=\"view\" transform=\"scale(.75)\">"));
    sink_text(sink, sink_str(&svg->body));
    sink_text(sink, STR("</g>"));
    if (svg->profile.size) {
        sink_text(sink, STR("<metadata id=\"render-profile\">"));
        sink_base64(sink, svg->profile);
        sink_text(sink, STR("</metadata>"));
    }
    if (svg->script.size) {
        sink_text(sink, STR("<script><![CDATA["));
        sink_text(sink, svg->script);
        sink_text(sink, STR("]]></script>"));
    }
    sink_text(sink, STR("</svg>\n"));
    return true;
}

struct canvas *svg_canvas_new(struct sink *out, struct str script, struct arena *arena)
{
    static const struct canvas_calls CALLS = {begin,     end,        draw_box,   draw_path,
                                              draw_text, open_group, close_group};
    struct svg_canvas *svg = ARENA_NEW(arena, struct svg_canvas, 1);
    svg->canvas.calls = &CALLS;
    svg->out = out;
    svg->script = script;
    svg->profile = STR("");
    svg->arena = arena;
    sink_init_buffer(&svg->body, arena, UINT64_MAX);
    return &svg->canvas;
}

void svg_canvas_carry(struct canvas *canvas, struct str gzip)
{
    own(canvas)->profile = gzip;
}
