/* The faces of paper, and lines of text set in them: Inter from its own files, so that no picture
 * depends on what else is installed. What Inter lacks is other_faces.h's. */
#ifndef PAPER_FACES_H
#define PAPER_FACES_H

#include "base/arena.h"
#include "base/str.h"

#include <cairo-ft.h>
#include <hb.h>
#include <stdint.h>

enum face_name { FACE_REGULAR, FACE_STRONG, FACE_MONO, FACES };

struct glyph {
    uint32_t id;
    float advance; /* em; negative: not looked up yet */
};

struct face {
    FT_Face ft;
    cairo_font_face_t *cairo;
    hb_font_t *hb;
    struct glyph *glyphs; /* by code point, the simple ones */
    float *kerning;       /* em, by pairs of ASCII; NAN: not looked up yet */
    double shrink;        /* of its size, where it stands in for Inter and is wider; else 1 */
};

struct faces {
    struct arena *arena;
    FT_Library library;
    hb_buffer_t *buffer;
    struct face *faces[FACES]; /* NULL: not opened yet, or none is there */
    bool is_tried[FACES];
    FcConfig *system; /* all faces of this machine; NULL: not needed yet */
    char instead[64]; /* the face that stands in for Inter; empty: Inter is there */
    uint64_t missing; /* characters that Inter does not have */
    uint64_t unknown; /* that no face has */
    bool is_faceless; /* there is no face at all */
    bool has_copies;  /* the medium can say what a glyph stands for, each time */
};

struct line_glyph {
    uint32_t id;
    double x; /* px from the start of the line */
    int bytes;
};

/* A line of text in glyphs. */
struct line {
    struct str text;
    const struct face *face;
    struct line_glyph *glyphs;
    size_t count;
    double size, width; /* px */
};

struct stand_in {
    cairo_font_face_t *face;
    uint32_t glyph;
    double size, advance; /* px */
    bool is_copied;       /* as the character that it stands for */
};

void faces_init(struct faces *faces, struct arena *arena);
void faces_fini(struct faces *faces);
/* What stands for a character that no face has: U+FFFD where a face has that, otherwise a question
 * mark, in the size that is set. False where there is no face at all. */
bool faces_stand_in(struct faces *faces, struct stand_in *stand_in);
/* All faces of this machine, as fontconfig finds them; NULL where it finds none. */
FcConfig *faces_system(struct faces *faces);
/* Sets a text of UTF-8 in a line (in the arena). False where a character is not in the face, or
 * asks for more than glyphs side by side. */
bool faces_set(struct faces *faces, enum face_name name, struct str text, double size,
               struct arena *arena, struct line *line);

#endif
