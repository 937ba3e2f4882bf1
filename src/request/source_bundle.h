/* Reads source lines that travel with a profile (renderers/source_bundle.h). The bytes come from a
 * file and may be anything. */
#ifndef REQUEST_SOURCE_BUNDLE_H
#define REQUEST_SOURCE_BUNDLE_H

#include "base/budget.h"
#include "base/str.h"

struct arena;
struct source_bundle;

/* Checks all counts and sizes. The bytes must live as long as the bundle, which is in the arena.
 * NULL with an INPUT error, or where the budget is used up. */
const struct source_bundle *source_bundle_read(struct str bytes, struct arena *arena,
                                               struct budget *budget, struct error *error);
/* The bytes of both, those of the first before those of the second, as one in the arena. */
struct str source_bundle_join(const struct source_bundle *first, const struct source_bundle *second,
                              struct arena *arena);
/* The bytes that it was read from, without what followed its end. */
struct str source_bundle_bytes(const struct source_bundle *bundle);
/* The text of the file of this name, which is a path as list prints it or as a profile has it; in
 * the arena. Lines that are not carried are empty; it ends with the last one that is. False where
 * no file has the name. */
bool source_bundle_text(const struct source_bundle *bundle, struct str name, struct arena *arena,
                        struct str *text);

#endif
