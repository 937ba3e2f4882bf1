/* Options at the prompt: values, errors and the list of them, as pprof has them. */
#include "shell/variables.h"
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "unit/unit.h"

int variables_tests(void);

static struct arena_store store;
static struct arena arena;
static struct settings settings;
static struct variables own;
static struct variable_scope scope;

static int set_up(void **state)
{
    static struct str strings[] = {STR_INIT(""), STR_INIT("samples"), STR_INIT("cpu")};
    static const struct value_type TYPES[] = {{1, 0}, {2, 0}};
    static struct profile profile;
    (void)state;
    profile =
        (struct profile){.strings = strings, .string_count = 3, .types = TYPES, .type_count = 2};
    arena = arena_init(&store, SIZE_MAX);
    settings_init(&settings, &arena);
    own = (struct variables){false, false};
    scope = (struct variable_scope){&profile, &settings, &own};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_fini(&store);
    return 0;
}

static bool set(const char *name, const char *value, struct error *error)
{
    struct variable variable;
    assert_true(variable_find(str_from_c(name), &variable));
    return variable_set(&scope, &variable, str_from_c(value), error);
}

/* The value in the list of options, without what fills its column. */
static void expect_shown(const char *name, const char *expected)
{
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    sink_text(&sink, STR("\n"));
    variable_print(&scope, true, &sink);
    struct str text = sink_str(&sink), key;
    struct sink line;
    sink_init_buffer(&line, &arena, UINT64_MAX);
    sink_text(&line, STR("\n  "));
    sink_text(&line, str_from_c(name));
    sink_char(&line, ' ');
    key = sink_str(&line);
    size_t at = str_find_str(text, key);
    assert_int_not_equal(at, STR_NONE);
    text = str_skip(text, at + 1);
    text = str_skip(text, str_find_str(text, STR(" = ")) + 3);
    text = str_slice(text, 0, str_find(text, '\n'));
    while (text.size && text.at[text.size - 1] == ' ')
        text.size--;
    assert_str(text, expected);
}

static void expect(const char *name, const char *value, const char *shown)
{
    struct error error = {.kind = ERROR_NONE};
    if (!set(name, value, &error))
        print_error("%s=%s: %s\n", name, value, error.text);
    assert_int_equal(error.kind, ERROR_NONE);
    expect_shown(name, shown);
}

static void expect_error(const char *name, const char *value, const char *text)
{
    struct error error = {.kind = ERROR_NONE};
    assert_false(set(name, value, &error));
    assert_string_equal(error.text, text);
}

static void values_are_shown_as_go_prints_them(void **state)
{
    (void)state;
    expect_shown("nodecount", "-1                   //: default");
    expect_shown("granularity",
                 "(default)            //: [addresses | filefunctions | files | functions | "
                 "lines]");
    expect_shown("sample_index", "cpu                  //: [samples | cpu]");
    expect_shown("focus", "\"\"");
    expect("divide_by", "0.001", "0.001");
    expect("divide_by", "1e-5", "1e-05");
    expect("divide_by", "1000000", "1e+06");
    expect("divide_by", "123456789", "1.23456789e+08");
    expect("divide_by", "100000", "100000");
    expect("divide_by", "0.1", "0.1");
    expect("divide_by", "-2.50", "-2.5");
    expect("divide_by", "nan", "NaN");
    expect("divide_by", "-inf", "-Inf");
    expect("divide_by", "0x1p-2", "0.25");
    expect("divide_by", "0", "0");
}

static void values_of_each_type(void **state)
{
    (void)state;
    expect("nodecount", "+12", "12");
    expect("trim", "NO", "false");
    expect("trim", "", "true");
    expect("normalize", "t", "true");
    assert_false(settings.normalize);
    expect("sample_index", "0", "samples              //: [samples | cpu]");
    expect("sample_index", "", "cpu                  //: [samples | cpu]");
    expect("sort", "cum", "cum                  //: [cum | flat]");
    expect("focus", "caf\xc3\xa9", "caf\xc3\xa9");
    expect("width", "500", "500");
    assert_true(set("lines", "1", NULL));
    assert_int_equal(settings.granularity, 4);
}

static void errors_are_pprofs(void **state)
{
    (void)state;
    expect_error("nodecount", "x", "strconv.Atoi: parsing \"x\": invalid syntax");
    expect_error("nodecount", "99999999999999999999",
                 "strconv.Atoi: parsing \"99999999999999999999\": value out of range");
    expect_error("nodecount", "1_0", "strconv.Atoi: parsing \"1_0\": invalid syntax");
    expect_error("edgefraction", "", "strconv.ParseFloat: parsing \"\": invalid syntax");
    expect_error("edgefraction", "1e999",
                 "strconv.ParseFloat: parsing \"1e999\": value out of range");
    expect_error("trim", "maybe", "illegal value \"maybe\" for bool variable");
    expect_error("sort", "best", "invalid \"sort\" value \"best\"");
    expect_error("granularity", "", "invalid \"granularity\" value \"\"");
    expect_error("cum", "", "unknown config field \"cum\"");
    expect_error("cum", "yes", "unknown config field \"cum\"");
    expect_error("cum", "false", "unknown config field \"cum\"");
    expect_error("sample_index", "wall", "sample_index \"wall\" must be one of: [samples cpu]");
    expect_error("sample_index", "2", "sample_index 2 is outside the range [0..1]");
}

static void every_option_is_found(void *context, const struct variable *variable)
{
    struct variable found;
    size_t *count = context;
    assert_true(variable_find(variable->name, &found));
    assert_true(variable->help.size > 0);
    ++*count;
}

static void what_belongs_to_the_start_is_no_option(void **state)
{
    (void)state;
    struct variable variable;
    size_t count = 0;
    variable_list(every_option_is_found, &count);
    assert_true(count > 50);
    assert_false(variable_find(STR("base"), &variable));
    assert_false(variable_find(STR("format"), &variable));
    assert_false(variable_find(STR("max_memory"), &variable));
}

int variables_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_shown_as_go_prints_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_of_each_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(errors_are_pprofs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_belongs_to_the_start_is_no_option, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
