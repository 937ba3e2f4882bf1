/* All unit tests of the layer. */

int boxes_tests(void);
int label_tests(void);
int order_tests(void);
int text_tests(void);

int main(void)
{
    int failed = boxes_tests() != 0;
    failed += label_tests() != 0;
    failed += order_tests() != 0;
    failed += text_tests() != 0;
    return failed != 0;
}
