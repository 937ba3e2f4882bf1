/* The notes table and its printing. */
#include "profile/notes.h"
#include "base/number.h"
#include "base/sink.h"

static const struct {
    enum note_severity severity;
    const char *text;
} NOTES[NOTE_COUNT] = {
#define NOTE(name, severity, text) [NOTE_##name] = {NOTE_##severity, text},
#include "profile/notes.def"
#undef NOTE
};

void notes_add(struct notes *notes, enum note note, uint64_t cases)
{
    notes->cases[note] += cases;
}

enum note_severity note_severity(enum note note)
{
    return NOTES[note].severity;
}

void note_print(struct sink *sink, enum note note, uint64_t cases)
{
    struct number_text count = number_grouped((int64_t)cases);
    sink_text(sink, number_str(&count));
    sink_char(sink, ' ');
    sink_text(sink, str_from_c(NOTES[note].text));
}
