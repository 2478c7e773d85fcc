"""torch.jit: scripts and traces behave as what they were made from."""
from typing import Final

from torch.nn import Module

__import__("_rest").unknown()


class ScriptModule(Module):
    pass


class ScriptFunction:
    pass


def script(obj=None, *args, **kwargs):
    return obj if obj is not None else script


def trace(func, example_inputs=None, *args, **kwargs):
    return func


def _same(fn=None, *args, **kwargs):
    return fn if fn is not None and fn is not True and fn is not False else _same


ignore = unused = export = interface = freeze = optimize_for_inference = script_method = _overload = _overload_method = _script_if_tracing = script_if_tracing = _same


def is_scripting():
    return False


def is_tracing():
    return False


def annotate(the_type, the_value):
    return the_value


def isinstance(obj, target_type):
    import builtins

    return builtins.isinstance(obj, target_type)
