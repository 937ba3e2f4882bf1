/* The verdict, and what moved most, up and down. */
#include "renderers/summary_changes.h"
#include "base/array.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/frame_place.h"
#include "renderers/function_table.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <math.h>

enum { MOST_MOVERS = 5 };

/* ---------------------------------------------------------------- movers */

/* Names from the root down to a node. */
static void add_path(struct summary_mover *item, const struct question *question)
{
    const struct tree *tree = question->view->tree;
    size_t count = 0;
    for (uint32_t node = item->mover->node; node; node = tree->parents[node])
        count++;
    struct str *path = ARENA_NEW(question->view->arena, struct str, count);
    item->path_count = count;
    for (uint32_t node = item->mover->node; node; node = tree->parents[node])
        path[--count] = question->names[tree->node_frames[node]];
    item->path = path;
}

static struct str percent_of(const struct view *view, double share)
{
    return compared_share(view, share, 1, false);
}

static struct summary_mover describe(const struct question *question, const struct mover *mover)
{
    const struct view *view = question->view;
    struct frame_place place = frame_place(view, mover->frame);
    struct summary_mover item = {.mover = mover,
                                 .name = frame_name(view->frames, mover->frame, view->arena),
                                 .was =
                                     view->frames->was ? view->frames->was[mover->frame] : STR(""),
                                 .path_share = percent_of(view, mover->path_share)};
    if (view->frames->items[mover->frame].name && str_starts(item.name, place.name))
        item.own = function_own_start(place.name, place.file);
    add_path(&item, question);
    return item;
}

/* The first movers in one direction. */
static const struct summary_mover *choose(const struct question *question,
                                          const struct movers *movers, bool is_more, size_t *count)
{
    struct summary_mover *items =
        ARENA_NEW(question->view->arena, struct summary_mover, MOST_MOVERS);
    *count = 0;
    for (size_t i = 0; i < movers->significant && *count < MOST_MOVERS; i++) {
        const struct mover *mover = &movers->items[i];
        if ((mover->change.delta > 0) == is_more)
            items[(*count)++] = describe(question, mover);
    }
    return items;
}

const struct summary_changes *summary_changes_new(const struct question *question,
                                                  struct error *error)
{
    const struct view *view = question->view;
    struct summary_changes *changes = ARENA_NEW(view->arena, struct summary_changes, 1);
    const struct movers *movers =
        movers_new(view->changes, movers_ranked_by(view), view->arena, view->budget, error);
    if (!movers)
        return NULL;
    changes->words = comparison_words_new(view);
    changes->total = changes_total(view->changes);
    changes->more = choose(question, movers, true, &changes->more_count);
    changes->less = choose(question, movers, false, &changes->less_count);
    changes->is_more_first = movers->count && movers->items[0].change.delta > 0;
    changes->values = movers_values(view);
    changes->significant = movers->significant;
    for (uint32_t i = 0; i < view->frames->count; i++) {
        const int64_t *cum = view->changes->cum + (size_t)i * COMPARED_COLUMNS;
        changes->functions += cum[COMPARED_BASE] || cum[COMPARED_NEW];
    }
    return changes;
}

/* ---------------------------------------------------------------- the answer */

struct speech {
    const struct question *question;
    struct answer answer;
};

static void add(struct speech *speech, enum answer_kind kind, struct str text)
{
    struct answer_part part = {kind, text, STR("")};
    array_push(speech->answer.arena, &speech->answer.parts, part);
}

static void say(struct speech *speech, const char *text)
{
    add(speech, ANSWER_PLAIN, str_from_c(text));
}

static struct str capital(struct str text, struct arena *arena)
{
    struct sink sink;
    bool is_lower = text.size && text.at[0] >= 'a' && text.at[0] <= 'z';
    if (!is_lower)
        return text;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_char(&sink, (char)(text.at[0] - 'a' + 'A'));
    sink_text(&sink, str_skip(text, 1));
    return sink_str(&sink);
}

static void say_total(struct speech *speech, const struct summary_changes *changes)
{
    /* Of one thing ("CPU time") and of many ("goroutines"). */
    static const char *const VERBS[] = {
        [CHANGE_SAME] = " did not change, ",  [CHANGE_NOISE] = " did not change beyond noise: ",
        [CHANGE_LESS] = " fell by ",          [CHANGE_MORE] = " rose by ",
        [CHANGE_GONE] = " fell to nothing, ", [CHANGE_ADDED] = " rose from nothing, "};
    const struct view *view = speech->question->view;
    enum change_kind kind = changes->total.kind;
    struct change_words words = change_words(view, &changes->total);
    add(speech, ANSWER_PLAIN, capital(changes->words->type, view->arena));
    say(speech, VERBS[kind]);
    if (kind == CHANGE_LESS || kind == CHANGE_MORE) {
        add(speech, ANSWER_FIGURE, compared_value(view, fabs(changes->total.delta), STR("")));
        say(speech, " (");
        add(speech, ANSWER_FIGURE, words.relative);
        say(speech, "), ");
    }
    add(speech, ANSWER_PLAIN, words.base);
    if (kind != CHANGE_SAME) {
        say(speech, " \xe2\x86\x92 ");
        add(speech, ANSWER_PLAIN, words.new_);
    }
    if (kind == CHANGE_NOISE) {
        say(speech, " (");
        add(speech, ANSWER_PLAIN, words.relative);
        say(speech, ")");
    }
    say(speech, ".");
}

static void say_mover(struct speech *speech, const struct summary_mover *mover)
{
    const struct question *question = speech->question;
    struct change_words words = change_words(question->view, &mover->mover->change);
    struct answer_part part = {ANSWER_FUNCTION, question->names[mover->mover->frame], mover->name};
    array_push(speech->answer.arena, &speech->answer.parts, part);
    say(speech, " ");
    add(speech, ANSWER_FIGURE, words.delta);
    say(speech, " (");
    add(speech, ANSWER_PLAIN, words.relative);
    say(speech, ")");
}

static void say_largest(struct speech *speech, const struct summary_changes *changes, bool is_more)
{
    bool is_first = is_more == changes->is_more_first;
    if (is_more ? !changes->more_count : !changes->less_count)
        return;
    say(speech, is_first ? " Largest " : "; largest ");
    say(speech, is_more ? "increase: " : "decrease: ");
    say_mover(speech, is_more ? changes->more : changes->less);
}

struct answer summary_changes_answer(const struct question *question,
                                     const struct summary_changes *changes)
{
    struct speech speech = {.question = question, .answer = {.arena = question->view->arena}};
    say_total(&speech, changes);
    say_largest(&speech, changes, changes->is_more_first);
    say_largest(&speech, changes, !changes->is_more_first);
    if (changes->less_count || changes->more_count)
        say(&speech, ".");
    else if (comparison_is_tested(question->view->selection->comparison))
        say(&speech, " No function changed beyond noise.");
    return speech.answer;
}
