/* Texts read by the legacy readers and by the reader of folded stacks, and the profiles they make
 * as text, for tests that compare all of it. */
#ifndef UNIT_INPUT_SAID_H
#define UNIT_INPUT_SAID_H

#include "profile/notes.h"

/* Reads the bytes and compares what came out, a line for each sample: its values, its label, and
 * its frames as address@mapping, or as functions with their lines. */
void assert_samples(struct str bytes, const char *expected);
/* The same for the mappings: "400000-500000@0 /bin/main build". */
void assert_mappings(struct str bytes, const char *expected);
/* And for the head: "type/unit type/unit; period type/unit 5; duration 0". */
void assert_head(struct str bytes, const char *expected);
/* Reads the bytes, which must fail with an INPUT error that has the words in it. */
void assert_refused(struct str bytes, const char *words);
/* None of the legacy formats. */
void assert_unknown(struct str bytes);
/* The same about folded stacks. */
void assert_folded(struct str bytes, const char *head, const char *samples);
void assert_folded_refused(struct str bytes, const char *words);
/* The same about dumps of goroutines: its samples, its only note, or that there is none. */
void assert_dump(struct str bytes, const char *samples);
void assert_dump_notes(struct str bytes, enum note note, uint64_t cases);
void assert_no_dump(struct str bytes);
/* The same about counts by stack with names, or that they are none. */
void assert_counted(struct str bytes, const char *head, const char *samples);
void assert_not_counted(struct str bytes);

#endif
