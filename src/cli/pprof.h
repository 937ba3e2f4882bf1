/* The command line as pprof has it: `render pprof ...`, and a program that is called pprof. */
#ifndef CLI_PPROF_H
#define CLI_PPROF_H

#include <stdbool.h>

struct render;
struct render_live;
struct terminal;

/* Whether a program is called so: by the base name of its path. */
bool pprof_is_name(const char *program);
/* Runs on the arguments behind the name; gives the exit code, 0 or 2. */
int pprof_run(struct render_live *live, struct render *render, int count, const char *const *values,
              struct terminal *terminal);

#endif
