/* Notes: findings that do not stop the work. One table (notes.def); a profile keeps its own. */
#ifndef PROFILE_NOTES_H
#define PROFILE_NOTES_H

#include "base/str.h"

#include <stdint.h>

struct sink;

/* Details are for doctor alone. */
enum note_severity { NOTE_DETAIL, NOTE_INFO, NOTE_WARNING };

enum note {
#define NOTE(name, severity, one, many) NOTE_##name,
#include "profile/notes.def"
#undef NOTE
    NOTE_COUNT
};

/* How often each was found; zeroed is empty. */
struct notes {
    uint64_t cases[NOTE_COUNT];
};

void notes_add(struct notes *notes, enum note note, uint64_t cases);
enum note_severity note_severity(enum note note);
/* Writes "3 samples have ..." without a newline; its beginning is not a capital. */
void note_print(struct sink *sink, enum note note, uint64_t cases);

#endif
