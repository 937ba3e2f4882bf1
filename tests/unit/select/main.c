/* All unit tests of the layer. */

int comparison_tests(void);
int frames_tests(void);
int name_filter_tests(void);
int path_tests(void);
int prune_tests(void);
int recursion_tests(void);
int rule_tests(void);
int sample_type_tests(void);
int selection_tests(void);
int tag_filter_tests(void);

int main(void)
{
    int failed = comparison_tests() != 0;
    failed += frames_tests() != 0;
    failed += name_filter_tests() != 0;
    failed += path_tests() != 0;
    failed += prune_tests() != 0;
    failed += recursion_tests() != 0;
    failed += rule_tests() != 0;
    failed += sample_type_tests() != 0;
    failed += selection_tests() != 0;
    failed += tag_filter_tests() != 0;
    return failed != 0;
}
