/* One reading at a time. */
#include "options/reading.h"

#include <string.h>

int reading_start(void **state)
{
    static struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.arena = arena_init(&reading.store, SIZE_MAX);
    settings_init(&reading.settings, &reading.arena);
    *state = &reading;
    return 0;
}

int reading_stop(void **state)
{
    struct reading *reading = *state;
    arena_fini(&reading->store);
    return 0;
}

int reading_begin(struct reading *reading, const char *const *values)
{
    int count = 0;
    while (values[count])
        count++;
    settings_init(&reading->settings, &reading->arena);
    reading->error = (struct error){.kind = ERROR_NONE};
    return count;
}
