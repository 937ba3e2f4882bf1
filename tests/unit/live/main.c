/* All unit tests of the layer. */

int answer_tests(void);
int headers_tests(void);
int url_target_tests(void);

int main(void)
{
    int failed = answer_tests() != 0;
    failed += headers_tests() != 0;
    failed += url_target_tests() != 0;
    return failed != 0;
}
