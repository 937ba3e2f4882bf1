/* Reading ahead with a POSIX thread and a ring of blocks. */
#include "base/ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { BLOCK = 256 * 1024, BLOCKS = 4 };

struct ahead {
    ahead_fill *fill;
    void *context;
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t made, taken; /* blocks; the ring holds made - taken, the last one taken is in use */
    bool stop, ended, failed;
    struct error error;
    size_t sizes[BLOCKS];
    unsigned char *blocks;
};

static void *produce(void *argument)
{
    struct ahead *ahead = argument;
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->stop && !ahead->ended) {
        /* One block fewer than the ring has: the caller still reads the one it took last. */
        if (ahead->made - ahead->taken >= BLOCKS - 1) {
            pthread_cond_wait(&ahead->changed, &ahead->lock);
            continue;
        }
        size_t slot = ahead->made % BLOCKS, size = 0;
        pthread_mutex_unlock(&ahead->lock);
        struct error error = {0};
        bool ok = ahead->fill(ahead->context, ahead->blocks + slot * BLOCK, BLOCK, &size, &error);
        pthread_mutex_lock(&ahead->lock);
        ahead->sizes[slot] = size;
        ahead->failed = !ok;
        ahead->error = error;
        ahead->ended = !ok || !size;
        ahead->made += !ahead->ended;
        pthread_cond_signal(&ahead->changed);
    }
    pthread_mutex_unlock(&ahead->lock);
    return NULL;
}

struct ahead *ahead_open(ahead_fill *fill, void *context, bool threaded)
{
    struct ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead || !(ahead->blocks = malloc((size_t)BLOCK * (threaded ? BLOCKS : 1))))
        abort();
    ahead->fill = fill;
    ahead->context = context;
    if (!threaded)
        return ahead;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    /* Signals are the business of the program's own threads. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    ahead->threaded = pthread_create(&ahead->thread, NULL, produce, ahead) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return ahead;
}

bool ahead_next(struct ahead *ahead, const unsigned char **at, size_t *size, struct error *error)
{
    *at = ahead->blocks;
    if (!ahead->threaded)
        return ahead->fill(ahead->context, ahead->blocks, BLOCK, size, error);
    pthread_mutex_lock(&ahead->lock);
    while (ahead->made == ahead->taken && !ahead->ended)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    bool ok = true;
    if (ahead->made == ahead->taken) {
        *size = 0;
        ok = !ahead->failed;
        if (!ok && error)
            *error = ahead->error;
    } else {
        size_t slot = ahead->taken++ % BLOCKS;
        *at = ahead->blocks + slot * BLOCK;
        *size = ahead->sizes[slot];
        pthread_cond_signal(&ahead->changed);
    }
    pthread_mutex_unlock(&ahead->lock);
    return ok;
}

void ahead_close(struct ahead *ahead)
{
    if (!ahead)
        return;
    if (ahead->threaded) {
        pthread_mutex_lock(&ahead->lock);
        ahead->stop = true;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
        pthread_join(ahead->thread, NULL);
        pthread_mutex_destroy(&ahead->lock);
        pthread_cond_destroy(&ahead->changed);
    }
    free(ahead->blocks);
    free(ahead);
}
