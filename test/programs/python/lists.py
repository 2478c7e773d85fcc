xs = [3, 1, 2]
xs.append(5)
xs.extend([4, 4])
xs.insert(1, 9)
print(xs, xs.pop(), xs.pop(0), xs.index(1), xs.count(4), len(xs), xs)
xs.sort()
xs.reverse()
xs.remove(9)
print(xs, xs[::-1], xs[-1], xs[1:3], sorted(xs, reverse=True), xs + [0], xs * 2, 3 in xs)
xs[1:2] = [7, 8, 9]
del xs[0]
print(xs, xs[::2], xs[:-1], xs[100:], list("abc"), list(range(5, 0, -2)), [[0] * 2 for _ in range(2)], [1, 2] == [1, 2], [1, 2] < [1, 3])
xs[::2] = [0] * len(xs[::2])
a = b = [1]
b.append(2)
c = a.copy()
c.append(3)
print(xs, a, c, a is b, a is c, [*a, *c], list(zip(a, c)), list(enumerate(c, 1)), list(map(str, c)), list(filter(lambda v: v > 1, c)))
first, *rest = c
*init, last = c
(p, q), r = (1, 2), 3
print(first, rest, init, last, p, q, r, any([0, "", 1]), all([]), sum([[1], [2]], []), max(c, key=lambda v: -v), [None, True, 1.5, "s", (1,), {}])
for what in (lambda: [1][5], lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(3), lambda: xs["a"], lambda: [1] + (2,)):
    try:
        what()
    except Exception as error:
        print(type(error).__name__, error)
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*matrix)], [v for row in matrix for v in row if v % 2], [[v * 2 for v in row] for row in matrix])
x = y = 0
x, y = y + 1, x + 2
print(x, y, min(matrix), (1, 2) + (3,), (1, 2) * 2, tuple([1]), (), (1,))
