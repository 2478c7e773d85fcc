class Model:
    layer = None


m, none, five, three, pair = Model(), None, 5, [1, 2, 3], (1, 2)
for what in (lambda: m.layer.weight, lambda: none.x, lambda: five.foo, lambda: "s".bar, lambda: [].add(1), lambda: {}.x, lambda: none[0], lambda: five[0], lambda: none(),
             lambda: m.layer(3), lambda: len(5), lambda: len(None), lambda: iter(3), lambda: next([]), lambda: m(), lambda: m[0], lambda: int([]), lambda: float("x"), lambda: int(None),
             lambda: "a" < 1, lambda: [] < 1, lambda: sum(["a"]), lambda: max([]), lambda: max(1), lambda: range(1.5), lambda: chr(-1), lambda: three[1.0], lambda: pair["x"],
             lambda: "abc"[5], lambda: print(1, foo=2), lambda: abs("x"), lambda: round("x"), lambda: isinstance(1, 5), lambda: dict([1]), lambda: zip(1), lambda: open("/surely/not/here"),
             lambda: __import__("surely_not_a_module"), lambda: m.undefined, lambda: Model.undefined, lambda: setattr(5, "x", 1), lambda: del_it()):
    try:
        what()
        print("no error")
    except Exception as error:
        print(type(error).__name__ + ":", error)
m.layer.weight
