/* All unit tests of the layer. */

int attached_tests(void);
int boxes_tests(void);
int columns_tests(void);
int components_tests(void);
int cycles_tests(void);
int edge_labels_tests(void);
int graph_layout_tests(void);
int hubs_tests(void);
int label_tests(void);
int layers_tests(void);
int lines_tests(void);
int order_tests(void);
int pack_tests(void);
int ports_tests(void);
int ranks_tests(void);
int simplex_tests(void);
int text_tests(void);
int tidy_tests(void);

int main(void)
{
    int failed = attached_tests() != 0;
    failed += boxes_tests() != 0;
    failed += columns_tests() != 0;
    failed += components_tests() != 0;
    failed += cycles_tests() != 0;
    failed += edge_labels_tests() != 0;
    failed += graph_layout_tests() != 0;
    failed += hubs_tests() != 0;
    failed += label_tests() != 0;
    failed += layers_tests() != 0;
    failed += lines_tests() != 0;
    failed += order_tests() != 0;
    failed += pack_tests() != 0;
    failed += ports_tests() != 0;
    failed += ranks_tests() != 0;
    failed += simplex_tests() != 0;
    failed += text_tests() != 0;
    failed += tidy_tests() != 0;
    return failed != 0;
}
