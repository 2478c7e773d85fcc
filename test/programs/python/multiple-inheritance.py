class Base:
    def __init__(self, **kw):
        print("Base", kw)

    def who(self):
        return "Base"


class Left(Base):
    def __init__(self, left=None, **kw):
        print("Left", left)
        super().__init__(**kw)

    def who(self):
        return "Left>" + super().who()


class Right(Base):
    def __init__(self, right=None, **kw):
        print("Right", right)
        super(Right, self).__init__(**kw)

    def who(self):
        return "Right>" + super().who()


class Both(Left, Right):
    def who(self):
        return "Both>" + super().who()


b = Both(left=1, right=2, other=3)
print(b.who(), [c.__name__ for c in Both.__mro__], isinstance(b, Right), super(Left, b).who(), Right.who(b))
try:
    class Bad(Base, Left):
        pass
except TypeError as error:
    print(error)


class Plugin:
    registry = {}

    def __init_subclass__(cls, key=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry[key or cls.__name__] = cls


class A(Plugin, key="alpha"):
    pass


class B(Plugin):
    pass


print(Plugin.registry)


class Meta(type):
    def __new__(mcs, name, bases, space):
        space["tag"] = name.lower()
        return super().__new__(mcs, name, bases, space)


class Tagged(metaclass=Meta):
    pass


print(Tagged.tag, type(Tagged), type("Dynamic", (Tagged,), {"x": 5}).x)
from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self):
        ...


class Square(Shape):
    def area(self):
        return 9


print(Square().area())
Shape()
