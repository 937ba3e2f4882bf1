/* Any bytes as a source that may be a report or picture of ours: read, and extracted from. The
 * module that reads markup is linked in. */
#include "base/arena.h"
#include "input/input.h"
#include "markup/markup.h"
#include "unit/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

extern const struct markup_module render_markup_module;

static void check(bool condition)
{
    if (!condition)
        abort();
}

static const struct markup_module *module(struct error *error)
{
    (void)error;
    return &render_markup_module;
}

static void check_error(const struct error *error)
{
    check(error->kind && error->text[0] && !strpbrk(error->text, "\n\r\x1b"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct memory memory = {.bytes = {(const char *)bytes, size}};
    struct host host = memory_host(&memory);
    host.markup = module;
    for (int i = 0; i < 2; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, MEMORY);
        struct budget budget = {.limit = WORK, .stores = {&store}, .host = &host};
        struct input_limits limits = {.max_memory = MEMORY};
        struct error error = {.kind = ERROR_NONE};
        struct str member = {NULL, 0};
        memory.used = 0;
        bool ok = i ? input_extract(&host, STR("x"), &limits, &arena, &budget, &member, &error)
                    : input_load(&host, STR("x"), &limits, &arena, &budget, &error) != NULL;
        if (!ok)
            check_error(&error);
        else if (i)
            check(member.size > 2 && !memcmp(member.at, "\x1f\x8b", 2));
        check(!memory.opened);
        arena_fini(&store);
    }
    return 0;
}
