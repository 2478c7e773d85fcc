class Registry:
    _items = {}

    @classmethod
    def register(cls, name):
        def wrap(target):
            cls._items[name] = target
            return target
        return wrap

    @classmethod
    def build(cls, name, *args, **kwargs):
        if name not in cls._items:
            raise KeyError(f"unknown {name!r}; known: {sorted(cls._items)}")
        return cls._items[name](*args, **kwargs)


@Registry.register("adder")
class Adder:
    def __init__(self, n=1):
        self.n = n

    def __call__(self, x):
        return x + self.n


@Registry.register("fn")
def make(x):
    return lambda: x


print(Registry.build("adder", n=5)(1), Registry.build("fn", 9)(), sorted(Registry._items))
try:
    Registry.build("none")
except KeyError as error:
    print(error, error.args[0])
Registry.build("adder", 1, 2)
