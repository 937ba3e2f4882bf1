#include "select/noise_family.h"

/* Of tests with so many pooled events or more. */
static struct noise_family family_from(const double *events, size_t count, double alpha,
                                       double least_events)
{
    struct noise_family family = {.alpha = alpha, .least_events = least_events};
    for (size_t i = 0; i < count; i++)
        if (events[i] >= least_events) {
            family.tests++;
            family.events += events[i];
        }
    return family;
}

double noise_family_level(const struct noise_family *family, double events)
{
    if (!family->tests || !(events >= family->least_events))
        return 0;
    return family->alpha / 2 * (1 / (double)family->tests + events / family->events);
}

/* Whether its least test could pass. */
static bool can_pass(const struct noise_family *family, const struct noise_sides *sides,
                     enum noise_model model)
{
    double least = model == NOISE_RANKS ? noise_least_p_ranks(sides->base_runs, sides->new_runs)
                                        : noise_least_p_counts(sides, family->least_events);
    return !family->tests || least < noise_family_level(family, family->least_events);
}

/* The fewer the tests, the easier for each, so the least number of events is found by halving. */
struct noise_family noise_family_of(const double *events, size_t count, double alpha,
                                    const struct noise_sides *sides, enum noise_model model)
{
    double below = 0, most = 1;
    for (size_t i = 0; i < count; i++)
        most = events[i] >= most ? events[i] + 1 : most;
    struct noise_family best = family_from(events, count, alpha, most);
    while (most - below > 1) {
        double middle = (double)(int64_t)((below + most) / 2);
        struct noise_family family = family_from(events, count, alpha, middle);
        if (can_pass(&family, sides, model)) {
            most = middle;
            best = family;
        } else {
            below = middle;
        }
    }
    return best;
}
