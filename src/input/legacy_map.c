/* The memory map: lines as /proc/self/maps has them, or shorter; and which mapping an address is
 * in. */
#include "input/legacy_reader.h"

#include <string.h>

/* The longest line after attributes were put into it. */
enum { EXPANDED_MOST = 1 << 20 };

bool legacy_is_map(struct str line)
{
    return str_find_str(line, STR("--- Memory map: ---")) != STR_NONE ||
           str_find_str(line, STR("MAPPED_LIBRARIES:")) != STR_NONE;
}

/* ---------------------------------------------------------------- one line */

/* The words of an entry, empty where there is none. */
struct entry {
    struct str start, limit, perm, offset, file, build_id;
};

struct range {
    struct str start, limit, rest;
};

static bool is_perm(char byte)
{
    return byte == '-' || byte == 'r' || byte == 'w' || byte == 'x' || byte == 'p';
}

static bool take_prefix(struct str *at)
{
    if (at->size < 3 || !scan_hex_digit(at->at[2]))
        return false;
    return scan_text(at, STR("0x"));
}

/* "0x400000-0x500000", "400000 500000": the ways to read it, the better one first. Where a second
 * number is missing, the last digit of the first stands for it. */
static size_t take_ranges(struct str line, struct range ranges[2])
{
    size_t count = 0;
    scan_run(&line, scan_space);
    take_prefix(&line);
    struct str first = scan_run(&line, scan_hex_digit), rest = line;
    if (!first.size)
        return 0;
    if (rest.size && (rest.at[0] == '-' || scan_space(rest.at[0])))
        rest = str_skip(rest, 1);
    scan_run(&rest, scan_space);
    take_prefix(&rest);
    struct str second = scan_run(&rest, scan_hex_digit);
    if (second.size)
        ranges[count++] = (struct range){first, second, rest};
    if (first.size < 2)
        return count;
    struct str last = str_skip(first, first.size - 1);
    first.size--;
    rest = (struct str){last.at, last.size + line.size};
    take_prefix(&rest);
    second = scan_run(&rest, scan_hex_digit);
    ranges[count++] = (struct range){first, second, rest};
    return count;
}

/* White space and then a run; false, and nothing taken, without either. */
static bool take_word(struct str *at, bool (*is)(char byte), struct str *word)
{
    struct str rest = *at;
    struct str space = scan_run(&rest, scan_space);
    struct str run = scan_run(&rest, is);
    if (!space.size || !run.size)
        return false;
    *word = run;
    *at = rest;
    return true;
}

/* "r-xp 00000000 08:01 123 /bin/main" after the range, of which the first two may be missing. */
static bool take_proc(struct str at, struct entry *entry)
{
    struct str word, minor;
    *entry = (struct entry){.file = {at.at, 0}};
    scan_text(&at, STR(":"));
    take_word(&at, is_perm, &entry->perm);
    if (!take_word(&at, scan_hex_digit, &word))
        return false;
    if (at.size && scan_space(at.at[0])) {
        entry->offset = word;
        if (!take_word(&at, scan_hex_digit, &word))
            return false;
    }
    if (!scan_text(&at, STR(":")))
        return false;
    minor = scan_run(&at, scan_hex_digit);
    if (!minor.size || !take_word(&at, scan_digit, &word))
        return false;
    take_word(&at, scan_filled, &entry->file);
    return true;
}

/* "r-xp /bin/main (@ff00) 4af2" after the range, each of which may be missing. */
static void take_brief(struct str at, struct entry *entry)
{
    *entry = (struct entry){.file = {at.at, 0}};
    scan_text(&at, STR(":"));
    take_word(&at, is_perm, &entry->perm);
    take_word(&at, scan_filled, &entry->file);
    struct str rest = at;
    if (scan_run(&rest, scan_space).size && scan_text(&rest, STR("(@"))) {
        struct str offset = scan_run(&rest, scan_hex_digit);
        if (offset.size && scan_text(&rest, STR(")"))) {
            entry->offset = offset;
            at = rest;
        }
    }
    take_word(&at, scan_hex_digit, &entry->build_id);
}

static bool take_entry(struct str line, struct entry *entry)
{
    struct range ranges[2];
    size_t count = take_ranges(line, ranges), used = 0;
    if (!count)
        return false;
    while (used < count && !take_proc(ranges[used].rest, entry))
        used++;
    if (used == count) {
        used = 0;
        take_brief(ranges[0].rest, entry);
    }
    entry->start = ranges[used].start;
    entry->limit = ranges[used].limit;
    return true;
}

