/* Reads a rule from its end: optional, the limit, the comparison, the weight; what is left is the
 * subject. */
#include "select/rule.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const char MINUS[] = "\xe2\x88\x92"; /* U+2212, as render writes it */

struct reader {
    struct str text;
    struct arena *arena;
    struct error *error;
};

/* ---------------------------------------------------------------- pieces of text */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct str trim(struct str text)
{
    while (text.size && is_space(text.at[0]))
        text = str_skip(text, 1);
    while (text.size && is_space(text.at[text.size - 1]))
        text.size--;
    return text;
}

/* The last word; *before is what stands before it, trimmed. */
static struct str last_word(struct str text, struct str *before)
{
    size_t start = text.size;
    while (start && !is_space(text.at[start - 1]))
        start--;
    *before = trim(str_slice(text, 0, start));
    return str_skip(text, start);
}

__attribute__((format(printf, 3, 4))) static bool wrong(const struct reader *reader,
                                                        struct str where, const char *format, ...)
{
    char words[400];
    size_t column = utf8_count(str_slice(reader->text, 0, (size_t)(where.at - reader->text.at)));
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return error_set(reader->error, ERROR_USAGE, "column %zu: %s", column + 1, words);
}

/* ---------------------------------------------------------------- the limit */

static bool is_digit(struct str text, size_t at)
{
    return at < text.size && ((text.at[at] >= '0' && text.at[at] <= '9') || text.at[at] == '.');
}

static bool is_unit(struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i], lower = byte | 32;
        if (!(lower >= 'a' && lower <= 'z') && byte < 0x80 && byte != '*' && byte != '_')
            return false;
    }
    return true;
}

/* Takes the sign off: 1, -1, or 0 where there is none. */
static int take_sign(struct str *text)
{
    struct str minus = str_from_c(MINUS);
    bool is_long = str_starts(*text, minus);
    bool is_minus = is_long || str_starts(*text, STR("-"));
    if (!is_minus && !str_starts(*text, STR("+")))
        return 0;
    *text = str_skip(*text, is_long ? minus.size : 1);
    return is_minus ? -1 : 1;
}

static bool read_number(const struct reader *reader, struct str *text, double *number)
{
    struct str whole = *text;
    size_t size = 0;
    while (is_digit(whole, size))
        size++;
    *text = trim(str_skip(whole, size));
    if (size && number_parse_real(str_slice(whole, 0, size), number) && *number <= 1e18)
        return true;
    return wrong(reader, whole,
                 "there is no number to compare with; write a limit such as +5%% +3pp +120ms (a "
                 "change) or 12%% 2s (of the new side)");
}

static bool choose_limit(const struct reader *reader, struct str whole, int sign, struct rule *rule)
{
    bool is_share = str_equal(rule->unit, STR("%")), is_points = str_equal(rule->unit, STR("pp"));
    if (!is_share && !is_points && !is_unit(rule->unit)) {
        struct error_quote quote = error_quote(rule->unit);
        return wrong(reader, rule->unit,
                     "\"%s\" is no unit; it can be %%, pp, one such as ms or MB, or nothing",
                     quote.text);
    }
    if (is_points && !sign)
        return wrong(reader, whole, "percentage points are a change: write +%.*s or -%.*s",
                     STR_ARG(whole), STR_ARG(whole));
    rule->limit = is_points  ? RULE_SHARE_CHANGE
                  : is_share ? (sign ? RULE_CHANGE : RULE_SHARE)
                             : (sign ? RULE_VALUE_CHANGE : RULE_VALUE);
    rule->unit = is_share || is_points ? STR("") : rule->unit;
    rule->number = sign < 0 ? -rule->number : rule->number;
    return true;
}

static bool read_limit(const struct reader *reader, struct str text, struct rule *rule)
{
    struct str whole = text;
    int sign = take_sign(&text);
    if (!read_number(reader, &text, &rule->number))
        return false;
    rule->unit = text;
    return choose_limit(reader, whole, sign, rule);
}

/* ---------------------------------------------------------------- the subject */

static bool add_regex(const struct reader *reader, struct rule *rule)
{
    struct error inner = {.kind = ERROR_NONE};
    rule->regex = regex_new(rule->expression, reader->arena, &inner);
    return rule->regex || wrong(reader, rule->expression, "%s", inner.text);
}

static bool read_functions(const struct reader *reader, struct str text, struct rule *rule)
{
    static const struct str PACKAGE = STR_INIT("package:");
    bool is_package = str_starts(text, PACKAGE);
    if (str_starts(text, STR("label:")))
        return wrong(reader, text,
                     "samples with a label have a total, no flat and no cum: write total");
    rule->subject = is_package ? RULE_PACKAGES : RULE_FUNCTIONS;
    rule->expression = trim(str_skip(text, is_package ? PACKAGE.size : 0));
    if (!rule->expression.size)
        return wrong(reader, text,
                     "flat and cum are of functions: write an expression for their names before "
                     "it, or total");
    return add_regex(reader, rule);
}

