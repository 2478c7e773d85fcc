class Animal:
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} makes a sound"

    @classmethod
    def create(cls, name):
        return cls(name.title())

    @staticmethod
    def legs():
        return 4

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"


class Dog(Animal):
    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def speak(self):
        return super().speak() + ": woof"

    def __str__(self):
        return f"dog {self.name}"

    def __len__(self):
        return len(self.tricks)


d = Dog.create("rex")
print(d, repr(d), [d], f"{d} {d!r}", d.speak(), Dog.legs(), Animal.count, len(d), bool(d), isinstance(d, Animal), issubclass(Dog, Animal), type(d) is Dog)
print(Dog.__name__, Dog.__mro__, Dog.__bases__, d.__class__.__name__, vars(d), d.__dict__, hasattr(d, "tricks"), getattr(d, "age", 7))
setattr(d, "age", 3)
print(d.age, Dog.speak(d), callable(d.speak), d.__module__, Animal("x").name)
delattr(d, "age")
try:
    d.age
except AttributeError as error:
    print(error)
try:
    Animal()
except TypeError as error:
    print(error)
try:
    d.speak(1)
except TypeError as error:
    print(error)
try:
    Dog.nope
except AttributeError as error:
    print(error)
d.speak = lambda: "patched"
print(d.speak(), Dog("y").speak())
Dog.count = 100
print(Animal.count, Dog.count)


class Empty:
    """Doc."""


e = Empty()
e.anything = 1
print(Empty.__doc__, e.anything, Empty, type(e), type(Empty))
