/* Base64: the examples of RFC 4648, every byte, and lengths around the buffer's. */
#include "base/base64.h"
#include "base/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

int base64_tests(void);

static void expect(struct str data, const char *expected)
{
    char buffer[1024];
    struct sink sink;
    sink_init_fixed(&sink, buffer, sizeof buffer - 1);
    sink_base64(&sink, data);
    assert_true(sink_close(&sink, NULL));
    buffer[sink.used] = 0;
    assert_string_equal(buffer, expected);
}

static void the_examples_of_the_standard_hold(void **state)
{
    (void)state;
    expect(STR(""), "");
    expect((struct str){NULL, 0}, "");
    expect(STR("f"), "Zg==");
    expect(STR("fo"), "Zm8=");
    expect(STR("foo"), "Zm9v");
    expect(STR("foob"), "Zm9vYg==");
    expect(STR("fooba"), "Zm9vYmE=");
    expect(STR("foobar"), "Zm9vYmFy");
}

static void bytes_above_127_are_not_negative(void **state)
{
    (void)state;
    expect(STR("\xff\xff\xff"), "////");
    expect(STR("\xfb\xef\xbe"), "++++");
    expect(STR("\x00\x00\x00\x80"), "AAAAgA==");
    expect(STR("\xff"), "/w==");
}

static int digit_value(char digit)
{
    return digit >= 'A' && digit <= 'Z'   ? digit - 'A'
           : digit >= 'a' && digit <= 'z' ? digit - 'a' + 26
           : digit >= '0' && digit <= '9' ? digit - '0' + 52
           : digit == '+'                 ? 62
           : digit == '/'                 ? 63
                                          : -1;
}

/* Reads digits back in the plainest way there is, bit by bit. */
static void check_back(struct str data, struct str text)
{
    assert_int_equal(text.size, (data.size + 2) / 3 * 4);
    for (size_t bit = 0; bit < data.size * 8; bit++) {
        int value = digit_value(text.at[bit / 6]);
        assert_true(value >= 0);
        assert_int_equal(value >> (5 - bit % 6) & 1,
                         (unsigned char)data.at[bit / 8] >> (7 - bit % 8) & 1);
    }
    size_t digits = (data.size * 8 + 5) / 6;
    for (size_t i = digits; i < text.size; i++)
        assert_int_equal(text.at[i], '=');
}

static void all_lengths_and_bytes_come_back(void **state)
{
    (void)state;
    char bytes[600], buffer[1024];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 + i / 256);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        struct sink sink;
        sink_init_fixed(&sink, buffer, sizeof buffer);
        sink_base64(&sink, (struct str){bytes, size});
        check_back((struct str){bytes, size}, sink_str(&sink));
    }
}

/* Reads text in parts of so many bytes; whether it is base64 to its end. */
static bool read_back(struct str text, size_t part, char *to, size_t *size)
{
    struct base64_reader reader;
    base64_reader_init(&reader);
    *size = 0;
    for (size_t made; text.size; text = str_skip(text, part)) {
        struct str now = str_slice(text, 0, part);
        bool ok = base64_read(&reader, now, to + *size, &made);
        assert_true(made <= base64_room(now.size));
        *size += made;
        if (!ok)
            return false;
    }
    return base64_ended(&reader);
}

static void what_is_written_is_read_in_parts_of_any_size(void **state)
{
    (void)state;
    char bytes[100], text[200], back[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37);
    for (size_t size = 0; size <= sizeof bytes; size++)
        for (size_t part = 1; part <= 9; part++) {
            struct sink sink;
            size_t made;
            sink_init_fixed(&sink, text, sizeof text);
            sink_base64(&sink, (struct str){bytes, size});
            assert_true(read_back(sink_str(&sink), part, back, &made));
            assert_int_equal(made, size);
            assert_memory_equal(back, bytes, size);
            /* Without the padding, too. */
            struct str bare = str_slice(sink_str(&sink), 0, (size * 8 + 5) / 6);
            assert_true(read_back(bare, part, back, &made));
            assert_int_equal(made, size);
        }
}

static void white_space_is_nothing_and_other_bytes_are_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *text, *bytes; /* NULL: no base64 */
    } CASES[] = {{" Zm9v\r\n\tYmFy\f\n", "foobar"},
                 {"Z m 8 =\n", "fo"},
                 {"Z", NULL},
                 {"Zg=", NULL},
                 {"Zg==Zg==", NULL},
                 {"=", NULL},
                 {"Z===", NULL},
                 {"Zm9v=", NULL},
                 {"Zm-v", NULL},
                 {"Zm9_", NULL},
                 {"Zm9\xc3", NULL},
                 {"Zm8=\n=", NULL},
                 {"", ""}};
    char back[64];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (size_t part = 1; part < 6; part++) {
            size_t made;
            bool ok = read_back(str_from_c(CASES[i].text), part, back, &made);
            assert_int_equal(ok, CASES[i].bytes != NULL);
            if (!ok)
                continue;
            assert_int_equal(made, strlen(CASES[i].bytes));
            assert_memory_equal(back, CASES[i].bytes, made);
        }
}

int base64_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_hold),
        cmocka_unit_test(bytes_above_127_are_not_negative),
        cmocka_unit_test(all_lengths_and_bytes_come_back),
        cmocka_unit_test(what_is_written_is_read_in_parts_of_any_size),
        cmocka_unit_test(white_space_is_nothing_and_other_bytes_are_an_error),
    };
    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
