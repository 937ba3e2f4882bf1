/* libcurl's multi interface. */
#include "net/fetch.h"

bool net_fetch(const struct net_request *requests, struct net_response *responses, size_t count,
               net_wait *wait, void *context, struct arena *arena, struct error *error)
{
    (void)requests, (void)responses, (void)count, (void)wait, (void)context, (void)arena;
    return error_set(error, ERROR_IO, "URLs are not fetched yet");
}
