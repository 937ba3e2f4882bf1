/* Whether a series of measurements grows as a leak does. Pure functions of points.
 *
 * Slope: the median of the slopes of all pairs of points, and its confidence interval by the
 * variance of Kendall's S (P. K. Sen, Estimates of the regression coefficient based on Kendall's
 * tau, J. Am. Stat. Assoc. 63, 1968; H. Theil 1950), with equal values corrected for (M. G.
 * Kendall, Rank Correlation Methods, 1970).
 *
 * Significance: the Mann-Kendall test of that S. Neighbouring measurements are alike, so its
 * variance is that of fewer, independent ones: n (1 - r) / (1 + r), where r is the correlation of
 * neighbours after the trend was taken out (S. Yue, C. Y. Wang, The Mann-Kendall test modified by
 * effective sample size, Water Resour. Manag. 18, 2004), freed of the bias that taking out a trend
 * gives it (F. H. C. Marriott, J. A. Pope, Bias in the estimation of autocorrelations, Biometrika
 * 41, 1954).
 *
 * Steadiness is asked for beside: a trend may be significant and no leak. What warms up and
 * saturates, steps once, or comes in saw-teeth over a flat floor fails one of the questions in
 * growth.c. Not to be told from a leak, by anyone, is what has only been seen to rise so far: of a
 * wave longer than the window its rising part, of a cache that fills for longer than the window
 * its beginning. */
#ifndef LIVE_GROWTH_H
#define LIVE_GROWTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct series_point;

enum {
    GROWTH_LEAST = 22, /* points below which nothing is called a leak */
    GROWTH_MOST = 200, /* points that are looked at; more are thinned to the medians of blocks */
    GROWTH_PER_HOUR = 3600
};

/* A robust line through points. */
struct growth_fit {
    double first, last;      /* its values at both ends */
    double slope, low, high; /* per hour, and the bounds at 95 % */
    size_t points;           /* that there were, before thinning */
    int64_t from_ns, to_ns;
};

/* Through points in order of time; all zero without any, flat through one. */
struct growth_fit growth_fit(const struct series_point *points, size_t count, struct arena scratch);

/* What must be passed to be called a leak. */
struct growth_rule {
    double alpha; /* the chance of being called one by noise alone */
    double least; /* by how much it must have grown over all points */
    double share; /* and by which share of where it began */
};

enum growth_verdict {
    GROWTH_FEW,      /* too few points */
    GROWTH_CHANCE,   /* no trend upward beyond chance */
    GROWTH_UNSTEADY, /* upward, but as a step, a saw-tooth, or something that levels off */
    GROWTH_SMALL,    /* too little to matter */
    GROWTH_LEAK
};

/* Fills *confidence, that it grows at all (0 where that was not looked at). Points in order of
 * time. */
enum growth_verdict growth_test(const struct series_point *points, size_t count,
                                const struct growth_rule *rule, double *confidence,
                                struct arena scratch);

#endif
