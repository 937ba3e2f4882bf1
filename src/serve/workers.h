/* Threads that work on what takes long, in the order that it was asked for. What several ask for at
 * the same time is made once. */
#ifndef SERVE_WORKERS_H
#define SERVE_WORKERS_H

#include "base/str.h"

struct reply;
struct net_call;
struct net_exchange;
struct net_module;
struct workers;

/* Makes the answer to a key, which says what is wanted; `is_over` is true, of the `asking`, once
 * nobody waits for it any more. NULL is none. */
typedef struct reply *workers_make(void *context, struct str key, bool (*is_over)(void *asking),
                                   void *asking);
/* Does a piece of work that nobody waits for; false where there is none. */
typedef bool workers_idle(void *context);

struct workers_plan {
    const struct net_module *net;
    size_t threads, queue; /* jobs that wait at most */
    workers_make *make;
    workers_idle *idle;
    void *context;
};

/* NULL where no thread can be started. */
struct workers *workers_new(const struct workers_plan *plan);
/* Answers all that wait, and takes no more. */
void workers_stop(struct workers *workers);
/* Fine on NULL; otherwise they must have been stopped. */
void workers_free(struct workers *workers);
/* Takes an exchange, which is answered once the job is done; false where too much is waiting
 * already. */
bool workers_add(struct workers *workers, struct str key, struct net_exchange *exchange,
                 const struct net_call *call);
/* There may be work that nobody waits for. */
void workers_wake(struct workers *workers);

#endif
