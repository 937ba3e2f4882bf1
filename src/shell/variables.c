/* Finding, setting and printing options, with pprof's errors. */
#include "shell/variables.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/go_value.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "select/sample_type.h"
#include "shell/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* pprof's, sorted. */
static const struct str NAMES[] = {
    STR_INIT("call_tree"),     STR_INIT("compact_labels"), STR_INIT("divide_by"),
    STR_INIT("drop_negative"), STR_INIT("edgefraction"),   STR_INIT("focus"),
    STR_INIT("granularity"),   STR_INIT("hide"),           STR_INIT("ignore"),
    STR_INIT("intel_syntax"),  STR_INIT("mean"),           STR_INIT("nodecount"),
    STR_INIT("nodefraction"),  STR_INIT("noinlines"),      STR_INIT("normalize"),
    STR_INIT("output"),        STR_INIT("prune_from"),     STR_INIT("relative_percentages"),
    STR_INIT("sample_index"),  STR_INIT("show"),           STR_INIT("show_from"),
    STR_INIT("showcolumns"),   STR_INIT("sort"),           STR_INIT("source_path"),
    STR_INIT("tagfocus"),      STR_INIT("taghide"),        STR_INIT("tagignore"),
    STR_INIT("tagleaf"),       STR_INIT("tagroot"),        STR_INIT("tagshow"),
    STR_INIT("trim"),          STR_INIT("trim_path"),      STR_INIT("unit")};

/* Words of pprof's choices, sorted; each is a name as well. */
static const struct {
    struct str word, option, help;
} CHOICES[] = {{STR_INIT("addresses"), STR_INIT("granularity"), STR_INIT("An address is a place")},
               {STR_INIT("filefunctions"), STR_INIT("granularity"),
                STR_INIT("A function is a place, in each file another one")},
               {STR_INIT("files"), STR_INIT("granularity"), STR_INIT("A file is a place")},
               {STR_INIT("functions"), STR_INIT("granularity"), STR_INIT("A function is a place")},
               {STR_INIT("lines"), STR_INIT("granularity"), STR_INIT("A line is a place")},
               {STR_INIT("cum"), STR_INIT("sort"), STR_INIT("Order rows by cumulative weight")},
               {STR_INIT("flat"), STR_INIT("sort"), STR_INIT("Order rows by own weight")}};

/* Of render's own, those that say how views look. */
static const struct str OWN[] = {
    STR_INIT("color"),     STR_INIT("color_by"),   STR_INIT("confidence"), STR_INIT("depth"),
    STR_INIT("dpi"),       STR_INIT("even_noise"), STR_INIT("flip"),       STR_INIT("match"),
    STR_INIT("max_lines"), STR_INIT("only_side"),  STR_INIT("order"),      STR_INIT("paper"),
    STR_INIT("per"),       STR_INIT("recursion"),  STR_INIT("scale"),      STR_INIT("strict"),
    STR_INIT("theme"),     STR_INIT("title"),      STR_INIT("width"),      STR_INIT("width_by")};

enum {
    NAME_COUNT = sizeof NAMES / sizeof *NAMES,
    CHOICE_COUNT = sizeof CHOICES / sizeof *CHOICES,
    OWN_COUNT = sizeof OWN / sizeof *OWN
};

/* ---------------------------------------------------------------- finding */

static struct variable make(struct str name, bool is_own)
{
    static const enum variable_type TYPES[] = {[OPTION_TEXT] = VARIABLE_TEXT,
                                               [OPTION_COUNT] = VARIABLE_COUNT,
                                               [OPTION_REAL] = VARIABLE_REAL,
                                               [OPTION_SWITCH] = VARIABLE_SWITCH,
                                               [OPTION_CHOICE] = VARIABLE_CHOICE};
    const struct option *option = option_find(name);
    if (str_equal(name, STR("intel_syntax")))
        return (struct variable){
            .name = name, .type = VARIABLE_SWITCH, .help = STR("Machine code in Intel's syntax")};
    struct variable variable = {.name = name,
                                .type = TYPES[option->type],
                                .option = option,
                                .help = option->help,
                                .is_own = is_own};
    if (str_equal(name, STR("normalize")))
        variable.option = NULL;
    return variable;
}

