/* A file of rules: what is read has what its kind must have, and comes back from its own text. */
#include "base/arena.h"
#include "select/rules.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect_whole(const struct rule *rule)
{
    bool is_named = rule->subject == RULE_FUNCTIONS || rule->subject == RULE_PACKAGES;
    if (is_named != (rule->regex != NULL) || is_named != (rule->weight != RULE_TOTAL))
        abort();
    if ((rule->subject == RULE_ALL) != !rule->expression.size)
        abort();
    if (!(rule->number >= -1e18 && rule->number <= 1e18) || !rule->source.size)
        abort();
}

static void expect_back(const struct rule *rule, struct arena *arena)
{
    struct rule back = {.source = rule->source};
    struct error error = {.kind = ERROR_NONE};
    if (rule_read(rule->text, &back, arena, &error) && str_equal(rule->text, back.text) &&
        str_equal(rule->expression, back.expression) && str_equal(rule->unit, back.unit) &&
        rule->number == back.number && rule->is_optional == back.is_optional)
        return;
    fprintf(stderr, "a rule does not come back: %s\n", error.text);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct rules rules = {.arena = &arena};
    struct error error = {.kind = ERROR_NONE};
    struct str text = {(const char *)bytes, size};
    bool ok = rules_add_file(&rules, STR("r"), text, &error);
    if (ok ? error.kind != ERROR_NONE : error.kind != ERROR_USAGE || !error.text[0])
        abort();
    for (size_t i = 0; i < rules.list.count; i++) {
        expect_whole(&rules.list.at[i]);
        expect_back(&rules.list.at[i], &arena);
    }
    arena_fini(&store);
    return 0;
}
