/* Beginnings and what they are called. */
#include "input/sniff.h"
#include "unit/unit.h"

int sniff_tests(void);

static const struct {
    struct str head;
    const char *part; /* of the answer; NULL: no answer */
} CASES[] = {
    {STR_INIT("\x1f\x8b\x08\0"), "gzip data inside gzip"},
    {STR_INIT("\x28\xb5\x2f\xfd\0"), "zstd"},
    {STR_INIT("\xfd"
              "7zXZ\0"),
     "xz"},
    {STR_INIT("BZh91AY"), "bzip2"},
    {STR_INIT("\x04\x22\x4d\x18"), "lz4"},
    {STR_INIT("PK\x03\x04"), "zip archive"},
    {STR_INIT("\x7f"
              "ELF\2"),
     "ELF"},
    {STR_INIT("\xcf\xfa\xed\xfe"), "Mach-O"},
    {STR_INIT("MZ\x90"), "Windows"},
    {STR_INIT("PERFILE2\x68"), "perf.data"},
    {STR_INIT("\x89PNG\r\n"), "PNG"},
    {STR_INIT("%PDF-1.7"), "PDF"},
    {STR_INIT("SQLite format 3"), "SQLite"},
    {STR_INIT("FLR\0"), "Flight Recorder"},
    {STR_INIT("go 1.22 trace\0\0\0"), "trace"},
    {STR_INIT("mode: atomic\n"), "coverage"},
    {STR_INIT("goroutine leak\n"), "text"},
    {STR_INIT("# callgrind format\n"), "callgrind"},
    {STR_INIT("{\"stackFrames\": {}}"), "JSON"},
    {STR_INIT("  \n[1, 2]"), "JSON"},
    {STR_INIT("<!DOCTYPE html><html>"), "HTML"},
    {STR_INIT("\r\n<HTML><BODY>404"), "HTML"},
    {STR_INIT("<?xml version=\"1.0\"?><svg>"), "SVG"},
    {STR_INIT("<?xml version=\"1.0\"?><trace/>"), "XML"},
    {STR_INIT("404 page not found\n"), "text"},
    {STR_INIT("caf\xc3\xa9 ferm\xc3\xa9"), "text"},
    {STR_INIT("\x0a\x04\x08\x01\x10\x02"), NULL},
    {STR_INIT("\xff\xfe\xfd\xfc\xfb\xfa"), NULL},
    {STR_INIT("   \n"), NULL},
    {STR_INIT(""), NULL},
};

static void beginnings_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *what = sniff(CASES[i].head);
        if (!CASES[i].part != !what || (what && !strstr(what, CASES[i].part)))
            fail_msg("case %zu: %s, not %s", i, what ? what : "nothing",
                     CASES[i].part ? CASES[i].part : "nothing");
    }
}

static void every_part_of_a_beginning_is_no_crash(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (size_t size = 0; size <= CASES[i].head.size; size++) {
            char text[64];
            memcpy(text, CASES[i].head.at, size < 64 ? size : 64);
            const char *what = sniff((struct str){text, size < 64 ? size : 64});
            assert_true(!what || what[0]);
        }
}

static void a_character_cut_at_the_end_is_still_text(void **state)
{
    (void)state;
    char text[SNIFF_SIZE];
    memset(text, 'a', sizeof text);
    memcpy(text + SNIFF_SIZE - 2, "\xe2\x82", 2);
    assert_non_null(sniff((struct str){text, sizeof text}));
}

int sniff_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings_are_known),
        cmocka_unit_test(every_part_of_a_beginning_is_no_crash),
        cmocka_unit_test(a_character_cut_at_the_end_is_still_text),
    };
    return cmocka_run_group_tests_name("sniff", tests, NULL, NULL);
}
