/* Any bytes as a name: its normal form is its own normal form, no longer, and not empty. */
#include "base/arena.h"
#include "select/match_name.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(struct str name, struct str form, struct str again)
{
    if (!str_equal(form, again) || form.size > name.size || !form.size != !name.size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str name = {(const char *)bytes, size};
    struct str numbers = match_numbers(name, &arena), form = match_name(name, &arena);
    check(name, numbers, match_numbers(numbers, &arena));
    check(name, form, match_name(form, &arena));
    arena_fini(&store);
    return 0;
}
