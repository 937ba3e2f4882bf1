/* Where source files are looked for, and how they become lines. */
#include "request/source_files.h"
#include "base/host.h"
#include "base/sink.h"
#include "renderers/source_files.h"
#include "unit/memory.h"
#include "unit/unit.h"

int source_files_tests(void);

/* A host with one file; it remembers what it was asked for. */
struct disk {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct error error;
    struct host host;
    struct memory memory;
    const char *path; /* of the file */
    struct sink asked;
    uint64_t endless; /* bytes handed out where the file has no end */
};

static bool disk_open(void *context, struct str path, struct source *source, struct error *error)
{
    struct disk *disk = context;
    /* The path stands where the arena grows: it may be scratch. */
    char name[256];
    assert_true(path.size < sizeof name);
    memcpy(name, path.at, path.size);
    path = (struct str){name, path.size};
    sink_text(&disk->asked, path);
    sink_char(&disk->asked, ' ');
    if (!disk->path || !str_equal(path, str_from_c(disk->path)))
        return error_set(error, ERROR_IO, "no such file or directory");
    disk->memory.used = 0;
    *source = memory_source(&disk->memory);
    return true;
}

static bool disk_folder(void *context, char *path, size_t size)
{
    (void)context;
    assert_true(size > 16);
    memcpy(path, "/home/me/shop", sizeof "/home/me/shop");
    return true;
}

static int start(void **state)
{
    static struct disk disk;
    memset(&disk, 0, sizeof disk);
    disk.arena = arena_init(&disk.store, SIZE_MAX);
    disk.host = (struct host){.context = &disk, .open_source = disk_open, .folder = disk_folder};
    sink_init_buffer(&disk.asked, &disk.arena, UINT64_MAX);
    *state = &disk;
    return 0;
}

static int stop(void **state)
{
    struct disk *disk = *state;
    arena_fini(&disk->store);
    return 0;
}

static const struct source_text *read_file(struct disk *disk, struct source_files *files,
                                           const char *name)
{
    const struct source_text *text =
        source_files_read(files, str_from_c(name), &disk->budget, &disk->error);
    assert_non_null(text);
    assert_int_equal(disk->memory.opened, 0);
    return text;
}

static struct source_files *files_of(struct disk *disk, const char *search, const char *trim)
{
    struct source_places places = {
        .host = &disk->host, .search = str_from_c(search), .trim = str_from_c(trim)};
    return source_files_new(&places, &disk->arena);
}

static void a_relative_name_is_looked_for_upwards(void **state)
{
    struct disk *disk = *state;
    struct source_files *files = files_of(disk, "", "");
    const struct source_text *text = read_file(disk, files, "a/b.c");
    assert_str(sink_str(&disk->asked), "/home/me/shop/a/b.c /home/me/a/b.c /home/a/b.c /a/b.c ");
    assert_str(text->problem, "could not find file a/b.c on path /home/me/shop");
}

static void every_folder_of_the_list_is_searched(void **state)
{
    struct disk *disk = *state;
    read_file(disk, files_of(disk, "x/../y/z/::/t/", ""), "../b.c");
    assert_str(sink_str(&disk->asked), "y/b.c y/b.c b.c ../b.c ../b.c ../b.c /b.c /b.c /b.c ");
}

static void the_first_that_opens_is_it(void **state)
{
    struct disk *disk = *state;
    disk->path = "/src/b.c";
    disk->memory.bytes = STR("one\ntwo\n");
    const struct source_text *text = read_file(disk, files_of(disk, "/src/deep:/other", ""), "b.c");
    assert_str(sink_str(&disk->asked), "/src/deep/b.c /src/b.c ");
    assert_str(text->problem, "");
    assert_int_equal(text->line_count, 2);
    assert_str(source_line(text, 1), "one");
    assert_str(source_line(text, 2), "two");
}

static void names_are_trimmed(void **state)
{
    struct disk *disk = *state;
    read_file(disk, files_of(disk, "/a", "/build/x"), "/build/x/b.c");
    read_file(disk, files_of(disk, "", ""), "/ci/shop/b.c");
    assert_str(sink_str(&disk->asked), "/a/b.c /b.c "
                                       "/home/me/shop/b.c /home/me/b.c /home/b.c /b.c ");
}

