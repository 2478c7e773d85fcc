import torch
from torch import nn
from torch.optim import SGD, Adam

w = torch.ones(2, requires_grad=True)
net = nn.Linear(1, 1)
gen = net.parameters()
list(gen)
calls = {
    "tensor": lambda: SGD(w, lr=0.1), "module": lambda: SGD(net, lr=0.1), "empty": lambda: SGD([], lr=0.1), "used up": lambda: Adam(gen),
    "nonleaf": lambda: Adam([w * 2]), "slice": lambda: Adam([w[:1]]), "number": lambda: SGD([1.0], lr=0.1), "none": lambda: SGD([None], lr=0.1),
    "negative": lambda: SGD([w], lr=-1), "momentum": lambda: SGD([w], lr=0.1, momentum=-1), "betas": lambda: Adam([w], betas=(1.5, 0.9)),
    "groups dup": lambda: SGD([{"params": [w]}, {"params": [w]}], lr=0.1), "dup": lambda: len(SGD([w, w], lr=0.1).param_groups),
    "no grad": lambda: len(SGD([torch.ones(1)], lr=0.1).param_groups), "default": lambda: SGD([w]).defaults["lr"],
    "named": lambda: len(SGD(net.named_parameters()).param_groups[0]["params"]), "nesterov": lambda: SGD([w], lr=0.1, nesterov=True),
}
for name, call in calls.items():
    try:
        print(name, "=", call())
    except Exception as error:
        print(name, type(error).__name__, error)
