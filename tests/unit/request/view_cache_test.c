/* Requests on a session that remembers, beside the same on one that does not. */
#include "request/view_cache.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/flame_functions.h"
#include "request/request.h"
#include "tree/tree.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

#include <stdio.h>

int view_cache_tests(void);

struct session {
    struct arena_store store, words_store;
    struct arena arena, words; /* words: the settings' texts */
    struct view_cache cache;
    const struct profile *profiles[2];
};

struct answer {
    bool ok;
    struct str output, messages;
    struct notes notes;
    struct error error;
};

/* The names of the first are each of one file at most; the second has two functions "b". */
static const char *const NAMES[2][8] = {
    {"main", "a", "b", "c", "a+b", "d@d.c", "e;f", "lib.g"},
    {"main", "a", "b", "b@b.c", "a+b", "d@d.c", "e;f", "lib.g"},
};

static const struct profile *make_profile(struct arena *arena, uint64_t seed,
                                          const char *const *names)
{
    struct proto proto;
    struct error error = {.kind = ERROR_NONE};
    proto_init(&proto, arena);
    proto_type(&proto, "samples", "count");
    proto_type(&proto, "cpu", "nanoseconds");
    for (int i = 0; i < 60; i++) {
        /* They are read when the profile is ended. */
        enum { PATH = 128, LABELS = 64 };
        char *path = ARENA_NEW(arena, char, PATH), *labels = ARENA_NEW(arena, char, LABELS);
        strcpy(path, "main");
        for (uint64_t depth = unit_random(&seed) % 6; depth > 0; depth--) {
            strcat(path, ";");
            strcat(path, names[unit_random(&seed) % 8]);
        }
        int64_t values[] = {(int64_t)(unit_random(&seed) % 3), (int64_t)(unit_random(&seed) % 900)};
        snprintf(labels, LABELS, "k=v%d,size==%dkb", (int)(unit_random(&seed) % 4),
                 (int)(unit_random(&seed) % 3000));
        proto_path(&proto, path, 2, values, i % 3 ? labels : NULL);
    }
    const struct profile *profile = memory_profile(proto_end(&proto), arena, &error);
    assert_non_null(profile);
    return profile;
}

static int start(void **state)
{
    static struct session session;
    memset(&session, 0, sizeof session);
    session.arena = arena_init(&session.store, SIZE_MAX);
    session.words = arena_init(&session.words_store, SIZE_MAX);
    session.profiles[0] = make_profile(&session.arena, 7, NAMES[0]);
    session.profiles[1] = make_profile(&session.arena, 8, NAMES[1]);
    *state = &session;
    return 0;
}

static int stop(void **state)
{
    struct session *session = *state;
    view_cache_clear(&session->cache);
    assert_int_equal(session->cache.selected.store.reserved, 0);
    for (size_t i = 0; i < VIEW_CACHE_TREES; i++)
        assert_int_equal(session->cache.trees[i].part.store.reserved, 0);
    arena_fini(&session->store);
    arena_fini(&session->words_store);
    return 0;
}

/* The answer's texts are copied, as the arena of a request goes with it, and that of its settings.
 */
static struct answer ask(const struct profile *profile, const struct settings *settings,
                         const char *view, struct view_cache *cache, uint64_t limit,
                         struct arena *kept)
{
    struct arena_store stores[2];
    struct arena arena = arena_init(&stores[0], SIZE_MAX), own = arena_init(&stores[1], SIZE_MAX);
    struct budget budget = {.limit = limit, .stores = {&stores[0]}};
    struct answer answer = {.messages = STR("")};
    struct sink sink;
    struct request request = {.profile = profile,
                              .settings = view_cache_settings(settings, &own),
                              .renderer = renderer_find(str_from_c(view)),
                              .sources = STR("test"),
                              .cache = cache,
                              .arena = &arena,
                              .budget = &budget};
    assert_non_null(request.renderer);
    sink_init_buffer(&sink, kept, UINT64_MAX);
    answer.ok = request_run(&request, &sink, &answer.notes, &answer.messages, &answer.error);
    answer.output = answer.ok ? sink_str(&sink) : STR("");
    answer.messages = str_copy(answer.messages, kept);
    for (size_t i = 1; i < BUDGET_STORES; i++)
        assert_null(budget.stores[i]);
    arena_fini(&stores[0]);
    arena_fini(&stores[1]);
    return answer;
}

