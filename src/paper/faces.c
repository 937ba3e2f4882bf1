/* Files to faces, characters to glyphs. */
#include "paper/faces.h"
#include "base/utf8.h"

#include <fontconfig/fontconfig.h>
#include <hb-ft.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include FT_MODULE_H
#include FT_MULTIPLE_MASTERS_H

enum { SIMPLE_END = 0x2300, ASCII = 128 };

/* Where distributions have them; elsewhere fontconfig finds them. */
static const char *const FILES[FACES][2] = {
    [FACE_REGULAR] = {"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
                      "/usr/share/fonts/truetype/inter/Inter-Regular.ttf"},
    [FACE_STRONG] = {"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf",
                     "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"}};
static const int WEIGHTS[FACES] = {400, 600, 400};

static void *take(FT_Memory memory, long size)
{
    (void)memory;
    return malloc((size_t)size);
}

static void *resize(FT_Memory memory, long old, long size, void *at)
{
    (void)memory;
    (void)old;
    return realloc(at, (size_t)size);
}

static void give(FT_Memory memory, void *at)
{
    (void)memory;
    free(at);
}

void faces_init(struct faces *faces, struct arena *arena)
{
    /* FreeType's own would have to be freed after the last face, by Cairo. */
    static struct FT_MemoryRec_ memory = {NULL, take, give, resize};
    *faces = (struct faces){.arena = arena};
    if (FT_New_Library(&memory, &faces->library))
        faces->library = NULL;
    else
        FT_Add_Default_Modules(faces->library);
    faces->buffer = hb_buffer_create();
}

FcConfig *faces_system(struct faces *faces)
{
    if (!faces->system)
        faces->system = FcInitLoadConfigAndFonts();
    return faces->system;
}

/* ---------------------------------------------------------------- opening */

/* Cairo keeps faces for longer than we do, so the last one to let go closes the file. */
static void close_ft(void *face)
{
    FT_Library library = ((FT_Face)face)->glyph->library;
    FT_Done_Face(face);
    FT_Done_Library(library);
}

static const cairo_user_data_key_t FT_KEY;

/* A file that holds all weights is set to one of them. */
static void choose_weight(FT_Face ft, int weight)
{
    enum { MOST_AXES = 16 };
    FT_MM_Var *axes;
    FT_Fixed at[MOST_AXES];
    if (FT_Get_MM_Var(ft, &axes))
        return;
    for (FT_UInt i = 0; i < axes->num_axis && i < MOST_AXES; i++)
        at[i] = axes->axis[i].tag == FT_MAKE_TAG('w', 'g', 'h', 't') ? weight * 65536L
                                                                     : axes->axis[i].def;
    if (axes->num_axis <= MOST_AXES)
        FT_Set_Var_Design_Coordinates(ft, axes->num_axis, at);
    FT_Done_MM_Var(ft->glyph->library, axes);
}

static struct face *face_new(struct faces *faces, FT_Face ft, int weight)
{
    struct face *face = ARENA_NEW(faces->arena, struct face, 1);
    FT_Reference_Library(faces->library);
    face->ft = ft;
    face->cairo = cairo_ft_font_face_create_for_ft_face(ft, FT_LOAD_NO_HINTING);
    if (cairo_font_face_set_user_data(face->cairo, &FT_KEY, ft, close_ft))
        close_ft(ft);
    hb_face_t *tables = hb_ft_face_create_referenced(ft);
    face->hb = hb_font_create(tables);
    hb_face_destroy(tables);
    /* Nothing to a file of one weight. */
    const hb_variation_t variation = {HB_TAG('w', 'g', 'h', 't'), (float)weight};
    hb_font_set_variations(face->hb, &variation, 1);
    face->glyphs = ARENA_NEW(faces->arena, struct glyph, SIMPLE_END);
    for (size_t i = 0; i < SIMPLE_END; i++)
        face->glyphs[i].advance = -1;
    face->kerning = ARENA_NEW(faces->arena, float, ASCII *ASCII);
    for (size_t i = 0; i < ASCII * ASCII; i++)
        face->kerning[i] = NAN;
    return face;
}

