/* Makes an analysis of the files of a folder. */
#ifndef LIVE_ANALYSIS_READ_H
#define LIVE_ANALYSIS_READ_H

#include "base/error.h"

struct analysis;
struct analysis_files;
struct arena;
struct render;
struct render_live;

/* Reads all files. What cannot be read becomes a note; false where nothing can, or the host
 * cancelled. To be given to analysis_fini in either case. */
bool analysis_init(struct analysis *analysis, struct render_live *live, struct render *render,
                   const struct analysis_files *files, struct arena *arena, struct error *error);
void analysis_fini(struct analysis *analysis);

#endif
