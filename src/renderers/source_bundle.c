/* From weights to hot functions, from their lines to ranges of files, from those to bytes. */
#include "renderers/source_bundle.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/source_files.h"
#include "select/frames.h"

enum { MOST_FUNCTIONS = 500, MARGIN = 5 };

static const double LEAST_SHARE = 0.005;

/* Lines that list may print for a function in a file. */
struct range {
    string_id name;
    uint32_t file; /* of the frames */
    int64_t first, last;
};

struct bundling {
    const struct view *view;
    struct arena *arena;
    struct sink *sink;
    struct error *error;
    const struct frames *frames; /* by line, as list has them */
    double *shares;              /* by name: the greatest of all types */
    uint8_t *is_hot;             /* by name */
    struct hash_table table;     /* of ranges */
    ARRAY(struct range) ranges;
    uint32_t *file_of; /* by string: the frames' file that this path is, plus one */
    ARRAY(uint32_t) paths;
    uint64_t files, lines, bytes; /* carried */
};

/* ---------------------------------------------------------------- hot functions */

/* By stack: the sum of absolute values. Returns the sum of all. */
static double weigh_stacks(const struct profile *profile, size_t type, double *weights)
{
    double total = 0;
    for (size_t i = 0; i < profile->stack_count; i++)
        weights[i] = 0;
    for (size_t i = 0; i < profile->sample_count; i++) {
        double value = (double)profile->values[i * profile->type_count + type];
        weights[profile->sample_stacks[i]] += value < 0 ? -value : value;
        total += value < 0 ? -value : value;
    }
    return total;
}

/* Adds a stack's weight to each of its names, once. */
static void add_stack(const struct profile *profile, size_t stack, double weight, double *cum,
                      size_t *seen)
{
    size_t depth;
    const uint32_t *frames = profile_stack(profile, stack, &depth);
    for (size_t i = 0; i < depth; i++) {
        const struct location *location = &profile->locations[frames[i]];
        for (uint32_t n = 0; n < location->line_count; n++) {
            const struct line *line = &profile->lines[location->line_first + n];
            string_id name = profile->functions[line->function].name;
            if (seen[name] != stack + 1)
                cum[name] += weight;
            seen[name] = stack + 1;
        }
    }
}

/* What a function has itself is within what it has with its callees, so that is what counts. */
static bool weigh_names(struct bundling *bundling, size_t type)
{
    struct arena scratch = *bundling->arena;
    const struct view *view = bundling->view;
    const struct profile *profile = view->profile;
    double *weights = ARENA_NEW(&scratch, double, profile->stack_count);
    double *cum = ARENA_NEW(&scratch, double, profile->string_count);
    size_t *seen = ARENA_NEW(&scratch, size_t, profile->string_count);
    double total = weigh_stacks(profile, type, weights);
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth;
        profile_stack(profile, i, &depth);
        if (weights[i] > 0)
            add_stack(profile, i, weights[i], cum, seen);
        if (!budget_spend(view->budget, depth + 1, bundling->error))
            return false;
    }
    for (size_t i = 0; i < profile->string_count && total > 0; i++)
        if (cum[i] / total > bundling->shares[i])
            bundling->shares[i] = cum[i] / total;
    return budget_spend(view->budget, profile->sample_count + profile->string_count,
                        bundling->error);
}

static bool hotter(const void *context, uint32_t a, uint32_t b)
{
    const struct bundling *bundling = context;
    const struct profile *profile = bundling->view->profile;
    double x = bundling->shares[a], y = bundling->shares[b];
    return x != y ? x > y : str_compare(profile_string(profile, a), profile_string(profile, b)) < 0;
}

static bool find_hot(struct bundling *bundling)
{
    const struct profile *profile = bundling->view->profile;
    uint32_t *names = ARENA_NEW(bundling->arena, uint32_t, profile->string_count);
    size_t count = 0;
    bundling->shares = ARENA_NEW(bundling->arena, double, profile->string_count);
    bundling->is_hot = ARENA_NEW(bundling->arena, uint8_t, profile->string_count);
    for (size_t type = 0; type < profile->type_count; type++)
        if (!weigh_names(bundling, type))
            return false;
    for (uint32_t i = 1; i < profile->string_count; i++)
        if (bundling->shares[i] >= LEAST_SHARE)
            names[count++] = i;
    sort_ids(names, count, hotter, bundling, *bundling->arena);
    for (size_t i = 0; i < count && i < MOST_FUNCTIONS; i++)
        bundling->is_hot[names[i]] = 1;
    return true;
}

