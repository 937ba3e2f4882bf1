/* Regular expressions: tables of patterns and texts whose answers are Go's. */
#include "base/regex.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

int regex_tests(void);

struct row {
    struct str pattern, text;
    bool matches;
};

static void expect_rows(const struct row *rows, size_t count)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        struct arena scratch = arena;
        struct error error = {.kind = ERROR_NONE};
        const struct regex *regex = regex_new(rows[i].pattern, &scratch, &error);
        if (!regex)
            fail_msg("%s", error.text);
        struct regex_matcher *matcher = regex_matcher_new(regex, &scratch);
        bool found = regex_matches(matcher, rows[i].text);
        if (found != rows[i].matches || regex_matches_slowly(matcher, rows[i].text) != found)
            fail_msg("row %zu: %.*s", i, STR_ARG(rows[i].pattern));
    }
    arena_fini(&store);
}

#define EXPECT_ROWS(rows) expect_rows((rows), sizeof(rows) / sizeof *(rows))

static void a_match_may_be_anywhere_unless_it_is_anchored(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR(""), STR(""), true},
        {STR(""), {NULL, 0}, true},
        {STR("b"), STR("abc"), true},
        {STR("^b"), STR("abc"), false},
        {STR("b$"), STR("abc"), false},
        {STR("c$"), STR("abc"), true},
        {STR("\\Aa.*c\\z"), STR("abc"), true},
        {STR("^$"), STR(""), true},
        {STR("^$"), STR("\n"), false},
        {STR("(?m)^b$"), STR("a\nb\nc"), true},
        {STR("^b$"), STR("a\nb\nc"), false},
        {STR("a$b"), STR("ab"), false},
        {STR("runtime\\.(mallocgc|newobject)$"), STR("runtime.mallocgc"), true},
        {STR("runtime\\.(mallocgc|newobject)$"), STR("runtime.mallocgc.func1"), false},
    };
    EXPECT_ROWS(ROWS);
}

