from decimal import *
import cmath, zlib, sys, inspect, decimal
D = Decimal
print(D("1.10") + D("2.2"), D("1.10") * D("2.2"), D(1) / D(3), D(2).sqrt(), D("0.1") + 1, 3 - D("0.5"), D(0.1), repr(D("1E+3")), D("123456789.987654321").quantize(D("0.01")))
print(D("-2.5").to_integral_value(), round(D("2.675"), 2), round(D("2.5")), int(D("-3.7")), D("7") // D("-2"), D("7") % D("-2"), D("1e-10"), D("1.0E-5"), D("0.00000001"), D("100").normalize(), D(10) ** -2, D("1.1") ** 3)
print(f"{D('1234567.891'):,.2f}", f"{D('0.256'):.1%}", f"{D('3'):>8}", f"{D('3.14159'):8.3f}|", f"{D('-3.5'):+}", f"{D('2.50'):.0f}")
print(D("1.0") == 1.0, D("0.1") == 0.1, D("1.0") == D("1.00"), hash(D("2")) == hash(2), sorted([D("3"), D("1.5"), D("-2")]), max(D(1), D("2.5")), sum([D("0.1")] * 3), D("NaN") == D("NaN"), D("inf") > 10**10)
for f in (lambda: D("x"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D([1]), lambda: D(-1).sqrt()):
    try: print(f())
    except Exception as e: print(type(e).__name__, type(e).__mro__[1].__name__, e)
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / D(7), D("123456") + 1, +D("1.234567"))
with localcontext(prec=3, rounding=ROUND_UP): print(D(1) / D(3), D("1.001") + 0)
print(getcontext().prec, D("1.23").as_tuple(), D("0.25").as_integer_ratio(), D("-0.0"), abs(D("-3")), -D("0"), D("5").compare(D("7")), float(D("0.1")), D("12.50").adjusted(), bool(D(0)))
print(cmath.sqrt(-1), cmath.exp(1j * cmath.pi).real, cmath.polar(3 + 4j), cmath.phase(-1), cmath.rect(2, 0.5), cmath.log(1j), cmath.isclose(1j, 1j + 1e-12), cmath.sqrt(-4 + 3j), cmath.cos(1 + 1j))
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")))
def f(a, b=2, *rest, k=1, **kw):
    fr = inspect.currentframe()
    info = inspect.getargvalues(fr)
    return info.args, info.varargs, info.keywords, sorted(info.locals), fr.f_code.co_name, fr.f_lineno, fr.f_back.f_code.co_name, sys._getframe(1).f_globals == globals(), fr.f_code.co_argcount
print(f(1, 2, 3, z=1))
