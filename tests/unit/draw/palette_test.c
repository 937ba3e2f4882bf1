/* Colours: the same picks as templates/palette.py makes, and text that can be read on every fill.
 */
#include "draw/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

int palette_tests(void);

/* From pick() of templates/palette.py. */
static void picks_are_those_of_the_script(void **state)
{
    (void)state;
    const struct {
        struct str package, function;
        struct palette_pick pick;
    } rows[] = {
        {STR("main"), STR("main.main"), {PALETTE_OWN, 4, 2}},
        {STR("main"), STR("main.run"), {PALETTE_OWN, 4, 0}},
        {STR("main.worker"), STR("main.(*worker).run"), {PALETTE_OWN, 3, 2}},
        {STR("net/http"), STR("net/http.(*conn).serve"), {PALETTE_STD, 5, 0}},
        {STR("encoding/json"), STR("encoding/json.(*decodeState).value"), {PALETTE_STD, 4, 0}},
        {STR("regexp"), STR("regexp.(*Regexp).FindAllString"), {PALETTE_STD, 2, 0}},
        {STR("regexp/syntax"), STR("regexp/syntax.(*parser).push"), {PALETTE_STD, 7, 1}},
        {STR("sync"), STR("sync.(*Mutex).Lock"), {PALETTE_STD, 0, 1}},
        {STR("github.com/x/y"), STR("github.com/x/y.Do[...]"), {PALETTE_DEP, 1, 2}},
        {STR("google.golang.org/grpc"),
         STR("google.golang.org/grpc.(*Server).handleStream"),
         {PALETTE_DEP, 3, 1}},
        {STR("gopkg.in/yaml.v3"), STR("gopkg.in/yaml.v3.unmarshal"), {PALETTE_DEP, 4, 1}},
        {STR("runtime"), STR("runtime.mallocgc"), {PALETTE_RUNTIME, 0, 1}},
        {STR("runtime"), STR("runtime.schedule"), {PALETTE_RUNTIME, 0, 0}},
        {STR("runtime"), STR("runtime.gcBgMarkWorker"), {PALETTE_GC, 0, 2}},
        {STR("runtime"), STR("runtime.scanobject"), {PALETTE_GC, 0, 2}},
        {STR("[kernel]"), STR("do_syscall_64"), {PALETTE_KERNEL, 0, 0}},
        {STR("[vdso]"), STR("__vdso_clock_gettime"), {PALETTE_KERNEL, 0, 2}},
        {STR(""), STR(""), {PALETTE_UNKNOWN, 0, 2}},
        {STR(""), STR("0x7f0012"), {PALETTE_UNKNOWN, 0, 1}},
        {STR("libstdc++.so.6"), STR("std::vector<int>::push_back"), {PALETTE_STD, 4, 0}},
        {STR("java.util"), STR("java.util.HashMap.get"), {PALETTE_STD, 0, 1}},
        {STR("\xd0\xbf\xd0\xb0\xd0\xba\xd0\xb5\xd1\x82"),
         STR("\xd0\xbf\xd0\xb0\xd0\xba\xd0\xb5\xd1\x82."
             "\xd1\x84\xd1\x83\xd0\xbd\xd0\xba\xd1\x86\xd0\xb8"
             "\xd1\x8f"),
         {PALETTE_OWN, 3, 0}},
        {STR(""), STR("f"), {PALETTE_OWN, 3, 2}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct palette_pick pick =
            palette_pick(rows[i].package, rows[i].function, rows[i].pick.family);
        assert_int_equal(pick.family, rows[i].pick.family);
        assert_int_equal(pick.hue, rows[i].pick.hue);
        assert_int_equal(pick.step, rows[i].pick.step);
    }
}

static double channel(uint32_t colour, unsigned shift)
{
    double value = (colour >> shift & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* WCAG 2: contrast of two colours, 1 to 21. */
static double contrast(uint32_t a, uint32_t b)
{
    double x = 0.2126 * channel(a, 16) + 0.7152 * channel(a, 8) + 0.0722 * channel(a, 0);
    double y = 0.2126 * channel(b, 16) + 0.7152 * channel(b, 8) + 0.0722 * channel(b, 0);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void expect_text_on(enum palette_theme theme, uint32_t fill)
{
    assert_true(contrast(palette_role(theme, TOKEN_ROLE_ON_FILL), fill) >= 4.5);
}

static void text_can_be_read_on_every_fill(void **state)
{
    (void)state;
    for (enum palette_theme theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++) {
        for (unsigned family = 0; family < PALETTE_FAMILIES; family++)
            for (unsigned hue = 0; hue < TOKEN_HUE_COUNT; hue++)
                for (unsigned step = 0; step < TOKEN_STEP_COUNT; step++)
                    expect_text_on(theme, palette_fill(theme, (struct palette_pick){
                                                                  (enum palette_family)family,
                                                                  hue,
                                                                  step,
                                                              }));
        for (unsigned i = 0; i <= 1000; i++)
            expect_text_on(theme, palette_heat(theme, i / 1000.0));
        for (unsigned i = 0; i < TOKEN_DIFF_LESS_COUNT; i++) {
            expect_text_on(theme, TOKEN_DIFF_LESS[theme][i]);
            expect_text_on(theme, TOKEN_DIFF_MORE[theme][i]);
            expect_text_on(theme, TOKEN_DIFF_LESS_LINE[theme][i]);
            expect_text_on(theme, TOKEN_DIFF_MORE_LINE[theme][i]);
        }
        expect_text_on(theme, TOKEN_DIFF_NOISE[theme]);
        expect_text_on(theme, palette_role(theme, TOKEN_ROLE_ROOT));
        expect_text_on(theme, palette_role(theme, TOKEN_ROLE_SMALL_FILL));
    }
}

static void fills_are_the_tokens(void **state)
{
    (void)state;
    assert_int_equal(palette_fill(PALETTE_LIGHT, (struct palette_pick){PALETTE_OWN, 0, 0}),
                     0xeaa298);
    assert_int_equal(palette_fill(PALETTE_LIGHT, (struct palette_pick){PALETTE_STD, 7, 2}),
                     0xf2d3ea);
    assert_int_equal(palette_fill(PALETTE_DARK, (struct palette_pick){PALETTE_DEP, 1, 1}),
                     0x6f4522);
    assert_int_equal(palette_fill(PALETTE_LIGHT, (struct palette_pick){PALETTE_KERNEL, 0, 1}),
                     0xc4bdca);
    assert_int_equal(palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE), 0xfdfdff);
    assert_int_equal(palette_role(PALETTE_DARK, TOKEN_ROLE_BAD_SOFT), 0x47211e);
}

/* round(8 * share ^ 0.8), and its edges. */
static void heat_grows_with_the_share(void **state)
{
    (void)state;
    static const struct {
        double share;
        unsigned step;
    } rows[] = {
        {0, 0},    {0.03, 0}, {0.032, 1}, {0.1, 1},      {0.125, 2},     {0.25, 3}, {0.5, 5},
        {0.75, 6}, {0.9, 7},  {0.95, 8},  {1, 8},        {1.5, 8},       {-1, 0},   {NAN, 0},
        {1e-9, 0}, {0.92, 7}, {0.923, 8}, {INFINITY, 8}, {-INFINITY, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (enum palette_theme theme = PALETTE_LIGHT; theme <= PALETTE_DARK; theme++)
            assert_int_equal(palette_heat(theme, rows[i].share), TOKEN_HEAT[theme][rows[i].step]);
}

int palette_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picks_are_those_of_the_script),
        cmocka_unit_test(text_can_be_read_on_every_fill),
        cmocka_unit_test(fills_are_the_tokens),
        cmocka_unit_test(heat_grows_with_the_share),
    };
    return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
