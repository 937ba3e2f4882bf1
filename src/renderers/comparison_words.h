/* A comparison in words, the same in every medium. All texts are in the view's arena, safe to show
 * (also on a terminal; in markup, what names sources or the type is to be escaped), with U+2212 as
 * their minus; empty where there is nothing to say. */
#ifndef RENDERERS_COMPARISON_WORDS_H
#define RENDERERS_COMPARISON_WORDS_H

#include "base/str.h"
#include "profile/runs.h"
#include "tree/movers.h"

struct change;
struct view;

/* A side as its sources have it, before any scaling. */
struct side_words {
    struct str name;     /* "base", "new" */
    struct str sources;  /* "svc-slow.cpu.pb.gz"; cut where it is long */
    struct str runs;     /* "5 runs"; empty with one */
    struct str total;    /* "16.01s", of all runs in the mean */
    struct str events;   /* "1,601 samples", of all runs in sum */
    struct str duration; /* "10.0s", in the mean */
    struct str time;     /* "2026-11-21 09:11:29 UTC" */
    struct str line;     /* "svc-slow.cpu.pb.gz, 16.01s, 1,601 samples, ran 10.01s" */
};

struct comparison_words {
    struct side_words sides[RUN_SIDES];
    struct str type;         /* "CPU time", or the sample type */
    bool is_type_known;      /* the former */
    struct str direction;    /* "svc-slow.cpu.pb.gz → svc-fast.cpu.pb.gz" */
    struct str scaling;      /* "not scaled: both ran 10.0s" */
    struct str method;       /* "exact test of counts (...), two-sided, 95%, corrected for ..." */
    struct str legend;       /* the same, short: "grey: within noise at 95%" */
    struct str verdict;      /* a sentence about the whole, which begins with the type */
    struct str outcome;      /* the same behind the type: " fell, 16.01s → 7.90s (...): ..." */
    const struct str *notes; /* sentences */
    size_t note_count;
};

/* Of a view whose selection has both sides. Without view->changes there is no verdict, and the
 * method does not say what it was corrected for. */
const struct comparison_words *comparison_words_new(const struct view *view);

/* A change; values in the unit that --unit names, or each in its own. */
struct change_words {
    struct str base, new_; /* "16.01s", "7.90s"; "0" */
    struct str delta;      /* "−8.11s", "+1.20s", "0" */
    struct str relative;   /* "−51%", "+3.2%", "gone", "new", "0%" */
    struct str share;      /* of delta in the base's total: "−51.2%"; empty where that is 0 */
    struct str interval;   /* "−8.3s to −7.9s"; empty where nothing was tested */
    struct str verdict;    /* "less", "more", "gone", "new", "within noise", "same" */
};

struct str change_verdict(const struct change *change);
struct change_words change_words(const struct view *view, const struct change *change);

/* Values on the common scale: "16.01s"; with a sign: "+1.20s". In `unit`, or where that is empty in
 * the unit that change_words writes. */
struct str compared_value(const struct view *view, double value, struct str unit);
struct str compared_delta(const struct view *view, double delta, struct str unit);
/* "29.4%", "−3.1%", "<0.1%", "6,109%", "0"; empty where the whole is 0. With `signed_`, "+" before
 * what is more. */
struct str compared_share(const struct view *view, double part, double whole, bool signed_);
/* A side's total before filters, on the common scale, which shares are taken of. */
double compared_total(const struct view *view, enum run_side side);
/* What movers are ranked by: with --sort=cum by cum, otherwise by origin. */
enum movers_by movers_ranked_by(const struct view *view);
/* What their values are: "with what libraries do for them". */
struct str movers_values(const struct view *view);
/* Under a strip of the colours of changes, from gone over noise to new: where steps begin. */
enum { CHANGE_TICKS = 6 };
struct change_tick {
    struct str text; /* the change against the base: "−50", "+33" */
    int steps;       /* from the start of the strip; below 0 from its end */
};
extern const struct change_tick change_ticks[CHANGE_TICKS];
/* "95%" */
struct str compared_confidence(const struct view *view);

#endif
