print(2 ** 100, -(3 ** 50), 10 ** 30 // 7, (10 ** 30) % 7, 2 ** 64 - 1, 1 << 70, (1 << 70) >> 65, ~5, 5 & 3, 5 | 3, 5 ^ 3, -1 >> 1, -5 // 3)
import math
print(math.factorial(25), math.comb(50, 25), math.gcd(84, 36), math.lcm(4, 6), math.isqrt(10 ** 20), pow(3, 100, 7), pow(2, -1, 7))
print(hex(255), bin(10), oct(8), int("1010", 2), 0xFF, 0b11, 0o17, 1_000_000, (123).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"))
print(10 / 5, 7 / 2, 10 ** 20 / 3, int(1e20), int(123456789012345678901234567890 / 10), 5 .real, (5).conjugate(), bool(0), bool(-1))
print(sum(range(101)), max([3, 1, 2]), min(4, 2, 8), abs(-7), divmod(17, 5), round(2.567, 1), sorted([3, -1, 2], key=abs), math.prod([1, 2, 3, 4]))
print(12345678901234567890 + 1, -12345678901234567890 * 10, 12345678901234567890 == 12345678901234567890.0, hash(7), True + True, isinstance(True, int))
try:
    1 // 0
except ZeroDivisionError as error:
    print(error)
try:
    1 % 0
except ZeroDivisionError as error:
    print(error)
try:
    1 / 0
except ZeroDivisionError as error:
    print(error)
try:
    1.0 // 0
except ZeroDivisionError as error:
    print(error)
try:
    int("12a")
except ValueError as error:
    print(error)
try:
    2.0 ** 10000
except OverflowError as error:
    print(error)
