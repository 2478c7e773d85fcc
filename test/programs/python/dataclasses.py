from dataclasses import asdict, astuple, dataclass, field, fields, replace


@dataclass
class Config:
    lr: float = 1e-3
    layers: list = field(default_factory=list)
    name: str = "net"
    hidden: int = field(default=8, repr=False)

    def __post_init__(self):
        self.total = len(self.layers) * self.hidden


a = Config()
b = Config(0.1, [1, 2], name="big")
print(a, b, a == Config(), a == b, b.total, asdict(b), astuple(a), replace(b, lr=0.5), [f.name for f in fields(a)])
a.layers.append(3)
print(a, Config().layers)


@dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int = 0


p = Point(1, 2)
print(p, p < Point(2), sorted([Point(3), Point(1, 5)]), hash(p) == hash(Point(1, 2)), {p: "v"}[Point(1, 2)])
try:
    p.x = 5
except Exception as error:
    print(type(error).__name__, error)


@dataclass
class Sub(Config):
    extra: int = 1


print(Sub(extra=9), Sub.__mro__[1].__name__)
try:
    Point()
except TypeError as error:
    print(error)
try:
    @dataclass
    class Bad:
        xs: list = []
except ValueError as error:
    print(error)


@dataclass(eq=False)
class Node:
    value: int
    next: "Node | None" = None


print(Node(1, Node(2)), Node(1) == Node(1))
