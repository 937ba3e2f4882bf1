/* Paths of the server: which answer is asked for, of which profile. */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

#include "base/str.h"

#include <stdint.h>

enum route_kind {
    ROUTE_NONE,
    ROUTE_LIST,     /* the page of a folder */
    ROUTE_FILES,    /* what is in the folder, for that page */
    ROUTE_ASSET,    /* a file that pages ask for */
    ROUTE_TO_UI,    /* elsewhere: "/ui/" */
    ROUTE_TO_FLAME, /* older names: "/ui/flamegraph" */
    ROUTE_PAGE,     /* the page of a profile */
    ROUTE_ABSENT,   /* what pprof has there, and render has not */
    ROUTE_ENGINE,   /* a view */
    ROUTE_DOWNLOAD,
};

struct route {
    enum route_kind kind;
    struct str root;   /* of the profile: "", "/p/7", "/d/1-2"; a part of the path */
    struct str name;   /* of the view, or of the page's tab; the asset's path */
    uint32_t id, base; /* of the files in the folder; 0: the sources, no base */
};

/* `is_folder`: a folder is served, otherwise one profile. Whatever bytes the path has, what comes
 * out of it are an id, a name of letters, or a path that is only compared. */
struct route route_parse(struct str path, bool is_folder);

#endif
