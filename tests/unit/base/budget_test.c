/* Work, memory and patience run out. */
#include "base/budget.h"
#include "base/arena.h"
#include "base/host.h"
#include "unit/unit.h"

int budget_tests(void);

static bool is_cancelled(void *context)
{
    int *asked = context;
    return ++*asked > 3;
}

static void an_empty_budget_has_no_limit(void **state)
{
    (void)state;
    struct budget budget = {0};
    for (int i = 0; i < 100000; i++)
        assert_true(budget_spend(&budget, 1000, NULL));
    assert_int_equal(budget.work, 100000000);
}

static void work_has_a_limit(void **state)
{
    (void)state;
    struct budget budget = {.limit = 50000};
    struct error error = {0};
    uint64_t spent = 0;
    while (budget_spend(&budget, 1, &error))
        spent++;
    assert_true(spent >= 50000 && spent < 60000);
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_non_null(strstr(error.text, "50000"));
}

static void memory_has_a_ceiling(void **state)
{
    (void)state;
    struct arena_store stores[2];
    for (int full = 0; full < 2; full++) {
        arena_init(&stores[0], SIZE_MAX);
        arena_init(&stores[1], SIZE_MAX);
        struct budget budget = {.stores = {&stores[0], &stores[1]}};
        struct error error = {0};
        assert_true(budget_spend(&budget, 5000, &error));
        stores[full].exceeded = true;
        assert_false(budget_spend(&budget, 5000, &error));
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_non_null(strstr(error.text, "max_memory"));
    }
}

static void the_host_may_cancel(void **state)
{
    (void)state;
    int asked = 0;
    struct host host = {.context = &asked, .cancelled = is_cancelled};
    struct budget budget = {.host = &host};
    struct error error = {0};
    int spent = 0;
    while (budget_spend(&budget, 1, &error))
        spent++;
    assert_int_equal(asked, 4);
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_true(spent > 4000);
}

int budget_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_budget_has_no_limit),
        cmocka_unit_test(work_has_a_limit),
        cmocka_unit_test(memory_has_a_ceiling),
        cmocka_unit_test(the_host_may_cancel),
    };
    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
