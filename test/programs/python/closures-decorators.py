import functools


def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count
    return step


a, b = counter(), counter(10)
print(a(), a(5), b(), a())


def trace(prefix):
    def wrap(fn):
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            print(prefix, fn.__name__, args, kwargs)
            result = fn(*args, **kwargs)
            print(prefix, "->", result)
            return result
        inner.calls = 0
        return inner
    return wrap


@trace("call")
def add(x, y=1):
    return x + y


add(2)
add(2, y=5)
print(add.__name__, add.calls, add.__wrapped__(1, 1))


class Memo:
    def __init__(self, fn):
        self.fn, self.cache = fn, {}

    def __call__(self, n):
        if n not in self.cache:
            self.cache[n] = self.fn(n)
        return self.cache[n]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), len(fib.cache))


@functools.lru_cache(maxsize=None)
def square(n):
    print("computing", n)
    return n * n


print(square(3), square(3), functools.reduce(lambda p, q: p * q, [1, 2, 3, 4]), functools.partial(add, y=3)(1))


def twice(cls):
    cls.doubled = lambda self: self.v * 2
    return cls


@twice
class V:
    v = 4


print(V().doubled(), sorted([3, 1, 2], key=functools.cmp_to_key(lambda p, q: q - p)))
