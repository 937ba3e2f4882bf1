/* Labels as frames: tagroot and tagleaf. */
#ifndef SELECT_LABEL_FRAMES_H
#define SELECT_LABEL_FRAMES_H

#include "base/str.h"

struct narrow;
struct settings;

/* Gives every stack a frame for each key of tagroot above its root, the first key outermost, and of
 * tagleaf below its leaf, the last key innermost. The function is named by the label's values,
 * joined by commas, and its file by the key; a sample without the label gets one without a name.
 * False with an error. */
bool label_frames_add(struct narrow *narrow, const struct settings *settings);

#endif
