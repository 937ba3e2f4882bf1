/* Values, limits, noise, verdicts. */
#include "tree/judge.h"
#include "base/arena.h"
#include "base/quote.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/rule_movers.h"
#include "tree/rule_samples.h"

#include <math.h>

/* ---------------------------------------------------------------- both sides */

static double share_of(double value, int64_t total)
{
    return total ? value / (double)total : 0;
}

/* Of one profile: it is the new side. */
static void weigh_alone(const struct judge *judge, const struct rule_samples *samples,
                        struct verdict *verdict)
{
    verdict->new_ = (double)samples->sums[0] * judge->selection->ratio;
    verdict->new_share = share_of((double)samples->sums[0], judge->selection->total);
}

static void weigh_sides(const struct judge *judge, const struct rule_samples *samples,
                        struct verdict *verdict)
{
    const struct comparison *comparison = judge->selection->comparison;
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    double ratio = judge->selection->ratio;
    const int64_t *sums = samples->sums;
    verdict->base = comparison_value(comparison, RUN_BASE, sums[COMPARED_BASE]) * ratio;
    verdict->new_ = comparison_value(comparison, RUN_NEW, sums[COMPARED_NEW]) * ratio;
    /* A limit for the new side alone knows no base's scale. */
    if (!rule_is_change(verdict->rule))
        verdict->new_ = (double)sums[COMPARED_NEW] / (double)new_->run_count * ratio;
    verdict->base_share = share_of((double)sums[COMPARED_BASE], base->total);
    verdict->new_share = share_of((double)sums[COMPARED_NEW], new_->total);
}

/* ---------------------------------------------------------------- value and limit */

static bool units_fit(struct str from, struct str to)
{
    return measure_same_family(from, to) ||
           (!from.size && measure_scale(1, to, STR("auto")).unit.size == 0);
}

/* The limit of a rule about values, in the unit of the samples. */
static bool take_limit(struct verdict *verdict, struct error *error)
{
    const struct rule *rule = verdict->rule;
    struct error_quote text = error_quote(rule->text), source = error_quote(rule->source);
    struct error_quote unit = error_quote(verdict->unit), type = error_quote(verdict->type);
    struct error_quote asked = error_quote(rule->unit);
    bool is_value = rule->limit == RULE_VALUE || rule->limit == RULE_VALUE_CHANGE;
    verdict->limit = is_value ? rule->number : rule->number / 100;
    if (!is_value || rule->number == 0)
        return true;
    if (units_fit(rule->unit, verdict->unit)) {
        if (rule->unit.size)
            verdict->limit *= measure_scale(1, rule->unit, verdict->unit).value;
        return true;
    }
    if (!rule->unit.size)
        return error_set(error, ERROR_USAGE,
                         "%s '%s' names no unit: %s is in %s, so write one such as %s", source.text,
                         text.text, type.text, unit.text,
                         measure_is_time(verdict->unit) ? "ms" : "MB");
    return error_set(error, ERROR_USAGE, "%s '%s': %s is in %s, which \"%s\" is no unit of",
                     source.text, text.text, type.text, unit.text, asked.text);
}

static double relative(double base, double delta)
{
    if (delta == 0)
        return 0;
    return base != 0 ? delta / fabs(base) : delta > 0 ? INFINITY : -INFINITY;
}

static void take_value(struct verdict *verdict)
{
    double delta = verdict->new_ - verdict->base;
    switch (verdict->rule->limit) {
    case RULE_SHARE:
        verdict->value = verdict->new_share;
        break;
    case RULE_VALUE:
        verdict->value = verdict->new_;
        break;
    case RULE_CHANGE:
        verdict->value = relative(verdict->base, delta);
        break;
    case RULE_SHARE_CHANGE:
        verdict->value = verdict->new_share - verdict->base_share;
        break;
    default:
        verdict->value = delta;
    }
}

/* ---------------------------------------------------------------- noise */

/* What each side's events would be relative to the other's if nothing had changed: by the scale, or
 * of shares by all events of the sides. */
static struct noise_sides noise_sides(const struct judge *judge, const struct rule *rule)
{
    const struct comparison *comparison = judge->selection->comparison;
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    bool is_share = rule->limit == RULE_SHARE_CHANGE && base->events > 0 && new_->events > 0;
    struct noise_sides sides = {.base_runs = base->run_count,
                                .new_runs = new_->run_count,
                                .dispersion = judge->changes->dispersion};
    sides.base_exposure = is_share ? (double)base->events : base->exposure;
    sides.new_exposure = is_share ? (double)new_->events : new_->exposure;
    return sides;
}

/* By run, brought to one scale: of all events of the run, or, of values, as the sides are scaled.
 */
static double p_by_ranks(const struct judge *judge, const struct rule *rule, const int64_t *by_run)
{
    const struct comparison *comparison = judge->selection->comparison;
    struct arena scratch = *judge->arena;
    double *values[RUN_SIDES];
    size_t counts[RUN_SIDES] = {0, 0};
    for (size_t side = 0; side < RUN_SIDES; side++)
        values[side] = ARENA_NEW(&scratch, double, comparison->run_count);
    for (size_t run = 0; run < comparison->run_count; run++) {
        size_t side = comparison->run_sides[run];
        double events = (double)by_run[run], whole = (double)comparison->run_events[run];
        double scale =
            rule->limit != RULE_SHARE_CHANGE
                ? comparison->sides[side].scale * (double)comparison->sides[side].run_count
            : whole > 0 ? 1 / whole
                        : 0;
        values[side][counts[side]++] = events * scale;
    }
    return noise_p_ranks(values[RUN_BASE], counts[RUN_BASE], values[RUN_NEW], counts[RUN_NEW]);
}

