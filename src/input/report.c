/* Elements by their ids; their text is base64. */
#include "input/report.h"
#include "base/array.h"
#include "base/base64.h"
#include "base/host.h"
#include "base/quote.h"
#include "input/report_head.h"
#include "markup/markup.h"

enum { HEAD_MOST = 1 << 20, HEAD_BYTES = 4096 };

enum block_name {
    BLOCK_HEAD,
    BLOCK_PROFILE,
    BLOCK_SOURCE,
    BLOCK_PACKED,
    BLOCKS,
    NO_BLOCK = BLOCKS
};

static const struct str IDS[BLOCKS] = {[BLOCK_HEAD] = STR_INIT("render-report"),
                                       [BLOCK_PROFILE] = STR_INIT("render-profile"),
                                       [BLOCK_SOURCE] = STR_INIT("render-source"),
                                       [BLOCK_PACKED] = STR_INIT("packed")};

/* The text of an element: the head as it is, the others decoded. */
struct block {
    ARRAY(char) bytes;
    struct base64_reader reader;
    unsigned count; /* how many elements there are of this id */
    bool is_whole;  /* it ended, and what was in it was right */
    bool is_wrong;
};

struct finder {
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    bool is_html;
    bool is_ours;          /* something says that render wrote it */
    bool failed;           /* the budget is spent, or there is too much */
    enum block_name block; /* that is being read */
    struct block blocks[BLOCKS];
    bool is_broken; /* the markup is, from the line on */
    unsigned line;
};

/* ---------------------------------------------------------------- which files */

/* Without what may stand before markup. */
static struct str markup_start(struct str head)
{
    if (str_starts(head, STR("\xef\xbb\xbf")))
        head = str_skip(head, 3);
    while (head.size &&
           (head.at[0] == ' ' || head.at[0] == '\n' || head.at[0] == '\r' || head.at[0] == '\t'))
        head = str_skip(head, 1);
    return head;
}

bool report_may_be(struct str head)
{
    return str_starts(markup_start(head), STR("<"));
}

static bool starts_as(struct str text, const char *lower)
{
    for (size_t i = 0; lower[i]; i++)
        if (i == text.size || (text.at[i] | 0x20) != (lower[i] | 0x20))
            return false;
    return true;
}

/* By what comes first, an <svg or something of HTML. */
static bool is_html(struct str text)
{
    for (text = str_slice(text, 0, HEAD_BYTES); text.size; text = str_skip(text, 1)) {
        if (text.at[0] == '<' && starts_as(text, "<svg"))
            return false;
        if (text.at[0] == '<' && (starts_as(text, "<html") || starts_as(text, "<!doctype html")))
            return true;
    }
    return false;
}

/* Words without which a file is not ours, so that others' files need no module. Base64 has no '-',
 * so looking for one goes over it quickly. */
static bool has_marks(struct str bytes)
{
    const struct str render = STR("render");
    if (str_find_str(str_slice(bytes, 0, HEAD_BYTES), STR("\"render ")) != STR_NONE)
        return true;
    for (struct str rest = bytes; rest.size;) {
        size_t dash = str_find(rest, '-');
        if (dash == STR_NONE)
            return false;
        struct str before = str_slice(rest, 0, dash), after = str_skip(rest, dash + 1);
        if (str_starts(after, render) ||
            (str_ends(before, render) &&
             (str_starts(after, STR("report")) || str_starts(after, STR("profile")))))
            return true;
        rest = after;
    }
    return false;
}

/* ---------------------------------------------------------------- events */

static bool on_start(void *context, const struct markup_element *element)
{
    struct finder *finder = context;
    finder->is_ours = finder->is_ours || element->render.size;
    for (enum block_name i = 0; i < BLOCKS; i++) {
        /* A page may show pictures, whose frames are not what it is about. */
        if (!str_equal(element->id, IDS[i]) || (finder->is_html && i == BLOCK_PACKED) ||
            (!finder->is_html && (i == BLOCK_HEAD || i == BLOCK_SOURCE)))
            continue;
        finder->is_ours = finder->is_ours || i != BLOCK_PACKED;
        finder->block = i;
        return ++finder->blocks[i].count == 1;
    }
    return false;
}

