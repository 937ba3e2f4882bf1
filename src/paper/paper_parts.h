/* What the files of paper share: the surface at hand, where things land on it, what is open. */
#ifndef PAPER_PAPER_PARTS_H
#define PAPER_PAPER_PARTS_H

#include "base/array.h"
#include "base/hash.h"
#include "base/sink.h"
#include "draw/pages.h"
#include "paper/ink.h"
#include "paper/paper.h"

#include <cairo.h>

struct other_faces;

/* Pixels that may be painted, the last ones not among them. */
struct area {
    int left, top, right, bottom;
};

/* A part of the document that is open. */
struct open_tag {
    const char *name; /* of Cairo; NULL: none, as in media without tags */
    bool is_split;    /* its own text stands in spans, beside its links */
};

/* A place, marked or only asked for. */
struct place {
    const char *name;
    bool is_marked;
};

struct paper {
    struct pages pages;
    struct paper_options options;
    enum palette_theme theme;
    struct arena_store store, scratch_store; /* what stays; what a line of text takes */
    struct arena arena, scratch;
    struct sink held; /* PostScript, until its head is put right */
    cairo_surface_t *surface;
    cairo_t *cairo;
    double shrunk; /* of what was asked for; 1: nothing */
    double dpi;    /* of a PNG, as drawn */
    struct pixels pixels;
    struct ink *ink;
    struct faces faces;
    struct other_faces *others;
    const char *title, *creator;
    bool is_document;
    uint64_t links; /* a bit for each of the innermost 64 open groups: whether it is a link */

    /* Of documents. */
    double scale;             /* pixels (or points) of a point */
    size_t page;              /* the one at hand, from 1 */
    double page_end, widest;  /* points: where a picture of pages goes on below; its width */
    struct area area;         /* of a PNG: what may be painted now */
    ARRAY(struct area) areas; /* what might be before the boxes now entered */
    ARRAY(struct open_tag) tags;
    ARRAY(struct place) places;
    struct hash_table place_ids; /* places by name */
    int chapter;                 /* the outline's last line of level 1 */
};

/* The unit of a picture's canvas, and of a document, in points. */
#define PX 0.75
#define POINT 1.0

/* ---------------------------------------------------------------- surface.c */

/* Of unknown origin. */
struct surface_words {
    struct str title, subject, author, keywords, creator;
    int64_t time_ns;
};

/* Opens the surface and the context: of so many units, each so many points, scaled down where that
 * would be too large. */
void surface_open(struct paper *paper, double width, double height, double unit,
                  const struct surface_words *words);
/* Shows the last page and writes what is not written yet. */
bool surface_end(struct paper *paper, struct error *error);
/* A terminated copy that is shown safely by any program, at most so many characters (then an
 * ellipsis); in the arena. */
const char *surface_words(struct str text, size_t most, struct arena *arena);

/* ---------------------------------------------------------------- tags.c */

void tags_open(struct paper *paper, enum pages_tag tag);
void tags_close(struct paper *paper);
/* Around text that is painted. Whether tags_text_end is to be called. */
bool tags_text_begin(struct paper *paper);
void tags_text_end(struct paper *paper);
/* The groups of the canvas: links. */
void tags_open_group(struct canvas *canvas, const struct canvas_group *group);
void tags_close_group(struct canvas *canvas);
/* A place on the page at hand, in its points; the first of a name stands. */
void tags_mark(struct paper *paper, struct str name, double y);
void tags_outline(struct paper *paper, unsigned level, struct str words, struct str name);
/* Around all of a document, on its first and on its last page. The end also marks what was asked
 * for but never marked: Cairo would write no document at all. */
void tags_begin(struct paper *paper);
void tags_end(struct paper *paper);

/* ---------------------------------------------------------------- pages.c, paint.c */

extern const struct canvas_calls paper_canvas_calls;
extern const struct pages_calls paper_pages_calls;
/* Sets the colour that a role has, solid. */
void paper_set_role(struct paper *paper, enum token_role role);

#endif
