/* profile.proto: what is read, and each condition that is refused. */
#include "input/pprof.h"
#include "input/stream.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

#include <stdlib.h>

int pprof_tests(void);

struct proto_test {
    struct arena_store store;
    struct arena arena;
    struct proto proto;
    struct error error;
};

static int start(void **state)
{
    static struct proto_test test;
    memset(&test, 0, sizeof test);
    test.arena = arena_init(&test.store, SIZE_MAX);
    proto_init(&test.proto, &test.arena);
    *state = &test;
    return 0;
}

static int stop(void **state)
{
    struct proto_test *test = *state;
    arena_fini(&test->store);
    return 0;
}

static struct proto part(struct proto_test *test)
{
    return (struct proto){.arena = &test->arena};
}

/* One type, one sample of value 7 in main, called from start. */
static void write_small(struct proto_test *test)
{
    proto_type(&test->proto, "cpu", "nanoseconds");
    proto_path(&test->proto, "start;main", 1, (int64_t[]){7}, NULL);
}

static const struct profile *reads(struct proto_test *test)
{
    struct str bytes = proto_end(&test->proto);
    const struct profile *profile = memory_profile(bytes, &test->arena, &test->error);
    if (!profile)
        fail_msg("%s", test->error.text);
    return profile;
}

/* The bytes are refused as damaged, with words that say what and, unless it is about the whole,
 * where. */
