/* --help and --help=OPTION. */
#include "request/help.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/pprof_flags.h"
#include "options/settings.h"
#include "renderers/renderer.h"

enum { COLUMN = 28 };

static const char EXAMPLES[] =
    "render: profile in, picture out.\n"
    "\n"
    "  render cpu.pb.gz -o flame.svg          flame graph of a profile, one file, for any browser\n"
    "  render top20 cpu.pb.gz                 the 20 heaviest functions, as pprof -top prints "
    "them\n"
    "  render cpu.pb.gz -o report.html        all of it to look into, one file, for any browser\n"
    "  render --diff base.pb.gz new.pb.gz     what a change did: a picture, and what moved\n"
    "  render localhost:6060 --seconds=10     what a live Go service does now, to profile.svg\n"
    "\n"
    "usage: render [VERB] [OPTION...] SOURCE...\n"
    "\n"
    "A source is a profile (profile.proto, pprof's older formats, folded stacks, or goroutines in "
    "words),\n"
    "a report or SVG of render, each gzip or plain, or '-' for standard input, or a folder of "
    "such,\n"
    "or what a service gives at a URL, HOST:PORT or unix:/SOCKET; several are merged.\n"
    "Options may stand anywhere, with one dash or two, as --name=value or --name value.\n";

static void entry(struct sink *sink, struct str name, struct str syntax, struct str help)
{
    size_t used = 2 + name.size + (syntax.size ? 1 + syntax.size : 0);
    sink_text(sink, STR("  "));
    sink_text(sink, name);
    if (syntax.size)
        sink_char(sink, '=');
    sink_text(sink, syntax);
    sink_spaces(sink, used < COLUMN ? COLUMN - used : 2);
    sink_text(sink, help);
    sink_char(sink, '\n');
}

static void option_entry(struct sink *sink, const struct option *option)
{
    char name[64];
    struct sink text;
    sink_init_fixed(&text, name, sizeof name);
    sink_text(&text, STR("--"));
    sink_text(&text, option->name);
    entry(sink, sink_str(&text), option_syntax(option), option->help);
}

/* Options by the views that look at them. */
static const struct {
    unsigned views;
    struct str name;
} FAMILIES[] = {
    {FOR_ALL, STR_INIT("all views")},
    {FOR_VALUES, STR_INIT("text reports")},
    {FOR_RANKED, STR_INIT("tables and graphs of functions")},
    {FOR_TABLE, STR_INIT("tables of functions")},
    {FOR_GRAPH, STR_INIT("graph, dot and callgrind")},
    {FOR_TEXT, STR_INIT("reports about some functions, and doctor")},
    {FOR_PICTURE, STR_INIT("flame and graph")},
    {FOR_FLAME, STR_INIT("flame")},
    {FOR_PAGE, STR_INIT("html, flame and graph")},
    {FOR_WHOLE, STR_INIT("html and report")},
    {FOR_REPORT, STR_INIT("report")},
    {FOR_LIVE, STR_INIT("sources that are live services: URLs, capture, watch, analyze")},
    {FOR_SERVE, STR_INIT("serve")},
    {FOR_DATA, STR_INIT("what the page asks for: boxes, details, find, source")}};

enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static struct str family_name(unsigned views)
{
    for (size_t i = 0; i < FAMILY_COUNT; i++)
        if (FAMILIES[i].views == views)
            return FAMILIES[i].name;
    return STR("some views");
}

static void option_entries(struct sink *sink, unsigned views)
{
    size_t count;
    const struct option *rows = option_rows(&count);
    sink_text(sink, STR("\noptions of "));
    sink_text(sink, family_name(views));
    sink_text(sink, STR(":\n"));
    for (size_t i = 0; i < count; i++)
        if (rows[i].views == views)
            option_entry(sink, &rows[i]);
}

static void words(struct sink *sink)
{
    size_t count;
    const struct option_word *rows = option_words(&count);
    sink_text(sink, STR("\nshort forms:\n"));
    for (size_t i = 0; i < count; i++) {
        char name[64], meaning[96];
        struct sink left, right;
        sink_init_fixed(&left, name, sizeof name);
        sink_init_fixed(&right, meaning, sizeof meaning);
        sink_text(&left, rows[i].name.size == 1 ? STR("-") : STR("--"));
        sink_text(&left, rows[i].name);
        sink_text(&right, STR("--"));
        sink_text(&right, rows[i].option);
        sink_text(&right, rows[i].is_alias ? STR("") : STR("="));
        sink_text(&right, rows[i].value);
        entry(sink, sink_str(&left), STR(""), sink_str(&right));
    }
}