/* ---------------------------------------------------------------- ranges */

static struct range *range_of(struct bundling *bundling, const struct frame *frame)
{
    uint64_t hash = hash_u64((uint64_t)frame->name << 32 | frame->file);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&bundling->table, hash, &at)) != HASH_EMPTY)
        if (bundling->ranges.at[id].name == frame->name &&
            bundling->ranges.at[id].file == frame->file)
            return &bundling->ranges.at[id];
    hash_table_add(&bundling->table, hash, (uint32_t)bundling->ranges.count);
    struct range range = {frame->name, frame->file, INT64_MAX, INT64_MIN};
    array_push(bundling->arena, &bundling->ranges, range);
    return &bundling->ranges.at[bundling->ranges.count - 1];
}

/* As list: from where the function starts, or else a little before its first sample, to a little
 * after the last one. */
static void add_line(struct bundling *bundling, uint32_t index)
{
    const struct profile *profile = bundling->view->profile;
    const struct frame *frame = &bundling->frames->items[bundling->frames->by_line[index]];
    if (!frame->file || !bundling->is_hot[frame->name])
        return;
    int64_t start = frame->start_line ? frame->start_line : number_add(frame->line, -MARGIN);
    int64_t end = number_add(frame->line, MARGIN);
    struct range *range = range_of(bundling, frame);
    range->first = start < range->first ? start : range->first;
    range->last = end > range->last ? end : range->last;
    string_id path = profile->functions[profile->lines[index].function].file;
    if (!bundling->file_of[path])
        array_push(bundling->arena, &bundling->paths, path);
    bundling->file_of[path] = frame->file + 1;
}

