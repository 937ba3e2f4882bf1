/* Frames: what a stack is made of once locations are looked at as coarsely as a request wants. Two
 * locations in one function are one frame under "functions". */
#ifndef SELECT_FRAMES_H
#define SELECT_FRAMES_H

#include "profile/profile.h"

struct arena;
struct selection;
struct sink;

enum granularity {
    GRANULARITY_FUNCTIONS,     /* by name */
    GRANULARITY_FILEFUNCTIONS, /* by name and file */
};

struct frame {
    string_id name;     /* of the function; 0: none */
    string_id file;     /* 0 under functions */
    string_id object;   /* of the mapping; only where there is no name */
    int64_t start_line; /* only where there is no name */
};

struct frames {
    const struct profile *profile;
    const struct frame *items;
    size_t count;
    const uint32_t *by_line;     /* line index to frame */
    const uint32_t *by_location; /* location index to frame, where it has no lines */
    /* By frame, of the first place that it was made from: the function and mapping (ID_NONE: none).
     */
    const uint32_t *function, *mapping;
    const int64_t
        *line; /* by frame: where the function starts, or else the least line seen; 0: none */
};

const struct frames *frames_new(const struct profile *profile, enum granularity granularity,
                                struct arena *arena);

/* The name to print, as pprof prints it: the function's, or the file, "[binary]", "<unknown>". In
 * the arena where it must be made. */
struct str frame_name(const struct frames *frames, uint32_t frame, struct arena *arena);

/* The path from root to leaf of one stack: frames, and which of them are inlined into the one
 * before. The arrays are reused by the next call. */
struct frame_path {
    struct arena *arena;
    uint32_t *frames;
    uint8_t *inlined;
    size_t count, room;
};

void frame_path_load(struct frame_path *path, const struct frames *frames,
                     const struct selection *selection, size_t stack);

#endif
