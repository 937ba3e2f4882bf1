/* A regular expression asked about a profile's strings: each is looked at once. */
#ifndef SELECT_NAME_TEST_H
#define SELECT_NAME_TEST_H

#include "base/error.h"
#include "profile/profile.h"

struct arena;
struct regex_matcher;

struct name_test {
    const struct profile *profile;
    struct regex_matcher *matcher;
    uint8_t *answers; /* by string: 0 not asked yet, 1 no, 2 yes */
};

/* Compiles the expression of an option. Empty: the test has no matcher and is not to be asked.
 * False with a USAGE error that names the option. */
bool name_test_init(struct name_test *test, const struct profile *profile, const char *option,
                    struct str expression, struct arena *arena, struct error *error);
bool name_test_matches(struct name_test *test, string_id name);
/* Whether the function of a line matches, by name or file. */
bool name_test_matches_line(struct name_test *test, const struct line *line);
/* Whether the file of a location's mapping matches. */
bool name_test_matches_mapping(struct name_test *test, const struct location *location);

#endif
