/* Rules of check, read from their end. */
#include "select/rule.h"
#include "base/arena.h"
#include "options/settings.h"
#include "select/rules.h"
#include "unit/unit.h"

int rule_tests(void);

struct expected {
    const char *text, *type, *expression;
    enum rule_subject subject;
    enum rule_weight weight;
    enum rule_comparison comparison;
    enum rule_limit limit;
    double number;
    const char *unit;
    bool is_optional;
};

static const struct expected CASES[] = {
    {"total > +5%", "", "", RULE_ALL, RULE_TOTAL, RULE_MORE, RULE_CHANGE, 5, "", false},
    {"  total>+5%\t", "", "", RULE_ALL, RULE_TOTAL, RULE_MORE, RULE_CHANGE, 5, "", false},
    {"total < -0.5 %", "", "", RULE_ALL, RULE_TOTAL, RULE_LESS, RULE_CHANGE, -0.5, "", false},
    {"total < \xe2\x88\x92"
     "5%",
     "", "", RULE_ALL, RULE_TOTAL, RULE_LESS, RULE_CHANGE, -5, "", false},
    {"total < 2s", "", "", RULE_ALL, RULE_TOTAL, RULE_LESS, RULE_VALUE, 2, "s", false},
    {"total >= 3", "", "", RULE_ALL, RULE_TOTAL, RULE_MORE_OR_EQUAL, RULE_VALUE, 3, "", false},
    {"total > +3", "", "", RULE_ALL, RULE_TOTAL, RULE_MORE, RULE_VALUE_CHANGE, 3, "", false},
    {"inuse_space total <= 64MB", "inuse_space", "", RULE_ALL, RULE_TOTAL, RULE_LESS_OR_EQUAL,
     RULE_VALUE, 64, "MB", false},
    {"type:inuse_space total <= 64MB", "inuse_space", "", RULE_ALL, RULE_TOTAL, RULE_LESS_OR_EQUAL,
     RULE_VALUE, 64, "MB", false},
    {"json\\..* flat > +3pp", "", "json\\..*", RULE_FUNCTIONS, RULE_FLAT, RULE_MORE,
     RULE_SHARE_CHANGE, 3, "", false},
    {"runtime\\.gc.* cum < 12% optional", "", "runtime\\.gc.*", RULE_FUNCTIONS, RULE_CUM, RULE_LESS,
     RULE_SHARE, 12, "", true},
    {"f flat > +120ms", "", "f", RULE_FUNCTIONS, RULE_FLAT, RULE_MORE, RULE_VALUE_CHANGE, 120, "ms",
     false},
    {"f flat > +120\xc2\xb5s", "", "f", RULE_FUNCTIONS, RULE_FLAT, RULE_MORE, RULE_VALUE_CHANGE,
     120, "\xc2\xb5s", false},
    {"package:encoding/json cum > +10%", "", "encoding/json", RULE_PACKAGES, RULE_CUM, RULE_MORE,
     RULE_CHANGE, 10, "", false},
    {"label:endpoint=/search total > +5%", "", "endpoint=/search", RULE_LABELS, RULE_TOTAL,
     RULE_MORE, RULE_CHANGE, 5, "", false},
    {"label:bytes=1kb:2mb total < 12%", "", "bytes=1kb:2mb", RULE_LABELS, RULE_TOTAL, RULE_LESS,
     RULE_SHARE, 12, "", false},
    {"type:cpu label:a=b total > +5%", "cpu", "a=b", RULE_LABELS, RULE_TOTAL, RULE_MORE,
     RULE_CHANGE, 5, "", false},
    {"type:cpu a b cum < 5% optional", "cpu", "a b", RULE_FUNCTIONS, RULE_CUM, RULE_LESS,
     RULE_SHARE, 5, "", true},
    /* Comparisons, blanks and the words of rules are of the expression but for the last ones. */
    {"std::less<int, long>::operator> flat flat >= +1%", "", "std::less<int, long>::operator> flat",
     RULE_FUNCTIONS, RULE_FLAT, RULE_MORE_OR_EQUAL, RULE_CHANGE, 1, "", false},
    {"total optional total flat > 1%", "", "total optional total", RULE_FUNCTIONS, RULE_FLAT,
     RULE_MORE, RULE_SHARE, 1, "", false},
};

