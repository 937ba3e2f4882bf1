/* Chains by hash, and one list in the order of use. */
#include "serve/cache.h"
#include "base/hash.h"
#include "serve/reply.h"

#include <pthread.h>
#include <stdlib.h>

enum { CHAINS = 4096, LARGEST_SHARE = 4 };

struct entry {
    struct entry *next;          /* of its chain */
    struct entry *newer, *older; /* by use */
    struct reply *reply;
    uint64_t hash;
    size_t size, key_size;
    char key[];
};

struct cache {
    pthread_mutex_t mutex;
    struct entry *chains[CHAINS];
    struct entry *newest, *oldest;
    size_t most, size;
};

struct cache *cache_new(size_t most)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        abort();
    cache->most = most;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

static void take_out(struct cache *cache, struct entry *entry)
{
    *(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void put_first(struct cache *cache, struct entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

static struct entry **find(struct cache *cache, struct str key, uint64_t hash)
{
    struct entry **link = &cache->chains[hash % CHAINS];
    while (*link && ((*link)->hash != hash || (*link)->key_size != key.size ||
                     memcmp((*link)->key, key.at, key.size) != 0))
        link = &(*link)->next;
    return link;
}

static void drop_oldest(struct cache *cache)
{
    struct entry *entry = cache->oldest;
    *find(cache, (struct str){entry->key, entry->key_size}, entry->hash) = entry->next;
    take_out(cache, entry);
    cache->size -= entry->size;
    reply_release(entry->reply);
    free(entry);
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    while (cache->oldest)
        drop_oldest(cache);
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

struct reply *cache_find(struct cache *cache, struct str key)
{
    struct reply *reply = NULL;
    pthread_mutex_lock(&cache->mutex);
    struct entry *entry = *find(cache, key, hash_bytes(key.at, key.size));
    if (entry) {
        take_out(cache, entry);
        put_first(cache, entry);
        reply = reply_keep(entry->reply);
    }
    pthread_mutex_unlock(&cache->mutex);
    return reply;
}

static struct entry *new_entry(struct str key, struct reply *reply)
{
    struct entry *entry = calloc(1, sizeof *entry + key.size + 1);
    if (!entry)
        abort();
    memcpy(entry->key, key.at, key.size);
    entry->key_size = key.size;
    entry->hash = hash_bytes(key.at, key.size);
    entry->reply = reply_keep(reply);
    entry->size = sizeof *entry + key.size + reply_size(reply);
    return entry;
}

void cache_keep(struct cache *cache, struct str key, struct reply *reply)
{
    if (reply_size(reply) > cache->most / LARGEST_SHARE)
        return;
    pthread_mutex_lock(&cache->mutex);
    struct entry **link = find(cache, key, hash_bytes(key.at, key.size));
    if (!*link) {
        *link = new_entry(key, reply);
        put_first(cache, *link);
        cache->size += (*link)->size;
    }
    while (cache->size > cache->most)
        drop_oldest(cache);
    pthread_mutex_unlock(&cache->mutex);
}
