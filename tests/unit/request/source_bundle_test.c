/* Source lines that travel with a profile, as they are read. */
#include "request/source_bundle.h"
#include "renderers/source_bundle.h"
#include "renderers/source_files.h"
#include "base/host.h"
#include "request/source_files.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int source_bundle_tests(void);

struct reader {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct error error;
    struct proto bytes;
    const struct source_bundle *bundle;
};

static int start(void **state)
{
    static struct reader reader;
    memset(&reader, 0, sizeof reader);
    reader.arena = arena_init(&reader.store, SIZE_MAX);
    reader.bytes.arena = &reader.arena;
    proto_raw(&reader.bytes, SOURCE_BUNDLE_MAGIC, strlen(SOURCE_BUNDLE_MAGIC));
    *state = &reader;
    return 0;
}

static int stop(void **state)
{
    struct reader *reader = *state;
    arena_fini(&reader->store);
    return 0;
}

static void put_text(struct reader *reader, const char *text)
{
    proto_varint(&reader->bytes, strlen(text));
    proto_raw(&reader->bytes, text, strlen(text));
}

static void put_file(struct reader *reader, const char *name, const char *other, uint64_t lines)
{
    proto_varint(&reader->bytes, other ? 2 : 1);
    put_text(reader, name);
    if (other)
        put_text(reader, other);
    proto_varint(&reader->bytes, lines);
}

static void put_line(struct reader *reader, uint64_t skipped, const char *line)
{
    proto_varint(&reader->bytes, skipped);
    put_text(reader, line);
}

static bool read_all(struct reader *reader)
{
    struct str bytes = {reader->bytes.bytes.at, reader->bytes.bytes.count};
    reader->bundle = source_bundle_read(bytes, &reader->arena, &reader->budget, &reader->error);
    return reader->bundle != NULL;
}

static void expect_text(struct reader *reader, const char *name, const char *expected)
{
    struct str text = STR("");
    assert_true(source_bundle_text(reader->bundle, str_from_c(name), &reader->arena, &text));
    assert_str(text, expected);
}

static void expect_refused(struct reader *reader, const char *words)
{
    assert_false(read_all(reader));
    assert_int_equal(reader->error.kind, ERROR_INPUT);
    assert_non_null(strstr(reader->error.text, words));
}

static void put_two(struct reader *reader)
{
    put_file(reader, "a.c", "/src/a.c", 3);
    put_line(reader, 0, "one");
    put_line(reader, 2, "four\r");
    put_line(reader, 0, "");
    put_file(reader, "b.c", NULL, 1);
    put_line(reader, 1, "two");
    proto_varint(&reader->bytes, 0);
}

static void lines_are_where_they_were(void **state)
{
    struct reader *reader = *state;
    put_two(reader);
    assert_true(read_all(reader));
    expect_text(reader, "a.c", "one\n\n\nfour\r\n\n");
    expect_text(reader, "/src/a.c", "one\n\n\nfour\r\n\n");
    expect_text(reader, "b.c", "\ntwo\n");
}

static void other_names_are_not_there(void **state)
{
    struct reader *reader = *state;
    struct str text;
    put_two(reader);
    assert_true(read_all(reader));
    assert_false(source_bundle_text(reader->bundle, STR("c.c"), &reader->arena, &text));
    assert_false(source_bundle_text(reader->bundle, STR(""), &reader->arena, &text));
}

static void the_first_of_two_files_of_a_name_is_it(void **state)
{
    struct reader *reader = *state;
    put_file(reader, "a.c", NULL, 1);
    put_line(reader, 0, "one");
    put_file(reader, "b.c", "a.c", 1);
    put_line(reader, 0, "two");
    proto_varint(&reader->bytes, 0);
    assert_true(read_all(reader));
    expect_text(reader, "a.c", "one\n");
    expect_text(reader, "b.c", "two\n");
}

static void nothing_may_travel(void **state)
{
    struct reader *reader = *state;
    proto_varint(&reader->bytes, 0);
    assert_true(read_all(reader));
}

static void other_bytes_are_refused(void **state)
{
    struct reader *reader = *state;
    reader->bytes.bytes.at[4] = '2';
    put_two(reader);
    expect_refused(reader, "not of a kind");
}

static void every_cut_is_refused(void **state)
{
    struct reader *reader = *state;
    put_two(reader);
    for (size_t left = reader->bytes.bytes.count; left-- > strlen(SOURCE_BUNDLE_MAGIC);) {
        reader->bytes.bytes.count = left;
        reader->error.kind = ERROR_NONE;
        expect_refused(reader, "damaged");
    }
}

static void more_lines_than_a_file_may_have_are_refused(void **state)
{
    struct reader *reader = *state;
    put_file(reader, "a.c", NULL, 2);
    put_line(reader, SOURCE_BUNDLE_LINES - 2, "last but one");
    put_line(reader, 1, "too far");
    proto_varint(&reader->bytes, 0);
    expect_refused(reader, "damaged");
}

