from collections import namedtuple
from enum import Enum, IntEnum, auto
from typing import NamedTuple, Optional


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()


class Level(IntEnum):
    LOW = 10
    HIGH = 20


print(Color.RED, repr(Color.GREEN), Color.BLUE.value, Color.RED.name, Color(2), Color["RED"], list(Color), Color.RED is Color(1), Color.RED == 1, len(Color))
print(Level.LOW < Level.HIGH, Level.LOW + 1, Level(20), f"{Level.LOW}", isinstance(Color.RED, Color), {Color.RED: "r"}[Color.RED], [c.name for c in Color])
try:
    Color(9)
except ValueError as error:
    print(error)
try:
    Color["PINK"]
except KeyError as error:
    print(error)


class Mode(str, Enum):
    TRAIN = "train"
    EVAL = "eval"

    @property
    def loud(self):
        return self.value.upper()


print(Mode.TRAIN == "train", Mode("eval").loud, Mode.TRAIN.value)
Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
x, y = p
print(p, p.x, p[1], x + y, p._replace(x=5), p._asdict(), Point._fields, p == (1, 2), len(p), Point(*[3, 4]))


class Batch(NamedTuple):
    inputs: list
    labels: Optional[list] = None

    def size(self):
        return len(self.inputs)


b = Batch([1, 2, 3])
print(b, b.size(), b.labels, isinstance(b, tuple), b[0], Batch._field_defaults)
try:
    p.x = 1
except AttributeError as error:
    print(error)
try:
    Point(1)
except TypeError as error:
    print(error)
