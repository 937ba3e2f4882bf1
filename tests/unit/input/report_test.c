/* What reports and pictures carry, and what is said where they carry nothing. */
#include "input/report.h"
#include "base/arena.h"
#include "base/host.h"
#include "markup/markup.h"
#include "unit/unit.h"

int report_tests(void);

extern const struct markup_module render_markup_module;

static const struct markup_module *module(struct error *error)
{
    (void)error;
    return &render_markup_module;
}

static const struct markup_module *no_module(struct error *error)
{
    error_set(error, ERROR_IO, "the module is not there");
    return NULL;
}

#define HEAD(text) "<script type=\"application/json\" id=\"render-report\">" text "</script>"
#define GOOD HEAD("{\"format\":1,\"version\":\"0.1.0\",\"profile\":{\"size\":7}}")
#define PROFILE(text) "<script id=\"render-profile\">" text "</script>"
#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" data-render=\"0.1.0\">"
#define BYTES "H4sIAAAAAA==" /* 1f 8b 08 and zeros */

static const struct {
    const char *text, *words;
    enum report_result result;
} CASES[] = {
    {"<!doctype html>" GOOD PROFILE(BYTES), NULL, REPORT_READ},
    {"<!DOCTYPE html><html><body>" PROFILE("\n H4sI\n AAA AAA==\n") GOOD "</body></html>", NULL,
     REPORT_READ},
    {"\xef\xbb\xbf <!DOCTYPE html>" GOOD PROFILE("H4sIAAAAAA"), NULL, REPORT_READ},
    {"<html><script id='packed'>AAAA</script>" GOOD PROFILE(BYTES), NULL, REPORT_READ},
    {SVG "<metadata id=\"render-profile\">" BYTES "</metadata></svg>", NULL, REPORT_READ},
    {"<?xml version='1.0'?>\n<!-- saved -->" SVG "<metadata data-flip='1' id='packed'>AAAA"
     "</metadata></svg>",
     NULL, REPORT_READ},
    {SVG "<metadata id=\"packed\">AAAA</metadata><g>", NULL, REPORT_READ}, /* cut behind them */

    {"<html>", NULL, REPORT_UNKNOWN},
    {"<svg><metadata id=\"packed\">AAAA</metadata></svg>", NULL, REPORT_UNKNOWN},
    {"<html><p>render-report, data-render", NULL, REPORT_UNKNOWN},
    {"<html><p title='render-profile'>", NULL, REPORT_UNKNOWN},
    {"<!DOCTYPE svg SYSTEM 'x'>" SVG "<metadata id=\"packed\">AAAA</metadata></svg>", NULL,
     REPORT_UNKNOWN},

    {"<html>" GOOD, "the page carries no profile", REPORT_REFUSED},
    {"<html data-render='0.1.0'>", "the page carries no profile", REPORT_REFUSED},
    {"<html><meta name=\"generator\" content=\"render 0.1.0\">", "carries no profile",
     REPORT_REFUSED},
    {"<html>" PROFILE(BYTES), "no \"render-report\"", REPORT_REFUSED},
    {"<html>" HEAD("{\"format\":2,\"version\":\"9.9\"}") PROFILE(BYTES),
     "by render 9.9 in format 2, and this render reads format 1", REPORT_REFUSED},
    {"<html>" HEAD("{}") PROFILE(BYTES), "does not say its format", REPORT_REFUSED},
    {"<html>" HEAD("") PROFILE(BYTES), "about itself (\"render-report\") is damaged",
     REPORT_REFUSED},
    {"<html>" GOOD GOOD PROFILE(BYTES), "about itself", REPORT_REFUSED},
    {"<html>" GOOD PROFILE(BYTES) PROFILE(BYTES), "is there 2 times", REPORT_REFUSED},
    {"<html>" GOOD PROFILE("H4sIAAA-AAA="), "behind 5 bytes comes what is no base64",
     REPORT_REFUSED},
    {"<html>" GOOD PROFILE("H4sIAAA"), "has 5 bytes, not 7", REPORT_REFUSED},
    {"<html>" GOOD "<script id=\"render-profile\">H4sIA",
     "cut short, in \"render-profile\" after 3", REPORT_REFUSED},
    {"<html>" GOOD PROFILE("AAAAAAAAAA=="), "no gzip data", REPORT_REFUSED},
    {SVG "</svg>", "the picture carries no data", REPORT_REFUSED},
    {SVG "<g>\n<title>x", "cut short or damaged at line 2, before its data", REPORT_REFUSED},
    {SVG "<metadata id=\"packed\">AAA", "cut short, in \"packed\" after 2", REPORT_REFUSED},
    {SVG "<metadata id=\"packed\"></metadata><metadata id=\"packed\"></metadata></svg>",
     "is there 2 times", REPORT_REFUSED},
    {SVG "<metadata id=\"packed\"></metadata></svg>", "\"packed\" is empty", REPORT_REFUSED},
};

static enum report_result read_text(struct str text, struct host *host, struct report *report,
                                    struct arena *arena, struct error *error)
{
    struct budget budget = {.host = host};
    error->kind = ERROR_NONE;
    return report_read(text, arena, &budget, report, error);
}

static void what_is_there_is_found_and_what_is_missing_said(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct host host = {.markup = module};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct report report;
        struct error error;
        struct str text = str_from_c(CASES[i].text);
        assert_true(report_may_be(text));
        enum report_result result = read_text(text, &host, &report, &arena, &error);
        if (result != CASES[i].result || (CASES[i].words && !strstr(error.text, CASES[i].words)))
            fail_msg("case %zu: %s\n%d: %s", i, CASES[i].text, result,
                     result == REPORT_REFUSED ? error.text : "");
        assert_int_equal(error.kind, result == REPORT_REFUSED ? ERROR_INPUT : ERROR_NONE);
        if (result == REPORT_READ)
            assert_int_equal(report.profile.size + report.packed.size, report.profile.size ? 7 : 3);
    }
    arena_fini(&store);
}

static void without_the_module_only_ours_are_refused(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct host hosts[] = {{.markup = no_module}, {.markup = NULL}};
    for (size_t i = 0; i < 2; i++) {
        struct report report;
        struct error error;
        assert_int_equal(read_text(STR("<html>404"), &hosts[i], &report, &arena, &error),
                         REPORT_UNKNOWN);
        assert_int_equal(read_text(STR(SVG "</svg>"), &hosts[i], &report, &arena, &error),
                         REPORT_REFUSED);
        assert_int_equal(error.kind, ERROR_IO);
        assert_non_null(strstr(error.text, i ? "not read here" : "not there"));
    }
    arena_fini(&store);
}

static void other_beginnings_are_none_of_ours(void **state)
{
    (void)state;
    assert_false(report_may_be(STR("")));
    assert_false(report_may_be(STR(" \n")));
    assert_false(report_may_be(STR("\x0a\x04\x08\x01")));
    assert_true(report_may_be(STR("\r\n\t <")));
}

int report_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_found_and_what_is_missing_said),
        cmocka_unit_test(without_the_module_only_ours_are_refused),
        cmocka_unit_test(other_beginnings_are_none_of_ours),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
