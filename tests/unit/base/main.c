/* All unit tests of the layer. */

int ahead_tests(void);
int arena_tests(void);
int base64_tests(void);
int budget_tests(void);
int deflate_tests(void);
int error_tests(void);
int escape_tests(void);
int gzip_tests(void);
int hash_tests(void);
int number_tests(void);
int regex_tests(void);
int sink_tests(void);
int sort_tests(void);
int str_tests(void);
int tabs_tests(void);
int time_tests(void);
int url_tests(void);
int utf8_tests(void);

int main(void)
{
    int (*const GROUPS[])(void) = {
        ahead_tests,  arena_tests, base64_tests, budget_tests, deflate_tests, error_tests,
        escape_tests, gzip_tests,  hash_tests,   number_tests, regex_tests,   sink_tests,
        sort_tests,   str_tests,   tabs_tests,   time_tests,   url_tests,     utf8_tests};
    int failed = 0;
    for (unsigned i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        failed += GROUPS[i]() != 0;
    return failed != 0;
}
