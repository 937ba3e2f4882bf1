/* Messages, quotes, and the table of exit codes. */
#include "base/error.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "unit/unit.h"

int error_tests(void);

static void raising_is_one_line(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_INPUT, "byte %d", 7));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.text, "byte 7");
    assert_false(error_set(NULL, ERROR_INPUT, "nobody listens"));
}

static void a_long_message_is_cut(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, ERROR_IO, "%2000d", 7);
    assert_int_equal(strlen(error.text), ERROR_TEXT - 1);
}

static void kinds_have_exit_codes_and_statuses(void **state)
{
    (void)state;
    static const int EXIT[] = {0, 1, 2, 3, 4, 5};
    for (int kind = 0; kind < ERROR_KINDS; kind++) {
        assert_int_equal(error_exit_code((enum error_kind)kind), EXIT[kind]);
        int status = error_http_status((enum error_kind)kind);
        assert_true(kind == ERROR_NONE ? status == 200 : status >= 400 && status < 600);
    }
}

static void short_texts_are_quoted_whole(void **state)
{
    (void)state;
    assert_string_equal(error_quote(STR("cpu.pb.gz")).text, "cpu.pb.gz");
    assert_string_equal(error_quote(STR("")).text, "");
    assert_string_equal(error_quote(STR("a\nb\x1b[0m")).text, "a\\x0ab\\x1b[0m");
}

static void long_texts_are_cut_in_the_middle(void **state)
{
    (void)state;
    char text[500];
    memset(text, 'x', sizeof text);
    memcpy(text, "begin", 5);
    memcpy(text + 497, "end", 3);
    struct error_quote quote = error_quote((struct str){text, sizeof text});
    assert_memory_equal(quote.text, "begin", 5);
    assert_non_null(strstr(quote.text, "..."));
    assert_string_equal(quote.text + strlen(quote.text) - 3, "end");
    assert_true(strlen(quote.text) < sizeof quote.text);
}

static void expect_safe(struct str text)
{
    struct error_quote quote = error_quote(text);
    struct str out = str_from_c(quote.text);
    size_t size;
    for (struct str rest = out; rest.size; rest = str_skip(rest, size)) {
        uint32_t point = utf8_decode(rest, &size);
        if (point == UTF8_INVALID || utf8_is_unsafe(point))
            fail_msg("a quote of %zu bytes holds an unsafe byte at %zu of %zu", text.size,
                     out.size - rest.size, out.size);
    }
}

static void quotes_are_safe_whatever_the_text(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "\xff", "\x1b", "\xe2\x82\xac", "a", "\xf0\x9f\x98\x80", "\xe2\x80\xae", "\xc3\xa4", "\n"};
    uint64_t random = 7;
    for (int i = 0; i < 20000; i++) {
        char text[400];
        size_t size = 0, most = unit_random(&random) % 390;
        size_t kinds = 1 + unit_random(&random) % 8, first = unit_random(&random) % 8;
        while (size < most) {
            const char *piece = PIECES[(first + unit_random(&random) % kinds) % 8];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        expect_safe((struct str){text, size});
    }
}

int error_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(raising_is_one_line),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(kinds_have_exit_codes_and_statuses),
        cmocka_unit_test(short_texts_are_quoted_whole),
        cmocka_unit_test(long_texts_are_cut_in_the_middle),
        cmocka_unit_test(quotes_are_safe_whatever_the_text),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
