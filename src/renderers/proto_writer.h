/* A profile as the bytes of profile.proto, as pprof writes them. */
#ifndef RENDERERS_PROTO_WRITER_H
#define RENDERERS_PROTO_WRITER_H

#include "base/budget.h"

struct arena;
struct profile;
struct sink;

/* Writes the profile, not compressed, each value times `ratio`, cut to an integer, where that is
 * above 0 and not 1. False when the budget says stop; what the sink cannot write it tells itself.
 */
bool proto_write(const struct profile *profile, double ratio, struct sink *sink,
                 struct budget *budget, struct arena *arena, struct error *error);
/* The same compressed: a .pb.gz file. */
bool proto_write_gzip(const struct profile *profile, double ratio, struct sink *sink,
                      struct budget *budget, struct arena *arena, struct error *error);

#endif
