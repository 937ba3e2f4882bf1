/* Whether two counts of sampled events differ by more than chance. Knows no profiles.
 *
 * NOISE_COUNTS: one run a side. Given the sum of both counts, the new one is binomial with the
 *   share that exposures (how much each side's scale weighs) make likely: an exact two-sided test
 *   (Przyborowski and Wilenski 1940), twice the smaller tail, so that it errs on the side of
 * chance. NOISE_DISPERSED: two to seven runs on a side. Counts vary as m + d m^2, with d pooled
 * over functions and runs (moments); Student's t with Satterthwaite's degrees of freedom, so that
 * it is the plain count's test where counting explains all, and a t test of runs where it does not.
 *   It never finds what the plain count's test does not.
 * NOISE_RANKS: eight or more runs on each side: Mann and Whitney's U of the runs' shares of the
 *   common scale, exact where nothing ties and there are at most 50 runs, as benchstat does; else
 *   normal, corrected for ties and continuity. */
#ifndef SELECT_NOISE_H
#define SELECT_NOISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum noise_model { NOISE_UNTESTED, NOISE_COUNTS, NOISE_DISPERSED, NOISE_RANKS };

enum { NOISE_RANK_RUNS = 8 };

/* By the runs of the sides. */
enum noise_model noise_model_of(size_t base_runs, size_t new_runs);

struct noise_sides {
    double base_exposure, new_exposure; /* events expected of each, relative to the other, if
                                           nothing changed: 1 over the side's scale */
    size_t base_runs, new_runs;
    double dispersion; /* NOISE_DISPERSED: d */
};

/* The two-sided p value of counts; 1 where both are 0 or one is negative. */
double noise_p_counts(const struct noise_sides *sides, double base_events, double new_events);
double noise_p_dispersed(const struct noise_sides *sides, double base_events, double new_events);
/* Whether the one or the other (not by ranks) is below a level; quick where it plainly is not. */
bool noise_differs(const struct noise_sides *sides, enum noise_model model, double base_events,
                   double new_events, double level);
/* Of shares by run; `base` and `new_` hold one a run. The arrays are sorted in place. */
double noise_p_ranks(double *base, size_t base_runs, double *new_, size_t new_runs);
/* The least p value that so many events, or runs, can give: what cannot pass a level need not be
 * looked at (Tarone 1990). */
double noise_least_p_counts(const struct noise_sides *sides, double events);
double noise_least_p_ranks(size_t base_runs, size_t new_runs);

/* The dispersion d, never negative: `events` holds, function by function, the counts of each run;
 * `exposures` is by run, and `run_sides` too (0 or 1). */
double noise_dispersion(const double *events, size_t functions, const double *exposures,
                        const uint8_t *run_sides, size_t runs);

/* Half the width of the confidence interval of new - base on the common scale, in events of the
 * base's scale, at a two-sided level of 1 - alpha. By ranks too it is that of counts that vary
 * more, with the dispersion given. */
double noise_half_width(const struct noise_sides *sides, enum noise_model model, double base_events,
                        double new_events, double alpha);
/* The same with `z`, the normal distribution's quantile of alpha / 2, worked out before. */
double noise_half_width_by(const struct noise_sides *sides, enum noise_model model,
                           double base_events, double new_events, double alpha, double z);

/* The interval that reaches `half` to either side of a difference. It is worked out another way
 * than p, so at 0 it goes by whether p says that the sides differ: then it ends there, otherwise it
 * reaches it. */
struct noise_interval {
    double low, high;
};
struct noise_interval noise_interval(double delta, double half, bool differs);

/* The sampled objects that a heap profile's scaled count stands for: `objects` of `bytes` in sum,
 * at one sample in `rate` bytes (Go's and tcmalloc's formula, turned round). */
double noise_unsampled(int64_t objects, int64_t bytes, int64_t rate);

#endif