/* The interval of the value that the rule compares; p is known. */
static void take_interval(const struct judge *judge, const struct rule_samples *samples,
                          const struct noise_sides *sides, struct verdict *verdict)
{
    const struct comparison *comparison = judge->selection->comparison;
    const struct comparison_side *base_side = &comparison->sides[RUN_BASE];
    double base = (double)samples->sums[COMPARED_BASE_EVENTS];
    double new_ = (double)samples->sums[COMPARED_NEW_EVENTS];
    double half = noise_half_width(sides, comparison->model, base, new_, judge->level);
    double raw =
        fabs((double)samples->sums[COMPARED_BASE]) + fabs((double)samples->sums[COMPARED_NEW]);
    double value = base + new_ > 0 ? raw / (base + new_) * base_side->scale : 0;
    enum rule_limit limit = verdict->rule->limit;
    if (limit == RULE_SHARE_CHANGE)
        half = base_side->events > 0 ? half / (double)base_side->events : 0;
    else
        half *= value * judge->selection->ratio;
    if (limit == RULE_CHANGE)
        half = verdict->base != 0 ? half / fabs(verdict->base) : 0;
    struct noise_interval interval =
        noise_interval(verdict->value, half, verdict->p < judge->level);
    verdict->low = interval.low;
    verdict->high = interval.high;
}

static void test(const struct judge *judge, const struct rule_samples *samples,
                 struct verdict *verdict)
{
    const struct comparison *comparison = judge->selection->comparison;
    const struct rule *rule = verdict->rule;
    struct noise_sides sides = noise_sides(judge, rule);
    double base = (double)samples->sums[COMPARED_BASE_EVENTS];
    double new_ = (double)samples->sums[COMPARED_NEW_EVENTS];
    /* Values without events, and what was subtracted, tell nothing of chance. */
    verdict->is_tested = comparison_is_tested(comparison) && base >= 0 && new_ >= 0 &&
                         (base + new_ > 0 || verdict->value == 0);
    if (!verdict->is_tested)
        return;
    if (comparison->model == NOISE_RANKS && samples->by_run)
        verdict->p = p_by_ranks(judge, rule, samples->by_run);
    else if (comparison->model == NOISE_COUNTS)
        verdict->p = noise_p_counts(&sides, base, new_);
    else
        verdict->p = noise_p_dispersed(&sides, base, new_);
    take_interval(judge, samples, &sides, verdict);
    verdict->is_noise = verdict->value != 0 && !(verdict->p < judge->level);
}

/* ---------------------------------------------------------------- verdict */

static void decide(const struct judge *judge, struct verdict *verdict)
{
    const struct rule *rule = verdict->rule;
    bool counts_as_none = verdict->is_noise && !judge->settings->even_noise;
    double value = counts_as_none ? 0 : verdict->value;
    bool breaks = rule_is_true(rule, value, verdict->limit) != rule->is_budget;
    bool would_break = rule_is_true(rule, verdict->value, verdict->limit) != rule->is_budget;
    verdict->kind = breaks ? VERDICT_BROKEN : would_break ? VERDICT_NOISE : VERDICT_HOLDS;
}

static bool no_match(const struct rule *rule, bool has_base, struct error *error)
{
    static const char *const WHAT[] = {"nothing", "no function", "no package", "no label"};
    struct error_quote text = error_quote(rule->text), source = error_quote(rule->source);
    return error_set(
        error, ERROR_USAGE, "%s '%s' matches %s%s; correct it, or write \"optional\" at its end",
        source.text, text.text, WHAT[rule->subject], has_base ? " of either side" : "");
}

static bool no_base(const struct rule *rule, struct error *error)
{
    struct error_quote text = error_quote(rule->text), source = error_quote(rule->source);
    return error_set(error, ERROR_USAGE,
                     "%s '%s' is about a change, and there is no base to compare with: --base=OLD",
                     source.text, text.text);
}

bool judge_rule(const struct judge *judge, const struct rule *rule, struct verdict *verdict,
                struct error *error)
{
    const struct selection *selection = judge->selection;
    bool has_base = judge->changes != NULL;
    struct rule_samples samples;
    *verdict = (struct verdict){.rule = rule,
                                .type = selection->type,
                                .unit = selection->unit,
                                .has_base = has_base,
                                .p = 1};
    if (!has_base && rule_is_change(rule))
        return no_base(rule, error);
    if (!take_limit(verdict, error) || !rule_samples_find(&samples, judge, rule, error))
        return false;
    verdict->matched = samples.matched;
    if (!samples.matched) {
        verdict->kind = VERDICT_SKIPPED;
        return rule->is_optional || no_match(rule, has_base, error);
    }
    if (has_base)
        weigh_sides(judge, &samples, verdict);
    else
        weigh_alone(judge, &samples, verdict);
    take_value(verdict);
    if (rule_is_change(rule))
        test(judge, &samples, verdict);
    decide(judge, verdict);
    return verdict->kind != VERDICT_BROKEN || rule_movers_find(judge, &samples, verdict, error);
}