static const struct {
    struct str name, usage, help;
} VERBS[] = {
    {STR_INIT("merge"), STR_INIT("merge A B ... -o ALL.pb.gz"), STR_INIT("One profile of several")},
    {STR_INIT("convert"), STR_INIT("convert A -o B.SUFFIX"),
     STR_INIT("The profile in another format, by the suffix")},
    {STR_INIT("extract"), STR_INIT("extract REPORT -o A.pb.gz"),
     STR_INIT("The profile that a report carries, byte for byte")},
    {STR_INIT("capture"), STR_INIT("capture HOST [KIND...] -o DIR"),
     STR_INIT("Profiles of a live service: cpu heap ... all")},
    {STR_INIT("watch"), STR_INIT("watch HOST --every 5m -o DIR"),
     STR_INIT("The same again and again; tells what leaks")},
    {STR_INIT("analyze"), STR_INIT("analyze DIR"),
     STR_INIT("What grew and what leaks, by a folder of profiles")},
    {STR_INIT("serve"), STR_INIT("serve SOURCE... | DIR"),
     STR_INIT("The page, for profiles of any size, at an address")},
    {STR_INIT("shell"), STR_INIT("shell SOURCE..."), STR_INIT("Asks for commands, as pprof does")},
    {STR_INIT("pprof"), STR_INIT("pprof ARGUMENTS"), STR_INIT("Takes what pprof takes")},
    {STR_INIT("help"), STR_INIT("help WORD"), STR_INIT("More about an option or a verb")}};

void help_print(struct sink *sink)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    sink_text(sink, str_from_c(EXAMPLES));
    sink_text(sink, STR("\nviews:\n"));
    for (size_t i = 0; i < count; i++)
        entry(sink, list[i]->name, STR(""), list[i]->help);
    sink_text(sink, STR("\nother verbs:\n"));
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
        entry(sink, VERBS[i].usage, STR(""), VERBS[i].help);
    for (size_t i = 0; i < FAMILY_COUNT; i++)
        option_entries(sink, FAMILIES[i].views);
    words(sink);
    sink_text(sink,
              STR("\nexit: 0 done, 1 a check failed, 2 usage, 3 not readable as a profile, "
                  "4 a limit,\n5 input or output failed. render --help=OPTION says more about "
                  "one; --version\nsays which render this is, --csp-hash what a web server must "
                  "allow for its pages (.html).\n"));
}

static void option_help(struct sink *sink, const struct option *option)
{
    size_t count;
    const struct option_word *rows = option_words(&count);
    option_entry(sink, option);
    sink_text(sink, STR("\n  takes    "));
    if (option->type == OPTION_SWITCH)
        sink_text(sink, STR("nothing, or =true or =false"));
    else
        sink_text(sink, option->domain.size ? option->domain : option_syntax(option));
    sink_text(sink, STR("\n  default  "));
    sink_text(sink, option->initial.size ? option->initial : STR("(empty)"));
    sink_text(sink, STR("\n  used by  "));
    sink_text(sink, family_name(option->views));
    sink_char(sink, '\n');
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(rows[i].option, option->name))
            continue;
        sink_text(sink, STR("  also     --"));
        sink_text(sink, rows[i].name);
        sink_text(sink, rows[i].is_alias ? STR("") : STR(", for the value "));
        sink_text(sink, rows[i].value);
        sink_char(sink, '\n');
    }
}

void help_markdown(struct sink *sink)
{
    size_t count;
    const struct option *rows = option_rows(&count);
    sink_text(sink, STR("| option | default | what it does |\n|---|---|---|\n"));
    for (size_t i = 0; i < count; i++) {
        struct str syntax = option_syntax(&rows[i]);
        sink_text(sink, STR("| `--"));
        sink_text(sink, rows[i].name);
        sink_text(sink, syntax.size ? STR("=") : STR(""));
        for (size_t n = 0; n < syntax.size; n++) {
            sink_text(sink, syntax.at[n] == '|' ? STR("\\") : STR(""));
            sink_char(sink, syntax.at[n]);
        }
        sink_text(sink, STR("` | "));
        sink_text(sink, rows[i].initial);
        sink_text(sink, STR(" | "));
        sink_text(sink, rows[i].help);
        sink_text(sink, STR(" |\n"));
    }
}

bool help_topic(struct sink *sink, struct str topic, struct error *error)
{
    if (str_equal(topic, STR("markdown"))) {
        help_markdown(sink);
        return true;
    }
    if (str_equal(topic, STR("pprof"))) {
        pprof_help(sink);
        return true;
    }
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++) {
        if (!str_equal(topic, VERBS[i].name))
            continue;
        entry(sink, VERBS[i].usage, STR(""), VERBS[i].help);
        return true;
    }
    const struct option_word *word = option_shorthand(topic);
    const struct option *option = option_find(word ? word->option : topic);
    const struct renderer *renderer = renderer_find(topic);
    if (option) {
        option_help(sink, option);
        return true;
    }
    if (renderer) {
        entry(sink, renderer->name, STR(""), renderer->help);
        sink_text(sink, renderer->more_help);
        for (size_t i = 1; i < FAMILY_COUNT; i++)
            if (FAMILIES[i].views & renderer->options)
                option_entries(sink, FAMILIES[i].views);
        return true;
    }
    struct error_quote quote = error_quote(topic);
    struct str nearest = option_nearest(topic);
    return error_set(error, ERROR_USAGE, "there is no option or view \"%s\"%s%.*s%s", quote.text,
                     nearest.size ? "; did you mean --" : "", STR_ARG(nearest),
                     nearest.size ? "?" : "");
}
