"""Statements, soft keywords, parameters and imports."""
print()
print(a, b)
print(a, file=b)
print((a), b)
print (a)
print (a).b
exec(a)
exec = 1
print = 2
match = 1
match.x = 3
match(a)
match[a] = b
case = 3
type = 4
type.x = 2
type[a] = 3
type(a).b = 3
type(a)[0] = 4
type(a).b.c += 1
type(a).x, b = 1, 2
pass
_ = 4
x: int
x.y: int = 3
(x): int = 4
x = y = z = 1
x = yield_
a, = b
a, *b = c
(a, b), [c, *d] = e
for a, in b: pass
for x in *a, b: pass
for (a, b), c in d: pass
for a.b in c: pass
for a[0] in c: pass
del a, b.c, d[0], (e, f)
del (a)
del (a, )
del [a, b]
return_ = 1
assert a, b
assert (a, b)
raise_ = 1
try: pass
except (A, B) as e: pass
except A.b: pass
except: pass
else: pass
finally: pass
try: pass
except* A as e: pass
global q
class A(B, *c, metaclass=d, **e): pass
class A(): x: int = 3; y = 4
class A:
    """doc"""
def f(a, b=1, /, c=2, *d, e, f=3, **g) -> h: "doc"
def f(*, a): pass
def f(*a: int, **b: str): pass
def f(*a: *b): pass
def f(a: int=3, *b, c): pass
lambda *a, **b: 1
lambda *, a=1: 1
lambda a, /, b: 1
@a.b(c)
@d
class E: pass
@(x := y)
def f(): pass
@a[0].b
async def f(): pass
if a: pass
elif b: pass
else: pass
if a:
    pass
elif b:
    pass
elif c: x
from . import a
from .. import b as c
from ...a.b import (c, d as e,)
from .a import *
import a.b.c, d as e, f . g
from __future__ import division
a.b . c
