/* From names to what is asked, and what is said of it. */
#include "live/url.h"
#include "base/arena.h"
#include "base/error.h"
#include "unit/unit.h"

int url_target_tests(void);

static struct arena_store store;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_init(&store, SIZE_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_fini(&store);
    return 0;
}

static struct live_target read_as(const char *source, const char *path, double seconds)
{
    struct live_target target;
    struct error error = {.kind = ERROR_NONE};
    if (!live_target_read(&target, str_from_c(source), str_from_c(path), seconds, &arena, &error))
        fail_msg("%s: %s", source, error.text);
    return target;
}

static void seconds_are_set_in_the_query(void **state)
{
    (void)state;
    struct live_target target = read_as("h:1", "", 0);
    assert_str(target.url, "http://h:1/debug/pprof/profile");
    assert_true(target.seconds == 0 && target.usual == 30);
    target = read_as("h:1", "", 5);
    assert_str(target.url, "http://h:1/debug/pprof/profile?seconds=5");
    assert_true(target.seconds == 5);
    target = read_as("h:1/heap?seconds=9&gc=1&seconds=8", "", 0.2);
    assert_str(target.url, "http://h:1/heap?gc=1&seconds=1");
    assert_true(target.seconds == 1 && target.usual == 0);
    target = read_as("h:1/heap?seconds=9&gc=1", "", 0);
    assert_str(target.url, "http://h:1/heap?seconds=9&gc=1");
    assert_true(target.seconds == 9);
    target = read_as("h:1?seconds=-3&seconds=x", "", 0);
    assert_true(target.seconds == 0);
    target = read_as("h:1", "", 1e300);
    assert_true(target.seconds == 1e9);
}

static void another_path_replaces_the_own_one(void **state)
{
    (void)state;
    assert_str(read_as("h:1/x?key=k&seconds=3", "/debug/pprof/heap", 0).url,
               "http://h:1/debug/pprof/heap?key=k");
    assert_str(read_as("h:1/x?key=k&seconds=3", "/debug/pprof/heap", 7).url,
               "http://h:1/debug/pprof/heap?key=k&seconds=7");
    assert_str(read_as("h:1/x?key=k", "/y?debug=2", 0).url, "http://h:1/y?debug=2");
    struct live_target target = read_as("unix:/a.sock", "/debug/pprof/heap", 0);
    assert_str(target.url, "http://localhost/debug/pprof/heap");
    assert_str(target.socket, "/a.sock");
}

static void hosts_are_as_they_were_written(void **state)
{
    (void)state;
    assert_str(read_as(":6060/x", "", 0).url, "http://localhost:6060/x");
    assert_str(read_as("https+insecure://h/x", "", 0).url, "https://h/x");
    assert_true(read_as("https+insecure://h/x", "", 0).is_insecure);
    assert_false(read_as("https://h/x", "", 0).is_insecure);
}

static void users_become_authorization(void **state)
{
    (void)state;
    assert_str(read_as("http://h/x", "", 0).authorization, "");
    assert_str(read_as("http://user:pass@h/x", "", 0).authorization,
               "Authorization: Basic dXNlcjpwYXNz");
    assert_str(read_as("http://user@h/x", "", 0).authorization, "Authorization: Basic dXNlcjo=");
    assert_str(read_as("http://us%65r:p%61ss%@h/x", "", 0).authorization,
               "Authorization: Basic dXNlcjpwYXNzJQ==");
    assert_str(read_as("http://user:pass@h/x", "", 0).url, "http://h/x");
}

static void secrets_are_not_said(void **state)
{
    (void)state;
    static const char *const ROWS[][2] = {
        {"http://user:pass@h/x", "http://h/x"},
        {"http://h/x?seconds=5&debug=1&gc=1", "http://h/x?seconds=5&debug=1&gc=1"},
        {"http://h/x?token=abc&seconds=5", "http://h/x?token=...&seconds=5"},
        {"http://h/x?seconds=abc", "http://h/x?seconds=..."},
        {"http://h/x?abc", "http://h/x?..."},
        {"https+insecure://h/x", "https+insecure://h/x"},
        {"unix:/run/a.sock", "unix:/run/a.sock:/debug/pprof/profile"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_str(read_as(ROWS[i][0], "", 0).said, ROWS[i][1]);
}

static void what_is_no_url_is_refused_without_its_user(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"http://u:s3cret@h/a b",  "http://u:s3cret@h/a\x01",
                                        "http://u:s3cret@h\\x/a", "http://u:s3c\\ret@h/",
                                        "http://u:s3cret@h/\x7f", "ftp://u:s3cret@h/x",
                                        "http://u:s3cret@"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct live_target target;
        struct error error = {.kind = ERROR_NONE};
        assert_false(live_target_read(&target, str_from_c(NAMES[i]), STR(""), 0, &arena, &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_null(strstr(error.text, "s3c"));
    }
}

int url_target_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_are_set_in_the_query),
        cmocka_unit_test(another_path_replaces_the_own_one),
        cmocka_unit_test(hosts_are_as_they_were_written),
        cmocka_unit_test(users_become_authorization),
        cmocka_unit_test(secrets_are_not_said),
        cmocka_unit_test(what_is_no_url_is_refused_without_its_user),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
