/* --- heapz 1 --- and --- contentionz 1 --- of Java agents: attributes, samples, then the name of
 * each address. Lines may be of any length here. */
#include "base/number.h"
#include "input/legacy_reader.h"

enum { HEAP_RATE = 512 * 1024 };

static bool is_attribute_byte(char byte)
{
    return byte == ' ' || byte == '_' || scan_digit(byte) || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

/* Moves to the next line that ends with a newline, trimmed; false if there is none. */
static bool next_line(struct lines *lines)
{
    size_t end = str_find(lines->rest, '\n');
    if (end == STR_NONE)
        return false;
    lines->line = scan_trim(str_slice(lines->rest, 0, end));
    lines->rest = str_skip(lines->rest, end + 1);
    lines->number++;
    return true;
}

/* "name = value" somewhere in the line. */
static bool find_attribute(struct str line, struct str *name, struct str *value)
{
    while (line.size) {
        *name = scan_run(&line, is_attribute_byte);
        if (name->size && scan_text(&line, STR("="))) {
            struct str rest = line;
            *value = scan_run(&rest, is_attribute_byte);
            if (value->size)
                return true;
        } else if (!name->size) {
            line = str_skip(line, 1);
        }
    }
    return false;
}

static void set_types(struct legacy *legacy, bool heap, struct str unit)
{
    legacy->builder.types.count = 0;
    legacy_type(legacy, heap ? STR("inuse_objects") : STR("contentions"), STR("count"));
    legacy_type(legacy, heap ? STR("inuse_space") : STR("delay"), unit);
}

static enum legacy_result read_attribute(struct legacy *legacy, bool heap, struct str name,
                                         struct str value)
{
    int64_t number;
    if (str_equal(name, STR("format"))) {
        if (!str_equal(value, STR("java")))
            return legacy_bad_line(legacy, LEGACY_UNKNOWN, "the only format is \"java\"");
        return LEGACY_READ;
    }
    if (str_equal(name, STR("resolution"))) {
        set_types(legacy, heap, value);
        return LEGACY_READ;
    }
    bool is_period = str_equal(name, STR("sampling period"));
    if (heap || (!is_period && !str_equal(name, STR("ms since reset"))))
        return legacy_bad_line(legacy, LEGACY_UNKNOWN, "this attribute is not known");
    if (!scan_go_int(value, &number))
        return legacy_bad_line(legacy, LEGACY_REFUSED, "the attribute's value is no whole number");
    if (is_period)
        legacy_period(legacy, STR("contentions"), STR("count"), number);
    else
        legacy->builder.profile.duration_ns = (int64_t)((uint64_t)number * 1000000);
    return LEGACY_READ;
}

/* Stops before the line that is none. */
static enum legacy_result read_attributes(struct legacy *legacy, bool heap)
{
    enum legacy_result result = LEGACY_READ;
    struct lines before = legacy->lines;
    struct str name, value;
    while (result == LEGACY_READ && next_line(&legacy->lines)) {
        struct str line = legacy->lines.line;
        if (line.size && !find_attribute(line, &name, &value)) {
            legacy->lines = before;
            return LEGACY_READ;
        }
        if (line.size)
            result = read_attribute(legacy, heap, scan_trim(name), scan_trim(value));
        before = legacy->lines;
    }
    return result;
}

/* SIZE COUNT @ ADDRESSES somewhere in the line: the other way round than in other formats. */
static bool find_sample(struct str line, struct str numbers[2], struct str *addresses)
{
    while (line.size) {
        numbers[1] = scan_run(&line, scan_digit);
        struct str at = line;
        size_t gap = scan_run(&at, scan_blank).size;
        numbers[0] = scan_run(&at, scan_digit);
        if (numbers[1].size && gap && numbers[0].size && scan_run(&at, scan_blank).size &&
            scan_text(&at, STR("@")) && scan_run(&at, scan_blank).size) {
            *addresses = scan_run(&at, scan_address);
            return true;
        }
        if (!numbers[1].size)
            line = str_skip(line, 1);
    }
    return false;
}

static enum legacy_result add_sample(struct legacy *legacy, bool heap, int64_t count, int64_t size)
{
    uint32_t labels = 0;
    if (heap && !count)
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "the second number is 0, but it counts objects; is the file "
                               "damaged?");
    if (heap) {
        labels = legacy_bytes_label(legacy, size / count);
        legacy_unsample(&count, &size, HEAP_RATE);
    } else if (legacy->builder.profile.period) {
        uint64_t period = (uint64_t)legacy->builder.profile.period;
        count = (int64_t)((uint64_t)count * period);
        size = (int64_t)((uint64_t)size * period);
    }
    legacy_value(legacy, count);
    legacy_value(legacy, size);
    return legacy_sample(legacy, labels) ? LEGACY_READ : LEGACY_REFUSED;
}

