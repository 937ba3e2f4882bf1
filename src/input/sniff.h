/* Says what data is that is not a profile.proto. */
#ifndef INPUT_SNIFF_H
#define INPUT_SNIFF_H

#include "base/str.h"

/* How much of the data's beginning is enough. */
enum { SNIFF_SIZE = 512 };

/* "an HTML page (did the server answer with an error?)": what the data looks like and what to do,
 * by its first bytes; NULL where it looks like nothing known. */
const char *sniff(struct str head);

#endif
