/* Escapes and sets in the text of a regular expression. */
#include "base/regex_parser.h"

static int hex_value(uint32_t point)
{
    if (point >= '0' && point <= '9')
        return (int)point - '0';
    point |= 0x20;
    return point >= 'a' && point <= 'f' ? (int)point - 'a' + 10 : -1;
}

/* The digits of \x{10FFFF} after the brace, or of \x7F. *good tells whether they are well formed;
 * the text is moved behind what was looked at. False only for invalid UTF-8. */
static bool take_hex(struct regex_parser *parser, struct str *text, uint32_t *value, bool *good)
{
    uint32_t point, digits = 0;
    *good = false;
    *value = 0;
    if (!text->size)
        return true;
    bool braced = next_is(*text, 0, '{');
    if (braced)
        *text = str_skip(*text, 1);
    for (; braced || digits < 2; digits++) {
        if (!text->size)
            return true;
        if (!regex_take_point(parser, text, &point))
            return false;
        if (braced && point == '}') {
            *good = digits > 0;
            return true;
        }
        int digit = hex_value(point);
        if (digit < 0 && (braced || digits == 1))
            return true;
        /* Two digits are both taken before they are judged. */
        *value = digit < 0 ? REGEX_POINT_MAX + 1 : *value * 16 + (uint32_t)digit;
        if (*value > REGEX_POINT_MAX && braced)
            return true;
    }
    *good = !braced && *value <= 0xff;
    return true;
}

static uint32_t take_octal(struct str *text, uint32_t first)
{
    uint32_t value = first - '0';
    for (int i = 1; i < 3 && text->size && text->at[0] >= '0' && text->at[0] <= '7'; i++) {
        value = value * 8 + (uint32_t)(text->at[0] - '0');
        *text = str_skip(*text, 1);
    }
    return value;
}

/* \n and its like; REGEX_NONE for other letters. */
static uint32_t control_of(uint32_t letter)
{
    static const char LETTERS[] = "afnrtv", CONTROLS[] = "\a\f\n\r\t\v";
    for (size_t i = 0; LETTERS[i]; i++)
        if (letter == (uint32_t)LETTERS[i])
            return (uint32_t)CONTROLS[i];
    return REGEX_NONE;
}

/* The character of an escape at the start of the text, which is moved behind it. */
static bool take_escape(struct regex_parser *parser, struct str *text, uint32_t *value)
{
    struct str rest = str_skip(*text, 1);
    uint32_t point;
    bool good = false;
    if (!rest.size)
        return regex_fail(parser, "trailing backslash at end of expression", STR(""));
    if (!regex_take_point(parser, &rest, &point))
        return false;
    bool octal_follows = rest.size && rest.at[0] >= '0' && rest.at[0] <= '7';
    if (point == 'x') {
        if (!take_hex(parser, &rest, value, &good))
            return false;
    } else if (point == '0' || (point >= '1' && point <= '7' && octal_follows)) {
        *value = take_octal(&rest, point);
        good = true;
    } else {
        bool letter = is_word(point) && point != '_';
        *value = letter ? control_of(point) : point;
        good = point < 0x80 && *value != REGEX_NONE;
    }
    if (!good)
        return regex_fail(parser, "invalid escape sequence", until(*text, rest));
    *text = rest;
    return true;
}

/* Adds the part, or what it leaves out. */
static void add_part(struct regex_parser *parser, bool negate)
{
    if (negate)
        regex_set_negate(&parser->part);
    regex_set_add_all(&parser->set, parser->part.ranges.at, parser->part.ranges.count, false);
}

/* What a try to read one kind of thing came to. */
enum tried { TRIED_NONE, TRIED_TAKEN, TRIED_FAILED };

/* \pL, \p{Greek}, \P{^Greek}: added to the set. */
static enum tried take_unicode(struct regex_parser *parser, struct str *text)
{
    if (!next_is(*text, 0, '\\') || !(next_is(*text, 1, 'p') || next_is(*text, 1, 'P')))
        return TRIED_NONE;
    bool negate = text->at[1] == 'P', fold = parser->flags & FLAG_FOLD;
    struct str rest = str_skip(*text, 2), whole, name;
    uint32_t point;
    if (rest.size && !regex_take_point(parser, &rest, &point))
        return TRIED_FAILED;
    if (next_is(*text, 2, '{')) {
        size_t end = str_find(*text, '}');
        if (end == STR_NONE) {
            if (regex_check_utf8(parser, *text))
                regex_fail(parser, "invalid character class range", *text);
            return TRIED_FAILED;
        }
        whole = str_slice(*text, 0, end + 1);
        name = str_slice(*text, 3, end);
        rest = str_skip(*text, end + 1);
        if (!regex_check_utf8(parser, name))
            return TRIED_FAILED;
    } else {
        whole = until(*text, rest);
        name = str_skip(whole, 2);
    }
    if (next_is(name, 0, '^')) {
        negate = !negate;
        name = str_skip(name, 1);
    }
    regex_set_clear(&parser->part);
    if (!regex_set_add_unicode(&parser->part, name, fold)) {
        regex_fail(parser, "invalid character class range", whole);
        return TRIED_FAILED;
    }
    add_part(parser, negate);
    *text = rest;
    return TRIED_TAKEN;
}

