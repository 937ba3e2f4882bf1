/* Base64: the examples of RFC 4648, every byte, and lengths around the buffer's. */
#include "base/base64.h"
#include "base/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
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

int base64_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_hold),
        cmocka_unit_test(bytes_above_127_are_not_negative),
        cmocka_unit_test(all_lengths_and_bytes_come_back),
    };
    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