static bool read_whole(const struct reader *reader, struct str text, struct rule *rule)
{
    static const struct str LABEL = STR_INIT("label:");
    bool is_label = str_starts(text, LABEL);
    rule->subject = is_label ? RULE_LABELS : RULE_ALL;
    rule->expression = is_label ? trim(str_skip(text, LABEL.size)) : STR("");
    if (is_label && !rule->expression.size)
        return wrong(reader, text, "which label? Write label:KEY=EXPRESSION");
    /* "inuse_space total": a type needs no more. */
    if (is_label || !text.size)
        return true;
    if (rule->type.size || str_find(text, ' ') != STR_NONE || str_starts(text, STR("package:")))
        return wrong(reader, text,
                     "total is of all, of a sample type or of label:KEY=EXPRESSION; functions and "
                     "packages have flat and cum");
    rule->type = text;
    return true;
}

static bool read_subject(const struct reader *reader, struct str text, struct rule *rule)
{
    static const struct str TYPE = STR_INIT("type:");
    rule->type = STR("");
    rule->regex = NULL;
    if (str_starts(text, TYPE)) {
        size_t end = str_find(text, ' ');
        rule->type = str_skip(str_slice(text, 0, end), TYPE.size);
        if (!rule->type.size)
            return wrong(reader, text, "which sample type? Write type:NAME");
        text = end == STR_NONE ? str_skip(text, text.size) : trim(str_skip(text, end));
    }
    return rule->weight == RULE_TOTAL ? read_whole(reader, text, rule)
                                      : read_functions(reader, text, rule);
}

static bool read_weight(const struct reader *reader, struct str *left, struct rule *rule)
{
    struct str before, word = last_word(*left, &before);
    bool is_flat = str_equal(word, STR("flat")), is_cum = str_equal(word, STR("cum"));
    if (!is_flat && !is_cum && !str_equal(word, STR("total")))
        return wrong(reader, word, "before the comparison stands total, flat or cum");
    rule->weight = is_flat ? RULE_FLAT : is_cum ? RULE_CUM : RULE_TOTAL;
    *left = before;
    return true;
}

/* ---------------------------------------------------------------- all */

/* The last of them: those before are of an expression. */
static size_t find_comparison(struct str text)
{
    size_t less = str_find_last(text, '<'), more = str_find_last(text, '>');
    return less == STR_NONE ? more : more == STR_NONE || less > more ? less : more;
}

/* The whole is all of it, always: what can only be a slip. */
static bool check_sense(const struct reader *reader, struct str limit, const struct rule *rule)
{
    if (rule->subject != RULE_ALL)
        return true;
    if (rule->limit == RULE_SHARE)
        return wrong(reader, limit,
                     "the total is always 100%% of the total; a change by so much is +%.*s",
                     STR_ARG(limit));
    return rule->limit != RULE_SHARE_CHANGE ||
           wrong(reader, limit, "the share of the total does not change; write %% for pp");
}

bool rule_read(struct str text, struct rule *rule, struct arena *arena, struct error *error)
{
    struct reader reader = {text, arena, error};
    struct str before, body = trim(text);
    rule->text = body;
    if (!body.size)
        return wrong(&reader, text, "there is no rule; write one such as total > +5%%");
    rule->is_optional = str_equal(last_word(body, &before), STR("optional"));
    body = rule->is_optional ? before : body;
    size_t at = find_comparison(body);
    if (at == STR_NONE)
        return wrong(&reader, str_skip(body, body.size),
                     "there is no comparison; write one of > >= < <= and a limit, as in total > "
                     "+5%%");
    bool is_less = body.at[at] == '<', or_equal = str_starts(str_skip(body, at + 1), STR("="));
    rule->comparison = is_less ? (or_equal ? RULE_LESS_OR_EQUAL : RULE_LESS)
                               : (or_equal ? RULE_MORE_OR_EQUAL : RULE_MORE);
    struct str left = trim(str_slice(body, 0, at)), limit = trim(str_skip(body, at + 1 + or_equal));
    return read_weight(&reader, &left, rule) && read_limit(&reader, limit, rule) &&
           read_subject(&reader, left, rule) && check_sense(&reader, limit, rule);
}

bool rule_is_change(const struct rule *rule)
{
    return rule->limit >= RULE_CHANGE;
}

bool rule_is_true(const struct rule *rule, double value, double limit)
{
    switch (rule->comparison) {
    case RULE_MORE:
        return value > limit;
    case RULE_MORE_OR_EQUAL:
        return value >= limit;
    case RULE_LESS:
        return value < limit;
    default:
        return value <= limit;
    }
}
