class Temperature:
    def __init__(self, celsius):
        self._c = celsius

    @property
    def fahrenheit(self):
        return self._c * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self._c = (value - 32) * 5 / 9

    @fahrenheit.deleter
    def fahrenheit(self):
        self._c = None

    @property
    def readonly(self):
        return "fixed"


t = Temperature(100)
print(t.fahrenheit)
t.fahrenheit = 50
print(t._c, t.readonly, type(Temperature.fahrenheit).__name__)
del t.fahrenheit
print(t._c)
try:
    t.readonly = 1
except AttributeError as error:
    print(error)


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name)

    def __set__(self, obj, value):
        if value <= 0:
            raise ValueError(f"{self.name[1:]} must be positive, got {value}")
        setattr(obj, self.name, value)


class Config:
    lr = Positive()
    steps = Positive()

    def __init__(self, lr, steps):
        self.lr, self.steps = lr, steps


c = Config(0.1, 5)
print(c.lr, c.__dict__, type(Config.lr).__name__)
try:
    c.lr = -1
except ValueError as error:
    print(error)


class Lazy:
    def __getattr__(self, name):
        if name.startswith("x"):
            return name * 2
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)


z = Lazy()
z.y = 1
print(z.xa, z.y, hasattr(z, "q"), getattr(z, "q", None))


class Slots:
    __slots__ = ("a",)


s = Slots()
s.a = 1
try:
    s.b = 2
except AttributeError as error:
    print(error)
from functools import cached_property


class Heavy:
    @cached_property
    def value(self):
        print("computing")
        return 42


h = Heavy()
print(h.value, h.value, h.__dict__)
