/* Names without what changes when nothing does: for matching two sides, never for show. */
#ifndef SELECT_MATCH_NAME_H
#define SELECT_MATCH_NAME_H

#include "base/str.h"

struct arena;

/* Without numbers: those of closures and lambdas (func1.2, lambda$3, {closure#4}, <lambda_5>),
 * module versions (@v1.2.3, /v2), .abi0 and .isra.0 and their like, hashes of mangled names, lines
 * of scripts, ids of threads and requests. Also fit for paths of files. In the arena; `name` itself
 * where nothing is to be taken out. */
struct str match_numbers(struct str name, struct arena *arena);
/* The normal form: without these, and without arguments of generics and templates and lists of
 * parameters. */
struct str match_name(struct str name, struct arena *arena);

#endif
