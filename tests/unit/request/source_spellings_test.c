/* Where Go's files may be. */
#include "request/source_spellings.h"
#include "base/sink.h"
#include "unit/unit.h"

int source_spellings_tests(void);

static int start(void **state)
{
    static struct arena_store store;
    static struct arena arena;
    arena = arena_init(&store, SIZE_MAX);
    *state = &arena;
    return 0;
}

static int stop(void **state)
{
    struct arena *arena = *state;
    arena_fini(arena->store);
    return 0;
}

static void names_become_paths(void **state)
{
    struct arena *arena = *state;
    static const char *const CASES[][2] = {
        {"runtime/proc.go", "src/runtime/proc.go vendor/runtime/proc.go "},
        {"runtime/asm_amd64.s", "src/runtime/asm_amd64.s vendor/runtime/asm_amd64.s "},
        {"/opt/go/1.22/src/net/http/server.go",
         "net/http/server.go src/net/http/server.go vendor/net/http/server.go "},
        {"github.com/BurntSushi/toml@v1.2.0/Lex.go",
         "github.com/!burnt!sushi/toml@v1.2.0/Lex.go "
         "pkg/mod/github.com/!burnt!sushi/toml@v1.2.0/Lex.go "
         "vendor/github.com/BurntSushi/toml/Lex.go "},
        {"golang.org/x/net@v0.1.0/http2/f.go", "pkg/mod/golang.org/x/net@v0.1.0/http2/f.go "
                                               "vendor/golang.org/x/net/http2/f.go "},
        {"/root/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.0-RC1/a/B.go",
         "github.com/!burnt!sushi/toml@v1.2.0-RC1/a/B.go "
         "github.com/!burnt!sushi/toml@v1.2.0-!r!c1/a/B.go "
         "pkg/mod/github.com/!burnt!sushi/toml@v1.2.0-!r!c1/a/B.go "
         "vendor/github.com/BurntSushi/toml/a/B.go "},
        {"a/b@v1", ""},
        {"a/b@v1.go", "pkg/mod/a/b@v1.go vendor/a/b "},
        {"main.go", ""},
        {"/src/main.go", ""},
        {"/home/me/main.go", ""},
        {"lib/util.c", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct str spellings[SOURCE_SPELLINGS];
        struct sink sink;
        size_t count = source_spellings(str_from_c(CASES[i][0]), arena, spellings);
        assert_in_range(count, 0, SOURCE_SPELLINGS);
        sink_init_buffer(&sink, arena, UINT64_MAX);
        for (size_t n = 0; n < count; n++) {
            sink_text(&sink, spellings[n]);
            sink_char(&sink, ' ');
        }
        assert_str(sink_str(&sink), CASES[i][1]);
    }
}

static void modules_are_found_in_go_mod(void **state)
{
    struct arena *arena = *state;
    static const char *const CASES[][3] = {
        {"example.com/shop/api/a.go", "module example.com/shop\n\ngo 1.22\n", "api/a.go"},
        {"example.com/shop/a.go", "// ours\nmodule  \"example.com/shop\" // x\r\n", "a.go"},
        {"example.com/Shop@v1.0.0/a.go", "module example.com/Shop", "a.go"},
        {"example.com/shopping/a.go", "module example.com/shop\n", ""},
        {"example.com/shop", "module example.com/shop\n", ""},
        {"example.com/shop/", "module example.com/shop\n", ""},
        {"/example.com/shop/a.go", "module example.com/shop\n", ""},
        {"example.com/shop/a.c", "module example.com/shop\n", ""},
        {"a/b.go", "go 1.22\n", ""},
        {"a/b.go", "module \n", ""},
        {"a/b.go", "", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_str(source_in_module(str_from_c(CASES[i][0]), str_from_c(CASES[i][1]), arena),
                   CASES[i][2]);
}

int source_spellings_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_become_paths, start, stop),
        cmocka_unit_test_setup_teardown(modules_are_found_in_go_mod, start, stop),
    };
    return cmocka_run_group_tests_name("source_spellings", tests, NULL, NULL);
}