static void add_head(struct finder *finder, struct block *block, struct str text)
{
    block->is_wrong = block->is_wrong || text.size > HEAD_MOST - block->bytes.count;
    for (size_t i = 0; i < text.size && !block->is_wrong; i++)
        array_push(finder->arena, &block->bytes, text.at[i]);
}

static void on_text(void *context, struct str text)
{
    struct finder *finder = context;
    struct block *block = &finder->blocks[finder->block];
    size_t made;
    if (block->is_wrong)
        return;
    if (finder->block == BLOCK_HEAD) {
        add_head(finder, block, text);
        return;
    }
    array_reserve(finder->arena, &block->bytes, base64_room(text.size));
    block->is_wrong =
        !base64_read(&block->reader, text, block->bytes.at + block->bytes.count, &made);
    block->bytes.count += made;
}

static void on_end(void *context)
{
    struct finder *finder = context;
    struct block *block = &finder->blocks[finder->block];
    block->is_whole =
        !block->is_wrong && (finder->block == BLOCK_HEAD || base64_ended(&block->reader));
    finder->block = NO_BLOCK;
}

static bool go_on(void *context)
{
    struct finder *finder = context;
    enum { WORK = 256 };
    if (!finder->failed)
        finder->failed = !budget_spend(finder->budget, WORK, finder->error);
    return !finder->failed;
}

static struct str block_bytes(const struct finder *finder, enum block_name name)
{
    const struct block *block = &finder->blocks[name];
    return block->bytes.count ? (struct str){block->bytes.at, block->bytes.count} : STR("");
}

/* Walks over the markup; false with an error. */
static bool find_blocks(struct finder *finder, struct str bytes)
{
    const struct host *host = finder->budget->host;
    const struct markup_module *module = NULL;
    if (host && host->markup)
        module = host->markup(finder->error);
    else
        error_set(finder->error, ERROR_IO,
                  "it looks like a report or picture of render, which is not read here; give the "
                  "profile itself");
    if (!module)
        return false;
    for (enum block_name i = 0; i < BLOCKS; i++)
        base64_reader_init(&finder->blocks[i].reader);
    struct markup_events events = {finder, on_start, on_text, on_end, go_on};
    finder->is_broken =
        !module->walk(finder->is_html ? MARKUP_HTML : MARKUP_XML, bytes, &events, &finder->line);
    return !finder->failed && budget_check(finder->budget, finder->error);
}

/* ---------------------------------------------------------------- what was found */

static bool refuse_format(const struct finder *finder, const struct report_head *head)
{
    struct error_quote quote = error_quote(str_slice(head->version, 0, 40));
    if (head->format < 0)
        return error_set(finder->error, ERROR_INPUT,
                         "the report does not say its format (%s); was it edited? fetch or make it "
                         "anew",
                         IDS[BLOCK_HEAD].at);
    return error_set(finder->error, ERROR_INPUT,
                     "the report was written by render %s in format %lld, and this render reads "
                     "format %d; read it with that version",
                     head->version.size ? quote.text : "of another version",
                     (long long)head->format, REPORT_FORMAT);
}

/* Whether the page's head is there and of this format; *size is what it says of the profile. */
static bool check_head(const struct finder *finder, int64_t *size)
{
    const struct block *block = &finder->blocks[BLOCK_HEAD];
    struct report_head head;
    if (!block->count)
        return error_set(finder->error, ERROR_INPUT,
                         "the page has no \"%s\", which says what it carries: it is cut short or "
                         "was edited; fetch or make it anew",
                         IDS[BLOCK_HEAD].at);
    if (block->count > 1 || !block->is_whole ||
        !report_head_read(&head, block_bytes(finder, BLOCK_HEAD)))
        return error_set(finder->error, ERROR_INPUT,
                         "what the page says about itself (\"%s\") is damaged; fetch or make it "
                         "anew",
                         IDS[BLOCK_HEAD].at);
    *size = head.size;
    return head.format == REPORT_FORMAT || refuse_format(finder, &head);
}

