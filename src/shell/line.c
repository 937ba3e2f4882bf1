/* The grammar. */
#include "shell/line.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "profile/profile.h"
#include "shell/words.h"

/* Adds a word to those before. */
static void add(struct sink *sink, struct str between, struct str word)
{
    sink_text(sink, sink->used && word.size ? between : STR(""));
    sink_text(sink, word);
}

/* ---------------------------------------------------------------- shortcuts */

/* TYPE, total_TYPE, mean_TYPE. */
static size_t expand_type(struct str text, struct str type, struct arena *arena,
                          struct str lines[LINE_SHORTCUT])
{
    bool is_total = str_starts(text, STR("total_")) && str_equal(str_skip(text, 6), type);
    bool is_mean = str_starts(text, STR("mean_")) && str_equal(str_skip(text, 5), type);
    size_t count = 0;
    struct sink sink;
    if (!is_total && !is_mean && !str_equal(text, type))
        return 0;
    if (is_total || is_mean)
        lines[count++] = is_total ? STR("mean=0") : STR("mean=1");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, STR("sample_index="));
    sink_text(&sink, type);
    lines[count++] = sink_str(&sink);
    return count;
}

size_t line_expand(struct str text, const struct profile *profile, struct arena *arena,
                   struct str lines[LINE_SHORTCUT])
{
    static const struct str CLEAR[LINE_SHORTCUT] = {STR_INIT("focus="), STR_INIT("ignore="),
                                                    STR_INIT("hide="), STR_INIT("tagfocus="),
                                                    STR_INIT("tagignore=")};
    text = words_trim(text);
    for (size_t i = profile->type_count; i-- > 0;) {
        struct str type = profile_string(profile, profile->types[i].type);
        size_t count = expand_type(text, type, arena, lines);
        if (count)
            return count;
    }
    lines[0] = text;
    if (!str_equal(text, STR(":")))
        return 1;
    for (size_t i = 0; i < LINE_SHORTCUT; i++)
        lines[i] = CLEAR[i];
    return LINE_SHORTCUT;
}

/* ---------------------------------------------------------------- options */

static size_t find_last_part(struct str text, struct str part)
{
    for (size_t i = text.size; i-- > 0;)
        if (str_starts(str_skip(text, i), part))
            return i;
    return STR_NONE;
}

/* Whether the line sets an option. False with an error where it would, but has no value. */
static bool read_setting(struct shell_line *line, struct str text, bool *is_one,
                         struct error *error)
{
    size_t equal = str_find(text, '=');
    struct str name = words_trim(str_slice(text, 0, equal));
    *is_one = variable_find(name, &line->variable);
    if (!*is_one)
        return true;
    bool is_switch = line->variable.type == VARIABLE_SWITCH || line->variable.choice.size;
    line->kind = LINE_SET;
    line->value = STR("");
    if (equal == STR_NONE)
        return is_switch || error_set(error, ERROR_USAGE, "please specify a value, e.g. %.*s=<val>",
                                      STR_ARG(name));
    struct str value = str_skip(text, equal + 1);
    line->value = words_trim(str_slice(value, 0, find_last_part(value, STR("//:"))));
    return true;
}

/* ---------------------------------------------------------------- commands */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool no_such_command(struct str name, struct str rest, struct error *error)
{
    char text[160];
    struct variable variable;
    struct str value;
    struct sink sink;
    /* A choice's name is no word of help in pprof, its words are. */
    bool is_known = variable_find(name, &variable) &&
                    (variable.type != VARIABLE_CHOICE || variable.choice.size || variable.is_own);
    if (is_known) {
        struct error_quote quote = error_quote(words_next(&rest, &value) ? value : STR("<val>"));
        return error_set(error, ERROR_USAGE, "did you mean: %.*s=%s", STR_ARG(name), quote.text);
    }
    sink_init_fixed(&sink, text, sizeof text - 1);
    words_quote(&sink, name);
    text[sink.used] = 0;
    return error_set(error, ERROR_USAGE, "unrecognized command: %s", text);
}

