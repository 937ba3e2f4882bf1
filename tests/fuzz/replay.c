/* Runs a fuzz harness over files, and all files of folders, without a fuzzer.
 *
 *   replay FILE-OR-FOLDER...
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return -1;
    }
    size_t size = 0, room = 1 << 16, got;
    uint8_t *bytes = malloc(room);
    while (bytes && (got = fread(bytes + size, 1, room - size, file)) > 0) {
        size += got;
        if (size == room)
            bytes = realloc(bytes, room *= 2);
    }
    fclose(file);
    /* A copy of just the size, so that a sanitizer sees what reads beyond it. */
    uint8_t *exact = malloc(size ? size : 1);
    if (!bytes || !exact)
        abort();
    memcpy(exact, bytes, size);
    free(bytes);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

static int run(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return run_file(path);
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        char name[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        int more = run_file(name);
        if (more < 0)
            count = -1;
        if (count >= 0)
            count += more;
    }
    closedir(folder);
    return count;
}

int main(int count, char **paths)
{
    int files = 0, failed = 0;
    for (int i = 1; i < count; i++) {
        int more = run(paths[i]);
        failed += more < 0;
        files += more > 0 ? more : 0;
    }
    printf("%d passed, %d failed\n", files, failed);
    return failed != 0 || files == 0;
}
