/* comments: the profile's comments, a line each, as pprof -comments prints them. */
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/renderer.h"
#include "renderers/report.h"

static bool comments_render(const struct view *view, struct sink *sink, struct error *error)
{
    (void)error;
    for (size_t i = 0; i < view->profile->comment_count; i++) {
        struct str comment = profile_string(view->profile, view->profile->comments[i]);
        if (runs_is_comment(comment))
            continue;
        report_print_name(view, sink, comment);
        sink_char(sink, '\n');
    }
    return true;
}

const struct renderer comments_renderer = {
    .name = STR_INIT("comments"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_RAW,
    .help = STR_INIT("The comments of the profile, a line each, as pprof -comments prints them"),
    .render = comments_render,
};