static struct variable make_choice(size_t i)
{
    struct variable variable = make(CHOICES[i].option, false);
    variable.name = variable.choice = CHOICES[i].word;
    variable.help = CHOICES[i].help;
    return variable;
}

bool variable_find(struct str name, struct variable *variable)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (!str_equal(name, NAMES[i]))
            continue;
        *variable = make(NAMES[i], false);
        return true;
    }
    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        if (!str_equal(name, CHOICES[i].word))
            continue;
        *variable = make_choice(i);
        return true;
    }
    for (size_t i = 0; i < OWN_COUNT; i++) {
        if (!str_equal(name, OWN[i]))
            continue;
        *variable = make(OWN[i], true);
        return true;
    }
    return false;
}

void variable_list(void (*tell)(void *context, const struct variable *variable), void *context)
{
    for (size_t i = 0; i < NAME_COUNT + OWN_COUNT; i++) {
        bool is_own = i >= NAME_COUNT;
        struct variable variable = make(is_own ? OWN[i - NAME_COUNT] : NAMES[i], is_own);
        tell(context, &variable);
    }
    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        struct variable variable = make_choice(i);
        tell(context, &variable);
    }
}

/* ---------------------------------------------------------------- setting */

/* "WHAT"; lives until the next call. */
struct quoted {
    char text[256];
};

static struct quoted quoted(struct str text)
{
    struct quoted quoted;
    struct sink sink;
    sink_init_fixed(&sink, quoted.text, sizeof quoted.text - 1);
    words_quote(&sink, text);
    quoted.text[sink.used] = 0;
    return quoted;
}

static bool bad_number(const char *function, struct str value, bool is_range, struct error *error)
{
    return error_set(error, ERROR_USAGE, "strconv.%s: parsing %s: %s", function, quoted(value).text,
                     is_range ? "value out of range" : "invalid syntax");
}

static bool is_decimal(struct str text)
{
    bool has_sign = text.size && (text.at[0] == '-' || text.at[0] == '+');
    size_t i = has_sign;
    while (i < text.size && text.at[i] >= '0' && text.at[i] <= '9')
        i++;
    return i == text.size && i > has_sign;
}

static bool set_count(int64_t *field, struct str value, struct error *error)
{
    bool is_good = is_decimal(value);
    if (is_good && number_parse_int(value.at[0] == '+' ? str_skip(value, 1) : value, field))
        return true;
    return bad_number("Atoi", value, is_good, error);
}

static bool set_real(double *field, struct str value, struct error *error)
{
    double number = 0;
    enum go_parse result = go_parse_real(value, &number);
    if (result != GO_PARSED)
        return bad_number("ParseFloat", value, result == GO_OUT_OF_RANGE, error);
    *field = number;
    return true;
}

/* pprof's own words of a switch: an empty one is true. */
static bool set_switch(bool *field, struct str value, struct error *error)
{
    static const char *const WORDS[] = {"true",  "t", "yes", "y", "1", "",
                                        "false", "f", "no",  "n", "0"};
    enum { COUNT = sizeof WORDS / sizeof *WORDS, FALSE_ONES = 6 };
    for (size_t i = 0; i < COUNT; i++) {
        if (strlen(WORDS[i]) != value.size || strncasecmp(WORDS[i], value.at, value.size))
            continue;
        *field = i < FALSE_ONES;
        return true;
    }
    struct error_quote quote = error_quote(value);
    return error_set(error, ERROR_USAGE, "illegal value \"%s\" for bool variable", quote.text);
}

/* A word of the choice as pprof knows it; and what render has beyond them. */
static bool set_choice(const struct variable_scope *scope, struct str option, struct str value,
                       struct error *error)
{
    struct error inner;
    if (settings_set(scope->settings, option, value, &inner))
        return true;
    return error_set(error, ERROR_USAGE, "invalid \"%.*s\" value %s", STR_ARG(option),
                     quoted(value).text);
}

