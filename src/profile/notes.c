/* The notes table and its printing. */
#include "profile/notes.h"
#include "base/number.h"
#include "base/sink.h"

static const struct {
    enum note_severity severity;
    struct str one, many;
} NOTES[NOTE_COUNT] = {
#define NOTE(name, severity, one, many)                                                            \
    [NOTE_##name] = {NOTE_##severity, STR_INIT(one), STR_INIT(many)},
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
    struct str text = cases == 1 ? NOTES[note].one : NOTES[note].many;
    size_t at = str_find(text, '#');
    struct number_text count = number_grouped((int64_t)cases);
    if (at != STR_NONE) {
        sink_text(sink, str_slice(text, 0, at));
        sink_text(sink, number_str(&count));
        text = str_skip(text, at + 1);
    }
    sink_text(sink, text);
}
