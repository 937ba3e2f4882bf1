/* Known beginnings. */
#include "input/sniff.h"
#include "base/utf8.h"

struct magic {
    struct str start;
    const char *what;
};

#define MAGIC(start, what)                                                                         \
    {                                                                                              \
        {start, sizeof(start) - 1}, what                                                           \
    }
#define DECOMPRESS(tool) "decompress it first: " tool
static const struct magic MAGICS[] = {
    MAGIC("\x1f\x8b", "gzip data inside gzip data; unpack it once: gzip -dc FILE > NEW"),
    MAGIC("\x28\xb5\x2f\xfd",
          "zstd-compressed data; " DECOMPRESS("zstd -dc FILE | render - -o x.svg")),
    MAGIC("\xfd"
          "7zXZ",
          "xz-compressed data; " DECOMPRESS("xz -dc FILE | render - -o x.svg")),
    MAGIC("BZh", "bzip2-compressed data; " DECOMPRESS("bzip2 -dc FILE | render - -o x.svg")),
    MAGIC("\x04\x22\x4d\x18",
          "lz4-compressed data; " DECOMPRESS("lz4 -dc FILE | render - -o x.svg")),
    MAGIC("PK\x03\x04", "a zip archive; unpack it and give the profile in it"),
    MAGIC("\x7f"
          "ELF",
          "an ELF binary, not its profile; give the profile that the program wrote"),
    MAGIC("\xcf\xfa\xed\xfe", "a Mach-O binary, not its profile"),
    MAGIC("MZ", "a Windows binary, not its profile"),
    MAGIC("PERFILE2", "a perf.data file; convert it: perf_to_profile -i perf.data -o cpu.pb.gz"),
    MAGIC("\x89PNG", "a PNG picture"),
    MAGIC("%PDF", "a PDF document"),
    MAGIC("SQLite format 3", "an SQLite database"),
    MAGIC("JFR",
          "a Java Flight Recorder file; convert it: jfr2pprof or async-profiler's converter"),
    MAGIC("FLR",
          "a Java Flight Recorder file; convert it: jfr2pprof or async-profiler's converter"),
    MAGIC("go 1.",
          "a Go execution trace; look at it with: go tool trace FILE (a CPU profile comes from "
          "/debug/pprof/profile)"),
    MAGIC("mode: ", "a Go coverage file, not a profile of time or memory"),
    MAGIC("# callgrind format", "a callgrind profile, which render does not read"),
    MAGIC("version: 1\ncreator: callgrind", "a callgrind profile, which render does not read"),
};

static bool holds(struct str head, const char *word)
{
    return str_find_str(head, str_from_c(word)) != STR_NONE;
}

static bool is_text(struct str head)
{
    size_t size;
    for (struct str rest = head; rest.size; rest = str_skip(rest, size)) {
        uint32_t point = utf8_decode(rest, &size);
        if (point == UTF8_INVALID && rest.size > 4)
            return false;
        if (point < 0x20 && point != '\n' && point != '\r' && point != '\t' && point != 0x1b)
            return false;
    }
    return head.size > 0;
}

static const char *sniff_text(struct str head)
{
    while (head.size &&
           (head.at[0] == ' ' || head.at[0] == '\n' || head.at[0] == '\r' || head.at[0] == '\t'))
        head = str_skip(head, 1);
    if (!head.size)
        return NULL;
    if (head.at[0] == '{' || head.at[0] == '[')
        return "JSON; render reads pprof profiles: ask the server or the profiler for pprof output";
    if (head.at[0] == '<' && holds(head, "<svg"))
        return "an SVG picture; give the profile that it was made from";
    if (head.at[0] == '<' && (holds(head, "html") || holds(head, "HTML")))
        return "an HTML page: the server answered with a page instead of a profile; look at it, "
               "and "
               "check the URL and the login";
    if (head.at[0] == '<')
        return "XML, not a profile";
    return "text; if it is an error message of a server, read it: head FILE";
}

const char *sniff(struct str head)
{
    for (size_t i = 0; i < sizeof MAGICS / sizeof *MAGICS; i++)
        if (str_starts(head, MAGICS[i].start))
            return MAGICS[i].what;
    return is_text(head) ? sniff_text(head) : NULL;
}
