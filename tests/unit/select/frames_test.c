/* Locations as frames, and their names. */
#include "select/frames.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int frames_tests(void);

static void a_function_is_one_frame_wherever_it_is(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;main+f", 1);
    work_select(work);
    assert_int_equal(work->profile->location_count, 3);
    assert_int_equal(work->frames->count, 2);
}

static void paths_go_from_the_root_with_inlined_frames_marked(void **state)
{
    struct work *work = *state;
    struct frame_path path = {.arena = &work->arena};
    work_add(work, "main;f+g+h;i", 1);
    work_select(work);
    frame_path_load(&path, work->frames, 0);
    static const char *const NAMES[] = {"main", "f", "g", "h", "i"};
    assert_int_equal(path.count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_str(frame_name(work->frames, path.frames[i], &work->arena), NAMES[i]);
        assert_int_equal(path.inlined[i], i == 2 || i == 3);
    }
}

static void an_empty_stack_is_an_empty_path(void **state)
{
    struct work *work = *state;
    struct frame_path path = {.arena = &work->arena};
    work_add(work, "", 1);
    work_select(work);
    frame_path_load(&path, work->frames, 0);
    assert_int_equal(path.count, 0);
}

/* A location of a mapping without lines, one of none, and a function without a name. */
static void write_nameless(struct work *work)
{
    struct proto part = {.arena = &work->arena}, line = {.arena = &work->arena};
    proto_number(&part, 1, 1);
    proto_number(&part, 5, proto_text(&work->proto, "/usr/lib/libc.so.6"));
    proto_message(&work->proto, 3, &part);
    part.bytes.count = 0;
    proto_number(&part, 1, 100);
    proto_number(&part, 2, 1);
    proto_message(&work->proto, 4, &part);
    part.bytes.count = 0;
    proto_number(&part, 1, 101);
    proto_message(&work->proto, 4, &part);
    part.bytes.count = 0;
    proto_number(&part, 1, 102);
    proto_number(&line, 1, 50);
    proto_message(&part, 4, &line);
    proto_message(&work->proto, 4, &part);
    part.bytes.count = 0;
    proto_number(&part, 1, 50);
    proto_number(&part, 4, proto_text(&work->proto, "a/b.c"));
    proto_message(&work->proto, 5, &part);
    part.bytes.count = 0;
    for (unsigned id = 100; id < 103; id++)
        proto_number(&part, 1, id);
    proto_number(&part, 2, 1);
    proto_message(&work->proto, 2, &part);
}

static void what_has_no_function_is_named_by_its_binary(void **state)
{
    struct work *work = *state;
    struct frame_path path = {.arena = &work->arena};
    write_nameless(work);
    work_select(work);
    frame_path_load(&path, work->frames, 0);
    assert_int_equal(path.count, 3);
    assert_str(frame_name(work->frames, path.frames[2], &work->arena), "[libc.so.6]");
    assert_str(frame_name(work->frames, path.frames[1], &work->arena), "<unknown>");
    struct frames_options options = {.granularity = GRANULARITY_FILEFUNCTIONS};
    const struct frames *files = frames_new(work->profile, &options, &work->arena);
    frame_path_load(&path, files, 0);
    assert_str(frame_name(files, path.frames[0], &work->arena), "a/b.c");
}

static void files_tell_functions_of_one_name_apart(void **state)
{
    struct work *work = *state;
    for (unsigned i = 0; i < 2; i++) {
        struct proto part = {.arena = &work->arena}, line = {.arena = &work->arena};
        proto_number(&part, 1, 70 + i);
        proto_number(&part, 2, proto_text(&work->proto, "init"));
        proto_number(&part, 4, proto_text(&work->proto, i ? "b.go" : "a.go"));
        proto_message(&work->proto, 5, &part);
        part.bytes.count = 0;
        proto_number(&part, 1, 70 + i);
        proto_number(&line, 1, 70 + i);
        proto_message(&part, 4, &line);
        proto_message(&work->proto, 4, &part);
    }
    work_add(work, "main", 1);
    work_select(work);
    assert_int_equal(work->frames->count, 2);
    struct frames_options options = {.granularity = GRANULARITY_FILEFUNCTIONS};
    const struct frames *files = frames_new(work->profile, &options, &work->arena);
    assert_int_equal(files->count, 3);
    assert_str(frame_name(files, 0, &work->arena), "init a.go");
    assert_str(frame_name(files, 1, &work->arena), "init b.go");
}

