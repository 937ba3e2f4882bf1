/* One gzip member, in every case. */
#include "request/embed.h"
#include "base/arena.h"
#include "base/gzip.h"
#include "base/sink.h"
#include "input/input.h"
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

bool embed(const struct embed *embed, struct embedded *embedded, struct str *said,
           struct arena *arena, struct budget *budget, struct error *error)
{
    const struct input_kept *kept = embed->kept;
    *embedded = (struct embedded){.note = STR("")};
    *said = STR("");
    bool has_bytes = kept && kept->bytes.count > 0 && kept->form != INPUT_OTHER;
    struct str bytes = {has_bytes ? kept->bytes.at : "", has_bytes ? kept->bytes.count : 0};
    if (has_bytes) {
        embedded->gzip = kept->form == INPUT_GZIP ? bytes : compressed(bytes, arena);
        embedded->raw = kept->raw;
        return true;
    }
    embedded->note = reason(embed, arena);
    return write_anew(embed->profile, embedded, arena, budget, error);
}
