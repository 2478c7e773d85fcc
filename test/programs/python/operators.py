class Vec:
    def __init__(self, *xs):
        self.xs = xs

    def __add__(self, o):
        return Vec(*(a + b for a, b in zip(self.xs, o.xs)))

    def __mul__(self, k):
        if isinstance(k, Vec):
            return sum(a * b for a, b in zip(self.xs, k.xs))
        return Vec(*(a * k for a in self.xs))

    __rmul__ = __mul__

    def __sub__(self, o):
        return self + -o

    def __neg__(self):
        return self * -1

    def __eq__(self, o):
        return isinstance(o, Vec) and self.xs == o.xs

    def __hash__(self):
        return hash(self.xs)

    def __lt__(self, o):
        return self.xs < o.xs

    def __getitem__(self, i):
        return self.xs[i]

    def __contains__(self, v):
        return v in self.xs

    def __len__(self):
        return len(self.xs)

    def __call__(self, f):
        return Vec(*map(f, self.xs))

    def __repr__(self):
        return f"Vec{self.xs}"

    def __bool__(self):
        return any(self.xs)

    def __matmul__(self, o):
        return self * o

    def __iadd__(self, o):
        self.xs = tuple(a + b for a, b in zip(self.xs, o.xs))
        return self

    def __abs__(self):
        return sum(x * x for x in self.xs) ** 0.5

    def __radd__(self, o):
        return self if o == 0 else NotImplemented


a, b = Vec(1, 2), Vec(3, 4)
print(a + b, a - b, a * 2, 3 * a, a * b, a @ b, -a, a == Vec(1, 2), a != b, a < b, a[0], a[-1], 2 in a, len(a), a(lambda x: x * 10), bool(Vec(0, 0)), abs(b))
c = a
c += b
print(a, c is a, sum([a, b]), sorted([b, a]), max(a, b), list(a), {a: 1}[Vec(4, 6)], a and "yes", Vec() or "empty")
for what in (lambda: a + 1, lambda: 5 - a, lambda: a > 3, lambda: a / 2, lambda: [] + a, lambda: 1 + "a", lambda: "a" * "b", lambda: -"a", lambda: None + 1, lambda: {} < {}):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)
from functools import total_ordering


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n

    def __lt__(self, o):
        return self.n < o.n


print(Version(1) <= Version(2), Version(3) > Version(2), Version(1) >= Version(1), 1 < 2 < 3, 1 < 3 > 2, not 1 == 2, 1 if [] else 2, 0 or None or "x", 3 and 0)