/* Adds the mapping that the line is; false if it is none. What cannot be executed is skipped. */
static bool add_mapping(struct legacy *legacy, struct str line)
{
    struct builder *b = &legacy->builder;
    struct entry entry;
    struct mapping mapping = {0};
    if (!take_entry(line, &entry))
        return false;
    if (entry.perm.size && str_find(entry.perm, 'x') == STR_NONE)
        return true;
    if (!scan_hex(entry.start, &mapping.start) || !scan_hex(entry.limit, &mapping.limit) ||
        (entry.offset.size && !scan_hex(entry.offset, &mapping.offset)))
        return false;
    mapping.file = builder_string(b, entry.file);
    mapping.build_id = entry.build_id.size ? builder_string(b, entry.build_id) : 0;
    array_push(legacy->arena, &b->mappings, mapping);
    return true;
}

/* ---------------------------------------------------------------- attributes */

/* "name=value" lines: $name stands for the value in the lines after it. */
struct attribute {
    struct str name, value; /* the name with its '$' */
};

struct attributes {
    ARRAY(struct attribute) list;
};

static void add_attribute(struct legacy *legacy, struct attributes *attributes, struct str line)
{
    size_t equals = str_find(line, '=');
    if (equals == STR_NONE)
        return;
    struct str name = scan_trim(str_slice(line, 0, equals));
    struct attribute attribute = {.value = scan_trim(str_skip(line, equals + 1))};
    char *text = arena_alloc(legacy->arena, name.size + 1, 1);
    text[0] = '$';
    if (name.size)
        memcpy(text + 1, name.at, name.size);
    attribute.name = (struct str){text, name.size + 1};
    array_push(legacy->arena, &attributes->list, attribute);
}

/* The attribute that the text begins with, or NULL; the first of two with one name. */
static const struct attribute *find_attribute(const struct attributes *attributes, struct str text)
{
    for (size_t i = 0; i < attributes->list.count; i++)
        if (str_starts(text, attributes->list.at[i].name))
            return &attributes->list.at[i];
    return NULL;
}

/* Puts the attributes' values into the line. False with an error. */
static bool expand(struct legacy *legacy, const struct attributes *attributes, struct str *line)
{
    ARRAY(char) text = {0};
    struct str rest = *line;
    if (!attributes->list.count || str_find(*line, '$') == STR_NONE)
        return true;
    while (rest.size) {
        const struct attribute *hit = rest.at[0] == '$' ? find_attribute(attributes, rest) : NULL;
        struct str part = hit ? hit->value : str_slice(rest, 0, 1);
        rest = str_skip(rest, hit ? hit->name.size : 1);
        if (text.count + part.size > EXPANDED_MOST)
            return error_set(legacy->error, ERROR_LIMIT,
                             "line %zu: with its attributes it is longer than 1 MiB: damaged?",
                             legacy->lines.number);
        array_reserve(legacy->arena, &text, part.size + 1);
        if (part.size)
            memcpy(text.at + text.count, part.at, part.size);
        text.count += part.size;
        if (!budget_spend(legacy->budget, hit ? attributes->list.count : 0, legacy->error))
            return false;
    }
    *line = (struct str){text.at, text.count};
    return true;
}

/* Without "file.cc:123] " before it, as a log has it. */
static struct str without_log_prefix(struct str line)
{
    size_t end = 0, digits = 0;
    while (end < line.size && line.at[end] != '[' && line.at[end] != ']')
        end++;
    if (end + 1 >= line.size || line.at[end] != ']' || !scan_space(line.at[end + 1]))
        return line;
    while (digits < end && scan_digit(line.at[end - 1 - digits]))
        digits++;
    bool is_prefix = digits && end > digits + 1 && line.at[end - 1 - digits] == ':';
    return is_prefix ? str_skip(line, end + 2) : line;
}

/* ---------------------------------------------------------------- the mappings together */

/* Whether b goes on where a ends: the same file cut in two. */
static bool is_continued(const struct mapping *a, const struct mapping *b)
{
    return (!a->file || !b->file || a->file == b->file) &&
           (!a->build_id || !b->build_id || a->build_id == b->build_id) && a->limit == b->start &&
           (!a->offset || !b->offset || a->offset + (a->limit - a->start) == b->offset);
}

static void join_mappings(struct legacy *legacy)
{
    struct mapping *mappings = legacy->builder.mappings.at;
    size_t kept = 0;
    for (size_t i = 0; i < legacy->builder.mappings.count; i++) {
        struct mapping *last = kept ? &mappings[kept - 1] : NULL;
        if (!last || !is_continued(last, &mappings[i])) {
            mappings[kept++] = mappings[i];
            continue;
        }
        last->limit = mappings[i].limit;
        last->file = mappings[i].file ? mappings[i].file : last->file;
        last->build_id = mappings[i].build_id ? mappings[i].build_id : last->build_id;
    }
    legacy->builder.mappings.count = kept;
}

