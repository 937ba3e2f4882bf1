/* CPU profiles in words. */
#include "input/said.h"
#include "unit/unit.h"

#include <stdio.h>

int legacy_cpu_tests(void);

struct words {
    char bytes[4096];
    size_t size, word;
    bool big_endian;
};

static void put(struct words *words, const uint64_t *values, size_t count)
{
    for (size_t i = 0; i < count * words->word; i++) {
        size_t n = i % words->word;
        unsigned shift = (unsigned)(8 * (words->big_endian ? words->word - 1 - n : n));
        words->bytes[words->size++] = (char)(values[i / words->word] >> shift & 0xff);
    }
}

#define PUT(words, ...)                                                                            \
    put((words), (const uint64_t[]){__VA_ARGS__},                                                  \
        sizeof(const uint64_t[]){__VA_ARGS__} / sizeof(uint64_t))

static void put_text(struct words *words, const char *text)
{
    memcpy(words->bytes + words->size, text, strlen(text));
    words->size += strlen(text);
}

static struct str str_of(const struct words *words)
{
    return (struct str){words->bytes, words->size};
}

static void words_are_of_two_sizes_and_orders(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct words words = {.word = i < 2 ? 4 : 8, .big_endian = i & 1};
        PUT(&words, 0, 3, 0, 10000, 0);
        PUT(&words, 5, 3, 0x1000, 0x2000, 0x3000, 1, 2, 0x1000, 0x2001, 2, 1, 0x7000, 1, 0);
        PUT(&words, 0, 1, 0);
        put_text(&words, "1000-4000 r-xp 0 08:01 5 /main\n");
        assert_head(str_of(&words), "samples/count cpu/nanoseconds; period cpu/nanoseconds "
                                    "10000000; duration 0");
        assert_samples(str_of(&words), "5 50000000 : 1000@1 1fff@1 2fff@1\n"
                                       "1 10000000 : 1000@1 2000@1\n2 20000000 : 7000@2\n"
                                       "1 10000000 :\n");
        assert_mappings(str_of(&words), "1000-4000@0 /main \n0-ffffffffffffffff@0  \n");
    }
}

static void the_handlers_frame_is_removed(void **state)
{
    (void)state;
    for (uint64_t others = 1; others < 3; others++) {
        struct words words = {.word = 8};
        char expected[4096] = "";
        PUT(&words, 0, 3, 0, 1, 0);
        for (uint64_t i = 0; i < 32; i++) {
            uint64_t address = 0x3001 + i;
            const char *middle = i < others ? " 8ff@1" : others > 1 ? " 1ff@1" : "";
            PUT(&words, 1, 3, 0x100, i < others ? 0x900 : 0x200, address);
            snprintf(expected + strlen(expected), sizeof expected - strlen(expected),
                     "1 1000 : 100@1%s %llx@1\n", middle, (unsigned long long)address - 1);
        }
        PUT(&words, 0, 1, 0);
        assert_samples(str_of(&words), expected);
    }
}

static void two_frames_at_most_are_removed(void **state)
{
    (void)state;
    struct words words = {.word = 4};
    PUT(&words, 0, 3, 0, 1, 0);
    PUT(&words, 1, 5, 0x100, 0x200, 0x300, 0x400, 0x500);
    PUT(&words, 1, 5, 0x110, 0x200, 0x300, 0x400, 0x500);
    assert_samples(str_of(&words), "1 1000 : 100@1 3ff@1 4ff@1\n1 1000 : 110@1 3ff@1 4ff@1\n");
}

static void a_leaf_seen_twice_is_one(void **state)
{
    (void)state;
    struct words words = {.word = 8};
    PUT(&words, 0, 3, 0, 1, 0);
    PUT(&words, 1, 3, 0x100, 0x100, 0x200, 1, 3, 0x120, 0x200, 0x300);
    assert_samples(str_of(&words), "1 1000 : 100@1 1ff@1\n1 1000 : 120@1 1ff@1 2ff@1\n");
}

static void java_has_names_after_the_words(void **state)
{
    (void)state;
    struct words words = {.word = 8};
    PUT(&words, 0, 3, 1, 10000, 0);
    PUT(&words, 3, 3, 5, 6, 6, 1, 1, 7, 0, 1, 0);
    put_text(&words, "0x5 a.b (c.java:7)\n 0x6 GC");
    assert_samples(str_of(&words), "3 30000000 : a.b(c.java:7) GC GC\n1 10000000 : 0@1\n");
}

static void missing_words_are_0_where_a_stack_is_cut(void **state)
{
    (void)state;
    struct words words = {.word = 8};
    PUT(&words, 0, 3, 0, 1, 0);
    PUT(&words, 1, 2, 0x100, 0x200, 1, 2, 0x100);
    assert_samples(str_of(&words), "1 1000 : 100@1 1ff@1\n1 1000 : 100@1 ffffffffffffffff@1\n");
    words.size -= 8;
    assert_refused(str_of(&words), "byte 72 ");
    words.size -= 8;
    assert_refused(str_of(&words), "byte 72 ");
}

static void the_header_has_all_its_words(void **state)
{
    (void)state;
    static const uint64_t BAD[][5] = {
        {1, 3, 0, 1, 0}, {0, 2, 0, 1, 0}, {0, 3, 2, 1, 0}, {0, 3, 0, 0, 0}, {0, 3, 0, 1, 1}};
    for (size_t i = 0; i < 5; i++) {
        struct words words = {.word = 8};
        put(&words, BAD[i], 5);
        assert_unknown(str_of(&words));
    }
    struct words words = {.word = 8};
    PUT(&words, 0, 3, 0, 1, 0);
    assert_samples(str_of(&words), "");
    words.size--;
    assert_unknown(str_of(&words));
}

int legacy_cpu_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_of_two_sizes_and_orders),
        cmocka_unit_test(the_handlers_frame_is_removed),
        cmocka_unit_test(two_frames_at_most_are_removed),
        cmocka_unit_test(a_leaf_seen_twice_is_one),
        cmocka_unit_test(java_has_names_after_the_words),
        cmocka_unit_test(missing_words_are_0_where_a_stack_is_cut),
        cmocka_unit_test(the_header_has_all_its_words),
    };
    return cmocka_run_group_tests_name("legacy cpu", tests, NULL, NULL);
}
