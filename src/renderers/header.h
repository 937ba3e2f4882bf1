/* The lines above a text report: what the profile is, and how much of it is shown. */
#ifndef RENDERERS_HEADER_H
#define RENDERERS_HEADER_H

#include "base/str.h"

#include <stdint.h>

struct sink;
struct view;

/* File, build id, comments, type, documentation, time, duration: pprof's lines, each with its
 * newline. Values are written in `unit`. */
void header_profile(const struct view *view, struct str unit, struct sink *sink);

#endif
