/* check for GitHub Actions: a workflow command a rule, which becomes an annotation. */
#include "base/sink.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/renderer.h"
#include "tree/verdict.h"

/* As the toolkit of GitHub's actions escapes data, and more of it in properties. */
static void put_escaped(struct sink *sink, struct str text, bool is_property)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool is_special =
            byte == '%' || byte < 0x20 || (is_property && (byte == ':' || byte == ','));
        if (is_special)
            sink_print(sink, "%%%02X", byte);
        else
            sink_char(sink, (char)byte);
    }
}

static struct str message_of(const struct view *view, const struct verdict *verdict)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, check_measured(view, verdict));
    for (size_t i = 0; i < verdict->mover_count; i++) {
        sink_char(&sink, '\n');
        sink_text(&sink, check_mover(view, verdict, i));
    }
    return sink_str(&sink);
}

static struct str title_of(const struct view *view, const struct verdict *verdict)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, check_state(verdict));
    sink_text(&sink, STR(": "));
    sink_text(&sink, check_kind(verdict));
    sink_char(&sink, ' ');
    sink_text(&sink, check_rule(view, verdict));
    return sink_str(&sink);
}

void check_write_github(const struct view *view, struct sink *sink)
{
    const struct verdicts *verdicts = view->verdicts;
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct verdict *verdict = &verdicts->items[i];
        bool is_broken = verdict->kind == VERDICT_BROKEN;
        sink_text(sink, is_broken ? STR("::error title=") : STR("::notice title="));
        put_escaped(sink, title_of(view, verdict), true);
        sink_text(sink, STR("::"));
        put_escaped(sink, message_of(view, verdict), false);
        sink_char(sink, '\n');
    }
}