static void expect_same(const struct answer *a, const struct answer *b)
{
    assert_int_equal(a->ok, b->ok);
    assert_int_equal(a->error.kind, b->error.kind);
    if (!a->ok)
        assert_string_equal(a->error.text, b->error.text);
    assert_int_equal(a->output.size, b->output.size);
    assert_true(str_equal(a->output, b->output));
    assert_true(str_equal(a->messages, b->messages));
    assert_memory_equal(&a->notes, &b->notes, sizeof a->notes);
}

static const struct {
    const char *name, *values[5];
} OPTIONS[] = {
    {"focus", {"", "a", "b$", "nothing", "("}},
    {"ignore", {"", "", "c", "lib", "d"}},
    {"hide", {"", "", "b", "^a$", "e"}},
    {"prune_from", {"", "", "", "c", "a"}},
    {"tagfocus", {"", "", "k=v1", "size=1kb:2mb", "nothing"}},
    {"tagroot", {"", "", "k", "nokey", "size"}},
    {"unit", {"minimum", "minimum", "ms", "kb", "auto"}},
    {"sample_index", {"", "samples", "cpu", "0", "nosuch"}},
    {"granularity", {"auto", "auto", "lines", "files", "functions"}},
    {"divide_by", {"1", "1", "3", "0.5", "7"}},
    {"mean", {"false", "false", "false", "true", "false"}},
    {"noinlines", {"false", "false", "true", "false", "true"}},
    {"relative_percentages", {"false", "true", "false", "false", "true"}},
    {"color_by", {"package", "function", "file", "package", "weight"}},
    {"order", {"weight", "name", "weight", "weight", "name"}},
    {"trim_path", {"", "", "/a", "/b", "/a:/b"}},
    {"function", {"a", "b", "lib.g", "none", ""}},
    {"pattern", {"a", "b", "g$", ".", "("}},
    {"side", {"all", "callers", "callees", "all", "callees"}},
    {"find_in", {"name", "file", "package", "name", "name"}},
};

