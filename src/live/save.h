/* Keeping what was fetched, in files. */
#ifndef LIVE_SAVE_H
#define LIVE_SAVE_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct render_live;

/* Makes the folder where it is not there, and looks whether files can be made in it. */
bool live_save_folder(struct str folder, struct error *error);
/* Writes bytes that `source` gave to a new file in the folder, KIND_YYYYMMDD_HHMMSS.pb.gz (by its
 * path and the local time), and says where. */
bool live_save(const struct render_live *live, struct str folder, struct str source,
               struct str bytes, int64_t time_ns, struct arena *arena, struct error *error);

#endif
