class ModelError(Exception):
    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def risky(n):
    if n == 0:
        raise ModelError("zero", code=7)
    if n == 1:
        raise KeyError("missing")
    if n == 2:
        return [][0]
    if n == 3:
        return 1 / 0
    if n == 4:
        assert n < 0, f"bad {n}"
    if n == 5:
        raise ValueError
    if n == 6:
        raise TypeError("a", 2)
    return "fine"


for n in range(8):
    try:
        value = risky(n)
    except ModelError as error:
        print("model", error, error.code, error.args)
    except (KeyError, IndexError) as error:
        print("lookup", error, repr(error), type(error).__mro__[1].__name__)
    except ArithmeticError as error:
        print("math", error)
    except Exception as error:
        print("other", type(error).__name__, error, repr(error), str(error) == "")
    else:
        print("else", value)
    finally:
        print("finally", n)


def order():
    try:
        return "try"
    finally:
        print("on the way out")


def override():
    for i in range(3):
        try:
            continue
        finally:
            print("loop", i)
    try:
        raise ValueError("hidden")
    finally:
        return "overridden"


print(order(), override())
try:
    try:
        int("x")
    except ValueError as inner:
        raise RuntimeError("wrapped") from inner
except RuntimeError as error:
    print(error, "|", error.__cause__, "|", type(error.__context__).__name__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as error:
    print("again", error)
try:
    error
except NameError as missing:
    print(missing)
raise ModelError("last one")
