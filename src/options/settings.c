/* The rows, and setting and printing by type. */
#include "options/settings.h"
#include "base/quote.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/url.h"
#include "options/suggest.h"

#include <string.h>

static const struct option OPTIONS[] = {
#define OPTION(name, type, initial, domain, views, help)                                           \
    {STR_INIT(#name),   OPTION_##type,    offsetof(struct settings, name),                         \
     STR_INIT(initial), STR_INIT(domain), FOR_##views,                                             \
     STR_INIT(help)},
#define ALIAS(name, option)
#define SHORTHAND(name, option, value)
#include "options/options.def"
#undef OPTION
#undef ALIAS
#undef SHORTHAND
};

static const struct option_word WORDS[] = {
#define OPTION(name, type, initial, domain, views, help)
#define ALIAS(name, option) {STR_INIT(#name), STR_INIT(#option), STR_INIT(""), true},
#define SHORTHAND(name, option, value) {STR_INIT(#name), STR_INIT(#option), STR_INIT(value), false},
#include "options/options.def"
#undef OPTION
#undef ALIAS
#undef SHORTHAND
};

enum { OPTION_ROWS = sizeof OPTIONS / sizeof *OPTIONS, WORD_ROWS = sizeof WORDS / sizeof *WORDS };

_Static_assert(OPTION_ROWS <= 128, "a bit a row");

const struct option *option_rows(size_t *count)
{
    *count = OPTION_ROWS;
    return OPTIONS;
}

const struct option_word *option_words(size_t *count)
{
    *count = WORD_ROWS;
    return WORDS;
}

static bool same_name(struct str a, struct str b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (a.at[i] != b.at[i] && !(a.at[i] == '-' && b.at[i] == '_'))
            return false;
    return true;
}

const struct option *option_find(struct str name)
{
    for (size_t i = 0; i < WORD_ROWS; i++)
        if (WORDS[i].is_alias && same_name(name, WORDS[i].name))
            name = WORDS[i].option;
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (same_name(name, OPTIONS[i].name))
            return &OPTIONS[i];
    return NULL;
}

const struct option_word *option_shorthand(struct str name)
{
    for (size_t i = 0; i < WORD_ROWS; i++)
        if (!WORDS[i].is_alias && same_name(name, WORDS[i].name))
            return &WORDS[i];
    return NULL;
}

/* ---------------------------------------------------------------- values by type */

static bool parse_text(const struct option *option, struct str text, void *field)
{
    (void)option;
    *(struct str *)field = text;
    return true;
}

/* "LEAST to MOST" */
static void domain_bounds(struct str domain, double *least, double *most)
{
    size_t at = str_find_str(domain, STR(" to "));
    number_parse_real(str_slice(domain, 0, at), least);
    number_parse_real(str_skip(domain, at + 4), most);
}

static bool parse_count(const struct option *option, struct str text, void *field)
{
    double least = 0, most = 0;
    domain_bounds(option->domain, &least, &most);
    int64_t value;
    if (!number_parse_int(text, &value) || (double)value < least || (double)value > most)
        return false;
    *(int64_t *)field = value;
    return true;
}

static bool parse_real(const struct option *option, struct str text, void *field)
{
    double least = 0, most = 0, value;
    domain_bounds(option->domain, &least, &most);
    if (!number_parse_real(text, &value) || value < least || value > most)
        return false;
    *(double *)field = value;
    return true;
}

static bool is_word(struct str text, const char *words)
{
    char lower[8];
    if (text.size >= sizeof lower)
        return false;
    for (size_t i = 0; i < text.size; i++)
        lower[i] = (char)(text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] + 32 : text.at[i]);
    for (const char *word = words; *word; word += strlen(word) + 1)
        if (str_equal(str_from_c(word), (struct str){lower, text.size}))
            return true;
    return false;
}

static bool parse_switch(const struct option *option, struct str text, void *field)
{
    (void)option;
    bool yes = text.size == 0 || is_word(text, "true\0t\0yes\0y\0on\0001\0");
    if (!yes && !is_word(text, "false\0f\0no\0n\0off\0000\0"))
        return false;
    *(bool *)field = yes;
    return true;
}

