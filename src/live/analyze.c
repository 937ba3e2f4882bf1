/* `analyze`: a folder of profiles, told as a story on the terminal or as a file. */
#include "base/quote.h"
#include "base/sink.h"
#include "live/analysis.h"
#include "live/analysis_files.h"
#include "live/analysis_forms.h"
#include "live/analysis_read.h"
#include "live/files.h"
#include "live/live.h"
#include "request/session.h"

/* Of one result: 1 GiB. */
#define MOST ((uint64_t)1 << 30)

enum form { FORM_TEXT, FORM_MD, FORM_JSON, FORM_SVG, FORM_HTML };

static const struct {
    struct str suffix, format;
    bool is_page; /* nothing for a terminal */
} FORMS[] = {[FORM_TEXT] = {STR_INIT(".txt"), STR_INIT("text"), false},
             [FORM_MD] = {STR_INIT(".md"), STR_INIT("md"), false},
             [FORM_JSON] = {STR_INIT(".json"), STR_INIT("json"), false},
             [FORM_SVG] = {STR_INIT(".svg"), STR_INIT("svg"), true},
             [FORM_HTML] = {STR_INIT(".html"), STR_INIT("html"), true}};

enum { FORM_COUNT = sizeof FORMS / sizeof *FORMS };

struct command {
    struct render_live *live;
    struct render *render;
    struct arena *arena;
    enum form form;
    struct str path; /* "-": to the console */
};

/* ---------------------------------------------------------------- what is asked for */

static bool choose_format(struct command *command, struct str format, struct error *error)
{
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (str_equal(FORMS[i].format, format)) {
            command->form = (enum form)i;
            return true;
        }
    struct error_quote quote = error_quote(format);
    return error_set(error, ERROR_USAGE, "--format=%s: analyze writes text, md, json, svg and html",
                     quote.text);
}

/* By the suffix of the output, or else --format; pages have a default name. */
static bool choose(struct command *command, struct error *error)
{
    const struct settings *settings = &command->render->settings;
    struct str path = settings->output;
    bool is_known = false;
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (str_ends(path, FORMS[i].suffix)) {
            command->form = (enum form)i;
            is_known = true;
        }
    if (!is_known && settings->format.size && !choose_format(command, settings->format, error))
        return false;
    struct error_quote quote = error_quote(path);
    if (!is_known && !settings->format.size && str_find(str_base_name(path), '.') != STR_NONE &&
        path.size > 1)
        return error_set(error, ERROR_USAGE,
                         "%s: analyze writes .txt, .md, .json, .svg and .html; --format says which "
                         "goes under another name",
                         quote.text);
    command->path = path.size ? path
                    : FORMS[command->form].is_page
                        ? command->form == FORM_SVG ? STR("analysis.svg") : STR("analysis.html")
                        : STR("-");
    return true;
}

/* ---------------------------------------------------------------- writing */

static void compose(const struct command *command, const struct analysis *analysis,
                    struct sink *sink)
{
    const struct render_console *console = &command->live->console;
    int color = command->render->settings.color;
    bool is_shown = str_equal(command->path, STR("-"));
    struct analysis_terminal terminal = {
        .columns = is_shown ? console->columns : 0,
        .has_color = color == COLOR_ALWAYS ||
                     (color == COLOR_AUTO && is_shown && console->columns && console->has_color)};
    switch (command->form) {
    case FORM_TEXT:
        analysis_text(analysis, &terminal, sink);
        break;
    case FORM_MD:
        analysis_md(analysis, sink);
        break;
    case FORM_JSON:
        analysis_json(analysis, sink);
        break;
    case FORM_SVG:
        analysis_svg(analysis, sink);
        break;
    case FORM_HTML:
        analysis_html(analysis, sink);
        break;
    }
}

static bool put_out(const struct command *command, const struct analysis *analysis,
                    struct error *error)
{
    const struct render_console *console = &command->live->console;
    const struct settings *settings = &command->render->settings;
    struct sink sink;
    struct str bytes;
    sink_init_buffer(&sink, command->arena, MOST);
    compose(command, analysis, &sink);
    bytes = sink_str(&sink);
    if (!sink_close(&sink, error))
        return false;
    if (str_equal(command->path, STR("-")))
        return console->out(console->context, bytes.at, bytes.size) ||
               error_set(error, ERROR_IO, "standard output cannot be written");
    if (!file_write(command->path, bytes, error))
        return false;
    struct error_quote quote = error_quote(command->path);
    if (!settings->output.size)
        live_say(command->live, "wrote %s", quote.text);
    if (settings->open && console->show)
        console->show(console->context, str_to_c(command->path, command->arena));
    return true;
}

/* ---------------------------------------------------------------- the command */

static bool check(const struct command *command, const struct analysis *analysis,
                  struct error *error)
{
    if (!command->render->settings.fail_on_growth || !analysis->suspects)
        return true;
    const struct series_suspect *worst = NULL;
    for (size_t i = 0; i < analysis->services.count; i++) {
        const struct analysis_service *service = &analysis->services.at[i];
        if (service->suspect_count && (!worst || service->suspects[0].of->share > worst->share))
            worst = service->suspects[0].of;
    }
    char line[ERROR_TEXT];
    struct sink sink;
    sink_init_fixed(&sink, line, sizeof line - 1);
    series_suspect_print(worst, &sink);
    line[sink.used] = 0;
    return error_set(error, ERROR_CHECK, "%zu function%s as a leak does; the worst: %s",
                     analysis->suspects, analysis->suspects == 1 ? " grows" : "s grow", line);
}

static bool run(struct command *command, struct str folder, struct error *error)
{
    struct analysis_files files;
    struct analysis analysis = {.folder = str_base_name(folder)};
    bool ok = choose(command, error) && analysis_files_read(&files, &command->render->host.inner,
                                                            folder, command->arena, error);
    ok = ok &&
         analysis_init(&analysis, command->live, command->render, &files, command->arena, error);
    ok = ok && put_out(command, &analysis, error) && check(command, &analysis, error);
    analysis_fini(&analysis);
    return ok;
}

bool render_analyze(struct render_live *live, struct render *render, const char *const *words,
                    size_t count, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct command command = {.live = live, .render = render, .arena = &arena};
    bool ok = count == 1 ? run(&command, str_from_c(words[0]), &inner)
                         : error_set(&inner, ERROR_USAGE,
                                     "analyze takes one folder of profiles: render analyze DIR");
    arena_fini(&store);
    return ok || public_error_give(error, &inner);
}
