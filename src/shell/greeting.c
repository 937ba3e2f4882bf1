/* The lines above a report, as a view of their own. */
#include "base/host.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "request/request.h"
#include "request/session.h"
#include "select/selection.h"
#include "shell/greeting.h"
#include "shell/say.h"
#include "shell/state.h"

static bool greeting_render(const struct view *view, struct sink *sink, struct error *error)
{
    (void)error;
    struct report report = report_new(view);
    struct sink head;
    sink_init_buffer(&head, view->arena, UINT64_MAX);
    report_print_profile(&report, &head);
    /* pprof writes an empty line where there is nothing to say. */
    sink_text(sink, head.used ? sink_str(&head) : STR("\n"));
    if (!view->selection->total && view->profile->type_count > 1)
        sink_text(sink, STR("No samples were found with the default sample value type.\n"
                            "Try \"sample_index\" command to analyze different sample values.\n"));
    return true;
}

static const struct renderer GREETING = {.name = STR_INIT("greeting"),
                                         .media = STR_INIT("text/plain; charset=utf-8"),
                                         .options = FOR_TEXT,
                                         .render = greeting_render};

/* It is about the whole profile. */
static struct settings unfiltered(const struct settings *settings)
{
    struct settings all = *settings;
    all.focus = all.ignore = all.hide = all.show = all.show_from = all.prune_from = STR("");
    all.tagfocus = all.tagignore = all.tagshow = all.taghide = STR("");
    all.tagroot = all.tagleaf = STR("");
    all.relative_percentages = false;
    return all;
}

void shell_greet(struct shell *shell)
{
    struct render *render = shell->render;
    struct settings settings = unfiltered(&render->settings);
    struct arena_store store;
    struct arena arena = arena_init(&store, render->profile_store.ceiling);
    struct budget budget = session_budget(render, &store);
    struct request request = {.profile = render->prepared,
                              .settings = &settings,
                              .renderer = &GREETING,
                              .host = &render->host.inner,
                              .is_pprof = render->is_pprof,
                              .is_terminal = true,
                              .arena = &arena,
                              .budget = &budget};
    struct notes notes;
    struct error error;
    struct str messages = STR("");
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    if (settings.divide_by != 0 && request_run(&request, &sink, &notes, &messages, &error)) {
        shell_tell(shell, messages);
        shell_tell(shell, sink_str(&sink));
    }
    shell_say(shell, "Entering interactive mode (type \"help\" for commands, \"o\" for options)");
    arena_fini(&store);
}
