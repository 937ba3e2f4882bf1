/* Blocks of lines: a header, two lines a frame (innermost first), then two about the creator. */
#include "input/goroutine_dump.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "input/goroutine_header.h"
#include "profile/builder.h"
#include "profile/goroutines.h"

enum {
    LABELS_MOST = 64, /* of one goroutine */
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
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct builder builder;
    struct intern functions; /* by name and file */
    struct intern locations; /* by their lines */
    struct intern stacks;    /* by their locations */
    struct intern labels;
    struct intern ids;     /* of goroutines */
    ARRAY(uint64_t) lines; /* of the location that is being read: function, line, ... */
    ARRAY(uint32_t) path;  /* its locations, leaf first */
    ARRAY(uint32_t) label_ids;
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

/* ---------------------------------------------------------------- frames */

static uint32_t add_function(struct dump *dump, struct str name, struct str file)
{
    struct builder *b = &dump->builder;
    bool fresh;
    const string_id key[] = {builder_string(b, name), builder_string(b, file)};
    uint32_t id = intern_add(&dump->functions, key, sizeof key, &fresh);
    if (fresh)
        array_push(dump->arena, &b->functions,
                   ((struct function){.id = b->functions.count + 1,
                                      .name = key[0],
                                      .system_name = key[0],
                                      .file = key[1]}));
    return id;
}

/* Ends the location whose lines were read. */
static void end_location(struct dump *dump)
{
    struct builder *b = &dump->builder;
    size_t count = dump->lines.count / 2;
    const uint64_t *at = dump->lines.at;
    bool fresh;
    if (!count)
        return;
    uint32_t id = intern_add(&dump->locations, at, 2 * count * sizeof *at, &fresh);
    if (fresh) {
        struct location location = {.id = b->locations.count + 1,
                                    .mapping = ID_NONE,
                                    .line_first = (uint32_t)b->lines.count,
                                    .line_count = (uint32_t)count};
        array_push(dump->arena, &b->locations, location);
        for (size_t i = 0; i < 2 * count; i += 2)
            array_push(dump->arena, &b->lines,
                       ((struct line){(uint32_t)at[i], (int64_t)at[i + 1], 0}));
    }
    array_push(dump->arena, &dump->path, id);
    dump->lines.count = 0;
}

static void add_frame(struct dump *dump, struct str name, const struct place *place)
{
    array_push(dump->arena, &dump->lines, add_function(dump, name, place->file));
    array_push(dump->arena, &dump->lines, (uint64_t)place->line);
    if (!place->is_inlined)
        end_location(dump);
}

/* Stands where frames are missing. */
static void add_gap(struct dump *dump, struct str name)
{
    const struct place place = {.line = 0};
    end_location(dump);
    add_frame(dump, name, &place);
}

/* ---------------------------------------------------------------- labels */

static void add_label(struct dump *dump, struct label label)
{
    struct builder *b = &dump->builder;
    bool fresh;
    if (dump->label_ids.count == LABELS_MOST)
        return;
    uint64_t key[] = {(uint64_t)label.key << 32 | label.text,
                      (uint64_t)label.unit << 1 | label.is_number, (uint64_t)label.number};
    uint32_t id = intern_add(&dump->labels, key, sizeof key, &fresh);
    if (fresh)
        array_push(dump->arena, &b->labels, label);
    array_push(dump->arena, &dump->label_ids, id);
}

static void add_text(struct dump *dump, struct str key, struct str text)
{
    struct builder *b = &dump->builder;
    if (text.size)
        add_label(dump,
                  (struct label){.key = builder_string(b, key), .text = builder_string(b, text)});
}

static void add_number(struct dump *dump, struct str key, int64_t number, struct str unit)
{
    struct builder *b = &dump->builder;
    add_label(dump, (struct label){.key = builder_string(b, key),
                                   .unit = builder_string(b, unit),
                                   .number = number,
                                   .is_number = true});
}

static void add_labels(struct dump *dump)
{
    const struct goroutine_header *header = &dump->header;
    struct str rest = header->labels;
    dump->label_ids.count = 0;
    add_number(dump, GOROUTINE_ID, header->id, STR(""));
    add_text(dump, GOROUTINE_STATE, header->state);
    if (header->minutes)
        add_number(dump, GOROUTINE_WAIT, header->minutes, STR("minutes"));
    add_text(dump, GOROUTINE_CREATOR, dump->creator);
    add_text(dump, GOROUTINE_CREATOR_LINE, dump->creator_line);
    if (header->is_locked)
        add_text(dump, GOROUTINE_THREAD, STR("locked"));
    add_text(dump, GOROUTINE_BUBBLE, header->bubble);
    while (goroutine_header_label(&rest, &dump->key, &dump->text))
        add_text(dump, dump->key.used ? sink_str(&dump->key) : STR(""), sink_str(&dump->text));
}

/* ---------------------------------------------------------------- goroutines */

static uint32_t add_stack(struct dump *dump)
{
    struct builder *b = &dump->builder;
    bool fresh;
    uint32_t stack =
        intern_add(&dump->stacks, dump->path.at, dump->path.count * sizeof *dump->path.at, &fresh);
    for (size_t i = 0; fresh && i < dump->path.count; i++)
        array_push(dump->arena, &b->stack_frames, dump->path.at[i]);
    if (fresh)
        builder_stack_end(b);
    return stack;
}

/* Adds the goroutine that was read, if there is one. */
static void end_goroutine(struct dump *dump)
{
    struct builder *b = &dump->builder;
    bool fresh;
    if (dump->part == PART_NONE)
        return;
    end_location(dump);
    if (!dump->path.count)
        add_gap(dump, STR("[stack unavailable]"));
    intern_add(&dump->ids, &dump->header.id, sizeof dump->header.id, &fresh);
    /* Id 0 is what each thread has for the runtime's own work. */
    notes_add(&b->profile.notes, NOTE_GOROUTINE_AGAIN, !fresh && dump->header.id);
    add_labels(dump);
    size_t size = dump->label_ids.count * sizeof *dump->label_ids.at;
    uint32_t set = builder_label_set(b, dump->label_ids.at, dump->label_ids.count,
                                     hash_bytes(dump->label_ids.at, size));
    array_push(dump->arena, &b->values, 1);
    array_push(dump->arena, &b->sample_stacks, add_stack(dump));
    array_push(dump->arena, &b->sample_labels, set);
    dump->part = PART_NONE;
}

static void start_goroutine(struct dump *dump, const struct goroutine_header *header)
{
    dump->header = *header;
    dump->part = PART_FRAMES;
    dump->path.count = 0;
    dump->lines.count = 0;
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
        place.is_inlined = place.is_inlined && is_inlined;
        if (is_hidden(name))
            end_location(dump);
        else
            add_frame(dump, name, &place);
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
        notes_add(&dump->builder.profile.notes, NOTE_FRAMES_ELIDED, 1);
        add_gap(dump, STR("[frames elided]"));
    } else if (str_starts(line, STR("[originating from goroutine ")))
        dump->part = PART_AFTER;
    else if (str_starts(line, STR("non-Go function at pc=")))
        add_gap(dump, STR("non-Go function"));
    else
        dump->frame = line;
}