static void an_absolute_name_is_a_path(void **state)
{
    struct disk *disk = *state;
    const struct source_text *text = read_file(disk, files_of(disk, "/a", ""), "/x/y.c");
    assert_str(sink_str(&disk->asked), "/x/y.c ");
    assert_str(text->problem, "open /x/y.c: no such file or directory");
}

static void a_file_is_read_once(void **state)
{
    struct disk *disk = *state;
    struct source_files *files = files_of(disk, "/", "");
    assert_null(source_files_known(files, STR("b.c")));
    read_file(disk, files, "b.c");
    read_file(disk, files, "b.c");
    assert_str(sink_str(&disk->asked), "/b.c ");
    assert_non_null(source_files_known(files, STR("b.c")));
}

static const struct source_text *text_of(struct disk *disk, struct str bytes)
{
    disk->path = "/b.c";
    disk->memory.bytes = bytes;
    return read_file(disk, files_of(disk, "/", ""), "b.c");
}

static void lines_end_as_in_go(void **state)
{
    struct disk *disk = *state;
    const struct source_text *text = text_of(disk, STR("a\r\n\r\r\n\n\tb\0\r"));
    assert_int_equal(text->line_count, 4);
    assert_str(source_line(text, 1), "a");
    assert_str(source_line(text, 2), "\r");
    assert_str(source_line(text, 3), "");
    assert_int_equal(source_line(text, 4).size, 3);
    assert_int_equal(text_of(disk, STR(""))->line_count, 0);
    assert_int_equal(text_of(disk, STR("\n"))->line_count, 1);
}

static void a_text_ends_before_a_line_that_is_too_long(void **state)
{
    struct disk *disk = *state;
    enum { LONGEST = 65535 };
    char *bytes = arena_zero(&disk->arena, LONGEST + 8, 1, 1);
    bytes[0] = '\n';
    bytes[1 + LONGEST] = '\n';
    assert_int_equal(text_of(disk, (struct str){bytes, LONGEST + 4})->line_count, 3);
    assert_int_equal(text_of(disk, (struct str){bytes, LONGEST + 1})->line_count, 2);
    bytes[1 + LONGEST] = 'x';
    bytes[2 + LONGEST] = '\n';
    assert_int_equal(text_of(disk, (struct str){bytes, LONGEST + 4})->line_count, 1);
    assert_int_equal(text_of(disk, (struct str){bytes, LONGEST + 2})->line_count, 1);
}

static void what_breaks_off_is_read_so_far(void **state)
{
    struct disk *disk = *state;
    disk->memory.failing = true;
    const struct source_text *text = text_of(disk, STR("a\nb"));
    assert_str(text->problem, "");
    assert_int_equal(text->line_count, 2);
}

static bool endless_read(void *context, unsigned char *at, size_t size, size_t *got,
                         struct error *error)
{
    struct disk *disk = context;
    (void)error;
    memset(at, '\n', size);
    disk->endless += size;
    *got = size;
    return true;
}

static void endless_close(void *context)
{
    (void)context;
}

static bool endless_open(void *context, struct str path, struct source *source, struct error *error)
{
    (void)path;
    (void)error;
    *source = (struct source){context, endless_read, endless_close, -1};
    return true;
}

static void a_file_without_an_end_is_given_up(void **state)
{
    struct disk *disk = *state;
    disk->host.open_source = endless_open;
    const struct source_text *text = read_file(disk, files_of(disk, "/", ""), "/b.c");
    assert_str(text->problem, "open /b.c: file too large");
    assert_int_equal(text->line_count, 0);
    assert_true(disk->endless < 70 << 20);
}

static void there_may_be_no_files_at_all(void **state)
{
    struct disk *disk = *state;
    struct host without = {0};
    struct source_places places = {.host = &without, .search = STR(""), .trim = STR("")};
    struct source_files *files = source_files_new(&places, &disk->arena);
    assert_str(read_file(disk, files, "b.c")->problem, "could not find file b.c on path ");
    assert_str(read_file(disk, files, "/b.c")->problem, "open /b.c: source code is not read here");
}

