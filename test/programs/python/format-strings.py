name, n, items = "loss", 3, [1, "two", 3.0]
print(f"{name!r:>10}|{name!s:<6}|{name!a}|{n=}|{n + 1 = }|{items=}|{name=!s}")
width, precision = 10, 3
print(f"{3.14159:{width}.{precision}f}|{'x':{'*'}^{width}}|{{literal}}|{items[1]}|{items[-1]:.1f}")
print(f"{n if n > 2 else 'small'} {'nested ' + f'{n:03d}'} {[i * i for i in range(n)]} {(lambda v: v * 2)(n)}")
print("{} {} {}".format(1, "b", [3]), "{0}{1}{0}".format("a", "b"), "{x:.2f} {y!r}".format(x=2, y="z"))
print("{0[1]} {1.real} {d[key]}".format([1, 2], 3 + 4j, d={"key": "value"}))
print("%d %5.2f %s %r %x %05d %-6s| %+d %%" % (3, 2.5, "s", "r", 255, 42, "left", 7))
print("%s" % [1, 2], "%s %s" % ("a", None), "%(a)d-%(b)s" % {"a": 1, "b": "two"}, "%c%c" % (72, "i"), "%e" % 12345.678, "%g %g" % (1e10, 0.5))
print("{:>{w}}|{:<{w}}|{:^{w}}".format("a", "b", "c", w=5))
print(f"""multi
{n}
lines""")
print(str.format("{:,}", 1234567), "{!s}".format(name), format(n, "04"))
print("Epoch: {:>3d} | Loss: {:.4f} | Acc: {:.1%}".format(7, 0.123456, 0.9876))
print(f"{'a' 'b'}", f"{n:>{width}}", f"{n!r:^{width}}")
try:
    "{} {}".format(1)
except IndexError as error:
    print(error)
try:
    "%d" % "x"
except TypeError as error:
    print(error)
