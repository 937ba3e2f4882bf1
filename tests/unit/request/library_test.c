/* The public interface on a host of one's own: source code, and checks that fail. */
#include <render/render.h>

#include "base/sink.h"
#include "unit/proto.h"
#include "unit/unit.h"

int library_tests(void);

struct shelf {
    struct arena_store store;
    struct arena arena;
    struct str profile, code;
    size_t used;
    struct str *reading;
    struct sink output;
    struct render_host host;
};

static bool shelf_read(void *context, void *bytes, size_t size, size_t *got,
                       struct render_error *error)
{
    struct shelf *shelf = context;
    size_t rest = shelf->reading->size - shelf->used;
    (void)error;
    *got = rest < size ? rest : size;
    memcpy(bytes, shelf->reading->at + shelf->used, *got);
    shelf->used += *got;
    return true;
}

static void shelf_close(void *context)
{
    (void)context;
}

static bool open_profile(void *context, const char *name, struct render_source *source,
                         struct render_error *error)
{
    struct shelf *shelf = context;
    (void)name;
    (void)error;
    shelf->reading = &shelf->profile;
    shelf->used = 0;
    *source = (struct render_source){shelf, shelf_read, shelf_close, -1};
    return true;
}

static bool open_code(void *context, const char *path, struct render_source *source,
                      struct render_error *error)
{
    struct shelf *shelf = context;
    if (strcmp(path, "/here/a/f.c") != 0) {
        error->kind = RENDER_IO;
        strcpy(error->text, "not on this shelf");
        return false;
    }
    shelf->reading = &shelf->code;
    shelf->used = 0;
    *source = (struct render_source){shelf, shelf_read, shelf_close, -1};
    return true;
}

static bool folder_here(void *context, char *path, size_t size)
{
    (void)context;
    assert_true(size > 6);
    strcpy(path, "/here");
    return true;
}

static bool take_output(void *context, const void *bytes, size_t size)
{
    struct shelf *shelf = context;
    sink_bytes(&shelf->output, bytes, size);
    return true;
}

/* A sample in line 2 of a file. */
static struct str write_profile(struct arena *arena, const char *file)
{
    struct proto proto, sample = {.arena = arena}, line = {.arena = arena};
    struct proto location = {.arena = arena}, function = {.arena = arena};
    proto_init(&proto, arena);
    proto_type(&proto, "bytes", "bytes");
    proto_number(&sample, 1, 1);
    proto_number(&sample, 2, 7);
    proto_message(&proto, 2, &sample);
    proto_number(&line, 1, 1);
    proto_number(&line, 2, 2);
    proto_number(&location, 1, 1);
    proto_message(&location, 4, &line);
    proto_message(&proto, 4, &location);
    proto_number(&function, 1, 1);
    proto_number(&function, 2, proto_text(&proto, "f"));
    proto_number(&function, 4, proto_text(&proto, file));
    proto_number(&function, 5, 1);
    proto_message(&proto, 5, &function);
    return proto_end(&proto);
}

static int start(void **state)
{
    static struct shelf shelf;
    memset(&shelf, 0, sizeof shelf);
    shelf.arena = arena_init(&shelf.store, SIZE_MAX);
    shelf.code = STR("void f(void)\n{}\n");
    shelf.host = (struct render_host){
        .context = &shelf, .open = open_profile, .open_source = open_code, .folder = folder_here};
    sink_init_buffer(&shelf.output, &shelf.arena, UINT64_MAX);
    *state = &shelf;
    return 0;
}

static int stop(void **state)
{
    struct shelf *shelf = *state;
    arena_fini(&shelf->store);
    return 0;
}

/* The end of what `list` says about f in the file. */
static void lists(struct shelf *shelf, const char *file, const char *expected)
{
    struct render_error error;
    struct render *render = render_new(&shelf->host);
    shelf->profile = write_profile(&shelf->arena, file);
    sink_init_buffer(&shelf->output, &shelf->arena, UINT64_MAX);
    assert_true(render_open(render, "any", &error));
    assert_true(render_set(render, "pattern", "f", &error));
    assert_true(render_into(render, "list", take_output, shelf, &error));
    render_free(render);
    struct str output = sink_str(&shelf->output);
    size_t from = str_find_str(output, STR(" of Total\n"));
    assert_true(from != STR_NONE);
    assert_str(str_skip(output, from + sizeof " of Total\n" - 1), expected);
}

