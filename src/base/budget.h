/* What a request may use: work, memory, and the host's patience. Every long loop asks. */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include "base/error.h"

#include <stdint.h>

struct arena_store;
struct host;

enum { BUDGET_STORES = 6 };

struct budget {
    uint64_t work;  /* units spent: about one record, frame or node each */
    uint64_t next;  /* the amount at which the rest is looked at again */
    uint64_t limit; /* 0: no limit */
    /* Memory that together must stay below the first one's ceiling; NULL where there is none. */
    const struct arena_store *stores[BUDGET_STORES];
    const struct host *host; /* asked for cancellation; may be NULL */
};

/* False when the limit, a ceiling or the host says stop. */
bool budget_check(struct budget *budget, struct error *error);

/* Spends `work` units; true almost always and then only a comparison. */
static inline bool budget_spend(struct budget *budget, uint64_t work, struct error *error)
{
    budget->work += work;
    return budget->work < budget->next || budget_check(budget, error);
}

#endif
