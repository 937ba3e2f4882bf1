/* From left to right; what is in brackets after a word goes, together with the brackets. */
#include "select/match_arguments.h"
#include "base/arena.h"

struct cut {
    struct str name;
    char *out;
    size_t used;
    bool is_word;     /* what was kept last can have arguments */
    bool is_unclosed; /* a bracket had no end, so that none is looked for any more */
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* The signs of operators that are brackets or have some in them; longer ones first. */
static size_t operator_size(struct str rest)
{
    static const struct str SIGNS[] = {
        STR_INIT("->*"), STR_INIT("<=>"), STR_INIT("<<="), STR_INIT(">>="), STR_INIT("->"),
        STR_INIT("<<"),  STR_INIT(">>"),  STR_INIT("<="),  STR_INIT(">="),  STR_INIT("()"),
        STR_INIT("[]"),  STR_INIT("<"),   STR_INIT(">"),
    };
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (str_starts(rest, SIGNS[i]))
            return SIGNS[i].size;
    return 0;
}

static bool follows_operator(const struct cut *cut, size_t at)
{
    const struct str word = STR("operator");
    return at >= word.size && str_ends(str_slice(cut->name, 0, at), word) &&
           (at == word.size || !is_word(cut->name.at[at - word.size - 1]));
}

/* Index behind the bracket that closes the one at `at`; STR_NONE where none does. Neither arrows
 * nor signs in parentheses are brackets. */
static size_t closing(struct str name, size_t at)
{
    char open = name.at[at], close = open == '<' ? '>' : open == '[' ? ']' : ')';
    size_t depth = 0, parentheses = 0;
    for (size_t i = at; i < name.size; i++) {
        char c = name.at[i], before = i ? name.at[i - 1] : 0;
        parentheses += open == '<' && c == '(';
        parentheses -= parentheses && c == ')';
        bool is_arrow = close == '>' && (before == '-' || before == '=');
        if (parentheses)
            continue;
        if (c == open)
            depth++;
        else if (c == close && !is_arrow && --depth == 0)
            return i + 1;
    }
    return STR_NONE;
}

static bool opens(const struct cut *cut, size_t at)
{
    char c = cut->name.at[at];
    if (c != '<' && c != '[' && c != '(')
        return false;
    if (c == '<' && cut->used > 2 && cut->out[cut->used - 1] == ':' &&
        cut->out[cut->used - 2] == ':')
        return true;
    /* f_[k] is the mark of kernel code in folded stacks. */
    return cut->is_word && !(c == '[' && at && cut->name.at[at - 1] == '_');
}

static void keep(struct cut *cut, size_t at)
{
    char c = cut->name.at[at];
    cut->out[cut->used++] = c;
    cut->is_word = is_word(c) || c == '>' || c == '}' || c == '\'';
}

/* Index behind what may follow a list of parameters. */
static size_t skip_qualifiers(struct str name, size_t at)
{
    static const struct str WORDS[] = {STR_INIT(" const"), STR_INIT(" volatile"),
                                       STR_INIT(" noexcept"), STR_INIT(" &&"), STR_INIT(" &")};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_starts(str_skip(name, at), WORDS[i]))
            at += WORDS[i].size;
    return at;
}

static size_t keep_operator(struct cut *cut, size_t at)
{
    size_t end = follows_operator(cut, at) ? at + operator_size(str_skip(cut->name, at)) : at;
    for (size_t i = at; i < end; i++)
        keep(cut, i);
    cut->is_word |= end > at;
    return end;
}

/* Index behind the arguments at `at`; `at` where there are none. */
static size_t drop(struct cut *cut, size_t at)
{
    if (cut->is_unclosed || !opens(cut, at))
        return at;
    size_t end = closing(cut->name, at);
    cut->is_unclosed = end == STR_NONE;
    if (cut->is_unclosed)
        return at;
    if (cut->out[cut->used - 1] == ':')
        cut->used -= 2;
    cut->is_word = true;
    return cut->name.at[at] == '(' ? skip_qualifiers(cut->name, end) : end;
}

/* Index of what comes next. */
static size_t step(struct cut *cut, size_t at)
{
    char c = cut->name.at[at];
    bool is_sign = c == '<' || c == '>' || c == '(' || c == '[' || c == '-';
    size_t next = is_sign ? keep_operator(cut, at) : at;
    next = next == at ? drop(cut, at) : next;
    if (next > at)
        return next;
    keep(cut, at);
    return at + 1;
}

struct str match_drop_arguments(struct str name, struct arena *arena)
{
    if (str_find(name, '<') == STR_NONE && str_find(name, '[') == STR_NONE &&
        str_find(name, '(') == STR_NONE)
        return name;
    struct cut cut = {.name = name, .out = arena_alloc(arena, name.size, 1)};
    for (size_t at = 0; at < name.size;)
        at = step(&cut, at);
    return cut.used && cut.used < name.size ? (struct str){cut.out, cut.used} : name;
}
