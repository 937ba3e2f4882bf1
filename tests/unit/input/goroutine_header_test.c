/* The line above a stack. */
#include "input/goroutine_header.h"
#include "base/arena.h"
#include "base/sink.h"
#include "unit/unit.h"

int goroutine_header_tests(void);

static struct goroutine_header header_of(const char *line)
{
    struct goroutine_header header;
    if (!goroutine_header_read(&header, str_from_c(line)))
        fail_msg("%s", line);
    return header;
}

static void what_a_goroutine_waits_for_and_how_long(void **state)
{
    (void)state;
    struct goroutine_header header = header_of("goroutine 18 [chan receive, 12 minutes]:");
    assert_int_equal(header.id, 18);
    assert_str(header.state, "chan receive");
    assert_int_equal(header.minutes, 12);
    assert_false(header.is_locked);
    assert_int_equal(header.labels.size, 0);
    header = header_of("goroutine 1 [running]:");
    assert_str(header.state, "running");
    assert_int_equal(header.minutes, 0);
    header = header_of("goroutine 0 [idle]:");
    assert_int_equal(header.id, 0);
}

static void states_keep_their_parentheses_but_scan(void **state)
{
    (void)state;
    assert_str(header_of("goroutine 7 [chan send (nil chan)]:").state, "chan send (nil chan)");
    assert_str(header_of("goroutine 7 [select (no cases), 2 minutes]:").state, "select (no cases)");
    assert_str(header_of("goroutine 7 [chan send (leaked)]:").state, "chan send (leaked)");
    assert_str(header_of("goroutine 7 [select (durable), synctest bubble 3]:").state,
               "select (durable)");
    assert_str(header_of("goroutine 7 [sync.Mutex.Lock (scan), 3 minutes]:").state,
               "sync.Mutex.Lock");
}

static void attributes_come_in_any_number(void **state)
{
    (void)state;
    struct goroutine_header header =
        header_of("goroutine 5 [IO wait, 3 minutes, locked to thread, synctest bubble 12]:");
    assert_int_equal(header.minutes, 3);
    assert_true(header.is_locked);
    assert_str(header.bubble, "12");
    header = header_of("goroutine 5 [syscall, something new, 4 minutes]:");
    assert_int_equal(header.minutes, 4);
    header = header_of("goroutine 5 [sleep, -4 minutes, 99999999999999999999 minutes]:");
    assert_int_equal(header.minutes, 0);
}

static void pointers_may_stand_before_the_state(void **state)
{
    (void)state;
    struct goroutine_header header =
        header_of("goroutine 1 gp=0xc000002380 m=0 mp=0x5a1e40 [running]:");
    assert_int_equal(header.id, 1);
    assert_str(header.state, "running");
    assert_str(header_of("goroutine 18 gp=0xc000180000 m=nil [force gc (idle)]:").state,
               "force gc (idle)");
}

static void other_lines_are_none(void **state)
{
    (void)state;
    static const char *const OTHERS[] = {"goroutine",
                                         "goroutine 1",
                                         "goroutine 1 [running]",
                                         "goroutine 1 []:",
                                         "goroutine [x]:",
                                         "goroutine 1 ]:",
                                         "goroutine 1[running]:",
                                         "goroutine x [running]:",
                                         "goroutine -1 [x]:",
                                         "goroutine 99999999999999999999 [running]:",
                                         " goroutine 1 [running]:",
                                         "goroutine 1 was [here]:",
                                         "[originating from goroutine 1]:",
                                         "goroutine 1 [, 3 minutes]:"};
    struct goroutine_header header;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (goroutine_header_read(&header, str_from_c(OTHERS[i])))
            fail_msg("%s", OTHERS[i]);
}

/* The labels as key=value lines. */
static void assert_labels(const char *line, const char *expected)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct goroutine_header header = header_of(line);
    struct sink key, value, all;
    sink_init_buffer(&key, &arena, UINT64_MAX);
    sink_init_buffer(&value, &arena, UINT64_MAX);
    sink_init_buffer(&all, &arena, UINT64_MAX);
    sink_char(&all, '\n');
    while (goroutine_header_label(&header.labels, &key, &value)) {
        sink_text(&all, sink_str(&key));
        sink_char(&all, '=');
        sink_text(&all, sink_str(&value));
        sink_char(&all, '\n');
    }
    assert_str(str_skip(sink_str(&all), 1), expected);
    arena_fini(&store);
}

static void labels_are_unquoted(void **state)
{
    (void)state;
    assert_labels("goroutine 3 [select, 2 minutes labels:{\"a\": \"b\", \"c, d\": \"e}]:\"}]:",
                  "a=b\nc, d=e}]:\n");
    assert_labels("goroutine 3 [select labels:{\"q\": \"a \\\"b\\\" \\\\ \\n\\x01\\u00e9\"}]:",
                  "q=a \"b\" \\ \n\x01\xc3\xa9\n");
    assert_labels("goroutine 3 [select labels:{\"\": \"\"}]:", "=\n");
    assert_str(header_of("goroutine 3 [select, 2 minutes labels:{\"a\": \"b\"}]:").state, "select");
}

static void broken_labels_end_where_they_break(void **state)
{
    (void)state;
    assert_labels("goroutine 3 [select labels:{\"a\": \"b\", c}]:", "a=b\n");
    assert_labels("goroutine 3 [select labels:{\"a\": \"\\q\"}]:", "");
    assert_labels("goroutine 3 [select labels:{\"a\": \"\\u12\"}]:", "");
    assert_labels("goroutine 3 [select labels:{\"a\": \"\\Uffffffff\"}]:", "");
    assert_labels("goroutine 3 [select labels:{\"a\": \"b}]:", "");
    assert_labels("goroutine 3 [select labels:{}]:", "");
}

int goroutine_header_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_goroutine_waits_for_and_how_long),
        cmocka_unit_test(states_keep_their_parentheses_but_scan),
        cmocka_unit_test(attributes_come_in_any_number),
        cmocka_unit_test(pointers_may_stand_before_the_state),
        cmocka_unit_test(other_lines_are_none),
        cmocka_unit_test(labels_are_unquoted),
        cmocka_unit_test(broken_labels_end_where_they_break),
    };
    return cmocka_run_group_tests_name("goroutine_header", tests, NULL, NULL);
}
