import copy
import warnings
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.simplefilter("ignore")


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors(item)]
    return []


def relate(make):
    """How what `make` answers is related to the leaf x it gets."""
    x = torch.arange(12.0).view(3, 4).clone().requires_grad_()
    out = make(x)
    found = tensors(out)
    if not found:
        print(type(out).__name__)
        return
    y = found[0]
    view = y._is_view()
    memory = y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    print(len(found), type(y).__name__, "same", y is x, "view", view, view and y._base is x, "memory", memory)
    print(y.requires_grad, y.is_leaf, y.grad_fn.name() if y.grad_fn is not None else None, y._version, x._version, y.is_contiguous())
    if y is not x:
        before = x._version
        with torch.no_grad():
            y.zero_()
        print("version shared", x._version != before)