/* "top10": the digits become the first argument. */
static bool find_command(struct shell_line *line, struct str name, struct str *digits,
                         struct str rest, struct error *error)
{
    size_t stem = name.size;
    *digits = STR("");
    if (command_find(name, &line->command))
        return true;
    while (stem > 0 && is_digit(name.at[stem - 1]))
        stem--;
    if (!stem || stem == name.size)
        return no_such_command(name, rest, error);
    *digits = str_skip(name, stem);
    name = str_slice(name, 0, stem);
    return command_find(name, &line->command) || no_such_command(name, *digits, error);
}

/* Of 32 bits, with a sign. */
static bool is_count(struct str word, int64_t *count)
{
    return number_parse_int(word, count) && *count >= INT32_MIN && *count <= INT32_MAX;
}

/* Regular expressions that are collected. */
struct filters {
    struct sink focus, ignore;
};

static bool take_argument(struct shell_line *line, struct str word, struct str *rest,
                          struct filters *filters, struct error *error)
{
    int64_t count;
    if (is_count(word, &count)) {
        line->has_count = true;
        line->count = count;
    } else if (word.at[0] == '>') {
        line->output = str_skip(word, 1);
        if (!line->output.size && !words_next(rest, &line->output))
            return error_set(error, ERROR_USAGE, "unexpected end of line after >");
    } else if (str_equal(word, STR("-cum")) || str_equal(word, STR("--cum"))) {
        line->by_cum = true;
    } else if (word.at[0] == '-') {
        add(&filters->ignore, STR("|"), str_skip(word, 1));
    } else {
        add(&filters->focus, STR("|"), word);
    }
    return true;
}

static bool read_command(struct shell_line *line, struct str name, struct str rest,
                         struct arena *arena, struct error *error)
{
    struct filters filters;
    struct str digits, word;
    line->kind = LINE_COMMAND;
    sink_init_buffer(&filters.focus, arena, UINT64_MAX);
    sink_init_buffer(&filters.ignore, arena, UINT64_MAX);
    if (!find_command(line, name, &digits, rest, error))
        return false;
    if (line->command.has_pattern) {
        line->pattern = digits;
        if (!digits.size && !words_next(&rest, &line->pattern))
            return error_set(error, ERROR_USAGE, "command %.*s requires an argument",
                             STR_ARG(line->command.name));
    } else if (digits.size && !take_argument(line, digits, &rest, &filters, error)) {
        return false;
    }
    while (words_next(&rest, &word))
        if (!take_argument(line, word, &rest, &filters, error))
            return false;
    line->focus = sink_str(&filters.focus);
    line->ignore = sink_str(&filters.ignore);
    return true;
}

bool line_read(struct shell_line *line, struct str text, struct arena *arena, struct error *error)
{
    bool is_setting;
    struct str word, rest = text, topic;
    struct sink topics;
    *line = (struct shell_line){.kind = LINE_EMPTY};
    if (!read_setting(line, text, &is_setting, error))
        return false;
    if (is_setting || !words_next(&rest, &word))
        return true;
    if (str_equal(word, STR("o")) || str_equal(word, STR("options"))) {
        line->kind = LINE_OPTIONS;
    } else if (str_equal(word, STR("q")) || str_equal(word, STR("quit")) ||
               str_equal(word, STR("exit"))) {
        line->kind = LINE_QUIT;
    } else if (str_equal(word, STR("help"))) {
        line->kind = LINE_HELP;
        sink_init_buffer(&topics, arena, UINT64_MAX);
        while (words_next(&rest, &topic))
            add(&topics, STR(" "), topic);
        line->topic = sink_str(&topics);
    } else {
        return read_command(line, word, rest, arena, error);
    }
    return true;
}
