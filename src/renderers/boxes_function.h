/* The function that --function names. */
#ifndef RENDERERS_BOXES_FUNCTION_H
#define RENDERERS_BOXES_FUNCTION_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct view;

/* The name of a frame's function as top prints it by its default: without file, line and address;
 * where a frame is no function, what top prints of it. Text of the profile. */
struct str boxes_function_name(const struct view *view, uint32_t frame, struct arena *arena);
/* By frame: 1 where it is of that function, in whatever file. The name is what top, or boxes of the
 * same options, calls it. NULL with a USAGE error that suggests the nearest where no frame is. */
uint8_t *boxes_function_frames(const struct view *view, struct str name, struct error *error);

#endif
