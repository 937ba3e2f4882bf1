/* Labels that fit: the most informative form of a name that a box has room for. */
#ifndef LAYOUT_LABEL_H
#define LAYOUT_LABEL_H

#include "base/str.h"

struct arena;

struct label_room {
    double width_px;         /* what the text may take */
    double size_px;          /* of the font */
    double factor;           /* how much wider than the table the face may be */
    size_t least_characters; /* of a name that is cut in the middle */
};

/* The first of the forms (ever shorter) that fits; else the last one with its middle replaced by an
 * ellipsis; else nothing. Never cut inside a character. A cut text is in the arena. *width_px is
 * the width that was reckoned with. */
struct str label_fit(const struct str *forms, size_t count, const struct label_room *room,
                     struct arena *arena, double *width_px);

#endif