static void rules_are_read(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct expected *is = &CASES[i];
        struct rule rule = {.source = STR("x")};
        struct error error = {0};
        if (!rule_read(str_from_c(is->text), &rule, &arena, &error))
            fail_msg("%s: %s", is->text, error.text);
        assert_str(rule.type, is->type);
        assert_str(rule.expression, is->expression);
        assert_str(rule.unit, is->unit);
        assert_str(rule.source, "x");
        assert_true(rule.subject == is->subject && rule.weight == is->weight);
        assert_true(rule.comparison == is->comparison && rule.limit == is->limit);
        assert_true(rule.number == is->number && rule.is_optional == is->is_optional);
        bool has_regex = is->subject == RULE_FUNCTIONS || is->subject == RULE_PACKAGES;
        assert_true((rule.regex != NULL) == has_regex);
        assert_true(rule_is_change(&rule) == (is->limit >= RULE_CHANGE));
    }
    arena_fini(&store);
}

static void what_is_no_rule_is_refused_with_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *column, *says;
    } WRONG[] = {
        {"", "column 1:", "there is no rule"},
        {"   ", "column 1:", "there is no rule"},
        {"optional", "column 1:", "there is no comparison"},
        {"total", "column 6:", "there is no comparison"},
        {"total =+5%", "column 11:", "there is no comparison"},
        {"total >", "column 8:", "there is no number"},
        {"total > 5%", "column 9:", "+5%"},
        {"total > +5pp", "column 9:", "does not change"},
        {"total > 5pp", "column 9:", "+5pp or -5pp"},
        {"total > +x%", "column 10:", "there is no number"},
        {"total > +1.2.3%", "column 10:", "there is no number"},
        {"total > +99999999999999999999", "column 10:", "there is no number"},
        {"total > +5%%", "column 11:", "is no unit"},
        {"total > +5 \x1b[31m", "column 12:", "is no unit"},
        {"total >> +5%", "column 7:", "total, flat or cum"},
        {"total => +5%", "column 7:", "total, flat or cum"},
        {"> +5%", "column 1:", "total, flat or cum"},
        {"f sum > +5%", "column 3:", "total, flat or cum"},
        {"\xc3\xa9\xc3\xa9 sum > +5%", "column 4:", "total, flat or cum"},
        {"flat > +5%", "column 1:", "are of functions"},
        {"package: flat > +5%", "column 1:", "are of functions"},
        {"label:a=b flat > +5%", "column 1:", "write total"},
        {"label: total > +5%", "column 1:", "which label"},
        {"type: total > +5%", "column 1:", "which sample type"},
        {"a b total > +5%", "column 1:", "total is of all"},
        {"package:a total > +5%", "column 1:", "total is of all"},
        {"type:a b total > +5%", "column 8:", "total is of all"},
        {"  json( flat > +5%", "column 3:", "missing closing )"},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        struct rule rule = {.is_budget = false};
        struct error error = {0};
        bool ok = rule_read(str_from_c(WRONG[i].text), &rule, &arena, &error);
        if (ok || error.kind != ERROR_USAGE || !strstr(error.text, WRONG[i].says) ||
            strncmp(error.text, WRONG[i].column, strlen(WRONG[i].column)) != 0 ||
            strchr(error.text, '\x1b'))
            fail_msg("%s: %d %s", WRONG[i].text, ok, error.text);
    }
    arena_fini(&store);
}