/* Cuts the first word off a list "a|b|c". */
static struct str next_word(struct str *words)
{
    size_t end = str_find(*words, '|');
    struct str word = str_slice(*words, 0, end);
    *words = end == STR_NONE ? STR("") : str_skip(*words, end + 1);
    return word;
}

static bool parse_choice(const struct option *option, struct str text, void *field)
{
    struct str words = option->domain;
    for (int i = 0; words.size; i++) {
        if (!str_equal(next_word(&words), text))
            continue;
        *(int *)field = i;
        return true;
    }
    return false;
}

static bool parse_size(const struct option *option, struct str text, void *field)
{
    (void)option;
    static const char UNITS[] = "kmgt";
    int64_t value;
    unsigned shift = 0;
    struct str rest = text;
    if (rest.size && (rest.at[rest.size - 1] == 'B' || rest.at[rest.size - 1] == 'b'))
        rest.size--;
    if (rest.size && rest.at[rest.size - 1] == 'i')
        rest.size--;
    for (unsigned i = 0; rest.size && i < 4; i++) {
        if ((rest.at[rest.size - 1] | 32) != UNITS[i])
            continue;
        shift = 10 * (i + 1);
        rest.size--;
        break;
    }
    if (!number_parse_int(rest, &value) || value < 0 || value > INT64_MAX >> shift)
        return false;
    *(uint64_t *)field = (uint64_t)value << shift;
    return true;
}

/* "30", "90s", "1h30m", "1.5h", "250ms": a number without a unit is seconds. */
static bool parse_duration(const struct option *option, struct str text, void *field)
{
    (void)option;
    return number_parse_duration(text, field);
}

/* Lists are added to in settings_set. */
static bool parse_list(const struct option *option, struct str text, void *field)
{
    (void)option;
    (void)text;
    (void)field;
    return true;
}

static bool parse_rules(const struct option *option, struct str text, void *field)
{
    (void)option;
    (void)field;
    return text.size > 0;
}

static void print_text(const struct option *option, const void *field, struct sink *sink)
{
    (void)option;
    sink_text(sink, *(const struct str *)field);
}

static void print_count(const struct option *option, const void *field, struct sink *sink)
{
    (void)option;
    sink_print(sink, "%lld", (long long)*(const int64_t *)field);
}

static void print_real(const struct option *option, const void *field, struct sink *sink)
{
    (void)option;
    double value;
    struct number_text text;
    for (int digits = 6; digits <= 17; digits++) {
        text = number_general(*(const double *)field, digits);
        if (number_parse_real(number_str(&text), &value) && value == *(const double *)field)
            break;
    }
    sink_text(sink, number_str(&text));
}

static void print_switch(const struct option *option, const void *field, struct sink *sink)
{
    (void)option;
    sink_text(sink, *(const bool *)field ? STR("true") : STR("false"));
}

static void print_choice(const struct option *option, const void *field, struct sink *sink)
{
    struct str words = option->domain, word = STR("");
    for (int i = 0; i <= *(const int *)field; i++)
        word = next_word(&words);
    sink_text(sink, word);
}

static void print_size(const struct option *option, const void *field, struct sink *sink)
{
    (void)option;
    sink_print(sink, "%llu", (unsigned long long)*(const uint64_t *)field);
}

/* A unit may not stand behind an exponent; without one a number is seconds, too. */
static void print_duration(const struct option *option, const void *field, struct sink *sink)
{
    enum { DIGITS = 9, LONGEST = 1 << 30 };
    double seconds = *(const double *)field, value;
    for (int digits = 0; digits <= DIGITS && seconds > 0 && seconds < LONGEST; digits++) {
        struct number_text text = number_fixed(seconds, digits);
        if (!number_parse_real(number_str(&text), &value) || value != seconds)
            continue;
        sink_text(sink, number_str(&text));
        sink_char(sink, 's');
        return;
    }
    print_real(option, field, sink);
}

