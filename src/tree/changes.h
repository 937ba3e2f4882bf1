/* What differs between the two sides of a selection, function by function and path by path, and
 * which of it is noise.
 *
 * Whether a change is noise is told by events, which way it goes by values: where the values are
 * equal it is none, whatever the events do, and where both differ in opposite ways (fewer, longer
 * waits) it goes as the values do. Where nothing can be tested every difference is one.
 *
 * Functions are tested by what they do themselves, with what they call, and by origin, at a third
 * of the level each; what is the same by two of these is tested once, and a third that none needs
 * is the others'. Paths are tested together, apart from functions, and so is the total, alone.
 * Paths and edges are never tested by rank: so many are there that no order of runs could pass. */
#ifndef TREE_CHANGES_H
#define TREE_CHANGES_H

#include "base/budget.h"
#include "base/number.h"
#include "base/str.h"
#include "select/noise_family.h"
#include "tree/change_runs.h"
#include "tree/origins.h"

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
    const int64_t *origin; /* of the samples that belong to the function (tree/origins.h) */
    /* enum change_kind; by frame, and by node of the tree for a path's total. */
    const uint8_t *flat_kinds, *cum_kinds, *origin_kinds, *node_kinds;
    struct origins origins;
    size_t looked_at;     /* functions that the correction counts */
    size_t not_looked_at; /* functions with events that could not have shown anything */
    size_t significant;   /* functions with a flat or cum change that is no noise */
    double level;         /* the least of functions: a p value below it is no noise; what has more
                             events is given more (select/noise_family.h) */
    double node_level;    /* the same of paths */
    double dispersion;    /* as noise.h says; 0: counts alone */
    const int64_t *run_flat, *run_cum; /* events by frame, then by run; NULL with one run a side */

    struct noise_sides sides;
    double z; /* of intervals: the normal distribution's quantile */
    struct noise_family flat_family, cum_family, origin_family, node_family;
    /* By frame and of the whole, where tests are by rank: p. */
    const double *flat_ranks, *cum_ranks, *origin_ranks;
    double total_rank;
};

/* Of all functions and paths. The tree is of the selection, which has both sides. NULL with an
 * error. */
const struct changes *changes_new(const struct selection *selection, const struct tree *tree,
                                  struct arena *arena, struct budget *budget, struct error *error);

struct change changes_flat(const struct changes *changes, uint32_t frame);
struct change changes_cum(const struct changes *changes, uint32_t frame);
struct change changes_origin(const struct changes *changes, uint32_t frame);
struct change changes_node(const struct changes *changes, uint32_t node);
/* Of the whole. */
struct change changes_total(const struct changes *changes);
/* Of any sum of columns, as of an edge, at the level of functions' cum. */
struct change changes_of(const struct changes *changes, const int64_t columns[4]);
/* Below 0: less; above: more, by its step; 0: noise, or no change. */
int change_tone(enum change_kind kind, unsigned step);
/* The size of a change in percent, without its sign: to a tenth below `fine`, and where whole
 * percents would make 0 or all of what is neither. */
struct number_text changes_percent(double percent, double fine);
/* The sign text of a significant change, "+31%", with U+2212 for minus, "new", "gone"; empty for
 * noise and none. Fills `text`. */
struct str changes_sign(const struct change *change, char text[24]);

#endif
