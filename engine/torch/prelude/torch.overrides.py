"""torch.overrides: no argument is of a class that takes over functions of torch."""
import torch

__import__("_rest").unknown()


def has_torch_function(args):
    return False


def has_torch_function_unary(arg):
    return False


def has_torch_function_variadic(*args):
    return False


def is_tensor_like(inp):
    return isinstance(inp, torch.Tensor)
