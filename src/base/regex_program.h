/* Inside of regular expressions: from text (regex_parse.c) by a tree of nodes to a program
 * (regex.c) over sets of characters (regex_class.c) and letters (regex_alphabet.c), which
 * regex_match.c runs. */
#ifndef BASE_REGEX_PROGRAM_H
#define BASE_REGEX_PROGRAM_H

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"

#include <stdbool.h>
#include <stdint.h>

enum { REGEX_POINT_MAX = 0x10ffff, REGEX_NONE = 0x7fffffff };

/* ASCII's letters, digits and '_'. */
static inline bool is_word(uint32_t point)
{
    return point == '_' || (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
           (point >= 'a' && point <= 'z');
}

/* Sets of characters. */

/* Both inclusive. */
struct regex_range {
    uint32_t low, high;
};

/* A set being collected: ranges in any order until regex_set_clean. */
struct regex_set {
    ARRAY(struct regex_range) ranges;
    size_t clean_at; /* cleaned when it has so many, that repeated parts do not pile up */
    struct arena *arena;
};

void regex_set_init(struct regex_set *set, struct arena *arena);
void regex_set_clear(struct regex_set *set);
void regex_set_add(struct regex_set *set, uint32_t low, uint32_t high);
/* With every character that differs only by case. */
void regex_set_add_folded(struct regex_set *set, uint32_t low, uint32_t high);
void regex_set_add_all(struct regex_set *set, const struct regex_range *ranges, size_t count,
                       bool fold);
/* Sorted, disjoint, not touching. */
void regex_set_clean(struct regex_set *set);
/* Turns a set into what it leaves out, clean. */
void regex_set_negate(struct regex_set *set);
/* The set of a name of a category or script in any spelling; false if there is none such. */
bool regex_set_add_unicode(struct regex_set *set, struct str name, bool fold);
/* The characters of an escape such as \d or a name such as [:alpha:], not negated; NULL if there
 * is none such. */
const struct regex_range *regex_perl_class(char letter, size_t *count);
const struct regex_range *regex_posix_class(struct str name, size_t *count);
/* The next character of the same letter in another case, or the character itself. */
uint32_t regex_fold_next(uint32_t point);

/* The sets of a program, each kept once. */
struct regex_class {
    uint32_t first, count; /* of `ranges` */
    bool used;             /* by an instruction */
};

struct regex_classes {
    ARRAY(struct regex_class) list;
    ARRAY(struct regex_range) ranges;
    struct hash_table index;
    struct arena *arena;
};

void regex_classes_init(struct regex_classes *classes, struct arena *arena);
/* The id of a clean set. */
uint32_t regex_class_intern(struct regex_classes *classes, const struct regex_set *set);
bool regex_class_has(const struct regex_classes *classes, uint32_t id, uint32_t point);

/* The tree. Children are reached from the last to the first; they have lower numbers. */

enum regex_node_kind {
    NODE_EMPTY,
    NODE_LITERAL, /* one character, or its cases */
    NODE_CLASS,
    NODE_ASSERT,
    NODE_CAPTURE,
    NODE_STAR,
    NODE_PLUS,
    NODE_QUEST,
    NODE_REPEAT,
    NODE_CONCAT,
    NODE_ALTERNATE,
};

enum { NODE_KINDS = NODE_ALTERNATE + 1 };

enum regex_assert {
    ASSERT_BEGIN_TEXT = 1,
    ASSERT_BEGIN_LINE = 2,
    ASSERT_END_TEXT = 4,
    ASSERT_END_LINE = 8,
    ASSERT_WORD = 16,
    ASSERT_NOT_WORD = 32,
    ASSERT_BEGINS = ASSERT_BEGIN_TEXT | ASSERT_BEGIN_LINE, /* need no look at what follows */
    ASSERT_ALL = 63,
};

struct regex_node {
    enum regex_node_kind kind;
    bool fold;       /* NODE_LITERAL, and a string: any case */
    bool string;     /* NODE_CONCAT of literals of one kind, which Go has in one node */
    uint32_t value;  /* NODE_LITERAL, NODE_CLASS: the set; NODE_ASSERT: which */
    int least, most; /* NODE_REPEAT; -1: no upper bound */
    uint32_t first, last, before; /* children, and the sibling before */
    uint32_t children;
    /* What Go's limits are about. */
    uint32_t height, child_height;
    uint32_t runes;  /* numbers its sets have in Go's tree */
    uint32_t copies; /* the greatest product of nested counts */
    int64_t size;    /* instructions */
};

struct regex_tree {
    ARRAY(struct regex_node) nodes;
    uint32_t root;
    struct regex_classes *classes;
};

/* Reads the pattern; false and an error with Go's words. */
bool regex_parse(struct str pattern, struct regex_tree *tree, struct arena *arena,
                 struct error *error);

/* The program. */

enum regex_op {
    INST_MATCH,
    INST_SPLIT,  /* on at `next` and at `low` */
    INST_ASSERT, /* `low`: which */
    INST_RANGE,  /* a character of low..high */
    INST_CLASS,  /* a character of set `low` */
};

struct regex_inst {
    uint32_t op; /* enum regex_op */
    uint32_t next;
    uint32_t low, high;
};

/* Characters that no instruction tells apart are one letter. */
struct regex_alphabet {
    uint16_t ascii[128];
    uint32_t *starts; /* of the stretches of one letter, rising */
    uint16_t *letters;
    size_t stretches;
    uint32_t count; /* letters; 0: too many for a table of states */
};

struct regex {
    ARRAY(struct regex_inst) insts;
    uint32_t start;
    bool anchored;    /* a match can only begin with the text */
    bool looks_ahead; /* asserts something of what follows */
    struct regex_classes classes;
    struct regex_alphabet alphabet;
};

void regex_alphabet_build(struct regex_alphabet *alphabet, const struct regex_classes *classes,
                          struct arena *arena);

#endif
