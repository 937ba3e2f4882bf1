/* Regular expressions of RE2's syntax as Go's package regexp has it: does a text contain a match?
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/error.h"

struct arena;
struct regex;
struct regex_matcher;

/* Compiles a pattern, in the arena; it may be shared. NULL and a USAGE error with Go's words
 * ("error parsing regexp: missing closing ]: `[a`") for what Go would not compile either.
 * Different from Go on purpose: the message quotes by error_quote; \p{Old_Italic} and all scripts
 * of several words are known (Go 1.25 lost them); sets of more than a million ranges together, and
 * long literals repeated to more than Go's own limit, are "too large" here while Go forgets to
 * count. */
const struct regex *regex_new(struct str pattern, struct arena *arena, struct error *error);

/* What matching needs to remember, in the arena, about 1 MiB at most beside 20 bytes for each
 * instruction. Not to be shared. Good for any number of texts, and faster the more there are. */
struct regex_matcher *regex_matcher_new(const struct regex *regex, struct arena *arena);

/* Whether the text contains a match. Linear in the text; bytes that are no UTF-8 count as U+FFFD.
 */
bool regex_matches(struct regex_matcher *matcher, struct str text);

/* The same answer without the cached automaton, for tests. */
bool regex_matches_slowly(struct regex_matcher *matcher, struct str text);

#endif
