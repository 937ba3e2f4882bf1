/* All unit tests of the layer. */

int host_tests(void);
int library_tests(void);
int source_bundle_tests(void);
int source_files_tests(void);

int main(void)
{
    int failed = host_tests() != 0;
    failed += library_tests() != 0;
    failed += source_bundle_tests() != 0;
    failed += source_files_tests() != 0;
    return failed != 0;
}
