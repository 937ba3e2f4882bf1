/* Runs the program of a regular expression over a text: all threads of the automaton at once, one
 * character at a time (Rob Pike's way, as in Russ Cox, "Regular Expression Matching: the Virtual
 * Machine Approach", 2009). The sets of threads that were met are kept as states of a deterministic
 * automaton, built as texts need it (Cox, "Regular Expression Matching in the Wild", 2010). */
#include "base/regex.h"
#include "base/regex_program.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What is on a side of a place in the text. */
enum {
    SIDE_EDGE = 1, /* nothing: the text begins or ends */
    SIDE_LINE = 2, /* the end of a line */
    SIDE_WORD = 4,
};

/* Entries of the table of states that are no states. */
enum { NEXT_UNKNOWN, NEXT_MATCH, NEXT_DEAD, NEXT_STATES };

/* The cache's sizes; where it is full and little was gained, threads are run instead. */
enum {
    CACHE_WORDS = 1 << 17,
    CACHE_STATES = 1 << 12,
    CACHE_SLOTS = CACHE_STATES * 2,
    CACHE_GAIN = 10, /* characters for each state */
};

/* Instructions that threads are at: a sparse set (Briggs and Torczon, 1993). */
struct threads {
    uint32_t *dense, *sparse;
    uint32_t count;
    bool matched;
};

struct state {
    uint32_t first, count; /* instructions, of `kept` */
    uint32_t side;         /* what was before, where an assertion is still to ask */
};

struct regex_matcher {
    const struct regex *regex;
    struct threads now, next;
    uint32_t *stack;
    uint32_t side; /* before the place where `now` is */

    /* The cache; `rows` is NULL if there is none. */
    uint32_t *rows; /* the next state by state and letter; a state is the index of its row */
    uint32_t stride, states_room, states_count;
    struct state *states;
    uint32_t *kept, kept_count;
    uint32_t *slots; /* states by hash, plus one; 0 is free */
    uint32_t start;  /* NEXT_UNKNOWN until asked for */
    size_t served;   /* bytes since the cache was empty */
};

static uint32_t side_of(uint32_t point)
{
    if (point == REGEX_NONE)
        return SIDE_EDGE;
    if (point == '\n')
        return SIDE_LINE;
    return is_word(point) ? SIDE_WORD : 0;
}

/* The assertions that hold between two sides. */
static uint32_t holding(uint32_t before, uint32_t after)
{
    uint32_t truth = (before ^ after) & SIDE_WORD ? ASSERT_WORD : ASSERT_NOT_WORD;
    truth |= before & SIDE_EDGE ? ASSERT_BEGIN_TEXT | ASSERT_BEGIN_LINE : 0;
    truth |= before & SIDE_LINE ? ASSERT_BEGIN_LINE : 0;
    truth |= after & SIDE_EDGE ? ASSERT_END_TEXT | ASSERT_END_LINE : 0;
    truth |= after & SIDE_LINE ? ASSERT_END_LINE : 0;
    return truth;
}

static void threads_clear(struct threads *threads)
{
    threads->count = 0;
    threads->matched = false;
}

static bool threads_insert(struct threads *threads, uint32_t at)
{
    uint32_t index = threads->sparse[at];
    if (index < threads->count && threads->dense[index] == at)
        return false;
    threads->sparse[at] = threads->count;
    threads->dense[threads->count++] = at;
    return true;
}

/* Adds a thread and what it reaches without a character, through assertions of `truth`. */
static void threads_add(const struct regex_matcher *matcher, struct threads *threads, uint32_t at,
                        uint32_t truth)
{
    const struct regex_inst *insts = matcher->regex->insts.at;
    uint32_t *stack = matcher->stack, depth = 0;
    stack[depth++] = at;
    while (depth > 0) {
        at = stack[--depth];
        if (!threads_insert(threads, at))
            continue;
        const struct regex_inst *inst = &insts[at];
        if (inst->op == INST_MATCH)
            threads->matched = true;
        if (inst->op == INST_SPLIT)
            stack[depth++] = inst->low;
        if (inst->op == INST_SPLIT || (inst->op == INST_ASSERT && (truth & inst->low)))
            stack[depth++] = inst->next;
    }
}

/* The threads with which a text is entered. */
static void threads_start(struct regex_matcher *matcher)
{
    threads_clear(&matcher->now);
    matcher->side = SIDE_EDGE;
    threads_add(matcher, &matcher->now, matcher->regex->start,
                holding(SIDE_EDGE, 0) & ASSERT_BEGINS);
}

/* Lets the threads go on that waited at an assertion for what follows. */
static void threads_resolve(struct regex_matcher *matcher, uint32_t after)
{
    const struct regex_inst *insts = matcher->regex->insts.at;
    uint32_t truth = holding(matcher->side, after), count = matcher->now.count;
    for (uint32_t i = 0; i < count; i++) {
        const struct regex_inst *inst = &insts[matcher->now.dense[i]];
        if (inst->op == INST_ASSERT && (truth & inst->low))
            threads_add(matcher, &matcher->now, inst->next, truth);
    }
}

