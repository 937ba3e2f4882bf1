/* md of a comparison, to be put under a pull request: the verdict, the functions that moved and
 * how it was measured. Names are in code spans, as in all of md. */
#include "renderers/md_diff.h"
#include "base/escape.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "profile/profile.h"
#include "renderers/comparison_words.h"
#include "renderers/md_names.h"
#include "renderers/mover_path.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/movers.h"
#include "tree/tree.h"

enum { ROWS = 10, PATH_HEAD = 1, PATH_TAIL = 2, PATHS = 3 };

struct document {
    const struct view *view;
    struct sink *sink;
    const struct comparison_words *words;
    const struct movers *movers;
    const struct str *names; /* by frame */
};

#define ARROW STR(" \xe2\x86\x92 ")
#define ELLIPSIS STR("\xe2\x80\xa6")

static const struct change *change_of(const struct mover *mover)
{
    return &mover->change;
}

static void code(const struct document *document, struct str text, bool in_table)
{
    sink_md_code(document->sink, md_visible(text, document->view->arena), in_table);
}

/* ---------------------------------------------------------------- what is compared */

/* With a capital, as the verdict has it. */
static void put_type(const struct document *document)
{
    const struct comparison_words *words = document->words;
    if (words->is_type_known)
        sink_text(document->sink,
                  str_slice(words->verdict, 0, words->verdict.size - words->outcome.size));
    else
        sink_md_code(document->sink, words->type, false);
}

static void put_title(const struct document *document)
{
    const struct comparison *comparison = document->view->selection->comparison;
    sink_text(document->sink, STR("# "));
    put_type(document);
    sink_text(document->sink, STR(": "));
    code(document, comparison->sides[RUN_BASE].names, false);
    sink_text(document->sink, ARROW);
    code(document, comparison->sides[RUN_NEW].names, false);
    sink_text(document->sink, STR("\n\n**"));
    put_type(document);
    sink_text(document->sink, document->words->outcome);
    sink_text(document->sink, STR("**\n"));
}

static void put_item(const struct document *document, const char *name, struct str text)
{
    if (!text.size)
        return;
    sink_print(document->sink, "- %s: ", name);
    sink_text(document->sink, text);
    sink_char(document->sink, '\n');
}

static void put_side(const struct document *document, enum run_side side)
{
    const struct side_words *words = &document->words->sides[side];
    const struct str facts[] = {words->runs, words->total, words->events, words->duration,
                                words->time};
    sink_text(document->sink, side == RUN_BASE ? STR("- Base: ") : STR("- New: "));
    code(document, document->view->selection->comparison->sides[side].names, false);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        sink_text(document->sink, facts[i].size ? STR(", ") : STR(""));
        sink_text(document->sink, facts[i]);
    }
    sink_char(document->sink, '\n');
}

static void put_options(const struct document *document)
{
    struct sink options;
    const struct view *view = document->view;
    if (!view->options.size)
        return;
    sink_init_buffer(&options, view->arena, UINT64_MAX);
    sink_visible(&options, str_skip(view->options, 1));
    sink_text(document->sink, STR("- Options: "));
    sink_md_code(document->sink, sink_str(&options), false);
    sink_char(document->sink, '\n');
}

static void put_measured(const struct document *document)
{
    const struct selection *selection = document->view->selection;
    const struct comparison_words *words = document->words;
    sink_text(document->sink, STR("\n## How it was measured\n\n- Profile: type "));
    code(document, selection->type, false);
    sink_text(document->sink, STR(" in "));
    code(document, selection->unit, false);
    sink_char(document->sink, '\n');
    put_side(document, RUN_BASE);
    put_side(document, RUN_NEW);
    put_item(document, "Scale", words->scaling);
    put_item(document, "Noise", words->method);
    put_options(document);
    for (size_t i = 0; i < words->note_count; i++)
        put_item(document, "Note", words->notes[i]);
    for (int i = 0; i < NOTE_COUNT; i++) {
        if (!selection->notes.cases[i] || note_severity((enum note)i) == NOTE_DETAIL)
            continue;
        sink_text(document->sink, STR("- Note: "));
        note_print(document->sink, (enum note)i, selection->notes.cases[i]);
        sink_char(document->sink, '\n');
    }
}

/* ---------------------------------------------------------------- movers */

static void put_cell(const struct document *document, struct str text)
{
    sink_text(document->sink, STR("| "));
    sink_text(document->sink, text);
    sink_text(document->sink, text.size ? STR(" ") : STR(""));
}

