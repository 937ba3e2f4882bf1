/* Ranges and lists of expressions over labels. */
#include "select/tag_expression.h"
#include "base/array.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/sink.h"
#include "profile/measure.h"

struct tag_test {
    struct regex_matcher *matcher;
    uint8_t *answers; /* by label: 0 not asked yet, 1 no, 2 yes */
};

struct tag_expression {
    const struct profile *profile;
    const struct str *units;
    bool has_key, is_range;
    struct str key;
    struct tag_range range;
    ARRAY(struct tag_test) tests;
    struct arena *arena;
};

/* ---------------------------------------------------------------- ranges */

static bool is_digit(struct str text, size_t at)
{
    return at < text.size && text.at[at] >= '0' && text.at[at] <= '9';
}

static bool is_letter(struct str text, size_t at)
{
    if (at >= text.size)
        return false;
    char lower = (char)(text.at[at] | 32);
    return lower >= 'a' && lower <= 'z';
}

/* A number with a unit that stands in a text. */
struct quantity {
    struct str whole, digits, unit;
};

static bool find_quantity(struct str text, struct quantity *quantity)
{
    size_t start = 0;
    while (start < text.size &&
           !(is_digit(text, start) ||
             ((text.at[start] == '+' || text.at[start] == '-') && is_digit(text, start + 1))))
        start++;
    if (start == text.size)
        return false;
    size_t digits = start + 1;
    while (is_digit(text, digits))
        digits++;
    size_t end = digits;
    while (is_letter(text, end))
        end++;
    *quantity = (struct quantity){str_slice(text, start, end), str_slice(text, start, digits),
                                  str_slice(text, digits, end)};
    return true;
}

static bool quantity_value(const struct quantity *quantity, int64_t *value, struct error *error)
{
    struct str digits = quantity->digits;
    digits = str_starts(digits, STR("+")) ? str_skip(digits, 1) : digits;
    if (number_parse_int(digits, value))
        return true;
    struct error_quote quote = error_quote(quantity->digits);
    return error_set(error, ERROR_USAGE, "%s in a range of labels is more than 64 bits hold",
                     quote.text);
}

bool tag_range_read(struct str text, struct tag_range *range, struct error *error)
{
    struct quantity first, second;
    int64_t value;
    if (!find_quantity(text, &first) || !quantity_value(&first, &value, error))
        return false;
    struct measure least = measure_scale(value, first.unit, first.unit);
    *range = (struct tag_range){least.unit, least.value, least.value, true, true};
    size_t before = (size_t)(first.whole.at - text.at);
    struct str rest = str_skip(text, before + first.whole.size);
    if (find_quantity(rest, &second)) {
        if (before || !str_starts(rest, STR(":")) || second.whole.size + 1 != rest.size)
            return false;
        if (!quantity_value(&second, &value, error))
            return false;
        struct measure most = measure_scale(value, second.unit, range->unit);
        range->most = most.value;
        return str_equal(most.unit, range->unit);
    }
    bool colon_before = before == 1 && text.at[0] == ':';
    range->has_least = !colon_before;
    range->has_most = !str_equal(rest, STR(":"));
    return before == 0 ? !rest.size || !range->has_most : colon_before && !rest.size;
}

bool tag_range_has(const struct tag_range *range, int64_t number, struct str unit)
{
    struct measure scaled = measure_scale(number, unit, range->unit);
    return str_equal(scaled.unit, range->unit) &&
           (!range->has_least || scaled.value >= range->least) &&
           (!range->has_most || scaled.value <= range->most);
}

/* ---------------------------------------------------------------- expressions */

static bool add_test(struct tag_expression *expression, const char *option, struct str pattern,
                     struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    const struct regex *regex = regex_new(pattern, expression->arena, &inner);
    if (!regex)
        return error_set(error, inner.kind, "parsing %s regexp: %s", option, inner.text);
    struct tag_test test = {
        regex_matcher_new(regex, expression->arena),
        ARENA_NEW(expression->arena, uint8_t, expression->profile->label_count)};
    array_push(expression->arena, &expression->tests, test);
    return true;
}

