/* The module of HTTP: the only code that knows libcurl, libmicrohttpd and Nettle. It is opened on
 * first use (net_module.h of who uses it). */
#ifndef NET_NET_H
#define NET_NET_H

#include "net/digest.h"
#include "net/fetch.h"
#include "net/listen.h"

#define NET_SYMBOL "render_net"

struct net_module {
    const char *version; /* RENDER_VERSION */
    net_fetch_function *fetch;
    net_listen_function *listen;
    net_port_function *port;
    net_is_local_function *is_local;
    net_start_function *start;
    net_answer_function *answer;
    net_is_gone_function *is_gone;
    net_stop_function *stop;
    net_digest_function *digest;
};

#endif
