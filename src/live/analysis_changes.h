/* Which functions weigh more or less at the end than at the beginning. */
#ifndef LIVE_ANALYSIS_CHANGES_H
#define LIVE_ANALYSIS_CHANGES_H

struct analysis_total;
struct arena;
struct series;

/* Fills grew and shrank. */
void analysis_changes_find(struct analysis_total *total, const struct series *series,
                           struct arena *arena);

#endif