static bool refuse_block(const struct finder *finder, enum block_name name)
{
    const struct block *block = &finder->blocks[name];
    if (block->is_wrong)
        return error_set(finder->error, ERROR_INPUT,
                         "\"%s\" is damaged: behind %zu bytes comes what is no base64; fetch or "
                         "copy the file again",
                         IDS[name].at, block->bytes.count);
    return error_set(finder->error, ERROR_INPUT,
                     "the file is cut short, in \"%s\" after %zu bytes; fetch or copy it again",
                     IDS[name].at, block->bytes.count);
}

/* Whether the block is there once, and whole. */
static bool check_block(const struct finder *finder, enum block_name name, int64_t size)
{
    const struct block *block = &finder->blocks[name];
    if (block->count > 1)
        return error_set(finder->error, ERROR_INPUT,
                         "\"%s\" is there %u times, so which one is meant? give a file as render "
                         "wrote it",
                         IDS[name].at, block->count);
    if (!block->is_whole)
        return refuse_block(finder, name);
    if (!block->bytes.count)
        return error_set(finder->error, ERROR_INPUT,
                         "\"%s\" is empty; fetch or copy the file again", IDS[name].at);
    if (size >= 0 && (uint64_t)size != block->bytes.count)
        return error_set(finder->error, ERROR_INPUT,
                         "the file is cut short or was edited: \"%s\" has %zu bytes, not %lld; "
                         "fetch or copy it again",
                         IDS[name].at, block->bytes.count, (long long)size);
    if (name == BLOCK_PROFILE && !str_starts(block_bytes(finder, name), STR("\x1f\x8b")))
        return error_set(finder->error, ERROR_INPUT,
                         "\"%s\" is damaged: it is no gzip data; fetch or copy the file again",
                         IDS[name].at);
    return true;
}

/* Nothing of use is there. */
static bool refuse_empty(const struct finder *finder)
{
    if (finder->is_broken)
        return error_set(finder->error, ERROR_INPUT,
                         "the %s is cut short or damaged at line %u, before its data; fetch or "
                         "copy it again",
                         finder->is_html ? "page" : "picture", finder->line);
    return error_set(
        finder->error, ERROR_INPUT,
        finder->is_html
            ? "the page carries no profile: it is cut short, or was stripped; fetch it again, or "
              "give the profile that it was made from"
            : "the picture carries no data; give the profile that it was made from, or draw it "
              "with --embed_profile");
}

/* Whether what was found can be used. */
static bool check(const struct finder *finder)
{
    int64_t size = -1;
    bool has_profile = finder->blocks[BLOCK_PROFILE].count > 0;
    if (!has_profile && !finder->blocks[BLOCK_PACKED].count && !finder->blocks[BLOCK_HEAD].count)
        return refuse_empty(finder);
    if (finder->is_html && !check_head(finder, &size))
        return false;
    if (has_profile)
        return check_block(finder, BLOCK_PROFILE, size);
    return finder->is_html ? refuse_empty(finder) : check_block(finder, BLOCK_PACKED, -1);
}

enum report_result report_read(struct str bytes, struct arena *arena, struct budget *budget,
                               struct report *report, struct error *error)
{
    struct finder finder = {.arena = arena,
                            .budget = budget,
                            .error = error,
                            .is_html = is_html(bytes),
                            .block = NO_BLOCK};
    if (!has_marks(bytes))
        return REPORT_UNKNOWN;
    if (!find_blocks(&finder, bytes))
        return REPORT_REFUSED;
    if (!finder.is_ours)
        return REPORT_UNKNOWN;
    if (!check(&finder))
        return REPORT_REFUSED;
    *report = (struct report){.profile = block_bytes(&finder, BLOCK_PROFILE),
                              .packed = block_bytes(&finder, BLOCK_PACKED),
                              .is_picture = !finder.is_html};
    const struct block *sources = &finder.blocks[BLOCK_SOURCE];
    report->has_damage = sources->count && (sources->count > 1 || !sources->is_whole);
    report->sources = report->has_damage ? STR("") : block_bytes(&finder, BLOCK_SOURCE);
    return REPORT_READ;
}
