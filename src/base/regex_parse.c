/* Reads the text of a regular expression into a tree, with the words and limits of Go's package
 * regexp/syntax for what it does not accept. The stack holds what is read but not yet joined. */
#include "base/regex_parser.h"
#include "base/quote.h"
#include "base/utf8.h"

enum { REPEAT_MAX = 1000 };

bool regex_fail(struct regex_parser *parser, const char *what, struct str where)
{
    return error_set(parser->error, ERROR_USAGE, "error parsing regexp: %s: `%s`", what,
                     error_quote(where).text);
}

bool regex_take_point(struct regex_parser *parser, struct str *text, uint32_t *point)
{
    size_t size = 0;
    *point = text->size ? utf8_decode(*text, &size) : UTF8_INVALID;
    if (*point == UTF8_INVALID)
        return regex_fail(parser, "invalid UTF-8", *text);
    *text = str_skip(*text, size);
    return true;
}

bool regex_check_utf8(struct regex_parser *parser, struct str text)
{
    uint32_t point;
    while (text.size)
        if (!regex_take_point(parser, &text, &point))
            return false;
    return true;
}

static bool push_assert(struct regex_parser *parser, enum regex_assert which, size_t bytes)
{
    uint32_t id = regex_node_new(parser, NODE_ASSERT);
    regex_node_at(parser, id)->value = which;
    parser->rest = str_skip(parser->rest, bytes);
    return regex_push(parser, id);
}

static struct regex_level *level_top(struct regex_parser *parser)
{
    return &parser->levels.at[parser->levels.count - 1];
}

static bool concat(struct regex_parser *parser)
{
    struct regex_level *level = level_top(parser);
    bool ok = regex_collapse(parser, NODE_CONCAT, level->pieces);
    level->pieces = parser->stack.count;
    return ok;
}

static bool alternate(struct regex_parser *parser)
{
    size_t base = level_top(parser)->alternatives;
    regex_join_alternatives(parser, base);
    return regex_collapse(parser, NODE_ALTERNATE, base);
}

static bool parse_bar(struct regex_parser *parser)
{
    parser->rest = str_skip(parser->rest, 1);
    return concat(parser);
}

static void level_open(struct regex_parser *parser, bool capture)
{
    size_t at = parser->stack.count;
    array_push(parser->arena, &parser->levels,
               ((struct regex_level){at, at, parser->flags, capture}));
}

static bool parse_close(struct regex_parser *parser)
{
    if (!concat(parser) || !alternate(parser))
        return false;
    struct regex_level level = *level_top(parser);
    if (parser->levels.count == 1)
        return regex_fail(parser, "unexpected )", parser->pattern);
    parser->levels.count--;
    parser->flags = level.flags;
    parser->rest = str_skip(parser->rest, 1);
    uint32_t id = parser->stack.at[--parser->stack.count];
    return regex_push(parser,
                      level.capture ? regex_node_around(parser, NODE_CAPTURE, id, 1, 1) : id);
}

/* Repetition. */

/* Repeats the last piece; `after` is what follows the operator that starts the rest. */
static bool repeat(struct regex_parser *parser, enum regex_node_kind kind, int least, int most,
                   struct str after)
{
    struct str before = parser->rest, last = parser->repeat;
    if (next_is(after, 0, '?'))
        after = str_skip(after, 1);
    if (last.at)
        return regex_fail(parser, "invalid nested repetition operator", until(last, after));
    if (parser->stack.count == level_top(parser)->pieces)
        return regex_fail(parser, "missing argument to repetition operator", until(before, after));
    uint32_t *top = &parser->stack.at[parser->stack.count - 1];
    uint32_t id = regex_node_around(parser, kind, *top, least, most);
    *top = id;
    if (!regex_check_limits(parser, id))
        return false;
    const struct regex_node *node = regex_node_at(parser, id);
    if (kind == NODE_REPEAT && (least >= 2 || most >= 2) && node->copies > REPEAT_MAX)
        return regex_fail(parser, "invalid repeat count", until(before, after));
    parser->rest = after;
    parser->repeat = before;
    return true;
}

