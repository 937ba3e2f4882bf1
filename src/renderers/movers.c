/* movers: what moved between two sides of a comparison, for a terminal: the greatest change and
 * those of its direction, then the others, each with its interval, its share and the path that
 * explains most of it. */
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/comparison_words.h"
#include "renderers/md_names.h"
#include "renderers/mover_path.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/movers.h"

#include <math.h>

enum {
    VALUE_WIDTH = 9,
    RELATIVE_WIDTH = 7,
    SHARE_WIDTH = 7,
    CELLS_WIDTH = 3 * VALUE_WIDTH + RELATIVE_WIDTH + 7, /* but for the share */
    NAME_LEAST = 16,
    DETAIL_INDENT = 4,
    SIDE_WIDTH = 6, /* "base  " */
    PAGE = 100,     /* columns of what is no terminal, where lines must be folded */
};

#define BOLD STR("\x1b[1m")
#define DIM STR("\x1b[2m")
#define RED STR("\x1b[31m")
#define CYAN STR("\x1b[36m")
#define PLAIN STR("\x1b[0m")

struct listing {
    const struct view *view;
    struct sink *sink;
    const struct movers *movers;
    const struct str *names; /* by frame, short ones */
    struct change total;
    struct str whole; /* "of 29.62s": what shares are of */
};

static void paint(const struct listing *listing, struct str code)
{
    if (listing->view->has_color)
        sink_text(listing->sink, code);
}

/* ---------------------------------------------------------------- what is compared */

static size_t columns_of(const struct view *view)
{
    return view->columns ? view->columns : PAGE;
}

/* A paragraph of words; further lines are indented. */
static void put_wrapped(const struct listing *listing, size_t used, size_t indent, struct str text)
{
    size_t columns = columns_of(listing->view);
    for (bool first = true; text.size; first = false) {
        size_t end = str_find(text, ' ');
        struct str word = str_slice(text, 0, end == STR_NONE ? text.size : end);
        size_t width = utf8_count(word);
        text = str_skip(text, word.size + 1);
        if (!first && used + 1 + width > columns) {
            sink_char(listing->sink, '\n');
            sink_spaces(listing->sink, indent);
            used = indent;
        } else if (!first) {
            sink_char(listing->sink, ' ');
            used++;
        }
        sink_text(listing->sink, word);
        used += width;
    }
    sink_char(listing->sink, '\n');
}

static void put_head(const struct listing *listing, const struct comparison_words *words)
{
    struct sink *sink = listing->sink;
    paint(listing, BOLD);
    put_wrapped(listing, 0, 0, words->verdict);
    paint(listing, PLAIN);
    sink_char(sink, '\n');
    for (int side = 0; side < RUN_SIDES; side++) {
        const struct side_words *of = &words->sides[side];
        sink_text(sink, of->name);
        sink_spaces(sink, SIDE_WIDTH - of->name.size);
        put_wrapped(listing, SIDE_WIDTH, SIDE_WIDTH, of->line);
    }
    paint(listing, DIM);
    sink_spaces(sink, SIDE_WIDTH);
    put_wrapped(listing, SIDE_WIDTH, SIDE_WIDTH, words->scaling);
    sink_spaces(sink, SIDE_WIDTH);
    put_wrapped(listing, SIDE_WIDTH, SIDE_WIDTH, words->method);
    paint(listing, PLAIN);
}

/* ---------------------------------------------------------------- movers */

static void put_cell(const struct listing *listing, struct str text, size_t width)
{
    size_t points = utf8_count(text);
    sink_spaces(listing->sink, width > points ? width - points : 0);
    sink_text(listing->sink, text);
}

static struct str whole_of(const struct view *view)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, STR("of "));
    sink_text(&sink, compared_value(view, compared_total(view, RUN_BASE), STR("")));
    return sink_str(&sink);
}

static size_t share_width(const struct listing *listing)
{
    size_t width = utf8_count(listing->whole);
    return width > SHARE_WIDTH ? width : SHARE_WIDTH;
}

