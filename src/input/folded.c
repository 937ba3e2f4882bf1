/* Frames by name: a function and a location for each. */
#include "input/folded.h"
#include "base/number.h"
#include "profile/builder.h"

enum {
    COLUMNS_MOST = 2,
    LONG_LINE = 400, /* which the beginning of the data may not hold to its end */
};

struct folded {
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct builder builder;
    size_t columns;          /* counts on each line */
    struct intern functions; /* by name */
    struct intern locations; /* by their functions, innermost last */
    struct intern stacks;    /* by their locations, root first */
    ARRAY(uint32_t) inlined; /* functions of the location that is being read */
    ARRAY(uint32_t) path;    /* locations of the stack that is being read */
};

/* ---------------------------------------------------------------- lines */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Takes the next line that is neither blank nor a comment, without white space at its end. */
static bool next_line(struct str *rest, size_t *number, struct str *line)
{
    while (rest->size) {
        size_t end = str_find(*rest, '\n');
        *line = str_slice(*rest, 0, end);
        *rest = str_skip(*rest, line->size + 1);
        ++*number;
        while (line->size && is_space(line->at[line->size - 1]))
            line->size--;
        if (line->size && line->at[0] != '#')
            return true;
    }
    return false;
}

static bool is_count(struct str word)
{
    if (word.size && word.at[0] == '-')
        word = str_skip(word, 1);
    for (size_t i = 0; i < word.size; i++)
        if (word.at[i] < '0' || word.at[i] > '9')
            return false;
    return word.size > 0;
}

/* Takes the count off the line's end; false, and nothing taken, if there is none. */
static bool take_count(struct str *line, struct str *count)
{
    size_t start = line->size;
    while (start > 0 && !is_space(line->at[start - 1]))
        start--;
    *count = str_skip(*line, start);
    if (!start || !is_count(*count)) {
        count->size = 0;
        return false;
    }
    line->size = start;
    while (line->size && is_space(line->at[line->size - 1]))
        line->size--;
    return true;
}

/* Whether the line ends with a count such as 3.5. */
static bool is_fraction(struct str line)
{
    size_t point = str_find_last(line, '.'), space = str_find_last(line, ' ');
    return point != STR_NONE && space != STR_NONE && space + 1 < point &&
           is_count(str_slice(line, space + 1, point)) && is_count(str_skip(line, point + 1));
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] < ' ' && !is_space(text.at[i]) && text.at[i] != '\n')
            return true;
    return false;
}

bool folded_may_be(struct str head, bool named)
{
    size_t number = 0, counted = 0, others = 0;
    struct str rest = head, line, count;
    if (has_control(head))
        return false;
    if (head.size && (head.at[0] == '{' || head.at[0] == '[' || head.at[0] == '<'))
        return false;
    while (!named && next_line(&rest, &number, &line)) {
        bool long_line = !rest.size && line.size >= LONG_LINE;
        bool counts = is_fraction(line) || take_count(&line, &count);
        /* Without ';' only bare words count: sentences end with numbers too. */
        if (counts && str_find(line, ' ') == STR_NONE)
            counted++;
        else if (!long_line)
            others++;
        if ((counts || long_line) && str_find(line, ';') != STR_NONE)
            return true;
    }
    return named || (counted > 1 && !others);
}