static void a_file_may_have_that_many(void **state)
{
    struct reader *reader = *state;
    put_file(reader, "a.c", NULL, 2);
    put_line(reader, SOURCE_BUNDLE_LINES - 2, "last but one");
    put_line(reader, 0, "last");
    proto_varint(&reader->bytes, 0);
    assert_true(read_all(reader));
}

static void counts_beyond_the_bytes_are_refused(void **state)
{
    struct reader *reader = *state;
    size_t used = reader->bytes.bytes.count;
    proto_varint(&reader->bytes, UINT64_MAX);
    expect_refused(reader, "damaged");
    reader->bytes.bytes.count = used;
    put_file(reader, "a.c", NULL, UINT64_MAX);
    expect_refused(reader, "damaged");
    reader->bytes.bytes.count = used;
    put_file(reader, "a.c", NULL, 1);
    put_line(reader, UINT64_MAX, "x");
    expect_refused(reader, "damaged");
}

static void what_follows_the_end_is_no_part_of_it(void **state)
{
    struct reader *reader = *state;
    put_two(reader);
    size_t size = reader->bytes.bytes.count;
    put_line(reader, 0, "more");
    assert_true(read_all(reader));
    assert_int_equal(source_bundle_bytes(reader->bundle).size, size);
}

static void two_are_joined(void **state)
{
    struct reader *reader = *state;
    put_two(reader);
    put_line(reader, 0, "more");
    assert_true(read_all(reader));
    const struct source_bundle *first = reader->bundle;
    proto_init(&reader->bytes, &reader->arena);
    proto_raw(&reader->bytes, SOURCE_BUNDLE_MAGIC, strlen(SOURCE_BUNDLE_MAGIC));
    put_file(reader, "b.c", "c.c", 1);
    put_line(reader, 0, "later");
    proto_varint(&reader->bytes, 0);
    assert_true(read_all(reader));
    struct str both = source_bundle_join(first, reader->bundle, &reader->arena);
    reader->bundle = source_bundle_read(both, &reader->arena, &reader->budget, &reader->error);
    assert_non_null(reader->bundle);
    expect_text(reader, "/src/a.c", "one\n\n\nfour\r\n\n");
    expect_text(reader, "b.c", "\ntwo\n");
    expect_text(reader, "c.c", "later\n");
}

/* A host on which every file is there, and says so. */
static bool open_any(void *context, struct str path, struct source *source, struct error *error)
{
    (void)path, (void)error;
    ((struct memory *)context)->used = 0;
    *source = memory_source(context);
    return true;
}

static void what_travels_goes_before_what_is_found(void **state)
{
    struct reader *reader = *state;
    struct memory memory = {.bytes = STR("of the disk\n")};
    struct host host = {.context = &memory, .open_source = open_any};
    put_two(reader);
    assert_true(read_all(reader));
    struct source_places places = {
        .host = &host, .search = STR("/"), .trim = STR(""), .bundle = reader->bundle};
    struct source_files *files = source_files_new(&places, &reader->arena);
    const struct source_text *text =
        source_files_read(files, STR("/src/a.c"), &reader->budget, &reader->error);
    assert_str(source_line(text, 1), "one");
    text = source_files_read(files, STR("/src/c.c"), &reader->budget, &reader->error);
    assert_str(source_line(text, 1), "of the disk");
}

static void a_file_that_is_not_found_travels(void **state)
{
    struct reader *reader = *state;
    put_two(reader);
    assert_true(read_all(reader));
    struct source_places places = {
        .search = STR("/nowhere"), .trim = STR(""), .bundle = reader->bundle};
    struct source_files *files = source_files_new(&places, &reader->arena);
    const struct source_text *text =
        source_files_read(files, STR("/src/a.c"), &reader->budget, &reader->error);
    assert_non_null(text);
    assert_str(text->problem, "");
    assert_int_equal(text->line_count, 5);
    assert_str(source_line(text, 4), "four");
    text = source_files_read(files, STR("c.c"), &reader->budget, &reader->error);
    assert_str(text->problem, "could not find file c.c on path /nowhere");
}

#define READER_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int source_bundle_tests(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(lines_are_where_they_were),
        READER_TEST(other_names_are_not_there),
        READER_TEST(the_first_of_two_files_of_a_name_is_it),
        READER_TEST(nothing_may_travel),
        READER_TEST(other_bytes_are_refused),
        READER_TEST(every_cut_is_refused),
        READER_TEST(more_lines_than_a_file_may_have_are_refused),
        READER_TEST(a_file_may_have_that_many),
        READER_TEST(counts_beyond_the_bytes_are_refused),
        READER_TEST(what_follows_the_end_is_no_part_of_it),
        READER_TEST(two_are_joined),
        READER_TEST(what_travels_goes_before_what_is_found),
        READER_TEST(a_file_that_is_not_found_travels),
    };
    return cmocka_run_group_tests_name("source_bundle", tests, NULL, NULL);
}
