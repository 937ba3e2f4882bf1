/* What may be opened by a name that stands in a profile. */
#include "request/default_host.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int host_tests(void);

struct place {
    char folder[64];
    char path[128];
};

static const char *path_in(struct place *place, const char *name)
{
    snprintf(place->path, sizeof place->path, "%s/%s", place->folder, name);
    return place->path;
}

static int start(void **state)
{
    static struct place place;
    snprintf(place.folder, sizeof place.folder, "/tmp/host_test.XXXXXX");
    if (!mkdtemp(place.folder))
        return 1;
    FILE *file = fopen(path_in(&place, "file.c"), "w");
    if (!file || fputs("int x;\n", file) < 0 || fclose(file) != 0)
        return 1;
    *state = &place;
    return mkfifo(path_in(&place, "pipe.c"), 0600);
}

static int stop(void **state)
{
    struct place *place = *state;
    unlink(path_in(place, "file.c"));
    unlink(path_in(place, "pipe.c"));
    unlink(path_in(place, "link.c"));
    return rmdir(place->folder);
}

static void refused(const char *path, const char *reason)
{
    struct source source;
    struct error error = {.kind = ERROR_NONE};
    assert_false(host_open_source(NULL, str_from_c(path), &source, &error));
    assert_string_equal(error.text, reason);
}

static void a_file_is_read(void **state)
{
    struct source source;
    unsigned char bytes[16];
    size_t got;
    assert_true(host_open_source(NULL, str_from_c(path_in(*state, "file.c")), &source, NULL));
    assert_int_equal(source.size, 7);
    assert_true(source.read(source.context, bytes, sizeof bytes, &got, NULL));
    assert_int_equal(got, 7);
    assert_memory_equal(bytes, "int x;\n", 7);
    source.close(source.context);
}

static void a_folder_opens(void **state)
{
    struct place *place = *state;
    struct source source;
    assert_true(host_open_source(NULL, str_from_c(place->folder), &source, NULL));
    assert_int_equal(source.size, 0);
    source.close(source.context);
}

static void what_could_hang_is_refused(void **state)
{
    refused(path_in(*state, "pipe.c"), "not a regular file");
    refused("/dev/zero", "not a regular file");
    refused("/dev/tty", "not a regular file");
    char target[128];
    snprintf(target, sizeof target, "%s", path_in(*state, "pipe.c"));
    assert_int_equal(symlink(target, path_in(*state, "link.c")), 0);
    refused(path_in(*state, "link.c"), "not a regular file");
}

static void reasons_are_in_small_letters(void **state)
{
    struct source source;
    struct error error = {.kind = ERROR_NONE};
    refused(path_in(*state, "absent.c"), "no such file or directory");
    refused(path_in(*state, "file.c/x"), "not a directory");
    refused("", "no such file or directory");
    assert_false(host_open_source(NULL, STR("a\0b"), &source, &error));
    assert_string_equal(error.text, "invalid argument");
}

static void the_folder_is_that_of_pwd_where_it_is_the_same(void **state)
{
    struct place *place = *state;
    char before[256], got[256], link[128];
    snprintf(link, sizeof link, "%s", path_in(place, "link.c"));
    unlink(link);
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(symlink(place->folder, link), 0);
    assert_int_equal(chdir(link), 0);
    setenv("PWD", link, 1);
    assert_true(host_folder(NULL, got, sizeof got));
    assert_string_equal(got, link);
    setenv("PWD", "/", 1);
    assert_true(host_folder(NULL, got, sizeof got));
    assert_string_equal(got, place->folder);
    assert_false(host_folder(NULL, got, 3));
    assert_int_equal(chdir(before), 0);
}

int host_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read),
        cmocka_unit_test(a_folder_opens),
        cmocka_unit_test(what_could_hang_is_refused),
        cmocka_unit_test(reasons_are_in_small_letters),
        cmocka_unit_test(the_folder_is_that_of_pwd_where_it_is_the_same),
    };
    return cmocka_run_group_tests_name("host", tests, start, stop);
}
