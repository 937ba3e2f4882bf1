/* Help at the prompt, by the tables of commands and options. */
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "request/session.h"
#include "shell/commands.h"
#include "shell/help.h"
#include "shell/say.h"
#include "shell/state.h"

struct listing {
    struct sink *sink;
    bool own;
    struct str group; /* of words: the option that they belong to; empty: options */
};

static void entry(struct sink *sink, size_t indent, struct str name, struct str help)
{
    enum { WIDTH = 16 };
    sink_spaces(sink, indent);
    sink_text(sink, name);
    sink_spaces(sink, name.size < WIDTH ? WIDTH - name.size : 0);
    sink_char(sink, ' ');
    sink_text(sink, help);
    sink_char(sink, '\n');
}

static void tell_command(void *context, const struct command *command)
{
    struct listing *listing = context;
    if (command->is_own == listing->own && !command->missing.size)
        entry(listing->sink, 4, command->name, command->help);
}

static void tell_variable(void *context, const struct variable *variable)
{
    struct listing *listing = context;
    bool is_pprofs_choice = variable->type == VARIABLE_CHOICE && !variable->is_own;
    if (variable->is_own == listing->own && !is_pprofs_choice)
        entry(listing->sink, 4, variable->name, variable->help);
}

static void tell_word(void *context, const struct variable *variable)
{
    struct listing *listing = context;
    if (variable->choice.size && str_equal(variable->option->name, listing->group))
        entry(listing->sink, 6, variable->name, variable->help);
}

static void print_group(struct sink *sink, struct str name)
{
    struct listing words = {.sink = sink, .group = name};
    entry(sink, 4, name, option_find(name)->help);
    variable_list(tell_word, &words);
}

static void print_all(struct sink *sink)
{
    struct listing pprofs = {.sink = sink}, own = {.sink = sink, .own = true};
    sink_text(sink, STR("  Commands:\n"));
    command_list(tell_command, &pprofs);
    entry(sink, 4, STR("o/options"), STR("The options and their values"));
    entry(sink, 4, STR("q/quit/exit/^D"), STR("Ends this"));
    sink_text(sink, STR("\n  Further commands, of render:\n"));
    command_list(tell_command, &own);
    sink_text(sink, STR("\n  Options:\n"));
    variable_list(tell_variable, &pprofs);
    sink_text(sink, STR("\n  Option groups (only set one per group):\n"));
    print_group(sink, STR("granularity"));
    print_group(sink, STR("sort"));
    sink_text(sink, STR("\n  Further options, of render:\n"));
    variable_list(tell_variable, &own);
    sink_text(sink, STR("\n  :   Clears focus, ignore, hide, tagfocus and tagignore\n"
                        "\n  type \"help <cmd|option>\" for more information\n"));
}

/* Which arguments a command takes. */
static void print_usage(const struct command *command, struct sink *sink)
{
    bool is_tags = str_equal(command->name, STR("tags"));
    sink_text(sink, command->help);
    sink_text(sink, STR("\n  Usage:\n    "));
    sink_text(sink, command->name);
    sink_text(sink, command->has_pattern ? STR(" function_regex") : STR(" [n]"));
    sink_text(sink, is_tags ? STR(" [tag_regex]* [-ignore_regex]*")
                            : STR(" [focus_regex]* [-ignore_regex]* [-cum]"));
    sink_text(sink, STR(" [>file]\n"));
    if (command->has_pattern)
        sink_text(sink, STR("    About the functions whose names match function_regex.\n"));
    else if (!is_tags)
        sink_text(sink, STR("    At most n functions; -cum orders them by cumulative weight.\n"));
    sink_text(sink, is_tags ? STR("    Labels whose key:value matches.\n")
                            : STR("    Only samples through what matches focus_regex and nothing "
                                  "that matches\n    ignore_regex.\n"));
    if (command->suffix.size && !command->program.size && !command->in_browser) {
        sink_text(sink, STR("    Without a file, to the first of profile001"));
        sink_text(sink, command->suffix);
        sink_text(sink, STR(", ... that is not there.\n"));
    }
}

static bool print_topic(struct sink *sink, struct str topic)
{
    struct command command;
    struct variable variable;
    bool is_command = command_find(topic, &command);
    if (is_command && command.missing.size) {
        sink_text(sink, command.missing);
        sink_char(sink, '\n');
    } else if (is_command) {
        print_usage(&command, sink);
    } else if (variable_find(topic, &variable)) {
        sink_text(sink, variable.help);
        sink_char(sink, '\n');
    } else {
        return false;
    }
    return true;
}

void shell_help(const struct shell *shell, struct str topic)
{
    struct arena scratch = shell->arena;
    struct sink sink;
    sink_init_buffer(&sink, &scratch, UINT64_MAX);
    struct error_quote quote = error_quote(topic);
    if (!topic.size)
        print_all(&sink);
    else if (!print_topic(&sink, topic))
        sink_print(&sink, "Unknown command: %s\n", quote.text);
    shell_tell(shell, sink_str(&sink));
}
