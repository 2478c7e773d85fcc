from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Generic, List, Optional, Tuple, TypeVar, Union

T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> Stack[T]:
        self.items.append(item)
        return self

    def pop(self) -> Optional[T]:
        return self.items.pop() if self.items else None


def apply(fn: Callable[[int], int], xs: list[int], scale: int | None = None) -> Dict[int, int]:
    result: Dict[int, int] = {}
    x: int
    for x in xs:
        result[x] = fn(x) * (scale or 1)
    return result


pair: Tuple[int, str] = (1, "a")
maybe: Union[int, None] = None
print(Stack[int]().push(1).push(2).pop(), apply(lambda v: v + 1, [1, 2], scale=2), pair, maybe)
print(os.path.join("a", "b.pt"), Path("x") / "y.txt", os.path.basename("/p/q.py"), os.path.splitext("model.pth"), Path("a/b.tar.gz").suffix, Path("a/b.py").stem)
print(__name__, sys.argv[1:], isinstance(3, (int, str)), type(3).__name__, os.environ.get("SURELY_NOT_SET", "default"), sys.maxsize)
if __name__ == "__main__":
    print("main")


def main():
    x: Any = 5
    y = x if x else None
    return y


print(main(), apply.__name__, bool(__doc__), int.__name__, "abc".__class__)
assert True
pass
...
if False:
    unreachable_name
print(min([], default="none"), [].__len__(), sorted({"b": 1, "a": 2}.items()), (lambda: (yield))().__class__.__name__)