static bool find_ranges(struct bundling *bundling)
{
    const struct view *view = bundling->view;
    const struct profile *profile = view->profile;
    uint8_t *used = ARENA_NEW(bundling->arena, uint8_t, profile->location_count);
    uint8_t *has_sample = ARENA_NEW(bundling->arena, uint8_t, profile->stack_count);
    for (size_t i = 0; i < profile->sample_count; i++)
        has_sample[profile->sample_stacks[i]] = 1;
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth;
        const uint32_t *frames = profile_stack(profile, i, &depth);
        for (size_t n = 0; n < depth && has_sample[i]; n++)
            used[frames[n]] = 1;
        if (!budget_spend(view->budget, depth + 1, bundling->error))
            return false;
    }
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        for (uint32_t n = 0; n < location->line_count && used[i]; n++)
            add_line(bundling, location->line_first + n);
        if (!budget_spend(view->budget, location->line_count + 1, bundling->error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- bytes */

static void put(struct sink *sink, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        sink_char(sink, (char)(0x80 | (value & 0x7f)));
    sink_char(sink, (char)value);
}

static void put_text(struct sink *sink, struct str text)
{
    put(sink, text.size);
    sink_text(sink, text);
}

static void put_names(struct bundling *bundling, uint32_t file, const uint32_t *paths, size_t count)
{
    struct str shown = bundling->frames->files[file];
    size_t others = 0;
    for (size_t i = 0; i < count; i++)
        others += !str_equal(profile_string(bundling->view->profile, paths[i]), shown);
    put(bundling->sink, others + 1);
    put_text(bundling->sink, shown);
    for (size_t i = 0; i < count; i++) {
        struct str path = profile_string(bundling->view->profile, paths[i]);
        if (!str_equal(path, shown))
            put_text(bundling->sink, path);
    }
}

/* The lines of ranges that are ordered by where they begin, each line once: those of range `range`
 * begin at *first, after line `done`; returns how many there are. */
static uint64_t fresh_lines(const struct range *range, uint64_t done, uint64_t most,
                            uint64_t *first)
{
    uint64_t from = range->first < 1 ? 1 : (uint64_t)range->first;
    uint64_t last = range->last < 1 ? 0 : (uint64_t)range->last;
    *first = from > done ? from : done + 1;
    last = last < most ? last : most;
    return last < *first ? 0 : last - *first + 1;
}

/* The bytes of a line without its '\n'; a '\r' stays. */
static struct str raw_line(const struct source_text *text, uint64_t number)
{
    struct str line = str_slice(text->bytes, text->starts[number - 1], text->starts[number]);
    line.size -= str_ends(line, STR("\n"));
    return line;
}

static bool put_lines(struct bundling *bundling, const struct source_text *text,
                      const uint32_t *order, size_t count, uint64_t most)
{
    uint64_t done = 0, first;
    for (size_t i = 0; i < count; i++) {
        uint64_t fresh = fresh_lines(&bundling->ranges.at[order[i]], done, most, &first);
        for (uint64_t n = first; n < first + fresh; n++) {
            struct str line = raw_line(text, n);
            put(bundling->sink, n - done - 1);
            put_text(bundling->sink, line);
            bundling->bytes += line.size + 1;
            done = n;
        }
        if (!budget_spend(bundling->view->budget, fresh + 1, bundling->error))
            return false;
    }
    return true;
}

/* One file: its ranges, and the paths that the profile has for it. */
static bool put_file(struct bundling *bundling, const uint32_t *order, size_t count,
                     const uint32_t *paths, size_t path_count)
{
    uint32_t file = bundling->ranges.at[order[0]].file;
    const struct view *view = bundling->view;
    const struct source_text *text = source_files_read(view->files, bundling->frames->files[file],
                                                       view->budget, bundling->error);
    if (!text)
        return false;
    uint64_t most = text->problem.size                       ? 0
                    : text->line_count < SOURCE_BUNDLE_LINES ? text->line_count
                                                             : SOURCE_BUNDLE_LINES;
    uint64_t lines = 0, done = 0, first;
    for (size_t i = 0; i < count; i++) {
        uint64_t fresh = fresh_lines(&bundling->ranges.at[order[i]], done, most, &first);
        done = fresh ? first + fresh - 1 : done;
        lines += fresh;
    }
    if (!lines)
        return true;
    put_names(bundling, file, paths, path_count);
    put(bundling->sink, lines);
    bundling->files++;
    bundling->lines += lines;
    return put_lines(bundling, text, order, count, most);
}

static bool range_before(const void *context, uint32_t a, uint32_t b)
{
    const struct bundling *bundling = context;
    const struct range *x = &bundling->ranges.at[a], *y = &bundling->ranges.at[b];
    return x->file != y->file ? x->file < y->file : x->first < y->first;
}

static bool path_before(const void *context, uint32_t a, uint32_t b)
{
    const struct bundling *bundling = context;
    return bundling->file_of[a] < bundling->file_of[b];
}

static bool put_files(struct bundling *bundling)
{
    size_t count = bundling->ranges.count, path = 0, path_end = 0;
    uint32_t *order = ARENA_NEW(bundling->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sort_ids(order, count, range_before, bundling, *bundling->arena);
    sort_ids(bundling->paths.at, bundling->paths.count, path_before, bundling, *bundling->arena);
    for (size_t start = 0, end = 0; start < count; start = end) {
        uint32_t file = bundling->ranges.at[order[start]].file;
        while (end < count && bundling->ranges.at[order[end]].file == file)
            end++;
        for (path = path_end; path_end < bundling->paths.count &&
                              bundling->file_of[bundling->paths.at[path_end]] == file + 1;)
            path_end++;
        if (!put_file(bundling, order + start, end - start, bundling->paths.at + path,
                      path_end - path))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- whole */

static void say_size(const struct bundling *bundling)
{
    struct sink *sink = bundling->view->messages;
    struct number_text lines = number_grouped((int64_t)bundling->lines);
    struct number_text kilobytes = number_grouped((int64_t)((bundling->bytes + 999) / 1000));
    if (!bundling->lines) {
        sink_text(sink, STR("no source code was found to carry; --source_path says where it is\n"));
        return;
    }
    sink_print(sink, "carries %.*s line%s of %llu file%s, %.*s kB of source code\n",
               STR_ARG(number_str(&lines)), bundling->lines == 1 ? "" : "s",
               (unsigned long long)bundling->files, bundling->files == 1 ? "" : "s",
               STR_ARG(number_str(&kilobytes)));
}

bool source_bundle_write(const struct view *view, struct sink *sink, struct error *error)
{
    struct frames_options options = {.granularity = GRANULARITY_LINES,
                                     .with_objects = true,
                                     .trim_path = view->settings->trim_path,
                                     .source_path = view->settings->source_path};
    struct bundling bundling = {.view = view, .arena = view->arena, .sink = sink, .error = error};
    hash_table_init(&bundling.table, bundling.arena);
    bundling.frames = frames_new(view->profile, &options, bundling.arena);
    bundling.file_of = ARENA_NEW(bundling.arena, uint32_t, view->profile->string_count);
    array_reserve(bundling.arena, &bundling.paths, 1);
    sink_text(sink, STR(SOURCE_BUNDLE_MAGIC));
    if (!find_hot(&bundling) || !find_ranges(&bundling) || !put_files(&bundling))
        return false;
    put(sink, 0);
    say_size(&bundling);
    return true;
}
