/* What an answer means: whether it may be a profile, and if not, what happened and what to do. */
#ifndef LIVE_ANSWER_H
#define LIVE_ANSWER_H

#include "base/error.h"

struct live_target;
struct net_request;
struct net_response;

/* Whether the answer is whole and no error of the service. False with one line: the URL, what
 * came, the service's own words, what to do; `is_pprof`: with pprof's words for a status. */
bool live_answer_check(const struct live_target *target, const struct net_request *request,
                       const struct net_response *response, bool is_pprof, struct error *error);

#endif
