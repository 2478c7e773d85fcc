"""Collections, comprehensions, comparisons and operators."""
x if y else z
()
(a,)
(a)
[]
{}
{a}
{a: b}
{a: b, **c}
[a, b,]
{a: b for a, b in c}
{a for a in b}
(a for a in b)
f(a for a in b)
f(a, (b for b in c))
[a for b in c for d in e if f if g]
[a for a in b if c if d]
[x for x in (lambda: y, 1)]
pass
[[y for y in x] for x in z]
[a for a, in b]
[a for (a, b) in c]
[a for a.b in c]
a < b < c
a is not b
a not in b
a is b
a == b != c
a; b; c
if a: b; c
while a: b
else: c
x = a if b else c,
x @= y
x //= y
x **= y
x >>= y
x <<= y
x &= y
x |= y
x ^= y
x %= y
a.b += 1
a[0] -= 2
...
None, True, False
__debug__
~a
+a
not not a
- - a
a or b and c or d
a and b and c
(a and b) and c
a and (b and c)