enum { TRIED_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static const char *const VIEWS[] = {"boxes",     "find",    "details", "top",  "flame",
                                    "json",      "tags",    "folded",  "peek", "raw",
                                    "functions", "summary", "graph"};

static void change(struct settings *settings, uint64_t *seed)
{
    size_t option = unit_random(seed) % TRIED_COUNT;
    const char *value = OPTIONS[option].values[unit_random(seed) % 5];
    assert_true(settings_set(settings, str_from_c(OPTIONS[option].name), str_from_c(value), NULL));
}

static void it_changes_no_answer(void **state)
{
    struct session *session = *state;
    uint64_t seed = 99;
    struct settings settings;
    settings_init(&settings, &session->words);
    unsigned good = 0, bad = 0;
    for (int step = 0; step < 3000; step++) {
        struct arena scratch = session->arena;
        const struct profile *profile = session->profiles[unit_random(&seed) % 8 == 0];
        const char *view = VIEWS[unit_random(&seed) % (sizeof VIEWS / sizeof *VIEWS)];
        if (unit_random(&seed) % 3 == 0)
            change(&settings, &seed);
        if (unit_random(&seed) % 64 == 0)
            settings_init(&settings, &session->words);
        /* What ends halfway must leave nothing behind. */
        if (unit_random(&seed) % 4 == 0)
            ask(profile, &settings, view, &session->cache, 1 + unit_random(&seed) % 9000, &scratch);
        struct answer warm = ask(profile, &settings, view, &session->cache, 0, &scratch);
        struct answer cold = ask(profile, &settings, view, NULL, 0, &scratch);
        expect_same(&warm, &cold);
        good += warm.ok;
        bad += !warm.ok;
    }
    assert_true(good > 500 && bad > 100);
}

static const struct view_cache_tree *last_tree(const struct session *session)
{
    return &session->cache.trees[session->cache.last];
}

/* Asks for the views of a list, "boxes top". */
static void ask_all(struct session *session, int profile, const struct settings *settings,
                    const char *views)
{
    struct arena scratch = session->arena;
    char name[32];
    for (int used; sscanf(views, "%31s%n", name, &used) == 1; views += used)
        assert_true(
            ask(session->profiles[profile], settings, name, &session->cache, 0, &scratch).ok);
}

static void it_makes_a_tree_once(void **state)
{
    struct session *session = *state;
    struct settings settings;
    settings_init(&settings, &session->words);
    settings_set(&settings, STR("pattern"), STR("a"), NULL);
    settings_set(&settings, STR("function"), STR("a"), NULL);
    ask_all(session, 0, &settings, "boxes");
    const struct view_cache_tree *kept = last_tree(session);
    const struct tree *tree = kept->tree;
    const struct flame_functions *functions = kept->functions;
    assert_non_null(tree);
    assert_non_null(functions);
    ask_all(session, 0, &settings, "find details top functions flame summary");
    settings_set(&settings, STR("side"), STR("callers"), NULL);
    settings_set(&settings, STR("sort"), STR("cum"), NULL);
    ask_all(session, 0, &settings, "boxes");
    assert_ptr_equal(last_tree(session), kept);
    assert_ptr_equal(kept->tree, tree);
    assert_ptr_equal(kept->functions, functions);
}

static void trees_alike_have_the_same_nodes(void **state)
{
    struct session *session = *state;
    struct settings settings;
    settings_init(&settings, &session->words);
    for (int first = 0; first < 2; first++) {
        ask_all(session, 0, &settings, first ? "summary" : "boxes");
        const struct view_cache_tree *one = last_tree(session);
        ask_all(session, 0, &settings, first ? "boxes" : "summary");
        const struct view_cache_tree *other = last_tree(session);
        assert_ptr_not_equal(one, other);
        assert_false(one->is_lent);
        assert_true(other->is_lent);
        assert_ptr_equal(one->tree->parents, other->tree->parents);
        assert_ptr_equal(one->functions->items[0].name.at, other->functions->items[0].name.at);
        assert_ptr_equal(one->functions->ranks, other->functions->ranks);
        assert_int_equal(one->functions->file_count, first ? 0 : 1);
        assert_int_equal(other->functions->file_count, first ? 1 : 0);
        view_cache_clear(&session->cache);
    }
}

static void trees_that_differ_are_kept_both(void **state)
{
    struct session *session = *state;
    struct settings settings;
    settings_init(&settings, &session->words);
    ask_all(session, 1, &settings, "boxes");
    const struct view_cache_tree *boxes = last_tree(session);
    const struct tree *tree = boxes->tree;
    ask_all(session, 1, &settings, "summary");
    const struct view_cache_tree *summary = last_tree(session);
    assert_false(summary->is_lent);
    assert_ptr_not_equal(summary->tree->parents, tree->parents);
    ask_all(session, 1, &settings, "boxes");
    assert_ptr_equal(last_tree(session), boxes);
    assert_ptr_equal(boxes->tree, tree);
    /* A third one takes the place of the one that was used longest ago. */
    settings_set(&settings, STR("color_by"), STR("file"), NULL);
    ask_all(session, 1, &settings, "boxes");
    assert_ptr_equal(last_tree(session), summary);
    assert_ptr_equal(boxes->tree, tree);
    assert_true(summary->is_lent);
}

static void what_lends_stays_while_it_is_borrowed_from(void **state)
{
    struct session *session = *state;
    struct settings settings;
    settings_init(&settings, &session->words);
    ask_all(session, 0, &settings, "boxes summary");
    const struct view_cache_tree *borrower = last_tree(session);
    const struct view_cache_tree *lender = view_cache_beside(&session->cache, borrower);
    const struct tree *tree = lender->tree;
    settings_set(&settings, STR("color_by"), STR("file"), NULL);
    ask_all(session, 0, &settings, "boxes");
    assert_ptr_equal(last_tree(session), borrower);
    assert_true(borrower->is_lent);
    assert_ptr_equal(borrower->tree->parents, tree->parents);
    assert_ptr_equal(lender->tree, tree);
}

static void large_trees_are_not_kept_beside_another(void **state)
{
    struct session *session = *state;
    struct settings settings;
    settings_init(&settings, &session->words);
    ask_all(session, 1, &settings, "boxes");
    struct view_cache_tree *boxes = &session->cache.trees[session->cache.last];
    arena_alloc(&boxes->part.arena, (size_t)129 << 20, 1);
    ask_all(session, 1, &settings, "summary");
    assert_ptr_not_equal(last_tree(session), boxes);
    assert_null(view_cache_beside(&session->cache, last_tree(session)));
    assert_int_equal(boxes->part.store.reserved, 0);
}

static void options_that_matter_are_told_apart(void **state)
{
    struct session *session = *state;
    struct sink plain;
    struct settings settings;
    settings_init(&settings, &session->words);
    sink_init_buffer(&plain, &session->arena, UINT64_MAX);
    view_cache_print_key(session->profiles[0], &settings, false, &plain);
    for (size_t i = 0; i < TRIED_COUNT; i++) {
        const struct option *option = option_find(str_from_c(OPTIONS[i].name));
        bool matters = option->views == FOR_ALL || option->views == FOR_VALUES;
        struct sink key;
        settings_init(&settings, &session->words);
        settings_set(&settings, option->name, str_from_c(OPTIONS[i].values[3]), NULL);
        if (settings_is_default(&settings, option))
            continue;
        sink_init_buffer(&key, &session->arena, UINT64_MAX);
        view_cache_print_key(session->profiles[0], &settings, false, &key);
        assert_int_equal(str_equal(sink_str(&key), sink_str(&plain)), !matters);
    }
}

static void texts_do_not_run_into_each_other(void **state)
{
    struct session *session = *state;
    struct sink keys[2];
    struct settings settings;
    for (int i = 0; i < 2; i++) {
        settings_init(&settings, &session->words);
        settings_set(&settings, STR("trim_path"), i ? STR("/x/a") : STR("/y/a"), NULL);
        sink_init_buffer(&keys[i], &session->arena, UINT64_MAX);
        view_cache_print_key(session->profiles[0], &settings, false, &keys[i]);
    }
    assert_false(str_equal(sink_str(&keys[0]), sink_str(&keys[1])));
}

int view_cache_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_changes_no_answer, start, stop),
        cmocka_unit_test_setup_teardown(it_makes_a_tree_once, start, stop),
        cmocka_unit_test_setup_teardown(trees_alike_have_the_same_nodes, start, stop),
        cmocka_unit_test_setup_teardown(trees_that_differ_are_kept_both, start, stop),
        cmocka_unit_test_setup_teardown(what_lends_stays_while_it_is_borrowed_from, start, stop),
        cmocka_unit_test_setup_teardown(large_trees_are_not_kept_beside_another, start, stop),
        cmocka_unit_test_setup_teardown(options_that_matter_are_told_apart, start, stop),
        cmocka_unit_test_setup_teardown(texts_do_not_run_into_each_other, start, stop),
    };
    return cmocka_run_group_tests_name("view cache", tests, NULL, NULL);
}
