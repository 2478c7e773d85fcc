class Stack(list):
    def push(self, v):
        self.append(v)
        return self

    def __repr__(self):
        return f"Stack{super().__repr__()}"


class Params(dict):
    def __missing__(self, key):
        self[key] = len(self)
        return self[key]

    def __str__(self):
        return "<" + ", ".join(f"{k}:{v}" for k, v in self.items()) + ">"


class Celsius(float):
    def __new__(cls, value):
        return super().__new__(cls, value)

    def warm(self):
        return self > 20


class Name(str):
    def shout(self):
        return self.upper() + "!"


class Level(int):
    def __add__(self, other):
        return Level(int(self) + int(other) + 100)


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def total(self):
        return sum(self)


s = Stack([1]).push(2).push(3)
p = Params(a=0)
print(s, len(s), s[-1], s[:2], s + [4], type(s + [4]).__name__, isinstance(s, list), p["b"], p["c"], p, repr(p), f"{p}")
print(Celsius(25.5).warm(), Celsius(3) + 1, Name("bob").shout(), Name("a") + "b", Level(1) + 2, Pair(3, 4).total, Pair(1, 2), Pair(1, 2) == (1, 2))


class CustomError(ValueError, KeyError):
    pass


try:
    raise CustomError("both")
except KeyError as error:
    print(isinstance(error, ValueError), error)


class Quiet(Exception):
    def __str__(self):
        return "quiet text"


print(repr(Quiet(1, 2)), str(Quiet()), [Quiet("x")])
raise Quiet("gone")