static void word_boundaries_are_those_of_ascii(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("\\bfoo\\b"), STR("a foo."), true},
        {STR("\\bfoo\\b"), STR("a_foo."), false},
        {STR("\\bfoo\\b"), STR("éfoo"), true},
        {STR("\\Bo"), STR("foo"), true},
        {STR("\\b"), STR(""), false},
        {STR("\\B"), STR(""), true},
        {STR("\\B\\b"), STR("a b"), false},
        {STR("a\\b^"), STR("a"), false},
        {STR("\\b^foo"), STR("foo"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void flags_hold_to_the_end_of_their_group(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("(?i)ab"), STR("xAB"), true},      {STR("(?i:a)b"), STR("AB"), false},
        {STR("((?i)a)b"), STR("Ab"), true},     {STR("((?i)a)b"), STR("AB"), false},
        {STR("(?i)a(?-i)b"), STR("AB"), false}, {STR("a.b"), STR("a\nb"), false},
        {STR("(?s)a.b"), STR("a\nb"), true},    {STR("(?U)^a+$"), STR("aaa"), true},
        {STR("(?is-m:A.)"), STR("a\n"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void cases_fold_along_the_whole_orbit(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("(?i)^k$"), STR("\u212a"), true},     {STR("(?i)^\u212a$"), STR("k"), true},
        {STR("(?i)^[j-l]$"), STR("\u212a"), true}, {STR("(?i)[^k]"), STR("\u212a"), false},
        {STR("(?i)\\W"), STR("\u017f"), false},    {STR("(?i)^σ$"), STR("ς"), true},
        {STR("(?i)^ß$"), STR("ẞ"), true},          {STR("(?i)^ß$"), STR("ss"), false},
        {STR("(?i)^\\p{Lu}$"), STR("a"), true},    {STR("(?i)\\P{Lu}"), STR("a"), false},
    };
    EXPECT_ROWS(ROWS);
}

static void sets_take_ranges_names_and_escapes(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("[a-c-e]"), STR("-"), true},
        {STR("[]a]"), STR("]"), true},
        {STR("[^]a]"), STR("]a"), false},
        {STR("[[:alpha:]_]"), STR("_"), true},
        {STR("[[:^alpha:]]"), STR("a"), false},
        {STR("[^\\d\\s]"), STR("1 2"), false},
        {STR("\\s"), STR("\v"), false},
        {STR("[[:space:]]"), STR("\v"), true},
        {STR("[^a]"), STR("\n"), true},
        {STR("[^\\x00-\\x{10FFFF}]"), STR("a"), false},
        {STR("^\\pL+$"), STR("aé漢"), true},
        {STR("^\\p{Greek}$"), STR("α"), true},
        {STR("\\p{^Greek}"), STR("α"), false},
        {STR("^\\p{Letter}$"), STR("α"), true},
        {STR("\\p{Old_Italic}"), STR("\U00010300"), true},
        {STR("^[\\pN\\x{41}-C]$"), STR("B"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void escapes_stand_for_characters(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("\\x41\\x{42}\\103"), STR("ABC"), true},
        {STR("\\0"), STR("\0"), true},
        {STR("\\a\\f\\t\\n\\r\\v"), STR("\a\f\t\n\r\v"), true},
        {STR("\\Qa.b*\\E+"), STR("a.b**"), true},
        {STR("\\Qa.b"), STR("axb"), false},
        {STR("\\x{10FFFF}"), STR("\U0010ffff"), true},
        {STR("\\_\\-\\/"), STR("_-/"), true},
        {STR("a{,2}"), STR("a{,2}"), true},
        {STR("a{"), STR("a{"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void alternatives_may_be_empty(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("^(a|)$"), STR(""), true},
        {STR("^(|a)*$"), STR("aaa"), true},
        {STR("^(a||b)c$"), STR("c"), true},
        {STR("^(a*)*b$"), STR("aaab"), true},
        {STR("^()*$"), STR(""), true},
        {STR("^a|b$"), STR("ac"), true},
        {STR("^(?:a|b|[cd])e$"), STR("de"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void invalid_bytes_count_as_one_replacement_character(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("^.$"), STR("\xff"), true},
        {STR("^..$"), STR("\xe2\x84"), true},
        {STR("^\\x{FFFD}$"), STR("\x80"), true},
        {STR("^[^a]{3}$"), STR("\xed\xa0\x80"), true},
        {STR("^.b$"),
         STR("\xc3"
             "b"),
         true},
        {STR("^.$"), STR("\xef\xbf\xbd"), true},
    };
    EXPECT_ROWS(ROWS);
}

static void counted_repeats_expand_within_the_limit(void **state)
{
    (void)state;
    const struct row ROWS[] = {
        {STR("^a{2,3}$"), STR("a"), false},     {STR("^a{2,3}$"), STR("aa"), true},
        {STR("^a{2,3}$"), STR("aaa"), true},    {STR("^a{2,3}$"), STR("aaaa"), false},
        {STR("^a{2,}$"), STR("a"), false},      {STR("^a{2,}$"), STR("aaaaa"), true},
        {STR("^a{0}$"), STR(""), true},         {STR("^a{0}$"), STR("a"), false},
        {STR("^(ab){2}?$"), STR("abab"), true}, {STR("^((a{10}){10}){10}$"), STR("a"), false},
        {STR("a{1000}"), STR("a"), false},
    };
    EXPECT_ROWS(ROWS);
}

static void expect_error(struct str pattern, const char *expected)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct error error = {.kind = ERROR_NONE};
    assert_null(regex_new(pattern, &arena, &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    assert_string_equal(error.text, expected);
    assert_null(regex_new(pattern, &arena, NULL));
    arena_fini(&store);
}

static void errors_have_the_words_of_go(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *error;
    } ROWS[] = {
        {"x[a", "missing closing ]: `[a`"},
        {"*", "missing argument to repetition operator: `*`"},
        {"(+?)", "missing argument to repetition operator: `+?`"},
        {"a**", "invalid nested repetition operator: `**`"},
        {"a{2}{3}?", "invalid nested repetition operator: `{2}{3}?`"},
        {"(a", "missing closing ): `(a`"},
        {"a))", "unexpected ): `a))`"},
        {"a\\", "trailing backslash at end of expression: ``"},
        {"\\8a", "invalid escape sequence: `\\8`"},
        {"\\x{110000}", "invalid escape sequence: `\\x{110000`"},
        {"\\C", "invalid escape sequence: `\\C`"},
        {"[b-a]", "invalid character class range: `b-a`"},
        {"[[:foo:]]", "invalid character class range: `[:foo:]`"},
        {"\\p{Foo}", "invalid character class range: `\\p{Foo}`"},
        {"\\pX", "invalid character class range: `\\pX`"},
        {"a{1001}", "invalid repeat count: `{1001}`"},
        {"a{2,1}b", "invalid repeat count: `{2,1}`"},
        {"(a{100}){11}", "invalid repeat count: `{11}`"},
        {"(?=a)", "invalid or unsupported Perl syntax: `(?=`"},
        {"(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"},
        {"(?P<n", "invalid named capture: `(?P<n`"},
        {"(?<a b>c)", "invalid named capture: `(?<a b>`"},
        {"a\xff", "invalid UTF-8: `\xef\xbf\xbd`"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        char expected[200] = "error parsing regexp: ";
        strcat(expected, ROWS[i].error);
        expect_error(str_from_c(ROWS[i].pattern), expected);
    }
}

/* `count` times `part`. */
static void append(char *text, const char *part, size_t count)
{
    size_t at = strlen(text), size = strlen(part);
    for (size_t i = 0; i < count; i++, at += size)
        memcpy(text + at, part, size);
    text[at] = 0;
}

static bool compiles(const char *open, const char *middle, const char *close, size_t count,
                     struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    size_t room = (strlen(open) + strlen(close)) * count + strlen(middle) + 1;
    char *pattern = ARENA_NEW(&arena, char, room);
    append(pattern, open, count);
    append(pattern, middle, 1);
    append(pattern, close, count);
    bool compiled = regex_new(str_from_c(pattern), &arena, error) != NULL;
    arena_fini(&store);
    return compiled;
}

static void trees_end_at_a_height_of_a_thousand(void **state)
{
    (void)state;
    struct error error;
    assert_true(compiles("(", "abc", ")", 999, &error));
    assert_false(compiles("(", "abc", ")", 1000, &error));
    assert_non_null(strstr(error.text, "expression nests too deeply: `((("));
    assert_true(compiles("(", "a|b", ")", 999, &error));
    assert_false(compiles("(", "a|bc", ")", 999, &error));
    assert_true(compiles("(?:", "a", ")", 100000, &error));
    assert_false(compiles("(", "", "", 100000, &error));
    assert_non_null(strstr(error.text, "missing closing ): `((("));
}

static void programs_end_at_the_size_of_go(void **state)
{
    (void)state;
    struct error error;
    assert_true(compiles("(xx?){1000}", "", "", 10, &error));
    assert_false(compiles("(xx?){1000}", "", "", 1000, &error));
    assert_non_null(strstr(error.text, "expression too large: `(xx?)"));
    assert_false(compiles("\\pL", "", "", 27000, &error));
    assert_non_null(strstr(error.text, "expression too large: `"));
}

/* Bytes 'a' and 'b' that do not repeat. */
static struct str noise(char *at, size_t size)
{
    uint32_t random = 1;
    for (size_t i = 0; i < size; i++) {
        random = random * 1103515245u + 12345u;
        at[i] = "ab"[random >> 16 & 1];
    }
    return (struct str){at, size};
}

static void a_full_cache_changes_no_answer(void **state)
{
    (void)state;
    static char bytes[200000];
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    /* The states are which of the last 14 were an 'a': more than there is room for. */
    const struct regex *regex = regex_new(STR("a.{13}b\\b|c$"), &arena, NULL);
    struct regex_matcher *matcher = regex_matcher_new(regex, &arena);
    struct str text = noise(bytes, sizeof bytes);
    assert_int_equal(regex_matches(matcher, text), regex_matches_slowly(matcher, text));
    for (size_t i = 0; i + 700 < text.size; i += 333) {
        struct str part = str_slice(text, i, i + i % 700);
        assert_int_equal(regex_matches(matcher, part), regex_matches_slowly(matcher, part));
    }
    bytes[sizeof bytes - 1] = 'c';
    assert_true(regex_matches(matcher, text));
    arena_fini(&store);
}

static void states_larger_than_the_cache_are_run_as_threads(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char pattern[2000] = "(?:", text[600] = "";
    append(pattern, "(?:a?){1000}", 140);
    append(pattern, ")b", 1);
    append(text, "a", 300);
    const struct regex *regex = regex_new(str_from_c(pattern), &arena, NULL);
    struct regex_matcher *matcher = regex_matcher_new(regex, &arena);
    assert_false(regex_matches(matcher, str_slice(str_from_c(text), 0, 3)));
    append(text, "b", 1);
    assert_true(regex_matches(matcher, str_skip(str_from_c(text), 298)));
    arena_fini(&store);
}

static void nested_loops_take_linear_time(void **state)
{
    (void)state;
    static char bytes[1 << 20];
    static const char *const PATTERNS[] = {"(a*)*b", "(a+a+)+b", "((a?)*)*b", "(a|aa)+$b"};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    memset(bytes, 'a', sizeof bytes);
    for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++) {
        const struct regex *regex = regex_new(str_from_c(PATTERNS[i]), &arena, NULL);
        struct regex_matcher *matcher = regex_matcher_new(regex, &arena);
        assert_false(regex_matches(matcher, (struct str){bytes, sizeof bytes}));
        assert_false(regex_matches_slowly(matcher, (struct str){bytes, sizeof bytes}));
    }
    arena_fini(&store);
}

int regex_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_may_be_anywhere_unless_it_is_anchored),
        cmocka_unit_test(word_boundaries_are_those_of_ascii),
        cmocka_unit_test(flags_hold_to_the_end_of_their_group),
        cmocka_unit_test(cases_fold_along_the_whole_orbit),
        cmocka_unit_test(sets_take_ranges_names_and_escapes),
        cmocka_unit_test(escapes_stand_for_characters),
        cmocka_unit_test(alternatives_may_be_empty),
        cmocka_unit_test(invalid_bytes_count_as_one_replacement_character),
        cmocka_unit_test(counted_repeats_expand_within_the_limit),
        cmocka_unit_test(errors_have_the_words_of_go),
        cmocka_unit_test(trees_end_at_a_height_of_a_thousand),
        cmocka_unit_test(programs_end_at_the_size_of_go),
        cmocka_unit_test(a_full_cache_changes_no_answer),
        cmocka_unit_test(states_larger_than_the_cache_are_run_as_threads),
        cmocka_unit_test(nested_loops_take_linear_time),
    };
    return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
