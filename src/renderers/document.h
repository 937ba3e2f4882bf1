/* The report: a document to hand to others. Here is how it is set: the page at hand, the place on
 * it, headings, paragraphs, and which part stands on which page. Lengths are points.
 *
 * It is composed more than once: first onto blank pages, until it is known on which page each place
 * is, then onto those of the medium. A part may depend on nothing else, so that the rounds agree.
 */
#ifndef RENDERERS_DOCUMENT_H
#define RENDERERS_DOCUMENT_H

#include "base/array.h"
#include "base/error.h"
#include "draw/pages.h"
#include "layout/text.h"

struct arena;
struct chapter;
struct document_facts;
struct document_figures;
struct view;

struct document_place {
    struct str name;
    size_t page;
};

struct document {
    const struct view *view; /* of the whole: settings, arena, budget */
    struct arena *arena;
    struct pages *pages;
    struct canvas *canvas;            /* of the pages */
    struct str title;                 /* of the chapter at hand */
    struct str subject, date;         /* in the running head */
    double paper_width, paper_height; /* of an upright page */
    double width, height;             /* of the page at hand */
    double most_width, all_height;    /* of the pages so far, with PAGES_GAP below each */
    double y;                         /* on the page at hand, where the next thing's room begins */
    const struct str *foot;           /* lines at the foot of the page at hand; put when it ends */
    size_t foot_count;
    double reserved;                     /* their room */
    bool is_wide;                        /* the page at hand lies on its side */
    size_t page;                         /* of the page at hand, from 1 */
    size_t page_count;                   /* in all; 0 in the first round */
    ARRAY(struct document_place) places; /* of this round, in their order */
    const struct document_place *known;  /* of the round before */
    size_t known_count;
    size_t chapter;                     /* the one at hand, from 1 */
    const struct document_facts *facts; /* of it */
    const struct document_facts **all_facts;
    unsigned figures, tables;            /* so far */
    bool is_blank;                       /* a round whose pages nobody sees */
    struct document_figures *figures_of; /* by chapter: document_figures.h */
};

/* How a text is set. */
struct document_ink {
    double size;
    enum token_role role;
    canvas_color color; /* instead of the role's; CANVAS_NONE: that */
    bool is_strong, is_mono;
    enum canvas_anchor anchor;
};

/* ---------------------------------------------------------------- pages */

/* The next page, with its running head and foot; y at its top. */
void document_turn(struct document *document, bool is_wide);
/* Small lines over a rule, to stand at the foot of the page at hand below everything else. */
void document_set_foot(struct document *document, const struct str *lines, size_t count);
/* Ends the page at hand; the next part turns. */
void document_end_page(struct document *document);
/* The margins of the page at hand, and where its text ends. */
double document_left(const struct document *document);
double document_right(const struct document *document);
double document_bottom(const struct document *document);
/* Turns to an upright page where less than so much room is left below y, or the page lies on its
 * side. Whether it did. */
bool document_need(struct document *document, double room);

/* ---------------------------------------------------------------- text */

/* A text on its base line. */
void document_put(const struct document *document, double x, double base, struct str text,
                  const struct document_ink *ink);
/* What it takes, by the table of layout/text.h. */
double document_text_width(struct str text, const struct document_ink *ink);
/* Lines of a text that are no wider: broken at spaces, or behind separators of names, never inside
 * an identifier unless it alone is wider. At most `most` (0: no limit); of more, the middle of the
 * text is left out, with an ellipsis. In the arena. */
const struct str *document_lines(const struct document *document, struct str text,
                                 const struct document_ink *ink, double width, size_t most,
                                 size_t *count);
/* A paragraph over the width of the text (0) or less, whole on a page where it is short; a very
 * long one loses its middle. Moves y. */
void document_paragraph(struct document *document, struct str text, const struct document_ink *ink,
                        double width);
/* Heading of level 1 to 3 at y, with a place of that name (unless it is empty) and a line of the
 * outline (levels 1 and 2). Turns the page where so much room would not be left below it. Level 1
 * begins a page, unless y is at its top. */
void document_heading(struct document *document, unsigned level, struct str text, struct str name,
                      double room_below);
/* "Figure 1." or "Table 1." and a sentence or two below; moves y. */
void document_caption(struct document *document, bool is_figure, struct str text);
/* Text made as printf makes it, in the arena. */
struct str document_print(const struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---------------------------------------------------------------- places */

/* The name of a place in the chapter at hand: "c1.WORD" or "c1.WORDNUMBER". */
struct str document_name(const struct document *document, const char *word, size_t number);
/* Makes a place of that name at y. */
void document_mark(struct document *document, struct str name);
/* Makes the place of a function's row in the table, whose top is at y. */
void document_mark_row(struct document *document, double y, size_t row);
/* The page of a place; 0: there is none, or it is not known yet. */
size_t document_page_of(const struct document *document, struct str name);
/* " 12" for "on page 12", also where it is not known yet. */
struct str document_page_text(const struct document *document, struct str name);
/* What is painted in between leads to the place, if there is one. */
void document_open_link(const struct document *document, const struct canvas_box *box,
                        struct str name);
void document_close_link(const struct document *document, struct str name);

/* ---------------------------------------------------------------- parts, in their order */

/* Each begins where the one before ended, and leaves y where the next may begin. False with an
 * error. */
bool document_summary(struct document *document, const struct chapter *chapter,
                      struct error *error);
bool document_flame(struct document *document, const struct chapter *chapter, struct error *error);
bool document_graph(struct document *document, const struct chapter *chapter, struct error *error);
bool document_table(struct document *document, const struct chapter *chapter, struct error *error);
bool document_functions(struct document *document, const struct chapter *chapter,
                        struct error *error);
bool document_movers(struct document *document, const struct chapter *chapter, struct error *error);
void document_glossary(struct document *document);

/* The flame graph's outermost levels in so much height at y, if there is room for a few; moves y.
 * False, and nothing drawn, if not. */
bool document_flame_outline(struct document *document, const struct chapter *chapter,
                            double height);
/* The name of the place where a function is told of, if it is: of its number in the chapter's
 * hottest functions. */
struct str document_function_place(const struct document *document, const struct chapter *chapter,
                                   struct str name);

#endif
