/* Findings in words. */
#ifndef RENDERERS_FINDING_WORDS_H
#define RENDERERS_FINDING_WORDS_H

#include "profile/findings.h"

struct sink;
struct view;

/* What to look for in the profile of a view, at a moment (0: not known). */
struct finding_question finding_question(const struct view *view, int64_t now_ns);
/* "3 samples, 1.2% of cpu: detail", safe to show; nothing where there is nothing to count. */
void finding_print_amount(const struct view *view, const struct findings *findings,
                          const struct finding *finding, struct sink *sink);
bool finding_is_warning(const struct finding *finding);
/* "1,234 samples" */
void finding_print_count(struct sink *sink, uint64_t number, const char *one, const char *many);

#endif
