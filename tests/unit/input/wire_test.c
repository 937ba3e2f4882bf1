/* Varints and fields. */
#include "input/wire.h"
#include "unit/unit.h"

int wire_tests(void);

static struct wire wire_of(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    return (struct wire){at, at + size};
}

static void every_length_of_varint_comes_back(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 100000; i++) {
        unsigned char bytes[12];
        size_t size = 0;
        uint64_t value = unit_random(&random) >> (unit_random(&random) % 64), back;
        for (uint64_t rest = value;; rest >>= 7) {
            bytes[size++] = (unsigned char)(rest | (rest >= 0x80 ? 0x80 : 0));
            if (rest < 0x80)
                break;
            bytes[size - 1] |= 0x80;
        }
        bytes[size] = 0xff;
        struct wire wire = wire_of(bytes, size), longer = wire_of(bytes, size + 1);
        assert_true(wire_varint(&wire, &back) && back == value && wire.at == wire.end);
        assert_true(wire_varint(&longer, &back) && back == value && longer.at == bytes + size);
        for (size_t cut = 0; cut < size; cut++) {
            struct wire part = wire_of(bytes, cut);
            assert_false(wire_varint(&part, &back));
            assert_ptr_equal(part.at, bytes);
        }
    }
}

static void a_varint_has_at_most_ten_bytes(void **state)
{
    (void)state;
    unsigned char bytes[12];
    uint64_t value;
    memset(bytes, 0x80, sizeof bytes);
    bytes[9] = 0x01;
    struct wire ten = wire_of(bytes, 12);
    assert_true(wire_varint(&ten, &value));
    assert_true(value == (uint64_t)1 << 63);
    bytes[9] = 0x80;
    bytes[10] = 0x01;
    struct wire eleven = wire_of(bytes, 12);
    assert_false(wire_varint(&eleven, &value));
    static const unsigned char ZERO[] = {0x80, 0x80, 0x00};
    struct wire padded = wire_of(ZERO, 3);
    assert_true(wire_varint(&padded, &value) && value == 0 && padded.at == padded.end);
}

static void fields_have_four_types(void **state)
{
    (void)state;
    static const unsigned char BYTES[] = {0x08, 0x96, 0x01,                     /* 1: varint 150 */
                                          0x12, 0x02, 'a',  'b',                /* 2: bytes */
                                          0x1d, 1,    2,    3,   4,             /* 3: fixed32 */
                                          0x21, 1,    2,    3,   4, 5, 6, 7, 8, /* 4: fixed64 */
                                          0x2a, 0x00};                          /* 5: no bytes */
    struct wire wire = wire_of(BYTES, sizeof BYTES);
    struct wire_field field;
    assert_true(wire_field(&wire, &field));
    assert_true(field.number == 1 && field.type == WIRE_VARINT && field.value == 150);
    assert_true(wire_field(&wire, &field));
    assert_true(field.number == 2 && field.type == WIRE_BYTES && *field.bytes.at == 'a' &&
                field.bytes.end - field.bytes.at == 2);
    assert_true(wire_field(&wire, &field));
    assert_true(field.number == 3 && field.type == WIRE_FIXED32 && field.value == 0x04030201);
    assert_true(wire_field(&wire, &field));
    assert_true(field.number == 4 && field.type == WIRE_FIXED64 &&
                field.value == 0x0807060504030201);
    assert_true(wire_field(&wire, &field));
    assert_true(field.number == 5 && field.bytes.at == field.bytes.end);
    assert_ptr_equal(wire.at, wire.end);
}

static void a_field_that_is_not_whole_moves_nothing(void **state)
{
    (void)state;
    static const struct str CASES[] = {
        STR_INIT("\x80"),
        STR_INIT("\x08"),
        STR_INIT("\x08\x80"),
        STR_INIT("\x12"),
        STR_INIT("\x12\x05"
                 "abcd"),
        STR_INIT("\x1d\1\2\3"),
        STR_INIT("\x21\1\2\3\4\5\6\7"),
        STR_INIT("\x0b"),
        STR_INIT("\x0c"),
        STR_INIT("\x0e\x01"),
        STR_INIT("\x0f\x01"),
        STR_INIT("\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct wire wire = wire_of(CASES[i].at, CASES[i].size), before = wire;
        struct wire_field field;
        assert_false(wire_field(&wire, &field));
        assert_ptr_equal(wire.at, before.at);
        assert_ptr_equal(wire.end, before.end);
    }
}

int wire_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_of_varint_comes_back),
        cmocka_unit_test(a_varint_has_at_most_ten_bytes),
        cmocka_unit_test(fields_have_four_types),
        cmocka_unit_test(a_field_that_is_not_whole_moves_nothing),
    };
    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
