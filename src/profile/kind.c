/* The types that profilers write. */
#include "profile/kind.h"
#include "profile/measure.h"

static const struct {
    struct str type, words;
    bool is_time;
} KINDS[] = {
    {STR_INIT("cpu"), STR_INIT("CPU time"), true},
    {STR_INIT("samples"), STR_INIT("samples"), false},
    {STR_INIT("wall"), STR_INIT("wall time"), true},
    {STR_INIT("alloc_space"), STR_INIT("allocated memory"), false},
    {STR_INIT("alloc_objects"), STR_INIT("allocated objects"), false},
    {STR_INIT("inuse_space"), STR_INIT("memory in use"), false},
    {STR_INIT("inuse_objects"), STR_INIT("objects in use"), false},
    {STR_INIT("contentions"), STR_INIT("contentions"), false},
    {STR_INIT("delay"), STR_INIT("delay"), true},
    {STR_INIT("goroutine"), STR_INIT("goroutines"), false},
};

struct str kind_words(struct str type, struct str unit)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (str_equal(KINDS[i].type, type) && KINDS[i].is_time == measure_is_time(unit))
            return KINDS[i].words;
    return STR("");
}