static const struct {
    bool (*parse)(const struct option *option, struct str text, void *field);
    void (*print)(const struct option *option, const void *field, struct sink *sink);
    size_t size;
    struct str syntax, expects;
} TYPES[] = {
    [OPTION_TEXT] = {parse_text, print_text, sizeof(struct str), STR_INIT("TEXT"),
                     STR_INIT("a text")},
    [OPTION_LIST] = {parse_list, print_text, sizeof(struct texts), STR_INIT("TEXT"),
                     STR_INIT("a text")},
    [OPTION_RULES] = {parse_rules, print_text, sizeof(struct texts), STR_INIT("RULE"),
                      STR_INIT("a rule")},
    [OPTION_COUNT] = {parse_count, print_count, sizeof(int64_t), STR_INIT("N"),
                      STR_INIT("a whole number")},
    [OPTION_REAL] = {parse_real, print_real, sizeof(double), STR_INIT("X"), STR_INIT("a number")},
    [OPTION_SWITCH] = {parse_switch, print_switch, sizeof(bool), STR_INIT(""),
                       STR_INIT("true or false")},
    [OPTION_CHOICE] = {parse_choice, print_choice, sizeof(int), STR_INIT(""), STR_INIT("one of")},
    [OPTION_SIZE] = {parse_size, print_size, sizeof(uint64_t), STR_INIT("SIZE"),
                     STR_INIT("a size such as 512M or 2G")},
    [OPTION_DURATION] = {parse_duration, print_duration, sizeof(double), STR_INIT("TIME"),
                         STR_INIT("a time such as 30s, 5m or 1h30m")},
};

bool option_is_list(const struct option *option)
{
    return option->type == OPTION_LIST || option->type == OPTION_RULES;
}

struct str option_syntax(const struct option *option)
{
    return option->type == OPTION_CHOICE ? option->domain : TYPES[option->type].syntax;
}

/* ---------------------------------------------------------------- settings */

void settings_init(struct settings *settings, struct arena *arena)
{
    memset(settings, 0, sizeof *settings);
    settings->arena = arena;
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (!option_is_list(&OPTIONS[i]))
            settings_set(settings, OPTIONS[i].name, OPTIONS[i].initial, NULL);
}

struct str option_nearest(struct str name)
{
    struct suggestion suggestion = suggest_start(name);
    for (size_t i = 0; i < OPTION_ROWS; i++)
        suggest_consider(&suggestion, name, OPTIONS[i].name);
    for (size_t i = 0; i < WORD_ROWS; i++)
        if (!WORDS[i].is_alias)
            suggest_consider(&suggestion, name, WORDS[i].name);
    return suggestion.best;
}

static bool unknown_option(struct str name, struct error *error)
{
    struct str nearest = option_nearest(name);
    struct error_quote quote = error_quote(name);
    if (nearest.size)
        return error_set(error, ERROR_USAGE, "there is no option --%s; did you mean --%.*s?",
                         quote.text, STR_ARG(nearest));
    return error_set(error, ERROR_USAGE, "there is no option --%s; render --help lists them",
                     quote.text);
}

/* The texts before are left as they are for copies of the settings. */
static void add_to_list(struct texts *list, struct str text, struct arena *arena)
{
    struct str *at = ARENA_NEW(arena, struct str, list->count + 1);
    if (list->count)
        memcpy(at, list->at, list->count * sizeof *at);
    at[list->count] = text;
    *list = (struct texts){at, list->count + 1};
}

bool settings_set(struct settings *settings, struct str name, struct str value, struct error *error)
{
    const struct option *option = option_find(name);
    if (!option)
        return unknown_option(name, error);
    struct str copy = str_copy(value, settings->arena);
    void *field = (char *)settings + option->field;
    if (option_is_list(option) && copy.size)
        add_to_list(field, copy, settings->arena);
    if (TYPES[option->type].parse(option, copy, field))
        return true;
    struct error_quote quote = error_quote(value);
    return error_set(error, ERROR_USAGE, "--%.*s takes %.*s%s%.*s, not \"%s\"",
                     STR_ARG(option->name), STR_ARG(TYPES[option->type].expects),
                     option->domain.size ? ": " : "", STR_ARG(option->domain), quote.text);
}

static bool sets_again(struct settings *settings, const struct option *option,
                       const struct option_word *word, struct error *error)
{
    struct sink sink;
    sink_init_buffer(&sink, settings->arena, UINT64_MAX);
    settings_print_value(settings, option, 0, &sink);
    if (option->type != OPTION_CHOICE || str_equal(sink_str(&sink), word->value))
        return true;
    return error_set(error, ERROR_USAGE, "--%.*s and --%.*s say different things; give one",
                     STR_ARG(sink_str(&sink)), STR_ARG(word->value));
}

