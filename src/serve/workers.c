/* One queue, one lock. */
#include "serve/workers.h"
#include "net/net.h"
#include "serve/reply.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 32 };

struct waiter {
    struct waiter *next;
    struct net_exchange *exchange;
    const struct net_call *call;
};

struct task {
    struct task *next;
    struct workers *workers;
    struct str key;
    struct waiter *waiters;
    bool is_over; /* nobody waits any more, and nobody may join */
    char text[];  /* of the key */
};

struct workers {
    struct workers_plan plan;
    pthread_t threads[MOST_THREADS];
    size_t started;
    pthread_mutex_t mutex;
    pthread_cond_t more;
    struct task *first, **last; /* that wait */
    struct task *running;       /* in any order */
    size_t waiting;
    bool ends, may_idle, is_idling; /* one thread at most does what nobody waits for */
};

/* ---------------------------------------------------------------- tasks */

static struct task *new_task(struct workers *workers, struct str key)
{
    struct task *task = calloc(1, sizeof *task + key.size + 1);
    if (!task)
        abort();
    memcpy(task->text, key.at, key.size);
    task->key = (struct str){task->text, key.size};
    task->workers = workers;
    return task;
}

static struct task *find(struct task *list, struct str key)
{
    for (; list; list = list->next)
        if (!list->is_over && str_equal(list->key, key))
            return list;
    return NULL;
}

static void add_waiter(struct task *task, struct net_exchange *exchange,
                       const struct net_call *call)
{
    struct waiter *waiter = malloc(sizeof *waiter);
    if (!waiter)
        abort();
    *waiter = (struct waiter){task->waiters, exchange, call};
    task->waiters = waiter;
}

bool workers_add(struct workers *workers, struct str key, struct net_exchange *exchange,
                 const struct net_call *call)
{
    pthread_mutex_lock(&workers->mutex);
    struct task *task = find(workers->running, key);
    if (!task)
        task = find(workers->first, key);
    bool ok = !workers->ends && (task || workers->waiting < workers->plan.queue);
    if (!task && ok) {
        task = new_task(workers, key);
        *workers->last = task;
        workers->last = &task->next;
        workers->waiting++;
        pthread_cond_signal(&workers->more);
    }
    if (ok)
        add_waiter(task, exchange, call);
    pthread_mutex_unlock(&workers->mutex);
    return ok;
}

/* Answers all that wait for it. */
static void give(const struct workers *workers, struct waiter *waiters, struct reply *reply)
{
    struct waiter *next;
    for (struct waiter *waiter = waiters; waiter; waiter = next) {
        next = waiter->next;
        reply_send(reply_keep(reply), workers->plan.net, waiter->exchange, waiter->call);
        free(waiter);
    }
    reply_release(reply);
}

/* ---------------------------------------------------------------- threads */

static bool is_over(void *context)
{
    struct task *task = context;
    struct workers *workers = task->workers;
    pthread_mutex_lock(&workers->mutex);
    bool is_any = false;
    for (const struct waiter *waiter = task->waiters; waiter && !is_any; waiter = waiter->next)
        is_any = !workers->plan.net->is_gone(waiter->exchange);
    task->is_over = task->is_over || !is_any || workers->ends;
    bool over = task->is_over;
    pthread_mutex_unlock(&workers->mutex);
    return over;
}

/* Called and left with the lock. */
static void run_first(struct workers *workers)
{
    struct task *task = workers->first;
    workers->first = task->next;
    workers->last = workers->first ? workers->last : &workers->first;
    workers->waiting--;
    task->next = workers->running;
    workers->running = task;
    pthread_mutex_unlock(&workers->mutex);
    struct reply *reply =
        is_over(task) ? NULL : workers->plan.make(workers->plan.context, task->key, is_over, task);
    if (!reply)
        reply = reply_text(503, STR("cancelled"), STR("cancelled\n"));
    pthread_mutex_lock(&workers->mutex);
    struct task **link = &workers->running;
    while (*link != task)
        link = &(*link)->next;
    *link = task->next;
    pthread_mutex_unlock(&workers->mutex);
    give(workers, task->waiters, reply);
    free(task);
    pthread_mutex_lock(&workers->mutex);
}

/* Called and left with the lock. */
static void run_idle(struct workers *workers)
{
    workers->is_idling = true;
    workers->may_idle = false;
    pthread_mutex_unlock(&workers->mutex);
    bool is_more = workers->plan.idle(workers->plan.context);
    pthread_mutex_lock(&workers->mutex);
    workers->is_idling = false;
    workers->may_idle = workers->may_idle || is_more;
}

static void *work(void *context)
{
    struct workers *workers = context;
    pthread_mutex_lock(&workers->mutex);
    while (!workers->ends || workers->first) {
        if (workers->first)
            run_first(workers);
        else if (workers->may_idle && !workers->is_idling)
            run_idle(workers);
        else
            pthread_cond_wait(&workers->more, &workers->mutex);
    }
    pthread_mutex_unlock(&workers->mutex);
    return NULL;
}

void workers_wake(struct workers *workers)
{
    pthread_mutex_lock(&workers->mutex);
    workers->may_idle = true;
    pthread_cond_signal(&workers->more);
    pthread_mutex_unlock(&workers->mutex);
}

struct workers *workers_new(const struct workers_plan *plan)
{
    struct workers *workers = calloc(1, sizeof *workers);
    sigset_t all, before;
    if (!workers)
        abort();
    workers->plan = *plan;
    workers->last = &workers->first;
    pthread_mutex_init(&workers->mutex, NULL);
    pthread_cond_init(&workers->more, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (workers->started < plan->threads && workers->started < MOST_THREADS &&
           !pthread_create(&workers->threads[workers->started], NULL, work, workers))
        workers->started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (workers->started)
        return workers;
    workers_free(workers);
    return NULL;
}

void workers_stop(struct workers *workers)
{
    pthread_mutex_lock(&workers->mutex);
    workers->ends = true;
    pthread_cond_broadcast(&workers->more);
    pthread_mutex_unlock(&workers->mutex);
    for (size_t i = 0; i < workers->started; i++)
        pthread_join(workers->threads[i], NULL);
    workers->started = 0;
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    pthread_cond_destroy(&workers->more);
    pthread_mutex_destroy(&workers->mutex);
    free(workers);
}
