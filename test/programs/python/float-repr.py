values = [0.1, 1.0, 1e5, 1e15, 1e16, 1e17, 123456789012345.6, 1e-4, 1e-5, 0.00001234, 1 / 3, 2 / 3, 1e100, 5e-324, 1.7976931348623157e308,
          float("inf"), float("-inf"), float("nan"), -0.0, 100.0, 1e22, 1e23, 0.1 + 0.2, 3.0e-10, 12345.678]
for v in values:
    print(v, repr(v), str(v), [v])
for v in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1e20, 0.125):
    print(v, round(v), round(v, 2), round(v, -1), int(v))
print(round(1234, -2), round(15, -1), round(25, -1), round(7), type(round(2.0)), type(round(2.0, 0)))
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 7.5 // 2, -7.5 % 2, divmod(-7, 2), divmod(7.5, 2), 2 ** -1, 2 ** 0.5, (-8) ** (1 / 3))
print(float("1e3"), float(" 2.5 "), float("-inf"), int("42"), int("-7"), int("ff", 16), int("0b101", 0), int(3.99), int(-3.99), int("1_000"))
print((0.1).as_integer_ratio(), (2.5).is_integer(), (3.0).is_integer(), (255).bit_length(), float.fromhex("0x1p-3"), (10.5).hex())
print(1e3 == 1000, 0.1 + 0.2 == 0.3, float("nan") == float("nan"), 1 == True, abs(-2.5), max(1, 2.0), min(2, 2.0), sum([0.1] * 10))
