/* Lines of a session, read and, where they set options, obeyed: whatever they are, they are an
 * error with a text or something that makes sense. */
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "shell/line.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool condition)
{
    if (!condition)
        abort();
}

static void expect_sense(const struct shell_line *line)
{
    const struct command *command = &line->command;
    if (line->kind == LINE_SET)
        expect(line->variable.name.size > 0);
    if (line->kind != LINE_COMMAND)
        return;
    expect(command->view.size || command->missing.size);
    expect(!command->has_pattern || line->pattern.size > 0);
    expect(line->count >= INT32_MIN && line->count <= INT32_MAX);
}

static void take(const struct variable_scope *scope, struct str text)
{
    struct str lines[LINE_SHORTCUT];
    struct arena *arena = scope->settings->arena;
    size_t count = line_expand(text, scope->profile, arena, lines);
    expect(count > 0 && count <= LINE_SHORTCUT);
    for (size_t i = 0; i < count; i++) {
        struct shell_line line;
        struct error error = {.kind = ERROR_NONE};
        bool ok = line_read(&line, lines[i], arena, &error);
        if (ok)
            expect_sense(&line);
        if (ok && line.kind == LINE_SET)
            ok = variable_set(scope, &line.variable, line.value, &error);
        expect(ok ? error.kind == ERROR_NONE : error.kind == ERROR_USAGE && error.text[0]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct str STRINGS[] = {STR_INIT("samples"), STR_INIT("cpu"), STR_INIT("")};
    static const struct value_type TYPES[] = {{0, 0}, {1, 1}};
    const struct profile profile = {
        .strings = STRINGS, .string_count = 3, .types = TYPES, .type_count = 2};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct settings settings;
    struct variables own = {false, false};
    struct variable_scope scope = {&profile, &settings, &own};
    struct str rest = {(const char *)bytes, size};
    struct sink sink;
    settings_init(&settings, &arena);
    while (rest.size) {
        size_t end = str_find(rest, '\n');
        take(&scope, str_slice(rest, 0, end));
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    variable_print(&scope, true, &sink);
    expect(str_starts(sink_str(&sink), STR("  call_tree ")));
    arena_fini(&store);
    return 0;
}
