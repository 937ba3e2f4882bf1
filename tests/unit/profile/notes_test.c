/* Notes count, and print as one line. */
#include "profile/notes.h"
#include "base/sink.h"
#include "unit/unit.h"

int notes_tests(void);

static void cases_add_up(void **state)
{
    (void)state;
    struct notes notes = {0};
    notes_add(&notes, NOTE_NEGATIVE_VALUES, 3);
    notes_add(&notes, NOTE_NEGATIVE_VALUES, 4);
    notes_add(&notes, NOTE_UNKNOWN_MAPPING, 0);
    assert_int_equal(notes.cases[NOTE_NEGATIVE_VALUES], 7);
    assert_int_equal(notes.cases[NOTE_UNKNOWN_MAPPING], 0);
}

static void print(enum note note, uint64_t cases, char text[512])
{
    struct sink sink;
    sink_init_fixed(&sink, text, 511);
    note_print(&sink, note, cases);
    text[sink.used] = 0;
    assert_true(sink_close(&sink, NULL));
}

static void notes_are_plain_lines(void **state)
{
    (void)state;
    for (int note = 0; note < NOTE_COUNT; note++)
        for (uint64_t cases = 1; cases < 3; cases++) {
            char text[512];
            print((enum note)note, cases, text);
            struct str line = str_from_c(text);
            assert_true(line.size > 0 && line.size < 320);
            assert_true(str_find(line, '\n') == STR_NONE && str_find(line, '#') == STR_NONE);
            assert_false(str_ends(line, STR(".")));
        }
}

static void one_case_and_many_read_differently(void **state)
{
    (void)state;
    char text[512];
    print(NOTE_UNKNOWN_MAPPING, 1, text);
    assert_true(str_starts(str_from_c(text), STR("1 location names a mapping")));
    print(NOTE_UNKNOWN_MAPPING, 1234567, text);
    assert_true(str_starts(str_from_c(text), STR("1,234,567 locations name a mapping")));
}

int notes_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_add_up),
        cmocka_unit_test(notes_are_plain_lines),
        cmocka_unit_test(one_case_and_many_read_differently),
    };
    return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
