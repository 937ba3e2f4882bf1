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
    PangoRectangle extents;
    pango_layout_get_extents(layout, NULL, &extents);
    double width = (double)extents.width / PANGO_SCALE;
    x -= style->anchor == CANVAS_END ? width : style->anchor == CANVAS_MIDDLE ? width / 2 : 0;
    cairo_move_to(cairo, x, y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
    pango_cairo_show_layout(cairo, layout);
    return true;
}
