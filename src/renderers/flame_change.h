/* What a flame graph of a difference has more: widths of two sides, colours of change, words. */
#ifndef RENDERERS_FLAME_CHANGE_H
#define RENDERERS_FLAME_CHANGE_H

#include "renderers/flame_parts.h"
#include "tree/changes.h"

enum { FLAME_CHANGE_KINDS = 8 }; /* codes are kind + 8 * step */

struct comparison_words;

struct flame_change {
    const struct comparison_words *words;
    const struct changes *changes;
    const uint8_t *codes;      /* by node */
    const uint64_t *intervals; /* by node, as packed frames have them */
    double factors[2];         /* by side: raw values times this are comparable */
    int shift; /* sizes are comparable values times `power`, 2 to this, rounded up */
    double power;
};

/* Of the view's changes; NULL: it has none. */
const struct flame_change *flame_change_new(const struct view *view, struct arena *arena);
/* By node: its size without its children, by --width_by. */
uint64_t *flame_change_sizes(const struct flame *flame);
/* The colour of a node, as draw/svg.h numbers tones. */
int flame_change_tone(const struct flame *flame, uint32_t node);
/* -1: the top of what is gone, 1: the top of what is new, 0: neither. */
int flame_change_mark(const struct flame *flame, uint32_t node);
/* What stands at the right end of a box: "-31%", "new"; empty where it is noise, and below the top
 * of what is new or gone. */
struct str flame_change_sign(const struct flame *flame, uint32_t node);
/* Both values and the change of a node, in lines after its name. */
struct str flame_change_tip(const struct flame *flame, uint32_t node);
/* A packed column becomes that of a side. */
void flame_change_column(const struct flame *flame, size_t side, struct packed_column *column);
/* The packed frames' part; `order` is the nodes in preorder. */
const struct packed_changes *flame_change_packed(const struct flame *flame, const uint32_t *order);

/* ---------------------------------------------------------------- words */

/* "16.01s -> 7.90s", with an arrow. */
struct str flame_change_values(const struct flame *flame);
/* The whole's change, "-51%". */
struct str flame_change_whole(const struct flame *flame);
/* "base -> new", and whether it is noise, or a part of the total */
struct str flame_change_note(const struct flame *flame);
/* Both sides and how they were made comparable; `detail` 0 is the shortest, 3 all. */
struct str flame_change_facts(const struct flame *flame, int detail);
/* As flame_nothing. */
void flame_change_nothing(const struct flame *flame, struct str lines[2]);
struct str flame_change_subject(const struct flame *flame);

/* ---------------------------------------------------------------- SVG */

/* The hatched fills, "url(#l3)". */
void flame_change_defs(struct flame *flame);
/* Attributes for the script. */
void flame_change_data(struct flame *flame);
/* Both values and the change, at the right of the title. */
void flame_change_put_total(struct flame *flame);
void flame_change_put_legend(struct flame *flame);
/* Outlines of what is new and gone. */
void flame_change_put_marks(struct flame *flame);

/* ---------------------------------------------------------------- the legend */

/* A strip of cells from all less to all more, samples of marks, numbers below. In px from the left
 * of the picture's inside and the top of the legend. */
struct flame_change_cell {
    double x, width;
    int tone, mark; /* mark: as flame_change_mark, then there is no fill */
};

struct flame_change_text {
    double x, y;
    struct str text;
    int anchor;      /* enum canvas_anchor */
    bool is_small;   /* the smallest size */
    bool is_on_fill; /* stands on a cell */
    bool is_narrow;  /* in pictures that have no room for all, fluid ones alone */
    double end;      /* px that it reaches to */
};

struct flame_change_legend {
    struct flame_change_cell cells[11];
    struct flame_change_text texts[14];
    size_t text_count;
};

enum { FLAME_CHANGE_CELL_TOP = 2, FLAME_CHANGE_CELL_HEIGHT = 14, FLAME_CHANGE_LEGEND_TOP = 68 };

void flame_change_legend(const struct flame *flame, struct flame_change_legend *legend);

#endif
