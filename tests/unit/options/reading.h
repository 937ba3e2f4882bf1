/* Settings, and what arguments say beside them. */
#ifndef UNIT_OPTIONS_READING_H
#define UNIT_OPTIONS_READING_H

#include "base/arena.h"
#include "options/arguments.h"
#include "options/pprof_flags.h"
#include "options/settings.h"

struct reading {
    struct arena_store store;
    struct arena arena;
    struct settings settings;
    struct arguments arguments;
    struct pprof_arguments pprof;
    struct error error;
};

/* cmocka's setup and teardown: *state is a fresh struct reading, its settings at their defaults. */
int reading_start(void **state);
int reading_stop(void **state);
#define READING_TEST(test) cmocka_unit_test_setup_teardown(test, reading_start, reading_stop)

/* Sets settings and error back; returns the number of arguments, which end with NULL. */
int reading_begin(struct reading *reading, const char *const *values);

#endif
