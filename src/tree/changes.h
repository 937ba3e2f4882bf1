/* What differs between the two sides of a selection, function by function and path by path, and
 * which of it is noise. */
#ifndef TREE_CHANGES_H
#define TREE_CHANGES_H

#include "base/budget.h"

#include "base/str.h"

struct arena;
struct comparison;
struct frames;
struct selection;
struct tree;

enum change_kind {
    CHANGE_SAME,  /* equal on both sides */
    CHANGE_NOISE, /* chance explains it; in a picture grey */
    CHANGE_LESS,
    CHANGE_MORE,
    CHANGE_GONE, /* less: nothing of it is left */
    CHANGE_ADDED /* more: there was nothing */
};

/* Steps of colour: the change is over 0, 25, 50, 75 % of the larger side. */
enum { CHANGE_STEPS = 4 };

struct change {
    double base, new_; /* on the common scale */
    double delta;      /* new_ - base */
    double low, high; /* of delta, at the confidence asked for (not corrected); only where tested */
    double p;         /* not corrected; 1 where not tested */
    enum change_kind kind;
    unsigned step; /* below CHANGE_STEPS */
    bool is_tested;
};

struct changes {
    const struct comparison *comparison;
    const struct frames *frames;
    const struct tree *tree;
    /* By frame, then by column (enum comparison_column). */
    const int64_t *flat, *cum;
    /* enum change_kind; by frame, and by node of the tree for a path's total. */
    const uint8_t *flat_kinds, *cum_kinds, *node_kinds;
    size_t looked_at;                  /* functions that the correction counts */
    size_t not_looked_at;              /* functions that could not have shown anything */
    double level;                      /* p values below it are no noise: of functions, corrected */
    double node_level;                 /* the same of paths */
    double dispersion;                 /* as noise.h says; 0: counts alone */
    size_t significant;                /* functions with a flat or cum change that is no noise */
    const int64_t *run_flat, *run_cum; /* events by frame, then by run; NULL with one run a side */
};

/* Of all functions and paths. The tree is of the selection, which has both sides. NULL with an
 * error. */
const struct changes *changes_new(const struct selection *selection, const struct tree *tree,
                                  struct arena *arena, struct budget *budget, struct error *error);

struct change changes_flat(const struct changes *changes, uint32_t frame);
struct change changes_cum(const struct changes *changes, uint32_t frame);
struct change changes_node(const struct changes *changes, uint32_t node);
/* Of the whole. */
struct change changes_total(const struct changes *changes);
/* Of any sum of columns, as of an edge (by counts, the functions' level). */
struct change changes_of(const struct changes *changes, const int64_t columns[4]);
/* The sign text of a significant change, "+31%", with U+2212 for minus, "new", "gone"; empty for
 * noise and none. Fills `text`. */
struct str changes_sign(const struct change *change, char text[24]);

#endif