/* Takes a decimal number without leading zeros off the text; -1 for one that is much too big. */
static bool take_count(struct str *text, int *count)
{
    size_t digits = 0;
    while (digits < text->size && text->at[digits] >= '0' && text->at[digits] <= '9')
        digits++;
    if (!digits || (digits > 1 && text->at[0] == '0'))
        return false;
    *count = 0;
    for (size_t i = 0; i < digits && *count >= 0; i++)
        *count = *count > 100000 ? -1 : *count * 10 + (text->at[i] - '0');
    *text = str_skip(*text, digits);
    return true;
}

/* {n}, {n,} or {n,m} at the start of the text; false for what is only a brace. */
static bool take_bounds(struct str *text, int *least, int *most)
{
    struct str rest = str_skip(*text, 1);
    if (!take_count(&rest, least))
        return false;
    *most = *least;
    if (next_is(rest, 0, ',')) {
        rest = str_skip(rest, 1);
        *most = -1;
        if (!next_is(rest, 0, '}') && !take_count(&rest, most))
            return false;
        if (!next_is(rest, 0, '}'))
            return false;
        /* Too big, which must not be taken for "no bound". */
        if (*most < 0 && text->at[text->size - rest.size - 1] != ',')
            *least = -1;
    }
    if (!next_is(rest, 0, '}'))
        return false;
    *text = str_skip(rest, 1);
    return true;
}

static bool parse_bounds(struct regex_parser *parser)
{
    struct str after = parser->rest;
    int least, most;
    if (!take_bounds(&after, &least, &most)) {
        parser->rest = str_skip(parser->rest, 1);
        return regex_push_literal(parser, '{');
    }
    if (least < 0 || least > REPEAT_MAX || most > REPEAT_MAX || (most >= 0 && least > most))
        return regex_fail(parser, "invalid repeat count", until(parser->rest, after));
    return repeat(parser, NODE_REPEAT, least, most, after);
}

/* Groups. */

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.size; i++)
        if (!is_word((unsigned char)name.at[i]))
            return false;
    return name.size > 0;
}

/* (?P<name> or (?<name>, the name starting at `start`. */
static bool parse_named_group(struct regex_parser *parser, size_t start)
{
    struct str rest = parser->rest;
    size_t end = str_find(rest, '>');
    if (end == STR_NONE)
        return regex_check_utf8(parser, rest) && regex_fail(parser, "invalid named capture", rest);
    struct str name = str_slice(rest, start, end);
    if (!regex_check_utf8(parser, name))
        return false;
    if (!is_name(name))
        return regex_fail(parser, "invalid named capture", str_slice(rest, 0, end + 1));
    level_open(parser, true);
    parser->rest = str_skip(rest, end + 1);
    return true;
}

static unsigned flag_of(uint32_t letter)
{
    switch (letter) {
    case 'i':
        return FLAG_FOLD;
    case 'm':
        return FLAG_LINES;
    case 's':
        return FLAG_DOT_ALL;
    case 'U':
        return FLAG_LAZY;
    default:
        return 0;
    }
}

/* (?flags) or (?flags:, with flags such as "i", "is-m". */
static bool parse_flags(struct regex_parser *parser)
{
    struct str rest = str_skip(parser->rest, 2);
    unsigned flags = parser->flags;
    bool minus = false, dangling = false;
    while (rest.size) {
        uint32_t point;
        if (!regex_take_point(parser, &rest, &point))
            return false;
        unsigned flag = flag_of(point);
        if (flag) {
            flags = minus ? flags & ~flag : flags | flag;
            dangling = false;
        } else if (point == '-' && !minus) {
            minus = dangling = true;
        } else if ((point == ':' || point == ')') && !dangling) {
            if (point == ':')
                level_open(parser, false);
            parser->flags = flags;
            parser->rest = rest;
            return true;
        } else {
            break;
        }
    }
    return regex_fail(parser, "invalid or unsupported Perl syntax", until(parser->rest, rest));
}

static bool parse_open(struct regex_parser *parser)
{
    struct str rest = parser->rest;
    if (next_is(rest, 1, '?')) {
        if (rest.size > 4 && next_is(rest, 2, 'P') && next_is(rest, 3, '<'))
            return parse_named_group(parser, 4);
        if (rest.size > 3 && next_is(rest, 2, '<'))
            return parse_named_group(parser, 3);
        return parse_flags(parser);
    }
    level_open(parser, true);
    parser->rest = str_skip(rest, 1);
    return true;
}

