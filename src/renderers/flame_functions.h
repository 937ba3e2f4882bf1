/* The functions of a flame graph: their names made safe to show, and their colours. */
#ifndef RENDERERS_FLAME_FUNCTIONS_H
#define RENDERERS_FLAME_FUNCTIONS_H

#include "draw/packed.h"
#include "profile/name.h"

struct frames;
struct view;

struct flame_functions {
    const struct frames *frames; /* that they were made of */
    const struct packed_function *items;
    const struct str *packages;       /* by function */
    const enum name_family *families; /* by function */
    const uint32_t *ranks;            /* by function: its place by name, then file */
    size_t count;
    const uint32_t *by_frame; /* frame to function; 0xffffffff where the tree has no such frame */
    const struct str *files;  /* safe to show */
    size_t file_count;
};

/* Of the frames in the view's tree, the most frequent first. */
const struct flame_functions *flame_functions_new(const struct view *view);
/* The same, sooner, where they were made of this tree with frames that tell more or less of places,
 * and of the same colours; what is the same stays `made`'s. NULL: they were not. */
const struct flame_functions *flame_functions_like(const struct view *view,
                                                   const struct flame_functions *made);
/* One frame's alone, without its file; texts are in the view's arena. */
void flame_function_of(const struct view *view, const struct name_context *context, uint32_t frame,
                       struct packed_function *function);
/* The fill of a frame by package. */
unsigned flame_function_fill(const struct frames *frames, const struct name_context *context,
                             uint32_t frame);
/* A frame's own name, without the file that tells it from its namesakes; with line and address, as
 * far as they tell frames apart. Text of the profile. */
struct str flame_frame_name(const struct frames *frames, uint32_t frame, struct arena *arena);
enum { FLAME_LONGEST_NAME = 4000 };

/* Text of unknown origin as valid UTF-8 without control characters, cut in the middle where it is
 * longer than that. */
struct str flame_visible(struct str text, struct arena *arena);

#endif
