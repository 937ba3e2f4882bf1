/* Opens the module of HTTP on first use. */
#ifndef LIVE_NET_MODULE_H
#define LIVE_NET_MODULE_H

#include "base/error.h"

struct net_module;

/* NULL with an error that says what is missing. */
const struct net_module *net_module(struct error *error);

#endif