static void expect_refused(struct proto_test *test, const char *words)
{
    struct str bytes = proto_end(&test->proto);
    test->error = (struct error){.kind = ERROR_NONE};
    assert_null(memory_profile(bytes, &test->arena, &test->error));
    assert_int_equal(test->error.kind, ERROR_INPUT);
    if (!strstr(test->error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", test->error.text, words);
    const char *place = strstr(test->error.text, "byte ");
    if (!place || place[5] < '0' || place[5] > '9')
        fail_msg("\"%s\" says no byte", test->error.text);
    if (strtoull(place + 5, NULL, 10) > bytes.size)
        fail_msg("\"%s\" is beyond the %zu bytes", test->error.text, bytes.size);
}

static struct str function_name(const struct profile *profile, uint32_t location, uint32_t line)
{
    const struct line *at = &profile->lines[profile->locations[location].line_first + line];
    return profile_string(profile, profile->functions[at->function].name);
}

/* ---------------------------------------------------------------- what is read */

static void a_small_profile_is_read(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    proto_path(&test->proto, "start;main;f+g", 1, (int64_t[]){-3}, "k=v");
    const struct profile *profile = reads(test);
    assert_int_equal(profile->sample_count, 2);
    assert_int_equal(profile->stack_count, 2);
    assert_int_equal(profile->values[0], 7);
    assert_int_equal(profile->values[1], -3);
    assert_int_equal(profile->location_count, 3);
    assert_str(function_name(profile, profile->stack_frames[0], 0), "main");
    assert_str(function_name(profile, profile->stack_frames[1], 0), "start");
    assert_str(function_name(profile, profile->stack_frames[2], 0), "g");
    assert_str(function_name(profile, profile->stack_frames[2], 1), "f");
    assert_str(profile_string(profile, profile->types[0].unit), "nanoseconds");
    assert_true(profile_has_label(profile, profile->sample_labels[1], STR("k"), STR("v")));
    assert_int_equal(profile->notes.cases[NOTE_NEGATIVE_VALUES], 1);
}

static void equal_stacks_and_label_sets_are_one(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    for (int i = 0; i < 10; i++)
        proto_path(&test->proto, "start;main", 1, (int64_t[]){i}, i % 2 ? "a=b" : NULL);
    const struct profile *profile = reads(test);
    assert_int_equal(profile->sample_count, 11);
    assert_int_equal(profile->stack_count, 1);
    assert_int_equal(profile->label_set_count, 2);
}

static void numbers_may_be_packed_or_not(void **state)
{
    struct proto_test *test = *state;
    struct proto sample = part(test), ids = part(test);
    write_small(test);
    proto_number(&sample, 1, 2);
    proto_number(&sample, 2, 70);
    proto_number(&sample, 1, 1);
    proto_message(&test->proto, 2, &sample);
    sample.bytes.count = 0;
    proto_varint(&ids, 2);
    proto_message(&sample, 1, &ids);
    proto_number(&sample, 2, 71);
    proto_number(&sample, 1, 1);
    proto_message(&test->proto, 2, &sample);
    const struct profile *profile = reads(test);
    assert_int_equal(profile->stack_count, 1);
    assert_int_equal(profile->values[1], 70);
    assert_int_equal(profile->values[2], 71);
}

static void labels_may_stand_apart(void **state)
{
    struct proto_test *test = *state;
    struct proto sample = part(test), one = part(test), two = part(test);
    write_small(test);
    proto_number(&one, 1, proto_text(&test->proto, "k"));
    proto_number(&one, 2, proto_text(&test->proto, "v"));
    proto_number(&two, 1, proto_text(&test->proto, "n"));
    proto_number(&two, 3, (uint64_t)-5);
    proto_message(&sample, 3, &one);
    proto_number(&sample, 1, 1);
    proto_message(&sample, 3, &two);
    proto_number(&sample, 2, 1);
    proto_message(&test->proto, 2, &sample);
    const struct profile *profile = reads(test);
    uint32_t set = profile->sample_labels[1];
    size_t first = profile->label_starts[set];
    assert_int_equal(profile->label_starts[set + 1] - first, 2);
    assert_true(profile_has_label(profile, set, STR("k"), STR("v")));
    assert_true(profile_label(profile, first + 1)->is_number);
    assert_int_equal(profile_label(profile, first + 1)->number, -5);
}

/* Long lists that are not packed, and labels between them, so that both parts of the sample are
 * joined elsewhere and grow. */
static void long_mixed_samples_keep_their_parts(void **state)
{
    struct proto_test *test = *state;
    struct proto sample = part(test), label = part(test);
    enum { COUNT = 70000 };
    write_small(test);
    proto_number(&label, 1, proto_text(&test->proto, "k"));
    proto_number(&label, 2, proto_text(&test->proto, "v"));
    for (int i = 0; i < COUNT; i++)
        proto_number(&sample, 1, 1 + (unsigned)i % 2);
    proto_message(&sample, 3, &label);
    proto_number(&sample, 2, 1);
    for (int i = 0; i < 20000; i++) {
        proto_message(&sample, 3, &label);
        if (i % 1000 == 0)
            proto_number(&sample, 99, 1);
    }
    proto_message(&test->proto, 2, &sample);
    const struct profile *profile = reads(test);
    size_t start_at = profile->stack_starts[profile->sample_stacks[1]];
    assert_int_equal(profile->stack_starts[profile->sample_stacks[1] + 1] - start_at, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(profile->locations[profile->stack_frames[start_at + i]].id, 1 + i % 2);
    uint32_t set = profile->sample_labels[1];
    assert_int_equal(profile->label_starts[set + 1] - profile->label_starts[set], 20001);
}

/* Ids and labels in turn must cost what they are long, not the square of it. */
static void parts_in_turn_cost_no_more_than_they_are_long(void **state)
{
    struct proto_test *test = *state;
    struct proto sample = part(test), label = part(test);
    write_small(test);
    proto_number(&label, 1, proto_text(&test->proto, "k"));
    proto_number(&label, 2, proto_text(&test->proto, "v"));
    for (int i = 0; i < 4000; i++) {
        proto_number(&sample, 1, 1);
        proto_message(&sample, 3, &label);
    }
    proto_number(&sample, 2, 1);
    proto_message(&test->proto, 2, &sample);
    size_t before = test->store.reserved;
    const struct profile *profile = reads(test);
    assert_int_equal(profile->sample_count, 2);
    if (test->store.reserved - before > 4 << 20)
        fail_msg("a sample of %zu bytes took %zu bytes of memory", sample.bytes.count,
                 test->store.reserved - before);
}

static void labels_of_nothing_are_dropped(void **state)
{
    struct proto_test *test = *state;
    struct proto sample = part(test), label = part(test);
    write_small(test);
    proto_number(&label, 1, proto_text(&test->proto, "k"));
    proto_message(&sample, 3, &label);
    proto_number(&label, 4, proto_text(&test->proto, "bytes"));
    proto_message(&sample, 3, &label);
    proto_number(&sample, 2, 1);
    proto_message(&test->proto, 2, &sample);
    const struct profile *profile = reads(test);
    uint32_t set = profile->sample_labels[1];
    assert_int_equal(profile->label_starts[set + 1] - profile->label_starts[set], 1);
    const struct label *kept = profile_label(profile, profile->label_starts[set]);
    assert_true(kept->is_number);
    assert_int_equal(kept->number, 0);
    assert_str(profile_string(profile, kept->unit), "bytes");
}

static void tables_may_come_in_any_order(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    struct str bytes = proto_end(&test->proto);
    struct proto turned = part(test);
    /* Top-level fields from the last to the first, but strings in their order at the front. */
    struct str fields[64];
    size_t count = 0;
    for (size_t i = 0; i < bytes.size; count++) {
        size_t size = (unsigned char)bytes.at[i + 1] + 2u;
        fields[count] = str_slice(bytes, i, i + size);
        if (bytes.at[i] == 0x32)
            proto_raw(&turned, fields[count].at, size);
        i += size;
    }
    while (count-- > 0)
        if (fields[count].at[0] != 0x32)
            proto_raw(&turned, fields[count].at, fields[count].size);
    const struct profile *profile = memory_profile(
        (struct str){turned.bytes.at, turned.bytes.count}, &test->arena, &test->error);
    assert_non_null(profile);
    assert_str(function_name(profile, profile->stack_frames[0], 0), "main");
}

static void unknown_fields_of_every_type_are_passed_over(void **state)
{
    struct proto_test *test = *state;
    struct proto location = part(test);
    proto_number(&test->proto, 99, 5);
    proto_bytes(&test->proto, 98, STR("unknown"));
    proto_raw(&test->proto,
              "\xbd\x06"
              "1234",
              6);
    proto_raw(&test->proto,
              "\xb9\x06"
              "12345678",
              10);
    proto_number(&location, 1, 77);
    proto_bytes(&location, 33, STR("unknown"));
    proto_message(&test->proto, 4, &location);
    write_small(test);
    assert_int_equal(reads(test)->location_count, 3);
}

static void an_unknown_mapping_is_a_note(void **state)
{
    struct proto_test *test = *state;
    struct proto location = part(test);
    write_small(test);
    proto_number(&location, 1, 77);
    proto_number(&location, 2, 5);
    proto_message(&test->proto, 4, &location);
    const struct profile *profile = reads(test);
    assert_int_equal(profile->notes.cases[NOTE_UNKNOWN_MAPPING], 1);
    assert_int_equal(profile->locations[0].mapping, ID_NONE);
}

static void the_header_is_read(void **state)
{
    struct proto_test *test = *state;
    struct proto period = part(test), comments = part(test);
    write_small(test);
    proto_number(&period, 1, proto_text(&test->proto, "wall"));
    proto_number(&period, 2, proto_text(&test->proto, "ms"));
    proto_message(&test->proto, 11, &period);
    proto_number(&test->proto, 7, proto_text(&test->proto, "drop"));
    proto_number(&test->proto, 8, proto_text(&test->proto, "keep"));
    proto_number(&test->proto, 9, (uint64_t)-1);
    proto_number(&test->proto, 10, 20);
    proto_number(&test->proto, 12, 30);
    proto_varint(&comments, proto_text(&test->proto, "one"));
    proto_varint(&comments, proto_text(&test->proto, "two"));
    proto_message(&test->proto, 13, &comments);
    proto_number(&test->proto, 13, proto_text(&test->proto, "three"));
    proto_number(&test->proto, 14, proto_text(&test->proto, "cpu"));
    proto_number(&test->proto, 15, proto_text(&test->proto, "https://example.com"));
    const struct profile *profile = reads(test);
    assert_str(profile_string(profile, profile->period_type.type), "wall");
    assert_str(profile_string(profile, profile->period_type.unit), "ms");
    assert_str(profile_string(profile, profile->drop_frames), "drop");
    assert_str(profile_string(profile, profile->keep_frames), "keep");
    assert_int_equal(profile->time_ns, -1);
    assert_int_equal(profile->duration_ns, 20);
    assert_int_equal(profile->period, 30);
    assert_int_equal(profile->comment_count, 3);
    assert_str(profile_string(profile, profile->comments[2]), "three");
    assert_str(profile_string(profile, profile->default_type), "cpu");
    assert_str(profile_string(profile, profile->doc_url), "https://example.com");
}

static void names_may_hold_any_byte(void **state)
{
    struct proto_test *test = *state;
    struct proto function = part(test);
    write_small(test);
    array_push(&test->arena, &test->proto.strings, STR("a\0b\xff"));
    proto_number(&function, 1, 50);
    proto_number(&function, 2, test->proto.strings.count - 1);
    proto_message(&test->proto, 5, &function);
    const struct profile *profile = reads(test);
    assert_true(str_equal(profile_string(profile, profile->functions[0].name), STR("a\0b\xff")));
}

static void blocks_of_every_size_give_the_same_profile(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    proto_path(&test->proto, "start;main;f+g", 1, (int64_t[]){-3}, "k=v,l=w");
    struct str bytes = proto_end(&test->proto);
    for (size_t block = 1; block < 64; block++) {
        struct arena scratch = test->arena;
        struct memory memory = {.bytes = bytes, .block = block};
        struct budget budget = {0};
        struct ahead *ahead = ahead_open(memory_fill, &memory, false);
        struct stream stream;
        stream_init(&stream, ahead, &scratch);
        const struct profile *profile = pprof_read(&stream, &scratch, &budget, 0, &test->error);
        ahead_close(ahead);
        assert_non_null(profile);
        assert_int_equal(profile->sample_count, 2);
        assert_int_equal(profile->stack_frames[4], 1 - 1 + profile->stack_frames[1]);
        assert_str(function_name(profile, profile->stack_frames[2], 0), "g");
    }
}

/* ---------------------------------------------------------------- what is refused */

static void every_cut_is_refused(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    struct str bytes = proto_end(&test->proto);
    for (size_t size = 0; size < bytes.size; size++) {
        struct arena scratch = test->arena;
        struct error error = {0};
        const struct profile *profile = memory_profile(str_slice(bytes, 0, size), &scratch, &error);
        assert_null(profile);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_true(error.text[0]);
    }
}

static void nothing_is_refused(void **state)
{
    struct proto_test *test = *state;
    assert_null(memory_profile(STR(""), &test->arena, &test->error));
    assert_int_equal(test->error.kind, ERROR_INPUT);
    assert_non_null(strstr(test->error.text, "nothing"));
}

static void a_missing_string_table_is_refused(void **state)
{
    struct proto_test *test = *state;
    proto_number(&test->proto, 10, 5);
    test->proto.strings.count = 0;
    struct str bytes = proto_end(&test->proto);
    assert_null(memory_profile(bytes, &test->arena, &test->error));
    assert_int_equal(test->error.kind, ERROR_INPUT);
    assert_non_null(strstr(test->error.text, "string table"));
}

static void a_first_string_that_is_not_empty_is_refused(void **state)
{
    struct proto_test *test = *state;
    proto_bytes(&test->proto, 6, STR("x"));
    write_small(test);
    expect_refused(test, "first entry of the string table");
}

static void a_string_index_out_of_range_is_refused(void **state)
{
    struct proto_test *test = *state;
    static const uint64_t INDICES[] = {4, 1000, 0xffffffff, 0x100000001, UINT64_MAX};
    for (size_t i = 0; i < sizeof INDICES / sizeof *INDICES; i++) {
        struct proto function = part(test);
        proto_init(&test->proto, &test->arena);
        proto_text(&test->proto, "one");
        proto_number(&function, 1, 9);
        proto_number(&function, 2, INDICES[i]);
        proto_message(&test->proto, 5, &function);
        expect_refused(test, "string ");
    }
}

static void every_string_index_of_the_header_is_checked(void **state)
{
    struct proto_test *test = *state;
    static const unsigned FIELDS[] = {7, 8, 13, 14, 15};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        proto_init(&test->proto, &test->arena);
        proto_number(&test->proto, FIELDS[i], 1);
        expect_refused(test, "string 1 of 1");
    }
}

static void samples_without_types_are_refused(void **state)
{
    struct proto_test *test = *state;
    proto_path(&test->proto, "main", 0, NULL, NULL);
    struct str bytes = proto_end(&test->proto);
    assert_null(memory_profile(bytes, &test->arena, &test->error));
    assert_int_equal(test->error.kind, ERROR_INPUT);
    assert_non_null(strstr(test->error.text, "sample types"));
}

static void a_wrong_number_of_values_is_refused(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    proto_path(&test->proto, "main", 2, (int64_t[]){1, 2}, NULL);
    expect_refused(test, "2 values for 1 sample types");
    proto_init(&test->proto, &test->arena);
    proto_type(&test->proto, "a", "b");
    proto_type(&test->proto, "c", "d");
    proto_path(&test->proto, "main", 1, (int64_t[]){1}, NULL);
    expect_refused(test, "1 values for 2 sample types");
    proto_init(&test->proto, &test->arena);
    proto_type(&test->proto, "a", "b");
    proto_path(&test->proto, "main", 0, NULL, NULL);
    expect_refused(test, "0 values for 1 sample types");
}

static void an_unknown_location_is_refused(void **state)
{
    struct proto_test *test = *state;
    static const uint64_t IDS[] = {0, 3, 5000000, UINT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        struct proto sample = part(test);
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_number(&sample, 1, IDS[i]);
        proto_number(&sample, 2, 1);
        proto_message(&test->proto, 2, &sample);
        expect_refused(test, "location ");
    }
}

static void an_unknown_or_missing_function_is_refused(void **state)
{
    struct proto_test *test = *state;
    for (unsigned i = 0; i < 3; i++) {
        struct proto location = part(test), line = part(test);
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_number(&location, 1, 9);
        if (i < 2)
            proto_number(&line, 1, i * 77);
        proto_message(&location, 4, &line);
        proto_message(&test->proto, 4, &location);
        expect_refused(test, "function");
    }
}

static void id_zero_is_refused_in_every_table(void **state)
{
    struct proto_test *test = *state;
    static const char *const NAMES[] = {[3] = "mapping", [4] = "location", [5] = "function"};
    for (unsigned field = 3; field <= 5; field++) {
        struct proto entry = part(test);
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_message(&test->proto, field, &entry);
        expect_refused(test, "id 0");
        assert_non_null(strstr(test->error.text, NAMES[field]));
    }
}

static void a_second_entry_of_an_id_is_refused_in_every_table(void **state)
{
    struct proto_test *test = *state;
    static const char *const NAMES[] = {[3] = "mapping", [4] = "location", [5] = "function"};
    for (unsigned field = 3; field <= 5; field++) {
        struct proto entry = part(test);
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_number(&entry, 1, 8000000);
        proto_message(&test->proto, field, &entry);
        proto_message(&test->proto, field, &entry);
        expect_refused(test, "second");
        assert_non_null(strstr(test->error.text, NAMES[field]));
        assert_non_null(strstr(test->error.text, "8000000"));
    }
}

static void two_profiles_in_one_file_are_refused(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    proto_number(&test->proto, 9, 0);
    proto_number(&test->proto, 9, 5);
    proto_number(&test->proto, 9, 6);
    expect_refused(test, "second profile");
}

static void wrong_wire_types_are_refused(void **state)
{
    struct proto_test *test = *state;
    /* Numbers where messages belong, and the opposite. */
    static const struct str FIELDS[] = {
        STR_INIT("\x08\x01"),
        STR_INIT("\x10\x01"),
        STR_INIT("\x18\x01"),
        STR_INIT("\x20\x01"),
        STR_INIT("\x28\x01"),
        STR_INIT("\x30\x01"),
        STR_INIT("\x3a\x00"),
        STR_INIT("\x4a\x00"),
        STR_INIT("\x4d"
                 "1234"),
        STR_INIT("\x49"
                 "12345678"),
        STR_INIT("\x58\x01"),
        STR_INIT("\x7a\x00"),
    };
    for (size_t i = 0; i < 12; i++) {
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_raw(&test->proto, FIELDS[i].at, FIELDS[i].size);
        expect_refused(test, "wire type");
    }
}

static void wrong_wire_types_inside_messages_are_refused(void **state)
{
    struct proto_test *test = *state;
    static const struct {
        unsigned field;
        struct str bytes;
    } CASES[] = {{1, STR_INIT("\x0a\x00")},
                 {2, STR_INIT("\x18\x01")},
                 {2, STR_INIT("\x0d"
                              "1234")},
                 {3, STR_INIT("\x0a\x00")},
                 {4, STR_INIT("\x20\x01")},
                 {4, STR_INIT("\x12\x00")},
                 {5, STR_INIT("\x12\x00")},
                 {11, STR_INIT("\x0a\x00")}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        proto_init(&test->proto, &test->arena);
        write_small(test);
        proto_bytes(&test->proto, CASES[i].field, CASES[i].bytes);
        expect_refused(test, "wire type");
    }
}

static void broken_bytes_are_refused(void **state)
{
    struct proto_test *test = *state;
    static const struct str TAILS[] = {
        STR_INIT("\x0b"),                                             /* a group */
        STR_INIT("\x0e\x01"),                                         /* wire type 6 */
        STR_INIT("\x80"),                                             /* a tag without an end */
        STR_INIT("\x50\x80\x80"),                                     /* a number without an end */
        STR_INIT("\x50\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), /* of 11 bytes */
        STR_INIT("\x32\x7f"
                 "abc"), /* longer than what is left */
        STR_INIT("\x32\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
        STR_INIT("\x9a\x06\xff\x7f"),     /* the same in a field that is passed over */
        STR_INIT("\x12\x02\x0a\x05"),     /* inside a message */
        STR_INIT("\x12\x03\x0a\x01\x80"), /* inside a packed list */
        STR_INIT("\x12\x03\x12\x01\x80"),
        STR_INIT("\x12\x05\x1a\x01\x08\x10\x01"), /* inside a label */
    };
    for (size_t i = 0; i < sizeof TAILS / sizeof *TAILS; i++) {
        struct error error = {0};
        proto_init(&test->proto, &test->arena);
        write_small(test);
        struct str bytes = proto_end(&test->proto);
        proto_raw(&test->proto, TAILS[i].at, TAILS[i].size);
        bytes.at = test->proto.bytes.at;
        bytes.size = test->proto.bytes.count;
        assert_null(memory_profile(bytes, &test->arena, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        if (!strstr(error.text, "byte "))
            fail_msg("case %zu: %s", i, error.text);
    }
}

static void a_source_that_fails_is_no_damaged_file(void **state)
{
    struct proto_test *test = *state;
    write_small(test);
    struct str bytes = proto_end(&test->proto);
    for (size_t size = 0; size < bytes.size; size += 3) {
        struct arena scratch = test->arena;
        struct memory memory = {.bytes = str_slice(bytes, 0, size), .failing = true};
        struct budget budget = {0};
        struct error error = {0};
        struct ahead *ahead = ahead_open(memory_fill, &memory, false);
        struct stream stream;
        stream_init(&stream, ahead, &scratch);
        assert_null(pprof_read(&stream, &scratch, &budget, 0, &error));
        assert_int_equal(error.kind, ERROR_IO);
        ahead_close(ahead);
    }
}

#define PROTO_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int pprof_tests(void)
{
    const struct CMUnitTest tests[] = {
        PROTO_TEST(a_small_profile_is_read),
        PROTO_TEST(equal_stacks_and_label_sets_are_one),
        PROTO_TEST(numbers_may_be_packed_or_not),
        PROTO_TEST(labels_may_stand_apart),
        PROTO_TEST(long_mixed_samples_keep_their_parts),
        PROTO_TEST(parts_in_turn_cost_no_more_than_they_are_long),
        PROTO_TEST(labels_of_nothing_are_dropped),
        PROTO_TEST(tables_may_come_in_any_order),
        PROTO_TEST(unknown_fields_of_every_type_are_passed_over),
        PROTO_TEST(an_unknown_mapping_is_a_note),
        PROTO_TEST(the_header_is_read),
        PROTO_TEST(names_may_hold_any_byte),
        PROTO_TEST(blocks_of_every_size_give_the_same_profile),
        PROTO_TEST(every_cut_is_refused),
        PROTO_TEST(nothing_is_refused),
        PROTO_TEST(a_missing_string_table_is_refused),
        PROTO_TEST(a_first_string_that_is_not_empty_is_refused),
        PROTO_TEST(a_string_index_out_of_range_is_refused),
        PROTO_TEST(every_string_index_of_the_header_is_checked),
        PROTO_TEST(samples_without_types_are_refused),
        PROTO_TEST(a_wrong_number_of_values_is_refused),
        PROTO_TEST(an_unknown_location_is_refused),
        PROTO_TEST(an_unknown_or_missing_function_is_refused),
        PROTO_TEST(id_zero_is_refused_in_every_table),
        PROTO_TEST(a_second_entry_of_an_id_is_refused_in_every_table),
        PROTO_TEST(two_profiles_in_one_file_are_refused),
        PROTO_TEST(wrong_wire_types_are_refused),
        PROTO_TEST(wrong_wire_types_inside_messages_are_refused),
        PROTO_TEST(broken_bytes_are_refused),
        PROTO_TEST(a_source_that_fails_is_no_damaged_file),
    };
    return cmocka_run_group_tests_name("pprof", tests, NULL, NULL);
}
