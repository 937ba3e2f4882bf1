/* All unit tests of the layer. */

int changes_tests(void);
int graph_tests(void);
int tree_tests(void);
int trim_tests(void);

int main(void)
{
    int failed = changes_tests() != 0;
    failed += graph_tests() != 0;
    failed += tree_tests() != 0;
    failed += trim_tests() != 0;
    return failed != 0;
}
