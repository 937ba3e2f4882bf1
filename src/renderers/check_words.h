/* What rules came to, in words, the same in every format of `check`. Texts are in the view's arena,
 * safe to show, with U+2212 as their minus. */
#ifndef RENDERERS_CHECK_WORDS_H
#define RENDERERS_CHECK_WORDS_H

#include "base/str.h"

struct sink;
struct verdict;
struct view;

/* "broken", "holds", "within noise", "skipped". */
struct str check_state(const struct verdict *verdict);
/* "fail" or "budget". */
struct str check_kind(const struct verdict *verdict);
/* The rule as it was written. */
struct str check_rule(const struct view *view, const struct verdict *verdict);
/* "+10.8% (9.39s → 10.4s), +5.1% to +16.5% at 95%": what was measured, and how sure it is. */
struct str check_measured(const struct view *view, const struct verdict *verdict);
/* "+1.2s main.work (80% from … → main.main → main.serve)" of one of its movers. */
struct str check_mover(const struct view *view, const struct verdict *verdict, size_t mover);
/* "1 of 3 rules is broken" */
struct str check_summary(const struct view *view);
/* What was compared or looked at: "a.pb.gz → b.pb.gz, CPU time". */
struct str check_subject(const struct view *view);
/* How: scaling, test, level; a sentence. */
struct str check_method(const struct view *view);

#endif
