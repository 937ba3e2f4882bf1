/* Reading ahead, with and without threads: the same bytes, errors after them, and early ends. */
#include "base/ahead.h"
#include "unit/unit.h"

#include <stdlib.h>

int ahead_tests(void);

/* Makes bytes that depend on their place; fails or ends at `size`. */
struct producer {
    size_t made, size, most;
    bool failing;
    uint64_t random;
};

static unsigned char byte_at(size_t place)
{
    return (unsigned char)(place * 31 + (place >> 8));
}

static bool produce(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct producer *producer = context;
    size_t rest = producer->size - producer->made;
    size_t most = 1 + unit_random(&producer->random) % producer->most;
    *got = rest < size ? rest : size;
    *got = *got < most ? *got : most;
    if (!*got && producer->failing)
        return error_set(error, ERROR_IO, "after %zu bytes", producer->made);
    for (size_t i = 0; i < *got; i++)
        at[i] = byte_at(producer->made + i);
    producer->made += *got;
    return true;
}

/* Reads all, checking each byte; the number of them, and the error. */
static size_t drain(struct ahead *ahead, struct error *error)
{
    const unsigned char *at;
    size_t size, sum = 0;
    while (ahead_next(ahead, &at, &size, error) && size) {
        for (size_t i = 0; i < size; i++)
            if (at[i] != byte_at(sum + i))
                fail_msg("byte %zu is another", sum + i);
        sum += size;
    }
    return sum;
}

static void all_bytes_arrive_in_order(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 4095, 300000, 5000000};
    static const size_t MOST[] = {1000, 100000, SIZE_MAX / 2};
    for (int threaded = 0; threaded < 2; threaded++)
        for (size_t i = 0; i < 5; i++)
            for (size_t m = 0; m < 3; m++) {
                struct producer producer = {.size = SIZES[i], .most = MOST[m], .random = i + 1};
                struct error error = {0};
                struct ahead *ahead = ahead_open(produce, &producer, threaded);
                assert_int_equal(drain(ahead, &error), SIZES[i]);
                assert_int_equal(error.kind, ERROR_NONE);
                ahead_close(ahead);
            }
}

static void an_error_comes_after_all_bytes_before_it(void **state)
{
    (void)state;
    for (int threaded = 0; threaded < 2; threaded++) {
        struct producer producer = {.size = 1000000, .most = 50000, .failing = true, .random = 1};
        struct error error = {0};
        struct ahead *ahead = ahead_open(produce, &producer, threaded);
        assert_int_equal(drain(ahead, &error), 1000000);
        assert_int_equal(error.kind, ERROR_IO);
        assert_string_equal(error.text, "after 1000000 bytes");
        ahead_close(ahead);
    }
}

static void closing_in_the_middle_stops_the_producer(void **state)
{
    (void)state;
    for (int taken = 0; taken < 6; taken++)
        for (int threaded = 0; threaded < 2; threaded++) {
            struct producer producer = {.size = (size_t)1 << 40, .most = SIZE_MAX / 2, .random = 1};
            struct ahead *ahead = ahead_open(produce, &producer, threaded);
            const unsigned char *at;
            size_t size;
            for (int i = 0; i < taken; i++)
                assert_true(ahead_next(ahead, &at, &size, NULL) && size);
            ahead_close(ahead);
            assert_true(producer.made < 16 << 20);
        }
    ahead_close(NULL);
}

static void a_taken_block_stays_until_the_next_is_asked_for(void **state)
{
    (void)state;
    struct producer producer = {.size = 20000000, .most = SIZE_MAX / 2, .random = 1};
    struct ahead *ahead = ahead_open(produce, &producer, true);
    const unsigned char *at;
    size_t size, sum = 0;
    while (ahead_next(ahead, &at, &size, NULL) && size) {
        /* Time for the producer to run into the block, if it could. */
        for (int round = 0; round < 3; round++)
            for (size_t i = 0; i < size; i += 61)
                if (at[i] != byte_at(sum + i))
                    fail_msg("byte %zu was overwritten", sum + i);
        sum += size;
    }
    assert_int_equal(sum, 20000000);
    ahead_close(ahead);
}

int ahead_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_bytes_arrive_in_order),
        cmocka_unit_test(an_error_comes_after_all_bytes_before_it),
        cmocka_unit_test(closing_in_the_middle_stops_the_producer),
        cmocka_unit_test(a_taken_block_stays_until_the_next_is_asked_for),
    };
    return cmocka_run_group_tests_name("ahead", tests, NULL, NULL);
}
