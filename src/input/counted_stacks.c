/* printCountProfile and printStackRecord of Go's runtime/pprof/pprof.go:
 *   3 @ 0x489b4e 0x67a606
 *   # labels: {"region":"eu"}
 *   #	0x67a605	main.receive+0x25	/src/main.go:47 */
#include "input/counted_stacks.h"
#include "base/number.h"
#include "base/sink.h"
#include "input/goroutine_header.h"
#include "input/named_stacks.h"

#define NAMES STR("\n#\t0x")

struct counted {
    struct named_stacks stacks;
    struct sink key, text; /* of a label */
    int64_t count;         /* of the sample that is being read; 0: none is */
};

static struct str take_line(struct str *rest)
{
    struct str line = str_slice(*rest, 0, str_find(*rest, '\n'));
    *rest = str_skip(*rest, line.size + 1);
    while (line.size && (line.at[line.size - 1] == '\r' || line.at[line.size - 1] == ' '))
        line.size--;
    return line;
}

/* What ends at tabs, of which there may be several. */
static struct str take_cell(struct str *line)
{
    while (line->size && line->at[0] == '\t')
        *line = str_skip(*line, 1);
    struct str cell = str_slice(*line, 0, str_find(*line, '\t'));
    *line = str_skip(*line, cell.size);
    return cell;
}

/* The NAME of "NAME profile: total 79"; empty if the line is none. */
static struct str header_name(struct str line)
{
    const struct str words = STR(" profile: total ");
    int64_t total;
    size_t at = str_find_str(line, words);
    if (at == STR_NONE || !number_parse_int(str_skip(line, at + words.size), &total))
        return STR("");
    struct str name = str_slice(line, 0, at);
    return str_find(name, ' ') == STR_NONE ? name : STR("");
}

static void end_sample(struct counted *counted)
{
    if (counted->count)
        named_stacks_sample(&counted->stacks, counted->count);
    counted->count = 0;
}

/* "3 @ 0x489b4e 0x67a606" */
static bool start_sample(struct counted *counted, struct str line)
{
    size_t at = str_find_str(line, STR(" @ 0x"));
    end_sample(counted);
    return at != STR_NONE && number_parse_int(str_slice(line, 0, at), &counted->count) &&
           counted->count > 0;
}

/* "0x67a605 main.receive+0x25 /src/main.go:47"; an address alone has no name. */
static void read_frame(struct counted *counted, struct str line)
{
    take_cell(&line);
    struct str name = take_cell(&line), file = take_cell(&line);
    size_t offset = str_find_last(name, '+'), colon = str_find_last(file, ':');
    struct named_frame frame = {.name = str_slice(name, 0, offset)};
    if (colon != STR_NONE && number_parse_int(str_skip(file, colon + 1), &frame.line))
        frame.file = str_slice(file, 0, colon);
    if (frame.name.size)
        named_stacks_frame(&counted->stacks, &frame);
}

/* {"region":"eu", "tenant":"acme \"quoted\""} */
static void read_labels(struct counted *counted, struct str labels)
{
    while (goroutine_header_label(&labels, &counted->key, &counted->text))
        named_stacks_text(&counted->stacks, counted->key.used ? sink_str(&counted->key) : STR(""),
                          sink_str(&counted->text));
}

static bool read_line(struct counted *counted, struct str line)
{
    const struct str labels = STR("# labels: {");
    if (!line.size)
        end_sample(counted);
    else if (line.at[0] >= '0' && line.at[0] <= '9')
        return start_sample(counted, line);
    else if (str_starts(line, STR("#\t0x")) && counted->count)
        read_frame(counted, str_skip(line, 1));
    else if (str_starts(line, labels) && counted->count)
        read_labels(counted, str_skip(line, labels.size));
    else
        return line.at[0] == '#';
    return true;
}

struct profile *counted_stacks_read(struct str bytes, struct arena *arena, struct budget *budget,
                                    struct error *error)
{
    struct counted counted = {.count = 0};
    struct str rest = bytes, name = header_name(take_line(&rest));
    if (!name.size || str_find_str(rest, NAMES) == STR_NONE)
        return NULL;
    named_stacks_init(&counted.stacks, arena, name);
    sink_init_buffer(&counted.key, arena, UINT64_MAX);
    sink_init_buffer(&counted.text, arena, UINT64_MAX);
    while (rest.size)
        if (!read_line(&counted, take_line(&rest)) || !budget_spend(budget, 1, error))
            return NULL;
    end_sample(&counted);
    return builder_finish(&counted.stacks.builder);
}
