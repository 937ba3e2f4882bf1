/* The table that the program finds by its name. */
#include "base/version.h"
#include "net/net.h"

__attribute__((visibility("default"))) extern const struct net_module render_net;

const struct net_module render_net = {.version = RENDER_VERSION,
                                      .fetch = net_fetch,
                                      .listen = net_listen,
                                      .port = net_port,
                                      .is_local = net_is_local,
                                      .start = net_start,
                                      .answer = net_answer,
                                      .is_gone = net_is_gone,
                                      .stop = net_stop,
                                      .digest = net_digest};
