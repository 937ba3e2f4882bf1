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

static void every_note_prints_its_cases_in_one_line(void **state)
{
    (void)state;
    for (int note = 0; note < NOTE_COUNT; note++) {
        char text[512];
        struct sink sink;
        sink_init_fixed(&sink, text, sizeof text);
        note_print(&sink, (enum note)note, 1234567);
        struct str line = sink_str(&sink);
        assert_true(sink_close(&sink, NULL));
        assert_true(str_starts(line, STR("1,234,567 ")));
        assert_true(line.size < 320);
        assert_true(str_find(line, '\n') == STR_NONE);
        assert_false(str_ends(line, STR(".")));
        assert_true(note_severity((enum note)note) == NOTE_DETAIL ||
                    note_severity((enum note)note) == NOTE_INFO ||
                    note_severity((enum note)note) == NOTE_WARNING);
    }
}

int notes_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_add_up),
        cmocka_unit_test(every_note_prints_its_cases_in_one_line),
    };
    return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
