/* Labels fit, and say as much as fits. */
#include "layout/label.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "layout/text.h"
#include "unit/unit.h"

int label_tests(void);

static void the_longest_form_that_fits_is_taken(void **state)
{
    (void)state;
    const struct str forms[] = {STR("net/http.(*conn).serve"), STR("http.(*conn).serve"),
                                STR("(*conn).serve"), STR("serve")};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < 4; i++) {
        double width, need = text_width(forms[i], 12, TEXT_REGULAR) * 1.12;
        struct label_room room = {need, 12, 1.12, 7};
        assert_true(str_equal(label_fit(forms, 4, &room, &arena, &width), forms[i]));
        assert_true(width == need);
    }
    arena_fini(&store);
}

static void a_cut_text_fits_and_keeps_whole_characters(void **state)
{
    (void)state;
    const struct str text = STR("gr\xc3\xb6\xc3\x9f"
                                "e\xe5\x87\xbd\xe6\x95\xb0_of_the_\xf0\x9f\x94\xa5_frame");
    for (int px = 0; px < 260; px++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        double width;
        size_t size;
        struct label_room room = {px, 12, 1.12, 7};
        struct str label = label_fit(&text, 1, &room, &arena, &width);
        assert_true(text_width(label, 12, TEXT_REGULAR) * 1.12 <= px + 0.001);
        for (struct str rest = label; rest.size; rest = str_skip(rest, size))
            assert_true(utf8_decode(rest, &size) != UTF8_INVALID);
        if (label.size && !str_equal(label, text)) {
            assert_true(utf8_count(label) >= 8);
            assert_true(str_find_str(label, STR("\xe2\x80\xa6")) != STR_NONE);
        }
        arena_fini(&store);
    }
}

int label_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_form_that_fits_is_taken),
        cmocka_unit_test(a_cut_text_fits_and_keeps_whole_characters),
    };
    return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
