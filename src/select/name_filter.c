/* focus, ignore, hide, show, show_from, prune_from. */
#include "select/name_filter.h"
#include "base/regex.h"
#include "options/settings.h"
#include "select/narrow.h"
#include "select/prune.h"

static bool compile(struct name_test *test, const struct narrow *narrow, const char *option,
                    struct str expression)
{
    return name_test_init(test, &narrow->profile, option, expression, narrow->arena, narrow->error);
}

bool name_filters_init(struct name_filters *filters, const struct narrow *narrow,
                       const struct settings *settings)
{
    return compile(&filters->focus, narrow, "focus", settings->focus) &&
           compile(&filters->ignore, narrow, "ignore", settings->ignore) &&
           compile(&filters->hide, narrow, "hide", settings->hide) &&
           compile(&filters->show, narrow, "show", settings->show) &&
           compile(&filters->show_from, narrow, "show_from", settings->show_from);
}

bool name_filters_init_prune(struct name_filters *filters, const struct narrow *narrow,
                             const struct settings *settings)
{
    return compile(&filters->prune_from, narrow, "prune_from", settings->prune_from);
}

/* ---------------------------------------------------------------- focus, ignore, hide, show */

enum { FOCUSED = 1, IGNORED = 2, HIDDEN = 4 };

struct pass {
    struct narrow *narrow;
    struct name_filters *filters;
    uint8_t *marks;             /* by location */
    struct location *locations; /* own copies, where lines are taken out; otherwise NULL */
    struct line *lines;
    bool focus_matched, ignore_matched, hide_matched, show_matched, any_hidden;
};

static bool location_matches(struct name_test *test, const struct location *location)
{
    for (uint32_t i = 0; i < location->line_count; i++)
        if (name_test_matches_line(test, &test->profile->lines[location->line_first + i]))
            return true;
    return name_test_matches_mapping(test, location);
}

/* Keeps the lines of a location that match, or those that do not, in place. */
static void keep_lines(struct pass *pass, struct location *location, struct name_test *test,
                       bool matching)
{
    struct line *lines = pass->lines + location->line_first;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < location->line_count; i++)
        if (name_test_matches_line(test, &lines[i]) == matching)
            lines[kept++] = lines[i];
    location->line_count = kept;
}

static void hide(struct pass *pass, struct location *location)
{
    struct name_test *test = &pass->filters->hide;
    if (!test->matcher || !location_matches(test, location))
        return;
    pass->hide_matched = true;
    if (name_test_matches_mapping(test, location))
        location->line_count = 0;
    else
        keep_lines(pass, location, test, false);
}

static void show(struct pass *pass, struct location *location)
{
    struct name_test *test = &pass->filters->show;
    if (test->matcher && !name_test_matches_mapping(test, location))
        keep_lines(pass, location, test, true);
}

static void mark_location(struct pass *pass, size_t index)
{
    const struct location *location = &pass->narrow->profile.locations[index];
    struct name_test *focus = &pass->filters->focus, *ignore = &pass->filters->ignore;
    uint8_t *mark = &pass->marks[index];
    if (ignore->matcher && location_matches(ignore, location)) {
        pass->ignore_matched = true;
        *mark = IGNORED;
    } else if (!focus->matcher || location_matches(focus, location)) {
        pass->focus_matched = true;
        *mark = FOCUSED;
    }
    if (!pass->locations)
        return;
    /* What hide does not match stays as it is, also where it has no lines; show wants some. */
    bool hides = pass->filters->hide.matcher && location_matches(&pass->filters->hide, location);
    hide(pass, &pass->locations[index]);
    show(pass, &pass->locations[index]);
    bool empty = !location->line_count, shows = pass->filters->show.matcher != NULL;
    pass->show_matched = pass->show_matched || (shows && !empty);
    if (empty && (hides || shows))
        *mark |= HIDDEN;
    pass->any_hidden = pass->any_hidden || (*mark & HIDDEN);
}

static bool filter_stacks(struct pass *pass)
{
    struct narrow *narrow = pass->narrow;
    struct narrow_stacks fresh;
    narrow_stacks_init(&fresh, narrow->arena);
    for (size_t i = 0; i < narrow->profile.stack_count; i++) {
        size_t count, shown = 0;
        const uint32_t *frames = profile_stack(&narrow->profile, i, &count);
        unsigned marks = 0;
        for (size_t n = 0; n < count; n++) {
            unsigned mark = pass->marks[frames[n]];
            marks |= mark;
            if (pass->any_hidden && !(mark & HIDDEN))
                narrow_stacks_push(narrow, &fresh, &frames[n], 1);
            shown += !(mark & HIDDEN);
        }
        if (!(marks & FOCUSED) || (marks & IGNORED) || !shown)
            narrow_drop_stack(narrow, i);
        if (pass->any_hidden ? !narrow_stacks_end(narrow, &fresh)
                             : !budget_spend(narrow->budget, count, narrow->error))
            return false;
    }
    if (pass->any_hidden)
        narrow_stacks_set(narrow, &fresh);
    return true;
}

