/* The words that may complete a line: how they agree, and the first of them. */
#ifndef PROMPT_WORDS_H
#define PROMPT_WORDS_H

#include "base/str.h"

enum { WORDS_SHOWN = 60 };

/* Words that are told one after the other. */
struct words {
    size_t count; /* distinct neighbours */
    char *common; /* the start that all have; NULL: no word yet */
    size_t common_size;
    char *shown[WORDS_SHOWN];
};

void words_add(struct words *words, struct str word);
void words_free(struct words *words);

#endif