static bool takes(const struct regex *regex, const struct regex_inst *inst, uint32_t point)
{
    if (inst->op == INST_RANGE)
        return point >= inst->low && point <= inst->high;
    return inst->op == INST_CLASS && regex_class_has(&regex->classes, inst->low, point);
}

/* Over one character, or to the end of the text. Tells whether a match is found. */
static bool threads_advance(struct regex_matcher *matcher, uint32_t point)
{
    const struct regex *regex = matcher->regex;
    uint32_t after = side_of(point);
    if (regex->looks_ahead)
        threads_resolve(matcher, after);
    if (matcher->now.matched || point == REGEX_NONE)
        return matcher->now.matched;
    uint32_t truth = holding(after, 0) & ASSERT_BEGINS;
    struct threads *next = &matcher->next;
    threads_clear(next);
    for (uint32_t i = 0; i < matcher->now.count; i++) {
        const struct regex_inst *inst = &regex->insts.at[matcher->now.dense[i]];
        if (takes(regex, inst, point))
            threads_add(matcher, next, inst->next, truth);
    }
    if (!regex->anchored)
        threads_add(matcher, next, regex->start, truth);
    struct threads swap = matcher->now;
    matcher->now = matcher->next;
    matcher->next = swap;
    matcher->side = after;
    return matcher->now.matched;
}

/* A byte that is no UTF-8 counts as U+FFFD. */
static uint32_t decode(struct str text, size_t *size)
{
    uint32_t point = utf8_decode(text, size);
    return point == UTF8_INVALID ? 0xfffd : point;
}

/* Runs the threads to the end of the text. */
static bool threads_run(struct regex_matcher *matcher, struct str text)
{
    size_t size;
    for (; text.size && !matcher->now.matched; text = str_skip(text, size)) {
        if (matcher->now.count == 0 && matcher->regex->anchored)
            return false;
        if (threads_advance(matcher, decode(text, &size)))
            return true;
    }
    return threads_advance(matcher, REGEX_NONE);
}

/* The cache. */

static void cache_clear(struct regex_matcher *matcher)
{
    matcher->states_count = matcher->kept_count = 0;
    matcher->start = NEXT_UNKNOWN;
    matcher->served = 0;
    memset(matcher->slots, 0, CACHE_SLOTS * sizeof *matcher->slots);
}

static void cache_init(struct regex_matcher *matcher, struct arena *arena)
{
    matcher->stride = matcher->regex->alphabet.count + 1; /* the last column is the end */
    matcher->states_room = CACHE_WORDS / matcher->stride;
    if (matcher->states_room > CACHE_STATES)
        matcher->states_room = CACHE_STATES;
    size_t words = NEXT_STATES + (size_t)matcher->states_room * matcher->stride;
    matcher->rows = arena_alloc(arena, words * sizeof(uint32_t), _Alignof(uint32_t));
    matcher->kept = arena_alloc(arena, CACHE_WORDS * sizeof(uint32_t), _Alignof(uint32_t));
    matcher->states = ARENA_NEW(arena, struct state, matcher->states_room);
    matcher->slots = ARENA_NEW(arena, uint32_t, CACHE_SLOTS);
    cache_clear(matcher);
}

static int number_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Writes the instructions that tell the threads behind the kept ones, sorted, as a state. False if
 * there is no room. */
static bool state_collect(struct regex_matcher *matcher, struct state *state)
{
    *state = (struct state){.first = matcher->kept_count};
    uint32_t *kept = matcher->kept + state->first;
    for (uint32_t i = 0; i < matcher->now.count; i++) {
        uint32_t at = matcher->now.dense[i];
        const struct regex_inst *inst = &matcher->regex->insts.at[at];
        bool asks = inst->op == INST_ASSERT && !(inst->low & ASSERT_BEGINS);
        if (!asks && inst->op != INST_RANGE && inst->op != INST_CLASS)
            continue;
        if (state->first + state->count == CACHE_WORDS)
            return false;
        kept[state->count++] = at;
        if (asks)
            state->side = matcher->side;
    }
    if (state->count)
        qsort(kept, state->count, sizeof *kept, number_order);
    return true;
}

/* The slot of an equal state, or a free one. */
static uint32_t *state_slot(struct regex_matcher *matcher, const struct state *state)
{
    size_t bytes = state->count * sizeof(uint32_t);
    const uint32_t *kept = matcher->kept + state->first;
    uint64_t hash = hash_bytes(kept, bytes) ^ hash_u64(state->side);
    for (size_t at = (size_t)(hash >> 32);; at++) {
        uint32_t *slot = &matcher->slots[at % CACHE_SLOTS];
        if (!*slot)
            return slot;
        const struct state *other = &matcher->states[*slot - 1];
        if (other->count == state->count && other->side == state->side &&
            memcmp(matcher->kept + other->first, kept, bytes) == 0)
            return slot;
    }
}

