/* A profile as it travels inside pages and pictures. */
#ifndef RENDERERS_EMBEDDED_H
#define RENDERERS_EMBEDDED_H

#include "base/str.h"

#include <stdint.h>

struct embedded {
    struct str gzip; /* a profile.proto, one gzip member */
    uint64_t raw;    /* bytes that it inflates to */
    struct str note; /* how it differs from the source, a sentence; empty: not at all */
};

#endif
