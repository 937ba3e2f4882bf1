/* The answer on top: what weighs most, and who is behind it. Each sentence must hold for every
 * profile that it is written for. */
#include "renderers/answer.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/kind.h"
#include "profile/profile.h"
#include "renderers/md_names.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

bool question_init(struct question *question, const struct view *view, struct error *error)
{
    const struct selection *selection = view->selection;
    const struct settings *settings = view->settings;
    *question = (struct question){.view = view,
                                  .report = report_new(view),
                                  .names = md_names_new(view, error),
                                  .is_delta = selection->has_negative || settings->base.count ||
                                              settings->diff_base.count,
                                  .has_shares = !selection->is_mean && selection->total > 0};
    if (str_equal(question->report.unit, STR("minimum")))
        question->report.unit = STR("auto");
    return question->names != NULL;
}

struct answer_part answer_type(const struct question *question)
{
    const struct selection *selection = question->view->selection;
    struct str words = kind_words(selection->type, selection->unit);
    if (words.size)
        return (struct answer_part){ANSWER_PLAIN, words, STR("")};
    return (struct answer_part){ANSWER_TYPE, md_visible(selection->type, question->view->arena),
                                STR("")};
}

struct measure_text answer_value(const struct question *question, int64_t value)
{
    struct measure_text text = report_value(&question->report, value);
    if (!question->is_delta || value <= 0 || text.size >= sizeof text.at)
        return text;
    struct measure_text with_sign = {.at = "+", .size = text.size + 1};
    for (size_t i = 0; i < text.size; i++)
        with_sign.at[i + 1] = text.at[i];
    return with_sign;
}

/* ---------------------------------------------------------------- parts */

/* An answer in the making. */
struct speech {
    const struct question *question;
    struct answer answer;
};

static void add_part(struct speech *speech, struct answer_part part)
{
    array_push(speech->answer.arena, &speech->answer.parts, part);
}

static void say(struct speech *speech, struct str text)
{
    add_part(speech, (struct answer_part){ANSWER_PLAIN, text, STR("")});
}

static void say_text(struct speech *speech, enum answer_kind kind, struct measure_text text)
{
    struct str copy = str_copy(measure_str(&text), speech->answer.arena);
    add_part(speech, (struct answer_part){kind, copy, STR("")});
}

static void say_value(struct speech *speech, enum answer_kind kind, int64_t value)
{
    say_text(speech, kind, answer_value(speech->question, value));
}

static void say_share(struct speech *speech, enum answer_kind kind, int64_t value, int64_t total)
{
    say_text(speech, kind, measure_share(value, total));
}

static void say_count(struct speech *speech, size_t count)
{
    struct sink sink;
    sink_init_buffer(&sink, speech->answer.arena, UINT64_MAX);
    sink_unsigned(&sink, count, 0);
    say(speech, sink_str(&sink));
}

static void say_function(struct speech *speech, uint32_t frame)
{
    const struct question *question = speech->question;
    struct str name = frame_name(question->view->frames, frame, speech->answer.arena);
    add_part(speech, (struct answer_part){ANSWER_FUNCTION, question->names[frame], name});
}

static void say_total(struct speech *speech)
{
    const struct question *question = speech->question;
    say_text(speech, ANSWER_PLAIN,
             report_value(&question->report, question->view->selection->total));
}

/* "3.30s of 29.62s" */
static void say_of_total(struct speech *speech, int64_t value)
{
    say_value(speech, ANSWER_PLAIN, value);
    say(speech, STR(" of "));
    say_total(speech);
}

/* ---------------------------------------------------------------- callers */

struct callers {
    uint32_t frame; /* of the first caller; ID_NONE: what has no caller */
    int64_t weight; /* of what it calls */
    size_t count;   /* of callers */
};

/* Who calls a frame where samples end in it: the frame above, past the function's own recursion. */
static struct callers callers_of(const struct view *view, uint32_t frame)
{
    const struct tree *tree = view->tree;
    size_t none = tree->frames->count;
    int64_t *weights = ARENA_NEW(view->arena, int64_t, none + 1);
    struct callers callers = {.frame = ID_NONE};
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t above = tree->parents[i];
        int64_t self = tree->self[i * tree->columns];
        if (tree->node_frames[i] != frame || !self)
            continue;
        while (above && tree->node_frames[above] == frame)
            above = tree->parents[above];
        size_t caller = above ? tree->node_frames[above] : none;
        callers.count += weights[caller] == 0;
        weights[caller] = number_add(weights[caller], self);
    }
    for (size_t i = 0; i <= none; i++) {
        if (weights[i] <= callers.weight)
            continue;
        callers.weight = weights[i];
        callers.frame = i == none ? ID_NONE : (uint32_t)i;
    }
    return callers;
}

static void say_callers(struct speech *speech, uint32_t frame, int64_t flat)
{
    struct callers callers = callers_of(speech->question->view, frame);
    bool all = callers.weight == flat, most = callers.weight > flat / 2;
    if (callers.frame == ID_NONE) {
        say(speech, all    ? STR(", with no caller")
                    : most ? STR(", mostly with no caller")
                           : STR(", with no caller or called from "));
        if (most)
            return;
        say_count(speech, callers.count - 1);
        say(speech, STR(" places"));
        return;
    }
    if (all) {
        say(speech, STR(", all of it called from "));
    } else if (most) {
        say(speech, STR(", called mostly from "));
    } else {
        say(speech, STR(", called from "));
        say_count(speech, callers.count);
        say(speech, STR(" places, first of all "));
    }
    say_function(speech, callers.frame);
    if (all)
        return;
    say(speech, STR(" ("));
    say_share(speech, ANSWER_PLAIN, callers.weight, flat);
    say(speech, STR(" of that)"));
}

