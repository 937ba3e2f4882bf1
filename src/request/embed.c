/* One gzip member, in every case. */
#include "request/embed.h"
#include "base/arena.h"
#include "base/gzip.h"
#include "base/sink.h"
#include "base/number.h"
#include "input/input.h"
#include "profile/compact.h"
#include "profile/measure.h"
#include "renderers/proto_writer.h"

enum { TRAILER = 8 }; /* of gzip: checksum and size */

static struct str compressed(struct str bytes, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&sink);
    sink_text(gzip_sink(gzip), bytes);
    gzip_close(gzip, NULL);
    return sink_str(&sink);
}

/* The size that a member says it inflates to. */
static uint64_t raw_size(struct str gzip)
{
    uint64_t size = 0;
    for (size_t i = 0; i < TRAILER / 2; i++)
        size = size << 8 | (unsigned char)gzip.at[gzip.size - 1 - i];
    return size;
}

static bool write_anew(const struct profile *profile, struct embedded *embedded,
                       struct arena *arena, struct budget *budget, struct error *error)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (!proto_write_gzip(profile, 1, &sink, budget, arena, error))
        return false;
    embedded->gzip = sink_str(&sink);
    embedded->raw = raw_size(embedded->gzip);
    return true;
}

/* Why the bytes are not the source's. */
static struct str reason(const struct embed *embed, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (embed->sources > 1)
        sink_print(&sink, "the profile is the sum of %zu sources", embed->sources);
    if (embed->has_base)
        sink_text(&sink, sink.used ? STR(", less a base") : STR("the profile is less a base"));
    if (!sink.used)
        sink_text(&sink, STR("the profile was written anew: its source was another format, or not "
                             "in one piece"));
    return sink_str(&sink);
}

static struct str size_text(uint64_t size, struct arena *arena)
{
    struct measure_text text = measure_label((int64_t)size, STR("bytes"), STR("auto"));
    return str_copy(measure_str(&text), arena);
}

/* Smaller by what no number needs; all that is done is said. */
static bool shrink(const struct embed *embed, struct embedded *embedded, struct arena *arena,
                   struct budget *budget, struct error *error)
{
    const struct profile *small = compact(embed->profile, arena, budget, error);
    struct str before = size_text(embedded->gzip.size, arena);
    struct embedded made = *embedded;
    struct sink note;
    if (!small || !write_anew(small, &made, arena, budget, error))
        return false;
    sink_init_buffer(&note, arena, UINT64_MAX);
    sink_text(&note, embedded->note);
    sink_text(&note, embedded->note.size ? STR("; ") : STR(""));
    if (made.gzip.size < embedded->gzip.size) {
        sink_print(&note,
                   "the profile of %.*s is compacted to %.*s: code addresses are left out and "
                   "equal stacks merged, all values by function, line and label stay",
                   STR_ARG(before), STR_ARG(size_text(made.gzip.size, arena)));
        *embedded = made;
    }
    if (embedded->gzip.size > embed->most) {
        struct str size = size_text(embedded->gzip.size, arena);
        struct str most = size_text(embed->most, arena);
        sink_print(&note, "%sthe page carries %.*s of profile, more than --max_html=%.*s",
                   note.used ? "; " : "", STR_ARG(size), STR_ARG(most));
    }
    embedded->note = sink_str(&note);
    return true;
}

static bool fill(const struct embed *embed, struct embedded *embedded, struct arena *arena,
                 struct budget *budget, struct error *error)
{
    const struct input_kept *kept = embed->kept;
    if (!kept || !kept->bytes.count || kept->form == INPUT_OTHER) {
        embedded->note = reason(embed, arena);
        return write_anew(embed->profile, embedded, arena, budget, error);
    }
    struct str bytes = {kept->bytes.at, kept->bytes.count};
    embedded->gzip = kept->form == INPUT_GZIP ? bytes : compressed(bytes, arena);
    embedded->raw = kept->raw;
    return true;
}

bool embed(const struct embed *embed, struct embedded *embedded, struct str *said,
           struct arena *arena, struct budget *budget, struct error *error)
{
    *embedded = (struct embedded){.note = STR("")};
    *said = STR("");
    if (!fill(embed, embedded, arena, budget, error))
        return false;
    if (!embed->most || embedded->gzip.size <= embed->most)
        return true;
    if (!shrink(embed, embedded, arena, budget, error))
        return false;
    struct sink line;
    sink_init_buffer(&line, arena, UINT64_MAX);
    sink_text(&line, embedded->note);
    sink_char(&line, '\n');
    *said = sink_str(&line);
    return true;
}
