/* Samples whose frames come by name, as text has them: functions, places and stacks are each kept
 * once. A reader adds frames and labels, then ends the sample. */
#ifndef INPUT_NAMED_STACKS_H
#define INPUT_NAMED_STACKS_H

#include "profile/builder.h"

struct named_frame {
    struct str name, file; /* file: empty where it is not known */
    int64_t line;
    bool is_inlined; /* into the frame that is added next */
};

struct named_stacks {
    struct builder builder;
    struct intern functions; /* by name and file */
    struct intern locations; /* by their lines */
    struct intern stacks;    /* by their locations */
    struct intern labels;
    ARRAY(uint64_t) lines; /* of the location that is being added: function, line, ... */
    ARRAY(uint32_t) path;  /* locations of the sample, leaf first */
    ARRAY(uint32_t) label_ids;
};

/* Of the sample type TYPE/count, of which all are counted. */
void named_stacks_init(struct named_stacks *stacks, struct arena *arena, struct str type);
/* Forgets what was added since the last sample. */
void named_stacks_clear(struct named_stacks *stacks);
/* Adds a frame, the leaf first. */
void named_stacks_frame(struct named_stacks *stacks, const struct named_frame *frame);
/* Adds what stands where frames are missing: "[frames elided]". */
void named_stacks_gap(struct named_stacks *stacks, struct str name);
/* Ends a frame, so that the last one is not inlined into the next. */
void named_stacks_end_frame(struct named_stacks *stacks);
/* Add a label; an empty text is none, and what is more than 64 labels is left out. */
void named_stacks_text(struct named_stacks *stacks, struct str key, struct str text);
void named_stacks_number(struct named_stacks *stacks, struct str key, int64_t number,
                         struct str unit);
/* Ends the sample; one without frames gets "[stack unavailable]". */
void named_stacks_sample(struct named_stacks *stacks, int64_t value);

#endif
