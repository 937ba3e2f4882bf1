/* The head of a report. */
#include "input/report_head.h"
#include "unit/unit.h"

int report_head_tests(void);

static const struct {
    const char *json;
    bool ok;
    int64_t format, size;
    const char *version;
} CASES[] = {
    {"{\"format\":1,\"version\":\"0.1.0\",\"profile\":{\"size\":12,\"raw\":40}}", true, 1, 12,
     "0.1.0"},
    {" {\n\"profile\" : { \"note\": \"}\", \"raw\":[{\"size\":9}], \"size\" : 12 } ,\"format\": 1 "
     "}",
     true, 1, 12, ""},
    {"{\"x\":[[[{\"format\":7}]],{}],\"format\":2,\"version\":\"a\\\"b\"}", true, 2, -1, "a\\\"b"},
    {"{\"format\":\"1\",\"profile\":3,\"version\":[1]}", true, -1, -1, ""},
    {"{\"format\":1e3,\"profile\":{\"size\":null}}", true, -1, -1, ""},
    {"{}", true, -1, -1, ""},
    {"", false, -1, -1, ""},
    {"[]", false, -1, -1, ""},
    {"{\"format\":1", false, 1, -1, ""},
    {"{\"format\":", false, -1, -1, ""},
    {"{\"format\" 1}", false, -1, -1, ""},
    {"{\"format", false, -1, -1, ""},
    {"{\"format\\", false, -1, -1, ""},
    {"{\"a\":,\"format\":1}", false, -1, -1, ""},
    {"{\"a\":1 \"format\":1}", false, -1, -1, ""},
    {"{\"a\":[1,2", false, -1, -1, ""},
    {"{\"profile\":{\"size\":1", false, -1, 1, ""},
};

static void members_are_found_and_others_passed_over(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct report_head head;
        bool ok = report_head_read(&head, str_from_c(CASES[i].json));
        if (ok != CASES[i].ok || head.format != CASES[i].format || head.size != CASES[i].size)
            fail_msg("%s: %d, format %lld, size %lld", CASES[i].json, ok, (long long)head.format,
                     (long long)head.size);
        assert_str(head.version, CASES[i].version);
    }
}

static void depth_is_no_recursion(void **state)
{
    (void)state;
    enum { DEPTH = 1 << 20 };
    static char text[DEPTH + 16];
    struct report_head head;
    memset(text, '[', sizeof text);
    memcpy(text, "{\"a\":", 5);
    assert_false(report_head_read(&head, (struct str){text, sizeof text}));
}

int report_head_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_and_others_passed_over),
        cmocka_unit_test(depth_is_no_recursion),
    };
    return cmocka_run_group_tests_name("report_head", tests, NULL, NULL);
}
