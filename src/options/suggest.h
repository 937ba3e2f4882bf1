/* "Did you mean ...?" */
#ifndef OPTIONS_SUGGEST_H
#define OPTIONS_SUGGEST_H

#include "base/str.h"

/* How many letters must be inserted, deleted, replaced or swapped with their neighbour (Damerau
 * 1964) to turn one word into the other; at least `most` where it is not less. */
unsigned suggest_distance(struct str a, struct str b, unsigned most);
/* The nearest candidate so far, and how far it is: start with `distance` one above what counts as
 * near. */
struct suggestion {
    struct str best;
    unsigned distance;
};

/* No candidate yet for a misspelt name. */
struct suggestion suggest_start(struct str name);
void suggest_consider(struct suggestion *suggestion, struct str name, struct str candidate);

#endif
