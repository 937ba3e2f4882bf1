/* Go's grammar of flags, and pprof's rules about which go together. */
#include "options/pprof_flags.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/go_value.h"
#include "options/settings.h"

enum flag_type { BOOL, INT, REAL, TEXT };
enum flag_role { FORMAT, SETTING, CHOICE, LEGACY, OTHER };

struct flag {
    struct str name;
    enum flag_type type;
    enum flag_role role;
    struct str means; /* FORMAT: our view; CHOICE: the option; LEGACY: the sample type */
    struct str suffix, help;
};

static const struct flag FLAGS[] = {
#define FORMAT(name, type, view, suffix, help)                                                     \
    {STR_INIT(#name), type, FORMAT, STR_INIT(view), STR_INIT(suffix), STR_INIT(help)},
#define SETTING(name, type, help)                                                                  \
    {STR_INIT(#name), type, SETTING, STR_INIT(#name), STR_INIT(""), STR_INIT(help)},
#define CHOICE(name, option)                                                                       \
    {STR_INIT(#name), BOOL, CHOICE, STR_INIT(#option), STR_INIT(""), STR_INIT("")},
#define LEGACY(name, type, help)                                                                   \
    {STR_INIT(#name), BOOL, LEGACY, STR_INIT(type), STR_INIT(""), STR_INIT(help)},
#define OTHER(name, type, help)                                                                    \
    {STR_INIT(#name), type, OTHER, STR_INIT(""), STR_INIT(""), STR_INIT(help)},
#include "options/pprof_flags.def"
#undef FORMAT
#undef SETTING
#undef CHOICE
#undef LEGACY
#undef OTHER
};

/* Where a flag's value is found: VALUE_output. */
enum {
#define FORMAT(name, type, view, suffix, help) VALUE_##name,
#define SETTING(name, type, help) VALUE_##name,
#define CHOICE(name, option) VALUE_##name,
#define LEGACY(name, type, help) VALUE_##name,
#define OTHER(name, type, help) VALUE_##name,
#include "options/pprof_flags.def"
#undef FORMAT
#undef SETTING
#undef CHOICE
#undef LEGACY
#undef OTHER
    FLAG_COUNT
};

struct value {
    bool given, on;
    int64_t count;
    double real;
    struct str text;
};

struct scan {
    struct pprof_arguments *arguments;
    struct settings *settings;
    struct value values[FLAG_COUNT];
    struct sink warnings;
    struct error *error;
};

/* ---------------------------------------------------------------- the grammar */

static bool bad_value(const struct scan *scan, const struct flag *flag, struct str text,
                      enum go_parse result)
{
    struct error_quote quote = error_quote(text);
    const char *why = result == GO_OUT_OF_RANGE ? "value out of range" : "parse error";
    if (flag->type == BOOL)
        return error_set(scan->error, ERROR_USAGE, "invalid boolean value \"%s\" for -%.*s: %s",
                         quote.text, STR_ARG(flag->name), why);
    return error_set(scan->error, ERROR_USAGE, "invalid value \"%s\" for flag -%.*s: %s",
                     quote.text, STR_ARG(flag->name), why);
}

static bool take_value(struct scan *scan, const struct flag *flag, struct str text)
{
    struct value *value = &scan->values[flag - FLAGS];
    enum go_parse result = GO_PARSED;
    value->given = true;
    if (flag->type == BOOL)
        result = go_parse_bool(text, &value->on);
    else if (flag->type == INT)
        result = go_parse_int(text, &value->count);
    else if (flag->type == REAL)
        result = go_parse_real(text, &value->real);
    else
        value->text = text;
    return result == GO_PARSED || bad_value(scan, flag, text, result);
}

static const struct flag *find(struct str name)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (str_equal(FLAGS[i].name, name))
            return &FLAGS[i];
    return NULL;
}

/* One flag, at values[*next] and perhaps behind it. */
static bool take_flag(struct scan *scan, int count, const char *const *values, int *next)
{
    struct str word = str_from_c(values[(*next)++]), name, value = STR("true");
    struct error_quote quote = error_quote(word);
    name = str_skip(word, str_starts(word, STR("--")) ? 2 : 1);
    if (!name.size || name.at[0] == '-' || name.at[0] == '=')
        return error_set(scan->error, ERROR_USAGE, "bad flag syntax: %s", quote.text);
    size_t equal = str_find(name, '=');
    if (equal != STR_NONE)
        value = str_skip(name, equal + 1);
    name = str_slice(name, 0, equal);
    quote = error_quote(name);
    const struct flag *flag = find(name);
    if (!flag && (str_equal(name, STR("help")) || str_equal(name, STR("h")))) {
        scan->arguments->help = true;
        return true;
    }
    if (!flag)
        return error_set(scan->error, ERROR_USAGE, "flag provided but not defined: -%s",
                         quote.text);
    if (flag->type != BOOL && equal == STR_NONE) {
        if (*next == count)
            return error_set(scan->error, ERROR_USAGE, "flag needs an argument: -%s", quote.text);
        value = str_from_c(values[(*next)++]);
    }
    return take_value(scan, flag, value);
}

/* The flags; what follows them are the sources. */
static bool take_flags(struct scan *scan, int count, const char *const *values)
{
    int next = 0;
    while (next < count && !scan->arguments->help) {
        struct str word = str_from_c(values[next]);
        if (word.size < 2 || word.at[0] != '-')
            break;
        if (str_equal(word, STR("--"))) {
            next++;
            break;
        }
        if (!take_flag(scan, count, values, &next))
            return false;
    }
    size_t rest = (size_t)(count - next);
    struct str *sources = ARENA_NEW(scan->settings->arena, struct str, rest + 1);
    for (size_t i = 0; i < rest; i++)
        sources[i] = str_from_c(values[(size_t)next + i]);
    scan->arguments->sources = sources;
    scan->arguments->source_count = rest;
    return true;
}

/* ---------------------------------------------------------------- what the values mean */

static bool is_on(const struct scan *scan, size_t i)
{
    return scan->values[i].on || scan->values[i].text.size;
}

static bool set_choices(struct scan *scan, struct str option)
{
    struct str first = STR("");
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if (FLAGS[i].role != CHOICE || !scan->values[i].on || !str_equal(FLAGS[i].means, option))
            continue;
        if (first.size)
            return error_set(scan->error, ERROR_USAGE, "conflicting options set: [%.*s %.*s]",
                             STR_ARG(first), STR_ARG(FLAGS[i].name));
        first = FLAGS[i].name;
    }
    return !first.size || settings_set(scan->settings, option, first, scan->error);
}

/* Numbers are taken as they are: pprof knows no limits of them. */
static bool set_one(struct scan *scan, const struct flag *flag, const struct value *value)
{
    const struct option *option = option_find(flag->means);
    void *field = (char *)scan->settings + option->field;
    if (flag->type == INT)
        *(int64_t *)field = value->count;
    else if (flag->type == REAL)
        *(double *)field = value->real;
    else if (flag->type == BOOL)
        *(bool *)field = value->on;
    else
        return settings_set(scan->settings, flag->means, value->text, scan->error);
    return true;
}

static bool set_settings(struct scan *scan)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (FLAGS[i].role == SETTING && scan->values[i].given &&
            !set_one(scan, &FLAGS[i], &scan->values[i]))
            return false;
    return set_choices(scan, STR("sort")) && set_choices(scan, STR("granularity"));
}

/* Of a divisor, pprof knows only 0 as a mistake and passes over what gives no positive share. */
static bool check_divisor(struct scan *scan)
{
    double *divisor = &scan->settings->divide_by;
    if (*divisor == 0)
        return error_set(scan->error, ERROR_USAGE, "zero divisor specified");
    if (!(1 / *divisor > 0))
        *divisor = 1;
    return true;
}

/* The view of a picture, in the medium that its flag names. */
static bool choose_medium(struct scan *scan)
{
    static const size_t MEDIA[] = {VALUE_pdf, VALUE_png, VALUE_ps};
    for (size_t i = 0; i < sizeof MEDIA / sizeof *MEDIA; i++)
        if (is_on(scan, MEDIA[i]))
            return settings_set(scan->settings, STR("format"), FLAGS[MEDIA[i]].name, scan->error);
    return true;
}

static bool choose_format(struct scan *scan)
{
    struct pprof_arguments *arguments = scan->arguments;
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if (FLAGS[i].role != FORMAT || !is_on(scan, i))
            continue;
        if (arguments->format.size)
            return error_set(scan->error, ERROR_USAGE, "must set at most one output format");
        arguments->format = FLAGS[i].name;
        arguments->view = FLAGS[i].means;
        arguments->suffix = FLAGS[i].suffix;
        if (FLAGS[i].type == TEXT &&
            !settings_set(scan->settings, STR("pattern"), scan->values[i].text, scan->error))
            return false;
    }
    if (arguments->format.size && is_on(scan, VALUE_http))
        return error_set(scan->error, ERROR_USAGE,
                         "-http is not compatible with an output format on the command line");
    if (is_on(scan, VALUE_no_browser) && !is_on(scan, VALUE_http))
        return error_set(scan->error, ERROR_USAGE, "-no_browser only makes sense with -http");
    return true;
}

static bool choose_sample_type(struct scan *scan)
{
    bool ok = true;
    for (size_t i = 0; i < FLAG_COUNT && ok; i++) {
        if (FLAGS[i].role != LEGACY || !scan->values[i].on)
            continue;
        if (scan->settings->sample_index.size)
            sink_print(&scan->warnings, "Multiple value selections, ignoring -%.*s\n",
                       STR_ARG(FLAGS[i].name));
        else
            ok = settings_set(scan->settings, STR("sample_index"), FLAGS[i].means, scan->error);
    }
    if (scan->values[VALUE_mean_delay].on)
        scan->settings->mean = true;
    return ok;
}

static bool set_bases(struct scan *scan)
{
    struct str base = scan->values[VALUE_base].text, other = scan->values[VALUE_diff_base].text;
    if (base.size && other.size)
        return error_set(scan->error, ERROR_USAGE,
                         "-base and -diff_base flags cannot both be specified");
    if (scan->settings->normalize && !base.size && !other.size)
        return error_set(scan->error, ERROR_USAGE, "must have base profile to normalize by");
    return settings_set(scan->settings, STR("base"), base, scan->error) &&
           settings_set(scan->settings, STR("diff_base"), other, scan->error);
}

/* Modes are a list with colons; all but none of them ask for symbols. */
static void warn_of_symbols(struct scan *scan)
{
    struct str mode = scan->values[VALUE_symbolize].text;
    while (mode.size) {
        size_t end = str_find(mode, ':');
        struct str word = str_slice(mode, 0, end);
        mode = end == STR_NONE ? STR("") : str_skip(mode, end + 1);
        if (!word.size || str_equal(word, STR("none")) || str_equal(word, STR("no")))
            continue;
        sink_text(&scan->warnings,
                  STR("-symbolize: addresses are not looked up in binaries yet; names are those "
                      "that the profile has\n"));
        return;
    }
}

static bool is_there(struct scan *scan)
{
    struct pprof_arguments *arguments = scan->arguments;
    arguments->in_server = is_on(scan, VALUE_http);
    if (arguments->in_server)
        return true;
    if (!arguments->format.size)
        return error_set(
            scan->error, ERROR_USAGE,
            "the interactive shell is not there yet: choose an output format, as -top");
    if (is_on(scan, VALUE_gif))
        return error_set(scan->error, ERROR_USAGE,
                         "-gif is not supported; -svg writes the graph as SVG");
    if (!arguments->view.size)
        return error_set(scan->error, ERROR_USAGE,
                         "-%.*s is not there yet; -svg writes the graph as SVG, -dot for Graphviz",
                         STR_ARG(arguments->format));
    return true;
}

/* What fetching is to be like. Of the numbers, those above 0 count. */
static bool take_fetching(struct scan *scan)
{
    static const size_t FILES[] = {VALUE_tls_ca, VALUE_tls_cert, VALUE_tls_key};
    int64_t seconds = scan->values[VALUE_seconds].count,
            timeout = scan->values[VALUE_timeout].count;
    scan->settings->seconds = seconds > 0 ? (double)seconds : 0;
    scan->settings->timeout = timeout > 0 ? (double)timeout : 0;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        if (!settings_set(scan->settings, FLAGS[FILES[i]].name, scan->values[FILES[i]].text,
                          scan->error))
            return false;
    return true;
}

static void take_others(struct scan *scan)
{
    struct pprof_arguments *arguments = scan->arguments;
    arguments->output = scan->values[VALUE_output].text;
    arguments->in_browser = is_on(scan, VALUE_web);
    arguments->build_id = scan->values[VALUE_buildid].text;
    scan->settings->all_frames = scan->values[VALUE_all_frames].on;
    if (is_on(scan, VALUE_http))
        scan->settings->http = scan->values[VALUE_http].text;
    scan->settings->no_browser = is_on(scan, VALUE_no_browser);
    warn_of_symbols(scan);
}

/* In the order in which pprof looks, so that of two mistakes the same one is told. */
static bool interpret(struct scan *scan, pprof_is_binary *is_binary, void *context)
{
    struct pprof_arguments *arguments = scan->arguments;
    if (!arguments->source_count) {
        arguments->no_sources = true;
        return error_set(scan->error, ERROR_USAGE, "no profile source specified");
    }
    if (arguments->source_count > 1 && is_binary(context, arguments->sources[0])) {
        arguments->binary = arguments->sources[0];
        arguments->sources++;
        arguments->source_count--;
    }
    take_others(scan);
    return take_fetching(scan) && set_settings(scan) && choose_format(scan) &&
           choose_medium(scan) && choose_sample_type(scan) && set_bases(scan) &&
           settings_set(scan->settings, STR("add_comment"), scan->values[VALUE_add_comment].text,
                        scan->error) &&
           is_there(scan) && check_divisor(scan);
}

bool pprof_arguments_read(struct pprof_arguments *arguments, struct settings *settings, int count,
                          const char *const *values, pprof_is_binary *is_binary, void *context,
                          struct error *error)
{
    *arguments = (struct pprof_arguments){.format = STR("")};
    struct scan *scan = ARENA_NEW(settings->arena, struct scan, 1);
    scan->arguments = arguments;
    scan->settings = settings;
    scan->error = error;
    sink_init_buffer(&scan->warnings, settings->arena, UINT64_MAX);
    bool ok =
        take_flags(scan, count, values) && (arguments->help || interpret(scan, is_binary, context));
    arguments->warnings = sink_str(&scan->warnings);
    return ok;
}

/* ---------------------------------------------------------------- help */

static void help_line(struct sink *sink, const struct flag *flag)
{
    enum { WIDTH = 22 };
    const struct option *option = option_find(flag->means);
    sink_text(sink, STR("    -"));
    sink_text(sink, flag->name);
    sink_spaces(sink, flag->name.size < WIDTH ? WIDTH - flag->name.size : 1);
    if (flag->role == CHOICE)
        sink_print(sink, "%.*s", STR_ARG(option->help));
    else
        sink_text(sink, flag->help.size ? flag->help : option->help);
    sink_char(sink, '\n');
}

static void help_section(struct sink *sink, struct str title, enum flag_role role,
                         enum flag_role other)
{
    sink_text(sink, title);
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (FLAGS[i].role == role || FLAGS[i].role == other)
            help_line(sink, &FLAGS[i]);
}

void pprof_help(struct sink *sink)
{
    sink_text(sink, STR("usage: render pprof FORMAT [OPTION...] [BINARY] SOURCE...\n\n"
                        "Takes what pprof takes, and answers as it does. render --help tells of "
                        "render's own\nwords.\n"));
    help_section(sink, STR("\n  Output formats (at most one):\n"), FORMAT, FORMAT);
    help_section(sink, STR("\n  Options:\n"), SETTING, OTHER);
    help_section(sink, STR("\n  Order and places (at most one of each):\n"), CHOICE, CHOICE);
    help_section(sink, STR("\n  Older words:\n"), LEGACY, LEGACY);
}