static void add_named(struct regex_parser *parser, const struct regex_range *ranges, size_t count,
                      bool negate)
{
    regex_set_clear(&parser->part);
    regex_set_add_all(&parser->part, ranges, count, parser->flags & FLAG_FOLD);
    add_part(parser, negate);
}

/* \d, \S, ...: added to the set. */
static enum tried take_perl(struct regex_parser *parser, struct str *text)
{
    if (!next_is(*text, 0, '\\') || text->size < 2)
        return TRIED_NONE;
    char letter = text->at[1];
    bool negate = letter >= 'A' && letter <= 'Z';
    size_t count;
    const struct regex_range *ranges =
        regex_perl_class(negate ? (char)(letter + 32) : letter, &count);
    if (!ranges)
        return TRIED_NONE;
    add_named(parser, ranges, count, negate);
    *text = str_skip(*text, 2);
    return TRIED_TAKEN;
}

/* [:alpha:], [:^alpha:]: added to the set. */
static enum tried take_posix(struct regex_parser *parser, struct str *text)
{
    if (parser->no_names || !next_is(*text, 0, '[') || !next_is(*text, 1, ':'))
        return TRIED_NONE;
    size_t end = str_find_str(str_skip(*text, 2), STR(":]"));
    parser->no_names = end == STR_NONE;
    if (parser->no_names)
        return TRIED_NONE;
    struct str name = str_slice(*text, 2, end + 2);
    bool negate = next_is(name, 0, '^');
    size_t count;
    const struct regex_range *ranges = regex_posix_class(str_skip(name, negate), &count);
    if (!ranges) {
        regex_fail(parser, "invalid character class range", str_slice(*text, 0, end + 4));
        return TRIED_FAILED;
    }
    add_named(parser, ranges, count, negate);
    *text = str_skip(*text, end + 4);
    return TRIED_TAKEN;
}

static bool take_member(struct regex_parser *parser, struct str *text, uint32_t *point)
{
    if (!text->size)
        return regex_fail(parser, "missing closing ]", parser->rest);
    return next_is(*text, 0, '\\') ? take_escape(parser, text, point)
                                   : regex_take_point(parser, text, point);
}

/* A character or a range, added to the set. */
static bool take_range(struct regex_parser *parser, struct str *text)
{
    struct str whole = *text;
    struct regex_range range;
    if (!take_member(parser, text, &range.low))
        return false;
    range.high = range.low;
    if (text->size >= 2 && text->at[0] == '-' && text->at[1] != ']') {
        *text = str_skip(*text, 1);
        if (!take_member(parser, text, &range.high))
            return false;
        if (range.high < range.low)
            return regex_fail(parser, "invalid character class range", until(whole, *text));
    }
    regex_set_add_all(&parser->set, &range, 1, parser->flags & FLAG_FOLD);
    return true;
}

bool regex_parse_class(struct regex_parser *parser)
{
    struct str rest = str_skip(parser->rest, 1);
    bool negate = next_is(rest, 0, '^');
    rest = str_skip(rest, negate);
    regex_set_clear(&parser->set);
    for (bool first = true; first || !next_is(rest, 0, ']'); first = false) {
        enum tried tried = take_posix(parser, &rest);
        tried = tried == TRIED_NONE ? take_unicode(parser, &rest) : tried;
        tried = tried == TRIED_NONE ? take_perl(parser, &rest) : tried;
        if (tried == TRIED_FAILED || (tried == TRIED_NONE && !take_range(parser, &rest)))
            return false;
    }
    parser->rest = str_skip(rest, 1);
    if (negate)
        regex_set_negate(&parser->set);
    return regex_push_set(parser);
}

bool regex_parse_escape(struct regex_parser *parser)
{
    regex_set_clear(&parser->set);
    enum tried tried = take_unicode(parser, &parser->rest);
    tried = tried == TRIED_NONE ? take_perl(parser, &parser->rest) : tried;
    if (tried != TRIED_NONE)
        return tried == TRIED_TAKEN && regex_push_set(parser);
    uint32_t point;
    return take_escape(parser, &parser->rest, &point) && regex_push_literal(parser, point);
}
