/* The path of a mover in as much room as there is. */
#include "renderers/mover_path.h"
#include "base/utf8.h"
#include "renderers/renderer.h"
#include "tree/movers.h"
#include "tree/tree.h"
#include "unit/unit.h"
#include "unit/work.h"

int mover_path_tests(void);

#define ARROW " \xe2\x86\x92 "
#define DOTS "\xe2\x80\xa6"

struct path {
    struct work *work;
    struct view view;
    const struct str *names;
    struct mover mover;
};

/* The mover is the leaf of the stack. */
static void begin(struct path *path, struct work *work, const char *stack)
{
    *path = (struct path){.work = work};
    work_add(work, stack, 1);
    work_select(work);
    struct str *names = ARENA_NEW(&work->arena, struct str, work->frames->count);
    for (uint32_t i = 0; i < work->frames->count; i++)
        names[i] = frame_name(work->frames, i, &work->arena);
    path->names = names;
    path->view = (struct view){.tree = tree_new(work->selection, work->frames, NULL, &work->arena,
                                                &work->budget, &work->error),
                               .arena = &work->arena};
    assert_non_null(path->view.tree);
    for (uint32_t i = 1; i < path->view.tree->count; i++)
        path->mover.node = path->view.tree->self[i] ? i : path->mover.node;
}

static void expect(struct path *path, size_t columns, size_t used, const char *text)
{
    struct mover_path_options options = {.names = path->names, .columns = columns, .used = used};
    assert_str(mover_path(&path->view, &path->mover, &options), text);
}

static void the_first_and_the_last_callers_are_told(void **state)
{
    struct path path;
    begin(&path, *state, "main;serve;handle;search;scan;leaf");
    expect(&path, 80, 0, "main" ARROW "serve" ARROW "handle" ARROW "search" ARROW "scan");
    expect(&path, 37, 0, "main" ARROW "serve" ARROW "handle" ARROW "search" ARROW "scan");
    expect(&path, 36, 0, "main" ARROW DOTS ARROW "handle" ARROW "search" ARROW "scan");
    expect(&path, 33, 0, "main" ARROW DOTS ARROW "handle" ARROW "search" ARROW "scan");
    expect(&path, 32, 0, "main" ARROW DOTS ARROW "search" ARROW "scan");
    expect(&path, 64, 40, "main" ARROW DOTS ARROW "search" ARROW "scan");
    expect(&path, 23, 0, "main" ARROW DOTS ARROW "scan");
}

static void it_fits_or_is_cut(void **state)
{
    struct path path;
    begin(&path, *state, "alpha_beta_gamma;delta_epsilon_zeta;eta_theta_iota;leaf");
    size_t least = mover_path_least(&path.view, &path.mover, path.names);
    assert_int_equal(least, strlen("alpha_beta_gamma") + 3 + 1 + 3 + strlen("eta_theta_iota"));
    for (size_t columns = 0; columns < 70; columns++) {
        struct mover_path_options options = {.names = path.names, .columns = columns};
        struct str text = mover_path(&path.view, &path.mover, &options);
        assert_true(text.size > 0);
        assert_true(utf8_count(text) <= (columns > 12 ? columns : 12));
        bool is_whole = str_starts(text, STR("alpha_beta_gamma \xe2\x86\x92 ")) &&
                        str_ends(text, STR(" eta_theta_iota"));
        assert_int_equal(is_whole, columns >= least);
    }
}

static void few_callers_are_few_words(void **state)
{
    struct path path;
    begin(&path, *state, "main;leaf");
    expect(&path, 80, 0, "main");
    assert_int_equal(mover_path_least(&path.view, &path.mover, path.names), 4);
    path.mover.node = path.view.tree->parents[path.mover.node];
    expect(&path, 80, 0, "");
    assert_int_equal(mover_path_least(&path.view, &path.mover, path.names), 0);
    path.mover.node = 0;
    expect(&path, 80, 0, "");
    assert_int_equal(mover_path_least(&path.view, &path.mover, path.names), 0);
}

static void frames_are_from_the_root(void **state)
{
    struct path path;
    size_t count;
    begin(&path, *state, "main;f;f;leaf");
    const uint32_t *frames =
        mover_path_frames(path.view.tree, path.mover.node, &path.work->arena, &count);
    assert_int_equal(count, 4);
    assert_int_equal(frames[0], work_frame(path.work, "main"));
    assert_int_equal(frames[1], work_frame(path.work, "f"));
    assert_int_equal(frames[2], work_frame(path.work, "f"));
    assert_int_equal(frames[3], work_frame(path.work, "leaf"));
    mover_path_frames(path.view.tree, 0, &path.work->arena, &count);
    assert_int_equal(count, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, work_start, work_stop)

int mover_path_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_and_the_last_callers_are_told),
        TEST(it_fits_or_is_cut),
        TEST(few_callers_are_few_words),
        TEST(frames_are_from_the_root),
    };
    return cmocka_run_group_tests_name("renderers/mover_path", tests, NULL, NULL);
}
