/* Robust statistics over at most GROWTH_MOST points; all pairs are looked at. */
#include "live/growth.h"
#include "base/arena.h"
#include "live/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a leak must be, as shares. The numbers were chosen by simulation (tests/unit/live): they let
 * a leak of 1 % a round in noise of a few percent pass, and stop what is listed in growth.h. */
#define THIRD_SLOPE 0.1   /* of the whole slope that each third has at least */
#define HALF_SLOPE 0.5    /* of the first half's slope that the second half has at least */
#define FLOOR_SLOPE 0.5   /* of the whole slope that the lower envelope has at least */
#define BEND_SHARE 0.05   /* of the line's rise that a bend downward has at most */
#define BEND_Z 1.7        /* of its standard errors from which on a bend is one */
#define STEP_COST 4.0     /* log(n) / n, of two places where it steps and a level more */
#define INTERVAL_Z 1.9600 /* two-sided 95 % */
enum { FLOOR_BLOCKS = 6 };

/* Hours since the first point, and values. */
struct sequence {
    double *hours, *values;
    size_t count;
};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value at a rank of 0..count - 1, by quickselect (C. A. R. Hoare, Algorithm 65). Reorders. */
static double select_rank(double *values, size_t count, size_t rank)
{
    size_t from = 0, to = count - 1;
    while (from < to) {
        double pivot = values[from + (to - from) / 2];
        size_t low = from, high = to;
        for (;;) {
            while (values[low] < pivot)
                low++;
            while (values[high] > pivot)
                high--;
            if (low >= high)
                break;
            double moved = values[low];
            values[low++] = values[high];
            values[high--] = moved;
        }
        size_t split = values[high] > pivot ? high - 1 : high;
        if (rank <= split)
            to = split;
        else
            from = split + 1;
    }
    return values[rank];
}

/* Reorders. */
static double median(double *values, size_t count)
{
    double upper = select_rank(values, count, count / 2);
    return count % 2 ? upper : (upper + select_rank(values, count, count / 2 - 1)) / 2;
}

/* One point a block of neighbours. */
static struct sequence sequence_of(const struct series_point *points, size_t count,
                                   struct arena *arena)
{
    size_t most = count < GROWTH_MOST ? count : GROWTH_MOST;
    struct sequence sequence = {ARENA_NEW(arena, double, most + 1),
                                ARENA_NEW(arena, double, most + 1), most};
    for (size_t i = 0; i < most; i++) {
        size_t from = i * count / most, to = (i + 1) * count / most;
        struct arena scratch = *arena;
        double *block = ARENA_NEW(&scratch, double, to - from);
        double hours = 0;
        for (size_t k = from; k < to; k++) {
            hours += (double)(points[k].time_ns - points[0].time_ns) / 1e9 / GROWTH_PER_HOUR;
            block[k - from] = points[k].value;
        }
        sequence.hours[i] = hours / (double)(to - from);
        sequence.values[i] = median(block, to - from);
    }
    return sequence;
}

static struct sequence part(const struct sequence *of, size_t from, size_t to)
{
    return (struct sequence){of->hours + from, of->values + from, to - from};
}

/* The slopes of all pairs that are not at one time. */
static double *slopes_of(const struct sequence *of, size_t *count, struct arena *arena)
{
    double *slopes = ARENA_NEW(arena, double, of->count * of->count / 2 + 1);
    *count = 0;
    for (size_t i = 0; i < of->count; i++)
        for (size_t k = i + 1; k < of->count; k++)
            if (of->hours[k] > of->hours[i])
                slopes[(*count)++] =
                    (of->values[k] - of->values[i]) / (of->hours[k] - of->hours[i]);
    return slopes;
}

static double slope_of(const struct sequence *of, struct arena scratch)
{
    size_t count;
    double *slopes = slopes_of(of, &count, &scratch);
    return count ? median(slopes, count) : 0;
}

