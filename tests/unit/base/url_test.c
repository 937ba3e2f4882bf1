/* Which names are URLs, their parts, and what they are called. */
#include "base/url.h"
#include "base/arena.h"
#include "unit/unit.h"

int url_tests(void);

struct row {
    const char *name, *socket, *user, *host, *path, *query;
    bool is_tls, is_insecure;
};

#define CPU "/debug/pprof/profile"

static void forms_are_split(void **state)
{
    (void)state;
    static const struct row ROWS[] = {
        {"http://h/x", "", "", "h", "/x", "", false, false},
        {"HTTPS://h:1/x?a=b&c", "", "", "h:1", "/x", "a=b&c", true, false},
        {"https+insecure://h", "", "", "h", CPU, "", true, true},
        {"http://u:p%40@h:80/x#y?z", "", "u:p%40", "h:80", "/x", "", false, false},
        {"http://u@v@h/x", "", "u@v", "h", "/x", "", false, false},
        {"http://h?a=/b", "", "", "h", CPU, "a=/b", false, false},
        {"http://[::1]:6060/", "", "", "[::1]:6060", CPU, "", false, false},
        {"localhost:6060", "", "", "localhost:6060", CPU, "", false, false},
        {"localhost:6060/", "", "", "localhost:6060", CPU, "", false, false},
        {"a-b.c_d:1/x/y?q", "", "", "a-b.c_d:1", "/x/y", "q", false, false},
        {":6060/heap", "", "", ":6060", "/heap", "", false, false},
        {"[fe80::1%eth0]:65535?s=1", "", "", "[fe80::1%eth0]:65535", CPU, "s=1", false, false},
        {"u:p@h:8080", "", "u:p", "h:8080", CPU, "", false, false},
        {"unix:/run/a.sock", "/run/a.sock", "", "localhost", CPU, "", false, false},
        {"unix:///run/a.sock", "/run/a.sock", "", "localhost", CPU, "", false, false},
        {"unix:./a.sock:/heap?gc=1", "./a.sock", "", "localhost", "/heap", "gc=1", false, false},
        {"unix:/a:b:/x:/y", "/a:b", "", "localhost", "/x:/y", "", false, false},
        {"unix:/a?seconds=1", "/a", "", "localhost", CPU, "seconds=1", false, false},
        {"unix:80", "", "", "unix:80", CPU, "", false, false},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct url url;
        if (!url_split(str_from_c(ROWS[i].name), &url))
            fail_msg("%s is none", ROWS[i].name);
        assert_str(url.socket, ROWS[i].socket);
        assert_str(url.user, ROWS[i].user);
        assert_str(url.host, ROWS[i].host);
        assert_str(url.path, ROWS[i].path);
        assert_str(url.query, ROWS[i].query);
        assert_int_equal(url.is_tls, ROWS[i].is_tls);
        assert_int_equal(url.is_insecure, ROWS[i].is_insecure);
    }
}

static void files_are_no_urls(void **state)
{
    (void)state;
    static const char *const NAMES[] = {
        "",           "-",         "cpu.pb.gz",   "a/b:80",
        "./h:80",     "/h:80",     "h:",          "h:x",
        "h:80x",      "h:0",       "h:65536",     "h:999999",
        "h: 80",      "h h:80",    "http://",     "http:///x",
        "https://?x", "http:/h/x", "unix:",       "unix:a",
        "[::1",       "[::1]",     "C:\\x",       "http//h:80",
        "ftp://h/x",  "file:///x", "a:b:80",      "2026-01-01T10:30:00",
        "h:80\x01",   "://h",      "http://u@",   "localhost",
        "host/debug", "@:",        "x.pb.gz:1.2",
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (url_split(str_from_c(NAMES[i]), NULL))
            fail_msg("%s is one", NAMES[i]);
}

static void other_schemes_are_told_from_files(void **state)
{
    (void)state;
    assert_true(url_is_foreign(STR("ftp://h/x")));
    assert_true(url_is_foreign(STR("file:///etc/passwd")));
    assert_true(url_is_foreign(STR("http:///x")));
    assert_false(url_is_foreign(STR("http://h/x")));
    assert_false(url_is_foreign(STR("://x")));
    assert_false(url_is_foreign(STR("a/b://x")));
    assert_false(url_is_foreign(STR("h:80")));
}

static void names_hold_no_user_and_no_query(void **state)
{
    (void)state;
    static const char *const ROWS[][3] = {
        {"dir/cpu.pb.gz", "cpu.pb.gz", "dir/cpu.pb.gz"},
        {"http://u:p@h:80/a/b?k=v#f", "h:80/a/b", "http://h:80/a/b"},
        {"https://h/x?k", "h/x", "https://h/x"},
        {"https+insecure://u@h/x", "h/x", "https+insecure://h/x"},
        {"u:p@h:80", "h:80" CPU, "http://h:80" CPU},
        {"unix:/run/a.sock:/heap?k=v", "a.sock:/heap", "unix:/run/a.sock:/heap"},
        {"ftp://u:p@h/x@y", "x@y", "ftp://h/x@y"},
        {"-", "-", "-"},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_str(url_base_name(str_from_c(ROWS[i][0]), &arena), ROWS[i][1]);
        assert_str(url_said(str_from_c(ROWS[i][0]), &arena), ROWS[i][2]);
    }
    arena_fini(&store);
}

int url_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_split),
        cmocka_unit_test(files_are_no_urls),
        cmocka_unit_test(other_schemes_are_told_from_files),
        cmocka_unit_test(names_hold_no_user_and_no_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
