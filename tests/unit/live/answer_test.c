/* What is made of answers. */
#include "live/answer.h"
#include "live/url.h"
#include "net/fetch.h"
#include "unit/unit.h"

int answer_tests(void);

static const struct live_target TARGET = {
    .url = STR_INIT("http://h/debug/pprof/heap"),
    .socket = STR_INIT(""),
    .authorization = STR_INIT(""),
    .said = STR_INIT("http://h/debug/pprof/heap"),
};
static const struct net_request REQUEST = {.timeout = 5, .silence = 3, .most = 1000};

static struct net_response answer(int status, struct str type, struct str body)
{
    return (struct net_response){.status = status,
                                 .reason = STR("Why"),
                                 .content_type = type,
                                 .url = TARGET.url,
                                 .body = body};
}

static struct error check(const struct net_response *response, bool is_pprof)
{
    struct error error = {.kind = ERROR_NONE};
    bool ok = live_answer_check(&TARGET, &REQUEST, response, is_pprof, &error);
    assert_int_equal(ok, error.kind == ERROR_NONE);
    return error;
}

static void whole_answers_are_taken(void **state)
{
    (void)state;
    static const struct str BODIES[] = {
        STR_INIT("\x1f\x8b"), STR_INIT("goroutine profile: total 3\n"), STR_INIT("<svg html"),
        STR_INIT("<!DOCTYPE html><html><head><meta name=\"generator\" content=\"render 1\">")};
    for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
        struct net_response response = answer(200, STR("application/octet-stream"), BODIES[i]);
        assert_int_equal(check(&response, false).kind, ERROR_NONE);
    }
}

static void pages_and_nothing_are_no_profiles(void **state)
{
    (void)state;
    struct net_response response = answer(200, STR("text/html"), STR(" \n<p>hello"));
    struct error error = check(&response, false);
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, "HTML page"));
    response = answer(200, STR(""), STR("<!doctype html><p>"));
    assert_int_equal(check(&response, false).kind, ERROR_INPUT);
    response = answer(200, STR(""), STR(""));
    assert_int_equal(check(&response, false).kind, ERROR_INPUT);
}

static void words_of_a_service_are_quoted(void **state)
{
    (void)state;
    struct net_response response =
        answer(500, STR("text/plain"), STR(" first\x1b[31m line\r\nsecond\n"));
    struct error error = check(&response, false);
    assert_int_equal(error.kind, ERROR_IO);
    assert_string_equal(error.text, "http://h/debug/pprof/heap: the service answers 500 Why: "
                                    "first\\x1b[31m line; see its own log");
    response.body = STR("<html>secret page</html>");
    response.content_type = STR("text/html");
    assert_null(strstr(check(&response, false).text, "secret"));
    response = answer(500, STR("text/plain"), STR("busy: cpu profiling already in use"));
    assert_string_equal(check(&response, true).text,
                        "http://h/debug/pprof/heap: server response: 500 Why - busy: cpu profiling "
                        "already in use; another profile is being taken there; wait for its end");
}

static void failures_say_how_much_and_how_long(void **state)
{
    (void)state;
    static const struct {
        enum net_failure failure;
        const char *words;
    } ROWS[] = {{NET_TIMEOUT, "within 5 s"},
                {NET_SILENCE, "nothing came for 3 s"},
                {NET_CUT, "why after 7 of 9 bytes"},
                {NET_TOO_LARGE, "more than 1000 bytes"},
                {NET_REFUSED, "is this its port?"},
                {NET_UNTRUSTED, "--tls-ca"},
                {NET_REDIRECTED, "at last to http://h/debug/pprof/heap"},
                {NET_OTHER, ": why"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct net_response response = answer(0, STR(""), STR(""));
        response.failure = ROWS[i].failure;
        response.came = 7;
        response.claimed = 9;
        error_set(&response.error, ERROR_IO, "why");
        struct error error = check(&response, false);
        if (!strstr(error.text, ROWS[i].words))
            fail_msg("\"%s\" is without \"%s\"", error.text, ROWS[i].words);
    }
}

int answer_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_answers_are_taken),
        cmocka_unit_test(pages_and_nothing_are_no_profiles),
        cmocka_unit_test(words_of_a_service_are_quoted),
        cmocka_unit_test(failures_say_how_much_and_how_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