static void the_search_has_a_budget(void **state)
{
    struct disk *disk = *state;
    struct budget spent = {.limit = 20, .next = 20};
    assert_null(source_files_read(files_of(disk, "", ""), STR("b.c"), &spent, &disk->error));
    assert_int_equal(disk->error.kind, ERROR_LIMIT);
}

/* Whether the only file there is is found. */
static void expect_found(struct disk *disk, const char *path, const char *search, const char *name,
                         bool is_found)
{
    disk->path = path;
    disk->memory.bytes = STR("package x\n");
    const struct source_text *text = read_file(disk, files_of(disk, search, ""), name);
    assert_int_equal(text->line_count, is_found);
    assert_int_equal(text->problem.size > 0, !is_found);
}

static void files_of_go_are_found_at_its_other_places(void **state)
{
    struct disk *disk = *state;
    static const char TRIMMED[] = "github.com/BurntSushi/toml@v1.2.0/lex.go";
    expect_found(disk, "/opt/go/src/runtime/proc.go", "/opt/go", "runtime/proc.go", true);
    expect_found(disk, "/opt/go/src/runtime/proc.go", "/x:/opt/go/src",
                 "/ci/go/src/runtime/proc.go", true);
    expect_found(disk, "/c/github.com/!burnt!sushi/toml@v1.2.0/lex.go", "/c", TRIMMED, true);
    expect_found(disk, "/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.0/lex.go", "/go", TRIMMED,
                 true);
    expect_found(disk, "/home/me/vendor/github.com/BurntSushi/toml/lex.go", "", TRIMMED, true);
    expect_found(disk, "/opt/go/src/lib/util.c", "/opt/go", "lib/util.c", false);
}

static void pprof_looks_nowhere_else(void **state)
{
    struct disk *disk = *state;
    struct source_places places = {
        .host = &disk->host, .search = STR("/opt/go"), .trim = STR(""), .only_as_pprof = true};
    read_file(disk, source_files_new(&places, &disk->arena), "runtime/proc.go");
    assert_str(sink_str(&disk->asked),
               "/opt/go/runtime/proc.go /opt/runtime/proc.go /runtime/proc.go ");
}

/* Two files: a go.mod, and one of its module. */
static bool module_open(void *context, struct str path, struct source *source, struct error *error)
{
    struct disk *disk = context;
    disk->path = "/home/me/go.mod";
    disk->memory.bytes = STR("module example.com/shop\n");
    if (!str_ends(path, STR("go.mod"))) {
        disk->path = "/home/me/api/a.go";
        disk->memory.bytes = STR("package api\n");
    }
    return disk_open(context, path, source, error);
}

static void files_of_a_module_are_found_by_its_go_mod(void **state)
{
    struct disk *disk = *state;
    disk->host.open_source = module_open;
    const struct source_text *text =
        read_file(disk, files_of(disk, "", ""), "example.com/shop/api/a.go");
    assert_str(text->bytes, "package api\n");
    text = read_file(disk, files_of(disk, "", ""), "example.com/other/api/a.go");
    assert_str(text->problem,
               "could not find file example.com/other/api/a.go on path /home/me/shop");
}

int source_files_tests(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(a_relative_name_is_looked_for_upwards),
        TEST(every_folder_of_the_list_is_searched),
        TEST(the_first_that_opens_is_it),
        TEST(names_are_trimmed),
        TEST(an_absolute_name_is_a_path),
        TEST(a_file_is_read_once),
        TEST(lines_end_as_in_go),
        TEST(a_text_ends_before_a_line_that_is_too_long),
        TEST(what_breaks_off_is_read_so_far),
        TEST(a_file_without_an_end_is_given_up),
        TEST(there_may_be_no_files_at_all),
        TEST(the_search_has_a_budget),
        TEST(files_of_go_are_found_at_its_other_places),
        TEST(pprof_looks_nowhere_else),
        TEST(files_of_a_module_are_found_by_its_go_mod),
    };
#undef TEST
    return cmocka_run_group_tests_name("source files", tests, NULL, NULL);
}
