/* Numbers with as many digits as matter. */
#include "live/analysis_words.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "live/value.h"
#include "profile/kind.h"

#include <math.h>

#define ARROW " \xe2\x86\x92 "

void analysis_put_count(struct sink *sink, size_t count, const char *noun)
{
    struct number_text text = number_grouped((int64_t)count);
    sink_text(sink, number_str(&text));
    sink_print(sink, " %s%s", noun, count == 1 ? "" : "s");
}

void analysis_put_time(struct sink *sink, int64_t from_ns, int64_t to_ns)
{
    time_print(sink, from_ns, NULL);
    if (to_ns <= from_ns)
        return;
    sink_text(sink, STR(" to "));
    time_print(sink, to_ns, NULL);
    sink_text(sink, STR(" ("));
    value_print_span(sink, to_ns - from_ns);
    sink_char(sink, ')');
}

/* The most profiles that a kind which can leak has of a service. */
static size_t most_points(const struct analysis *analysis)
{
    size_t most = 0;
    for (size_t i = 0; i < analysis->services.count; i++) {
        const struct analysis_service *service = &analysis->services.at[i];
        for (size_t k = 0; k < service->total_count; k++) {
            const struct series_total *total = service->totals[k].of;
            if (total->has_functions && total->role == SERIES_LEVEL && total->count > most)
                most = total->count;
        }
    }
    return most;
}

void analysis_put_verdict(struct sink *sink, const struct analysis *analysis)
{
    size_t most = most_points(analysis);
    if (analysis->suspects)
        analysis_put_count(sink, analysis->suspects, "leak suspect");
    else if (!most)
        sink_text(sink, STR("No heap or goroutine profile, so leaks cannot be seen"));
    else if (most < GROWTH_LEAST)
        sink_print(sink, "Too few profiles to tell a leak from chance: %zu of %d", most,
                   GROWTH_LEAST);
    else
        sink_text(sink, STR("No leak suspect: nothing grows steadily, beyond chance and by an "
                            "amount that matters"));
}

void analysis_put_share(struct sink *sink, double share)
{
    double percent = fabs(share) * 100;
    int digits = percent < 0.005 || percent >= 10 ? 0 : percent < 0.1 ? 2 : 1;
    struct number_text text = number_fixed(percent, digits);
    sink_text(sink, number_str(&text));
    sink_char(sink, '%');
}

void analysis_put_evidence(struct sink *sink, const struct series_suspect *suspect)
{
    series_suspect_put_growth(suspect, STR(ARROW), sink);
    analysis_put_count(sink, suspect->points, "profile");
    sink_text(sink, STR("; the growth is "));
    analysis_put_share(sink, suspect->share);
    sink_text(sink, STR(" of all at the end"));
}

struct str analysis_type_words(const struct series_total *total)
{
    return kind_words(total->type, total->unit);
}

static bool is_share(const struct series_total *total)
{
    return total->role == SERIES_FLOW;
}

void analysis_put_end(struct sink *sink, const struct series_total *total, double value)
{
    if (is_share(total))
        analysis_put_share(sink, value);
    else
        value_print(sink, value, total->unit);
}

void analysis_put_change(struct sink *sink, const struct series_total *total, double change,
                         const char *minus)
{
    sink_text(sink, change > 0 ? STR("+") : change < 0 ? str_from_c(minus) : STR(""));
    if (!is_share(total)) {
        value_print(sink, fabs(change), total->unit);
        return;
    }
    struct number_text text = number_fixed(fabs(change) * 100, 1);
    sink_text(sink, number_str(&text));
    sink_text(sink, STR("pp"));
}

void analysis_put_relative(struct sink *sink, double first, double last, const char *minus)
{
    double change = last - first;
    if (first <= 0 || change == 0)
        return;
    double percent = fabs(change) / first * 100;
    sink_text(sink, change > 0 ? STR("+") : str_from_c(minus));
    if (percent >= 1000) {
        struct number_text times = number_fixed(percent / 100, 0);
        sink_text(sink, number_str(&times));
        sink_char(sink, 'x');
        return;
    }
    analysis_put_share(sink, change / first);
}

void analysis_put_from(struct sink *sink, const struct analysis_total *total, const char *minus)
{
    bool is_same = total->first >= total->last && total->first <= total->last;
    if (total->of->count < 2) {
        sink_text(sink, STR("one profile"));
        return;
    }
    analysis_put_relative(sink, total->first, total->last, minus);
    sink_text(sink, is_same ? STR("as at first, ") : STR(" from "));
    value_print(sink, total->first, total->of->unit);
}

void analysis_put_what(struct sink *sink, const struct analysis_total *total)
{
    struct str words = analysis_type_words(total->of);
    bool is_sum = total->of->role == SERIES_SUM;
    sink_text(sink, words);
    sink_text(sink, is_sum ? STR(" since the service started") : STR(""));
    if (total->of->count < 2 || is_sum)
        return;
    sink_text(sink, words.size ? STR(", ") : STR(""));
    value_print(sink, total->least, total->of->unit);
    sink_text(sink, STR(" to "));
    value_print(sink, total->most, total->of->unit);
}

/* ---------------------------------------------------------------- sparks */

enum { SPARKS_MOST = 64 };

struct buckets {
    double sums[SPARKS_MOST];
    size_t counts[SPARKS_MOST];
    size_t count;
};

/* Means of what fell into each part of the time. */
static struct buckets buckets_of(const struct series_point *points, size_t count, size_t columns)
{
    struct buckets buckets = {.count = count < columns ? count : columns};
    double span = (double)(points[count - 1].time_ns - points[0].time_ns);
    for (size_t i = 0; i < count; i++) {
        double share = span > 0 ? (double)(points[i].time_ns - points[0].time_ns) / span : 0;
        size_t at = (size_t)(share * (double)(buckets.count - 1) + 0.5);
        buckets.sums[at] += points[i].value;
        buckets.counts[at]++;
    }
    return buckets;
}

void analysis_put_sparks(struct sink *sink, const struct series_point *points, size_t count,
                         size_t columns)
{
    double least = INFINITY, most = -INFINITY;
    if (!count)
        return;
    struct buckets buckets =
        buckets_of(points, count, columns < SPARKS_MOST ? columns : SPARKS_MOST);
    for (size_t i = 0; i < buckets.count; i++) {
        if (!buckets.counts[i])
            continue;
        buckets.sums[i] /= (double)buckets.counts[i];
        least = fmin(least, buckets.sums[i]);
        most = fmax(most, buckets.sums[i]);
    }
    for (size_t i = 0; i < buckets.count; i++) {
        double share = most > least ? (buckets.sums[i] - least) / (most - least) : 0;
        char bar[] = "\xe2\x96\x81"; /* U+2581 */
        bar[2] = (char)(bar[2] + (int)(share * 7 + 0.5));
        sink_text(sink, buckets.counts[i] ? str_from_c(bar) : STR(" "));
    }
}
