"""Where classes say they are from: built-in ones whose instances have a `__module__` of their own, too."""
import types
import typing

print(types.UnionType.__module__, type(lambda: 0).__module__, type(len).__module__)
print(typing.get_origin(int | str).__module__, typing.get_origin(int | str).__name__)
print(typing.get_origin(list[int]).__module__, typing.get_origin(typing.Dict[str, int]).__module__)


class Own:
    pass


print(Own.__module__, Own().__module__)