static double quantile(const struct sequence *of, double share, struct arena scratch)
{
    double *values = ARENA_NEW(&scratch, double, of->count);
    memcpy(values, of->values, of->count * sizeof *values);
    return select_rank(values, of->count, (size_t)(share * (double)(of->count - 1) + 0.5));
}

/* ---------------------------------------------------------------- Kendall's S */

static double kendall_s(const struct sequence *of)
{
    double s = 0;
    for (size_t i = 0; i < of->count; i++)
        for (size_t k = i + 1; k < of->count; k++)
            s += (of->values[k] > of->values[i]) - (of->values[k] < of->values[i]);
    return s;
}

static double kendall_variance(const struct sequence *of, struct arena scratch)
{
    double n = (double)of->count, variance = n * (n - 1) * (2 * n + 5);
    double *sorted = ARENA_NEW(&scratch, double, of->count);
    memcpy(sorted, of->values, of->count * sizeof *sorted);
    qsort(sorted, of->count, sizeof *sorted, compare);
    for (size_t i = 0, run = 1; i < of->count; i++, run++) {
        if (i + 1 < of->count && sorted[i + 1] <= sorted[i])
            continue;
        double t = (double)run;
        variance -= t * (t - 1) * (2 * t + 5);
        run = 0;
    }
    return variance / 18;
}

/* ---------------------------------------------------------------- curves */

enum { CURVES = 4 }; /* constant, line, parabola, cubic */

/* The values as a sum of Legendre's polynomials over the window, by least squares. */
struct curve {
    double along[CURVES]; /* the weight of each, as of a polynomial that is 1 at the end */
    double error[CURVES]; /* the standard error of that */
    double *left[CURVES]; /* what is left of the values after each */
};

static double product(const double *a, const double *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* values -= share * of. */
static void take_off(double *values, const double *of, double share, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] -= share * of[i];
}

/* Gram-Schmidt, as the points need not be at even distances. */
static struct curve curve_of(const struct sequence *of, struct arena *arena)
{
    struct curve curve;
    size_t n = of->count;
    double *basis[CURVES], half = (of->hours[n - 1] - of->hours[0]) / 2;
    for (size_t power = 0; power < CURVES; power++) {
        double *own = basis[power] = ARENA_NEW(arena, double, n);
        double *left = curve.left[power] = ARENA_NEW(arena, double, n);
        for (size_t i = 0; i < n; i++)
            own[i] = pow((of->hours[i] - of->hours[0]) / half - 1, (double)power);
        for (size_t before = 0; before < power; before++)
            take_off(own, basis[before], product(own, basis[before], n), n);
        take_off(own, own, 1 - 1 / sqrt(product(own, own, n)), n);
        memcpy(left, power ? curve.left[power - 1] : of->values, n * sizeof *left);
        curve.along[power] = product(left, own, n);
        take_off(left, own, curve.along[power], n);
    }
    const double *rest = curve.left[CURVES - 1];
    double deviation = sqrt(product(rest, rest, n) / (double)(n - CURVES));
    for (size_t power = 0; power < CURVES; power++) {
        double scale = sqrt((double)(2 * power + 1) / (double)n);
        curve.along[power] *= scale;
        curve.error[power] = deviation * scale;
    }
    return curve;
}

/* By how much the variance of S grows because neighbours are alike: at least 1. The trend that is
 * taken out is a parabola, as a leak may well speed up. */
static double inflation_of(const struct sequence *of, const struct curve *curve)
{
    const double *left = curve->left[2];
    double n = (double)of->count, all = product(left, left, of->count);
    double r = all > 0 ? product(left, left + 1, of->count - 1) / all : 0;
    /* Three parameters were fitted: E r = phi - (3 + 6 phi) / n, about. */
    r = (r + 3 / n) / (1 - 6 / n);
    r = r < 0 ? 0 : r > 0.99 ? 0.99 : r;
    return (1 + r) / (1 - r);
}

/* The line's rise in its standard errors, as a quantile of the normal distribution (D. L. Wallace,
 * Bounds on normal approximations to Student's and the chi-square distributions, 1959). Ranks know
 * no more than that all pairs rise; where what is left of the line is small beside the rise, this
 * does, also where neighbours are very alike. */
