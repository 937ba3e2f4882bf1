/* What calls a function and what it calls, as pprof's peek weighs them. */
#ifndef RENDERERS_DETAILS_CALLS_H
#define RENDERERS_DETAILS_CALLS_H

#include "base/error.h"

#include <stdint.h>

struct view;

struct details_call {
    uint32_t frame; /* one of the function's; ID_NONE: no caller */
    int64_t weight; /* of the samples with such a call, each counted once; of two sides what new has
                       more */
    bool inlined;   /* every such call was inlined */
};

struct details_calls {
    const struct details_call *callers, *callees; /* the heaviest first, equal ones by name */
    size_t caller_count, callee_count;
    uint64_t frames; /* of the call tree that are marked */
};

/* The calls of the functions whose frames are marked, those between marked ones left out. NULL with
 * an error. */
const struct details_calls *details_calls(const struct view *view, const uint8_t *marks,
                                          struct error *error);

#endif
