import torch

x = torch.tensor([0.4, 1.6, -2.3], requires_grad=True)
fs = {
    "round": torch.round, "floor": torch.floor, "ceil": torch.ceil, "sign": torch.sign, "trunc": torch.trunc, "frac": torch.frac,
    "zero": lambda t: t * 0, "pow0": lambda t: t ** 0, "clamp": lambda t: t.clamp(5, 6), "softmax1": lambda t: t.view(3, 1).softmax(1),
    "remainder": lambda t: t % 1, "fmod": lambda t: torch.fmod(t, 1), "masked": lambda t: t.masked_fill(t < 10, 1.0),
    "floor div": lambda t: torch.div(t, 2, rounding_mode="floor"), "relu neg": lambda t: (-t.abs()).relu(),
}
for name, f in fs.items():
    x.grad = None
    y = f(x)
    y.sum().backward()
    print(f"{name:10} {y.requires_grad} {x.grad}")
try:
    (x // 2).sum().backward()
except RuntimeError as error:
    print(error)
print((x // 2).grad_fn)