static double line_z(const struct sequence *of, const struct curve *curve, double inflation)
{
    double n = (double)of->count, freedom = fmax(n / inflation - 2, 1);
    double left = product(curve->left[1], curve->left[1], of->count) / (n - 2);
    double t = curve->along[1] / sqrt(fmax(left, 1e-300) * 3 / n * inflation);
    return t > 0 ? sqrt(freedom * log1p(t * t / freedom)) : 0;
}

/* ---------------------------------------------------------------- steadiness */

/* Each third grows, and where the last one is low is above where the first one is high. */
static bool thirds_rise(const struct sequence *of, double slope, struct arena scratch)
{
    size_t n = of->count;
    for (size_t i = 0; i < 3; i++) {
        struct sequence third = part(of, i * n / 3, (i + 1) * n / 3);
        if (slope_of(&third, scratch) < THIRD_SLOPE * slope)
            return false;
    }
    return true;
}

static bool thirds_are_apart(const struct sequence *of, struct arena scratch)
{
    size_t n = of->count;
    struct sequence first = part(of, 0, n / 3), middle = part(of, n / 3, n - n / 3);
    struct sequence last = part(of, n - n / 3, n);
    double low = quantile(&first, 0.5, scratch), between = quantile(&middle, 0.5, scratch);
    return quantile(&last, 0.25, scratch) > quantile(&first, 0.75, scratch) && low < between &&
           between < quantile(&last, 0.5, scratch);
}

/* As warm-up does (a parabola that bends down) or a wave and a smooth step (a cubic that does so at
 * both ends): as far as can be told from noise, and by an amount that is no quibble. */
static bool levels_off(const struct curve *curve)
{
    for (size_t power = 2; power < CURVES; power++)
        if (curve->along[power] < -BEND_SHARE * curve->along[1] &&
            curve->along[power] < -BEND_Z * curve->error[power])
            return true;
    return false;
}

static bool slows_down(const struct sequence *of, struct arena scratch)
{
    struct sequence early = part(of, 0, of->count / 2);
    struct sequence late = part(of, of->count / 2, of->count);
    return slope_of(&late, scratch) < HALF_SLOPE * slope_of(&early, scratch);
}

static bool floor_rises(const struct sequence *of, double slope, struct arena scratch)
{
    double hours[FLOOR_BLOCKS], values[FLOOR_BLOCKS];
    for (size_t block = 0; block < FLOOR_BLOCKS; block++) {
        size_t from = block * of->count / FLOOR_BLOCKS, to = (block + 1) * of->count / FLOOR_BLOCKS;
        size_t least = from;
        for (size_t i = from; i < to; i++)
            least = of->values[i] < of->values[least] ? i : least;
        hours[block] = of->hours[least];
        values[block] = of->values[least];
    }
    struct sequence floor = {hours, values, FLOOR_BLOCKS};
    return slope_of(&floor, scratch) >= FLOOR_SLOPE * slope;
}

struct sums {
    double *values, *squares; /* up to each place */
    double line;              /* squares about the best line */
};

static struct sums sums_of(const struct sequence *of, const struct curve *curve,
                           struct arena *arena)
{
    size_t n = of->count;
    struct sums sums = {ARENA_NEW(arena, double, n + 1), ARENA_NEW(arena, double, n + 1),
                        product(curve->left[1], curve->left[1], n)};
    for (size_t i = 0; i < n; i++) {
        double value = curve->left[0][i]; /* about the mean */
        sums.values[i + 1] = sums.values[i] + value;
        sums.squares[i + 1] = sums.squares[i] + value * value;
    }
    return sums;
}

/* Squares about the mean of [from, to). */
static double spread(const struct sums *sums, size_t from, size_t to)
{
    double sum = sums->values[to] - sums->values[from];
    return sums->squares[to] - sums->squares[from] - sum * sum / (double)(to - from);
}

