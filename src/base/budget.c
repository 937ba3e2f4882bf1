/* The slow half of a budget: looked at every few thousand units of work. */
#include "base/budget.h"
#include "base/arena.h"
#include "base/host.h"

enum { BUDGET_STRIDE = 4096 };

bool budget_check(struct budget *budget, struct error *error)
{
    budget->next = budget->work + BUDGET_STRIDE;
    if (budget->limit && budget->work > budget->limit)
        return error_set(error, ERROR_LIMIT, "the request needs more work than its limit of %llu",
                         (unsigned long long)budget->limit);
    size_t reserved = 0;
    bool exceeded = false;
    for (size_t i = 0; i < BUDGET_STORES; i++) {
        if (!budget->stores[i])
            continue;
        reserved += budget->stores[i]->reserved;
        exceeded = exceeded || budget->stores[i]->exceeded;
    }
    if (budget->stores[0] && (exceeded || reserved > budget->stores[0]->ceiling))
        return error_set(error, ERROR_LIMIT,
                         "more than %zu MiB of memory are needed, the limit for a source of this "
                         "size; raise it with --max_memory",
                         budget->stores[0]->ceiling >> 20);
    if (budget->host && budget->host->cancelled && budget->host->cancelled(budget->host->context))
        return error_set(error, ERROR_LIMIT, "cancelled");
    return true;
}
