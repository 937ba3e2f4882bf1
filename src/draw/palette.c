/* Names and shares to colours of the tokens. */
#include "draw/palette.h"

#include "base/hash.h"
#include "base/number.h"

_Static_assert((int)PALETTE_LIGHT == TOKEN_LIGHT && (int)PALETTE_DARK == TOKEN_DARK,
               "themes index the tokens");
_Static_assert((int)PALETTE_OWN == TOKEN_PACKAGE_OWN && (int)PALETTE_DEP == TOKEN_PACKAGE_DEP &&
                   (int)PALETTE_STD == TOKEN_PACKAGE_STD,
               "families index the tokens");
_Static_assert(PALETTE_RUNTIME - PALETTE_RUNTIME == TOKEN_SYSTEM_RUNTIME &&
                   PALETTE_GC - PALETTE_RUNTIME == TOKEN_SYSTEM_GC &&
                   PALETTE_KERNEL - PALETTE_RUNTIME == TOKEN_SYSTEM_KERNEL &&
                   PALETTE_UNKNOWN - PALETTE_RUNTIME == TOKEN_SYSTEM_UNKNOWN,
               "families index the tokens");

static uint32_t name_hash(struct str name)
{
    return hash_mix32(hash_fnv1a(name.at, name.size));
}

struct palette_pick palette_pick(struct str package, struct str function,
                                 enum palette_family family)
{
    struct palette_pick pick = {.family = family, .step = name_hash(function) % TOKEN_STEP_COUNT};
    if (family < PALETTE_RUNTIME)
        pick.hue = name_hash(package) % TOKEN_HUE_COUNT;
    return pick;
}

uint32_t palette_fill(enum palette_theme theme, struct palette_pick pick)
{
    if (pick.family < PALETTE_RUNTIME)
        return TOKEN_PACKAGE[theme][pick.family][pick.hue][pick.step];
    return TOKEN_SYSTEM[theme][pick.family - PALETTE_RUNTIME][pick.step];
}

uint32_t palette_role(enum palette_theme theme, enum token_role role)
{
    return TOKEN_ROLE[theme][role];
}

uint32_t palette_heat(enum palette_theme theme, double share)
{
    double last = TOKEN_HEAT_COUNT - 1;
    if (!(share > 0))
        return TOKEN_HEAT[theme][0];
    if (share >= 1)
        return TOKEN_HEAT[theme][TOKEN_HEAT_COUNT - 1];
    /* Below 1, so that small shares, which are most of them, use more of the scale. */
    return TOKEN_HEAT[theme][(size_t)(last * number_pow(share, 0.8) + 0.5)];
}
