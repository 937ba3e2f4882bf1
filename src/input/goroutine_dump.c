/* Blocks of lines: a header, two lines a frame (innermost first), then two about the creator. */
#include "input/goroutine_dump.h"
#include "base/number.h"
#include "base/sink.h"
#include "input/goroutine_header.h"
#include "input/named_stacks.h"
#include "profile/goroutines.h"

enum {
    /* Buffers that callers of runtime.Stack make are multiples of these. */
    BUFFER_STEP = 1 << 10,
    BUFFER_LARGE = 1 << 20,
};

/* What the lines of a goroutine are about. */
enum part {
    PART_NONE, /* between goroutines */
    PART_FRAMES,
    PART_CREATOR, /* the line about its place is to come */
    PART_AFTER,   /* what follows is of its ancestors */
};

/* A place in the source; no file: not known. */
struct place {
    struct str file, text; /* text: /src/main.go:27 */
    int64_t line;
    bool is_inlined; /* into the frame that follows */
};

struct dump {
    struct named_stacks stacks;
    struct intern ids;     /* of goroutines */
    struct sink key, text; /* of a label */
    enum part part;
    bool is_complete; /* the stack is, up to its root */
    struct goroutine_header header;
    struct str frame;   /* the function whose place is to come; empty: none */
    struct str creator; /* function */
    struct str creator_line;
};

