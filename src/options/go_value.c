/* strconv's syntax of values. */
#include "options/go_value.h"
#include "base/number.h"

#include <math.h>

static char lower(char letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
}

static unsigned digit_of(char letter)
{
    letter = lower(letter);
    if (letter >= '0' && letter <= '9')
        return (unsigned)(letter - '0');
    return letter >= 'a' && letter <= 'f' ? (unsigned)(letter - 'a') + 10 : 99;
}

enum go_parse go_parse_bool(struct str text, bool *value)
{
    static const struct str WORDS[] = {STR_INIT("0"),     STR_INIT("1"),     STR_INIT("f"),
                                       STR_INIT("t"),     STR_INIT("F"),     STR_INIT("T"),
                                       STR_INIT("false"), STR_INIT("true"),  STR_INIT("FALSE"),
                                       STR_INIT("TRUE"),  STR_INIT("False"), STR_INIT("True")};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (!str_equal(WORDS[i], text))
            continue;
        *value = i % 2;
        return GO_PARSED;
    }
    return GO_BAD_SYNTAX;
}

static struct str without_sign(struct str text, bool *negative)
{
    *negative = text.size && text.at[0] == '-';
    return text.size && (text.at[0] == '-' || text.at[0] == '+') ? str_skip(text, 1) : text;
}

/* The base that a prefix names, and the prefix's length. */
static unsigned base_of(struct str text, size_t *prefix)
{
    *prefix = 0;
    if (text.size < 2 || text.at[0] != '0')
        return 10;
    char letter = lower(text.at[1]);
    *prefix = letter == 'x' || letter == 'o' || letter == 'b' ? 2 : 1;
    return letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
}

/* An underscore stands between two digits, or between the prefix and a digit. */
static bool underscores_fit(struct str text, size_t prefix, unsigned base)
{
    unsigned digits = base == 16 ? 16 : 10;
    for (size_t i = prefix; i < text.size; i++) {
        if (text.at[i] != '_')
            continue;
        bool before = i > prefix ? digit_of(text.at[i - 1]) < digits : prefix > 0;
        if (!before || i + 1 == text.size || digit_of(text.at[i + 1]) >= digits)
            return false;
    }
    return true;
}

enum go_parse go_parse_int(struct str text, int64_t *value)
{
    bool negative, too_large = false;
    size_t prefix;
    struct str rest = without_sign(text, &negative);
    unsigned base = base_of(rest, &prefix);
    uint64_t sum = 0, most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    if (rest.size == (prefix == 2 ? 2 : 0) || !underscores_fit(rest, prefix, base))
        return GO_BAD_SYNTAX;
    for (size_t i = prefix; i < rest.size; i++) {
        unsigned digit = digit_of(rest.at[i]);
        if (rest.at[i] == '_')
            continue;
        if (digit >= base)
            return GO_BAD_SYNTAX;
        too_large = too_large || sum > (most - digit) / base;
        sum = too_large ? 0 : sum * base + digit;
    }
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return too_large ? GO_OUT_OF_RANGE : GO_PARSED;
}

static bool is_word(struct str text, struct str word)
{
    for (size_t i = 0; i < text.size && i < word.size; i++)
        if (lower(text.at[i]) != word.at[i])
            return false;
    return text.size == word.size;
}

/* 1.8p3 */
static enum go_parse parse_hexadecimal(struct str text, double *value)
{
    double sum = 0;
    int64_t scale = 0, exponent;
    bool point = false, any = false;
    size_t i = 0;
    for (; i < text.size && lower(text.at[i]) != 'p'; i++) {
        unsigned digit = digit_of(text.at[i]);
        if (text.at[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (digit > 15)
            return GO_BAD_SYNTAX;
        any = true;
        sum = sum * 16 + digit;
        scale -= point ? 4 : 0;
    }
    if (!any || !number_parse_int(str_skip(text, i + 1), &exponent))
        return GO_BAD_SYNTAX;
    exponent = exponent > 100000 ? 100000 : exponent < -100000 ? -100000 : exponent;
    scale = scale < -100000 ? -100000 : scale;
    *value = ldexp(sum, (int)(exponent + scale));
    return isinf(*value) ? GO_OUT_OF_RANGE : GO_PARSED;
}

static bool is_exponent(struct str text)
{
    size_t sign = text.size && (text.at[0] == '-' || text.at[0] == '+');
    for (size_t i = sign; i < text.size; i++)
        if (digit_of(text.at[i]) > 9)
            return false;
    return text.size > sign;
}

static enum go_parse parse_decimal(struct str text, double *value)
{
    if (number_parse_real(text, value))
        return GO_PARSED;
    /* That also refuses exponents which make a number too large or nothing. */
    size_t e = 0;
    while (e < text.size && lower(text.at[e]) != 'e')
        e++;
    struct str exponent = str_skip(text, e + 1);
    if (!is_exponent(exponent) || !number_parse_real(str_slice(text, 0, e), value))
        return GO_BAD_SYNTAX;
    if (*value != 0 && exponent.at[0] != '-')
        return GO_OUT_OF_RANGE;
    *value = 0;
    return GO_PARSED;
}

static enum go_parse parse_digits(struct str text, double *value)
{
    char plain[256];
    size_t prefix, used = 0;
    unsigned base = base_of(text, &prefix);
    prefix = base == 16 ? prefix : 0;
    if (!text.size || text.size > sizeof plain || !underscores_fit(text, prefix, base) ||
        text.at[0] == '-' || text.at[0] == '+')
        return GO_BAD_SYNTAX;
    for (size_t i = prefix; i < text.size; i++)
        if (text.at[i] != '_')
            plain[used++] = text.at[i];
    struct str digits = {plain, used};
    return base == 16 ? parse_hexadecimal(digits, value) : parse_decimal(digits, value);
}

enum go_parse go_parse_real(struct str text, double *value)
{
    bool negative;
    struct str rest = without_sign(text, &negative);
    enum go_parse result = GO_PARSED;
    if (is_word(rest, STR("inf")) || is_word(rest, STR("infinity")))
        *value = INFINITY;
    else if (is_word(text, STR("nan")))
        *value = NAN;
    else
        result = parse_digits(rest, value);
    if (result == GO_PARSED && negative)
        *value = -*value;
    return result;
}
