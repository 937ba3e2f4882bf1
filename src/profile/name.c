/* Names to packages, families and short forms. */
#include "profile/name.h"
#include "base/arena.h"
#include "base/sink.h"
#include "profile/profile.h"

#define ELLIPSIS "\xe2\x80\xa6"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static struct str folder_of(struct str path)
{
    size_t slash = str_find_last(path, '/');
    return slash == STR_NONE ? STR("") : str_slice(path, 0, slash + 1);
}

static bool contains(struct str text, const char *part)
{
    return str_find_str(text, str_from_c(part)) != STR_NONE;
}

struct name_context name_context(const struct profile *profile)
{
    uint32_t mapping = profile_main_mapping(profile);
    struct str binary =
        mapping == ID_NONE ? STR("") : profile_string(profile, profile->mappings[mapping].file);
    struct name_context context = {.binary = str_base_name(binary), .root = STR("")};
    for (size_t i = 0; i < profile->function_count; i++) {
        struct str name = profile_string(profile, profile->functions[i].name);
        if (!str_equal(name, STR("main.main")))
            continue;
        context.root = folder_of(profile_string(profile, profile->functions[i].file));
        size_t cmd = str_find_str(context.root, STR("/cmd/"));
        if (cmd != STR_NONE)
            context.root = str_slice(context.root, 0, cmd + 1);
        break;
    }
    return context;
}

/* Index of the first "::" outside of brackets, as in C++ and Rust; STR_NONE if there is none.
 * Inside of them it may be anything: Julia writes f(::Int). */
static size_t find_colons(struct str name)
{
    size_t depth = 0;
    if (str_find(name, ':') == STR_NONE)
        return STR_NONE;
    for (size_t i = 0; i + 1 < name.size; i++) {
        depth += name.at[i] == '(' || name.at[i] == '<' || name.at[i] == '{' || name.at[i] == '[';
        depth -= depth &&
                 (name.at[i] == ')' || name.at[i] == '>' || name.at[i] == '}' || name.at[i] == ']');
        if (!depth && i && name.at[i] == ':' && name.at[i + 1] == ':')
            return i;
    }
    return STR_NONE;
}

/* Where arguments of a type or call begin: the name before it has no brackets. */
static struct str bare_name(struct str name)
{
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] == '[' || name.at[i] == '<' ||
            (name.at[i] == '(' && (i == 0 || name.at[i - 1] != '.')))
            return str_slice(name, 0, i);
    return name;
}

/* java.util.HashMap.get: words in lower case, then one that starts with a capital. */
static struct str java_package(struct str name)
{
    size_t start = 0, package = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (name.at[i] != '.' && !is_word(name.at[i]) && name.at[i] != '$')
            break;
        if (name.at[i] != '.')
            continue;
        if (i == start || is_upper(name.at[start]))
            break;
        package = i;
        start = i + 1;
    }
    bool has_class = start < name.size && is_upper(name.at[start]);
    return has_class ? str_slice(name, 0, package) : STR("");
}

static struct str script_package(struct str file)
{
    size_t at = str_find_str(file, STR("node_modules/"));
    if (at == STR_NONE)
        return folder_of(file);
    struct str rest = str_skip(file, at + 13);
    size_t slash = str_find(rest, '/');
    if (str_starts(rest, STR("@")) && slash != STR_NONE) {
        size_t next = str_find(str_skip(rest, slash + 1), '/');
        slash = next == STR_NONE ? STR_NONE : slash + 1 + next;
    }
    return str_slice(rest, 0, slash);
}

static bool is_script(struct str file)
{
    static const struct str ENDS[] = {STR_INIT(".js"),  STR_INIT(".ts"), STR_INIT(".mjs"),
                                      STR_INIT(".cjs"), STR_INIT(".py"), STR_INIT(".rb"),
                                      STR_INIT(".php")};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (str_ends(file, ENDS[i]))
            return true;
    return str_starts(file, STR("node:"));
}

static struct str colon_package(struct str name)
{
    size_t colon = find_colons(name);
    struct str package = str_slice(name, 0, colon);
    size_t space = str_find_last(package, ' ');
    package = space == STR_NONE ? package : str_skip(package, space + 1);
    while (package.size && (package.at[0] == '<' || package.at[0] == '&' || package.at[0] == '*'))
        package = str_skip(package, 1);
    return package;
}

