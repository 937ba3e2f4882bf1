/* Tests that are made together, and the level of each, so that with a chance of 1 - alpha none of
 * them finds a difference where there is none.
 *
 * By pooled events, those of both sides together, which say nothing of the sides: half of alpha is
 * shared out in equal parts, half by events (weighted Bonferroni), so that what weighs much is
 * found as if there were few others, and what weighs little has at worst half the level that equal
 * parts would give. Tests with so few events that even all of them on one side could not pass are
 * not counted (Tarone 1990); of tests by rank, which differ in no such way, as many of the largest
 * are counted as can pass. */
#ifndef SELECT_NOISE_FAMILY_H
#define SELECT_NOISE_FAMILY_H

#include "select/noise.h"

struct noise_family {
    double alpha;
    size_t tests;        /* that are counted */
    double events;       /* their pooled events */
    double least_events; /* pooled events from which on a test is counted */
};

/* Of tests by their pooled events; those without are none. */
struct noise_family noise_family_of(const double *events, size_t count, double alpha,
                                    const struct noise_sides *sides, enum noise_model model);
/* The level of a test with so many pooled events; 0: it is not counted and cannot pass. */
double noise_family_level(const struct noise_family *family, double events);

#endif
