/* Collects words. */
#include "prompt/words.h"

#include <stdlib.h>
#include <string.h>

static char *copy(struct str text)
{
    char *at = malloc(text.size + 1);
    if (!at)
        abort();
    memcpy(at, text.at, text.size);
    at[text.size] = 0;
    return at;
}

/* Whether it is one of those that are kept; functions of one name come several times. */
static bool is_known(const struct words *words, struct str word)
{
    for (size_t i = 0; i < words->count && i < WORDS_SHOWN; i++)
        if (str_equal(str_from_c(words->shown[i]), word))
            return true;
    return false;
}

void words_add(struct words *words, struct str word)
{
    size_t same = 0;
    if (is_known(words, word))
        return;
    if (words->count < WORDS_SHOWN)
        words->shown[words->count] = copy(word);
    if (!words->count++) {
        words->common = copy(word);
        words->common_size = word.size;
        return;
    }
    while (same < words->common_size && same < word.size && words->common[same] == word.at[same])
        same++;
    /* Not in the middle of a character. */
    while (same > 0 && same < words->common_size &&
           ((unsigned char)words->common[same] & 0xc0) == 0x80)
        same--;
    words->common_size = same;
}

void words_free(struct words *words)
{
    for (size_t i = 0; i < words->count && i < WORDS_SHOWN; i++)
        free(words->shown[i]);
    free(words->common);
    *words = (struct words){.count = 0};
}
