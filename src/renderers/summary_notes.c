/* Notes of the work and findings about the profile, each said once. */
#include "base/array.h"
#include "base/sink.h"
#include "profile/notes.h"
#include "renderers/finding_words.h"
#include "renderers/renderer.h"
#include "renderers/summary_changes.h"
#include "renderers/summary_facts.h"
#include "renderers/summary_parts.h"
#include "select/comparison.h"
#include "select/selection.h"

enum { NOTES_SHOWN = 8 };

struct remarks {
    const struct view *view;
    ARRAY(struct summary_note) all;
};

static void add_remark(struct remarks *remarks, bool is_warning, struct str text)
{
    array_push(remarks->view->arena, &remarks->all, ((struct summary_note){is_warning, text}));
}

/* What a finding says, too, and in more words. */
static bool is_finding(enum note note)
{
    return note == NOTE_SUM_OVERFLOW || note == NOTE_UNKNOWN_MAPPING ||
           note == NOTE_DROP_FRAMES_REGEX;
}

/* A note is a part of a sentence: "3 samples have ...", "the filters leave ...". */
static void add_note(struct remarks *remarks, enum note note, uint64_t cases)
{
    struct sink words, sink;
    sink_init_buffer(&words, remarks->view->arena, UINT64_MAX);
    sink_init_buffer(&sink, remarks->view->arena, UINT64_MAX);
    note_print(&words, note, cases);
    struct str text = sink_str(&words);
    bool is_small = text.size && text.at[0] >= 'a' && text.at[0] <= 'z';
    if (is_small && !str_starts(text, STR("drop_frames")))
        sink_char(&sink, (char)(text.at[0] - 32));
    else
        sink_text(&sink, str_slice(text, 0, 1));
    sink_text(&sink, str_skip(text, 1));
    sink_text(&sink, str_ends(text, STR("?")) ? STR("") : STR("."));
    add_remark(remarks, note_severity(note) == NOTE_WARNING, sink_str(&sink));
}

/* Whether a note says it already. */
static bool is_noted(const struct notes *notes, enum finding_kind kind)
{
    return kind == FINDING_NO_SAMPLES ||
           (kind == FINDING_ZERO_TYPES && notes->cases[NOTE_ALL_ZERO]) ||
           (kind == FINDING_NEGATIVE && notes->cases[NOTE_NEGATIVE_VALUES]);
}

/* "Samples have no stack: 3 samples, 1.2% of cpu. They count in the total ..." */
static void add_finding(struct remarks *remarks, const struct findings *findings,
                        const struct finding *finding)
{
    const struct finding_text *text = finding_text(finding->kind);
    struct sink amount, sink;
    sink_init_buffer(&amount, remarks->view->arena, UINT64_MAX);
    sink_init_buffer(&sink, remarks->view->arena, UINT64_MAX);
    finding_print_amount(remarks->view, findings, finding, &amount);
    sink_text(&sink, str_from_c(text->title));
    sink_text(&sink, amount.used ? STR(": ") : STR(""));
    sink_text(&sink, sink_str(&amount));
    sink_text(&sink, STR(". "));
    sink_text(&sink, str_from_c(text->advice));
    add_remark(remarks, finding_is_warning(finding), sink_str(&sink));
}

bool summary_add_notes(struct summary *summary, struct error *error)
{
    const struct view *view = summary->question.view;
    const struct notes *notes = &view->selection->notes;
    struct remarks remarks = {.view = view};
    /* No clock: a summary is the same tomorrow. */
    struct finding_question question = finding_question(view, 0);
    const struct findings *findings =
        findings_find(view->profile, &question, view->arena, view->budget, error);
    if (!findings)
        return false;
    if (summary->changes)
        for (size_t i = 0; i < summary->changes->words->note_count; i++)
            add_remark(&remarks, i == 0 && view->selection->comparison->looks_swapped,
                       summary->changes->words->notes[i]);
    for (int i = 0; i < NOTE_COUNT; i++)
        if (notes->cases[i] && note_severity((enum note)i) != NOTE_DETAIL &&
            !is_finding((enum note)i))
            add_note(&remarks, (enum note)i, notes->cases[i]);
    for (size_t i = 0; i < findings->count; i++)
        if (!is_noted(notes, findings->at[i].kind))
            add_finding(&remarks, findings, &findings->at[i]);
    struct summary_note *sorted = ARENA_NEW(view->arena, struct summary_note, NOTES_SHOWN);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < remarks.all.count && summary->note_count < NOTES_SHOWN; i++)
            if (remarks.all.at[i].is_warning == (pass == 0))
                sorted[summary->note_count++] = remarks.all.at[i];
    summary->notes = sorted;
    return true;
}
