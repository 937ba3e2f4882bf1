/* All unit tests of the layer. */

int arguments_tests(void);
int settings_tests(void);
int suggest_tests(void);
int go_value_tests(void);
int pprof_flags_tests(void);

int main(void)
{
    int failed = arguments_tests() != 0;
    failed += settings_tests() != 0;
    failed += suggest_tests() != 0;
    failed += go_value_tests() != 0;
    failed += pprof_flags_tests() != 0;
    return failed != 0;
}
