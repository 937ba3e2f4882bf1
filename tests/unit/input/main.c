/* All unit tests of the layer. */

int counted_stacks_tests(void);
int folded_tests(void);
int goroutine_dump_tests(void);
int goroutine_header_tests(void);
int idmap_tests(void);
int inflate_tests(void);
int input_tests(void);
int legacy_tests(void);
int legacy_contention_tests(void);
int legacy_count_tests(void);
int legacy_cpu_tests(void);
int legacy_heap_tests(void);
int legacy_java_tests(void);
int legacy_map_tests(void);
int legacy_scan_tests(void);
int legacy_thread_tests(void);
int packed_frames_tests(void);
int pprof_tests(void);
int report_head_tests(void);
int sniff_tests(void);
int stream_tests(void);
int wire_tests(void);

int main(void)
{
    int failed = counted_stacks_tests() != 0;
    failed += folded_tests() != 0;
    failed += goroutine_dump_tests() != 0;
    failed += goroutine_header_tests() != 0;
    failed += idmap_tests() != 0;
    failed += inflate_tests() != 0;
    failed += input_tests() != 0;
    failed += legacy_tests() != 0;
    failed += legacy_contention_tests() != 0;
    failed += legacy_count_tests() != 0;
    failed += legacy_cpu_tests() != 0;
    failed += legacy_heap_tests() != 0;
    failed += legacy_java_tests() != 0;
    failed += legacy_map_tests() != 0;
    failed += legacy_scan_tests() != 0;
    failed += legacy_thread_tests() != 0;
    failed += packed_frames_tests() != 0;
    failed += pprof_tests() != 0;
    failed += report_head_tests() != 0;
    failed += sniff_tests() != 0;
    failed += stream_tests() != 0;
    failed += wire_tests() != 0;
    return failed != 0;
}