/* What fontconfig thinks nearest to Inter (or a face with one width for all), by name. */
static FT_Face find_face(struct faces *faces, enum face_name name)
{
    FT_Face ft = NULL;
    FcConfig *config = faces_system(faces);
    if (!config)
        return NULL;
    FcPattern *wanted = FcPatternCreate();
    const char *family = name == FACE_MONO ? "DejaVu Sans Mono" : "Inter";
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddString(wanted, FC_FAMILY,
                       (const FcChar8 *)(name == FACE_MONO ? "monospace" : "sans-serif"));
    FcPatternAddInteger(wanted, FC_WEIGHT, FcWeightFromOpenType(WEIGHTS[name]));
    FcConfigSubstitute(config, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result;
    FcPattern *match = FcFontMatch(config, wanted, &result);
    FcChar8 *file, *found;
    int index;
    if (match && !FcPatternGetString(match, FC_FILE, 0, &file) &&
        !FcPatternGetInteger(match, FC_INDEX, 0, &index) &&
        !FcPatternGetString(match, FC_FAMILY, 0, &found) &&
        !FT_New_Face(faces->library, (const char *)file, index & 0xffff, &ft)) {
        choose_weight(ft, WEIGHTS[name]);
        if (name != FACE_MONO && strncmp((const char *)found, family, strlen(family)) != 0)
            snprintf(faces->instead, sizeof faces->instead, "%s", (const char *)found);
    }
    FcPatternDestroy(wanted);
    if (match)
        FcPatternDestroy(match);
    return ft;
}

static struct face *face_of(struct faces *faces, enum face_name name)
{
    if (faces->is_tried[name] || !faces->library)
        return faces->faces[name];
    FT_Face ft = NULL;
    for (size_t i = 0; i < 2 && !ft; i++)
        if (FILES[name][i] && FT_New_Face(faces->library, FILES[name][i], 0, &ft))
            ft = NULL;
    if (!ft)
        ft = find_face(faces, name);
    faces->is_tried[name] = true;
    faces->faces[name] = ft && FT_IS_SCALABLE(ft) ? face_new(faces, ft, WEIGHTS[name]) : NULL;
    if (ft && !faces->faces[name])
        FT_Done_Face(ft);
    return faces->faces[name];
}

void faces_fini(struct faces *faces)
{
    for (size_t i = 0; i < FACES; i++) {
        if (!faces->faces[i])
            continue;
        hb_font_destroy(faces->faces[i]->hb);
        cairo_font_face_destroy(faces->faces[i]->cairo);
    }
    hb_buffer_destroy(faces->buffer);
    if (faces->system)
        FcConfigDestroy(faces->system);
    if (faces->library)
        FT_Done_Library(faces->library);
}

/* ---------------------------------------------------------------- setting */

/* Shapes one or two characters; the glyph and advance of the first. */
static struct glyph shape(struct faces *faces, const struct face *face, uint32_t a, uint32_t b)
{
    /* Inter's calt makes an arrow of "->"; tnum sets numbers below each other. */
    static const hb_feature_t FEATURES[] = {{HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1},
                                            {HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1}};
    hb_codepoint_t points[2] = {a, b};
    hb_buffer_clear_contents(faces->buffer);
    hb_buffer_add_codepoints(faces->buffer, points, b ? 2 : 1, 0, b ? 2 : 1);
    hb_buffer_set_direction(faces->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(faces->buffer, HB_SCRIPT_LATIN);
    hb_shape(face->hb, faces->buffer, FEATURES, sizeof FEATURES / sizeof *FEATURES);
    unsigned count;
    hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(faces->buffer, &count);
    hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(faces->buffer, &count);
    if (count != (b ? 2u : 1u))
        return (struct glyph){0, 0};
    double em = hb_face_get_upem(hb_font_get_face(face->hb));
    return (struct glyph){infos[0].codepoint, (float)(positions[0].x_advance / em)};
}

/* Glyphs that stand side by side, from left to right. */
static bool is_simple(uint32_t point)
{
    return point >= ' ' && point < SIMPLE_END && (point < 0x300 || point >= 0x370) &&
           (point < 0x590 || point >= 0x1e00);
}

static const struct glyph *glyph_of(struct faces *faces, struct face *face, uint32_t point)
{
    struct glyph *glyph = &face->glyphs[point];
    if (glyph->advance < 0)
        *glyph = shape(faces, face, point, 0);
    return glyph;
}

static double kerning(struct faces *faces, struct face *face, uint32_t a, uint32_t b)
{
    if (a >= ASCII || b >= ASCII || !a)
        return 0;
    float *kern = &face->kerning[a * ASCII + b];
    if (isnan(*kern)) {
        struct glyph pair = shape(faces, face, a, b);
        *kern = pair.id == face->glyphs[a].id ? pair.advance - face->glyphs[a].advance : 0;
    }
    return (double)*kern;
}

static uint64_t count_missing(struct faces *faces, struct face *face, struct str text)
{
    uint64_t missing = 0;
    size_t size;
    for (; text.size; text = str_skip(text, size)) {
        uint32_t point = utf8_decode(text, &size);
        missing += !FT_Get_Char_Index(face->ft, point);
    }
    (void)faces;
    return missing;
}

bool faces_stand_in(struct faces *faces, struct stand_in *stand_in)
{
    enum { REPLACEMENT = 0xfffd };
    struct face *face = face_of(faces, FACE_REGULAR), *mono = NULL;
    uint32_t point = REPLACEMENT;
    if (!face || !FT_Get_Char_Index(face->ft, point))
        mono = face_of(faces, FACE_MONO);
    if (mono && (!face || FT_Get_Char_Index(mono->ft, point)))
        face = mono;
    if (!face)
        return false;
    if (!FT_Get_Char_Index(face->ft, point))
        point = '?';
    struct glyph glyph = shape(faces, face, point, 0);
    stand_in->face = face->cairo;
    stand_in->glyph = glyph.id;
    stand_in->is_copied = faces->has_copies;
    stand_in->advance = (double)glyph.advance * stand_in->size;
    return true;
}

/* Labels were chosen for Inter; another face must not be wider. */
static double shrink_of(struct faces *faces, struct face *face, enum face_name name)
{
    static const char SAMPLE[] = "encoding/json.(*decodeState).object 12.5%";
    static const double INTER[FACES] = {20.8, 21.7, 0}; /* em */
    double width = 0;
    if (name == FACE_MONO || !faces->instead[0])
        return 1;
    for (const char *at = SAMPLE; *at; at++)
        width += (double)glyph_of(faces, face, (uint32_t)*at)->advance;
    return width > INTER[name] ? INTER[name] / width : 1;
}

bool faces_set(struct faces *faces, enum face_name name, struct str text, double size,
               struct arena *arena, struct line *line)
{
    struct face *face = face_of(faces, name);
    uint32_t before = 0;
    size_t bytes;
    if (!face) {
        faces->is_faceless = faces->is_faceless || name != FACE_MONO;
        return false;
    }
    if (!(face->shrink > 0))
        face->shrink = shrink_of(faces, face, name);
    size *= face->shrink;
    *line = (struct line){.text = text, .face = face, .size = size};
    line->glyphs = ARENA_NEW(arena, struct line_glyph, text.size);
    for (struct str rest = text; rest.size; rest = str_skip(rest, bytes)) {
        uint32_t point = utf8_decode(rest, &bytes);
        if (!is_simple(point) || !glyph_of(faces, face, point)->id) {
            faces->missing += name == FACE_MONO ? 0 : count_missing(faces, face, text);
            return false;
        }
        line->width += size * kerning(faces, face, before, point);
        line->glyphs[line->count++] =
            (struct line_glyph){face->glyphs[point].id, line->width, (int)bytes};
        line->width += size * (double)face->glyphs[point].advance;
        before = point;
    }
    return true;
}
