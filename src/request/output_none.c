/* Without files: sessions write through functions only. */
#include "request/output.h"

#include <stddef.h>

static bool no_files(struct error *error)
{
    return error_set(error, ERROR_IO, "no files here");
}

struct output *output_open(struct str path, struct error *error)
{
    (void)path, (void)no_files(error);
    return NULL;
}

struct output *output_create(struct str stem, struct str suffix, struct str *path,
                             struct error *error)
{
    (void)stem, (void)suffix, (void)path, (void)no_files(error);
    return NULL;
}

bool output_write(void *output, const char *bytes, size_t size, struct error *error)
{
    (void)output, (void)bytes, (void)size;
    return no_files(error);
}

bool output_commit(struct output *output, struct error *error)
{
    (void)output;
    return no_files(error);
}

void output_abort(struct output *output)
{
    (void)output;
}

bool output_is_foreign(struct str path, struct str marker)
{
    (void)path, (void)marker;
    return false;
}

bool output_is_same(struct str a, struct str b)
{
    (void)a, (void)b;
    return false;
}

bool output_is_terminal(void)
{
    return false;
}

size_t output_columns(void)
{
    return 0;
}

bool output_likes_color(void)
{
    return false;
}
