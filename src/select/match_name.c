/* Passes over the name until none finds more; in each, what starts with one of a few characters is
 * looked at with what stands before and behind it. */
#include "select/match_name.h"
#include "base/arena.h"
#include "select/match_arguments.h"

#include <string.h>

/* More passes than any name needs that a compiler makes. */
enum { PASSES = 8, ENDS = 3 };

/* A pass: what is before `at` in the name was looked at. */
struct pass {
    struct str name;
    size_t at;
    size_t package_dot; /* the first '.' behind the last '/' so far; STR_NONE: none yet */
    bool is_module;     /* an import path, whose first element has a '.' */
    size_t closure;     /* behind the last closure's number; 0: none yet */
    size_t gopkg;       /* where gopkg.in/ starts; STR_NONE: nowhere */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_hex_or_line(char c)
{
    return is_hex(c) || c == '_';
}

static bool is_number_or_line(char c)
{
    return is_digit(c) || c == '_';
}

static bool is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

/* The byte at an index, 0 behind the end. */
static char byte_at(struct str text, size_t i)
{
    return i < text.size ? text.at[i] : 0;
}

/* Index behind the bytes from `i` on that pass. */
static size_t run_end(struct str text, size_t i, bool passes(char c))
{
    while (i < text.size && passes(text.at[i]))
        i++;
    return i;
}

static struct str before(const struct pass *pass)
{
    return str_slice(pass->name, 0, pass->at);
}

/* Whether `text` ends with one of a list that ends with NULL. */
static bool ends_any(struct str text, const char *const *ends)
{
    for (; *ends; ends++)
        if (str_ends(text, str_from_c(*ends)))
            return true;
    return false;
}

/* ---------------------------------------------------------------- the end of a name */

/* .isra.0, .123 and the like: what is before them. */
static struct str without_clone(struct str name)
{
    static const char *const CLONES[] = {".isra", ".constprop", ".part",  ".cold",
                                         ".llvm", ".lto_priv",  ".clone", NULL};
    static const char *const ALONE[] = {".cold",        ".localalias", ".abi0",
                                        ".abiinternal", "-fm",         NULL};
    size_t end = name.size;
    while (end && is_digit(name.at[end - 1]))
        end--;
    struct str stem = str_slice(name, 0, end ? end - 1 : 0);
    bool has_number = end < name.size && stem.size && name.at[end - 1] == '.';
    for (const char *const *clone = CLONES; has_number && *clone; clone++)
        if (str_ends(stem, str_from_c(*clone)))
            return str_slice(stem, 0, stem.size - strlen(*clone));
    if (has_number && (is_letter(stem.at[stem.size - 1]) || stem.at[stem.size - 1] == '_' ||
                       stem.at[stem.size - 1] == ')'))
        return stem;
    for (const char *const *alone = ALONE; *alone; alone++)
        if (str_ends(name, str_from_c(*alone)))
            return str_slice(name, 0, name.size - strlen(*alone));
    return name;
}

/* " [clone .isra.0]", " (.llvm.123)": what a demangler makes of these. */
static struct str without_remark(struct str name)
{
    char last = name.size ? name.at[name.size - 1] : 0;
    size_t open = last == ']' ? str_find_last(name, '[') : STR_NONE;
    if (last == ')')
        open = str_find_last(name, '(');
    if (open == STR_NONE || !open)
        return name;
    struct str remark = str_skip(name, open);
    if (!str_starts(remark, STR("[clone ")) && !str_starts(remark, STR("(.")))
        return name;
    return str_slice(name, 0, name.at[open - 1] == ' ' ? open - 1 : open);
}

/* foo::h0123456789abcdef, and as mangled: 17h0123456789abcdefE. */
static struct str without_hash(struct str name)
{
    enum { MARK = 3, DIGITS = 16 };
    bool is_mangled = str_ends(name, STR("E"));
    size_t end = name.size - is_mangled;
    if (name.size < (size_t)(MARK + DIGITS) + is_mangled)
        return name;
    size_t digits = end - DIGITS, mark = digits - MARK;
    bool is_hash = run_end(name, digits, is_hex) >= end &&
                   str_equal(str_slice(name, mark, digits), is_mangled ? STR("17h") : STR("::h"));
    return is_hash ? str_slice(name, 0, mark) : name;
}

/* memcpy@@GLIBC_2.14 */
static struct str without_symbol_version(struct str name)
{
    size_t mark = str_find_last(name, '@');
    if (mark == STR_NONE || !mark || mark + 1 >= name.size)
        return name;
    char first = name.at[mark + 1];
    if (first < 'A' || first > 'Z' || str_find(str_skip(name, mark), '/') != STR_NONE ||
        str_find(str_skip(name, mark), '_') == STR_NONE)
        return name;
    return str_slice(name, 0, name.at[mark - 1] == '@' ? mark - 1 : mark);
}

static struct str without_end(struct str name)
{
    for (int i = 0; i < ENDS; i++)
        name = without_symbol_version(without_hash(without_remark(without_clone(name))));
    return name;
}

/* app/vendor/example.com/lib.F: without the program that has the copy. */
static struct str without_vendor(struct str name)
{
    size_t at = str_find_str(name, STR("/vendor/"));
    if (at == STR_NONE)
        return name;
    struct str rest = str_skip(name, at + 8);
    size_t slash = str_find(rest, '/');
    bool is_module = slash != STR_NONE && str_find(str_slice(rest, 0, slash), '.') != STR_NONE;
    return is_module ? rest : name;
}

/* ---------------------------------------------------------------- numbers */

/* Go's closures: behind a function's name, so that a function that is called func1 stays. */
static bool follows_closure(const struct pass *pass, const char *word)
{
    struct str text = before(pass);
    size_t size = strlen(word);
    if (!str_ends(text, str_from_c(word)) || text.size <= size)
        return false;
    size_t dot = text.size - size;
    return pass->package_dot < dot && text.at[dot - 1] != ')';
}

/* Whether the number here is of a closure in the one before (func1.2) or of a loop in it
 * (func1-range2). */
static bool continues_closure(const struct pass *pass)
{
    struct str text = str_skip(before(pass), pass->closure);
    return pass->closure && (str_equal(text, STR(".")) || str_equal(text, STR("-range")));
}

static size_t closure_number(struct pass *pass, size_t end)
{
    static const char *const WORDS[] = {".func", ".gowrap", ".deferwrap", NULL};
    char after = byte_at(pass->name, end);
    if (after && after != '.' && after != '-')
        return 0;
    const char *const *word = WORDS;
    while (*word && !follows_closure(pass, *word))
        word++;
    if (!*word && !continues_closure(pass))
        return 0;
    pass->closure = end;
    return end - pass->at;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether the text ends with a word for what there are many of: "worker-", "tid=", "Thread ". */
static bool ends_with_owner(struct str text)
{
    static const char *const WORDS[] = {"thread",  "threads", "tid",        "pid",   "goroutine",
                                        "worker",  "exec",    "pool",       "task",  "request",
                                        "req",     "conn",    "connection", "fiber", "job",
                                        "session", NULL};
    size_t end = text.size;
    if (end && text.at[end - 1] == ' ' && end > 1 && !is_word(text.at[end - 2]))
        end--;
    if (!end || !strchr("-=: #", text.at[end - 1]) || !text.at[end - 1])
        return false;
    end--;
    for (const char *const *word = WORDS; *word; word++) {
        size_t size = strlen(*word), i = 0;
        if (size > end)
            continue;
        while (i < size && lower(text.at[end - size + i]) == (*word)[i])
            i++;
        /* A word of its own, or the last one of several in one: GangThread, my-thread. */
        char first = text.at[end - size];
        if (i == size && (size == end || !is_letter(text.at[end - size - 1]) || first < 'a'))
            return true;
    }
    return false;
}

static size_t owner_number(const struct pass *pass, size_t end)
{
    if (!ends_with_owner(before(pass)))
        return 0;
    if (byte_at(pass->name, pass->at) == '0' && byte_at(pass->name, end) == 'x')
        end = run_end(pass->name, end + 1, is_hex);
    return is_word(byte_at(pass->name, end)) ? 0 : end - pass->at;
}

/* <Foo>b__3_1 and its like. */
static bool follows_generated(struct str text)
{
    size_t size = text.size;
    return size > 4 && str_ends(text, STR("__")) && text.at[size - 4] == '>' &&
           is_letter(text.at[size - 3]);
}

static size_t kernel_thread_number(const struct pass *pass)
{
    static const char *const THREADS[] = {"kworker/",   "kworker/u", "swapper/", "ksoftirqd/",
                                          "migration/", "cpuhp/",    NULL};
    size_t end = pass->at;
    if (!ends_any(before(pass), THREADS))
        return 0;
    while (is_digit(byte_at(pass->name, end)) || byte_at(pass->name, end) == ':')
        end++;
    return end - pass->at + (byte_at(pass->name, end) == 'H');
}

/* The size of the number here, the first digit of several, if it is one that changes. */
static size_t number_size(struct pass *pass)
{
    static const char *const COUNTED[] = {"#",
                                          "$",
                                          "$_",
                                          "'lambda",
                                          "$Proxy",
                                          "GeneratedMethodAccessor",
                                          "GeneratedConstructorAccessor",
                                          "GeneratedSerializationConstructorAccessor",
                                          NULL};
    struct str text = before(pass);
    size_t end = run_end(pass->name, pass->at, is_digit), size;
    if (ends_any(text, COUNTED))
        return end - pass->at;
    if (str_ends(text, STR("__DisplayClass")) || str_ends(text, STR("|")) ||
        follows_generated(text))
        return run_end(pass->name, pass->at, is_number_or_line) - pass->at;
    if ((size = closure_number(pass, end)) > 0 || (size = owner_number(pass, end)) > 0)
        return size;
    return kernel_thread_number(pass);
}

/* ---------------------------------------------------------------- ids */

static size_t uuid_size(struct str text)
{
    enum { PART_COUNT = 5 };
    static const size_t PARTS[PART_COUNT] = {8, 4, 4, 4, 12};
    size_t at = 0;
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t end = run_end(text, at, is_hex);
        if (end - at != PARTS[i] || (i + 1 < PART_COUNT && byte_at(text, end) != '-'))
            return 0;
        at = end + 1;
    }
    return is_word(byte_at(text, at - 1)) ? 0 : at - 1;
}

/* At the start of letters and digits: an id of a request or an object, a hash. */
static size_t id_size(const struct pass *pass)
{
    enum { DECIMAL = 7, HEX = 16 };
    struct str rest = str_skip(pass->name, pass->at);
    size_t digits = run_end(rest, 0, is_digit), hex = run_end(rest, digits, is_hex);
    char after = byte_at(rest, hex);
    if (is_letter(after) || after == '_')
        return 0;
    if (hex == 8 && after == '-')
        return uuid_size(rest);
    if (hex == digits)
        return digits >= DECIMAL ? digits : 0;
    bool has_digit = digits > 0;
    for (size_t i = 0; i < hex && !has_digit; i++)
        has_digit = is_digit(rest.at[i]);
    return has_digit && hex >= HEX ? hex : 0;
}

/* ---------------------------------------------------------------- versions */

/* Index behind 1.2.3, with what may follow: -rc.1, +incompatible. */
static size_t version_end(struct str text, size_t at)
{
    size_t end = run_end(text, at, is_digit);
    for (int i = 0; i < 2 && byte_at(text, end) == '.' && is_digit(byte_at(text, end + 1)); i++)
        end = run_end(text, end + 1, is_digit);
    if (byte_at(text, end) != '-' && byte_at(text, end) != '+')
        return end;
    while (end < text.size && (is_word(text.at[end]) || strchr(".-+", text.at[end])) &&
           text.at[end])
        end++;
    return end;
}

/* Such as @v1.2.3, @1.2.3. */
static size_t at_version_size(const struct pass *pass)
{
    size_t at = pass->at + 1;
    if (!pass->at || !is_word(pass->name.at[pass->at - 1]))
        return 0;
    at += byte_at(pass->name, at) == 'v';
    return is_digit(byte_at(pass->name, at)) ? version_end(pass->name, at) - pass->at : 0;
}

/* v2 and later at an index, followed by what ends a part of an import path; the index behind. */
static size_t major_end(struct str name, size_t at)
{
    if (byte_at(name, at) != 'v' || byte_at(name, at + 1) == '0')
        return 0;
    size_t end = run_end(name, at + 1, is_digit);
    char after = byte_at(name, end);
    return end > at + 1 && (!after || strchr("./@", after)) ? end : 0;
}

static size_t slash_size(const struct pass *pass)
{
    size_t end = major_end(pass->name, pass->at + 1);
    bool is_first = end == pass->at + 3 && pass->name.at[pass->at + 2] == '1';
    if (end && !is_first && (pass->is_module || byte_at(pass->name, end) == '@'))
        return end - pass->at;
    /* Classes without a name: Foo$$Lambda/0x00007f0123456789, Foo$$Lambda$12/123456. */
    if (str_starts(str_skip(pass->name, pass->at), STR("/0x")))
        return run_end(pass->name, pass->at + 3, is_hex) - pass->at;
    end = run_end(pass->name, pass->at + 1, is_digit);
    struct str text = before(pass);
    while (text.size && is_digit(text.at[text.size - 1]))
        text.size--;
    return str_ends(text, STR("$$Lambda$")) || str_ends(text, STR("$$Lambda")) ? end - pass->at : 0;
}

static size_t dot_size(const struct pass *pass, size_t mark)
{
    size_t end = 0;
    if (pass->gopkg != STR_NONE && pass->gopkg < pass->at)
        end = major_end(pass->name, pass->at + mark);
    if (!end && mark == 1 && is_digit(byte_at(pass->name, pass->at + 1)) &&
        str_ends(before(pass), STR(".init")))
        end = run_end(pass->name, pass->at + 1, is_digit);
    return end ? end - pass->at : 0;
}

/* ---------------------------------------------------------------- the rest */

/* The line and column behind a script's name. */
static size_t colon_size(const struct pass *pass)
{
    static const char *const SCRIPTS[] = {".js",  ".mjs", ".cjs", ".jsx",        ".ts", ".mts",
                                          ".tsx", ".py",  ".vue", "<anonymous>", NULL};
    size_t end = run_end(pass->name, pass->at + 1, is_digit);
    if (end == pass->at + 1 || !ends_any(before(pass), SCRIPTS))
        return 0;
    size_t column = run_end(pass->name, end + 1, is_digit);
    if (byte_at(pass->name, end) == ':' && column > end + 1)
        end = column;
    return is_word(byte_at(pass->name, end)) ? 0 : end - pass->at;
}

static size_t dollar_size(const struct pass *pass)
{
    bool is_lambda = str_ends(before(pass), STR("$$Lambda"));
    return is_lambda ? run_end(pass->name, pass->at + 1, is_digit) - pass->at : 0;
}

/* <lambda_0123abcd> */
static size_t line_size(const struct pass *pass)
{
    size_t end = run_end(pass->name, pass->at, is_hex_or_line);
    bool is_lambda = str_ends(before(pass), STR("<lambda")) && byte_at(pass->name, end) == '>';
    return is_lambda ? end - pass->at : 0;
}

/* java-12345/12346: a process and a thread behind a command. */
static size_t minus_size(const struct pass *pass)
{
    size_t process = run_end(pass->name, pass->at + 1, is_digit);
    size_t thread = run_end(pass->name, process + 1, is_digit);
    bool has_both = process > pass->at + 1 && byte_at(pass->name, process) == '/' &&
                    thread > process + 1 && thread == pass->name.size;
    return has_both && pass->at ? thread - pass->at : 0;
}

/* How many bytes here are to be left out. */
static size_t drop_size(struct pass *pass)
{
    char c = pass->name.at[pass->at];
    char last = pass->at ? pass->name.at[pass->at - 1] : 0;
    size_t size = 0;
    if (is_digit(c) && !is_digit(last))
        size = number_size(pass);
    if (!size && is_hex(c) && !is_letter(last) && !is_digit(last))
        size = id_size(pass);
    switch (c) {
    case '@':
        return at_version_size(pass);
    case '/':
        return slash_size(pass);
    case '.':
        return dot_size(pass, 1);
    case '%':
        return str_starts(str_skip(pass->name, pass->at), STR("%2e")) ? dot_size(pass, 3) : 0;
    case ':':
        return colon_size(pass);
    case '$':
        return dollar_size(pass);
    case '_':
        return line_size(pass);
    case '-':
        return minus_size(pass);
    case '`':
        return is_digit(byte_at(pass->name, pass->at + 1))
                   ? run_end(pass->name, pass->at + 1, is_digit) - pass->at
                   : 0;
    default:
        return size;
    }
}

static bool is_import_path(struct str name)
{
    size_t slash = str_find(name, '/');
    return slash != STR_NONE && str_find(str_slice(name, 0, slash), '.') != STR_NONE;
}

static void note_place(struct pass *pass)
{
    char c = pass->name.at[pass->at];
    if (c == '/')
        pass->package_dot = STR_NONE;
    else if (c == '.' && pass->package_dot == STR_NONE)
        pass->package_dot = pass->at;
}

/* One pass; `name` itself where it finds nothing. */
static struct str drop_numbers(struct str name, struct arena *arena)
{
    name = without_vendor(without_end(name));
    struct pass pass = {.name = name,
                        .package_dot = STR_NONE,
                        .is_module = is_import_path(name),
                        .gopkg = str_find_str(name, STR("gopkg.in/"))};
    char *out = NULL;
    size_t used = 0, from = 0;
    while (pass.at < pass.name.size) {
        size_t size = drop_size(&pass);
        if (!size) {
            note_place(&pass);
            pass.at++;
            continue;
        }
        out = out ? out : arena_alloc(arena, pass.name.size, 1);
        memcpy(out + used, pass.name.at + from, pass.at - from);
        used += pass.at - from;
        from = pass.at += size;
    }
    if (!out)
        return pass.name;
    memcpy(out + used, pass.name.at + from, pass.name.size - from);
    return (struct str){out, used + pass.name.size - from};
}

/* An address or a number alone is what a frame without a name has. */
static bool is_number_alone(struct str name)
{
    enum { ADDRESS = 8 };
    bool is_marked = str_starts(name, STR("0x"));
    return (is_marked || name.size >= ADDRESS) &&
           run_end(name, is_marked ? 2 : 0, is_hex) == name.size;
}

/* What no longer changes; the name where it does not come to that, or nothing is left. */
static struct str settle(struct str name, bool with_arguments, struct arena *arena)
{
    struct str text = name;
    if (is_number_alone(name))
        return name;
    for (int i = 0; i < PASSES; i++) {
        size_t size = text.size;
        text = drop_numbers(text, arena);
        if (!with_arguments)
            text = match_drop_arguments(text, arena);
        if (!text.size || is_number_alone(text))
            return name;
        if (text.size == size)
            return text;
    }
    return name;
}

struct str match_numbers(struct str name, struct arena *arena)
{
    return settle(name, true, arena);
}

struct str match_name(struct str name, struct arena *arena)
{
    return settle(name, false, arena);
}
