from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


class Other:
    __match_args__ = ("kind",)

    def __init__(self, kind):
        self.kind = kind


def describe(v):
    match v:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case int(n) if n < 0:
            return f"negative {n}"
        case int() | float():
            return "number"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case str():
            return "text"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, y, *rest]:
            return f"{x} {y} rest {rest}"
        case {"type": "linear", "size": (i, o), **extra}:
            return f"linear {i}->{o} {extra}"
        case {"type": t}:
            return f"type {t}"
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y):
            return f"point {x},{y}"
        case Other("special"):
            return "special"
        case None:
            return "none"
        case _:
            return "unknown"


for v in [0, 2, -5, 100, 2.5, "a", "zzz", [], [7], (1, 2), [1, 2, 3, 4], {"type": "linear", "size": (3, 4), "bias": True}, {"type": "relu"}, Point(0, 0), Point(1, 2),
          Other("special"), Other("x"), None, {}, True]:
    print(describe(v))
match (1, (2, 3)):
    case (a, (b, c)):
        print(a, b, c)
match "unmatched":
    case "no":
        print("never")
