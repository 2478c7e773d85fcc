"""Coroutines and every spelling of `with`."""
async def g():
    await x ** 2
    await x.y[0](1) + 2
    -await x
    [i async for i in x if await i]
    {await i for i in x}
    async with a as b, c as d: pass
    return [await j for j in k]
with a or b as c: pass
with a if b else c as d: pass
with (a, b): pass
with (a, b,): pass
with (a as b, c as d,): pass
with (a, b) as c: pass
with ((a, b)): pass
with (a): pass
with (a), (b): pass
with (a) as b, (c) as (d, e): pass
with (yield_): pass
with a as b[0], c as d.e: pass
with (a, *b): pass
with (): pass
with open(x) as f, \
     open(y): pass
