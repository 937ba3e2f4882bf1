/* The grammar of the prompt, and the errors that pprof has for it. */
#include "shell/line.h"
#include "base/arena.h"
#include "profile/profile.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

int line_tests(void);

static struct arena_store store;
static struct arena arena;
static struct shell_line line;

static int set_up(void **state)
{
    (void)state;
    arena = arena_init(&store, SIZE_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_fini(&store);
    return 0;
}

static void expect(const char *text, enum line_kind kind)
{
    struct error error = {.kind = ERROR_NONE};
    if (!line_read(&line, str_from_c(text), &arena, &error))
        print_error("%s: %s\n", text, error.text);
    assert_int_equal(error.kind, ERROR_NONE);
    assert_int_equal(line.kind, kind);
}

static void expect_error(const char *text, const char *expected)
{
    struct error error = {.kind = ERROR_NONE};
    assert_false(line_read(&line, str_from_c(text), &arena, &error));
    assert_string_equal(error.text, expected);
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void lines_of_few_words(void **state)
{
    (void)state;
    expect("", LINE_EMPTY);
    expect(" \t", LINE_EMPTY);
    expect("o", LINE_OPTIONS);
    expect("options and more", LINE_OPTIONS);
    expect("q", LINE_QUIT);
    expect("quit", LINE_QUIT);
    expect(" exit now", LINE_QUIT);
    expect("help", LINE_HELP);
    assert_str(line.topic, "");
    expect("help  top   10", LINE_HELP);
    assert_str(line.topic, "top 10");
}

static void options_are_set(void **state)
{
    (void)state;
    expect("focus=a.*b", LINE_SET);
    assert_str(line.variable.name, "focus");
    assert_str(line.value, "a.*b");
    expect("  focus  =  a = b //: said so //: twice", LINE_SET);
    assert_str(line.value, "a = b //: said so");
    expect("trim", LINE_SET);
    assert_str(line.value, "");
    expect("lines=1", LINE_SET);
    assert_str(line.variable.choice, "lines");
    expect("hide=", LINE_SET);
    assert_str(line.value, "");
    expect_error("focus", "please specify a value, e.g. focus=<val>");
    expect_error("granularity", "please specify a value, e.g. granularity=<val>");
    expect("cum", LINE_SET);
}

static void arguments_of_commands(void **state)
{
    (void)state;
    expect("top", LINE_COMMAND);
    assert_str(line.command.view, "top");
    assert_false(line.has_count || line.by_cum);
    expect("top 10 -cum a b -c -d >out", LINE_COMMAND);
    assert_int_equal(line.count, 10);
    assert_true(line.by_cum);
    assert_str(line.focus, "a|b");
    assert_str(line.ignore, "c|d");
    assert_str(line.output, "out");
    expect("tree --cum > out -", LINE_COMMAND);
    assert_true(line.by_cum);
    assert_str(line.output, "out");
    assert_str(line.ignore, "");
    expect("list >x 5 y", LINE_COMMAND);
    assert_str(line.pattern, ">x");
    assert_int_equal(line.count, 5);
    assert_str(line.focus, "y");
    expect_error("list", "command list requires an argument");
    expect_error("top >", "unexpected end of line after >");
}

static void numbers_are_of_32_bits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_count;
        int64_t count;
    } CASES[] = {{"top 2147483647", true, INT32_MAX},
                 {"top 2147483648", false, 0},
                 {"top -2147483648", true, INT32_MIN},
                 {"top -2147483649", false, 0},
                 {"top +7", true, 7},
                 {"top -1", true, -1},
                 {"top 1_0", false, 0},
                 {"top 0x5", false, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        expect(CASES[i].text, LINE_COMMAND);
        assert_int_equal(line.has_count, CASES[i].is_count);
        assert_int_equal(line.count, CASES[i].count);
    }
}

static void digits_behind_a_name(void **state)
{
    (void)state;
    expect("top10", LINE_COMMAND);
    assert_int_equal(line.count, 10);
    expect("top10 3", LINE_COMMAND);
    assert_int_equal(line.count, 3);
    expect("peek123", LINE_COMMAND);
    assert_str(line.pattern, "123");
    expect_error("10", "unrecognized command: \"10\"");
    expect_error("bogus10", "unrecognized command: \"bogus\"");
    expect_error("top=5", "unrecognized command: \"top=\"");
    expect_error("nodecount10 3", "did you mean: nodecount=10");
}

static void names_that_are_no_commands(void **state)
{
    (void)state;
    expect_error("focus main", "did you mean: focus=main");
    expect_error("cum 3", "did you mean: cum=3");
    expect_error("sort cum", "unrecognized command: \"sort\"");
    expect_error("TOP", "unrecognized command: \"TOP\"");
    expect_error("a\\b", "unrecognized command: \"a\\\\b\"");
    expect_error("boxes", "unrecognized command: \"boxes\"");
}

/* A profile of these types. */
static const struct profile *with_types(struct str *strings, size_t count)
{
    static struct value_type types[8];
    static struct profile profile;
    for (size_t i = 0; i < count; i++)
        types[i].type = (string_id)i;
    profile = (struct profile){
        .strings = strings, .string_count = count, .types = types, .type_count = count};
    return &profile;
}

static void types_are_shortcuts(void **state)
{
    (void)state;
    struct str strings[] = {STR("cpu"), STR("total_cpu"), STR("wall")}, lines[LINE_SHORTCUT];
    const struct profile *profile = with_types(strings, 3);
    assert_int_equal(line_expand(STR(" cpu "), profile, &arena, lines), 1);
    assert_str(lines[0], "sample_index=cpu");
    assert_int_equal(line_expand(STR("mean_wall"), profile, &arena, lines), 2);
    assert_str(lines[0], "mean=1");
    assert_str(lines[1], "sample_index=wall");
    assert_int_equal(line_expand(STR("total_wall"), profile, &arena, lines), 2);
    assert_str(lines[0], "mean=0");
    /* A type's own name goes before that of another. */
    assert_int_equal(line_expand(STR("total_cpu"), profile, &arena, lines), 1);
    assert_str(lines[0], "sample_index=total_cpu");
    assert_int_equal(line_expand(STR("cpu x"), profile, &arena, lines), 1);
    assert_str(lines[0], "cpu x");
    assert_int_equal(line_expand(STR(":"), profile, &arena, lines), LINE_SHORTCUT);
    assert_str(lines[4], "tagignore=");
}

static void every_command_is_found_by_its_name(void *context, const struct command *command)
{
    size_t *count = context;
    struct command found;
    assert_true(command_find(command->name, &found));
    assert_true(str_equal(found.view, command->view));
    assert_true(command->help.size && (command->view.size || command->missing.size));
    ++*count;
}

static void commands_are_pprofs_and_more(void **state)
{
    (void)state;
    size_t count = 0;
    struct command command;
    command_list(every_command_is_found_by_its_name, &count);
    assert_true(count > 25);
    assert_true(command_find(STR("flame"), &command) && command.is_own);
    assert_str(command.suffix, ".svg");
    assert_true(command_find(STR("pdf"), &command));
    assert_str(command.format, "pdf");
    assert_true(command_find(STR("disasm"), &command) && command.missing.size);
}

static void a_long_line_is_read_in_one_pass(void **state)
{
    (void)state;
    enum { SIZE = 4 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = i % 2 ? ' ' : 'a';
    memcpy(text, "top", 3);
    struct error error;
    assert_true(line_read(&line, (struct str){text, SIZE}, &arena, &error));
    assert_int_equal(line.focus.size, SIZE - 5);
    free(text);
}

int line_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_of_few_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(options_are_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arguments_of_commands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_of_32_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(digits_behind_a_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_that_are_no_commands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(types_are_shortcuts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(commands_are_pprofs_and_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_line_is_read_in_one_pass, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
