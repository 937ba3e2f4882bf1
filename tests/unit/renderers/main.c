/* All unit tests of the layer. */

int compared_rows_tests(void);
int comparison_words_tests(void);
int details_labels_tests(void);
int document_tests(void);
int function_table_tests(void);
int graph_hot_tests(void);
int graph_name_tests(void);
int graph_node_tests(void);
int graph_tags_tests(void);
int graph_tiles_tests(void);
int json_tree_tests(void);
int label_filter_tests(void);
int md_names_tests(void);
int mover_path_tests(void);
int proto_writer_tests(void);

int main(void)
{
    int failed = compared_rows_tests() != 0;
    failed += comparison_words_tests() != 0;
    failed += details_labels_tests() != 0;
    failed += document_tests() != 0;
    failed += function_table_tests() != 0;
    failed += graph_hot_tests() != 0;
    failed += graph_name_tests() != 0;
    failed += graph_node_tests() != 0;
    failed += graph_tags_tests() != 0;
    failed += graph_tiles_tests() != 0;
    failed += json_tree_tests() != 0;
    failed += label_filter_tests() != 0;
    failed += md_names_tests() != 0;
    failed += mover_path_tests() != 0;
    failed += proto_writer_tests() != 0;
    return failed != 0;
}
