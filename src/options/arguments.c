/* The grammar of arguments. */
#include "options/arguments.h"
#include "base/quote.h"
#include "options/settings.h"

struct scan {
    struct arguments *arguments;
    struct settings *settings;
    const char *const *values;
    int count, next;
    const struct str *verbs;
    size_t verb_count;
    struct error *error;
};

/* A verb, perhaps with a number behind it. */
static bool take_verb(struct scan *scan, struct str word)
{
    size_t letters = word.size;
    while (letters > 0 && word.at[letters - 1] >= '0' && word.at[letters - 1] <= '9')
        letters--;
    struct str name = str_slice(word, 0, letters), digits = str_skip(word, letters);
    for (size_t i = 0; i < scan->verb_count; i++) {
        if (!str_equal(scan->verbs[i], name))
            continue;
        if (digits.size && !settings_set(scan->settings, STR("nodecount"), digits, NULL))
            return false;
        scan->arguments->verb = scan->verbs[i];
        return true;
    }
    return false;
}

static bool take_help(struct scan *scan, struct str value)
{
    while (value.size && value.at[0] == '-')
        value = str_skip(value, 1);
    scan->arguments->help = true;
    scan->arguments->topic = value;
    return true;
}

static bool no_value(struct scan *scan, struct str name)
{
    struct error_quote quote = error_quote(name);
    return error_set(scan->error, ERROR_USAGE, "--%s stands for itself and takes no value",
                     quote.text);
}

static bool take_option(struct scan *scan, struct str word)
{
    struct str name = str_skip(word, str_starts(word, STR("--")) ? 2 : 1);
    size_t equal = str_find(name, '=');
    bool has_value = equal != STR_NONE;
    struct str value = has_value ? str_skip(name, equal + 1) : STR("");
    name = str_slice(name, 0, equal);
    if (str_equal(name, STR("help")) || str_equal(name, STR("h")))
        return take_help(scan, value);
    const struct option_word *shorthand = option_shorthand(name);
    const struct option *option = option_find(name);
    if (!option && str_equal(name, STR("version"))) {
        scan->arguments->version = true;
        return !has_value || no_value(scan, name);
    }
    if (shorthand)
        return has_value
                   ? no_value(scan, name)
                   : settings_shorthand(scan->settings, name, scan->error);
    if (!option && take_verb(scan, name))
        return !has_value || no_value(scan, name);
    if (option && option->type != OPTION_SWITCH && !has_value) {
        if (scan->next >= scan->count)
            return error_set(scan->error, ERROR_USAGE, "--%.*s needs a value: --%.*s=%.*s",
                             STR_ARG(option->name), STR_ARG(option->name),
                             STR_ARG(option_syntax(option)));
        value = str_from_c(scan->values[scan->next++]);
    }
    if (option && str_equal(option->name, STR("output")) && !value.size)
        return error_set(scan->error, ERROR_USAGE,
                         "--output got an empty name; is a variable unset?");
    return settings_set(scan->settings, name, value, scan->error);
}

static bool take_word(struct scan *scan, struct str word)
{
    struct arguments *arguments = scan->arguments;
    if (!arguments->sources.count && !arguments->verb.size) {
        if (str_equal(word, STR("help"))) {
            bool more = scan->next < scan->count;
            return take_help(scan, more ? str_from_c(scan->values[scan->next++]) : STR(""));
        }
        if (str_equal(word, STR("version"))) {
            arguments->version = true;
            return true;
        }
        if (take_verb(scan, word))
            return true;
    }
    array_push(scan->settings->arena, &arguments->sources, word);
    return true;
}

bool arguments_read(struct arguments *arguments, struct settings *settings, int count,
                    const char *const *values, const struct str *verbs, size_t verb_count,
                    struct error *error)
{
    *arguments = (struct arguments){.verb = STR("")};
    struct scan scan = {arguments, settings, values, count, 0, verbs, verb_count, error};
    bool only_sources = false;
    while (scan.next < count) {
        struct str word = str_from_c(values[scan.next++]);
        if (!only_sources && str_equal(word, STR("--")))
            only_sources = true;
        else if (only_sources)
            array_push(settings->arena, &arguments->sources, word);
        else if (word.size < 2 || word.at[0] != '-' ? !take_word(&scan, word)
                                                    : !take_option(&scan, word))
            return false;
    }
    return true;
}
