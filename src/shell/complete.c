/* Commands and options by their start; functions by any part of their name. */
#include "shell/complete.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "request/session.h"
#include "shell/commands.h"
#include "shell/state.h"
#include "shell/words.h"

struct completion {
    struct str word; /* so far */
    void (*add)(void *list, struct str word);
    void *list;
    struct arena arena;
};

static void offer(struct completion *completion, struct str word)
{
    if (str_starts(word, completion->word))
        completion->add(completion->list, word);
}

static void offer_command(void *context, const struct command *command)
{
    if (!command->missing.size)
        offer(context, command->name);
}

/* With a '=' where a value must follow. */
static void offer_variable(void *context, const struct variable *variable)
{
    struct completion *completion = context;
    struct arena scratch = completion->arena;
    struct sink sink;
    bool is_switch = variable->type == VARIABLE_SWITCH && !variable->choice.size;
    sink_init_buffer(&sink, &scratch, UINT64_MAX);
    sink_text(&sink, variable->name);
    sink_text(&sink, variable->choice.size ? STR("=true") : is_switch ? STR("") : STR("="));
    offer(completion, sink_str(&sink));
}

static void offer_name(void *context, const struct variable *variable)
{
    offer(context, variable->name);
}

static void complete_first(struct completion *completion)
{
    static const struct str OTHERS[] = {STR_INIT("help"), STR_INIT("options"), STR_INIT("quit"),
                                        STR_INIT("exit")};
    command_list(offer_command, completion);
    variable_list(offer_variable, completion);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        offer(completion, OTHERS[i]);
}

static void complete_help(struct completion *completion)
{
    command_list(offer_command, completion);
    variable_list(offer_name, completion);
}

/* ---------------------------------------------------------------- functions */

/* The name as a regular expression of one word that can be shown. */
static struct str as_pattern(struct str name, struct sink *sink)
{
    static const struct str SPECIAL = STR_INIT("\\.+*?()|[]{}^$");
    for (size_t size; name.size; name = str_skip(name, size)) {
        uint32_t point = utf8_decode(name, &size);
        if (point == UTF8_INVALID || point <= ' ' || utf8_is_unsafe(point) || point == 0xa0) {
            sink_char(sink, '.');
            continue;
        }
        sink_text(sink,
                  point < 0x80 && str_find(SPECIAL, name.at[0]) != STR_NONE ? STR("\\") : STR(""));
        sink_text(sink, str_slice(name, 0, size));
    }
    return sink_str(sink);
}

/* `prefix` is what stands before the name: "-", "focus=". */
static void complete_functions(struct completion *completion, const struct profile *profile,
                               struct str prefix)
{
    struct str part = str_skip(completion->word, prefix.size);
    for (size_t i = 0; i < profile->function_count; i++) {
        struct arena scratch = completion->arena;
        struct str name = profile_string(profile, profile->functions[i].name);
        struct sink pattern, word;
        if (!name.size)
            continue;
        sink_init_buffer(&pattern, &scratch, UINT64_MAX);
        as_pattern(name, &pattern);
        if (str_find_str(name, part) == STR_NONE &&
            str_find_str(sink_str(&pattern), part) == STR_NONE)
            continue;
        sink_init_buffer(&word, &scratch, UINT64_MAX);
        sink_text(&word, prefix);
        sink_text(&word, sink_str(&pattern));
        completion->add(completion->list, sink_str(&word));
    }
}

/* ---------------------------------------------------------------- values */

static void offer_value(struct completion *completion, struct str prefix, struct str value)
{
    struct arena scratch = completion->arena;
    struct sink sink;
    sink_init_buffer(&sink, &scratch, UINT64_MAX);
    sink_text(&sink, prefix);
    sink_text(&sink, value);
    offer(completion, sink_str(&sink));
}

/* One that cannot be shown as it is cannot be typed either; its number can. */
static void complete_type(struct completion *completion, const struct profile *profile,
                          struct str prefix)
{
    for (size_t i = 0; i < profile->type_count; i++) {
        struct arena scratch = completion->arena;
        struct str type = profile_string(profile, profile->types[i].type);
        struct sink visible;
        sink_init_buffer(&visible, &scratch, UINT64_MAX);
        sink_terminal(&visible, type);
        if (str_equal(sink_str(&visible), type))
            offer_value(completion, prefix, type);
    }
}

/* NAME=... */
static void complete_value(struct completion *completion, const struct profile *profile,
                           size_t equal)
{
    static const struct str FILTERS[] = {STR_INIT("focus"),     STR_INIT("ignore"),
                                         STR_INIT("hide"),      STR_INIT("show"),
                                         STR_INIT("show_from"), STR_INIT("prune_from")};
    struct str name = str_slice(completion->word, 0, equal);
    struct str prefix = str_slice(completion->word, 0, equal + 1);
    struct variable variable;
    for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++)
        if (str_equal(name, FILTERS[i]))
            complete_functions(completion, profile, prefix);
    if (str_equal(name, STR("sample_index")))
        complete_type(completion, profile, prefix);
    if (!variable_find(name, &variable) || variable.type != VARIABLE_CHOICE)
        return;
    for (struct str rest = variable.option->domain; rest.size;) {
        size_t end = str_find(rest, '|');
        offer_value(completion, prefix, str_slice(rest, 0, end));
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
}

/* ---------------------------------------------------------------- lines */

/* The word at the end; what is before it is left in *line. */
static struct str cut_last(struct str *line)
{
    size_t start = line->size;
    while (start > 0 && line->at[start - 1] != ' ' && line->at[start - 1] != '\t')
        start--;
    struct str word = str_skip(*line, start);
    line->size = start;
    return word;
}

void complete_line(void *context, struct str line, void (*add)(void *list, struct str word),
                   void *list)
{
    const struct shell *shell = context;
    const struct profile *profile = shell->render->prepared;
    struct completion completion = {.add = add, .list = list, .arena = shell->arena};
    struct command command;
    struct str first;
    completion.word = cut_last(&line);
    size_t equal = str_find(completion.word, '=');
    bool is_first = !words_next(&line, &first);
    if (is_first && equal != STR_NONE)
        complete_value(&completion, profile, equal);
    else if (is_first)
        complete_first(&completion);
    else if (str_equal(first, STR("help")))
        complete_help(&completion);
    else if (command_find(first, &command) && !str_equal(first, STR("tags")))
        complete_functions(&completion, profile,
                           str_starts(completion.word, STR("-")) ? STR("-") : STR(""));
}
