/* libmicrohttpd. */
#include "net/listen.h"

struct net_server *net_listen(const struct net_listening *listening, struct error *error)
{
    (void)listening;
    error_set(error, ERROR_IO, "nothing is served yet");
    return NULL;
}

uint16_t net_port(const struct net_server *server)
{
    (void)server;
    return 0;
}

void net_answer(struct net_exchange *exchange, const struct net_reply *reply)
{
    (void)exchange, (void)reply;
}

void net_stop(struct net_server *server)
{
    (void)server;
}
