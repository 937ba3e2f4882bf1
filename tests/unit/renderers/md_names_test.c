/* Code spans, cut names, and short names that tell functions apart. */
#include "renderers/md_names.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "unit/unit.h"

int md_names_tests(void);

struct place {
    struct arena_store store;
    struct arena arena;
};

static int start(void **state)
{
    static struct place place;
    place.arena = arena_init(&place.store, 1 << 24);
    *state = &place;
    return 0;
}

static int stop(void **state)
{
    struct place *place = *state;
    arena_fini(&place->store);
    return 0;
}

static void long_text_is_cut_in_the_middle(void **state)
{
    struct place *place = *state;
    char text[3 * 500];
    for (size_t i = 0; i < 500; i++)
        memcpy(text + 3 * i, "\xe6\x97\xa5", 3);
    struct str cut = md_visible((struct str){text, sizeof text}, &place->arena);
    assert_int_equal(utf8_count(cut), 120);
    assert_int_not_equal(str_find_str(cut, STR("\xe6\x97\xa5\xe2\x80\xa6\xe6\x97\xa5")), STR_NONE);
    cut = md_visible((struct str){text, 3 * 120}, &place->arena);
    assert_int_equal(utf8_count(cut), 120);
    assert_int_equal(str_find_str(cut, STR("\xe2\x80\xa6")), STR_NONE);
    assert_str(md_visible(STR("a\nb\xff"), &place->arena), "a\\x0ab\xef\xbf\xbd");
}

static void short_names_are_not_shared(void **state)
{
    static const struct {
        struct str name;
        const char *expected;
    } ROWS[] = {
        {STR_INIT(""), ""},
        {STR_INIT("encoding/json.(*decodeState).object"), "json.(*decodeState).object"},
        {STR_INIT("runtime.mallocgc"), "runtime.mallocgc"},
        {STR_INIT("math/rand.Int"), "math/rand.Int"},
        {STR_INIT("crypto/rand.Int"), "crypto/rand.Int"},
        {STR_INIT("a::b::T::m(int)"), "T::m"},
        {STR_INIT("x/y.F[int]"), "x/y.F[int]"},
        {STR_INIT("x/y.F[string]"), "x/y.F[string]"},
        {STR_INIT("</script><i>f"), "</script><i>f"},
    };
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct place *place = *state;
    struct str strings[COUNT];
    struct frame items[COUNT - 1] = {{.name = 1}};
    struct str no_file = STR("");
    struct budget budget = {.next = UINT64_MAX};
    struct settings settings;
    for (uint32_t i = 0; i < COUNT; i++)
        strings[i] = ROWS[i].name;
    for (uint32_t i = 1; i < COUNT; i++)
        items[i - 1].name = i;
    struct profile profile = {.strings = strings, .string_count = COUNT};
    struct frames frames = {
        .profile = &profile, .items = items, .count = COUNT - 1, .files = &no_file};
    settings_init(&settings, &place->arena);
    struct view view = {.profile = &profile,
                        .frames = &frames,
                        .settings = &settings,
                        .arena = &place->arena,
                        .budget = &budget};
    const struct str *names = md_names_new(&view, NULL);
    assert_non_null(names);
    for (uint32_t i = 1; i < COUNT; i++)
        assert_str(names[i - 1], ROWS[i].expected);
}

int md_names_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(long_text_is_cut_in_the_middle, start, stop),
        cmocka_unit_test_setup_teardown(short_names_are_not_shared, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
