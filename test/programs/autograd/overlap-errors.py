import torch

x = torch.arange(6.0)
for name, write in {
    "expand add_": lambda: torch.ones(1, 1).expand(2, 3).add_(1),
    "expand setitem": lambda: torch.ones(3, 1).expand(3, 2).__setitem__(0, 5.0),
    "shift": lambda: x[1:].copy_(x[:-1]),
    "self add": lambda: x.add_(x),
    "row": lambda: x.view(2, 3).sub_(x[:3]),
    "transpose": lambda: x[:4].view(2, 2).add_(x[:4].view(2, 2).t()),
    "strided": lambda: x[::2].add_(x[1::2]),
    "clone": lambda: x[1:].copy_(x[:-1].clone()),
    "broadcast": lambda: x[:3].add_(torch.ones(2, 3)),
    "dtype": lambda: torch.ones(2, dtype=torch.long).add_(1.5),
    "int div": lambda: torch.ones(2, dtype=torch.long).div_(2),
}.items():
    try:
        print(name, write())
    except RuntimeError as error:
        print(name, "->", error)
