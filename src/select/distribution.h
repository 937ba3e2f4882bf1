/* Tails of distributions, the same on every machine: by base/number's logarithm and exponential, to
 * ten digits or more unless said. */
#ifndef SELECT_DISTRIBUTION_H
#define SELECT_DISTRIBUTION_H

#include <stddef.h>

/* P(Z >= z) of the standard normal distribution. */
double normal_above(double z);
/* The z with P(Z >= z) = p, for p from 1e-300 to .5. */
double normal_quantile(double p);

/* P(T >= t) of Student's distribution, for t >= 0 and df > 0. */
double student_above(double t, double df);
/* The t with P(T >= t) = p, for p from 1e-6 to .5 and df >= 1: to .5 %. `z` is the normal quantile
 * of p. */
double student_quantile(double p, double z, double df);

/* P(X >= count) of a binomial distribution: `trials` each with the chance `chance`, whose
 * complement is given too. Exact up to 10,000 trials, beyond to five digits. */
double binomial_above(double count, double trials, double chance, double complement);

/* P(U <= u) of Mann and Whitney's U where nothing ties, for at most 50 values in all. */
double mann_whitney_below(double u, size_t a, size_t b);

#endif