static void put_row(const struct document *document, const struct mover *mover)
{
    const struct frames *frames = document->view->frames;
    struct change_words words = change_words(document->view, change_of(mover));
    put_cell(document, words.base);
    put_cell(document, words.new_);
    put_cell(document, words.delta);
    put_cell(document, words.relative);
    if (document->view->changes->comparison->model != NOISE_UNTESTED)
        put_cell(document, words.interval);
    put_cell(document, words.share);
    sink_text(document->sink, STR("| "));
    sink_md_code(document->sink, document->names[mover->frame], true);
    if (frames->was && frames->was[mover->frame].size) {
        sink_text(document->sink, STR(", was "));
        code(document, frames->was[mover->frame], true);
    }
    sink_text(document->sink, STR(" |\n"));
}

static void put_heads(const struct document *document)
{
    struct sink *sink = document->sink;
    bool is_tested = document->view->changes->comparison->model != NOISE_UNTESTED;
    sink_text(sink, STR("| base | new | change | change % "));
    if (is_tested) {
        sink_text(sink, STR("| interval at "));
        sink_text(sink, compared_confidence(document->view));
        sink_char(sink, ' ');
    }
    sink_text(sink, STR("| of "));
    sink_text(sink,
              compared_value(document->view, compared_total(document->view, RUN_BASE), STR("")));
    sink_text(sink, STR(" | function |\n|---:|---:|---:|---:"));
    sink_text(sink, is_tested ? STR("|---:|---:|---|\n") : STR("|---:|---|\n"));
}

/* "- 69% of `f` through `main.main` → … → `g`" */
static void put_path(const struct document *document, const struct mover *mover)
{
    const struct view *view = document->view;
    struct sink *sink = document->sink;
    size_t count;
    const uint32_t *frames = mover_path_frames(view->tree, mover->node, view->arena, &count);
    sink_text(sink, STR("- "));
    sink_md_code(sink, document->names[mover->frame], false);
    sink_text(sink, STR(": "));
    sink_text(sink, compared_share(view, mover->path_share, 1, false));
    sink_text(sink, STR(" of the change through "));
    for (size_t i = 0; i + 1 < count; i++) {
        bool is_hidden = i >= PATH_HEAD && i + 1 + PATH_TAIL < count;
        if (is_hidden && i != PATH_HEAD)
            continue;
        sink_text(sink, i ? ARROW : STR(""));
        if (is_hidden)
            sink_text(sink, ELLIPSIS);
        else
            sink_md_code(sink, document->names[frames[i]], false);
    }
    sink_char(sink, '\n');
}

static bool has_callers(const struct document *document, const struct mover *mover)
{
    return mover->node && document->view->tree->parents[mover->node];
}

static size_t rows_of(const struct view *view, size_t count)
{
    int64_t asked = view->settings->nodecount;
    uint64_t most = asked > 0 ? (uint64_t)asked : asked < 0 ? ROWS : count;
    return count < most ? count : (size_t)most;
}

/* The movers of one direction. */
static bool put_movers(const struct document *document, bool is_more, struct error *error)
{
    const struct movers *movers = document->movers;
    const struct mover **own =
        ARENA_NEW(document->view->arena, const struct mover *, movers->significant);
    size_t count = 0;
    for (size_t i = 0; i < movers->significant; i++)
        if ((change_of(&movers->items[i])->delta > 0) == is_more)
            own[count++] = &movers->items[i];
    size_t rows = rows_of(document->view, count);
    if (!rows)
        return true;
    sink_text(document->sink, is_more ? STR("\n## More: ") : STR("\n## Less: "));
    if (rows < count)
        sink_print(document->sink, "%zu of ", rows);
    sink_print(document->sink, "%zu function%s, ", count, count == 1 ? "" : "s");
    sink_text(document->sink, movers_values(document->view));
    sink_text(document->sink, STR("\n\n"));
    put_heads(document);
    for (size_t i = 0; i < rows; i++)
        put_row(document, own[i]);
    for (size_t i = 0, said = 0; i < rows && said < PATHS; i++) {
        if (!has_callers(document, own[i]))
            continue;
        sink_text(document->sink, said++ ? STR("") : STR("\n"));
        put_path(document, own[i]);
    }
    return budget_spend(document->view->budget, movers->significant, error);
}

bool md_diff_render(const struct view *view, struct sink *sink, struct error *error)
{
    enum movers_by by = movers_ranked_by(view);
    struct document document = {.view = view, .sink = sink, .names = md_names_new(view, error)};
    document.movers = movers_new(view->changes, by, view->arena, view->budget, error);
    if (!document.names || !document.movers)
        return false;
    document.words = comparison_words_new(view);
    put_title(&document);
    bool is_more = document.movers->count && document.movers->items[0].change.delta > 0;
    if (!put_movers(&document, is_more, error) || !put_movers(&document, !is_more, error))
        return false;
    put_measured(&document);
    return true;
}
