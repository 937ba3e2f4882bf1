/* pprof's names of parameters, and what each takes. */
#include "serve/ui_query.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/regex.h"
#include "options/go_value.h"
#include "options/query.h"

#include <strings.h>

/* Longer queries are left to the page, which says what is wrong with them: expressions would keep
 * the server's own thread. */
enum { WORDS = 4 << 20, LONGEST = 1024 };

enum type { BOOL, INT, REAL, REGEX, SORT, GRANULARITY };

static const struct parameter {
    struct str name, option;
    enum type type;
} PARAMETERS[] = {{STR_INIT("calltree"), STR_INIT("call_tree"), BOOL},
                  {STR_INIT("rel"), STR_INIT("relative_percentages"), BOOL},
                  {STR_INIT("compact"), STR_INIT("compact_labels"), BOOL},
                  {STR_INIT("intel"), STR_INIT("intel_syntax"), BOOL},
                  {STR_INIT("mean"), STR_INIT("mean"), BOOL},
                  {STR_INIT("norm"), STR_INIT("normalize"), BOOL},
                  {STR_INIT("dropneg"), STR_INIT("drop_negative"), BOOL},
                  {STR_INIT("trim"), STR_INIT("trim"), BOOL},
                  {STR_INIT("noinlines"), STR_INIT("noinlines"), BOOL},
                  {STR_INIT("showcolumns"), STR_INIT("showcolumns"), BOOL},
                  {STR_INIT("n"), STR_INIT("nodecount"), INT},
                  {STR_INIT("nf"), STR_INIT("nodefraction"), REAL},
                  {STR_INIT("ef"), STR_INIT("edgefraction"), REAL},
                  {STR_INIT("f"), STR_INIT("focus"), REGEX},
                  {STR_INIT("i"), STR_INIT("ignore"), REGEX},
                  {STR_INIT("prunefrom"), STR_INIT("prune_from"), REGEX},
                  {STR_INIT("h"), STR_INIT("hide"), REGEX},
                  {STR_INIT("s"), STR_INIT("show"), REGEX},
                  {STR_INIT("sf"), STR_INIT("show_from"), REGEX},
                  {STR_INIT("sort"), STR_INIT("sort"), SORT},
                  {STR_INIT("g"), STR_INIT("granularity"), GRANULARITY}};

static bool is_bool(struct str value)
{
    static const char *const WORDS_OF_IT[] = {"true",  "t", "yes", "y", "1",
                                              "false", "f", "no",  "n", "0"};
    for (size_t i = 0; i < sizeof WORDS_OF_IT / sizeof *WORDS_OF_IT; i++) {
        struct str word = str_from_c(WORDS_OF_IT[i]);
        if (value.size == word.size && !strncasecmp(value.at, word.at, word.size))
            return true;
    }
    return false;
}

/* Decimal alone, as strconv.Atoi. */
static bool is_int(struct str value)
{
    int64_t number;
    for (size_t i = 0; i < value.size; i++)
        if (!(value.at[i] >= '0' && value.at[i] <= '9') &&
            (i || (value.at[i] != '-' && value.at[i] != '+')))
            return false;
    while (value.size > 1 && value.at[0] == '0')
        value = str_skip(value, 1);
    return go_parse_int(value, &number) == GO_PARSED;
}

static bool is_word(enum type type, struct str value)
{
    static const struct str SORTS[] = {STR_INIT("cum"), STR_INIT("flat"), STR_INIT("")};
    static const struct str PLACES[] = {STR_INIT("functions"), STR_INIT("filefunctions"),
                                        STR_INIT("files"),     STR_INIT("lines"),
                                        STR_INIT("addresses"), STR_INIT("")};
    for (const struct str *word = type == SORT ? SORTS : PLACES; word->size; word++)
        if (str_equal(*word, value))
            return true;
    return false;
}

static bool fail(const struct parameter *parameter, const char *before, struct str value,
                 const char *after, struct error *error)
{
    struct error_quote quote = error_quote(value);
    return error_set(error, ERROR_USAGE, "error setting config field %.*s: %s\"%s\"%s",
                     STR_ARG(parameter->option), before, quote.text, after);
}

static bool check_regex(const struct parameter *parameter, struct str value, struct arena scratch,
                        struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    return regex_new(value, &scratch, &inner) ||
           error_set(error, ERROR_USAGE, "parsing %.*s regexp: %s", STR_ARG(parameter->option),
                     inner.text);
}

static bool check(const struct parameter *parameter, struct str value, struct arena *arena,
                  struct error *error)
{
    double real;
    switch (parameter->type) {
    case BOOL:
        return is_bool(value) ||
               fail(parameter, "illegal value ", value, " for bool variable", error);
    case INT:
        return is_int(value) ||
               fail(parameter, "strconv.Atoi: parsing ", value, ": invalid syntax", error);
    case REAL:
        return go_parse_real(value, &real) == GO_PARSED ||
               fail(parameter, "strconv.ParseFloat: parsing ", value, ": invalid syntax", error);
    case REGEX:
        return check_regex(parameter, value, *arena, error);
    default:
        return is_word(parameter->type, value) ||
               error_set(error, ERROR_USAGE,
                         "error setting config field %.*s: invalid \"%.*s\" value \"%s\"",
                         STR_ARG(parameter->option), STR_ARG(parameter->option),
                         error_quote(value).text);
    }
}

/* "NAME=VALUE"; an empty value is none. */
static bool check_part(struct str part, struct arena *arena, struct error *error)
{
    size_t equals = str_find(part, '=');
    if (equals == STR_NONE)
        return true;
    struct str name = query_decoded(str_slice(part, 0, equals), arena);
    struct str value = query_decoded(str_skip(part, equals + 1), arena);
    for (size_t i = 0; value.size && i < sizeof PARAMETERS / sizeof *PARAMETERS; i++)
        if (str_equal(PARAMETERS[i].name, name))
            return check(&PARAMETERS[i], value, arena, error);
    return true;
}

bool ui_query_check(struct str query, struct error *error)
{
    struct arena_store store;
    bool ok = true;
    if (query.size > LONGEST)
        return true;
    struct arena arena = arena_init(&store, WORDS);
    while (query.size && ok) {
        size_t end = str_find(query, '&');
        ok = check_part(str_slice(query, 0, end), &arena, error);
        query = str_skip(query, end == STR_NONE ? query.size : end + 1);
    }
    arena_fini(&store);
    return ok;
}
