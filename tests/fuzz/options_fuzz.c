/* Arguments, separated by NUL bytes, through both parsers; what the first sets is printed and
 * parsed again and must come out the same. */
#include "base/arena.h"
#include "base/sink.h"
#include "options/arguments.h"
#include "options/pprof_flags.h"
#include "options/settings.h"
#include "options/suggest.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST = 64 };

static struct str printed(const struct settings *settings, const struct option *option, size_t i,
                          struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    settings_print_value(settings, option, i, &sink);
    return sink_str(&sink);
}

static void expect_value_back(const struct settings *settings, struct settings *back,
                              const struct option *option, size_t i, struct arena *arena)
{
    struct error error;
    struct str text = printed(settings, option, i, arena);
    if (settings_set(back, option->name, text, &error) &&
        str_equal(text, printed(back, option, i, arena)))
        return;
    fprintf(stderr, "--%.*s=%.*s does not come back\n", STR_ARG(option->name), STR_ARG(text));
    abort();
}

static void expect_back(const struct settings *settings, struct arena *arena)
{
    struct settings back;
    size_t rows;
    const struct option *options = option_rows(&rows);
    settings_init(&back, arena);
    for (size_t i = 0; i < rows; i++) {
        for (size_t value = 0; value < settings_value_count(settings, &options[i]); value++)
            expect_value_back(settings, &back, &options[i], value, arena);
        if (settings_is_default(settings, &options[i]) != settings_is_default(&back, &options[i]))
            abort();
    }
}

static bool is_binary(void *context, struct str name)
{
    (void)context;
    return str_starts(name, STR("b"));
}

static void read_as_pprof(struct arena *arena, int count, const char *const *values)
{
    struct settings settings;
    struct pprof_arguments arguments;
    struct error error = {.kind = ERROR_NONE};
    settings_init(&settings, arena);
    bool ok = pprof_arguments_read(&arguments, &settings, count, values, is_binary, NULL, &error);
    if (ok ? error.kind != ERROR_NONE : error.kind != ERROR_USAGE || !error.text[0])
        abort();
    bool has_view = arguments.view.size || arguments.in_server || arguments.in_shell;
    if (ok && !arguments.help && (!has_view || !arguments.source_count))
        abort();
    if (arguments.source_count > (size_t)count)
        abort();
    for (size_t i = 0; i < arguments.source_count; i++)
        if (!str_equal(arguments.sources[arguments.source_count - 1 - i],
                       str_from_c(values[(size_t)count - 1 - i])))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct verb VERBS[] = {{STR_INIT("top"), false, true},
                                        {STR_INIT("peek"), true, false},
                                        {STR_INIT("t"), false, false}};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct settings settings;
    struct arguments arguments;
    struct error error = {.kind = ERROR_NONE};
    const char *values[MOST];
    int count = 0;
    char *text = str_to_c((struct str){(const char *)bytes, size}, &arena);
    for (size_t at = 0; at < size && count < MOST; at += strlen(text + at) + 1)
        values[count++] = text + at;
    settings_init(&settings, &arena);
    bool ok = arguments_read(&arguments, &settings, count, values, VERBS, 3, &error);
    if (ok ? error.kind != ERROR_NONE : error.kind != ERROR_USAGE || !error.text[0])
        abort();
    if (arguments.sources.count > (size_t)count)
        abort();
    expect_back(&settings, &arena);
    read_as_pprof(&arena, count, values);
    option_nearest((struct str){text, size});
    arena_fini(&store);
    return 0;
}
