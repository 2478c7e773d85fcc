"""Precedence, walruses, stars and lambdas."""
def f():
    return (x := a or b), (x := a and b or c), (x := not a), (x := a < b), (x := lambda: 1), (x := a if b else c), (x := yy if a else zz if c else d)
if (y := a) and b: pass
if (y := a or b) and c: pass
while x := a or b: pass
[y for x in z if (q := x) or (r := y)]
f(a := 1 if b else 2, c)
x[a := 1]
lambda: (yield)
lambda x: x if a else b
lambda x: lambda y: x or y
a = lambda: 1, 2
not a == b
not a in b
-a ** -b
a ** b ** c
a if b else lambda: c if d else e
a if b else c or d
(a if b else c) or d
print(*a or b, **c or d)
[*a, *b.c(), *(1, 2), *[3]]
{*a, *b | c}
{**a, **b | c, 'x': 1}
a ^ b & c | d & e ^ f
a & b ^ c & d ^ e
(a ^ b) & c
a << b + c & d
await_ = 1