/* A location at an address, of f in dir/../a.go, line 12, column 3, and of g, which called f. */
static void write_place(struct work *work)
{
    struct proto part = {.arena = &work->arena}, line = {.arena = &work->arena};
    for (unsigned i = 0; i < 2; i++) {
        proto_number(&part, 1, 70 + i);
        proto_number(&part, 2, proto_text(&work->proto, i ? "g" : "f"));
        proto_number(&part, 4, proto_text(&work->proto, "/src/dir/../a.go"));
        proto_message(&work->proto, 5, &part);
        part.bytes.count = 0;
    }
    proto_number(&part, 1, 70);
    proto_number(&part, 3, 0xabc);
    for (unsigned i = 0; i < 2; i++) {
        proto_number(&line, 1, 70 + i);
        proto_number(&line, 2, 12 + i);
        proto_number(&line, 3, 3);
        proto_message(&part, 4, &line);
        line.bytes.count = 0;
    }
    proto_message(&work->proto, 4, &part);
    part.bytes.count = 0;
    proto_number(&part, 1, 70);
    proto_number(&part, 2, 5);
    proto_message(&work->proto, 2, &part);
}

static void granularity_decides_what_a_name_tells(void **state)
{
    static const struct {
        enum granularity granularity;
        bool columns;
        const char *name, *trim;
    } CASES[] = {
        {GRANULARITY_AUTO, false, "f", ""},
        {GRANULARITY_FUNCTIONS, true, "f", ""},
        {GRANULARITY_FILEFUNCTIONS, false, "f /src/a.go", ""},
        {GRANULARITY_FILEFUNCTIONS, false, "f a.go", "/x:/src"},
        {GRANULARITY_FILES, false, "/src/a.go", ""},
        {GRANULARITY_LINES, false, "f /src/a.go:12", ""},
        {GRANULARITY_LINES, true, "f /src/a.go:12:3", ""},
        {GRANULARITY_ADDRESSES, false, "0000000000000abc f /src/a.go:12:3", ""},
    };
    struct work *work = *state;
    write_place(work);
    work_select(work);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct frames_options options = {.granularity = CASES[i].granularity,
                                         .show_columns = CASES[i].columns,
                                         .trim_path = str_from_c(CASES[i].trim)};
        const struct frames *frames = frames_new(work->profile, &options, &work->arena);
        assert_str(frame_name(frames, frames->by_line[0], &work->arena), CASES[i].name);
        assert_int_equal(frames->count, CASES[i].granularity == GRANULARITY_FILES ? 1 : 2);
    }
}

static void a_file_is_one_frame_for_pictures_and_one_for_each_start_in_reports(void **state)
{
    struct work *work = *state;
    for (unsigned i = 0; i < 2; i++) {
        struct proto part = {.arena = &work->arena}, line = {.arena = &work->arena};
        proto_number(&part, 1, 70 + i);
        proto_number(&part, 2, proto_text(&work->proto, i ? "f" : "g"));
        proto_number(&part, 4, proto_text(&work->proto, "a.go"));
        proto_number(&part, 5, 10 + i);
        proto_message(&work->proto, 5, &part);
        part.bytes.count = 0;
        proto_number(&part, 1, 70 + i);
        proto_number(&line, 1, 70 + i);
        proto_message(&part, 4, &line);
        proto_message(&work->proto, 4, &part);
    }
    work_select(work);
    struct frames_options options = {.granularity = GRANULARITY_FILES};
    assert_int_equal(frames_new(work->profile, &options, &work->arena)->count, 2);
    options.plain_files = true;
    assert_int_equal(frames_new(work->profile, &options, &work->arena)->count, 1);
}

