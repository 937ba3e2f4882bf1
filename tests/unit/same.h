/* Whether two profiles are the same model. */
#ifndef UNIT_SAME_H
#define UNIT_SAME_H

struct profile;

/* NULL, or what differs between a profile and the one that was read from what was written of it:
 * texts are compared as such, the labels of a sample in the writer's order, without those that no
 * reader keeps. */
const char *same_difference(const struct profile *profile, const struct profile *again);

#endif