/* ".so" at the end, or followed by a version. */
static bool is_library(struct str file)
{
    for (size_t i = 0; i + 3 <= file.size; i++) {
        if (!str_starts(str_skip(file, i), STR(".so")))
            continue;
        if (i + 3 == file.size || (i + 4 < file.size && scan_digit(file.at[i + 4]) &&
                                   (file.at[i + 3] == '.' || file.at[i + 3] == '_')))
            return true;
    }
    return false;
}

/* Whether the file may be the main binary: not nothing, "[vdso]" or a library. */
static bool is_main(struct str file, struct arena scratch)
{
    const struct str deleted = STR("(deleted)");
    char *text = arena_alloc(&scratch, file.size + 1, 1);
    size_t size = 0;
    while (file.size)
        if (!scan_text(&file, deleted)) {
            text[size++] = file.at[0];
            file = str_skip(file, 1);
        }
    file = scan_trim((struct str){text, size});
    return file.size && file.at[0] != '[' && !is_library(file);
}

/* Moves the main binary to the front: the first file that is no library. */
static void main_first(struct legacy *legacy)
{
    struct builder *b = &legacy->builder;
    for (size_t i = 0; i < b->mappings.count; i++) {
        struct mapping found = b->mappings.at[i];
        if (!is_main(b->strings.items.at[found.file], *legacy->arena))
            continue;
        b->mappings.at[i] = b->mappings.at[0];
        b->mappings.at[0] = found;
        return;
    }
}

enum legacy_result legacy_map(struct legacy *legacy)
{
    struct attributes attributes = {0};
    while (lines_next(&legacy->lines)) {
        struct str line = without_log_prefix(legacy->lines.line);
        if (!expand(legacy, &attributes, &line))
            return LEGACY_REFUSED;
        if (!add_mapping(legacy, line))
            add_attribute(legacy, &attributes, line);
        if (!budget_spend(legacy->budget, 1, legacy->error))
            return LEGACY_REFUSED;
    }
    enum legacy_result result = legacy_lines_end(legacy);
    join_mappings(legacy);
    main_first(legacy);
    return result;
}

enum legacy_result legacy_sections(struct legacy *legacy)
{
    while (!legacy_is_map(legacy->lines.line) && lines_next(&legacy->lines))
        continue;
    enum legacy_result result = legacy_lines_end(legacy);
    return result == LEGACY_READ ? legacy_map(legacy) : result;
}

/* ---------------------------------------------------------------- addresses */

/* Handlers that name a wrong first mapping: a huge page before the binary, or an offset already
 * added to the usual start. */
static void fix_first(struct builder *b)
{
    struct mapping *m = b->mappings.at;
    if (b->mappings.count > 1 && m[0].limit == m[1].start &&
        str_starts(b->strings.items.at[m[0].file], STR("/anon_hugepage"))) {
        b->mappings.count--;
        memmove(m, m + 1, b->mappings.count * sizeof *m);
    }
    if (b->mappings.count && m[0].start - m[0].offset == 0x400000) {
        m[0].start = 0x400000;
        m[0].offset = 0;
    }
}

/* The mapping of an address, widened where its first part was left out; ID_NONE if there is none.
 */
static uint32_t find_mapping(struct mapping *mappings, size_t count, uint64_t address)
{
    for (size_t i = 0; i < count; i++)
        if (mappings[i].start <= address && address < mappings[i].limit)
            return (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        struct mapping *m = &mappings[i];
        if (m->offset && m->start - m->offset <= address && address < m->start) {
            m->start -= m->offset;
            m->offset = 0;
            return (uint32_t)i;
        }
    }
    return ID_NONE;
}

bool legacy_place_locations(struct legacy *legacy)
{
    struct builder *b = &legacy->builder;
    uint32_t everywhere = ID_NONE;
    fix_first(b);
    for (size_t i = 0; i < b->locations.count; i++) {
        struct location *location = &b->locations.at[i];
        if (!location->address)
            continue;
        location->mapping = find_mapping(b->mappings.at, b->mappings.count, location->address);
        if (location->mapping == ID_NONE && everywhere == ID_NONE) {
            everywhere = (uint32_t)b->mappings.count;
            array_push(legacy->arena, &b->mappings, ((struct mapping){.limit = UINT64_MAX}));
        }
        if (location->mapping == ID_NONE)
            location->mapping = everywhere;
        if (!budget_spend(legacy->budget, b->mappings.count, legacy->error))
            return false;
    }
    for (size_t i = 0; i < b->mappings.count; i++)
        b->mappings.at[i].id = i + 1;
    return true;
}