static struct str package_of(struct work *work, const char *name)
{
    struct frames_options options = {.granularity = GRANULARITY_PACKAGES, .with_objects = true};
    const struct frames *frames = frames_new(work->profile, &options, &work->arena);
    uint32_t functions = work_frame(work, name);
    for (size_t i = 0; i < work->profile->line_count; i++)
        if (work->frames->by_line[i] == functions)
            return frame_name(frames, frames->by_line[i], &work->arena);
    return STR("(not there)");
}

static void a_package_is_one_frame(void **state)
{
    struct work *work = *state;
    work_add(work, "main;net/http.(*conn).serve;net/http.f+encoding/json.g;bare", 1);
    work_add(work, "std::sort;std::f(int);java.util.Map.get", 1);
    work_select(work);
    assert_str(package_of(work, "net/http.(*conn).serve"), "net/http");
    assert_str(package_of(work, "net/http.f"), "net/http");
    assert_str(package_of(work, "encoding/json.g"), "encoding/json");
    assert_str(package_of(work, "std::f(int)"), "std");
    assert_str(package_of(work, "java.util.Map.get"), "java.util");
    assert_str(package_of(work, "bare"), "bare");
    struct frames_options options = {.granularity = GRANULARITY_PACKAGES};
    const struct frames *frames = frames_new(work->profile, &options, &work->arena);
    assert_int_equal(frames->count, 6);
    for (size_t i = 0; i < frames->count; i++)
        assert_int_equal(frames->line[i], 0);
}

static void code_without_a_symbol_is_in_its_binarys_package(void **state)
{
    struct work *work = *state;
    struct frame_path path = {.arena = &work->arena};
    write_nameless(work);
    work_select(work);
    struct frames_options options = {.granularity = GRANULARITY_PACKAGES};
    const struct frames *frames = frames_new(work->profile, &options, &work->arena);
    frame_path_load(&path, frames, 0);
    assert_str(frame_name(frames, path.frames[2], &work->arena), "libc.so.6");
    assert_str(frame_name(frames, path.frames[1], &work->arena), "<unknown>");
    assert_str(frame_name(frames, path.frames[0], &work->arena), "a");
}

static void labels_under_packages_are_their_values(void **state)
{
    struct work *work = *state;
    work_add_labels(work, "a/b.f", 1, "user=ann");
    assert_true(settings_set(&work->settings, STR("tagroot"), STR("user"), NULL));
    work_select(work);
    struct frame_path path = {.arena = &work->arena};
    struct frames_options options = {.granularity = GRANULARITY_PACKAGES};
    const struct frames *frames = frames_new(work->selection->profile, &options, &work->arena);
    frame_path_load(&path, frames, 0);
    assert_str(frame_name(frames, path.frames[0], &work->arena), "ann");
    assert_str(frame_name(frames, path.frames[1], &work->arena), "a/b");
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int frames_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(a_function_is_one_frame_wherever_it_is),
        WORK_TEST(paths_go_from_the_root_with_inlined_frames_marked),
        WORK_TEST(an_empty_stack_is_an_empty_path),
        WORK_TEST(what_has_no_function_is_named_by_its_binary),
        WORK_TEST(files_tell_functions_of_one_name_apart),
        WORK_TEST(granularity_decides_what_a_name_tells),
        WORK_TEST(a_file_is_one_frame_for_pictures_and_one_for_each_start_in_reports),
        WORK_TEST(a_package_is_one_frame),
        WORK_TEST(code_without_a_symbol_is_in_its_binarys_package),
        WORK_TEST(labels_under_packages_are_their_values),
    };
    return cmocka_run_group_tests_name("frames", tests, NULL, NULL);
}
