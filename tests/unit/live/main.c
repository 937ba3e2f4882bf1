/* All unit tests of the layer. */

int growth_tests(void);
int json_read_tests(void);
int series_tests(void);
int value_tests(void);
int watching_tests(void);

int main(void)
{
    int failed = growth_tests() != 0;
    failed += json_read_tests() != 0;
    failed += series_tests() != 0;
    failed += value_tests() != 0;
    failed += watching_tests() != 0;
    return failed != 0;
}
