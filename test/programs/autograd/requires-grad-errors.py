import torch

x = torch.ones(2, requires_grad=True)
y = x * 2
i = torch.tensor([1, 2])
tries = {
    "nonleaf false": lambda: setattr(y, "requires_grad", False), "nonleaf true": lambda: y.requires_grad_(),
    "nonleaf method": lambda: y.requires_grad_(False), "int attr": lambda: setattr(i, "requires_grad", True),
    "int method": lambda: i.requires_grad_(), "int factory": lambda: torch.ones(2, dtype=torch.long, requires_grad=True),
    "int tensor": lambda: torch.tensor([1, 2], requires_grad=True), "int param": lambda: torch.nn.Parameter(i),
    "retain": lambda: i.retain_grad(), "hook": lambda: i.register_hook(print), "param list": lambda: torch.nn.Parameter([1.0]),
    "resize": lambda: x.resize_(4), "apply": lambda: x.apply_(lambda v: v), "param ok": lambda: torch.nn.Parameter(i, requires_grad=False),
    "slice false": lambda: x[:1].requires_grad_(False), "grad shape": lambda: setattr(x, "grad", torch.ones(3)),
    "grad type": lambda: setattr(x, "grad", 3), "grad self": lambda: setattr(x, "grad", x), "grad ok": lambda: setattr(x, "grad", torch.ones(2)),
    "grad dtype": lambda: setattr(x, "grad", torch.ones(2).double()),
}
for name, action in tries.items():
    try:
        print(name, "=", action())
    except Exception as error:
        print(name, type(error).__name__, error)
print(x.grad, y.requires_grad)
