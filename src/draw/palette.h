/* Colours by meaning: what a frame's fill says about it, in either theme. All as 0xRRGGBB. */
#ifndef DRAW_PALETTE_H
#define DRAW_PALETTE_H

#include "base/str.h"
#include "tokens.h"

#include <stdint.h>

enum palette_theme { PALETTE_LIGHT, PALETTE_DARK };

/* Whose code it is. The first three have a hue for each package, the others one of their own. */
enum palette_family {
    PALETTE_OWN,
    PALETTE_DEP,
    PALETTE_STD,
    PALETTE_RUNTIME,
    PALETTE_GC,
    PALETTE_KERNEL,
    PALETTE_UNKNOWN,
};

enum { PALETTE_FAMILIES = PALETTE_UNKNOWN + 1 };

struct palette_pick {
    enum palette_family family;
    unsigned hue, step; /* below TOKEN_HUE_COUNT (0 for a family without hues), TOKEN_STEP_COUNT */
};

/* The colour of a function: hue by package, lightness step by function, from hashes of the two
 * names alone, so that it is the same in every run, file and picture. */
struct palette_pick palette_pick(struct str package, struct str function,
                                 enum palette_family family);
/* The fill of a box; text on it is TOKEN_ROLE_ON_FILL. */
uint32_t palette_fill(enum palette_theme theme, struct palette_pick pick);
uint32_t palette_role(enum palette_theme theme, enum token_role role);
/* The fill for a share of the total, clipped to 0..1; not a number is 0. */
uint32_t palette_heat(enum palette_theme theme, double share);

#endif