bool settings_shorthand(struct settings *settings, struct str name, struct error *error)
{
    for (size_t i = 0; i < WORD_ROWS; i++) {
        if (WORDS[i].is_alias || !same_name(name, WORDS[i].name))
            continue;
        const struct option *option = option_find(WORDS[i].option);
        size_t row = (size_t)(option - OPTIONS);
        uint64_t *bits = &settings->by_shorthand[row / 64], bit = (uint64_t)1 << row % 64;
        if (!(*bits & bit)) {
            if (!settings_set(settings, WORDS[i].option, WORDS[i].value, error))
                return false;
        } else if (!sets_again(settings, option, &WORDS[i], error)) {
            return false;
        }
        *bits |= bit;
    }
    return true;
}

size_t settings_value_count(const struct settings *settings, const struct option *option)
{
    const void *field = (const char *)settings + option->field;
    return option_is_list(option) ? ((const struct texts *)field)->count : 1;
}

void settings_print_value(const struct settings *settings, const struct option *option, size_t i,
                          struct sink *sink)
{
    const void *field = (const char *)settings + option->field;
    if (option_is_list(option))
        field = &((const struct texts *)field)->at[i];
    TYPES[option->type].print(option, field, sink);
}

bool settings_is_default(const struct settings *settings, const struct option *option)
{
    union {
        struct str text;
        struct texts list;
        int64_t count;
        double real;
        bool on;
        int choice;
        uint64_t size;
    } initial;
    memset(&initial, 0, sizeof initial);
    TYPES[option->type].parse(option, option->initial, &initial);
    const void *field = (const char *)settings + option->field;
    if (option_is_list(option))
        return !((const struct texts *)field)->count;
    if (option->type == OPTION_TEXT)
        return str_equal(*(const struct str *)field, option->initial);
    return memcmp(field, &initial, TYPES[option->type].size) == 0;
}

/* Where the result goes, and which it is: not what it shows. Of a comparison the sources tell. */
static bool is_about_output(const struct option *option)
{
    return option->field == offsetof(struct settings, view) ||
           option->field == offsetof(struct settings, output) ||
           option->field == offsetof(struct settings, format) ||
           option->field == offsetof(struct settings, diff) ||
           option->field == offsetof(struct settings, open);
}

/* Paths: their folders are nobody's business. */
static bool is_about_folders(const struct option *option)
{
    return option->field == offsetof(struct settings, base) ||
           option->field == offsetof(struct settings, diff_base) ||
           option->field == offsetof(struct settings, new) ||
           option->field == offsetof(struct settings, rules) ||
           option->field == offsetof(struct settings, source_path) ||
           option->field == offsetof(struct settings, trim_path);
}

static void print_base_names(struct str paths, struct sink *sink)
{
    if (sink_url_name(sink, paths))
        return;
    while (paths.size) {
        size_t end = str_find(paths, ':');
        sink_text(sink, str_base_name(str_slice(paths, 0, end)));
        paths = end == STR_NONE ? STR("") : str_skip(paths, end + 1);
        sink_text(sink, end == STR_NONE ? STR("") : STR(":"));
    }
}

static void print_one(const struct settings *settings, const struct option *option, size_t i,
                      struct sink *sink)
{
    const void *field = (const char *)settings + option->field;
    sink_text(sink, STR(" --"));
    sink_text(sink, option->name);
    sink_char(sink, '=');
    if (!is_about_folders(option))
        settings_print_value(settings, option, i, sink);
    else if (option_is_list(option))
        print_base_names(((const struct texts *)field)->at[i], sink);
    else
        print_base_names(*(const struct str *)field, sink);
}

void settings_print(const struct settings *settings, unsigned views, struct sink *sink)
{
    for (size_t i = 0; i < OPTION_ROWS; i++) {
        const struct option *option = &OPTIONS[i];
        if (!(option->views & views) || is_about_output(option) ||
            settings_is_default(settings, option))
            continue;
        for (size_t value = 0; value < settings_value_count(settings, option); value++)
            print_one(settings, option, value, sink);
    }
}
