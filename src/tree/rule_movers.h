/* What moved most among the samples of a rule. */
#ifndef TREE_RULE_MOVERS_H
#define TREE_RULE_MOVERS_H

#include <stdbool.h>

struct error;
struct judge;
struct rule_samples;
struct verdict;

/* Fills the verdict's movers: of a change those functions, by what ends in them, that moved most in
 * its direction; otherwise those with the most. False with an error. */
bool rule_movers_find(const struct judge *judge, const struct rule_samples *samples,
                      struct verdict *verdict, struct error *error);

#endif
