/* The most important thing about a profile in a sentence or two, as parts that each kind of
 * document marks up in its own way. */
#ifndef RENDERERS_ANSWER_H
#define RENDERERS_ANSWER_H

#include "base/array.h"
#include "base/error.h"
#include "renderers/report.h"

enum answer_kind {
    ANSWER_PLAIN,
    ANSWER_FIGURE,   /* a number that answers */
    ANSWER_FUNCTION, /* a name */
    ANSWER_TYPE,     /* a sample type that there are no words for */
};

struct answer_part {
    enum answer_kind kind;
    struct str text; /* safe to show */
    struct str name; /* of a function: as top prints it, of unknown origin */
};

/* What is asked: the view needs frames, tree and untrimmed graph. */
struct question {
    const struct view *view;
    struct report report;    /* values in a unit each, unless one was asked for */
    const struct str *names; /* by frame, from md_names_new */
    bool is_delta;           /* values may be negative: what is left of a subtraction */
    bool has_shares;         /* there is a total to have shares of */
};

struct answer {
    struct arena *arena;
    ARRAY(struct answer_part) parts;
};

/* The question about a view. False with an error. */
bool question_init(struct question *question, const struct view *view, struct error *error);
/* Parts of at least one sentence. */
struct answer answer_new(const struct question *question);
/* What the values are, in words: "CPU time", "memory in use"; or else the type. */
struct answer_part answer_type(const struct question *question);
/* A value; in a difference with its sign. */
struct measure_text answer_value(const struct question *question, int64_t value);

#endif
