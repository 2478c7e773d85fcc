"""torch.ops: operators that extensions register; what one of them computes is unknown, unless it is written down here."""

import importlib

from _gradsight import unknown

_WRITTEN = ["torchvision"]


def load_library(path):
    pass


def import_module(module):
    pass


class Operator:
    """All overloads of an operator; the function decides by its arguments."""

    def __init__(self, name, function):
        self.__name__ = self.__qualname__ = name
        self._function = function

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    @property
    def default(self):
        return self

    def overloads(self):
        return ["default"]


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _WRITTEN:
        return importlib.import_module("torch.ops." + name)
    return unknown(f"the operators of `torch.ops.{name}` are not modelled")