/* ---------------------------------------------------------------- lines */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct str trim(struct str text)
{
    while (text.size && is_space(text.at[0]))
        text = str_skip(text, 1);
    while (text.size && is_space(text.at[text.size - 1]))
        text.size--;
    return text;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "/src/main.go:27 +0x1d fp=0xc0", "pc=0x48"; false where it says no place. */
static bool read_place(struct str text, struct place *place)
{
    size_t colon = str_find_last(text, ':'), end = colon + 1;
    *place = (struct place){.line = 0};
    if (colon == STR_NONE || !colon)
        return str_starts(text, STR("pc="));
    while (end < text.size && is_digit(text.at[end]))
        end++;
    struct str rest = str_skip(text, end);
    if ((rest.size && rest.at[0] != ' ') ||
        !number_parse_int(str_slice(text, colon + 1, end), &place->line))
        return false;
    place->file = str_slice(text, 0, colon);
    place->text = str_slice(text, 0, end);
    place->is_inlined = !rest.size;
    return true;
}

/* "main.(*T).run(0x1, {0x2, ...})" without its arguments; C's functions come without any. */
static struct str function_of(struct str line, bool *is_inlined)
{
    size_t at = str_ends(line, STR(")")) ? str_find_last(line, '(') : STR_NONE;
    struct str name = at == STR_NONE || !at ? line : str_slice(line, 0, at);
    *is_inlined = str_equal(str_skip(line, name.size), STR("(...)"));
    return str_equal(name, STR("panic")) ? STR("runtime.gopanic") : name;
}

/* ---------------------------------------------------------------- goroutines */

static void note(struct dump *dump, enum note note, uint64_t cases)
{
    notes_add(&dump->stacks.builder.profile.notes, note, cases);
}

static void add_labels(struct dump *dump)
{
    const struct goroutine_header *header = &dump->header;
    struct named_stacks *stacks = &dump->stacks;
    struct str rest = header->labels;
    named_stacks_number(stacks, GOROUTINE_ID, header->id, STR(""));
    named_stacks_text(stacks, GOROUTINE_STATE, header->state);
    if (header->minutes)
        named_stacks_number(stacks, GOROUTINE_WAIT, header->minutes, STR("minutes"));
    named_stacks_text(stacks, GOROUTINE_CREATOR, dump->creator);
    named_stacks_text(stacks, GOROUTINE_CREATOR_LINE, dump->creator_line);
    named_stacks_text(stacks, GOROUTINE_THREAD, header->is_locked ? STR("locked") : STR(""));
    named_stacks_text(stacks, GOROUTINE_BUBBLE, header->bubble);
    while (goroutine_header_label(&rest, &dump->key, &dump->text))
        named_stacks_text(stacks, dump->key.used ? sink_str(&dump->key) : STR(""),
                          sink_str(&dump->text));
}

/* Adds the goroutine that was read, if there is one. */
static void end_goroutine(struct dump *dump)
{
    bool fresh;
    if (dump->part == PART_NONE)
        return;
    intern_add(&dump->ids, &dump->header.id, sizeof dump->header.id, &fresh);
    /* Id 0 is what each thread has for the runtime's own work. */
    note(dump, NOTE_GOROUTINE_AGAIN, !fresh && dump->header.id);
    add_labels(dump);
    named_stacks_sample(&dump->stacks, 1);
    dump->part = PART_NONE;
}

static void start_goroutine(struct dump *dump, const struct goroutine_header *header)
{
    dump->header = *header;
    dump->part = PART_FRAMES;
    named_stacks_clear(&dump->stacks);
    dump->is_complete = false;
    dump->frame = dump->creator = dump->creator_line = STR("");
}

/* Whether Go leaves the function out of its profiles, and also out of most dumps: what every stack
 * begins with, and what the compiler wraps around the call of a go or defer statement. */
static bool is_hidden(struct str name)
{
    size_t size = name.size;
    while (size && is_digit(name.at[size - 1]))
        size--;
    struct str stem = str_slice(name, 0, size);
    return str_equal(name, STR("runtime.goexit")) ||
           (size < name.size &&
            (str_ends(stem, STR(".gowrap")) || str_ends(stem, STR(".deferwrap"))));
}

/* "created by main.main in goroutine 1" */
static void read_creator(struct dump *dump, struct str name)
{
    const struct str in = STR(" in goroutine ");
    size_t space = str_find(name, ' ');
    if (space != STR_NONE && str_starts(str_skip(name, space), in))
        name = str_slice(name, 0, space);
    dump->creator = name;
    dump->part = PART_CREATOR;
}

static void read_indented(struct dump *dump, struct str text)
{
    struct place place;
    bool is_inlined;
    if (!read_place(text, &place))
        return;
    if (dump->part == PART_CREATOR) {
        dump->creator_line = place.text;
        dump->part = PART_AFTER;
        dump->is_complete = true;
    } else if (dump->frame.size) {
        struct str name = function_of(dump->frame, &is_inlined);
        is_inlined = is_inlined && place.is_inlined;
        struct named_frame frame = {name, place.file, place.line, is_inlined};
        if (is_hidden(name))
            named_stacks_end_frame(&dump->stacks);
        else
            named_stacks_frame(&dump->stacks, &frame);
        dump->frame.size = 0;
    }
}

static bool is_elision(struct str line)
{
    return str_starts(line, STR("...")) && str_ends(line, STR("frames elided..."));
}

/* A line of the goroutine that is being read. */
static void read_line(struct dump *dump, struct str line)
{
    const struct str created = STR("created by ");
    bool is_indented = line.at[0] == ' ' || line.at[0] == '\t';
    line = trim(line);
    if (is_indented)
        read_indented(dump, line);
    else if (dump->part != PART_FRAMES)
        dump->part = PART_AFTER;
    else if (str_starts(line, created))
        read_creator(dump, str_skip(line, created.size));
    else if (is_elision(line)) {
        note(dump, NOTE_FRAMES_ELIDED, 1);
        named_stacks_gap(&dump->stacks, STR("[frames elided]"));
    } else if (str_starts(line, STR("[originating from goroutine ")))
        dump->part = PART_AFTER;
    else if (str_starts(line, STR("non-Go function at pc=")))
        named_stacks_gap(&dump->stacks, STR("non-Go function"));
    else
        dump->frame = line;
}

/* ---------------------------------------------------------------- the dump */

/* Whether the bytes end in the middle of a goroutine. Go writes 64 MB at most, runtime.Stack as
 * much as its caller has room for; other ends are somebody else's doing. */
static bool is_cut(const struct dump *dump, struct str dumped)
{
    struct str last = str_skip(dumped, str_find_last(dumped, '\n') + 1);
    bool has_root = dump->is_complete || (dump->header.id <= 1 && dump->stacks.path.count);
    if (dumped.size % BUFFER_STEP == 0 && (last.size || dumped.size % BUFFER_LARGE == 0))
        return true;
    if (dump->part == PART_NONE)
        return str_starts(last, STR("goroutine "));
    /* The line of a function without that of its place, unless it is of something else. */
    bool is_half = dump->part == PART_FRAMES && dump->frame.size &&
                   (last.size || str_find(dump->frame, '(') != STR_NONE);
    return !has_root || is_half;
}

static void end_dump(struct dump *dump, struct str dumped)
{
    if (dumped.size && is_cut(dump, dumped)) {
        note(dump, NOTE_GOROUTINES_CUT, 1);
        if (dump->part != PART_NONE && !dump->is_complete)
            named_stacks_gap(&dump->stacks, STR("[frames elided]"));
    }
    end_goroutine(dump);
}

struct profile *goroutine_dump_read(struct str bytes, struct arena *arena, struct budget *budget,
                                    struct error *error)
{
    struct dump dump = {.part = PART_NONE};
    struct goroutine_header header;
    struct str dumped = str_slice(bytes, 0, 0);
    named_stacks_init(&dump.stacks, arena, GOROUTINE_TYPE);
    intern_init(&dump.ids, arena);
    sink_init_buffer(&dump.key, arena, UINT64_MAX);
    sink_init_buffer(&dump.text, arena, UINT64_MAX);
    for (struct str rest = bytes; rest.size;) {
        struct str line = str_slice(rest, 0, str_find(rest, '\n')), trimmed = trim(line);
        if (goroutine_header_read(&header, trimmed)) {
            end_goroutine(&dump);
            start_goroutine(&dump, &header);
            dumped = dumped.size ? dumped : rest;
        } else if (!trimmed.size) {
            end_goroutine(&dump);
        } else if (dump.part != PART_NONE) {
            read_line(&dump, line);
        }
        rest = str_skip(rest, line.size + 1);
        if (!budget_spend(budget, 1, error))
            return NULL;
    }
    end_dump(&dump, dumped);
    struct builder *builder = &dump.stacks.builder;
    return builder->sample_stacks.count ? builder_finish(builder) : NULL;
}

/* Text without control characters, of no other kind. */
bool goroutine_dump_may_be(struct str head)
{
    if (!head.size || head.at[0] == '<' || head.at[0] == '{')
        return false;
    for (size_t i = 0; i < head.size; i++)
        if ((unsigned char)head.at[i] < ' ' && !is_space(head.at[i]) && head.at[i] != '\n' &&
            head.at[i] != 0x1b)
            return false;
    return true;
}
