/* Answers by string. */
#include "select/name_test.h"
#include "base/arena.h"
#include "base/regex.h"

bool name_test_init(struct name_test *test, const struct profile *profile, const char *option,
                    struct str expression, struct arena *arena, struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    *test = (struct name_test){.profile = profile};
    if (!expression.size)
        return true;
    const struct regex *regex = regex_new(expression, arena, &inner);
    if (!regex)
        return error_set(error, inner.kind, "parsing %s regexp: %s", option, inner.text);
    test->matcher = regex_matcher_new(regex, arena);
    test->answers = ARENA_NEW(arena, uint8_t, profile->string_count);
    return true;
}

bool name_test_matches(struct name_test *test, string_id name)
{
    uint8_t *answer = &test->answers[name];
    if (!*answer)
        *answer = regex_matches(test->matcher, profile_string(test->profile, name)) ? 2 : 1;
    return *answer == 2;
}

bool name_test_matches_line(struct name_test *test, const struct line *line)
{
    const struct function *function = &test->profile->functions[line->function];
    return name_test_matches(test, function->name) || name_test_matches(test, function->file);
}

bool name_test_matches_mapping(struct name_test *test, const struct location *location)
{
    return location->mapping != ID_NONE &&
           name_test_matches(test, test->profile->mappings[location->mapping].file);
}