/* The state of the threads, NEXT_MATCH or NEXT_DEAD; NEXT_UNKNOWN if the cache is full. */
static uint32_t state_intern(struct regex_matcher *matcher)
{
    struct state state;
    if (matcher->now.matched)
        return NEXT_MATCH;
    if (!state_collect(matcher, &state))
        return NEXT_UNKNOWN;
    if (!state.count && matcher->regex->anchored)
        return NEXT_DEAD;
    uint32_t *slot = state_slot(matcher, &state);
    if (!*slot) {
        if (matcher->states_count == matcher->states_room)
            return NEXT_UNKNOWN;
        matcher->states[matcher->states_count] = state;
        matcher->kept_count += state.count;
        uint32_t row = NEXT_STATES + matcher->states_count * matcher->stride;
        memset(matcher->rows + row, 0, matcher->stride * sizeof *matcher->rows);
        *slot = ++matcher->states_count;
    }
    return NEXT_STATES + (*slot - 1) * matcher->stride;
}

static void state_load(struct regex_matcher *matcher, uint32_t row)
{
    const struct state *state = &matcher->states[(row - NEXT_STATES) / matcher->stride];
    threads_clear(&matcher->now);
    for (uint32_t i = 0; i < state->count; i++)
        threads_insert(&matcher->now, matcher->kept[state->first + i]);
    matcher->side = state->side;
}

/* The same, with an emptied cache if it paid so far. */
static uint32_t state_intern_or_clear(struct regex_matcher *matcher)
{
    uint32_t next = state_intern(matcher);
    if (next != NEXT_UNKNOWN || matcher->served / CACHE_GAIN < matcher->states_count)
        return next;
    cache_clear(matcher);
    return state_intern(matcher);
}

/* Fills an entry of the table. NEXT_UNKNOWN if there is no room: `now` are the threads then. */
static uint32_t state_advance(struct regex_matcher *matcher, uint32_t row, uint32_t letter,
                              uint32_t point)
{
    state_load(matcher, row);
    uint32_t next = NEXT_MATCH;
    if (!threads_advance(matcher, point)) {
        if (point == REGEX_NONE) {
            next = NEXT_DEAD;
        } else {
            next = state_intern_or_clear(matcher);
            /* Without a start it was emptied, and the row is gone. */
            if (matcher->start == NEXT_UNKNOWN || next == NEXT_UNKNOWN)
                return next;
        }
    }
    matcher->rows[row + letter] = next;
    return next;
}

/* The letter of a character that is not ASCII. */
static uint32_t letter_find(const struct regex_alphabet *alphabet, uint32_t point)
{
    size_t from = 0, to = alphabet->stretches;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (alphabet->starts[middle] <= point)
            from = middle;
        else
            to = middle;
    }
    return alphabet->letters[from];
}

static bool states_run(struct regex_matcher *matcher, struct str text)
{
    const struct regex_alphabet *alphabet = &matcher->regex->alphabet;
    const uint32_t *rows = matcher->rows;
    uint32_t row = matcher->start;
    size_t at = 0, counted = 0, size = 1;
    for (;; at += size) {
        bool end = at == text.size;
        uint32_t letter = alphabet->count, point = REGEX_NONE;
        size = 1;
        if (!end) {
            point = (unsigned char)text.at[at];
            if (point >= 0x80)
                point = decode(str_skip(text, at), &size);
            letter = point < 0x80 ? alphabet->ascii[point] : letter_find(alphabet, point);
        }
        uint32_t next = rows[row + letter];
        if (next == NEXT_UNKNOWN) {
            matcher->served += at - counted;
            counted = at;
            next = state_advance(matcher, row, letter, point);
            if (next == NEXT_UNKNOWN)
                return threads_run(matcher, str_skip(text, at + size));
        }
        if (next < NEXT_STATES) {
            matcher->served += at - counted;
            return next == NEXT_MATCH;
        }
        row = next;
    }
}

struct regex_matcher *regex_matcher_new(const struct regex *regex, struct arena *arena)
{
    struct regex_matcher *matcher = ARENA_NEW(arena, struct regex_matcher, 1);
    size_t insts = regex->insts.count;
    matcher->regex = regex;
    matcher->now.dense = ARENA_NEW(arena, uint32_t, insts);
    matcher->now.sparse = ARENA_NEW(arena, uint32_t, insts);
    matcher->next.dense = ARENA_NEW(arena, uint32_t, insts);
    matcher->next.sparse = ARENA_NEW(arena, uint32_t, insts);
    matcher->stack = ARENA_NEW(arena, uint32_t, insts + 2);
    if (regex->alphabet.count)
        cache_init(matcher, arena);
    return matcher;
}

bool regex_matches_slowly(struct regex_matcher *matcher, struct str text)
{
    threads_start(matcher);
    return matcher->now.matched || threads_run(matcher, text);
}

bool regex_matches(struct regex_matcher *matcher, struct str text)
{
    if (!matcher->rows)
        return regex_matches_slowly(matcher, text);
    if (matcher->start == NEXT_UNKNOWN) {
        threads_start(matcher);
        matcher->start = state_intern_or_clear(matcher);
    }
    if (matcher->start == NEXT_UNKNOWN)
        return threads_run(matcher, text);
    return matcher->start >= NEXT_STATES ? states_run(matcher, text) : matcher->start == NEXT_MATCH;
}