/* "main.f (was main.g)", cut to the columns that are left. */
static void put_name(const struct listing *listing, const struct mover *mover)
{
    const struct view *view = listing->view;
    const struct frames *frames = view->frames;
    struct sink name;
    sink_init_buffer(&name, view->arena, UINT64_MAX);
    sink_terminal(&name, frame_name(frames, mover->frame, view->arena));
    if (frames->was && frames->was[mover->frame].size) {
        sink_text(&name, STR(" (was "));
        sink_terminal(&name, frames->was[mover->frame]);
        sink_char(&name, ')');
    }
    size_t used = CELLS_WIDTH + share_width(listing);
    size_t room = view->columns > used + NAME_LEAST ? view->columns - used : NAME_LEAST;
    struct str text = sink_str(&name);
    sink_text(listing->sink, view->columns ? report_fit(text, room, view->arena) : text);
}

static void put_percent(struct sink *sink, double share)
{
    struct number_text text = number_fixed(100 * share, 0);
    sink_text(sink, number_str(&text));
    sink_char(sink, '%');
}

static void put_indented(const struct listing *listing, struct str text)
{
    paint(listing, DIM);
    sink_spaces(listing->sink, DETAIL_INDENT);
    sink_text(listing->sink, text);
    paint(listing, PLAIN);
    sink_char(listing->sink, '\n');
}

/* "69% through main.main → … → main.handle", in a line of which so much is used. */
static struct str path_of(const struct listing *listing, const struct mover *mover, size_t used)
{
    const struct view *view = listing->view;
    struct mover_path_options options = {.names = listing->names, .columns = columns_of(view)};
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    put_percent(&sink, mover->path_share);
    sink_text(&sink, STR(" through "));
    options.used = used + sink.used;
    struct str path = mover->node ? mover_path(view, mover, &options) : STR("");
    sink_text(&sink, path);
    return path.size ? sink_str(&sink) : STR("");
}

/* "−8.3s to −7.9s; 43% of the total's change; 69% through main.main → … → main.handle" */
static void put_detail(const struct listing *listing, const struct mover *mover,
                       const struct change_words *words)
{
    enum { PERCENT_WIDTH = 13 }; /* "100% through " */
    const struct view *view = listing->view;
    const struct change *change = &mover->change;
    double of_total = listing->total.delta != 0 ? change->delta / listing->total.delta : 0;
    bool has_total = listing->total.kind >= CHANGE_LESS && of_total >= 0.005 && of_total <= 1;
    struct sink line;
    sink_init_buffer(&line, view->arena, UINT64_MAX);
    sink_text(&line, words->interval);
    if (has_total) {
        sink_text(&line, line.used ? STR("; ") : STR(""));
        put_percent(&line, of_total);
        sink_text(&line, STR(" of the total's change"));
    }
    size_t used = DETAIL_INDENT + utf8_count(sink_str(&line)) + 2;
    size_t path_width = PERCENT_WIDTH + mover_path_least(view, mover, listing->names);
    bool fits = used + path_width <= columns_of(view);
    struct str path = path_of(listing, mover, fits ? used : DETAIL_INDENT);
    if (path.size && fits) {
        sink_text(&line, line.used ? STR("; ") : STR(""));
        sink_text(&line, path);
    }
    if (line.used)
        put_indented(listing, sink_str(&line));
    if (path.size && !fits)
        put_indented(listing, path);
}

static void put_mover(const struct listing *listing, const struct mover *mover)
{
    const struct change *change = &mover->change;
    struct change_words words = change_words(listing->view, change);
    struct sink *sink = listing->sink;
    put_cell(listing, words.base, VALUE_WIDTH);
    sink_char(sink, ' ');
    put_cell(listing, words.new_, VALUE_WIDTH);
    sink_char(sink, ' ');
    paint(listing, change->delta > 0 ? RED : CYAN);
    put_cell(listing, words.delta, VALUE_WIDTH + 1);
    sink_char(sink, ' ');
    put_cell(listing, words.relative, RELATIVE_WIDTH);
    paint(listing, PLAIN);
    sink_char(sink, ' ');
    put_cell(listing, words.share, share_width(listing));
    sink_text(sink, STR("  "));
    put_name(listing, mover);
    sink_char(sink, '\n');
    put_detail(listing, mover, &words);
}

