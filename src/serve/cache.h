/* Answers by what they answer, those that were asked for last; by any thread. */
#ifndef SERVE_CACHE_H
#define SERVE_CACHE_H

#include "base/str.h"

struct reply;
struct cache;

/* Keeps at most so many bytes. */
struct cache *cache_new(size_t most);
void cache_free(struct cache *cache);
/* The answer, to be released; NULL: there is none. */
struct reply *cache_find(struct cache *cache, struct str key);
/* Keeps one of an answer, in place of the older ones that are too many then. */
void cache_keep(struct cache *cache, struct str key, struct reply *reply);

#endif
