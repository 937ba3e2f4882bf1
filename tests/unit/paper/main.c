/* All unit tests of the layer. */

int faces_tests(void);
int ink_tests(void);
int pages_tests(void);
int paper_tests(void);

int main(void)
{
    int failed = faces_tests() != 0;
    failed += ink_tests() != 0;
    failed += pages_tests() != 0;
    failed += paper_tests() != 0;
    return failed != 0;
}
