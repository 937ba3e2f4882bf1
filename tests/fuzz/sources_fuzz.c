/* Any bytes as source lines that travel with a profile: they are refused with a reason, or the text
 * of each name is as long as lines are allowed to be, and ends with a line. */
#include "base/arena.h"
#include "renderers/source_bundle.h"
#include "renderers/source_files.h"
#include "request/source_bundle.h"
#include "request/source_files.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 20000000 };

static void check(bool condition)
{
    if (!condition)
        abort();
}

static void check_text(const struct source_bundle *bundle, struct str name, size_t size,
                       struct arena arena)
{
    struct str text;
    struct budget budget = {.limit = WORK};
    struct error error = {.kind = ERROR_NONE};
    struct source_places places = {.search = STR(""), .trim = STR(""), .bundle = bundle};
    if (!source_bundle_text(bundle, name, &arena, &text))
        return;
    check(text.size <= size + SOURCE_BUNDLE_LINES && (!text.size || str_ends(text, STR("\n"))));
    const struct source_text *lines =
        source_files_read(source_files_new(&places, &arena), name, &budget, &error);
    check(lines && !lines->problem.size && str_equal(lines->bytes, text));
    check(lines->line_count <= size + SOURCE_BUNDLE_LINES);
    for (size_t i = 1; i <= lines->line_count; i += 1 + i / 16)
        source_line(lines, i);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct str NAMES[] = {STR_INIT("a.c"), STR_INIT("/src/a.c"), STR_INIT("b.c"),
                                       STR_INIT("")};
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    const struct source_bundle *bundle =
        source_bundle_read((struct str){(const char *)bytes, size}, &arena, &budget, &error);
    check(bundle || (error.kind && error.text[0]));
    for (size_t i = 0; bundle && i < sizeof NAMES / sizeof *NAMES; i++)
        check_text(bundle, NAMES[i], size, arena);
    arena_fini(&store);
    return 0;
}