/* Stops before the line that is none. */
static enum legacy_result read_samples(struct legacy *legacy, bool heap)
{
    enum legacy_result result = LEGACY_READ;
    struct lines before = legacy->lines;
    struct str numbers[2], addresses;
    int64_t count, size;
    while (result == LEGACY_READ && next_line(&legacy->lines)) {
        struct str line = legacy->lines.line;
        if (line.size && !find_sample(line, numbers, &addresses)) {
            legacy->lines = before;
            return LEGACY_READ;
        }
        if (line.size)
            result = legacy_frames(legacy, addresses);
        if (line.size && result == LEGACY_READ)
            result = scan_go_int(numbers[0], &count) && scan_go_int(numbers[1], &size)
                         ? add_sample(legacy, heap, count, size)
                         : legacy_bad_line(legacy, LEGACY_REFUSED,
                                           "a number is not a whole number of 63 bits");
        before = legacy->lines;
    }
    return result;
}

/* ---------------------------------------------------------------- names */

static bool ends_with_parenthesis(struct str text)
{
    return text.size && text.at[text.size - 1] == ')';
}

/* The place of the last '(' that follows white space and stands before `end`, or STR_NONE. */
static size_t last_open(struct str text, size_t end)
{
    for (size_t i = end; i-- > 1;)
        if (text.at[i] == '(' && scan_space(text.at[i - 1]))
            return i;
    return STR_NONE;
}

/* "function (file:line)". */
static bool split_line(struct str text, struct str *name, struct str *file, int64_t *line)
{
    if (!ends_with_parenthesis(text))
        return false;
    size_t end = text.size - 1, digits = end;
    while (digits > 0 && scan_digit(text.at[digits - 1]))
        digits--;
    size_t number = digits > 0 && text.at[digits - 1] == '-' ? digits - 1 : digits;
    if (digits == end || !number || text.at[number - 1] != ':')
        return false;
    size_t colon = number - 1, open = colon ? last_open(text, colon - 1) : STR_NONE;
    if (open == STR_NONE)
        return false;
    *name = str_slice(text, 0, open - 1);
    *file = str_slice(text, open + 1, colon);
    if (!number_parse_int(str_slice(text, number, end), line) || *line < 0)
        *line = 0;
    return true;
}

/* "function (library)". */
static bool split_library(struct str text, struct str *name, struct str *file)
{
    size_t open = ends_with_parenthesis(text) ? last_open(text, text.size - 1) : STR_NONE;
    if (open == STR_NONE)
        return false;
    *name = str_slice(text, 0, open - 1);
    *file = str_base_name(str_slice(text, open + 1, text.size - 1));
    return true;
}

static uint32_t name_function(struct legacy *legacy, struct str name, struct str file)
{
    bool fresh;
    uint32_t id = intern_add(&legacy->function_names, name.at, name.size, &fresh);
    if (fresh) {
        string_id text = builder_string(&legacy->builder, name);
        struct function function = {
            .name = text, .system_name = text, .file = builder_string(&legacy->builder, file)};
        array_push(legacy->arena, &legacy->functions, function);
    }
    return id;
}

static void name_place(struct legacy *legacy, struct legacy_place *place, struct str text)
{
    struct str name = text, file = STR("");
    int64_t line = 0;
    if (!split_line(text, &name, &file, &line) && !split_library(text, &name, &file) &&
        str_find_str(text, STR("generated stub/JIT")) != STR_NONE)
        name = STR("STUB");
    place->function = name_function(legacy, name, file);
    place->line = line;
    place->address = 0;
}

static void clear_addresses(struct builder *b)
{
    for (size_t i = 0; i < b->locations.count; i++)
        b->locations.at[i].address = 0;
}

enum legacy_result legacy_java_names(struct legacy *legacy)
{
    while (legacy->lines.rest.size) {
        if (!next_line(&legacy->lines)) {
            legacy->lines.line = scan_trim(legacy->lines.rest);
            legacy->lines.rest.size = 0;
            legacy->lines.number++;
        }
        struct str text = legacy->lines.line;
        uint64_t address;
        struct str digits = {text.at, 0};
        if (scan_text(&text, STR("0x")))
            digits = scan_run(&text, scan_hex_digit);
        if (digits.size && scan_run(&text, scan_space).size) {
            if (!scan_hex(digits, &address))
                return legacy_bad_line(legacy, LEGACY_REFUSED,
                                       "an address has more than 64 bits; is the file damaged?");
            struct legacy_place *place = legacy_find(legacy, address);
            if (place)
                name_place(legacy, place, text);
        }
        if (!budget_spend(legacy->budget, 1, legacy->error))
            return LEGACY_REFUSED;
    }
    if (!legacy_finish(legacy))
        return LEGACY_REFUSED;
    clear_addresses(&legacy->builder);
    return LEGACY_READ;
}

enum legacy_result legacy_java(struct legacy *legacy, struct str bytes)
{
    (void)bytes;
    if (!next_line(&legacy->lines))
        return LEGACY_UNKNOWN;
    bool heap = str_equal(legacy->lines.line, STR("--- heapz 1 ---"));
    if (!heap && !str_equal(legacy->lines.line, STR("--- contentionz 1 ---")))
        return LEGACY_UNKNOWN;
    legacy->adjust = ADJUST_NONE;
    enum legacy_result result = read_attributes(legacy, heap);
    if (result == LEGACY_READ)
        result = read_samples(legacy, heap);
    return result == LEGACY_READ ? legacy_java_names(legacy) : result;
}
