/* All unit tests of the layer. */

int line_tests(void);
int variables_tests(void);
int words_tests(void);

int main(void)
{
    int failed = line_tests() != 0;
    failed += variables_tests() != 0;
    failed += words_tests() != 0;
    return failed != 0;
}
