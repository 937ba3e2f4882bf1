/* One table. */
#include "live/kinds.h"
#include "base/quote.h"

static const struct live_kind KINDS[KINDS_MOST] = {
    {STR_INIT("cpu"), STR_INIT("profile"), STR_INIT(".pb.gz"), .is_long = true},
    {STR_INIT("heap"), STR_INIT("heap"), STR_INIT(".pb.gz"), .has_growth = true},
    {STR_INIT("allocs"), STR_INIT("allocs"), STR_INIT(".pb.gz"), .has_growth = true},
    {STR_INIT("goroutine"), STR_INIT("goroutine"), STR_INIT(".pb.gz"), .is_long = false},
    {STR_INIT("threadcreate"), STR_INIT("threadcreate"), STR_INIT(".pb.gz"), .is_long = false},
    {STR_INIT("block"), STR_INIT("block"), STR_INIT(".pb.gz"), .has_growth = true},
    {STR_INIT("mutex"), STR_INIT("mutex"), STR_INIT(".pb.gz"), .has_growth = true},
    {STR_INIT("trace"), STR_INIT("trace"), STR_INIT(".trace"), .is_long = true, .is_trace = true},
};

/* Marks the kinds of one word. */
static bool mark(bool marks[KINDS_MOST], struct str word, struct error *error)
{
    bool is_all = str_equal(word, STR("all")), is_known = is_all;
    /* As the path of the CPU profile is called. */
    word = str_equal(word, STR("profile")) ? STR("cpu") : word;
    for (size_t i = 0; i < KINDS_MOST; i++) {
        bool is_meant = is_all || str_equal(word, KINDS[i].name);
        marks[i] = marks[i] || is_meant;
        is_known = is_known || is_meant;
    }
    struct error_quote quote = error_quote(word);
    return is_known ||
           error_set(error, ERROR_USAGE,
                     "\"%s\" is no kind of profile; there are cpu, heap, allocs, goroutine, "
                     "threadcreate, block, mutex, trace, and all",
                     quote.text);
}

static bool mark_all(bool marks[KINDS_MOST], struct str words, struct error *error)
{
    while (words.size) {
        size_t end = str_find(words, ',');
        if (!mark(marks, str_slice(words, 0, end), error))
            return false;
        words = str_skip(words, end == STR_NONE ? words.size : end + 1);
    }
    return true;
}

bool kinds_choose(struct live_kinds *kinds, const char *const *words, size_t count,
                  const char *usual, struct error *error)
{
    bool marks[KINDS_MOST] = {false};
    for (size_t i = 0; i < count; i++)
        if (!mark_all(marks, str_from_c(words[i]), error))
            return false;
    if (!count && !mark_all(marks, str_from_c(usual), error))
        return false;
    kinds->count = 0;
    for (size_t i = 0; i < KINDS_MOST; i++)
        if (marks[i])
            kinds->at[kinds->count++] = &KINDS[i];
    return true;
}
