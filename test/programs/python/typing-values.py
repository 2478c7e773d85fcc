"""What the types of `typing` tell about themselves, as libraries that write code ask them."""
import typing, inspect, collections
from typing import *
import torch
from torch import Tensor
OptTensor = Optional[Tensor]
for o in [Optional[Tensor], Union[int, Tensor], List[int], Dict[str, int], Any, Callable, Callable[[int], str], Tuple[int, ...], Tuple, Type[int], Sequence[int], Iterable, Union, Optional, Literal['a', 1], TypeVar('T'), int | str, list[int], Tensor, int, Final[int], ClassVar[int], NoReturn]:
    try: m = o.__module__
    except AttributeError as e: m = str(e)
    print(repr(o), m, getattr(o, '_name', 'NONE'), getattr(o, '__origin__', 'NOORIG'), getattr(o, '__args__', 'NOARGS'), hasattr(o, '_name'))
class A:
    def f(self, x: 'OptTensor', y: "Union[Tensor, Tuple[Tensor, Tensor]]" = None) -> 'Tensor': ...
print(inspect.signature(A.f))
for k, p in inspect.signature(A.f).parameters.items(): print(k, p.annotation, p.default, p.kind)
v = typing.ForwardRef('OptTensor')
print(v, typing._eval_type(v, globals(), None))
print(typing.get_type_hints(A.f))
