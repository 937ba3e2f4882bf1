/* All unit tests of the layer. */

int builder_tests(void);
int combine_tests(void);
int compact_tests(void);
int findings_tests(void);
int goroutines_tests(void);
int kind_tests(void);
int measure_tests(void);
int merge_tests(void);
int name_tests(void);
int notes_tests(void);
int profile_tests(void);
int runs_tests(void);
int short_name_tests(void);

int main(void)
{
    int failed = builder_tests() != 0;
    failed += combine_tests() != 0;
    failed += compact_tests() != 0;
    failed += findings_tests() != 0;
    failed += goroutines_tests() != 0;
    failed += kind_tests() != 0;
    failed += measure_tests() != 0;
    failed += merge_tests() != 0;
    failed += name_tests() != 0;
    failed += notes_tests() != 0;
    failed += profile_tests() != 0;
    failed += runs_tests() != 0;
    failed += short_name_tests() != 0;
    return failed != 0;
}
