s = {3, 1, 2}
s.add(4)
s.discard(9)
s.remove(1)
print(s, len(s), 3 in s, s | {7}, s & {2, 3, 9}, s - {2}, s ^ {2, 10}, s <= {2, 3, 4, 5}, s.isdisjoint({8}), set(), frozenset([1, 2]), {1, 2} == {2, 1})
s.update([5, 6])
print(sorted(s), sum(s), {x % 3 for x in range(10)}, set("aab") == {"a", "b"}, s.pop() in range(10), s.union([1]), s.intersection([5, 6]), set([1]) < set([1, 2]))
t = (1, "a", 2.5)
a, b, c = t
print(t, t[0], t[-1], t[1:], len(t), t.count(1), t.index("a"), a, b, c, t == (1, "a", 2.5), (1, 2) < (1, 3), hash((1, 2)) == hash((1, 2)), t + ((),), 1 in t)
x, (y, *z) = 1, (2, 3, 4)
print(x, y, z, *t, sep="/", end="!\n")
for what in (lambda: {1}.remove(5), lambda: t.__setitem__(0, 1), lambda: {[]}, lambda: t[9]):
    try:
        what()
    except Exception as error:
        print(type(error).__name__, error)
try:
    a, b = 1, 2, 3
except ValueError as error:
    print(error)
try:
    a, b, c = [1, 2]
except ValueError as error:
    print(error)
try:
    a, *b = []
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
print((5), (5,), tuple("ab"), (1, (2, (3,))), not (), {frozenset({1}): "f"})