static void comparisons_compare(void **state)
{
    (void)state;
    struct rule rule = {.comparison = RULE_MORE};
    assert_true(rule_is_true(&rule, 2, 1) && !rule_is_true(&rule, 1, 1));
    rule.comparison = RULE_MORE_OR_EQUAL;
    assert_true(rule_is_true(&rule, 1, 1) && !rule_is_true(&rule, 0, 1));
    rule.comparison = RULE_LESS;
    assert_true(rule_is_true(&rule, 0, 1) && !rule_is_true(&rule, 1, 1));
    rule.comparison = RULE_LESS_OR_EQUAL;
    assert_true(rule_is_true(&rule, 1, 1) && !rule_is_true(&rule, 2, 1));
}

static void a_file_has_a_rule_a_line(void **state)
{
    (void)state;
    static const char TEXT[] = "\xef\xbb\xbf# what may not happen\r\n"
                               "fail total > +5%\r\n"
                               "\n"
                               "   budget\tf flat < 1% optional   \n"
                               "\t# more\n"
                               "fail g cum > +1pp";
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct rules rules = {.arena = &arena};
    struct error error = {0};
    assert_true(rules_add_file(&rules, STR("a\nb.rules"), str_from_c(TEXT), &error));
    assert_int_equal(rules.list.count, 3);
    assert_str(rules.list.at[0].source, "a\\x0ab.rules:2");
    assert_false(rules.list.at[0].is_budget);
    assert_str(rules.list.at[1].text, "f flat < 1% optional");
    assert_true(rules.list.at[1].is_budget && rules.list.at[1].is_optional);
    assert_str(rules.list.at[2].source, "a\\x0ab.rules:6");
    arena_fini(&store);
}

static void a_wrong_line_is_named(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"\n\nfile total > 1%", "\n\nfail", "\n\nbudget total",
                                        "\n\ntotal > +5%", "#\n\n\x1b"};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct rules rules = {.arena = &arena};
        struct error error = {0};
        assert_false(rules_add_file(&rules, STR("r"), str_from_c(TEXTS[i]), &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_true(strstr(error.text, "r:3") == error.text && !strchr(error.text, '\x1b'));
    }
    arena_fini(&store);
}

static void options_say_which_rule_is_wrong(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct settings settings;
    struct rules rules = {.arena = &arena};
    struct error error = {0};
    settings_init(&settings, &arena);
    assert_true(settings_set(&settings, STR("budget"), STR("f flat < 1%"), &error));
    assert_true(settings_set(&settings, STR("fail"), STR("total > +5%"), &error));
    assert_true(rules_add_options(&rules, &settings, &error));
    assert_int_equal(rules.list.count, 2);
    assert_true(!rules.list.at[0].is_budget && rules.list.at[1].is_budget);
    assert_true(settings_set(&settings, STR("budget"), STR("total"), &error));
    assert_false(rules_add_options(&rules, &settings, &error));
    assert_true(strstr(error.text, "--budget 'total', column 6:") == error.text);
    arena_fini(&store);
}

static void there_may_not_be_too_many(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct rules rules = {.arena = &arena};
    struct error error = {0};
    static char text[(RULES_MOST + 1) * 17];
    for (size_t i = 0; i <= RULES_MOST; i++)
        memcpy(text + i * 17, "fail total > +5%\n", 17);
    struct str whole = {text, sizeof text};
    assert_true(rules_add_file(&rules, STR("r"), str_slice(whole, 0, whole.size - 17), &error));
    assert_false(rules_add_file(&rules, STR("r"), STR("fail total > +5%"), &error));
    assert_true(strstr(error.text, "more than 1000") != NULL);
    arena_fini(&store);
}

int rule_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_read),
        cmocka_unit_test(what_is_no_rule_is_refused_with_the_place),
        cmocka_unit_test(comparisons_compare),
        cmocka_unit_test(a_file_has_a_rule_a_line),
        cmocka_unit_test(a_wrong_line_is_named),
        cmocka_unit_test(options_say_which_rule_is_wrong),
        cmocka_unit_test(there_may_not_be_too_many),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
