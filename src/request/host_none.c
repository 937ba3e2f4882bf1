/* No files, no clock, no zone: whoever opens a session brings what there is. */
#include "request/default_host.h"

bool host_open(void *context, struct str name, struct source *source, struct error *error)
{
    (void)context, (void)name, (void)source;
    return error_set(error, ERROR_IO, "no files here");
}

int64_t host_now_ns(void *context)
{
    (void)context;
    return 0;
}

void host_zone(void *context, int64_t seconds, struct zone *zone)
{
    (void)context, (void)seconds;
    *zone = (struct zone){.name = "UTC"};
}

bool host_open_source(void *context, struct str path, struct source *source, struct error *error)
{
    (void)context, (void)path, (void)source;
    return error_set(error, ERROR_IO, "no such file or directory");
}

bool host_folder(void *context, char *path, size_t size)
{
    (void)context, (void)path, (void)size;
    return false;
}

bool host_list(void *context, struct str path, host_entry *entry, void *receiver)
{
    (void)context, (void)path, (void)entry, (void)receiver;
    return false;
}
