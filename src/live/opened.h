/* Sessions of profiles that are in memory. */
#ifndef LIVE_OPENED_H
#define LIVE_OPENED_H

#include "base/error.h"

struct arena;
struct opened;
struct render;
struct render_live;

/* A session with the options of `like`, and the profiles open, merged, under that name. NULL with
 * an error. The bytes must live as long. */
struct opened *opened_new(struct render_live *live, const struct render *like, struct str name,
                          const struct str *profiles, size_t count, struct error *error);
/* Fine on NULL. */
void opened_free(struct opened *opened);
struct render *opened_session(struct opened *opened);
/* A view of it, in the arena. */
bool opened_view(struct opened *opened, const char *view, struct arena *arena, struct str *bytes,
                 struct error *error);

#endif
