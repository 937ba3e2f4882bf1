/* A table of letters as masks, by face, size and place between pixels. */
#include "paper/ink.h"
#include "base/hash.h"

#include <math.h>
#include <string.h>

#include FT_STROKER_H
#include FT_GLYPH_H
#include FT_OUTLINE_H

enum { PLACES = 4, LARGE = 40 /* px: letters so large stand on whole pixels */ };

struct key {
    const struct face *face;
    uint32_t glyph;
    int32_t size, around; /* 1/64 pixel */
    uint32_t place;       /* of PLACES between two pixels */
};

struct mask {
    struct key key;
    int left, top, width, height;
    const uint8_t *at;
    bool is_used;
};

struct ink {
    struct arena *arena;
    FT_Stroker stroker;
    struct mask *masks;
    size_t count, room; /* a power of two */
    const struct face *face;
    int32_t size; /* that the face is set to */
};

struct ink *ink_new(struct faces *faces, struct arena *arena)
{
    struct ink *ink = ARENA_NEW(arena, struct ink, 1);
    ink->arena = arena;
    ink->room = 1024;
    ink->masks = ARENA_NEW(arena, struct mask, ink->room);
    if (!faces->library || FT_Stroker_New(faces->library, &ink->stroker))
        ink->stroker = NULL;
    return ink;
}

void ink_free(struct ink *ink)
{
    if (ink && ink->stroker)
        FT_Stroker_Done(ink->stroker);
}

static bool is_same(const struct key *a, const struct key *b)
{
    return a->face == b->face && a->glyph == b->glyph && a->size == b->size &&
           a->around == b->around && a->place == b->place;
}

static struct mask *slot_of(struct ink *ink, const struct key *key)
{
    uint64_t words[3] = {(uint64_t)(uintptr_t)key->face,
                         (uint64_t)key->glyph << 32 | (uint32_t)key->size,
                         (uint64_t)key->place << 32 | (uint32_t)key->around};
    size_t at = (size_t)hash_bytes(words, sizeof words) & (ink->room - 1);
    while (ink->masks[at].is_used && !is_same(&ink->masks[at].key, key))
        at = (at + 1) & (ink->room - 1);
    return &ink->masks[at];
}

static void grow(struct ink *ink)
{
    struct mask *old = ink->masks;
    size_t count = ink->room;
    ink->room *= 2;
    ink->masks = ARENA_NEW(ink->arena, struct mask, ink->room);
    for (size_t i = 0; i < count; i++)
        if (old[i].is_used)
            *slot_of(ink, &old[i].key) = old[i];
}

static void keep(struct ink *ink, struct mask *mask, FT_BitmapGlyph glyph)
{
    const FT_Bitmap *bitmap = &glyph->bitmap;
    size_t width = bitmap->width, height = bitmap->rows;
    uint8_t *at = arena_alloc(ink->arena, width * height + 1, 1);
    for (size_t row = 0; row < height; row++)
        memcpy(at + row * width, bitmap->buffer + (ptrdiff_t)row * bitmap->pitch, width);
    mask->at = at;
    mask->left = glyph->left;
    mask->top = glyph->top;
    mask->width = (int)width;
    mask->height = (int)height;
}

/* Hinted only up and down: lines become sharp, distances stay. */
static void draw(struct ink *ink, struct mask *mask)
{
    const struct key *key = &mask->key;
    FT_Glyph glyph;
    if (ink->face != key->face || ink->size != key->size)
        FT_Set_Char_Size(key->face->ft, 0, key->size, 72, 72);
    ink->face = key->face;
    ink->size = key->size;
    if (FT_Load_Glyph(key->face->ft, key->glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) ||
        FT_Get_Glyph(key->face->ft->glyph, &glyph))
        return;
    if (key->around && ink->stroker) {
        FT_Stroker_Set(ink->stroker, key->around, FT_STROKER_LINECAP_ROUND,
                       FT_STROKER_LINEJOIN_ROUND, 0);
        FT_Glyph_StrokeBorder(&glyph, ink->stroker, 0, 1);
    }
    FT_Vector origin = {(FT_Pos)(key->place * 64 / PLACES), 0};
    if (!FT_Glyph_To_Bitmap(&glyph, FT_RENDER_MODE_NORMAL, &origin, 1))
        keep(ink, mask, (FT_BitmapGlyph)glyph);
    FT_Done_Glyph(glyph);
}

static const struct mask *mask_of(struct ink *ink, const struct key *key)
{
    struct mask *mask = slot_of(ink, key);
    if (mask->is_used)
        return mask;
    if (ink->count * 2 >= ink->room) {
        grow(ink);
        mask = slot_of(ink, key);
    }
    ink->count++;
    *mask = (struct mask){.key = *key, .is_used = true};
    draw(ink, mask);
    return mask;
}

/* Two channels at once, in a word with room between them. */
static uint32_t blend(uint32_t below, uint32_t color, uint32_t part)
{
    uint32_t rest = 256 - part;
    uint32_t outer = (((below & 0xff00ff) * rest + (color & 0xff00ff) * part) >> 8) & 0xff00ff;
    uint32_t inner = (((below & 0x00ff00) * rest + (color & 0x00ff00) * part) >> 8) & 0x00ff00;
    return outer | inner;
}

static void blot(const struct pixels *pixels, const struct mask *mask, int x, int y, uint32_t color)
{
    int left = x + mask->left, top = y - mask->top;
    int from = left < 0 ? -left : 0;
    int to = left + mask->width > pixels->width ? pixels->width - left : mask->width;
    for (int row = 0; row < mask->height; row++) {
        if (top + row < 0 || top + row >= pixels->height)
            continue;
        uint32_t *line = pixels->at + (size_t)(top + row) * pixels->stride + left;
        const uint8_t *parts = mask->at + (size_t)row * (size_t)mask->width;
        for (int i = from; i < to; i++)
            if (parts[i])
                line[i] = blend(line[i], color, parts[i] + (parts[i] >> 7));
    }
}

void ink_line(struct ink *ink, const struct pixels *pixels, const struct line *line, double x,
              double y, double scale, double around, uint32_t color)
{
    double size = line->size * scale;
    bool is_large = size > LARGE;
    struct key key = {.face = line->face,
                      .size = (int32_t)(size * 64 + 0.5),
                      .around = (int32_t)(around * 64 + 0.5)};
    if (!(x > -1e6 && x < 1e6 && y > -1e6 && y < 1e6))
        return;
    for (size_t i = 0; i < line->count; i++) {
        double at = x + line->glyphs[i].x * scale;
        if (at > pixels->width + size)
            break;
        double places = floor(at * PLACES + 0.5);
        key.glyph = line->glyphs[i].id;
        key.place = is_large ? 0 : (uint32_t)(places - floor(places / PLACES) * PLACES);
        int column = is_large ? (int)floor(at + 0.5) : (int)floor(places / PLACES);
        const struct mask *mask = mask_of(ink, &key);
        if (mask->width)
            blot(pixels, mask, column, (int)floor(y + 0.5), color);
    }
}
