/* report: the document one hands to others, as PDF: a summary, the flame graph, the call graph, the
 * functions with the greatest weights, and each of the first in detail. */
#include "base/budget.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "draw/blank_pages.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/comparison_words.h"
#include "renderers/document_facts.h"
#include "renderers/document.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "renderers/summary_changes.h"
#include "select/selection.h"

#include <string.h>

/* ---------------------------------------------------------------- chapters */

/* "CPU time of svc"; of a comparison "CPU time: a.pb.gz -> b.pb.gz". */
static struct str title_of(const struct document *document, const struct chapter *chapter)
{
    const struct view *view = chapter->summary;
    const struct summary *summary = document->facts->summary;
    struct answer_part type = answer_type(&summary->question);
    struct str words = flame_visible(type.text, document->arena);
    bool is_small = words.size && words.at[0] >= 'a' && words.at[0] <= 'z';
    bool is_named = view->settings->title.size > 0;
    if (is_named && document->view->chapter_count == 1)
        return summary->title;
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    if (is_named) {
        sink_text(&sink, summary->title);
        sink_text(&sink, STR(": "));
        sink_text(&sink, words);
        return sink_str(&sink);
    }
    if (is_small)
        sink_char(&sink, (char)(words.at[0] - 32));
    sink_text(&sink, str_skip(words, is_small));
    sink_text(&sink, summary->changes ? STR(": ") : STR(" of "));
    sink_text(&sink, summary->title);
    return sink_str(&sink);
}

/* What every page says at its head: of a comparison also which side is which. */
static struct str subject_of(const struct document *document)
{
    const struct summary *summary = document->facts->summary;
    if (!summary->changes)
        return document->title;
    const struct side_words *sides = summary->changes->words->sides;
    return document_print(document, "Base: %.*s   New: %.*s   %.*s",
                          STR_ARG(sides[RUN_BASE].sources), STR_ARG(sides[RUN_NEW].sources),
                          STR_ARG(summary->changes->words->type));
}

static struct str date_of(const struct document *document)
{
    int64_t time = document->view->profile->time_ns;
    struct sink sink;
    if (!time || document->facts->summary->changes)
        return STR("");
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    time_print(&sink, time, NULL);
    return str_slice(sink_str(&sink), 0, 10);
}

static void take_chapter(struct document *document, size_t index)
{
    document->chapter = index + 1;
    document->facts = document->all_facts[index];
    document->title = title_of(document, &document->view->chapters[index]);
    document->subject = subject_of(document);
    document->date = date_of(document);
}

/* ---------------------------------------------------------------- rounds */

/* Where nothing weighs anything, the summary says why, and there is no more to show. */
static bool is_empty(const struct document_facts *facts)
{
    return !facts->movers && !facts->own_of_all;
}

static bool compose_chapter(struct document *document, const struct chapter *chapter,
                            struct error *error)
{
    if (!document_summary(document, chapter, error))
        return false;
    if (is_empty(document->facts))
        return true;
    return document_flame(document, chapter, error) && document_graph(document, chapter, error) &&
           document_table(document, chapter, error) && document_functions(document, chapter, error);
}

/* One round onto some pages, from the first to the last. */
static bool compose(struct document *document, struct pages *pages, struct error *error)
{
    const struct view *view = document->view;
    document->pages = pages;
    document->canvas = &pages->canvas;
    document->is_blank = blank_pages().calls == pages->calls;
    document->page = 0;
    document->most_width = document->all_height = 0;
    /* The round before still needs its own. */
    memset(&document->places, 0, sizeof document->places);
    for (size_t i = 0; i < view->chapter_count; i++) {
        take_chapter(document, i);
        document->figures = document->tables = 0;
        if (!compose_chapter(document, &view->chapters[i], error))
            return false;
    }
    document_glossary(document);
    return true;
}

static bool is_settled(const struct document *document, size_t pages)
{
    bool same = document->page == pages && document->known_count == document->places.count;
    for (size_t i = 0; same && i < document->known_count; i++)
        same = document->known[i].page == document->places.at[i].page;
    return same;
}

/* Finds the pages of all places. */
static bool count_pages(struct document *document, struct error *error)
{
    enum { ROUNDS = 4 };
    struct pages blank = blank_pages();
    bool settled = false;
    for (int i = 0; i < ROUNDS && !settled; i++) {
        if (!compose(document, &blank, error))
            return false;
        settled = is_settled(document, document->page_count);
        document->known = document->places.at;
        document->known_count = document->places.count;
        document->page_count = document->page;
    }
    return true;
}

/* ---------------------------------------------------------------- the whole */

/* Points, upright. */
static const struct {
    double width, height;
} PAPERS[] = {
    [PAPER_A4] = {595.28, 841.89}, [PAPER_LETTER] = {612, 792}, [PAPER_A3] = {841.89, 1190.55}};

static bool find_facts(struct document *document, struct error *error)
{
    const struct view *view = document->view;
    const struct document_facts **facts =
        ARENA_NEW(document->arena, const struct document_facts *, view->chapter_count);
    for (size_t i = 0; i < view->chapter_count; i++) {
        facts[i] = document_facts_new(&view->chapters[i], error);
        if (!facts[i])
            return false;
    }
    document->all_facts = facts;
    return true;
}

/* The words that a search for the document may use. */
static struct str keywords_of(const struct document *document)
{
    const struct summary *summary = document->facts->summary;
    struct str type = flame_visible(document->view->selection->type, document->arena);
    return document_print(document, "profile, pprof, performance, %.*s, %.*s", STR_ARG(type),
                          STR_ARG(summary->title));
}

static struct str about(const struct document *document)
{
    const struct answer *answer = &document->facts->summary->answer;
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    for (size_t i = 0; i < answer->parts.count; i++)
        sink_text(&sink, answer->parts.at[i].text);
    return sink_str(&sink);
}

static bool report_compose(const struct view *view, struct pages *pages, struct error *error)
{
    struct document document = {.view = view,
                                .arena = view->arena,
                                .paper_width = PAPERS[view->settings->paper].width,
                                .paper_height = PAPERS[view->settings->paper].height};
    if (!find_facts(&document, error) || !count_pages(&document, error))
        return false;
    take_chapter(&document, 0);
    struct pages_head head = {.title = document.title,
                              .subject = about(&document),
                              .author = STR("render " RENDER_VERSION),
                              .keywords = keywords_of(&document),
                              .creator = STR("render " RENDER_VERSION),
                              .time_ns = view->profile->time_ns,
                              .count = document.page_count,
                              .width = document.most_width,
                              .height = document.all_height};
    pages->calls->begin(pages, &head);
    return compose(&document, pages, error) && pages->calls->end(pages, error);
}

const struct renderer report_renderer = {
    .name = STR_INIT("report"),
    .suffix = STR_INIT(".pdf"),
    .media = STR_INIT("application/pdf"),
    .marker = STR_INIT("/Creator (render "),
    .is_picture = true,
    .options = FOR_FLAME | FOR_GRAPH | FOR_DIAGRAM | FOR_TABLE | FOR_REPORT,
    .needs = VIEW_CHAPTERS | VIEW_OWN_NOTES | VIEW_SIDES,
    .help = STR_INIT("Report of a few pages, to print or to hand on"),
    .compose = report_compose,
};
