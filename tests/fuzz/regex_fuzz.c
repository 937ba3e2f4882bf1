/* Any pattern either compiles or is a usage error, and whatever it is run over, the threads and the
 * states built from them must agree. The input is a pattern, a NUL, and texts between NULs. */
#include "base/arena.h"
#include "base/regex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct str take_part(struct str *rest)
{
    size_t end = str_find(*rest, 0);
    struct str part = str_slice(*rest, 0, end);
    *rest = end == STR_NONE ? str_skip(*rest, rest->size) : str_skip(*rest, end + 1);
    return part;
}

static void run(struct str input, struct arena *arena)
{
    struct error error = {.kind = ERROR_NONE};
    struct str pattern = take_part(&input), whole = input;
    const struct regex *regex = regex_new(pattern, arena, &error);
    if (!regex) {
        if (error.kind != ERROR_USAGE || strncmp(error.text, "error parsing regexp: ", 22) != 0)
            abort();
        return;
    }
    struct regex_matcher *fast = regex_matcher_new(regex, arena);
    struct regex_matcher *slow = regex_matcher_new(regex, arena);
    if (regex_matches(fast, whole) != regex_matches_slowly(slow, whole))
        abort();
    while (input.size) {
        struct str text = take_part(&input);
        if (regex_matches(fast, text) != regex_matches_slowly(slow, text))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    run((struct str){(const char *)bytes, size}, &arena);
    arena_fini(&store);
    return 0;
}
