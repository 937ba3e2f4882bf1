/* Words between dots, dashes and underscores. */
#include "live/file_name.h"
#include "base/sink.h"
#include "base/time.h"

/* "profile" is what Go's address of CPU profiles is called. */
static const struct {
    struct str word, kind;
} KINDS[] = {{STR_INIT("cpu"), STR_INIT("cpu")},
             {STR_INIT("profile"), STR_INIT("cpu")},
             {STR_INIT("heap"), STR_INIT("heap")},
             {STR_INIT("allocs"), STR_INIT("allocs")},
             {STR_INIT("goroutine"), STR_INIT("goroutine")},
             {STR_INIT("goroutines"), STR_INIT("goroutine")},
             {STR_INIT("threadcreate"), STR_INIT("threadcreate")},
             {STR_INIT("block"), STR_INIT("block")},
             {STR_INIT("mutex"), STR_INIT("mutex")},
             {STR_INIT("trace"), STR_INIT("trace")}};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS, STAMP = sizeof "20261122_091500" - 1 };

static struct str kind_of_word(struct str word)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (str_equal(KINDS[i].word, word))
            return KINDS[i].kind;
    return STR("");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The moment of "20261122_091500", also with '-' or 'T' in its middle; false if it is none. */
static bool read_stamp(struct str text, int64_t *time_ns)
{
    static const char FORM[] = "0000-00-00T00:00:00Z";
    char full[sizeof FORM];
    struct sink sink;
    sink_init_fixed(&sink, full, sizeof full);
    if (text.size < STAMP || is_digit(text.at[8]))
        return false;
    for (size_t i = 0, from = 0; FORM[i]; i++) {
        from += from == 8; /* what stands between date and time */
        if (FORM[i] == '0' && !is_digit(text.at[from]))
            return false;
        sink_char(&sink, FORM[i] == '0' ? text.at[from++] : FORM[i]);
    }
    int64_t read;
    if (!time_parse_rfc3339(sink_str(&sink), &read) || read < 0)
        return false;
    *time_ns = read;
    return true;
}

static bool ends_word(char c)
{
    return c == '.' || c == '_' || c == '-';
}

struct file_name file_name_read(struct str name)
{
    struct file_name read = {.kind = STR(""), .service = STR("")};
    struct str before = STR("");
    for (size_t from = 0; from < name.size;) {
        size_t to = from;
        while (to < name.size && !ends_word(name.at[to]))
            to++;
        struct str kind = kind_of_word(str_slice(name, from, to));
        bool is_delta = str_starts(str_skip(name, to), STR("-delta"));
        if (kind.size) {
            before = str_slice(name, 0, from ? from - 1 : 0);
            read.kind = is_delta ? str_slice(name, from, to + sizeof "-delta" - 1) : kind;
        }
        if (read_stamp(str_skip(name, from), &read.time_ns))
            break;
        from = to + 1;
    }
    if (read.time_ns)
        read.service = before;
    return read;
}
