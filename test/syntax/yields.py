"""Generators: yields in deep places."""
def gen():
    x = yield
    y = yield 1, 2
    yield
    yield from z
    print((yield a), f(), (yield b))
    return (yield)
    x += yield 3
    w: int = yield 4
    a = b = yield
    if (yield c): pass
    elif (yield d): pass
    lambda: (yield)
    await_ = [(yield 1), 2]
    return a, *b
    return *a, b
    x = *a, *b.c
    x = a, *[1]
    x[*(1, 2)]
    yield *a, b
    for z in a, *(1, 2): pass
    x = *a | b, c
    f(*a | b)
    x = (yield).y
    x = yield (yield 1)
    y.z = yield
    y[(yield)] = 1
    assert (yield), 1
    raise (yield)
    with (yield) as c: pass
    del x[(yield)]
async def agen():
    async for x in y:
        yield x
    return [z async for z in w], {a: b async for a, b in c}
    x = await y if z else await w
    await (await x)
    await x + await y
    not await x
    -await x
    f(await x, *await y)
    async with a: pass
    else_ = (x async for x in await y)
