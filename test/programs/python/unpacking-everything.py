def f(*args, sep="-", **kw):
    return sep.join(map(str, args)) + ("" if not kw else " " + str(kw))


pair, triple = (1, 2), [3, 4, 5]
print(f(*pair, *triple, sep="+"), f(0, *pair, **{"a": 1}, **{"b": 2}), [*pair, *triple, 6], {*pair, 1}, (*pair,), {**{"a": 1}, "b": 2, **{"a": 3}})
a, (b, *c), *d = 1, (2, 3, 4), 5, 6
print(a, b, c, d)
x = y = z = []
x.append(1)
print(y is z, z)
(a), [b, c] = 1, "xy"
print(a, b, c)
i = 0
values = [10, 20, 30]
i, values[i] = 1, 99
print(i, values)
a, b = b, a
print(a, b)
head, *_, tail = "hello"
print(head, tail, _)
for (p, q), r in [((1, 2), 3), ((4, 5), 6)]:
    print(p + q + r, end=" ")
print()
d = {"k": 1}
d["k"], d["new"] = d["k"] + 1, "v"
print(d, [*d], [*d.items()], dict(**d, z=0))
first = second = 5
first += 1
print(first, second, *[1, 2], *"ab")


def g():
    return 1, *pair, 3


print(g(), (lambda *a: a)(*range(3)), max(*triple), print(*[], sep="x"))
try:
    f(**{"sep": 1}, sep=2)
except TypeError as error:
    print(error)
try:
    f(*5)
except TypeError as error:
    print(error)
try:
    f(**{1: 2})
except TypeError as error:
    print(error)
