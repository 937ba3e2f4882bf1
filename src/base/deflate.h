/* Compression by deflate (RFC 1951). Our own, because an output file must be the same bytes on
 * every machine, and what zlib writes differs between its versions and its replacements. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "base/arena.h"
#include "base/budget.h"
#include "base/str.h"

struct sink;

/* Appends the raw deflate stream of `data` to the sink. Deterministic: same bytes in, same bytes
 * out, everywhere. The sink does not grow in the arena of `scratch`. False where the budget is used
 * up. */
bool deflate_write(struct sink *sink, struct str data, struct budget *budget, struct arena scratch,
                   struct error *error);

#endif
