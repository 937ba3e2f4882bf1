/* The functions of a flame graph: their names made safe to show, and their colours. */
#ifndef RENDERERS_FLAME_FUNCTIONS_H
#define RENDERERS_FLAME_FUNCTIONS_H

#include "draw/packed.h"
#include "profile/name.h"

struct frames;
struct view;

struct flame_functions {
    const struct packed_function *items;
    const struct str *packages;       /* by function */
    const enum name_family *families; /* by function */
    size_t count;
    const uint32_t *by_frame; /* frame to function; 0xffffffff where the tree has no such frame */
    const struct str *files;  /* safe to show */
    size_t file_count;
};

/* Of the frames in the view's tree, the most frequent first. */
const struct flame_functions *flame_functions_new(const struct view *view);
/* One frame's alone, without its file; texts are in the view's arena. */
void flame_function_of(const struct view *view, const struct name_context *context, uint32_t frame,
                       struct packed_function *function);
/* The fill of a frame by package. */
unsigned flame_function_fill(const struct frames *frames, const struct name_context *context,
                             uint32_t frame);
/* By function: its place in the order of names, equal ones by file. */
const uint32_t *flame_function_ranks(const struct flame_functions *functions, struct arena *arena);
/* A frame's own name, without the file that tells it from its namesakes; with line and address, as
 * far as they tell frames apart. Text of the profile. */
struct str flame_frame_name(const struct frames *frames, uint32_t frame, struct arena *arena);
/* Text of unknown origin as valid UTF-8 without control characters, cut in the middle where it is
 * long. */
struct str flame_visible(struct str text, struct arena *arena);

#endif
