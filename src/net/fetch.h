/* Requests to services, several at a time (libcurl). Redirects are followed, at most ten and only
 * to http and https; headers, certificate and leniency are for the host that was named, and go to
 * no other. Proxies are those of the environment. */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/error.h"

#include <stdint.h>

struct arena;

enum { NET_REDIRECTS = 10 };

/* What is asked. Texts need no terminator. */
struct net_request {
    struct str url;            /* http or https, without a user */
    struct str unix_socket;    /* path of a socket to connect to instead; empty: none */
    const struct str *headers; /* "Name: value", `header_count` of them */
    size_t header_count;
    bool is_post; /* with this body; no redirect is followed */
    struct str body;
    bool is_insecure;                     /* certificates are not checked */
    struct str tls_cert, tls_key, tls_ca; /* paths; empty: none, the system's */
    double timeout;                       /* seconds until all of it must be there */
    double silence; /* seconds without a byte that are too many; 0: any number */
    uint64_t most;  /* bytes of a body as it comes, and once inflated */
};

/* Why there is no answer, or not all of it. */
enum net_failure {
    NET_WHOLE,
    NET_BAD_URL,
    NET_NO_HOST,    /* the name is not known */
    NET_NO_PROXY,   /* likewise that of the proxy */
    NET_REFUSED,    /* nobody listens */
    NET_NO_CONNECT, /* another reason */
    NET_TIMEOUT,
    NET_SILENCE,
    NET_NO_ANSWER, /* the connection was closed instead */
    NET_CUT,       /* or in the middle of the body */
    NET_NO_HTTP,   /* what came is none */
    NET_BAD_BODY,  /* its compression is damaged */
    NET_TOO_LARGE, /* the body */
    NET_LONG_HEAD,
    NET_TLS,        /* no connection by TLS: the other end speaks none, or another one */
    NET_UNTRUSTED,  /* the certificate is not to be trusted */
    NET_TLS_FILES,  /* certificate, key or authorities that were given cannot be used */
    NET_REDIRECTED, /* too often, or to what is no http */
    NET_OTHER,
};

/* What came of it. Texts are in the arena. */
struct net_response {
    int status;        /* of HTTP; 0: there was no answer */
    struct str reason; /* "Not Found"; empty in HTTP/2 */
    struct str content_type;
    bool is_go_pprof;       /* X-Go-Pprof was there */
    struct str url;         /* where redirects led */
    struct str body;        /* of a status other than 200 the beginning */
    uint64_t came, claimed; /* bytes of the body as they came, and as many as were announced; 0:
                               not announced */
    double took;            /* seconds until it was there, or failed */
    enum net_failure failure;
    struct error error; /* kind ERROR_NONE: the answer is whole. The text is the reason alone */
};

/* Who waits: told several times a second how many are done, and how many bytes have come; false
 * stops all. */
typedef bool net_wait(void *context, size_t done, uint64_t bytes);

/* Does them all at once; each has its response. False where `wait` stopped it. */
typedef bool net_fetch_function(const struct net_request *requests, struct net_response *responses,
                                size_t count, net_wait *wait, void *context, struct arena *arena,
                                struct error *error);

net_fetch_function net_fetch;

#endif
