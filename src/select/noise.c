/* Tests of counts and of runs. */
#include "select/noise.h"
#include "base/number.h"
#include "select/distribution.h"

#include <math.h>
#include <stdlib.h>

enum { EXACT_RANKS = 50 };

enum noise_model noise_model_of(size_t base_runs, size_t new_runs)
{
    if (!base_runs || !new_runs)
        return NOISE_UNTESTED;
    if (base_runs == 1 && new_runs == 1)
        return NOISE_COUNTS;
    return base_runs >= NOISE_RANK_RUNS && new_runs >= NOISE_RANK_RUNS ? NOISE_RANKS
                                                                       : NOISE_DISPERSED;
}

/* ---------------------------------------------------------------- counts */

/* Whether exposures are such that a test has a meaning. */
static bool is_exposed(const struct noise_sides *sides)
{
    double sum = sides->base_exposure + sides->new_exposure;
    return sides->base_exposure > 0 && sides->new_exposure > 0 && sum < INFINITY;
}

static double new_chance(const struct noise_sides *sides)
{
    return sides->new_exposure / (sides->base_exposure + sides->new_exposure);
}

static double base_chance(const struct noise_sides *sides)
{
    return sides->base_exposure / (sides->base_exposure + sides->new_exposure);
}

double noise_p_counts(const struct noise_sides *sides, double base_events, double new_events)
{
    double sum = base_events + new_events;
    if (!(sum > 0) || base_events < 0 || new_events < 0 || !is_exposed(sides))
        return 1;
    double of_base = base_chance(sides), of_new = new_chance(sides);
    bool more = new_events > sum * of_new;
    double tail = more ? binomial_above(new_events, sum, of_new, of_base)
                       : binomial_above(base_events, sum, of_base, of_new);
    return fmin(1, 2 * tail);
}

double noise_least_p_counts(const struct noise_sides *sides, double events)
{
    if (!(events > 0) || !is_exposed(sides))
        return 1;
    double chance = fmin(base_chance(sides), new_chance(sides));
    return fmin(1, 2 * number_exp(events * number_log(chance)));
}

/* ---------------------------------------------------------------- counts that vary more */

/* The variance of a difference: what counting gives, and what comes on top, known from so many
 * runs. */
struct variance {
    double counting, dispersed;
    double runs;
};

static double degrees_of(const struct variance *variance)
{
    double share = variance->dispersed / (variance->counting + variance->dispersed);
    return share > 0 ? fmax(1, variance->runs - 2) / (share * share) : INFINITY;
}

static struct variance variance_of(const struct noise_sides *sides, double counting,
                                   double base_square, double new_square)
{
    double base_runs = (double)sides->base_runs, new_runs = (double)sides->new_runs;
    double dispersed = sides->dispersion * (base_square / base_runs + new_square / new_runs);
    return (struct variance){counting, dispersed, base_runs + new_runs};
}

/* Of rates, whose variance is that of the rate that both sides would share. No less than what
 * counts alone give. */
double noise_p_dispersed(const struct noise_sides *sides, double base_events, double new_events)
{
    double by_counts = noise_p_counts(sides, base_events, new_events);
    if (!(sides->dispersion > 0) || by_counts == 1)
        return by_counts;
    double base = sides->base_exposure, new_ = sides->new_exposure;
    double rate = (base_events + new_events) / (base + new_);
    struct variance variance =
        variance_of(sides, rate / base + rate / new_, rate * rate, rate * rate);
    double size = sqrt(variance.counting + variance.dispersed);
    double t = fabs(new_events / new_ - base_events / base) / size;
    return fmax(by_counts, fmin(1, 2 * student_above(t, degrees_of(&variance))));
}

/* Within two standard deviations of counting p is above a thousandth, whatever the counts. */
bool noise_differs(const struct noise_sides *sides, enum noise_model model, double base_events,
                   double new_events, double level)
{
    double base = base_chance(sides), new_ = new_chance(sides);
    double distance = new_events * base - base_events * new_;
    if (level <= 0.001 && distance * distance <= 4 * (base_events + new_events) * base * new_)
        return false;
    return level > 0 &&
           (model == NOISE_COUNTS ? noise_p_counts(sides, base_events, new_events)
                                  : noise_p_dispersed(sides, base_events, new_events)) < level;
}

/* What one function's runs on one side add to the sums: how far the counts are from their mean,
 * less what counting explains, and what a dispersion of 1 would add. */