/* NAME=true of a word that is a choice. */
static bool set_word(const struct variable_scope *scope, const struct variable *variable,
                     struct str value, struct error *error)
{
    bool on;
    if (go_parse_bool(value, &on) == GO_PARSED && on)
        return set_choice(scope, variable->option->name, variable->choice, error);
    return error_set(error, ERROR_USAGE, "unknown config field \"%.*s\"", STR_ARG(variable->name));
}

static void list_types(const struct profile *profile, const char *between, struct sink *sink)
{
    sink_char(sink, '[');
    for (size_t i = 0; i < profile->type_count; i++) {
        sink_text(sink, i ? str_from_c(between) : STR(""));
        sink_terminal(sink, profile_string(profile, profile->types[i].type));
    }
    sink_char(sink, ']');
}

static bool no_such_type(const struct profile *profile, struct str value, struct error *error)
{
    char types[300];
    struct sink sink;
    sink_init_fixed(&sink, types, sizeof types);
    list_types(profile, " ", &sink);
    struct str list = sink_str(&sink);
    struct error_quote quote = error_quote(value);
    if (is_decimal(value))
        return error_set(error, ERROR_USAGE, "sample_index %s is outside the range [0..%lld]",
                         quote.text, (long long)profile->type_count - 1);
    return error_set(error, ERROR_USAGE, "sample_index %s must be one of: %.*s", quoted(value).text,
                     STR_ARG(list));
}

/* The type's name is kept, whatever it was found by. */
static bool set_sample_type(const struct variable_scope *scope, struct str value,
                            struct error *error)
{
    const struct profile *profile = scope->profile;
    struct error inner;
    size_t index;
    if (!sample_type_find(profile, value, &index, &inner))
        return no_such_type(profile, value, error);
    scope->settings->sample_index =
        str_copy(profile_string(profile, profile->types[index].type), scope->settings->arena);
    return true;
}

static bool *own_switch(const struct variable_scope *scope, const struct variable *variable)
{
    return str_equal(variable->name, STR("normalize")) ? &scope->own->normalize
                                                       : &scope->own->intel_syntax;
}

static void *field_of(const struct variable_scope *scope, const struct variable *variable)
{
    return variable->option ? (char *)scope->settings + variable->option->field
                            : (void *)own_switch(scope, variable);
}

bool variable_set(const struct variable_scope *scope, const struct variable *variable,
                  struct str value, struct error *error)
{
    void *field = field_of(scope, variable);
    if (variable->choice.size)
        return set_word(scope, variable, value, error);
    if (variable->is_own && variable->type != VARIABLE_SWITCH)
        return settings_set(scope->settings, variable->name, value, error);
    if (str_equal(variable->name, STR("sample_index")))
        return set_sample_type(scope, value, error);
    if (variable->type == VARIABLE_COUNT)
        return set_count(field, value, error);
    if (variable->type == VARIABLE_REAL)
        return set_real(field, value, error);
    if (variable->type == VARIABLE_SWITCH)
        return set_switch(field, value, error);
    if (variable->type == VARIABLE_CHOICE)
        return set_choice(scope, variable->name, value, error);
    return settings_set(scope->settings, variable->name, value, error);
}

/* ---------------------------------------------------------------- printing */

/* As Go's %v: the fewest digits that say it. */
static void print_real(double value, struct sink *sink)
{
    enum { MOST_DIGITS = 17, FIRST_POWER = -4, END_POWER = 6 };
    char text[64];
    double read;
    int digits = 0;
    if (isnan(value) || isinf(value)) {
        sink_text(sink, isnan(value) ? STR("NaN") : value > 0 ? STR("+Inf") : STR("-Inf"));
        return;
    }
    do {
        snprintf(text, sizeof text, "%.*e", digits, value);
        read = strtod(text, NULL);
    } while (read != value && digits++ < MOST_DIGITS);
    long power = strtol(strchr(text, 'e') + 1, NULL, 10);
    if (power < FIRST_POWER || power >= END_POWER) {
        sink_text(sink, str_from_c(text));
        return;
    }
    struct number_text fixed = number_fixed(value, digits > power ? (int)(digits - power) : 0);
    sink_text(sink, number_str(&fixed));
}

