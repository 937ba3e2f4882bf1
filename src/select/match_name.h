/* Names without what changes when nothing does: for matching two sides, never for show. */
#ifndef SELECT_MATCH_NAME_H
#define SELECT_MATCH_NAME_H

#include "base/str.h"

struct arena;

/* The normal form: numbers of closures and lambdas (func1.2, lambda$3, {{closure}}#4, <lambda_5>),
 * arguments of generics and templates, module versions (@v1.2.3, /v2), .abi0 and .isra.0 and their
 * like, hashes of mangled names, ids of threads and requests are taken out. In the arena; `name`
 * itself where nothing is to be taken out. */
struct str match_name(struct str name, struct arena *arena);

#endif