struct str name_package(const struct name_source *source)
{
    if (is_script(source->file))
        return script_package(source->file);
    struct str name = source->name;
    struct str bare = bare_name(name);
    if (find_colons(name) != STR_NONE)
        return colon_package(name);
    size_t slash = str_find_last(bare, '/');
    if (slash == STR_NONE && !str_ends(source->file, STR(".go"))) {
        struct str java = java_package(bare);
        if (java.size)
            return java;
    }
    size_t start = slash == STR_NONE ? 0 : slash + 1;
    size_t dot = str_find(str_skip(bare, start), '.');
    if (dot != STR_NONE && dot > 0)
        return str_slice(bare, 0, start + dot);
    /* A bare symbol: Go's assembly says where it is by its file, whole or trimmed (-trimpath). */
    size_t tree = str_find_str(source->file, STR("/src/"));
    bool is_trimmed = tree == STR_NONE && !str_starts(source->file, STR("/"));
    if ((tree != STR_NONE || (is_trimmed && folder_of(source->file).size)) &&
        (str_ends(source->file, STR(".go")) || str_ends(source->file, STR(".s")))) {
        struct str folder = folder_of(str_skip(source->file, is_trimmed ? 0 : tree + 5));
        return str_slice(folder, 0, folder.size ? folder.size - 1 : 0);
    }
    if (source->object.size)
        return str_base_name(source->object);
    struct str folder = folder_of(source->file);
    return folder.size > 1 ? str_base_name(folder) : STR("");
}

/* ---------------------------------------------------------------- families */

static bool starts_any(struct str text, const char *const *starts)
{
    for (; *starts; starts++)
        if (str_starts(text, str_from_c(*starts)))
            return true;
    return false;
}

static bool is_kernel(const struct name_source *source, struct str package)
{
    static const char *const NAMES[] = {"runtime.futex",
                                        "runtime.epoll",
                                        "runtime.usleep",
                                        "runtime.netpoll",
                                        "runtime/internal/syscall.",
                                        "internal/runtime/syscall",
                                        "syscall.",
                                        "__vdso_",
                                        NULL};
    return starts_any(source->name, NAMES) || str_equal(package, STR("golang.org/x/sys/unix")) ||
           str_starts(source->object, STR("[kernel")) || str_starts(source->object, STR("[vdso")) ||
           contains(source->name, "Syscall");
}

static bool is_go_runtime(struct str package)
{
    return str_equal(package, STR("runtime")) || str_starts(package, STR("internal/runtime")) ||
           str_starts(package, STR("runtime/internal"));
}

static bool is_collector(const struct name_source *source, struct str package)
{
    static const char *const NAMES[] = {"runtime.gc",
                                        "runtime.scan",
                                        "runtime.greyobject",
                                        "runtime.mark",
                                        "runtime.wb",
                                        "runtime.bgsweep",
                                        "runtime.sweep",
                                        "runtime.bulkBarrier",
                                        "runtime.shade",
                                        "runtime.findObject",
                                        "runtime.heapBits",
                                        "runtime.tryDefer",
                                        "runtime.spanScan",
                                        "runtime.(*gc",
                                        "runtime.(*sweep",
                                        "runtime.(*workbuf",
                                        "runtime.(*wb",
                                        "runtime.(*span",
                                        "runtime.(*mspan).sweep",
                                        "runtime.(*mspan).mark",
                                        "runtime.(*lfstack",
                                        "gcWriteBarrier",
                                        NULL};
    static const char *const FILES[] = {"mgc", "mbarrier", "mwbbuf", NULL};
    return starts_any(source->name, NAMES) || starts_any(str_base_name(source->file), FILES) ||
           contains(package, "/gc");
}

