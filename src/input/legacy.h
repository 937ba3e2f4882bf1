/* Reads the formats that came before profile.proto: texts and binaries of gperftools, of Go's
 * ?debug=1 pages and of Google's Java agents. */
#ifndef INPUT_LEGACY_H
#define INPUT_LEGACY_H

#include "base/budget.h"
#include "input/legacy_result.h"
#include "profile/profile.h"

struct arena;

/* Whether data that begins so may be one of them; true also where only comments are to be seen. */
bool legacy_may_be(struct str head);
/* The profile at *profile, in the arena, with what pprof's readers make of the bytes. Refused, with
 * an error that says line or byte and without the source's name: it is one of the formats but
 * broken. Unknown, without an error: it is none of them. */
enum legacy_result legacy_read(struct str bytes, struct arena *arena, struct budget *budget,
                               struct profile **profile, struct error *error);

#endif
