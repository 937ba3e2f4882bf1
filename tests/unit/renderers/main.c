/* All unit tests of the layer. */

int proto_writer_tests(void);

int main(void)
{
    return proto_writer_tests() != 0;
}