/* Whether the first element of a Go import path is one of the standard library's. */
static bool is_go_std(struct str first)
{
    static const char *const NAMES[] = {
        "archive", "bufio",    "builtin", "bytes",   "cmp",      "compress", "container", "context",
        "crypto",  "database", "debug",   "embed",   "encoding", "errors",   "expvar",    "flag",
        "fmt",     "go",       "hash",    "html",    "image",    "index",    "internal",  "io",
        "iter",    "log",      "maps",    "math",    "mime",     "net",      "os",        "path",
        "plugin",  "reflect",  "regexp",  "runtime", "slices",   "sort",     "strconv",   "strings",
        "structs", "sync",     "syscall", "testing", "text",     "time",     "unicode",   "unique",
        "unsafe",  "vendor",   "weak",    "cmd",     "type:",    "go:",      NULL};
    for (size_t i = 0; NAMES[i]; i++)
        if (str_equal(first, str_from_c(NAMES[i])))
            return true;
    return false;
}

static enum name_family go_family(const struct name_context *context,
                                  const struct name_source *source, struct str package)
{
    if (is_go_runtime(package))
        return is_collector(source, package) ? NAME_GC : NAME_RUNTIME;
    if (str_equal(package, STR("main")) || str_starts(package, STR("main.")))
        return NAME_OWN;
    if (context->root.size && str_starts(source->file, context->root))
        return NAME_OWN;
    size_t slash = str_find(package, '/');
    struct str first = str_slice(package, 0, slash);
    if (is_go_std(first))
        return NAME_STD;
    if (str_find(first, '.') == STR_NONE && !contains(source->file, "@v"))
        return NAME_OWN;
    /* A module named like the binary is the program's own. */
    size_t at = str_find_str(package, context->binary);
    bool named =
        context->binary.size > 2 && at != STR_NONE && at > 0 && package.at[at - 1] == '/' &&
        (at + context->binary.size == package.size || package.at[at + context->binary.size] == '/');
    return named ? NAME_OWN : NAME_DEP;
}

static bool is_system_object(struct str object)
{
    static const char *const STARTS[] = {"libc.",      "libc-",  "libm.", "libm-",
                                         "libstdc++",  "libgcc", "ld-",   "ld.",
                                         "libpthread", "librt",  "libdl", NULL};
    return starts_any(str_base_name(object), STARTS);
}

static enum name_family native_family(const struct name_source *source, struct str package)
{
    static const char *const STD[] = {"std", "core", "alloc", "__gnu_cxx", "__cxxabiv1", NULL};
    static const char *const JAVA[] = {"java", "javax", "jdk", "sun", "com.sun", NULL};
    for (size_t i = 0; STD[i]; i++)
        if (str_equal(package, str_from_c(STD[i])))
            return NAME_STD;
    for (size_t i = 0; JAVA[i]; i++) {
        struct str word = str_from_c(JAVA[i]);
        if (str_starts(package, word) &&
            (package.size == word.size || package.at[word.size] == '.'))
            return NAME_STD;
    }
    if (contains(source->file, "node_modules/") || contains(source->file, "site-packages/"))
        return NAME_DEP;
    if (str_starts(source->file, STR("node:")) || contains(source->file, "/lib/python"))
        return NAME_STD;
    if (is_system_object(source->object))
        return NAME_STD;
    return source->is_main_object || !source->object.size ? NAME_OWN : NAME_DEP;
}

enum name_family name_family(const struct name_context *context, const struct name_source *source)
{
    if (!source->name.size)
        return NAME_UNKNOWN;
    struct str package = name_package(source);
    if (is_kernel(source, package))
        return NAME_KERNEL;
    bool go = str_ends(source->file, STR(".go")) ||
              (!is_script(source->file) && str_find(package, '/') != STR_NONE) ||
              is_go_runtime(package);
    if (str_ends(source->file, STR(".s")) && contains(source->file, "/src/"))
        go = true;
    return go ? go_family(context, source, package) : native_family(source, package);
}

/* ---------------------------------------------------------------- short forms */

/* Whether the bracket at i opens type arguments: after a word, and neither operator< or the like
 * nor the mark of folded stacks, as in f_[k]. */
static bool opens_arguments(struct str name, size_t i)
{
    if (i == 0 || (name.at[i] != '[' && name.at[i] != '<'))
        return false;
    if (!is_word(name.at[i - 1]) && name.at[i - 1] != ')')
        return false;
    return name.at[i] == '[' ? name.at[i - 1] != '_'
                             : !str_ends(str_slice(name, 0, i), STR("operator"));
}

