/* Frames to functions with safe names, forms and fills. */
#include "renderers/flame_functions.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <string.h>

enum { NAME_END = 1000 };

_Static_assert((int)PACKED_FORMS == (int)NAME_FORMS, "as many forms as names have");

struct str flame_visible(struct str text, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (text.size <= FLAME_LONGEST_NAME) {
        sink_visible(&sink, text);
        return sink_str(&sink);
    }
    size_t head = FLAME_LONGEST_NAME - NAME_END, tail = text.size - NAME_END;
    while (((unsigned char)text.at[head] & 0xc0) == 0x80 && head > FLAME_LONGEST_NAME / 2)
        head--;
    while (tail < text.size && ((unsigned char)text.at[tail] & 0xc0) == 0x80)
        tail++;
    struct number_text size = number_grouped((int64_t)text.size);
    sink_visible(&sink, str_slice(text, 0, head));
    sink_text(&sink, STR("\xe2\x80\xa6("));
    sink_text(&sink, number_str(&size));
    sink_text(&sink, STR(" bytes)\xe2\x80\xa6"));
    sink_visible(&sink, str_skip(text, tail));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- which, in which order */

static bool more_frequent(const void *context, uint32_t a, uint32_t b)
{
    const uint32_t *uses = context;
    return uses[a] > uses[b];
}

/* The frames of the tree, by how many nodes they have; equal ones in the order of the tree. */
static uint32_t *used_frames(const struct tree *tree, struct arena *arena, size_t *count)
{
    uint32_t *uses = ARENA_NEW(arena, uint32_t, tree->frames->count);
    uint32_t *order = ARENA_NEW(arena, uint32_t, tree->frames->count);
    *count = 0;
    for (size_t i = 1; i < tree->count; i++)
        if (uses[tree->node_frames[i]]++ == 0)
            order[(*count)++] = tree->node_frames[i];
    sort_ids(order, *count, more_frequent, uses, *arena);
    return order;
}

/* ---------------------------------------------------------------- colours */

static unsigned fill_of(const struct view *view, struct str package, struct str name,
                        struct str file, enum name_family family)
{
    enum palette_family colour = (enum palette_family)family;
    switch (view->settings->color_by) {
    case COLOR_BY_FUNCTION:
        return svg_fill_of(palette_pick(name, name, PALETTE_OWN));
    case COLOR_BY_FILE:
        return svg_fill_of(palette_pick(file, name, file.size ? PALETTE_OWN : PALETTE_UNKNOWN));
    default:
        return svg_fill_of(palette_pick(package, name, colour));
    }
}

unsigned flame_function_fill(const struct frames *frames, const struct name_context *context,
                             uint32_t frame)
{
    struct name_source source = frame_name_source(frames, frame);
    struct str package = source.name.size ? name_package(&source) : STR("");
    enum palette_family colour = (enum palette_family)name_family(context, &source);
    return svg_fill_of(palette_pick(package, source.name, colour));
}

struct str flame_frame_name(const struct frames *frames, uint32_t frame, struct arena *arena)
{
    const struct frame *item = &frames->items[frame];
    struct sink sink;
    if (!item->name)
        return frame_name(frames, frame, arena);
    struct str name = profile_string(frames->profile, item->name);
    if (!item->line && !item->address)
        return name;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, name);
    if (item->line)
        sink_print(&sink, ":%lld", (long long)item->line);
    if (item->column)
        sink_print(&sink, ":%lld", (long long)item->column);
    if (item->address)
        sink_print(&sink, " 0x%llx", (unsigned long long)item->address);
    return sink_str(&sink);
}

struct file_table {
    uint32_t *by_number; /* number in the frames' files to file */
    struct str *files;
    size_t count;
};

static uint32_t file_of(struct file_table *table, const struct frames *frames, uint32_t frame,
                        struct arena *arena)
{
    uint32_t file = frames->items[frame].file;
    if (!file)
        return UINT32_MAX;
    if (table->by_number[file] == UINT32_MAX) {
        table->by_number[file] = (uint32_t)table->count;
        table->files[table->count++] = flame_visible(frames->files[file], arena);
    }
    return table->by_number[file];
}

static bool is_file(const struct frames *frames, uint32_t frame)
{
    return !frames->items[frame].name && frames->items[frame].file;
}

/* A path, and its last part. */
static size_t file_forms(struct str path, struct str forms[PACKED_FORMS])
{
    forms[0] = path;
    forms[1] = str_base_name(path);
    return str_equal(forms[0], forms[1]) ? 1 : 2;
}

/* A package, and what follows its last '/'; a script's folder ends in one itself. */
static size_t package_forms(struct str package, struct str forms[PACKED_FORMS])
{
    size_t slash = str_find_last(str_slice(package, 0, package.size - (package.size > 0)), '/');
    forms[0] = package;
    forms[1] = str_skip(package, slash == STR_NONE ? 0 : slash + 1);
    return slash == STR_NONE ? 1 : 2;
}

/* Of a package: its own family and colour, whatever its first function is. */
static void fill_package(const struct view *view, const struct name_context *context,
                         uint32_t frame, struct name_source *source,
                         struct packed_function *function, struct str *package,
                         enum name_family *family)
{
    const struct frames *frames = view->tree->frames;
    source->name = frames->members[frames->items[frame].package];
    function->form_count = package_forms(function->name, function->forms);
    *family = name_family(context, source);
    *package = frames->packages[frames->items[frame].package];
    function->fill = fill_of(view, *package, *package, STR(""), *family);
}

