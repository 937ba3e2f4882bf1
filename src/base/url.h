/* Names of sources that are URLs, and what a source is called where its place is nobody's business.
 *
 *   http://HOST[:PORT][/PATH][?QUERY]    also https://, and https+insecure:// (nothing is checked)
 *   HOST:PORT[/PATH][?QUERY]             http; :PORT is this machine's
 *   unix:/SOCKET[:/PATH][?QUERY]         http over a socket; also unix:./SOCKET
 *
 * USER:PASSWORD@ may stand before a host. Without a path it is Go's CPU profile. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/str.h"

struct arena;
struct sink;

#define URL_CPU_PATH "/debug/pprof/profile"

/* The parts of a name, as they stand in it. */
struct url {
    bool is_tls, is_insecure;
    struct str socket; /* a path; empty: there is none */
    struct str user;   /* "name:password", percent-encoded; empty: none */
    struct str host;   /* with its port: "localhost:6060"; of a socket "localhost" */
    struct str path;   /* begins with '/', never empty */
    struct str query;  /* without '?' */
};

/* Whether a name is written as such a URL; its parts, where `url` is not NULL. Whether there is a
 * file of that name is not looked at. */
bool url_split(struct str name, struct url *url);
/* Whether it is a URL of another scheme: "ftp://...". */
bool url_is_foreign(struct str name);

/* What to call a source in outputs: of a path its last part, of a URL host and path, without user
 * and query. Written as it is, for an escaper. */
struct str url_base_name(struct str name, struct arena *arena);
/* Whether it is a URL; then that is written to the sink. */
bool sink_url_name(struct sink *sink, struct str name);
/* The same for a message: a path is whole, a URL has what comes before the user or the host too. */
struct str url_said(struct str name, struct arena *arena);

#endif