/* Index behind the bracket that closes the one at i; STR_NONE where none does. */
static size_t closing(struct str name, size_t i)
{
    char open = name.at[i], close = open == '[' ? ']' : open == '<' ? '>' : ')';
    size_t depth = 0;
    for (; i < name.size; i++) {
        if (name.at[i] == open)
            depth++;
        else if (name.at[i] == close && !(close == '>' && name.at[i - 1] == '-') && --depth == 0)
            return i + 1;
    }
    return STR_NONE;
}

static bool is_reserved_paren(struct str rest)
{
    return str_starts(rest, STR("(anonymous")) || str_starts(rest, STR("()("));
}

static struct str fold(struct str name, struct arena *arena)
{
    bool colons = find_colons(name) != STR_NONE;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < name.size; i++) {
        size_t end = STR_NONE;
        if (opens_arguments(name, i))
            end = closing(name, i);
        if (end != STR_NONE && end > i + 2) {
            sink_char(&sink, name.at[i]);
            sink_text(&sink, STR(ELLIPSIS));
            sink_char(&sink, name.at[end - 1]);
            i = end - 1;
            continue;
        }
        /* The argument list of a C++ function says little and is long. */
        if (colons && name.at[i] == '(' && i > 0 && is_word(name.at[i - 1]) &&
            !is_reserved_paren(str_skip(name, i)) &&
            !str_ends(str_slice(name, 0, i), STR("operator")) &&
            (end = closing(name, i)) != STR_NONE) {
            i = end - 1;
            continue;
        }
        sink_char(&sink, name.at[i]);
    }
    return sink_str(&sink);
}

static size_t colon_forms(struct str name, struct str forms[NAME_FORMS])
{
    size_t count = 1, ends[NAME_FORMS - 1], found = 0, depth = 0;
    for (size_t i = 0; i + 1 < name.size; i++) {
        depth += name.at[i] == '(' || name.at[i] == '<';
        depth -= depth && (name.at[i] == ')' || name.at[i] == '>');
        if (depth || name.at[i] != ':' || name.at[i + 1] != ':')
            continue;
        if (found == NAME_FORMS - 1) {
            ends[0] = ends[1];
            ends[1] = ends[2];
            found--;
        }
        ends[found++] = i + 2;
    }
    for (size_t i = 0; i < found; i++)
        forms[count++] = str_skip(name, ends[i]);
    return count;
}

/* Whether the text begins with a Go module's major version: "v2." and the like. */
static bool is_version(struct str text)
{
    size_t i = 1;
    while (i < text.size && text.at[i] >= '0' && text.at[i] <= '9')
        i++;
    return i > 1 && i < text.size && text.at[0] == 'v' && text.at[i] == '.';
}

static size_t dot_forms(struct str name, struct str forms[NAME_FORMS])
{
    size_t count = 1, slash = str_find_last(name, '/');
    struct str tail = slash == STR_NONE ? name : str_skip(name, slash + 1);
    /* "ebiten/v2.Run": the version alone names no package. */
    if (slash != STR_NONE && is_version(tail)) {
        size_t before = str_find_last(str_slice(name, 0, slash), '/');
        tail = before == STR_NONE ? name : str_skip(name, before + 1);
    }
    if (slash != STR_NONE && tail.size < name.size)
        forms[count++] = tail;
    if (slash == STR_NONE) {
        struct str java = java_package(name);
        if (java.size)
            tail = forms[count++] = str_skip(name, java.size + 1);
    }
    size_t dot = str_find(tail, '.');
    if (dot == STR_NONE || dot == 0 || dot + 1 >= tail.size)
        return count;
    struct str rest = forms[count++] = str_skip(tail, dot + 1);
    size_t close = str_find_str(rest, STR(")."));
    if (rest.at[0] == '(' && close != STR_NONE && count < NAME_FORMS)
        forms[count++] = str_skip(rest, close + 2);
    return count;
}

size_t name_forms(struct str name, struct arena *arena, struct str forms[NAME_FORMS])
{
    forms[0] = fold(name, arena);
    if (forms[0].size == 0)
        return 1;
    return find_colons(forms[0]) != STR_NONE ? colon_forms(forms[0], forms)
                                             : dot_forms(forms[0], forms);
}
