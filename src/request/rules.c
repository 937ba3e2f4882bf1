/* Reads rules, and judges them, those about one sample type by one selection. */
#include "request/rules.h"
#include "base/arena.h"
#include "base/host.h"
#include "base/quote.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/matching.h"
#include "select/rules.h"
#include "select/sample_type.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/judge.h"
#include "tree/tree.h"

enum { FILE_MOST = 1 << 20, RULES_WORDS = 64 << 20 };

#define DEFAULT_FILE STR("render.rules")

/* ---------------------------------------------------------------- reading */

bool rules_check(const struct settings *settings, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, RULES_WORDS);
    struct rules rules = {.arena = &arena};
    bool ok = rules_add_options(&rules, settings, error);
    arena_fini(&store);
    return ok;
}

static bool read_all(struct source *source, struct str name, struct arena *arena, struct str *text,
                     struct error *error)
{
    unsigned char *bytes = arena_alloc(arena, FILE_MOST + 1, 1);
    size_t used = 0, got = 1;
    while (got && used <= FILE_MOST) {
        if (!source->read(source->context, bytes + used, FILE_MOST + 1 - used, &got, error))
            return false;
        used += got;
    }
    *text = (struct str){(char *)bytes, used};
    struct error_quote quote = error_quote(name);
    return used <= FILE_MOST ||
           error_set(error, ERROR_LIMIT, "%s: a file of rules is at most 1 MB", quote.text);
}

static bool add_file(struct rules *rules, const struct host *host, struct str name,
                     struct error *error)
{
    struct source source;
    struct str text;
    if (!host || !host->open)
        return error_set(error, ERROR_IO, "files are not read here");
    if (!host->open(host->context, name, &source, error))
        return false;
    bool ok = read_all(&source, name, rules->arena, &text, error);
    source.close(source.context);
    return ok && rules_add_file(rules, name, text, error);
}

/* Where no rule is asked for, those of the file render.rules. */
static bool add_default(struct rules *rules, const struct host *host, struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    if (add_file(rules, host, DEFAULT_FILE, &inner))
        return true;
    if (inner.kind == ERROR_IO)
        return error_set(error, ERROR_USAGE,
                         "there is no rule to check: --fail='total > +5%%', --budget=RULE, "
                         "--rules=FILE or a file render.rules (%s)",
                         inner.text);
    *error = inner;
    return false;
}

static bool read_rules(struct rules *rules, const struct view *view, struct error *error)
{
    const struct settings *settings = view->settings;
    bool ok = rules_add_options(rules, settings, error);
    if (ok && settings->rules.size)
        ok = add_file(rules, view->host, settings->rules, error);
    else if (ok && !rules->list.count)
        ok = add_default(rules, view->host, error);
    if (!ok || rules->list.count)
        return ok;
    return error_set(error, ERROR_USAGE, "there is no rule to check: the file of rules has none");
}

/* ---------------------------------------------------------------- judging */

/* Judges of a sample type, or the view's own. */
struct bench {
    const struct view *view;
    const struct profile *profile;
    struct judge **by_type; /* NULL: not called yet */
};

static bool is_compared(const struct selection *selection)
{
    return selection->comparison != NULL;
}

/* Of another sample type than the view's. */
static bool call_judge(const struct bench *bench, struct str type, struct judge *judge,
                       struct error *error)
{
    const struct view *view = bench->view;
    struct settings *settings = ARENA_NEW(view->arena, struct settings, 1);
    *settings = *view->settings;
    settings->sample_index = type;
    const struct selection *selection =
        selection_new(bench->profile, settings, SELECTION_SIDES, view->arena, view->budget, error);
    if (!selection)
        return false;
    if (selection->overflowed)
        return error_set(error, ERROR_LIMIT, "the values add up to more than 64 bits hold");
    struct frames_options options = {.granularity = (enum granularity)settings->granularity,
                                     .show_columns = settings->showcolumns,
                                     .plain_files = true,
                                     .trim_path = settings->trim_path,
                                     .source_path = settings->source_path};
    judge->selection = selection;
    judge->frames = frames_new(selection->profile, &options, view->arena);
    if (is_compared(selection))
        judge->frames = matching_apply(judge->frames, selection, (enum matching)settings->match,
                                       view->arena, view->budget, error);
    if (!judge->frames)
        return false;
    judge->tree = tree_new(selection, judge->frames, NULL, view->arena, view->budget, error);
    judge->changes = NULL;
    if (judge->tree && is_compared(selection))
        judge->changes = changes_new(selection, judge->tree, view->arena, view->budget, error);
    return judge->tree && (judge->changes || !is_compared(selection));
}

static struct judge *find_judge(struct bench *bench, const struct rule *rule, double level,
                                struct error *error)
{
    const struct view *view = bench->view;
    size_t index = view->selection->type_index;
    struct error inner = {.kind = ERROR_NONE};
    if (rule->type.size && !sample_type_find(bench->profile, rule->type, &index, &inner)) {
        struct error_quote source = error_quote(rule->source), text = error_quote(rule->text);
        error_set(error, inner.kind, "%s '%s': %s", source.text, text.text, inner.text);
        return NULL;
    }
    if (bench->by_type[index])
        return bench->by_type[index];
    struct judge *judge = ARENA_NEW(view->arena, struct judge, 1);
    *judge = (struct judge){.selection = view->selection,
                            .frames = view->frames,
                            .tree = view->tree,
                            .changes = view->changes,
                            .settings = view->settings,
                            .level = level,
                            .arena = view->arena,
                            .budget = view->budget};
    if (index != view->selection->type_index && !call_judge(bench, rule->type, judge, error))
        return NULL;
    bench->by_type[index] = judge;
    return judge;
}

/* The correction is for the rules about changes alone: nothing else is looked at. */
static double level_for(const struct view *view, size_t changes)
{
    return (1 - view->settings->confidence) / (double)(changes ? changes : 1);
}

bool rules_judge(struct view *view, const struct profile *profile, struct error *error)
{
    struct rules rules = {.arena = view->arena};
    struct bench bench = {view, profile, NULL};
    struct verdicts *verdicts = ARENA_NEW(view->arena, struct verdicts, 1);
    if (!read_rules(&rules, view, error))
        return false;
    struct verdict *items = ARENA_NEW(view->arena, struct verdict, rules.list.count);
    for (size_t i = 0; i < rules.list.count; i++)
        verdicts->changes += rule_is_change(&rules.list.at[i]);
    verdicts->level = level_for(view, verdicts->changes);
    bench.by_type = ARENA_NEW(view->arena, struct judge *, profile->type_count);
    for (size_t i = 0; i < rules.list.count; i++) {
        const struct judge *judge = find_judge(&bench, &rules.list.at[i], verdicts->level, error);
        if (!judge || !judge_rule(judge, &rules.list.at[i], &items[i], error))
            return false;
        verdicts->broken += items[i].kind == VERDICT_BROKEN;
    }
    verdicts->items = items;
    verdicts->count = rules.list.count;
    view->verdicts = verdicts;
    return true;
}