/* How many counts every line has at its end. */
static bool count_columns(struct folded *folded, struct str bytes)
{
    size_t number = 0;
    struct str line, count;
    bool more = next_line(&bytes, &number, &line);
    folded->columns = more ? COLUMNS_MOST : 1;
    for (; more && folded->columns > 1; more = next_line(&bytes, &number, &line)) {
        if (take_count(&line, &count) && !take_count(&line, &count))
            folded->columns = 1;
        if (!budget_spend(folded->budget, 1, folded->error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- frames */

static uint32_t add_function(struct folded *folded, struct str name)
{
    struct builder *b = &folded->builder;
    bool fresh;
    uint32_t id = intern_add(&folded->functions, name.at, name.size, &fresh);
    if (fresh) {
        string_id text = builder_string(b, name);
        struct function function = {
            .id = b->functions.count + 1, .name = text, .system_name = text};
        array_push(folded->arena, &b->functions, function);
    }
    return id;
}

/* Ends the location that is being read. */
static void end_location(struct folded *folded)
{
    struct builder *b = &folded->builder;
    size_t count = folded->inlined.count;
    bool fresh;
    if (!count)
        return;
    uint32_t id = intern_add(&folded->locations, folded->inlined.at,
                             count * sizeof *folded->inlined.at, &fresh);
    if (fresh) {
        struct location location = {.id = b->locations.count + 1,
                                    .mapping = ID_NONE,
                                    .line_first = (uint32_t)b->lines.count,
                                    .line_count = (uint32_t)count};
        array_push(folded->arena, &b->locations, location);
        for (size_t i = count; i-- > 0;)
            array_push(folded->arena, &b->lines, ((struct line){folded->inlined.at[i], 0, 0}));
    }
    array_push(folded->arena, &folded->path, id);
    folded->inlined.count = 0;
}

static void add_frame(struct folded *folded, struct str name)
{
    const struct str mark = STR("_[i]");
    if (str_ends(name, mark))
        name.size -= mark.size;
    else
        end_location(folded);
    array_push(folded->arena, &folded->inlined, add_function(folded, name));
}

/* The stack of "main;handler;read". */
static uint32_t add_stack(struct folded *folded, struct str frames)
{
    struct builder *b = &folded->builder;
    bool fresh;
    folded->path.count = 0;
    for (;;) {
        size_t end = str_find(frames, ';');
        add_frame(folded, str_slice(frames, 0, end));
        if (end == STR_NONE)
            break;
        frames = str_skip(frames, end + 1);
    }
    end_location(folded);
    uint32_t stack = intern_add(&folded->stacks, folded->path.at,
                                folded->path.count * sizeof *folded->path.at, &fresh);
    if (fresh) {
        for (size_t i = folded->path.count; i-- > 0;)
            array_push(folded->arena, &b->stack_frames, folded->path.at[i]);
        builder_stack_end(b);
    }
    return stack;
}

/* ---------------------------------------------------------------- samples */

static bool bad_line(struct folded *folded, size_t number, const char *what)
{
    return error_set(folded->error, ERROR_INPUT, "line %zu: %s", number, what);
}

static bool read_line(struct folded *folded, size_t number, struct str line)
{
    struct builder *b = &folded->builder;
    struct str counts[COLUMNS_MOST];
    for (size_t i = folded->columns; i-- > 0;)
        if (!take_count(&line, &counts[i]))
            return bad_line(folded, number,
                            is_fraction(line) ? "the count is no whole number; fold the stacks "
                                                "without a factor, or scale the counts up"
                                              : "no count after the stack, as in \"main;read 12\"; "
                                                "was the file cut off or edited?");
    for (size_t i = 0; i < folded->columns; i++) {
        int64_t value;
        if (!number_parse_int(counts[i], &value))
            return bad_line(folded, number, "the count has more than 63 bits; is it a count?");
        notes_add(&b->profile.notes, NOTE_NEGATIVE_VALUES, value < 0);
        array_push(folded->arena, &b->values, value);
    }
    array_push(folded->arena, &b->sample_stacks, add_stack(folded, line));
    array_push(folded->arena, &b->sample_labels, 0);
    return budget_spend(folded->budget, 1 + folded->path.count, folded->error);
}

static void add_type(struct folded *folded, struct str type)
{
    struct builder *b = &folded->builder;
    struct value_type pair = {builder_string(b, type), builder_string(b, STR("count"))};
    array_push(folded->arena, &b->types, pair);
}

struct profile *folded_read(struct str bytes, struct arena *arena, struct budget *budget,
                            struct error *error)
{
    struct folded folded = {.arena = arena, .budget = budget, .error = error};
    size_t number = 0;
    struct str line;
    builder_init(&folded.builder, arena);
    intern_init(&folded.functions, arena);
    intern_init(&folded.locations, arena);
    intern_init(&folded.stacks, arena);
    if (!count_columns(&folded, bytes))
        return NULL;
    add_type(&folded, folded.columns == 1 ? STR("samples") : STR("base"));
    if (folded.columns == 2)
        add_type(&folded, STR("new"));
    while (next_line(&bytes, &number, &line))
        if (!read_line(&folded, number, line))
            return NULL;
    return builder_finish(&folded.builder);
}