static void code_comes_from_the_host(void **state)
{
    lists(*state, "a/f.c",
          "         .          .      1:void f(void)\n"
          "        7B         7B      2:{}\n");
    lists(*state, "/x/f.c", " Error: open /x/f.c: not on this shelf\n");
    lists(*state, "f.c", " Error: could not find file f.c on path /here\n");
}

static void a_host_may_have_none(void **state)
{
    struct shelf *shelf = *state;
    shelf->host.open_source = NULL;
    shelf->host.folder = NULL;
    lists(shelf, "/x/f.c", " Error: open /x/f.c: source code is not read here\n");
    lists(shelf, "f.c", " Error: could not find file f.c on path \n");
}

static void lines_may_travel_along(void **state)
{
    static const char LINES[] = "RSRC1\n\1\6/x/f.c\2\0\4void\0\1f";
    struct shelf *shelf = *state;
    struct render_error error = {.kind = RENDER_OK};
    struct render *render = render_new(&shelf->host);
    shelf->profile = write_profile(&shelf->arena, "/x/f.c");
    assert_true(render_open(render, "any", &error));
    assert_true(render_set(render, "pattern", "f", &error));
    assert_false(render_sources(render, LINES, sizeof LINES - 2, &error));
    assert_int_equal(error.kind, RENDER_INPUT);
    assert_true(render_sources(render, LINES, sizeof LINES, &error));
    assert_true(render_into(render, "list", take_output, shelf, &error));
    assert_true(str_ends(sink_str(&shelf->output), STR("      1:void\n"
                                                       "        7B         7B      2:f\n")));
    render_free(render);
}

static void a_failed_check_has_written_its_report(void **state)
{
    struct shelf *shelf = *state;
    struct render_error error = {.kind = RENDER_OK};
    struct render *render = render_new(&shelf->host);
    shelf->profile = write_profile(&shelf->arena, "");
    assert_true(render_open(render, "any", &error));
    assert_true(render_into(render, "doctor", take_output, shelf, &error));
    struct str report = sink_str(&shelf->output);
    sink_init_buffer(&shelf->output, &shelf->arena, UINT64_MAX);
    assert_true(render_set(render, "strict", "true", &error));
    assert_false(render_into(render, "doctor", take_output, shelf, &error));
    assert_int_equal(error.kind, RENDER_CHECK);
    assert_int_equal(render_exit_code(error.kind), 1);
    assert_true(report.size > 0 && str_equal(report, sink_str(&shelf->output)));
    render_free(render);
}

/* What a session answers to a request. */
static struct str asks(struct shelf *shelf, struct render *render, const char *request)
{
    struct render_error error;
    sink_init_buffer(&shelf->output, &shelf->arena, UINT64_MAX);
    assert_true(render_request(render, request, take_output, shelf, &error));
    return sink_str(&shelf->output);
}

static void shares_answer_as_their_session(void **state)
{
    static const char *const REQUESTS[] = {"top", "list?pattern=f",         "top?all_frames=true",
                                           "top", "comments?add_comment=c", "comments",
                                           "json"};
    struct shelf *shelf = *state;
    struct render_error error;
    struct render *render = render_new(&shelf->host);
    shelf->profile = write_profile(&shelf->arena, "a/f.c");
    assert_null(render_share(render, &shelf->host, &error));
    assert_int_equal(error.kind, RENDER_USAGE);
    assert_true(render_open(render, "any", &error));
    struct render *shares[] = {render_share(render, &shelf->host, &error),
                               render_share(render, &shelf->host, &error)};
    assert_false(render_open(shares[0], "any", &error));
    for (size_t i = 0; i < sizeof REQUESTS / sizeof *REQUESTS; i++) {
        struct str expected = asks(shelf, render, REQUESTS[i]);
        assert_true(str_equal(asks(shelf, shares[0], REQUESTS[i]), expected));
        assert_true(str_equal(asks(shelf, shares[1], REQUESTS[i]), expected));
    }
    render_free(shares[0]);
    assert_true(asks(shelf, shares[1], "top").size > 0);
    render_free(shares[1]);
    render_free(render);
}

int library_tests(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(code_comes_from_the_host),       TEST(a_host_may_have_none),
        TEST(lines_may_travel_along),         TEST(a_failed_check_has_written_its_report),
        TEST(shares_answer_as_their_session),
    };
#undef TEST
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
