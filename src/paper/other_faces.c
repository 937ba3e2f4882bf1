/* One layout that is used for every such text. */
#include "paper/other_faces.h"
#include "base/escape.h"
#include "base/sink.h"
#include "draw/canvas.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

struct other_faces {
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout;
};

static struct other_faces *others_new(struct faces *faces)
{
    FcConfig *config = faces_system(faces);
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!config || !map)
        return NULL;
    struct other_faces *others = ARENA_NEW(faces->arena, struct other_faces, 1);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    others->map = map;
    others->context = pango_font_map_create_context(map);
    others->layout = pango_layout_new(others->context);
    pango_layout_set_single_paragraph_mode(others->layout, TRUE);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("calt=0,tnum=1"));
    pango_layout_set_attributes(others->layout, attributes);
    pango_attr_list_unref(attributes);
    return others;
}

void other_faces_free(struct other_faces *others)
{
    if (!others)
        return;
    g_object_unref(others->layout);
    g_object_unref(others->context);
    g_object_unref(others->map);
}

static void set_text(struct other_faces *others, struct faces *faces, struct str text,
                     const struct canvas_text_style *style)
{
    struct arena scratch = *faces->arena;
    struct sink visible;
    sink_init_buffer(&visible, &scratch, UINT64_MAX);
    sink_visible(&visible, text);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, style->is_mono ? "DejaVu Sans Mono, monospace"
                                                                  : "Inter, sans-serif");
    pango_font_description_set_weight(font, style->is_strong ? PANGO_WEIGHT_SEMIBOLD
                                                             : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_layout_set_font_description(others->layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(others->layout, visible.at, (int)visible.used);
}

static bool is_unknown(const PangoGlyphInfo *glyph)
{
    return (glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;
}

/* Characters that no face has would be boxes with their numbers, set as text, so that a copied name
 * would be these numbers. Here they are one glyph each, which is copied as the character where the
 * medium has a way to say so. Gives the glyphs of a run their places, from its start. */
static double *set_glyphs(const PangoGlyphString *run, const struct stand_in *stand_in,
                          struct arena *arena)
{
    double *starts = ARENA_NEW(arena, double, (size_t)run->num_glyphs + 1);
    for (int i = 0; i < run->num_glyphs; i++) {
        PangoGlyphInfo *glyph = &run->glyphs[i];
        if (is_unknown(glyph))
            glyph->geometry.width = (int)(stand_in->advance * PANGO_SCALE);
        starts[i + 1] = starts[i] + (double)glyph->geometry.width / PANGO_SCALE;
    }
    return starts;
}

/* Paints what stands for the characters of one cluster, first to last of its glyphs. */
static void paint_cluster(cairo_t *cairo, const struct stand_in *stand_in, struct str text,
                          const double *starts, size_t count, struct canvas_point at,
                          struct arena scratch)
{
    cairo_glyph_t *glyphs = ARENA_NEW(&scratch, cairo_glyph_t, count);
    if (!stand_in->is_copied)
        text = STR("\xef\xbf\xbd");
    cairo_text_cluster_t cluster = {(int)text.size, (int)count};
    for (size_t i = 0; i < count; i++)
        glyphs[i] = (cairo_glyph_t){stand_in->glyph, at.x + starts[i], at.y};
    cairo_show_text_glyphs(cairo, text.at, (int)text.size, glyphs, (int)count, &cluster, 1, 0);
}

/* Paints them, and leaves the others of the run. */
static void paint_unknown(cairo_t *cairo, PangoGlyphItem *run, const char *text,
                          const struct stand_in *stand_in, const double *starts,
                          struct canvas_point at, struct arena scratch)
{
    PangoGlyphItemIter part;
    for (gboolean ok = pango_glyph_item_iter_init_start(&part, run, text); ok;
         ok = pango_glyph_item_iter_next_cluster(&part)) {
        bool is_backward = part.start_glyph > part.end_glyph;
        int first = is_backward ? part.end_glyph + 1 : part.start_glyph;
        int end = is_backward ? part.start_glyph + 1 : part.end_glyph;
        struct str bytes = {text + part.start_index, (size_t)(part.end_index - part.start_index)};
        if (!is_unknown(&run->glyphs->glyphs[first]))
            continue;
        paint_cluster(cairo, stand_in, bytes, starts + first, (size_t)(end - first), at, scratch);
        for (int i = first; i < end; i++)
            run->glyphs->glyphs[i].glyph = PANGO_GLYPH_EMPTY;
    }
}

static double width_of(PangoLayoutLine *line, const struct stand_in *stand_in, struct arena scratch)
{
    double width = 0;
    for (GSList *at = line->runs; at; at = at->next) {
        const PangoGlyphString *run = ((PangoGlyphItem *)at->data)->glyphs;
        width += set_glyphs(run, stand_in, &scratch)[run->num_glyphs];
    }
    return width;
}

static void paint_line(cairo_t *cairo, PangoLayoutLine *line, const char *text,
                       const struct stand_in *stand_in, struct canvas_point at,
                       struct arena scratch)
{
    for (GSList *each = line->runs; each; each = each->next) {
        PangoGlyphItem *run = each->data;
        const double *starts = set_glyphs(run->glyphs, stand_in, &scratch);
        cairo_set_font_face(cairo, stand_in->face);
        cairo_set_font_size(cairo, stand_in->size);
        paint_unknown(cairo, run, text, stand_in, starts, at, scratch);
        cairo_move_to(cairo, at.x, at.y);
        pango_cairo_show_glyph_item(cairo, text, run);
        at.x += starts[run->glyphs->num_glyphs];
    }
    cairo_new_path(cairo);
}

bool other_faces_paint(struct other_faces **others, struct faces *faces, cairo_t *cairo, double x,
                       double y, struct str text, const struct canvas_text_style *style)
{
    if (!*others)
        *others = others_new(faces);
    if (!*others || !text.size)
        return *others != NULL;
    PangoLayout *layout = (*others)->layout;
    pango_cairo_update_context(cairo, (*others)->context);
    pango_layout_context_changed(layout);
    set_text(*others, faces, text, style);
    faces->unknown += (uint64_t)pango_layout_get_unknown_glyphs_count(layout);
    struct stand_in stand_in = {.size = style->size};
    PangoLayoutLine *line = pango_layout_get_line(layout, 0);
    if (!line || !faces_stand_in(faces, &stand_in))
        return false;
    struct arena scratch = *faces->arena;
    double width = width_of(line, &stand_in, scratch);
    double narrower = style->most > 0 && width > style->most ? style->most / width : 1;
    width *= narrower;
    x -= style->anchor == CANVAS_END ? width : style->anchor == CANVAS_MIDDLE ? width / 2 : 0;
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, narrower, 1);
    paint_line(cairo, line, pango_layout_get_text(layout), &stand_in, (struct canvas_point){0, 0},
               scratch);
    cairo_restore(cairo);
    return true;
}
