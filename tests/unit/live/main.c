/* All unit tests of the layer. */

int answer_tests(void);
int file_name_tests(void);
int growth_tests(void);
int headers_tests(void);
int json_read_tests(void);
int series_tests(void);
int url_target_tests(void);
int value_tests(void);
int watching_tests(void);

int main(void)
{
    int failed = answer_tests() != 0;
    failed += file_name_tests() != 0;
    failed += growth_tests() != 0;
    failed += headers_tests() != 0;
    failed += json_read_tests() != 0;
    failed += series_tests() != 0;
    failed += url_target_tests() != 0;
    failed += value_tests() != 0;
    failed += watching_tests() != 0;
    return failed != 0;
}
