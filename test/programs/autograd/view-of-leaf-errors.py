import torch

w = torch.ones(3, 2, requires_grad=True)
flat = w.view(-1)
actions = {
    "setitem": lambda: w.__setitem__(0, 1.0),
    "setitem mask": lambda: w.__setitem__(w > 0, 1.0),
    "view add_": lambda: flat.add_(1),
    "row zero_": lambda: w[0].zero_(),
    "add_": lambda: w.add_(1),
    "t_": lambda: w.t_(),
    "copy_": lambda: w.copy_(torch.zeros(3, 2)),
    "relu_": lambda: w.relu_(),
    "clamp_": lambda: w.clamp_(0, 1),
    "fill_diagonal_": lambda: w.fill_diagonal_(0),
    "normal_": lambda: w.normal_(),
    "shape mismatch": lambda: w.add_(torch.ones(7)),
    "detached shape": lambda: w.detach().add_(torch.ones(7)),
}
for name, action in actions.items():
    try:
        action()
        print(name, "ok")
    except RuntimeError as error:
        print(name, "->", error)
print(w._version, flat._version)
