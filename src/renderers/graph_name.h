/* What the box of a node says about its frame. */
#ifndef RENDERERS_GRAPH_NAME_H
#define RENDERERS_GRAPH_NAME_H

#include "base/str.h"

#include <stdint.h>

struct arena;
struct frame;
struct frames;
struct view;

/* Where a frame is: "file.go" ":12"; or without a name "[" "binary" "]" or "<unknown>". All empty:
 * its name says it all. */
struct graph_place {
    struct str before, text;
    char after[48];
};

struct graph_place graph_place(const struct frames *frames, const struct frame *frame,
                               bool has_name);

/* Safe to show, none of it long. */
struct graph_name {
    struct str address; /* 16 digits; empty: not looked at */
    struct str over;    /* package and type: "regexp (*machine)"; empty: none */
    struct str own;     /* the function; or else the place */
    struct str place;   /* file and line, where these tell frames apart; empty: not looked at */
};

struct graph_name graph_name(const struct view *view, uint32_t frame);
/* A name in pprof's short form in two: what it belongs to, and its own. */
void graph_name_split(struct str name, struct arena *arena, struct str *over, struct str *own);
/* The end of C++ and Rust names, whose arguments are whole: behind the last "::" outside of
 * brackets; the name where there is none. */
struct str graph_name_last_part(struct str name);

#endif
