/* By dlopen. */
#include "live/net_module.h"
#include "net/net.h"
#include "request/module_posix.h"

const struct net_module *net_module(struct error *error)
{
    static const struct module MODULE = {
        .file = "librender-net.so",
        .symbol = NET_SYMBOL,
        .does = "URLs are fetched and pages served by",
        .needs = "libcurl4 and libmicrohttpd12",
    };
    return module_open(&MODULE, error);
}
