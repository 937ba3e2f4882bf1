/* What the rules of a check come to: the sum over the samples that a rule names, on both sides,
 * held against its limit.
 *
 * A change within noise counts as none, so that no rule about a change is met by chance, neither
 * way. A rule about the new side alone takes its value as it was measured. */
#ifndef TREE_JUDGE_H
#define TREE_JUDGE_H

#include "tree/verdict.h"

/* Fills the verdict. False with a USAGE error where the rule asks for what is not there: a base, a
 * unit of this type, a function that matches. */
bool judge_rule(const struct judge *judge, const struct rule *rule, struct verdict *verdict,
                struct error *error);

#endif
