/* tagfocus, tagignore, tagshow, taghide. */
#include "select/tag_filter.h"
#include "options/settings.h"
#include "select/name_test.h"
#include "select/narrow.h"
#include "select/tag_expression.h"

static bool compile(struct tag_expression **expression, struct narrow *narrow, const char *option,
                    struct str text, const struct str *units)
{
    if (!text.size)
        return true;
    *expression = tag_expression_new(&narrow->profile, option, text, units, &narrow->messages,
                                     narrow->arena, narrow->error);
    return *expression != NULL;
}

bool tag_filters_init(struct tag_filters *filters, struct narrow *narrow,
                      const struct settings *settings, const struct str *units)
{
    *filters = (struct tag_filters){.focus = NULL};
    return compile(&filters->focus, narrow, "tagfocus", settings->tagfocus, units) &&
           compile(&filters->ignore, narrow, "tagignore", settings->tagignore, units);
}

/* By label set: whether a sample that is still there has it. NULL with an error. */
static uint8_t *live_sets(struct narrow *narrow)
{
    uint8_t *live = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.label_set_count);
    for (size_t i = 0; i < narrow->profile.sample_count; i++) {
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return NULL;
        if (narrow_has(narrow, i))
            live[narrow->profile.sample_labels[i]] = 1;
    }
    return live;
}

bool tag_filter(struct narrow *narrow, struct tag_filters *filters)
{
    if (!filters->focus && !filters->ignore)
        return true;
    bool focus_matched = false, ignore_matched = false;
    const uint8_t *live = live_sets(narrow);
    for (uint32_t i = 0; live && i < narrow->profile.label_set_count; i++) {
        if (!live[i])
            continue;
        bool focused = !filters->focus || tag_expression_matches(filters->focus, i);
        bool ignored = filters->ignore && tag_expression_matches(filters->ignore, i);
        focus_matched = focus_matched || focused;
        ignore_matched = ignore_matched || ignored;
        if (!focused || ignored)
            narrow_drop_labels(narrow, i);
        size_t labels = narrow->profile.label_starts[i + 1] - narrow->profile.label_starts[i];
        if (!budget_spend(narrow->budget, labels + 1, narrow->error))
            return false;
    }
    narrow_warn(narrow, !filters->focus || focus_matched, STR("TagFocus"));
    narrow_warn(narrow, !filters->ignore || ignore_matched, STR("TagIgnore"));
    return live != NULL;
}

struct keys {
    struct name_test show, hide;
    bool show_matched, hide_matched;
};

static bool keeps(struct keys *keys, string_id key, bool is_live)
{
    bool shown = !keys->show.matcher || name_test_matches(&keys->show, key);
    bool hidden = keys->hide.matcher && name_test_matches(&keys->hide, key);
    keys->show_matched = keys->show_matched || (is_live && shown);
    keys->hide_matched = keys->hide_matched || (is_live && hidden);
    return shown && !hidden;
}

/* The label sets without the labels whose key goes; their numbers stay. */
static bool filter_sets(struct narrow *narrow, struct keys *keys, const uint8_t *live)
{
    const struct profile *profile = &narrow->profile;
    uint32_t *starts = ARENA_NEW(narrow->arena, uint32_t, profile->label_set_count + 1);
    ARRAY(uint32_t) ids = {0};
    array_reserve(narrow->arena, &ids, 1);
    for (size_t i = 0; i < profile->label_set_count; i++) {
        for (uint32_t n = profile->label_starts[i]; n < profile->label_starts[i + 1]; n++)
            if (keeps(keys, profile_label(profile, n)->key, live[i]))
                array_push(narrow->arena, &ids, profile->label_ids[n]);
        starts[i + 1] = (uint32_t)ids.count;
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    narrow->profile.label_ids = ids.at;
    narrow->profile.label_starts = starts;
    return true;
}

bool tag_filter_keys(struct narrow *narrow, const struct settings *settings)
{
    struct keys keys = {.show_matched = false};
    if (!name_test_init(&keys.show, &narrow->profile, "tagshow", settings->tagshow, narrow->arena,
                        narrow->error) ||
        !name_test_init(&keys.hide, &narrow->profile, "taghide", settings->taghide, narrow->arena,
                        narrow->error))
        return false;
    if (!keys.show.matcher && !keys.hide.matcher)
        return true;
    const uint8_t *live = live_sets(narrow);
    if (!live || !filter_sets(narrow, &keys, live))
        return false;
    narrow_warn(narrow, !keys.show.matcher || keys.show_matched, STR("TagShow"));
    narrow_warn(narrow, !keys.hide.matcher || keys.hide_matched, STR("TagHide"));
    return true;
}