/* Whether two levels tell more of the values than a line does, or three so much more that it is not
 * for their being more free. */
static bool has_steps(const struct sequence *of, const struct curve *curve, struct arena scratch)
{
    size_t n = of->count;
    struct sums sums = sums_of(of, curve, &scratch);
    double worth = sums.line * exp(-STEP_COST * log((double)n) / (double)n);
    for (size_t i = 1; i < n; i++) {
        double before = spread(&sums, 0, i);
        if (before + spread(&sums, i, n) < sums.line)
            return true;
        for (size_t k = i + 1; k < n; k++)
            if (before + spread(&sums, i, k) + spread(&sums, k, n) < worth)
                return true;
    }
    return false;
}

/* ---------------------------------------------------------------- outside */

/* The inflation of variances, where there are enough points to tell. */
static double likeness(const struct sequence *of, struct arena scratch)
{
    if (of->count < GROWTH_LEAST || of->hours[of->count - 1] <= of->hours[0])
        return 1;
    struct curve curve = curve_of(of, &scratch);
    return inflation_of(of, &curve);
}

struct growth_fit growth_fit(const struct series_point *points, size_t count, struct arena scratch)
{
    struct growth_fit fit = {.points = count};
    if (!count)
        return fit;
    struct sequence of = sequence_of(points, count, &scratch);
    size_t pairs;
    double *slopes = slopes_of(&of, &pairs, &scratch);
    fit.from_ns = points[0].time_ns;
    fit.to_ns = points[count - 1].time_ns;
    if (pairs) {
        double reach = INTERVAL_Z * sqrt(kendall_variance(&of, scratch) * likeness(&of, scratch));
        double below = ((double)pairs - reach) / 2;
        size_t outside = below >= 1 ? (size_t)below - 1 : 0;
        fit.slope = median(slopes, pairs);
        fit.low = select_rank(slopes, pairs, outside);
        fit.high = select_rank(slopes, pairs, pairs - 1 - outside);
    }
    double *rest = ARENA_NEW(&scratch, double, of.count);
    for (size_t i = 0; i < of.count; i++)
        rest[i] = of.values[i] - fit.slope * of.hours[i];
    fit.first = median(rest, of.count);
    fit.last = fit.first + fit.slope * ((double)(fit.to_ns - fit.from_ns) / 1e9 / GROWTH_PER_HOUR);
    return fit;
}

/* The cheap questions first: almost all series fail them. */
enum growth_verdict growth_test(const struct series_point *points, size_t count,
                                const struct growth_rule *rule, double *confidence,
                                struct arena scratch)
{
    *confidence = 0;
    if (count < GROWTH_LEAST || points[count - 1].time_ns <= points[0].time_ns)
        return GROWTH_FEW;
    struct sequence of = sequence_of(points, count, &scratch);
    double s = kendall_s(&of), variance = kendall_variance(&of, scratch);
    if (s <= 0 || variance <= 0)
        return GROWTH_CHANCE;
    struct curve curve = curve_of(&of, &scratch);
    double inflation = inflation_of(&of, &curve);
    double z = fmax((s - 1) / sqrt(variance * inflation), line_z(&of, &curve, inflation));
    double chance = erfc(z / sqrt(2)) / 2;
    *confidence = 1 - chance;
    if (chance > rule->alpha)
        return GROWTH_CHANCE;
    double slope = slope_of(&of, scratch);
    if (!thirds_are_apart(&of, scratch) || !thirds_rise(&of, slope, scratch) ||
        levels_off(&curve) || slows_down(&of, scratch) || !floor_rises(&of, slope, scratch) ||
        has_steps(&of, &curve, scratch))
        return GROWTH_UNSTEADY;
    struct growth_fit fit = growth_fit(points, count, scratch);
    double grown = fit.last - fit.first;
    bool matters = grown >= rule->least && grown >= rule->share * fmax(fit.first, 0);
    return matters ? GROWTH_LEAK : GROWTH_SMALL;
}
