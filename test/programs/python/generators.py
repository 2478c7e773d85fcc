def count(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "finished"


g = count(3)
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)


def chain(*its):
    for it in its:
        yield from it


def outer():
    result = yield from count(1)
    print("inner said", result)
    yield 99


print(list(chain([1, 2], "ab", range(2))), list(outer()))


def guarded():
    try:
        while True:
            yield 1
    except ValueError as error:
        yield f"caught {error}"
    finally:
        print("cleanup")


h = guarded()
next(h)
print(h.throw(ValueError("boom")))
h.close()


def batches(items, size):
    for i in range(0, len(items), size):
        yield items[i:i + size]


for batch in batches(list(range(7)), 3):
    print(batch)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), sum(Countdown(4)), 2 in Countdown(5), [*Countdown(2)], max(Countdown(3)), tuple(zip(Countdown(2), Countdown(3))))


class Seq:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Seq()), 20 in Seq(), list(iter(lambda c=iter([1, 2, 0, 3]): next(c), 0)), list(reversed([1, 2])))
