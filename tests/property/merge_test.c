/* Merging on the files given: with itself it doubles, less itself it is nothing; order and grouping
 * make no difference to sums, and two neighbours in either order have the same values.
 *
 *   merge_test FILE...
 */
#include "base/arena.h"
#include "base/number.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "unit/memory.h"

#include <stdio.h>

static int64_t sum_of(const struct profile *profile, size_t type)
{
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        sum = number_add(sum, profile->values[i * profile->type_count + type]);
    return sum;
}

/* Samples with a value and without a twin cannot be counted from outside, so the merge of one
 * profile alone is the measure. */
static const char *check(const struct profile *profile, struct arena *arena)
{
    struct budget budget = {.work = 0};
    struct error error;
    const struct profile *three[] = {profile, profile, profile};
    const struct profile *alone = merge(three, 1, arena, &budget, &error);
    const struct profile *twice = merge(three, 2, arena, &budget, &error);
    const struct profile *thrice = merge(three, 3, arena, &budget, &error);
    const struct profile *nested =
        merge((const struct profile *[]){alone, twice}, 2, arena, &budget, &error);
    const struct profile *other =
        merge((const struct profile *[]){twice, alone}, 2, arena, &budget, &error);
    if (twice->sample_count != alone->sample_count || thrice->sample_count != alone->sample_count ||
        nested->sample_count != alone->sample_count || other->sample_count != alone->sample_count)
        return "the number of samples depends on the merging";
    if (twice->stack_count != alone->stack_count ||
        nested->function_count != alone->function_count ||
        nested->location_count != alone->location_count)
        return "tables grow by merging equals";
    for (size_t type = 0; type < profile->type_count; type++) {
        int64_t one = sum_of(profile, type), two = number_add(one, one);
        if (sum_of(alone, type) != one || sum_of(twice, type) != two)
            return "a sum is another";
        if (sum_of(thrice, type) != number_add(one, two) ||
            sum_of(nested, type) != sum_of(thrice, type) ||
            sum_of(other, type) != sum_of(thrice, type))
            return "a sum depends on the grouping";
    }
    for (size_t i = 0; i < twice->sample_count * twice->type_count; i++)
        if (twice->values[i] != number_add(alone->values[i], alone->values[i]))
            return "a value is not doubled";
    return NULL;
}

static const char *check_base(const struct profile *profile, struct arena *arena)
{
    struct budget budget = {.work = 0};
    struct error error = {.kind = ERROR_NONE};
    const struct profile *less = combine_with_base(
        profile, profile, (struct combine_base){false, false}, arena, &budget, &error);
    const struct profile *even = combine_with_base(
        profile, profile, (struct combine_base){false, true}, arena, &budget, &error);
    const struct profile *diff = combine_with_base(
        profile, profile, (struct combine_base){true, false}, arena, &budget, &error);
    if (!less || !even || !diff)
        return "a profile does not go with itself";
    if (less->sample_count || even->sample_count)
        return "less itself it has samples";
    const struct profile *alone = merge(&profile, 1, arena, &budget, &error);
    if (diff->sample_count != 2 * alone->sample_count)
        return "the samples of a diff base are not apart";
    for (size_t i = 0; i < profile->type_count; i++)
        if (sum_of(diff, i))
            return "a diff base does not make up for the source";
    return NULL;
}

static bool same_values(const struct profile *a, const struct profile *b, struct arena *arena)
{
    struct budget budget = {.work = 0};
    struct error error;
    const struct profile *rest =
        combine_with_base(a, b, (struct combine_base){false, false}, arena, &budget, &error);
    return rest && !rest->sample_count && a->sample_count == b->sample_count;
}

/* Neighbours that do not go together are fine, but they must not in either order. */
static const char *check_order(const struct profile *a, const struct profile *b,
                               struct arena *arena)
{
    struct budget budget = {.work = 0};
    struct error error;
    const struct profile *ab = combine((const struct profile *[]){a, b}, 2, arena, &budget, &error);
    const struct profile *ba = combine((const struct profile *[]){b, a}, 2, arena, &budget, &error);
    if (!ab != !ba)
        return "whether it goes together depends on the order";
    if (ab && !combine_check(a, b, *arena, &error))
        return "refused before it could be combined";
    return !ab || same_values(ab, ba, arena) ? NULL : "values depend on the order";
}

int main(int count, char **paths)
{
    int failed = 0;
    for (int i = 1; i < count; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX / 2);
        struct error error = {.kind = ERROR_NONE};
        const struct profile *profile = memory_load(memory_file(paths[i], &arena), &arena, &error);
        const struct profile *next =
            memory_load(memory_file(paths[i + 1 < count ? i + 1 : 1], &arena), &arena, &error);
        const char *problem = profile ? check(profile, &arena) : error.text;
        if (!problem)
            problem = check_base(profile, &arena);
        if (!problem && next)
            problem = check_order(profile, next, &arena);
        if (problem)
            printf("%s: %s\n", paths[i], problem);
        failed += problem != NULL;
        arena_fini(&store);
    }
    printf("%d passed, %d failed\n", count - 1 - failed, failed);
    return failed != 0;
}
