/* The functions of a JSON document: ids by frame, and what each weighs. */
#ifndef RENDERERS_JSON_FUNCTIONS_H
#define RENDERERS_JSON_FUNCTIONS_H

#include "base/array.h"
#include "base/error.h"

struct view;

struct json_functions {
    uint32_t *ids;             /* by frame: its id, or ID_NONE */
    ARRAY(uint32_t) frames;    /* by id */
    const int64_t *flat, *cum; /* by frame; cum counts each sample once */
};

/* No function yet; the weights of all frames. False with an error. */
bool json_functions_init(struct json_functions *functions, const struct view *view,
                         struct error *error);
/* The id of a frame, which is a function of the document from now on. */
uint32_t json_functions_id(struct json_functions *functions, const struct view *view,
                           uint32_t frame);

#endif