static bool add_tests(struct tag_expression *expression, const char *option, struct str list,
                      struct error *error)
{
    for (;;) {
        size_t comma = str_find(list, ',');
        if (!add_test(expression, option, str_slice(list, 0, comma), error))
            return false;
        if (comma == STR_NONE)
            return true;
        list = str_skip(list, comma + 1);
    }
}

struct tag_expression *tag_expression_new(const struct profile *profile, const char *option,
                                          struct str text, const struct str *units,
                                          struct sink *messages, struct arena *arena,
                                          struct error *error)
{
    struct tag_expression *expression = ARENA_NEW(arena, struct tag_expression, 1);
    struct error inner = {.kind = ERROR_NONE};
    size_t equal = str_find(text, '=');
    *expression = (struct tag_expression){.profile = profile, .units = units, .arena = arena};
    expression->has_key = equal != STR_NONE && equal > 0;
    expression->key = equal == STR_NONE ? STR("") : str_slice(text, 0, equal);
    text = equal == STR_NONE ? text : str_skip(text, equal + 1);
    expression->is_range = tag_range_read(text, &expression->range, &inner);
    if (inner.kind) {
        error_set(error, inner.kind, "%s: %s", option, inner.text);
        return NULL;
    }
    if (!expression->is_range)
        return add_tests(expression, option, text, error) ? expression : NULL;
    sink_text(messages, str_from_c(option));
    sink_text(messages, STR(":Interpreted '"));
    sink_terminal(messages, text);
    sink_text(messages, STR("' as range, not regexp\n"));
    return expression;
}

/* What the expressions look at: the value, or key and value where no key was named. */
static struct str label_text(const struct tag_expression *expression, const struct label *label,
                             struct arena *scratch)
{
    struct str text = profile_string(expression->profile, label->text);
    struct sink sink;
    if (expression->has_key)
        return text;
    sink_init_buffer(&sink, scratch, UINT64_MAX);
    sink_text(&sink, profile_string(expression->profile, label->key));
    sink_char(&sink, ':');
    sink_text(&sink, text);
    return sink_str(&sink);
}

static bool test_label(const struct tag_expression *expression, const struct tag_test *test,
                       uint32_t id)
{
    const struct label *label = &expression->profile->labels[id];
    struct arena scratch = *expression->arena;
    if (!test->answers[id]) {
        struct str text = label_text(expression, label, &scratch);
        test->answers[id] = regex_matches(test->matcher, text) ? 2 : 1;
    }
    return test->answers[id] == 2;
}

static bool has_key(const struct tag_expression *expression, const struct label *label)
{
    return !expression->has_key ||
           str_equal(profile_string(expression->profile, label->key), expression->key);
}

static bool test_set(const struct tag_expression *expression, const struct tag_test *test,
                     uint32_t set)
{
    const struct profile *profile = expression->profile;
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        uint32_t id = profile->label_ids[i];
        const struct label *label = &profile->labels[id];
        if (!label->is_number && has_key(expression, label) && test_label(expression, test, id))
            return true;
    }
    return false;
}

static bool range_matches(const struct tag_expression *expression, uint32_t set)
{
    const struct profile *profile = expression->profile;
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        if (label->is_number && has_key(expression, label) &&
            tag_range_has(&expression->range, label->number, expression->units[label->key]))
            return true;
    }
    return false;
}

/* With a key, one of the expressions is enough; without, each must be met by some label. */
bool tag_expression_matches(struct tag_expression *expression, uint32_t label_set)
{
    if (expression->is_range)
        return range_matches(expression, label_set);
    for (size_t i = 0; i < expression->tests.count; i++)
        if (test_set(expression, &expression->tests.at[i], label_set) == expression->has_key)
            return expression->has_key;
    return !expression->has_key;
}
