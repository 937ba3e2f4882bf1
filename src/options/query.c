/* Queries, read and written. */
#include "options/query.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"

/* Options that a request cannot have: where its result goes, what is read, what it may cost. */
static bool is_the_callers(const struct option *option)
{
    static const struct str NAMES[] = {
        STR_INIT("output"),       STR_INIT("format"),   STR_INIT("open"),
        STR_INIT("view"),         STR_INIT("base"),     STR_INIT("diff_base"),
        STR_INIT("diff"),         STR_INIT("new"),      STR_INIT("rules"),
        STR_INIT("max_memory"),   STR_INIT("max_html"), STR_INIT("embed_source"),
        STR_INIT("embed_profile")};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_equal(option->name, NAMES[i]))
            return true;
    return !(option->views & FOR_ALL);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str query_decoded(struct str text, struct arena *arena)
{
    char *at = ARENA_NEW(arena, char, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        int high = i + 2 < text.size && text.at[i] == '%' ? hex_digit(text.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.at[i + 2]) : -1;
        at[size++] = low >= 0 ? (char)(high * 16 + low) : text.at[i] == '+' ? ' ' : text.at[i];
        i += low >= 0 ? 2 : 0;
    }
    return (struct str){at, size};
}

static bool set_one(struct settings *settings, struct str part, struct error *error)
{
    size_t equals = str_find(part, '=');
    struct str name =
        query_decoded(str_slice(part, 0, equals == STR_NONE ? part.size : equals), settings->arena);
    const struct option_word *word = option_shorthand(name);
    const struct option *option = option_find(word ? word->option : name);
    if (option && is_the_callers(option)) {
        struct error_quote quote = error_quote(name);
        return error_set(error, ERROR_USAGE, "a request cannot set %s", quote.text);
    }
    if (word && equals == STR_NONE)
        return settings_shorthand(settings, name, error);
    struct str value = equals == STR_NONE
                           ? STR("true")
                           : query_decoded(str_skip(part, equals + 1), settings->arena);
    return settings_set(settings, name, value, error);
}

bool query_read(struct settings *settings, struct str query, struct error *error)
{
    while (query.size) {
        size_t end = str_find(query, '&');
        struct str part = str_slice(query, 0, end == STR_NONE ? query.size : end);
        if (part.size && !set_one(settings, part, error))
            return false;
        query = str_skip(query, end == STR_NONE ? query.size : end + 1);
    }
    return true;
}

static void put_encoded(struct sink *sink, struct str text)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        sink_char(sink, plain ? (char)c : '%');
        if (plain)
            continue;
        sink_char(sink, DIGITS[c >> 4]);
        sink_char(sink, DIGITS[c & 15]);
    }
}

static void print_one(const struct settings *settings, const struct option *option, size_t i,
                      bool any, struct sink *sink)
{
    struct sink value;
    sink_init_buffer(&value, settings->arena, UINT64_MAX);
    settings_print_value(settings, option, i, &value);
    sink_text(sink, any ? STR("&") : STR(""));
    sink_text(sink, option->name);
    sink_char(sink, '=');
    put_encoded(sink, sink_str(&value));
}

void query_print(const struct settings *settings, unsigned views, struct sink *sink)
{
    size_t count;
    const struct option *rows = option_rows(&count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!(rows[i].views & views) || is_the_callers(&rows[i]) ||
            str_equal(rows[i].name, STR("source_path")) || settings_is_default(settings, &rows[i]))
            continue;
        for (size_t value = 0; value < settings_value_count(settings, &rows[i]); value++) {
            print_one(settings, &rows[i], value, any, sink);
            any = true;
        }
    }
}
