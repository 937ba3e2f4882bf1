/* The grammar of arguments. */
#include "options/arguments.h"
#include "base/quote.h"
#include "options/settings.h"

struct scan {
    struct arguments *arguments;
    struct settings *settings;
    const char *const *values;
    int count, next;
    const struct verb *verbs;
    size_t verb_count;
    bool has_pattern; /* the verb takes one */
    struct error *error;
};

static bool is_number(struct str word)
{
    enum { DIGITS = 9 };
    for (size_t i = 0; i < word.size; i++)
        if (word.at[i] < '0' || word.at[i] > '9')
            return false;
    return word.size > 0 && word.size <= DIGITS;
}

/* The verb that a word is, perhaps with a number behind it. */
static const struct verb *find_verb(const struct scan *scan, struct str word, struct str *count)
{
    for (size_t i = 0; i < scan->verb_count; i++) {
        const struct verb *verb = &scan->verbs[i];
        *count = str_skip(word, verb->name.size);
        if (str_starts(word, verb->name) &&
            (!count->size || (verb->has_count && is_number(*count))))
            return verb;
    }
    return NULL;
}

static bool set_verb(struct scan *scan, const struct verb *verb, struct str count)
{
    struct str old = scan->arguments->verb;
    if (old.size && !str_equal(old, verb->name))
        return error_set(scan->error, ERROR_USAGE, "\"%.*s\" and \"%.*s\" are two views; give one",
                         STR_ARG(old), STR_ARG(verb->name));
    if (verb->has_count && !count.size && scan->next < scan->count &&
        is_number(str_from_c(scan->values[scan->next])))
        count = str_from_c(scan->values[scan->next++]);
    scan->arguments->verb = verb->name;
    scan->has_pattern = verb->has_pattern;
    return !count.size || settings_set(scan->settings, STR("nodecount"), count, scan->error);
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

/* --top, --top=20, --peek=RE, --peek RE */
static bool take_verb_option(struct scan *scan, const struct verb *verb, struct str count,
                             bool has_value, struct str value)
{
    if (has_value && !verb->has_pattern && (!verb->has_count || count.size))
        return no_value(scan, verb->name);
    if (!set_verb(scan, verb, verb->has_count && has_value ? value : count))
        return false;
    if (!verb->has_pattern)
        return true;
    if (!has_value && scan->next < scan->count)
        value = str_from_c(scan->values[scan->next++]);
    return settings_set(scan->settings, STR("pattern"), value, scan->error);
}

/* pprof's reports that are not there yet. A source of such a name is "./disasm". */
static bool is_missing(struct scan *scan, struct str word)
{
    if (!str_equal(word, STR("disasm")) && !str_equal(word, STR("weblist")))
        return false;
    error_set(scan->error, ERROR_USAGE,
              "%.*s needs the symbol tables of binaries, which render does not read yet; render "
              "list shows source lines",
              STR_ARG(word));
    return true;
}

/* What `capture` does with each profile is named as the verb that does it alone. */
static struct str capture_option(const struct scan *scan, struct str name)
{
    if (!str_equal(scan->arguments->verb, STR("capture")))
        return name;
    return str_equal(name, STR("report"))    ? STR("with_report")
           : str_equal(name, STR("analyze")) ? STR("with_analysis")
                                             : name;
}

static bool take_option(struct scan *scan, struct str word)
{
    struct str name = str_skip(word, str_starts(word, STR("--")) ? 2 : 1);
    size_t equal = str_find(name, '=');
    bool has_value = equal != STR_NONE;
    struct str value = has_value ? str_skip(name, equal + 1) : STR("");
    name = capture_option(scan, str_slice(name, 0, equal));
    if (str_equal(name, STR("help")) || str_equal(name, STR("h")))
        return take_help(scan, value);
    const struct option_word *shorthand = option_shorthand(name);
    const struct option *option = option_find(name);
    if (!option && str_equal(name, STR("version"))) {
        scan->arguments->version = true;
        return !has_value || no_value(scan, name);
    }
    if (!option && (str_equal(name, STR("csp-hash")) || str_equal(name, STR("csp_hash")))) {
        scan->arguments->csp_hash = true;
        return !has_value || no_value(scan, name);
    }
    if (shorthand)
        return has_value ? no_value(scan, name)
                         : settings_shorthand(scan->settings, name, scan->error);
    struct str count;
    const struct verb *verb = option ? NULL : find_verb(scan, name, &count);
    if (verb)
        return take_verb_option(scan, verb, count, has_value, value);
    if (is_missing(scan, name))
        return false;
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
        struct str count;
        const struct verb *verb = find_verb(scan, word, &count);
        if (verb)
            return set_verb(scan, verb, count);
        if (is_missing(scan, word))
            return false;
    }
    array_push(scan->settings->arena, &arguments->sources, word);
    return true;
}

/* The first word, where nothing else gave the pattern. A single word is left to be the source. */
static bool take_pattern(struct scan *scan)
{
    struct arguments *arguments = scan->arguments;
    if (!scan->has_pattern || scan->settings->pattern.size || arguments->sources.count < 2)
        return true;
    struct str pattern = arguments->sources.at[0];
    arguments->sources.at++;
    arguments->sources.count--;
    arguments->sources.room--;
    return settings_set(scan->settings, STR("pattern"), pattern, scan->error);
}

bool arguments_read(struct arguments *arguments, struct settings *settings, int count,
                    const char *const *values, const struct verb *verbs, size_t verb_count,
                    struct error *error)
{
    *arguments = (struct arguments){.verb = STR("")};
    struct scan scan = {arguments, settings, values, count, 0, verbs, verb_count, false, error};
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
    return take_pattern(&scan);
}
