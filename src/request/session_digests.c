/* What the sources were, to be told in a report: the SHA-256 of their bytes as they were read. */
#include "base/escape.h"
#include "base/sink.h"
#include "base/url.h"
#include "renderers/renderer.h"
#include "request/medium.h"
#include "request/paper.h"
#include "request/session.h"

static bool is_report(struct str view)
{
    const struct renderer *renderer = renderer_find(view);
    return renderer && (renderer->needs & VIEW_CHAPTERS);
}

/* As far as is known before anything is written. */
static bool are_wanted(const struct render *render)
{
    const struct settings *settings = &render->settings;
    if (render->wants_digests || settings->view.size)
        return render->wants_digests || is_report(settings->view);
    const struct medium *medium = medium_choose(settings, settings->output);
    return medium && is_report(medium->view);
}

static void see(void *context, const void *bytes, size_t size)
{
    const struct source_digest *digest = context;
    digest->paper->digest_add(digest->of, bytes, size);
}

bool source_digest_open(struct source_digest *digest, const struct render *render)
{
    struct error error;
    *digest = (struct source_digest){.tap = {see, digest}};
    if (!are_wanted(render))
        return false;
    digest->paper = paper_module(&error);
    if (digest->paper)
        digest->of = digest->paper->digest_open();
    return digest->of != NULL;
}

void source_digest_close(struct source_digest *digest, struct render *render, struct str name)
{
    char digits[PAPER_DIGITS + 1];
    struct sink line, all;
    if (!digest->of)
        return;
    digest->paper->digest_close(digest->of, digits);
    struct str called = url_base_name(name, &render->words);
    sink_init_buffer(&line, &render->words, UINT64_MAX);
    sink_text(&line, str_from_c(digits));
    sink_char(&line, ' ');
    sink_terminal(&line, str_equal(name, STR("-")) ? STR("standard input") : called);
    sink_char(&line, '\n');
    if (str_find_str(render->digests, sink_str(&line)) != STR_NONE)
        return;
    sink_init_buffer(&all, &render->words, UINT64_MAX);
    sink_text(&all, render->digests);
    sink_text(&all, sink_str(&line));
    render->digests = sink_str(&all);
}
