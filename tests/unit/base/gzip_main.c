/* The tests of compressing alone, for the implementation that the build did not choose. */

int gzip_tests(void);

int main(void)
{
    return gzip_tests() != 0;
}