static bool parse_dot(struct regex_parser *parser)
{
    regex_set_clear(&parser->set);
    if (!(parser->flags & FLAG_DOT_ALL))
        regex_set_add(&parser->set, '\n', '\n');
    regex_set_negate(&parser->set);
    uint32_t id = regex_node_new(parser, NODE_CLASS);
    regex_node_at(parser, id)->value = regex_class_intern(parser->tree->classes, &parser->set);
    parser->rest = str_skip(parser->rest, 1);
    return regex_push(parser, id);
}

/* \Q...\E */
static bool parse_quoted(struct regex_parser *parser)
{
    struct str text = str_skip(parser->rest, 2);
    size_t end = str_find_str(text, STR("\\E"));
    parser->rest = end == STR_NONE ? str_skip(text, text.size) : str_skip(text, end + 2);
    text = str_slice(text, 0, end);
    while (text.size) {
        uint32_t point;
        if (!regex_take_point(parser, &text, &point) || !regex_push_literal(parser, point))
            return false;
    }
    return true;
}

static bool parse_backslash(struct regex_parser *parser)
{
    struct str rest = parser->rest;
    switch (rest.size > 1 ? rest.at[1] : 0) {
    case 'A':
        return push_assert(parser, ASSERT_BEGIN_TEXT, 2);
    case 'b':
        return push_assert(parser, ASSERT_WORD, 2);
    case 'B':
        return push_assert(parser, ASSERT_NOT_WORD, 2);
    case 'z':
        return push_assert(parser, ASSERT_END_TEXT, 2);
    case 'C':
        return regex_fail(parser, "invalid escape sequence", str_slice(rest, 0, 2));
    case 'Q':
        return parse_quoted(parser);
    default:
        return regex_parse_escape(parser);
    }
}

static bool parse_literal(struct regex_parser *parser)
{
    uint32_t point;
    return regex_take_point(parser, &parser->rest, &point) && regex_push_literal(parser, point);
}

static bool parse_piece(struct regex_parser *parser)
{
    bool lines = parser->flags & FLAG_LINES;
    struct str after = str_skip(parser->rest, 1);
    switch (parser->rest.at[0]) {
    case '(':
        return parse_open(parser);
    case ')':
        return parse_close(parser);
    case '|':
        return parse_bar(parser);
    case '[':
        return regex_parse_class(parser);
    case '\\':
        return parse_backslash(parser);
    case '.':
        return parse_dot(parser);
    case '^':
        return push_assert(parser, lines ? ASSERT_BEGIN_LINE : ASSERT_BEGIN_TEXT, 1);
    case '$':
        return push_assert(parser, lines ? ASSERT_END_LINE : ASSERT_END_TEXT, 1);
    case '*':
        return repeat(parser, NODE_STAR, 0, -1, after);
    case '+':
        return repeat(parser, NODE_PLUS, 1, -1, after);
    case '?':
        return repeat(parser, NODE_QUEST, 0, 1, after);
    case '{':
        return parse_bounds(parser);
    default:
        return parse_literal(parser);
    }
}

static bool parse_all(struct regex_parser *parser)
{
    level_open(parser, false);
    while (parser->rest.size) {
        struct str here = parser->rest;
        if (!parse_piece(parser))
            return false;
        /* Only what directly follows a repetition is nested. */
        if (parser->repeat.at != here.at)
            parser->repeat.at = NULL;
    }
    if (!concat(parser) || !alternate(parser))
        return false;
    if (parser->levels.count > 1)
        return regex_fail(parser, "missing closing )", parser->pattern);
    return true;
}

bool regex_parse(struct str pattern, struct regex_tree *tree, struct arena *arena,
                 struct error *error)
{
    struct regex_parser parser = {
        .pattern = pattern, .rest = pattern, .tree = tree, .arena = arena, .error = error};
    regex_set_init(&parser.set, arena);
    regex_set_init(&parser.part, arena);
    if (!parse_all(&parser))
        return false;
    tree->root = parser.stack.at[0];
    return true;
}
