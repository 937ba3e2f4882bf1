/* From what a sampler saw to what there was. The samples are divided by their chance to be seen,
 * 1 - exp(-size / rate), which loses digits where objects are small: so that the numbers are those
 * that pprof shows, exp must be Go's (on amd64) to the last bit. */
#include "base/number.h"
#include "input/legacy_reader.h"

#include <math.h>

#define LOG2_E 1.4426950408889634073599246810018920
/* ln 2 in two parts, the first of which has few bits. */
#define LN2_HIGH 0.69314718055966295651160180568695068359375
#define LN2_LOW 0.28235290563031577122588448175013436025525412068e-12

/* e^x after N. Shibata (SLEEF): x = k ln 2 + r, the Taylor series of e^(r/16) - 1, which is squared
 * four times as (y + 2) y. */
static double exp_go(double x)
{
    static const double TAYLOR[] = {2.4801587301587301587e-5,
                                    1.9841269841269841270e-4,
                                    1.3888888888888888889e-3,
                                    8.3333333333333333333e-3,
                                    4.1666666666666666667e-2,
                                    1.6666666666666666667e-1,
                                    0.5,
                                    1.0};
    if (!(x <= 7.09782712893384e+02) || x < -700)
        return x < 0 ? 0 : x * INFINITY;
    double k = rint(x * LOG2_E), y = TAYLOR[0];
    double r = fma(-k, LN2_LOW, fma(-k, LN2_HIGH, x)) * 0.0625;
    for (size_t i = 1; i < sizeof TAYLOR / sizeof *TAYLOR; i++)
        y = fma(r, y, TAYLOR[i]);
    y *= r;
    for (int i = 0; i < 3; i++)
        y *= y + 2;
    return ldexp(fma(y + 2, y, 1), (int)k);
}

void legacy_unsample(int64_t *count, int64_t *size, int64_t rate)
{
    if (*count == 0 || *size == 0) {
        *count = *size = 0;
        return;
    }
    if (rate <= 1)
        return;
    double mean = (double)*size / (double)*count;
    double scale = 1 / (1 - exp_go(-mean / (double)rate));
    *count = number_trunc((double)*count * scale);
    *size = number_trunc((double)*size * scale);
}
