data = [4, 8, 15, 16, 23]
if (n := len(data)) > 3:
    print("long", n)
it = iter(data)
while (v := next(it, None)) is not None:
    if v == 16:
        break
    print(v, end=" ")
else:
    print("never")
print()
for i in range(2, 10):
    for j in range(2, i):
        if i % j == 0:
            break
    else:
        print(i, "prime")
i = 0
while True:
    i += 1
    if i % 2:
        continue
    if i > 6:
        break
    print(i)
for _ in []:
    pass
else:
    print("empty else")
print([y for x in data if (y := x // 2) > 5], y)
for k, (a, b) in enumerate(zip(data, data[1:])):
    print(k, b - a, end="; ")
print()
for a, *b in [(1, 2, 3), (4,)]:
    print(a, b)
x = [1, 2, 3]
for v in x[:]:
    x.remove(v)
print(x, i, k)
total = 0
for total in range(3):
    pass
print(total)
del total
try:
    print(total)
except NameError as error:
    print(error)
print(*range(3), sep=", ", end=".\n")
print("a", "b", sep="")
print()
print("x" if x else "y", end="")
print("\ttab", "nl\\n", r"raw\n", "uni\u00e9", 'q"q')