/* ---------------------------------------------------------------- the dump */

/* Whether the bytes end in the middle of a goroutine. Go writes 64 MB at most, runtime.Stack as
 * much as its caller has room for; other ends are somebody else's doing. */
static bool is_cut(const struct dump *dump, struct str dumped)
{
    struct str last = str_skip(dumped, str_find_last(dumped, '\n') + 1);
    bool has_root = dump->is_complete || (dump->header.id <= 1 && dump->path.count);
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
        notes_add(&dump->builder.profile.notes, NOTE_GOROUTINES_CUT, 1);
        if (dump->part != PART_NONE && !dump->is_complete)
            add_gap(dump, STR("[frames elided]"));
    }
    end_goroutine(dump);
}

static void init(struct dump *dump)
{
    struct builder *b = &dump->builder;
    struct intern *interns[] = {&dump->functions, &dump->locations, &dump->stacks, &dump->labels,
                                &dump->ids};
    builder_init(b, dump->arena);
    for (size_t i = 0; i < sizeof interns / sizeof *interns; i++)
        intern_init(interns[i], dump->arena);
    sink_init_buffer(&dump->key, dump->arena, UINT64_MAX);
    sink_init_buffer(&dump->text, dump->arena, UINT64_MAX);
    struct value_type type = {builder_string(b, GOROUTINE_TYPE), builder_string(b, STR("count"))};
    array_push(dump->arena, &b->types, type);
    b->profile.period_type = type;
    b->profile.period = 1;
}

struct profile *goroutine_dump_read(struct str bytes, struct arena *arena, struct budget *budget,
                                    struct error *error)
{
    struct dump dump = {.arena = arena, .budget = budget, .error = error};
    struct goroutine_header header;
    struct str dumped = str_slice(bytes, 0, 0);
    init(&dump);
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
    return dump.builder.sample_stacks.count ? builder_finish(&dump.builder) : NULL;
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
