"""A module that never called `super().__init__()`: what PyTorch misses first, by method."""

import torch
from torch import nn


class Bare(nn.Module):
    def __init__(self):
        pass

    def forward(self, x):
        return x


class BareSequence(nn.Sequential):
    def __init__(self):
        pass


class BareLinear(nn.Linear):
    def __init__(self):
        self.extra = 1


def attempt(what, run):
    try:
        print(what, str(run()))
    except Exception as error:
        print(what, type(error).__name__, error)


def every(m, method):
    result = getattr(m, method)()
    return list(result) if hasattr(result, "__next__") else type(result).__name__


bare = Bare()
for method in (
    "state_dict parameters named_parameters buffers named_buffers modules named_modules children named_children train eval zero_grad "
    "requires_grad_ float half double cpu share_memory extra_repr __repr__ __str__ __dir__"
).split():
    attempt(method, lambda: every(bare, method))
    attempt(f"parent's {method}", lambda: every(nn.Sequential(bare), method) if method != "extra_repr" else None)
attempt("call", lambda: bare(1))
attempt("call within", lambda: nn.Sequential(bare)(1))
attempt("to", lambda: bare.to("cpu"))
attempt("to_empty", lambda: bare.to_empty(device="cpu"))
attempt("apply", lambda: bare.apply(print))
attempt("load_state_dict", lambda: bare.load_state_dict({}))
attempt("register_buffer", lambda: bare.register_buffer("x", torch.zeros(1)))
attempt("register_parameter", lambda: bare.register_parameter("x", None))
attempt("register_forward_hook", lambda: bare.register_forward_hook(print))
attempt("register_full_backward_hook", lambda: bare.register_full_backward_hook(print))
attempt("add_module", lambda: bare.add_module("x", nn.Linear(1, 1)))
attempt("a module", lambda: setattr(bare, "x", nn.Linear(1, 1)))
attempt("a parameter", lambda: setattr(bare, "x", nn.Parameter(torch.zeros(1))))
attempt("a tensor", lambda: setattr(bare, "x", torch.zeros(1)))
attempt("optimizer", lambda: torch.optim.SGD(bare.parameters(), lr=0.1))
attempt("sequence", lambda: len(BareSequence()))
attempt("sequence called", lambda: BareSequence()(1))
attempt("layer", lambda: BareLinear()(torch.ones(1)))
attempt("layer as text", lambda: repr(BareLinear()))
bare.state_dict()