static void fill_function(const struct view *view, const struct name_context *context,
                          uint32_t frame, struct packed_function *function, struct str *package,
                          enum name_family *family)
{
    const struct frames *frames = view->tree->frames;
    struct name_source source = frame_name_source(frames, frame);
    function->name = flame_visible(flame_frame_name(frames, frame, view->arena), view->arena);
    if (frames->items[frame].package) {
        fill_package(view, context, frame, &source, function, package, family);
        return;
    }
    function->form_count = is_file(frames, frame)
                               ? file_forms(function->name, function->forms)
                               : name_forms(function->name, view->arena, function->forms);
    function->line = frames->line[frame];
    *family = name_family(context, &source);
    *package = source.name.size ? name_package(&source) : STR("");
    function->fill = fill_of(view, *package, source.name, source.file, *family);
}

void flame_function_of(const struct view *view, const struct name_context *context, uint32_t frame,
                       struct packed_function *function)
{
    struct str package;
    enum name_family family;
    fill_function(view, context, frame, function, &package, &family);
}

static bool name_before(const void *context, uint32_t a, uint32_t b)
{
    const struct flame_functions *functions = context;
    const struct packed_function *items = functions->items;
    int order = str_compare(items[a].name, items[b].name);
    if (order)
        return order < 0;
    /* Files have their numbers in an order that the names decide, so the texts are compared. */
    const struct str *files = functions->files;
    struct str x = items[a].file == UINT32_MAX ? STR("") : files[items[a].file];
    struct str y = items[b].file == UINT32_MAX ? STR("") : files[items[b].file];
    return str_compare(x, y) < 0;
}

/* Whether these ranks are still in order, and no two are equal. */
static bool are_ranks(const struct flame_functions *functions, const uint32_t *ranks,
                      struct arena scratch)
{
    uint32_t *order = ARENA_NEW(&scratch, uint32_t, functions->count);
    for (uint32_t i = 0; i < functions->count; i++)
        order[ranks[i]] = i;
    for (size_t i = 1; i < functions->count; i++)
        if (!name_before(functions, order[i - 1], order[i]))
            return false;
    return true;
}

static const uint32_t *ranks_of(const struct flame_functions *functions, struct arena *arena)
{
    uint32_t *order = ARENA_NEW(arena, uint32_t, functions->count);
    uint32_t *rank = ARENA_NEW(arena, uint32_t, functions->count);
    for (uint32_t i = 0; i < functions->count; i++)
        order[i] = i;
    sort_ids(order, functions->count, name_before, functions, *arena);
    for (uint32_t i = 0; i < functions->count; i++)
        rank[order[i]] = i;
    return rank;
}

/* Whether the frame is named alike in both, by its function alone. */
static bool is_alike(const struct frames *a, const struct frames *b, uint32_t frame)
{
    const struct frame *x = &a->items[frame], *y = &b->items[frame];
    bool is_plain = !(x->line || x->address || x->package || y->line || y->address || y->package);
    return is_plain && x->name && x->name == y->name && a->function[frame] == b->function[frame] &&
           a->mapping[frame] == b->mapping[frame] && a->line[frame] == b->line[frame];
}

struct filling {
    struct packed_function *items;
    struct str *packages;
    enum name_family *families;
};

static void fill(const struct view *view, const struct flame_functions *made, const uint32_t *order,
                 size_t count, const struct filling *filling)
{
    struct name_context context = name_context(view->profile);
    const struct frames *frames = view->tree->frames;
    for (size_t i = 0; i < count; i++) {
        if (made && is_alike(made->frames, frames, order[i])) {
            filling->items[i] = made->items[i];
            filling->packages[i] = made->packages[i];
            filling->families[i] = made->families[i];
        } else {
            fill_function(view, &context, order[i], &filling->items[i], &filling->packages[i],
                          &filling->families[i]);
        }
    }
}

const struct flame_functions *flame_functions_like(const struct view *view,
                                                   const struct flame_functions *made)
{
    struct arena *arena = view->arena;
    const struct frames *frames = view->tree->frames;
    struct flame_functions *functions = ARENA_NEW(arena, struct flame_functions, 1);
    uint32_t *order = used_frames(view->tree, arena, &functions->count);
    struct filling filling = {ARENA_NEW(arena, struct packed_function, functions->count),
                              ARENA_NEW(arena, struct str, functions->count),
                              ARENA_NEW(arena, enum name_family, functions->count)};
    uint32_t *by_frame = ARENA_NEW(arena, uint32_t, frames->count);
    struct file_table files = {ARENA_NEW(arena, uint32_t, frames->file_count),
                               ARENA_NEW(arena, struct str, functions->count), 0};
    memset(by_frame, 0xff, frames->count * sizeof *by_frame);
    memset(files.by_number, 0xff, frames->file_count * sizeof *files.by_number);
    fill(view, made, order, functions->count, &filling);
    for (size_t i = 0; i < functions->count; i++) {
        by_frame[order[i]] = (uint32_t)i;
        filling.items[i].file = file_of(&files, frames, order[i], arena);
    }
    functions->frames = frames;
    functions->items = filling.items;
    functions->packages = filling.packages;
    functions->families = filling.families;
    functions->by_frame = by_frame;
    functions->files = files.files;
    functions->file_count = files.count;
    functions->ranks = made && are_ranks(functions, made->ranks, *arena)
                           ? made->ranks
                           : ranks_of(functions, arena);
    return functions;
}

const struct flame_functions *flame_functions_new(const struct view *view)
{
    return flame_functions_like(view, NULL);
}
