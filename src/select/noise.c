/* Tests of counts. */
#include "select/noise.h"

#include <math.h>

enum noise_model noise_model_of(size_t base_runs, size_t new_runs)
{
    if (base_runs < 2 && new_runs < 2)
        return NOISE_COUNTS;
    return base_runs >= NOISE_RANK_RUNS && new_runs >= NOISE_RANK_RUNS ? NOISE_RANKS
                                                                       : NOISE_DISPERSED;
}

double noise_p_counts(const struct noise_sides *sides, double base_events, double new_events)
{
    double sum = base_events + new_events;
    double share = sides->new_exposure / (sides->base_exposure + sides->new_exposure);
    if (!(sum > 0))
        return 1;
    double z = (fabs(new_events - sum * share) - .5) / sqrt(sum * share * (1 - share));
    return z > 0 ? erfc(z / sqrt(2)) : 1;
}
