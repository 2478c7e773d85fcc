for spec in ["", "d", "5d", "<5d", "^7d", "+d", "05d", ",d", "_d", "x", "#x", "X", "b", "#010b", "o", "e", ".2e", "f", ".3f", "g", "%", "n", "c", "*^9d"]:
    print(repr(spec), "|" + format(65, spec) + "|")
for spec in ["", ".3f", "8.2f", "<8.1f", "+.2f", ".0f", "e", ".1e", "g", ".3g", "G", "%", ".1%", ",.2f", "010.3f", "= 9.2f", "_>9.1f", "#.0f", ".10g", "12", "n"]:
    print(repr(spec), "|" + format(1234.5678, spec) + "|", "|" + format(-0.00012, spec) + "|")
for spec in ["", "10", ">10", "^10", "*<10", ".2", "10.2", "s"]:
    print(repr(spec), "|" + format("spam", spec) + "|")
print(f"{1e16} {1e15} {123456789.0:.3e} {0.1 + 0.2} {1 / 3:.20f}")
print(f"{True:d} {True} {None} {3.0} {-0.0} {float('inf')} {float('nan'):.2f} {10 ** 20:,}")
print(f"{complex(1, -2)} {1 + 2j:.2f} {2.5:.0f} {3.5:.0f} {0.5:.0f} {1e-7} {1.5e300 * 1e10}")
try:
    format("a", "d")
except ValueError as error:
    print(error)
try:
    format(3.5, "d")
except ValueError as error:
    print(error)
