/* Who is on which side: the operands of a comparison, or the options --base and --new. */
#ifndef REQUEST_SIDES_H
#define REQUEST_SIDES_H

#include "base/error.h"
#include "options/settings.h"

struct sides {
    bool is_comparison; /* otherwise there are sources, and no sides */
    struct texts base, new_;
};

/* Whether a verb or the options ask for a comparison, and of what. With it, --base names a side,
 * and is taken out of the settings, where it would be subtracted. False with a USAGE error. */
bool sides_choose(struct sides *sides, struct settings *settings, struct str verb,
                  const struct str *sources, size_t count, struct error *error);

#endif