static void add_side(const double *events, const double *exposures, const uint8_t *run_sides,
                     size_t runs, uint8_t side, double *excess, double *weight)
{
    double count = 0, sum = 0, exposure = 0, squares = 0, distance = 0;
    for (size_t r = 0; r < runs; r++)
        if (run_sides[r] == side && exposures[r] > 0) {
            count++;
            sum += events[r];
            exposure += exposures[r];
            squares += exposures[r] * exposures[r];
        }
    if (count < 2 || !(sum > 0))
        return;
    for (size_t r = 0; r < runs; r++)
        if (run_sides[r] == side && exposures[r] > 0) {
            double mean = sum * (exposures[r] / exposure);
            distance += (events[r] - mean) * (events[r] - mean) / mean;
        }
    *excess += distance - (count - 1);
    *weight += sum * (1 - squares / (exposure * exposure));
}

double noise_dispersion(const double *events, size_t functions, const double *exposures,
                        const uint8_t *run_sides, size_t runs)
{
    double excess = 0, weight = 0;
    for (size_t i = 0; i < functions; i++)
        for (uint8_t side = 0; side < 2; side++)
            add_side(events + i * runs, exposures, run_sides, runs, side, &excess, &weight);
    return excess > 0 && weight > 0 ? excess / weight : 0;
}

double noise_half_width_by(const struct noise_sides *sides, enum noise_model model,
                           double base_events, double new_events, double alpha, double z)
{
    if (!is_exposed(sides) || model == NOISE_UNTESTED)
        return 0;
    double ratio = sides->base_exposure / sides->new_exposure, new_ = ratio * new_events;
    double counting = fabs(base_events) + ratio * fabs(new_);
    struct noise_sides own = *sides;
    own.dispersion = model == NOISE_COUNTS ? 0 : own.dispersion;
    struct variance variance = variance_of(&own, counting, base_events * base_events, new_ * new_);
    double all = variance.counting + variance.dispersed;
    return all > 0 ? sqrt(all) * student_quantile(alpha / 2, z, degrees_of(&variance)) : 0;
}

double noise_half_width(const struct noise_sides *sides, enum noise_model model, double base_events,
                        double new_events, double alpha)
{
    return noise_half_width_by(sides, model, base_events, new_events, alpha,
                               normal_quantile(alpha / 2));
}

struct noise_interval noise_interval(double delta, double half, bool differs)
{
    struct noise_interval interval = {delta - half, delta + half};
    if (!differs)
        return (struct noise_interval){fmin(interval.low, 0), fmax(interval.high, 0)};
    if (delta < 0)
        interval.high = fmin(interval.high, 0);
    if (delta > 0)
        interval.low = fmax(interval.low, 0);
    return interval;
}

/* ---------------------------------------------------------------- ranks */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How many pairs the new side wins, ties half; `cubes` becomes the sum of t^3 - t over ties of t
 * values. */
static double pairs_won(const double *base, size_t base_runs, const double *new_, size_t new_runs,
                        double *cubes)
{
    double won = 0;
    *cubes = 0;
    for (size_t b = 0, n = 0; b < base_runs || n < new_runs;) {
        double value = n == new_runs || (b < base_runs && base[b] < new_[n]) ? base[b] : new_[n];
        size_t same_base = 0, same_new = 0;
        for (; b + same_base < base_runs && base[b + same_base] <= value;)
            same_base++;
        for (; n + same_new < new_runs && new_[n + same_new] <= value;)
            same_new++;
        won += (double)same_new * ((double)b + (double)same_base / 2);
        double tied = (double)(same_base + same_new);
        *cubes += tied * tied * tied - tied;
        b += same_base;
        n += same_new;
    }
    return won;
}

double noise_p_ranks(double *base, size_t base_runs, double *new_, size_t new_runs)
{
    double a = (double)base_runs, b = (double)new_runs, all = a + b, cubes;
    qsort(base, base_runs, sizeof *base, compare);
    qsort(new_, new_runs, sizeof *new_, compare);
    double won = pairs_won(base, base_runs, new_, new_runs, &cubes);
    double less = fmin(won, a * b - won);
    if (cubes == 0 && base_runs + new_runs <= EXACT_RANKS)
        return fmin(1, 2 * mann_whitney_below(less, base_runs, new_runs));
    double variance = a * b / 12 * (all + 1 - cubes / (all * (all - 1)));
    double distance = a * b / 2 - less - 0.5;
    return distance > 0 && variance > 0 ? 2 * normal_above(distance / sqrt(variance)) : 1;
}

double noise_least_p_ranks(size_t base_runs, size_t new_runs)
{
    double ways = 1;
    for (size_t i = 1; i <= base_runs && ways < 1e300; i++)
        ways *= (double)(new_runs + i) / (double)i;
    return fmin(1, 2 / ways);
}

/* ---------------------------------------------------------------- heap profiles */

double noise_unsampled(int64_t objects, int64_t bytes, int64_t rate)
{
    if (rate <= 1 || !objects)
        return (double)objects;
    double part = fabs((double)bytes / (double)objects) / (double)rate;
    double chance = part < 1e-5 ? part : 1 - number_exp(-part);
    return (double)objects * chance;
}
