/* The rules of sides. Any doubt is an error: sides that are turned round look right. */
#include "request/sides.h"

static bool fail_operands(struct str verb, size_t count, struct error *error)
{
    struct str what = str_equal(verb, STR("check")) ? verb : STR("--diff");
    return error_set(error, ERROR_USAGE,
                     "%.*s compares two sides and takes exactly two operands, BASE NEW, not %zu; "
                     "several runs of a side are named by --base and --new, or by a folder",
                     STR_ARG(what), count);
}

static bool take_operands(struct sides *sides, struct str verb, const struct str *sources,
                          size_t count, struct error *error)
{
    if (count != 2)
        return fail_operands(verb, count, error);
    sides->base = (struct texts){sources, 1};
    sides->new_ = (struct texts){sources + 1, 1};
    return true;
}

static bool take_options(struct sides *sides, struct settings *settings, struct str verb,
                         size_t count, struct error *error)
{
    if (count)
        return error_set(error, ERROR_USAGE,
                         "the sides are named by --base and --new, and by %zu operand%s too; name "
                         "them in one way",
                         count, count == 1 ? "" : "s");
    if (!settings->base.count || !settings->new.count)
        return error_set(error, ERROR_USAGE, "%s needs two sides; %s is missing",
                         str_equal(verb, STR("check")) ? "check" : "--diff",
                         settings->base.count ? "--new" : "--base");
    sides->base = settings->base;
    sides->new_ = settings->new;
    return true;
}

/* Who is read first would get all of it. */
static bool check_input(const struct sides *sides, struct error *error)
{
    size_t times = 0;
    for (size_t i = 0; i < sides->base.count; i++)
        times += str_equal(sides->base.at[i], STR("-"));
    for (size_t i = 0; i < sides->new_.count; i++)
        times += str_equal(sides->new_.at[i], STR("-"));
    return times < 2 ||
           error_set(error, ERROR_USAGE,
                     "standard input (-) can be one run of a comparison, not %zu", times);
}

bool sides_choose(struct sides *sides, struct settings *settings, struct str verb,
                  const struct str *sources, size_t count, struct error *error)
{
    bool is_check = str_equal(verb, STR("check"));
    bool named = settings->new.count || (settings->base.count && (is_check || settings->diff));
    *sides = (struct sides){.is_comparison = false};
    bool wanted = settings->diff || named || (is_check && count > 1) ||
                  (str_equal(verb, STR("movers")) && count > 1);
    if (!wanted)
        return true;
    if (settings->diff_base.count)
        return error_set(error, ERROR_USAGE,
                         "--diff_base subtracts, a comparison keeps both sides; name the base by "
                         "--base, or as the first operand");
    bool ok = named ? take_options(sides, settings, verb, count, error)
                    : take_operands(sides, verb, sources, count, error);
    ok = ok && check_input(sides, error);
    sides->is_comparison = ok;
    settings->base = settings->new = (struct texts){.count = 0};
    return ok;
}
