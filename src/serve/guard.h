/* Who may ask: a page of this server in a browser, or a program that has the token. */
#ifndef SERVE_GUARD_H
#define SERVE_GUARD_H

#include "base/error.h"

struct arena;
struct net_call;

struct guard {
    struct str host;   /* as --http names it */
    bool is_local;     /* other machines do not reach the server */
    struct str token;  /* empty: none is asked for */
    struct str cookie; /* its name: servers on one machine share a browser's cookies */
    struct str secret; /* its value */
    struct str ticket; /* lets in once, instead of the token: others see what a browser is told */
};

enum guard_verdict {
    GUARD_PASS,
    GUARD_BAD,     /* no such request is made by a browser: 400 */
    GUARD_FOREIGN, /* under a name, or from a page, that is not this server's: 403 */
    GUARD_LOCKED,  /* without the token: 401 */
    GUARD_LET_IN,  /* with the token or ticket in the query; a cookie shall do from now on */
};

/* A page may be opened by a link that stands elsewhere; nothing else may be asked for from there.
 * A ticket that lets in is gone. From one thread. */
enum guard_verdict guard_judge(struct guard *guard, const struct net_call *call, bool is_page);
/* The query without token and ticket, in the arena. */
struct str guard_rest_of_query(struct str query, struct arena *arena);
/* Whether two texts are equal, in a time that says nothing about where they differ. */
bool guard_equal(struct str a, struct str b);
/* Whether the host is one that a browser cannot have been led to by a name of somebody else. */
bool guard_knows_host(const struct guard *guard, struct str host);

#endif
