/* The normal distribution by its series and continued fraction (Abramowitz and Stegun 26.2.11,
 * 26.2.14); Student's and the binomial by the incomplete beta function (26.5.8, Lentz's method);
 * many trials by the saddle point (Lugannani and Rice 1980, Barndorff-Nielsen's form, lattice
 * correction). */
#include "select/distribution.h"
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const double PI = 3.14159265358979323846;

/* ---------------------------------------------------------------- normal */

static double normal_density(double z)
{
    return 0.398942280401432677939946 * number_exp(-z * z / 2);
}

double normal_above(double z)
{
    if (z < 0)
        return 1 - normal_above(-z);
    if (z < 3) {
        double sum = 0, term = z;
        for (int odd = 3; term > sum * DBL_EPSILON; odd += 2) {
            sum += term;
            term *= z * z / odd;
        }
        return 0.5 - normal_density(z) * sum;
    }
    double fraction = z;
    for (int i = 60; i > 0; i--)
        fraction = z + i / fraction;
    return normal_density(z) / fraction;
}

/* Newton's method from Hastings's approximation (26.2.23). */
double normal_quantile(double p)
{
    double t = sqrt(-2 * number_log(p));
    double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for (int i = 0; i < 3; i++)
        z += (normal_above(z) - p) / normal_density(z);
    return z;
}

/* ---------------------------------------------------------------- incomplete beta */

/* Stirling's series, from 15 on. */
static double log_gamma(double x)
{
    double below = 1;
    for (; x < 15; x++)
        below *= x;
    double y = 1 / (x * x);
    double series =
        (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y / 1188)))) / x;
    return (x - 0.5) * number_log(x) - x + 0.918938533204672741780330 + series - number_log(below);
}

static double apart_from_zero(double x)
{
    return fabs(x) < DBL_MIN ? DBL_MIN : x;
}

/* The continued fraction of the incomplete beta function. */
static double beta_fraction(double x, double a, double b)
{
    double c = 1, d = 1 / apart_from_zero(1 - (a + b) * x / (a + 1)), value = d;
    for (int m = 1; m < 20000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / apart_from_zero(1 + even * d);
        c = apart_from_zero(1 + even / c);
        value *= c * d;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / apart_from_zero(1 + odd * d);
        c = apart_from_zero(1 + odd / c);
        value *= c * d;
        if (fabs(c * d - 1) < 1e-15)
            break;
    }
    return value;
}

/* I_x(a, b); `y` is 1 - x. */
static double incomplete_beta(double x, double y, double a, double b)
{
    if (!(x > 0) || !(y > 0))
        return x > 0 ? 1 : 0;
    if (x > (a + 1) / (a + b + 2))
        return 1 - incomplete_beta(y, x, b, a);
    double front =
        a * number_log(x) + b * number_log(y) + log_gamma(a + b) - log_gamma(a) - log_gamma(b);
    return number_exp(front) * beta_fraction(x, a, b) / a;
}

/* ---------------------------------------------------------------- Student */

double student_above(double t, double df)
{
    double square = t * t;
    if (df > 1e6)
        return normal_above(t);
    return 0.5 * incomplete_beta(df / (df + square), square / (df + square), df / 2, 0.5);
}

static double student_density(double t, double df)
{
    return number_exp(log_gamma((df + 1) / 2) - log_gamma(df / 2) -
                      (df + 1) / 2 * number_log(1 + t * t / df)) /
           sqrt(df * PI);
}

/* Cornish and Fisher's expansion (26.7.5), which falls short; where it does by much, Newton's
 * method goes on from there. */
double student_quantile(double p, double z, double df)
{
    double z2 = z * z;
    double t = z * (1 + ((z2 + 1) / 4 + ((5 * z2 + 16) * z2 + 3) / (96 * df) +
                         (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * df * df)) /
                            df);
    for (int i = 0; df < 20 && i < 12; i++) {
        double step = (student_above(t, df) - p) / student_density(t, df);
        t += step;
        if (fabs(step) < 1e-4 * t)
            break;
    }
    return t;
}

/* ---------------------------------------------------------------- binomial */

/* x log(x / mean) + mean - x, with all digits where they are close. */
static double deviance(double x, double mean)
{
    double part = (x - mean) / mean;
    if (fabs(part) > 0.05)
        return (x > 0 ? x * number_log(x / mean) : 0) + mean - x;
    double sum = 0, power = part * part;
    for (int i = 2; i < 20; i++, power *= -part)
        sum += power / (i * (i - 1.0));
    return mean * sum;
}

/* For many trials. */
static double binomial_by_saddle(double count, double trials, double chance, double complement)
{
    double x = count - 0.5, rest = trials - x, mean = trials * chance;
    double r = sqrt(2 * (deviance(x, mean) + deviance(rest, trials * complement)));
    double tilt = number_log(x / rest) - number_log(chance / complement);
    double u = (number_exp(tilt / 2) - number_exp(-tilt / 2)) * sqrt(x * (rest / trials));
    double bend = fabs(u) / r;
    if (r < 0.01)
        return normal_above((x - mean) / sqrt(mean * complement));
    if (bend > 0 && bend < INFINITY)
        return x < mean ? normal_above(-r - number_log(bend) / r)
                        : normal_above(r + number_log(bend) / r);
    return normal_above(x < mean ? -r : r);
}

double binomial_above(double count, double trials, double chance, double complement)
{
    if (count <= 0 || count > trials)
        return count <= 0 ? 1 : 0;
    if (trials > 10000)
        return binomial_by_saddle(count, trials, chance, complement);
    return incomplete_beta(chance, complement, count, trials - count + 1);
}

/* ---------------------------------------------------------------- Mann and Whitney */

/* By the generating function, the product of (1 - x^(b + i)) / (1 - x^i) for i up to a: all numbers
 * are whole and below 2^53. */
double mann_whitney_below(double u, size_t a, size_t b)
{
    enum { MOST = 25 * 25 + 1 };
    double ways[MOST] = {1}, sum = 0, all = 0;
    size_t last = a * b;
    for (size_t i = 1; i <= a; i++) {
        for (size_t k = last; k >= b + i && k <= last; k--)
            ways[k] -= ways[k - b - i];
        for (size_t k = i; k <= last; k++)
            ways[k] += ways[k - i];
    }
    for (size_t k = 0; k <= last; k++) {
        all += ways[k];
        sum += (double)k <= u ? ways[k] : 0;
    }
    return sum / all;
}