static void put_table_head(const struct listing *listing, const char *what, size_t count)
{
    struct sink *sink = listing->sink;
    sink_char(sink, '\n');
    paint(listing, BOLD);
    sink_print(sink, "%s: %zu %s, ", what, count, count == 1 ? "function" : "functions");
    sink_text(sink, movers_values(listing->view));
    sink_char(sink, '\n');
    paint(listing, PLAIN);
    paint(listing, DIM);
    put_cell(listing, STR("base"), VALUE_WIDTH);
    put_cell(listing, STR("new"), VALUE_WIDTH + 1);
    put_cell(listing, STR("change"), VALUE_WIDTH + 2);
    put_cell(listing, STR("%"), RELATIVE_WIDTH + 1);
    put_cell(listing, listing->whole, share_width(listing) + 1);
    sink_text(sink, STR("  function\n"));
    paint(listing, PLAIN);
}

/* Those of one direction, as many as asked for. */
static bool put_movers(const struct listing *listing, bool is_more, struct error *error)
{
    const struct movers *movers = listing->movers;
    int64_t asked = listing->view->settings->nodecount;
    uint64_t most = asked > 0 ? (uint64_t)asked : UINT64_MAX;
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < movers->significant; i++)
        count += (movers->items[i].change.delta > 0) == is_more;
    if (!count)
        return true;
    put_table_head(listing, is_more ? "More" : "Less", count);
    for (size_t i = 0; i < movers->significant && shown < most; i++) {
        if ((movers->items[i].change.delta > 0) != is_more)
            continue;
        put_mover(listing, &movers->items[i]);
        shown++;
        if (!budget_spend(listing->view->budget, 1, error))
            return false;
    }
    if (shown < count)
        sink_print(listing->sink, "%*s%zu further; --nodecount=0 shows all\n", DETAIL_INDENT, "",
                   count - shown);
    return true;
}

/* ---------------------------------------------------------------- all */

static void put_rest(const struct listing *listing, const struct comparison_words *words)
{
    size_t noise = listing->movers->count - listing->movers->significant;
    struct sink *sink = listing->sink;
    bool is_tested = comparison_is_tested(listing->view->selection->comparison);
    sink_char(sink, '\n');
    if (!listing->movers->significant)
        sink_text(sink, is_tested ? STR("No function changed beyond noise.\n")
                                  : STR("No function changed.\n"));
    else if (noise)
        sink_print(sink, "%zu further %s within noise.\n", noise,
                   noise == 1 ? "function is" : "functions are");
    for (size_t i = 0; i < words->note_count; i++)
        put_wrapped(listing, 0, 0, words->notes[i]);
}

static bool movers_render(const struct view *view, struct sink *sink, struct error *error)
{
    if (!view->changes)
        return error_set(error, ERROR_USAGE,
                         "movers compares two sides: render movers --diff BASE NEW, without "
                         "--only_side");
    enum movers_by by = movers_ranked_by(view);
    struct listing listing = {.view = view,
                              .sink = sink,
                              .movers =
                                  movers_new(view->changes, by, view->arena, view->budget, error),
                              .names = md_names_new(view, error),
                              .total = changes_total(view->changes)};
    if (!listing.movers || !listing.names)
        return false;
    listing.whole = whole_of(view);
    const struct comparison_words *words = comparison_words_new(view);
    put_head(&listing, words);
    bool is_more = listing.movers->count && listing.movers->items[0].change.delta > 0;
    if (!put_movers(&listing, is_more, error) || !put_movers(&listing, !is_more, error))
        return false;
    put_rest(&listing, words);
    return true;
}

const struct renderer movers_renderer = {
    .name = STR_INIT("movers"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_SIDES | VIEW_NO_OVERFLOW,
    .node_count = 10,
    .help = STR_INIT("Of a comparison: what moved most, and the paths that explain it"),
    .render = movers_render,
};
