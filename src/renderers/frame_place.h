/* What a frame is in tables for programs: name and place apart. */
#ifndef RENDERERS_FRAME_PLACE_H
#define RENDERERS_FRAME_PLACE_H

#include "profile/name.h"

#include <stdint.h>

struct view;

struct frame_place {
    struct str name;    /* of the function, after its address where these are told apart; otherwise
                           what pprof prints: the file, "[binary]", "<unknown>"; or the package */
    struct str file;    /* as pprof writes paths; empty: not known */
    struct str package; /* empty: none */
    int64_t line;       /* the frame's, or else where the function starts, or else the least seen;
                           0: not known */
};

/* Both of the first place that the frame was made from. Text of the profile, to be escaped. */
struct frame_place frame_place(const struct view *view, uint32_t frame);
struct name_source frame_source(const struct view *view, uint32_t frame);

#endif