static void print_value(const struct variable_scope *scope, const struct variable *variable,
                        struct sink *sink)
{
    const void *field = field_of(scope, variable);
    const struct settings *settings = scope->settings;
    if (variable->type == VARIABLE_SWITCH)
        sink_text(sink, *(const bool *)field ? STR("true") : STR("false"));
    else if (variable->type == VARIABLE_REAL)
        print_real(*(const double *)field, sink);
    else if (variable->type == VARIABLE_TEXT)
        sink_terminal(sink, *(const struct str *)field);
    else
        settings_print_value(settings, variable->option, 0, sink);
}

static void print_choices(const struct variable *variable, struct sink *sink)
{
    size_t written = 0;
    struct str rest = variable->option->domain;
    sink_text(sink, STR("//: ["));
    for (size_t i = 0; i < CHOICE_COUNT && !variable->is_own; i++) {
        if (!str_equal(CHOICES[i].option, variable->name))
            continue;
        sink_text(sink, written++ ? STR(" | ") : STR(""));
        sink_text(sink, CHOICES[i].word);
    }
    while (variable->is_own && rest.size) {
        size_t end = str_find(rest, '|');
        sink_text(sink, written++ ? STR(" | ") : STR(""));
        sink_text(sink, str_slice(rest, 0, end));
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
    sink_char(sink, ']');
}

/* The value as the line shows it. */
static void print_shown(const struct variable_scope *scope, const struct variable *variable,
                        struct sink *sink)
{
    const struct profile *profile = scope->profile;
    size_t start = sink->used;
    if (str_equal(variable->name, STR("granularity")) && !scope->settings->granularity)
        sink_text(sink, STR("(default)"));
    else
        print_value(scope, variable, sink);
    if (sink->used > start)
        return;
    if (str_equal(variable->name, STR("sample_index")) && profile->type_count)
        sink_terminal(sink, profile_string(profile, profile->types[profile->type_count - 1].type));
    else
        sink_text(sink, STR("\"\""));
}

static void print_comment(const struct variable_scope *scope, const struct variable *variable,
                          struct sink *sink)
{
    if (variable->type == VARIABLE_CHOICE) {
        print_choices(variable, sink);
    } else if (str_equal(variable->name, STR("sample_index"))) {
        sink_text(sink, STR("//: "));
        list_types(scope->profile, " | ", sink);
    } else if (str_equal(variable->name, STR("nodecount")) && scope->settings->nodecount == -1) {
        sink_text(sink, STR("//: default"));
    }
}

static void print_line(const struct variable_scope *scope, const struct variable *variable,
                       struct sink *sink)
{
    enum { NAME = 25, VALUE = 20 };
    sink_text(sink, STR("  "));
    sink_text(sink, variable->name);
    sink_spaces(sink, variable->name.size < NAME ? NAME - variable->name.size : 0);
    sink_text(sink, STR(" = "));
    size_t start = sink->used;
    print_shown(scope, variable, sink);
    size_t points = utf8_count(str_skip(sink_str(sink), start));
    sink_spaces(sink, points < VALUE ? VALUE - points : 0);
    sink_char(sink, ' ');
    print_comment(scope, variable, sink);
    sink_char(sink, '\n');
}

void variable_print(const struct variable_scope *scope, bool with_own, struct sink *sink)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        struct variable variable = make(NAMES[i], false);
        if (!str_equal(NAMES[i], STR("source_path")))
            print_line(scope, &variable, sink);
    }
    for (size_t i = 0; i < OWN_COUNT && with_own; i++) {
        struct variable variable = make(OWN[i], true);
        print_line(scope, &variable, sink);
    }
}
