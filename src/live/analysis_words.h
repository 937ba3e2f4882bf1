/* What an analysis says, in words that all its forms share. All of it is numbers and words of this
 * program, but for names, which are not escaped. */
#ifndef LIVE_ANALYSIS_WORDS_H
#define LIVE_ANALYSIS_WORDS_H

#include "live/analysis.h"

struct sink;

/* "61 profiles", "1 profile". */
void analysis_put_count(struct sink *sink, size_t count, const char *noun);
/* "2026-11-22 13:00:00 UTC to 2026-11-22 14:02:00 UTC (1h 2m)". */
void analysis_put_time(struct sink *sink, int64_t from_ns, int64_t to_ns);
/* "2 leak suspects", or why there is none. */
void analysis_put_verdict(struct sink *sink, const struct analysis *analysis);
/* "12MB → 18.4MB in 25m, +15MB/h (95 %: 13MB to 17MB), 30 profiles, 41% of all". */
void analysis_put_evidence(struct sink *sink, const struct series_suspect *suspect);
/* What is followed of the kind and type, and how it is counted: "memory in use", "CPU time". */
struct str analysis_type_words(const struct series_total *total);
/* A value with its sign, of flows in percentage points. `minus` is the medium's. */
void analysis_put_change(struct sink *sink, const struct series_total *total, double change,
                         const char *minus);
/* A value at one end: of flows a share. */
void analysis_put_end(struct sink *sink, const struct series_total *total, double value);
/* "41%", "0.7%", "<0.1%"; of its size, without a sign. */
void analysis_put_share(struct sink *sink, double share);
/* By how much it is more, of what it was: "+53%", "-8%"; empty where it was nothing. */
void analysis_put_relative(struct sink *sink, double first, double last, const char *minus);
/* U+2581 to U+2588 from the least to the most, a space where there is no profile. */
void analysis_put_sparks(struct sink *sink, const struct series_point *points, size_t count,
                         size_t columns);

#endif
