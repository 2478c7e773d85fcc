"""torch.overrides: modes that see every function of torch that is called; see engine/torch/overrides.ts for classes that do."""
import torch
import _gradsight

__import__("_rest").unknown()


def has_torch_function(args):
    return any(type(arg) is not torch.Tensor and not isinstance(arg, torch.nn.Parameter) and hasattr(type(arg), "__torch_function__") for arg in args)


def has_torch_function_unary(arg):
    return has_torch_function((arg,))


def has_torch_function_variadic(*args):
    return has_torch_function(args)


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    return public_api(*args, **kwargs)


class TorchFunctionMode:
    def __init__(self):
        pass

    def __torch_function__(self, func, types, args=(), kwargs=None):
        raise NotImplementedError

    def __enter__(self):
        _gradsight.push_function_mode(self)
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        _gradsight.pop_function_mode()


def is_tensor_like(inp):
    return isinstance(inp, torch.Tensor)
