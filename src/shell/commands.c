/* By the table of pprof's formats and the list of renderers. */
#include "shell/commands.h"
#include "options/settings.h"
#include "renderers/renderer.h"

enum format_type { BOOL, TEXT };

static const struct {
    struct str name;
    enum format_type type;
    struct str view, suffix, help;
} FORMATS[] = {
#define FORMAT(name, type, view, suffix, help)                                                     \
    {STR_INIT(#name), type, STR_INIT(view), STR_INIT(suffix), STR_INIT(help)},
#define SETTING(name, type, help)
#define CHOICE(name, option)
#define LEGACY(name, type, help)
#define OTHER(name, type, help)
#include "options/pprof_flags.def"
#undef FORMAT
#undef SETTING
#undef CHOICE
#undef LEGACY
#undef OTHER
};

/* Those that a program shows. */
static const struct {
    struct str name, view, format, suffix, program;
} SHOWN[] = {
    {STR_INIT("eog"), STR_INIT("graph"), STR_INIT(""), STR_INIT(".svg"), STR_INIT("eog")},
    {STR_INIT("evince"), STR_INIT("graph"), STR_INIT("pdf"), STR_INIT(".pdf"), STR_INIT("evince")},
    {STR_INIT("gv"), STR_INIT("graph"), STR_INIT("ps"), STR_INIT(".ps"),
     STR_INIT("gv --noantialias")},
    {STR_INIT("kcachegrind"), STR_INIT("callgrind"), STR_INIT(""), STR_INIT(".grind"),
     STR_INIT("kcachegrind")},
    {STR_INIT("web"), STR_INIT("graph"), STR_INIT(""), STR_INIT(".svg"), STR_INIT("")}};

static const struct {
    struct str name, why;
} MISSING[] = {
    {STR_INIT("disasm"),
     STR_INIT("disasm is not there: machine code is not read; list shows source lines, and "
              "granularity=addresses tells addresses apart")},
    {STR_INIT("gif"), STR_INIT("gif is not supported; png and svg write the graph as pictures")},
    {STR_INIT("weblist"),
     STR_INIT("weblist is not there: machine code is not read; list shows source lines, html "
              "writes a page that has them")}};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS };

static bool is_medium(struct str name)
{
    return str_equal(name, STR("pdf")) || str_equal(name, STR("png")) || str_equal(name, STR("ps"));
}

static struct command make(size_t row)
{
    struct str name = FORMATS[row].name;
    struct command command = {.name = name,
                              .help = FORMATS[row].help,
                              .view = FORMATS[row].view,
                              .format = is_medium(name) ? name : STR(""),
                              .suffix = FORMATS[row].suffix,
                              .has_pattern = FORMATS[row].type == TEXT};
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        if (!str_equal(SHOWN[i].name, name))
            continue;
        command.view = SHOWN[i].view;
        command.format = SHOWN[i].format;
        command.suffix = SHOWN[i].suffix;
        command.program = SHOWN[i].program;
        command.in_browser = !command.program.size;
    }
    for (size_t i = 0; i < sizeof MISSING / sizeof *MISSING; i++)
        if (str_equal(MISSING[i].name, name))
            command.missing = MISSING[i].why;
    return command;
}

/* Whether it is worth typing: not for the page's script, and no word of pprof's. */
static bool is_for_people(const struct renderer *renderer)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (str_equal(FORMATS[i].name, renderer->name))
            return false;
    return !(renderer->options & FOR_DATA);
}

static struct command make_own(const struct renderer *renderer)
{
    bool is_text = !renderer->is_picture && (str_starts(renderer->media, STR("text/")) ||
                                             str_starts(renderer->media, STR("application/json")));
    return (struct command){.name = renderer->name,
                            .help = renderer->help,
                            .view = renderer->name,
                            .suffix = is_text ? STR("") : renderer->suffix,
                            .has_pattern = (renderer->needs & VIEW_PATTERN) != 0,
                            .is_own = true};
}

bool command_find(struct str name, struct command *command)
{
    const struct renderer *renderer = renderer_find(name);
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (!str_equal(FORMATS[i].name, name))
            continue;
        *command = make(i);
        return true;
    }
    if (!renderer || !is_for_people(renderer))
        return false;
    *command = make_own(renderer);
    return true;
}

void command_list(void (*tell)(void *context, const struct command *command), void *context)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        struct command command = make(i);
        tell(context, &command);
    }
    for (size_t i = 0; i < count; i++) {
        struct command command = make_own(list[i]);
        if (is_for_people(list[i]))
            tell(context, &command);
    }
}
