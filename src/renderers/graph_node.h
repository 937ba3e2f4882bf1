/* The box of a node: its texts broken into lines and arranged so that it takes little room. Knows
 * only words and sizes. */
#ifndef RENDERERS_GRAPH_NODE_H
#define RENDERERS_GRAPH_NODE_H

#include "base/str.h"

struct arena;

/* What a text in a box is. */
enum graph_ink {
    GRAPH_OVER, /* package and type, address, place, a label's text */
    GRAPH_OWN,  /* the function */
    GRAPH_FLAT,
    GRAPH_CUM,
};

/* All safe to show; any may be empty. */
struct graph_words {
    struct str address, over, own, place;
    struct str flat, cum; /* "1.48s 9.2%", "of 2.79s 17.4%" */
    double size;          /* px of the function's font */
    bool is_double;       /* two bars, one above the other */
    bool is_low;          /* rather wide than high */
};

struct graph_run {
    struct str text;
    double x, y; /* of its start on the base line, from the box's upper left corner */
    double size; /* px of the font */
    enum graph_ink ink;
};

struct graph_box {
    double width, height;
    const struct graph_run *runs;
    size_t count;
    double bar_x, bar_y, bar_width; /* of the bar, or else bar_width is 0 */
};

/* Of the arrangements the one with the least area, at readable proportions. */
struct graph_box graph_box_new(const struct graph_words *words, struct arena *arena);
/* The box of a label: lines that the two characters \n part. */
struct graph_box graph_tag_box(struct str text, struct arena *arena);

/* px between two bars. */
#define GRAPH_BAR_ROOM 1.5

/* At least so wide; its texts stay at the left. */
void graph_box_widen(struct graph_box *box, double width);

/* What a line may hold, and a word that cannot be broken, in characters. */
/* The text without its middle where it has more than `most` characters. */
struct str graph_shortened(struct str text, size_t most, struct arena *arena);

enum { GRAPH_LINE_MOST = 40, GRAPH_WORD_MOST = 60 };
/* What a tooltip may hold of a name. */
enum { GRAPH_NAME_MOST = 300 };

#endif
