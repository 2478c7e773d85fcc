from contextlib import contextmanager, nullcontext, suppress


class Timer:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind.__name__ if kind else None, value)
        return kind is KeyError


with Timer("a") as t, Timer("b"):
    print("body", t.name)
with Timer("swallow"):
    raise KeyError("gone")
try:
    with Timer("pass on"):
        raise ValueError("kept")
except ValueError as error:
    print("outside", error)


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")


with tag("p") as upper:
    print(upper)
try:
    with tag("q"):
        raise RuntimeError("inside")
except RuntimeError as error:
    print(error)


@tag("fn")
def work():
    print("working")


work()
with suppress(ZeroDivisionError):
    1 / 0
with nullcontext(5) as v:
    print(v)
for i in range(2):
    with Timer(i):
        if i == 0:
            continue
        break
with (Timer("x"), Timer("y")):
    pass
with 5:
    pass