bool name_filter(struct narrow *narrow, struct name_filters *filters)
{
    struct pass pass = {.narrow = narrow, .filters = filters};
    bool changes_lines = filters->hide.matcher || filters->show.matcher;
    if (!changes_lines && !filters->focus.matcher && !filters->ignore.matcher)
        return true;
    size_t count = narrow->profile.location_count;
    pass.marks = ARENA_NEW(narrow->arena, uint8_t, count);
    if (changes_lines) {
        pass.locations = narrow_own_locations(narrow);
        pass.lines = narrow_own_lines(narrow);
    }
    for (size_t i = 0; i < count; i++) {
        mark_location(&pass, i);
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    narrow_warn(narrow, !filters->focus.matcher || pass.focus_matched, STR("Focus"));
    narrow_warn(narrow, !filters->ignore.matcher || pass.ignore_matched, STR("Ignore"));
    narrow_warn(narrow, !filters->hide.matcher || pass.hide_matched, STR("Hide"));
    narrow_warn(narrow, !filters->show.matcher || pass.show_matched, STR("Show"));
    return filter_stacks(&pass);
}

/* ---------------------------------------------------------------- show_from, prune_from */

/* The lines of a location from the innermost to the outermost that matches. */
static bool show_location_from(struct name_test *test, struct location *location)
{
    if (name_test_matches_mapping(test, location))
        return true;
    for (uint32_t i = location->line_count; i > 0; i--) {
        if (!name_test_matches_line(test, &test->profile->lines[location->line_first + i - 1]))
            continue;
        location->line_count = i;
        return true;
    }
    return false;
}

bool name_filter_show_from(struct narrow *narrow, struct name_filters *filters)
{
    if (!filters->show_from.matcher)
        return true;
    struct location *locations = narrow_own_locations(narrow);
    uint8_t *matches = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.location_count);
    bool matched = false;
    for (size_t i = 0; i < narrow->profile.location_count; i++) {
        matches[i] = show_location_from(&filters->show_from, &locations[i]);
        matched = matched || matches[i];
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    struct narrow_stacks fresh;
    narrow_stacks_init(&fresh, narrow->arena);
    for (size_t i = 0; i < narrow->profile.stack_count; i++) {
        size_t count;
        const uint32_t *frames = profile_stack(&narrow->profile, i, &count);
        while (count > 0 && !matches[frames[count - 1]])
            count--;
        if (!count)
            narrow_drop_stack(narrow, i);
        narrow_stacks_push(narrow, &fresh, frames, count);
        if (!narrow_stacks_end(narrow, &fresh))
            return false;
    }
    narrow_stacks_set(narrow, &fresh);
    narrow_warn(narrow, matched, STR("ShowFrom"));
    return true;
}

/* Takes off the lines inside the innermost that matches. */
static bool prune_location_from(struct narrow *narrow, struct name_test *test, uint8_t *answers,
                                struct location *location)
{
    for (uint32_t i = 0; i < location->line_count; i++) {
        const struct line *line = &narrow->profile.lines[location->line_first + i];
        string_id name = narrow->profile.functions[line->function].name;
        if (!name)
            continue;
        if (!answers[name]) {
            struct str text = prune_simple_name(profile_string(&narrow->profile, name));
            answers[name] = regex_matches(test->matcher, text) ? 2 : 1;
        }
        if (answers[name] != 2)
            continue;
        location->line_first += i;
        location->line_count -= i;
        return true;
    }
    return false;
}

bool name_filter_prune_from(struct narrow *narrow, struct name_filters *filters)
{
    struct name_test *test = &filters->prune_from;
    if (!test->matcher)
        return true;
    struct location *locations = narrow_own_locations(narrow);
    uint8_t *cut = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.location_count);
    for (size_t i = 0; i < narrow->profile.location_count; i++) {
        cut[i] = prune_location_from(narrow, test, test->answers, &locations[i]);
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    struct narrow_stacks fresh;
    narrow_stacks_init(&fresh, narrow->arena);
    for (size_t i = 0; i < narrow->profile.stack_count; i++) {
        size_t count, first = 0;
        const uint32_t *frames = profile_stack(&narrow->profile, i, &count);
        while (first < count && !cut[frames[first]])
            first++;
        first = first < count ? first : 0;
        narrow_stacks_push(narrow, &fresh, frames ? frames + first : NULL, count - first);
        if (!narrow_stacks_end(narrow, &fresh))
            return false;
    }
    narrow_stacks_set(narrow, &fresh);
    return true;
}
