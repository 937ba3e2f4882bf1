/* Header lines that are taken and refused. */
#include "live/headers.h"
#include "base/arena.h"
#include "options/settings.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int headers_tests(void);

static bool read_one(struct live_headers *headers, struct str line, struct error *error)
{
    static struct arena_store store;
    arena_fini(&store);
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct texts values = {&line, 1};
    *error = (struct error){.kind = ERROR_NONE};
    return live_headers_read(headers, &values, &arena, error);
}

static void lines_are_taken(void **state)
{
    (void)state;
    struct live_headers headers;
    struct error error;
    static const char *const LINES[] = {"A: b", "a-b_c.1:", "X:y:z", "Accept: a/b, c;\td"};
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        assert_true(read_one(&headers, str_from_c(LINES[i]), &error));
        assert_int_equal(headers.count, 1);
        assert_str(headers.lines[0], LINES[i]);
        assert_false(headers.has_authorization);
    }
    assert_true(read_one(&headers, STR("aUTHORIZATION: x"), &error));
    assert_true(headers.has_authorization);
}

static void what_is_none_is_refused_and_not_shown(void **state)
{
    (void)state;
    struct live_headers headers;
    struct error error;
    static const struct str LINES[] = {STR_INIT(""),
                                       STR_INIT("s3cret"),
                                       STR_INIT(": s3cret"),
                                       STR_INIT("A b: c"),
                                       STR_INIT("A: s3cret\r\n"),
                                       STR_INIT("A: s3cret\nB: c"),
                                       STR_INIT("A\n: b"),
                                       STR_INIT("A: s3cret\0"),
                                       STR_INIT("\xc3\xa4: s3cret"),
                                       STR_INIT("A: \x7f"),
                                       STR_INIT("@")};
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        assert_false(read_one(&headers, LINES[i], &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_null(strstr(error.text, "s3cret"));
    }
}

static void files_hold_lines(void **state)
{
    (void)state;
    struct live_headers headers;
    struct error error;
    char name[] = "@/tmp/render-headers-XXXXXX";
    int fd = mkstemp(name + 1);
    assert_true(fd >= 0 && write(fd, "A: b\r\n\n\r\nC: d", 13) == 13);
    bool ok = read_one(&headers, str_from_c(name), &error);
    assert_true(ok && headers.count == 2);
    assert_str(headers.lines[0], "A: b");
    assert_str(headers.lines[1], "C: d");
    assert_true(write(fd, "\ns3cret\n", 8) == 8);
    assert_false(read_one(&headers, str_from_c(name), &error));
    assert_null(strstr(error.text, "s3cret"));
    assert_non_null(strstr(error.text, "line 5"));
    assert_int_equal(ftruncate(fd, 1 << 20), 0);
    assert_false(read_one(&headers, str_from_c(name), &error));
    close(fd);
    unlink(name + 1);
    assert_false(read_one(&headers, str_from_c(name), &error));
    assert_int_equal(error.kind, ERROR_IO);
}

int headers_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_taken),
        cmocka_unit_test(what_is_none_is_refused_and_not_shown),
        cmocka_unit_test(files_hold_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
