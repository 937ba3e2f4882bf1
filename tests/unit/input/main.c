/* All unit tests of the layer. */

int idmap_tests(void);
int inflate_tests(void);
int input_tests(void);
int pprof_tests(void);
int sniff_tests(void);
int stream_tests(void);
int wire_tests(void);

int main(void)
{
    int failed = idmap_tests() != 0;
    failed += inflate_tests() != 0;
    failed += input_tests() != 0;
    failed += pprof_tests() != 0;
    failed += sniff_tests() != 0;
    failed += stream_tests() != 0;
    failed += wire_tests() != 0;
    return failed != 0;
}
