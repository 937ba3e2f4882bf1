/* Decodes each file given both ways and compares. Files that neither reader takes count as agreed.
 *
 *   oracle_test FILE...
 */
#include "base/arena.h"
#include "base/error.h"
#include "oracle/oracle.h"
#include "profile/profile.h"
#include "unit/memory.h"

#include <stdio.h>

enum outcome { AGREED, AGREED_NOT, ALONE, DISAGREED };

static enum outcome compare(const char *path, struct arena arena)
{
    static const char *const VERDICTS[] = {"the same", "unreadable", "invalid", "different"};
    struct str file = memory_file(path, &arena), bytes = memory_inflated(file, &arena);
    struct error error = {.kind = ERROR_NONE};
    const char *reason = "";
    const struct profile *profile = memory_load(file, &arena, &error);
    enum oracle_verdict verdict =
        bytes.at && bytes.size ? oracle_compare(profile, bytes, &reason) : ORACLE_UNREADABLE;
    if (profile && verdict == ORACLE_SAME)
        return AGREED;
    if (!profile && verdict != ORACLE_SAME)
        return AGREED_NOT;
    /* protobuf-c refuses fields numbered 0, which the format's other readers pass over. */
    if (profile && verdict == ORACLE_UNREADABLE)
        return ALONE;
    printf("%s: %s; the oracle says %s: %s\n", path, profile ? "was read" : error.text,
           VERDICTS[verdict], reason);
    return DISAGREED;
}

int main(int count, char **paths)
{
    size_t outcomes[4] = {0};
    for (int i = 1; i < count; i++) {
        struct arena_store store;
        outcomes[compare(paths[i], arena_init(&store, SIZE_MAX / 2))]++;
        arena_fini(&store);
    }
    printf("%zu passed, %zu failed (%zu read alike, %zu refused by both, %zu read by us alone)\n",
           outcomes[AGREED] + outcomes[AGREED_NOT] + outcomes[ALONE], outcomes[DISAGREED],
           outcomes[AGREED], outcomes[AGREED_NOT], outcomes[ALONE]);
    return outcomes[DISAGREED] != 0;
}
