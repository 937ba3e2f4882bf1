/* "Did you mean ...?" */
#ifndef OPTIONS_SUGGEST_H
#define OPTIONS_SUGGEST_H

#include "base/str.h"

/* How many letters must be inserted, deleted, replaced or swapped with their neighbour (Damerau
 * 1964) to turn one word into the other; at least `most` where it is not less. */
unsigned suggest_distance(struct str a, struct str b, unsigned most);
/* The option, alias or shorthand nearest to a misspelt name, empty if none is near. */
struct str suggest_option(struct str name);

#endif
