/* The examples of FIPS 180-4 and lengths around the ends of blocks (digests by sha256sum). */
#include "base/sha256.h"
#include "unit/unit.h"

#include <stdlib.h>

int sha256_tests(void);

static void check(struct str bytes, const char *wanted)
{
    char digits[SHA256_DIGITS + 1];
    sha256_digits(bytes, digits);
    assert_string_equal(digits, wanted);
}

static void examples(void **state)
{
    (void)state;
    check(STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_letters(void **state)
{
    (void)state;
    enum { SIZE = 1000000 };
    char *letters = malloc(SIZE);
    assert_non_null(letters);
    memset(letters, 'a', SIZE);
    check((struct str){letters, SIZE},
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(letters);
}

static void ends_of_blocks(void **state)
{
    (void)state;
    char letters[129];
    memset(letters, 'a', sizeof letters);
    check((struct str){letters, 55},
          "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    check((struct str){letters, 56},
          "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    check((struct str){letters, 63},
          "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
    check((struct str){letters, 64},
          "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    check((struct str){letters, 65},
          "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
    check((struct str){letters, 119},
          "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
    check((struct str){letters, 120},
          "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
    check((struct str){letters, 128},
          "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e");
}

int sha256_tests(void)
{
    const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(a_million_letters),
        cmocka_unit_test(ends_of_blocks),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
