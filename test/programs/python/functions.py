def f(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs


print(f(1, c=3), f(1, 5, 6, 7, c=8, e=9), f(*[1, 2, 3], **{"c": 0, "z": 1}))


def pos(a, /, b, *, c):
    return a + b + c


print(pos(1, 2, c=3), pos(1, b=2, c=3))


def shared(item, bucket=[]):
    bucket.append(item)
    return bucket


print(shared(1), shared(2), shared(3, []))
counter = 0


def bump():
    global counter
    counter += 1
    return counter


print(bump(), bump(), counter)


def fact(n: int) -> int:
    """Factorial."""
    return 1 if n < 2 else n * fact(n - 1)


print(fact(20), fact.__name__, fact.__doc__, fact.__annotations__, (lambda: 0).__name__, callable(fact), f.__defaults__, f.__kwdefaults__)
for call in (lambda: f(), lambda: f(1), lambda: pos(1, 2), lambda: pos(a=1, b=2, c=3), lambda: fact(1, 2), lambda: fact(m=1), lambda: pos(1, 2, c=3, d=4), lambda: f(1, a=2, c=3), lambda: counter()):
    try:
        call()
    except TypeError as error:
        print(error)


def nothing():
    pass


print(nothing(), (lambda x, y=1: x + y)(2), (lambda *a, **k: (a, k))(1, b=2))


def read():
    print(late)
    late = 1


try:
    read()
except UnboundLocalError as error:
    print(error)
try:
    undefined_name
except NameError as error:
    print(error)
