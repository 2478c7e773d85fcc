"""Check sums exactly; what compression gives is not known."""
__import__("_rest").unknown()

MAX_WBITS, DEFLATED, DEF_BUF_SIZE, DEF_MEM_LEVEL = 15, 8, 16384, 8
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
_table = []


class error(Exception):
    pass


def crc32(data, value=0, /):
    if not _table:
        for n in range(256):
            for _ in range(8):
                n = (n >> 1) ^ 0xEDB88320 if n & 1 else n >> 1
            _table.append(n)
    value = ~value & 0xFFFFFFFF
    for byte in bytes(data):
        value = _table[(value ^ byte) & 0xFF] ^ (value >> 8)
    return ~value & 0xFFFFFFFF


def adler32(data, value=1, /):
    a, b = value & 0xFFFF, value >> 16
    for byte in bytes(data):
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return (b << 16) | a