/* ---------------------------------------------------------------- sentences */

/* The node with the greatest value of its own; ID_NONE where none has any. */
static uint32_t heaviest(const struct view *view)
{
    const struct trimmed *trimmed = view->trimmed;
    uint32_t best = ID_NONE;
    uint64_t most = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        int64_t flat = graph_flat(trimmed->graph, trimmed->order[i]);
        uint64_t size = (uint64_t)number_abs(flat);
        if (size > most) {
            most = size;
            best = trimmed->order[i];
        }
    }
    return best;
}

/* The last frame on the way down along which more than half of the total stays together. */
static uint32_t bottleneck(const struct view *view)
{
    const struct tree *tree = view->tree;
    int64_t half = view->selection->total / 2;
    uint32_t at = 0;
    for (uint32_t i = 1; i < tree->count; i++)
        if (tree->parents[i] == at && tree->total[i * tree->columns] > half)
            at = i;
    return at ? tree->node_frames[at] : ID_NONE;
}

static void say_bottleneck(struct speech *speech, uint32_t hottest)
{
    const struct view *view = speech->question->view;
    const struct graph *graph = view->trimmed->graph;
    uint32_t frame = bottleneck(view);
    if (frame == ID_NONE || frame == hottest || graph->node_of[frame] == ID_NONE)
        return;
    int64_t cum = graph_cum(graph, graph->node_of[frame]);
    say(speech, STR(" Most of the total goes through "));
    say_function(speech, frame);
    say(speech, STR(" ("));
    say_share(speech, ANSWER_FIGURE, cum, view->selection->total);
    say(speech, STR(", "));
    say_of_total(speech, cum);
    say(speech, STR(") and spreads out below it."));
}

static void say_mean(struct speech *speech, uint32_t node)
{
    const struct question *question = speech->question;
    const struct graph *graph = question->view->trimmed->graph;
    say_function(speech, graph->node_frames[node]);
    say(speech, STR(" itself has the greatest "));
    add_part(speech, answer_type(question));
    say(speech, question->is_delta ? STR(" by size, ") : STR(", "));
    say_value(speech, ANSWER_FIGURE, graph_flat(graph, node));
    say(speech, STR("; over all it is "));
    say_value(speech, ANSWER_FIGURE, question->view->selection->total);
    say(speech, STR("."));
}

static void say_delta(struct speech *speech, uint32_t node)
{
    const struct question *question = speech->question;
    const struct graph *graph = question->view->trimmed->graph;
    int64_t flat = graph_flat(graph, node);
    say(speech, STR("The largest change is in "));
    say_function(speech, graph->node_frames[node]);
    say(speech, STR(" itself: "));
    say_value(speech, ANSWER_FIGURE, flat);
    if (question->has_shares) {
        say(speech, STR(", "));
        say_share(speech, ANSWER_PLAIN, flat, question->view->selection->total);
        say(speech, STR(" of "));
        say_total(speech);
    }
    say(speech, STR(". All changes together: "));
    say_value(speech, ANSWER_FIGURE, question->view->tree->total[0]);
    say(speech, STR("."));
}

static void say_plain(struct speech *speech, uint32_t node)
{
    const struct question *question = speech->question;
    const struct graph *graph = question->view->trimmed->graph;
    uint32_t frame = graph->node_frames[node];
    int64_t flat = graph_flat(graph, node);
    say_share(speech, ANSWER_FIGURE, flat, question->view->selection->total);
    say(speech, STR(" of "));
    add_part(speech, answer_type(question));
    say(speech, STR(" ("));
    say_of_total(speech, flat);
    say(speech, STR(") in "));
    say_function(speech, frame);
    say(speech, STR(" itself"));
    say_callers(speech, frame, flat);
    say(speech, STR("."));
    say_bottleneck(speech, frame);
}

/* Plain parts that follow each other become one. */
static void join(struct answer *answer)
{
    size_t count = 0;
    struct sink sink;
    for (size_t i = 0; i < answer->parts.count; i++) {
        struct answer_part *part = &answer->parts.at[i], *last = &answer->parts.at[count];
        if (!count || part->kind != ANSWER_PLAIN || last[-1].kind != ANSWER_PLAIN) {
            answer->parts.at[count++] = *part;
            continue;
        }
        sink_init_buffer(&sink, answer->arena, UINT64_MAX);
        sink_text(&sink, last[-1].text);
        sink_text(&sink, part->text);
        last[-1].text = sink_str(&sink);
    }
    answer->parts.count = count;
}

struct answer answer_new(const struct question *question)
{
    const struct selection *selection = question->view->selection;
    struct speech speech = {question, {.arena = question->view->arena}};
    uint32_t node = heaviest(question->view);
    if (selection->notes.cases[NOTE_NO_SAMPLES])
        say(&speech, STR("The profile has no samples."));
    else if (selection->notes.cases[NOTE_ALL_FILTERED])
        say(&speech, STR("The filters leave no sample."));
    else if (!selection->sample_count)
        say(&speech, STR("All values are zero."));
    else if (node == ID_NONE)
        say(&speech, STR("Nothing has a value of its own."));
    else if (selection->is_mean)
        say_mean(&speech, node);
    else if (question->is_delta)
        say_delta(&speech, node);
    else if (!question->has_shares)
        say(&speech, STR("The total is zero."));
    else
        say_plain(&speech, node);
    join(&speech.answer);
    return speech.answer;
}
