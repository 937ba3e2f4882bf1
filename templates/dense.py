"""Bytes as text of printable ASCII that a script element holds as it is, 8 % shorter than base64."""
SIGNS = bytes(sign for sign in range(ord('#'), ord('~') + 1) if sign != ord('<'))


def pair(bits):
    return bytes((SIGNS[bits % 91], SIGNS[bits // 91]))


def dense_text(data):
    """Two of 91 signs for 13 bits, the lowest first; at the end one for up to 6. So n signs are n * 13 / 16 bytes."""
    text, word, bits = bytearray(), 0, 0
    for byte in data:
        word |= byte << bits
        bits += 8
        if bits >= 13:
            text += pair(word & 8191)
            word >>= 13
            bits -= 13
    return bytes(text) + pair(word)[:0 if not bits else 1 if bits <= 6 else 2]


def dense_bytes(text):
    data, word, bits = bytearray(), 0, 0
    digits = [SIGNS.index(sign) for sign in text] + [0]
    for at in range(0, len(text), 2):
        word |= (digits[at] + 91 * digits[at + 1]) << bits
        bits += 13
        while bits >= 8:
            data.append(word & 255)
            word >>= 8
            bits -= 8
    return bytes(data[:len(text) * 13 // 16])
