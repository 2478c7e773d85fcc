import torch
from torch import nn

m = nn.Module()
w = torch.ones(2, requires_grad=True)
calls = {
    "tensor": lambda: m.register_parameter("a", torch.ones(2)), "dot": lambda: m.register_parameter("a.b", None),
    "empty": lambda: m.register_parameter("", None), "method": lambda: m.register_parameter("forward", nn.Parameter(w)),
    "buffer type": lambda: m.register_buffer("b", 3), "module type": lambda: m.add_module("c", torch.relu),
    "module dot": lambda: m.add_module("c.d", nn.ReLU()), "number name": lambda: m.register_parameter(3, None),
    "ok": lambda: m.register_parameter("p", nn.Parameter(w)), "twice": lambda: m.register_buffer("p", torch.ones(1)),
    "sequential": lambda: nn.Sequential(nn.ReLU(), torch.relu), "list": lambda: nn.ModuleList([3]),
    "dict": lambda: nn.ModuleDict({"x": 1}), "call": lambda: m(1), "list call": lambda: nn.ModuleList()(1),
    "get": lambda: m.get_submodule("nope"), "get parameter": lambda: m.get_parameter("p"),
}
for name, call in calls.items():
    try:
        print(name, "=", call())
    except Exception as error:
        print(name, type(error).__name__, error)
