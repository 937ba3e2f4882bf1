/* Lines of text: as wide as the table that layouts use, without arrows, with numbers below each
 * other. */
#include "paper/faces.h"
#include "layout/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

int faces_tests(void);

struct fixture {
    struct arena_store store, scratch_store;
    struct arena arena, scratch;
    struct faces faces;
};

static void begin(struct fixture *fixture)
{
    fixture->arena = arena_init(&fixture->store, SIZE_MAX);
    fixture->scratch = arena_init(&fixture->scratch_store, SIZE_MAX);
    faces_init(&fixture->faces, &fixture->arena);
}

static void end(struct fixture *fixture)
{
    faces_fini(&fixture->faces);
    arena_fini(&fixture->store);
    arena_fini(&fixture->scratch_store);
}

static double width(struct fixture *fixture, enum face_name name, struct str text)
{
    struct line line;
    assert_true(faces_set(&fixture->faces, name, text, 12, &fixture->scratch, &line));
    return line.width;
}

static void is_as_wide_as_the_table(void **state)
{
    (void)state;
    struct fixture fixture;
    const struct str texts[] = {STR("encoding/json.(*decodeState).object"),
                                STR("std::vector<int, std::allocator<int> >::push_back"),
                                STR("gcBgM\xe2\x80\xa6unc2"), STR("16.01s  29.4%"),
                                STR("\xd0\xbf\xd0\xb0\xd0\xba\xd0\xb5\xd1\x82")};
    begin(&fixture);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double regular = width(&fixture, FACE_REGULAR, texts[i]);
        double table = text_width(texts[i], 12, TEXT_REGULAR);
        if (fixture.faces.instead[0])
            break; /* Inter is not here, so there is nothing to compare with */
        /* The table is of one version of Inter, and has no kerning. */
        assert_true(regular < table * 1.01 + 0.1 && regular > table * 0.93);
        double strong = width(&fixture, FACE_STRONG, texts[i]);
        table = text_width(texts[i], 12, TEXT_SEMIBOLD);
        assert_true(strong < table * 1.01 + 0.1 && strong > table * 0.93);
        assert_true(strong > regular);
    }
    end(&fixture);
}

static void numbers_have_one_width(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    double one = width(&fixture, FACE_REGULAR, STR("1111.11"));
    double eight = width(&fixture, FACE_REGULAR, STR("8888.88"));
    assert_true(fabs(one - eight) < 0.001);
    end(&fixture);
}

static void an_operator_is_no_arrow(void **state)
{
    (void)state;
    struct fixture fixture;
    struct line line;
    begin(&fixture);
    struct str text = STR("operator->");
    assert_true(faces_set(&fixture.faces, FACE_REGULAR, text, 12, &fixture.scratch, &line));
    assert_int_equal(line.count, text.size);
    for (size_t i = 1; i < line.count; i++)
        assert_true(line.glyphs[i].x > line.glyphs[i - 1].x && line.glyphs[i].bytes == 1);
    double alone =
        width(&fixture, FACE_REGULAR, STR("-")) + width(&fixture, FACE_REGULAR, STR(">"));
    assert_true(fabs(width(&fixture, FACE_REGULAR, STR("->")) - alone) < 1.5);
    end(&fixture);
}

static void pairs_are_kerned(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    double apart =
        width(&fixture, FACE_REGULAR, STR("T")) + width(&fixture, FACE_REGULAR, STR("o"));
    double pair = width(&fixture, FACE_REGULAR, STR("To"));
    assert_true(pair < apart || fixture.faces.instead[0]);
    end(&fixture);
}

/* Bytes add up to the text, or Cairo refuses it. */
static void bytes_are_those_of_the_text(void **state)
{
    (void)state;
    struct fixture fixture;
    struct line line;
    begin(&fixture);
    struct str text = STR("caf\xc3\xa9 \xe2\x88\x92"
                          "12");
    assert_true(faces_set(&fixture.faces, FACE_REGULAR, text, 12, &fixture.scratch, &line));
    int bytes = 0;
    for (size_t i = 0; i < line.count; i++)
        bytes += line.glyphs[i].bytes;
    assert_int_equal(bytes, text.size);
    assert_int_equal(line.count, 8);
    end(&fixture);
}

/* Right to left, marks, invalid bytes, control characters and unknown ones are for others. */
static void what_is_not_simple_is_refused(void **state)
{
    (void)state;
    struct fixture fixture;
    const struct str texts[] = {STR("\xe6\x97\xa5\xe6\x9c\xac"), STR("a\xd7\xa9"), STR("e\xcc\x81"),
                                STR("a\xff"), STR("a\nb")};
    begin(&fixture);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct line line;
        assert_false(
            faces_set(&fixture.faces, FACE_REGULAR, texts[i], 12, &fixture.scratch, &line));
    }
    assert_true(fixture.faces.missing >= 3 || fixture.faces.instead[0]);
    end(&fixture);
}

int faces_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_as_wide_as_the_table),
                                       cmocka_unit_test(numbers_have_one_width),
                                       cmocka_unit_test(an_operator_is_no_arrow),
                                       cmocka_unit_test(pairs_are_kerned),
                                       cmocka_unit_test(bytes_are_those_of_the_text),
                                       cmocka_unit_test(what_is_not_simple_is_refused)};
    return cmocka_run_group_tests_name("faces", tests, NULL, NULL);
}
