/* All unit tests of the layer. */

int json_tree_tests(void);
int md_names_tests(void);
int proto_writer_tests(void);

int main(void)
{
    int failed = json_tree_tests() != 0;
    failed += md_names_tests() != 0;
    failed += proto_writer_tests() != 0;
    return failed != 0;
}
