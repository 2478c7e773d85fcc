print([x ** 2 for x in range(6) if x % 2 == 0], {x: x ** 2 for x in (1, 2)}, {c for c in "aa"}, list(x for x in range(3)), sum(i for i in range(5)))
print([(i, j) for i in range(3) for j in range(i)], [[i * j for j in range(3)] for i in range(3)], [y for x in [[1, 2], [3]] for y in x])
x = "outer"
print([x for x in range(3)], x, [n := 5, n + 1], n, [last := i for i in range(4)], last)
fns = [lambda: i for i in range(3)]
print([f() for f in fns], [f() for f in [lambda i=i: i for i in range(3)]])
words = ["apple", "bob", "cat"]
print({w: len(w) for w in words if "a" in w}, max(len(w) for w in words), ", ".join(w.upper() for w in words), any(w == "bob" for w in words), all(len(w) > 2 for w in words))
print([a + b for a, b in zip([1, 2], [3, 4])], [i if i % 2 else -i for i in range(4)], dict((k, v) for k, v in [("a", 1)]), [*range(3)], {**{"a": 1}}, [*"ab", *[1]])


class Box:
    size = 3
    squares = [i * i for i in range(size)]


print(Box.squares, list(zip(range(3), "abc", [True, False])), next(i for i in range(10) if i > 3), next(iter([]), "none"), sorted((len(w), w) for w in words))
gen = (print("side", i) or i for i in range(2))
print("before")
print(list(gen), list(gen))
try:
    next(gen)
except StopIteration as stop:
    print("stop", stop.value)
