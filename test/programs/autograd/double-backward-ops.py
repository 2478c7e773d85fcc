import torch
import torch.nn.functional as F

x = torch.tensor([0.3, -0.7, 1.2], requires_grad=True)
fs = {
    "sin": torch.sin, "exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softmax": lambda t: t.softmax(0)[0],
    "mul": lambda t: t * t * t, "div": lambda t: 1 / (t + 2), "log": lambda t: (t + 2).log(), "sqrt": lambda t: (t + 2).sqrt(),
    "softplus": F.softplus, "norm": lambda t: t.norm(), "prod": lambda t: t.prod(), "relu": F.relu, "logsumexp": lambda t: t.logsumexp(0),
    "matmul": lambda t: torch.outer(t, t) @ t, "mse": lambda t: F.mse_loss(t, torch.ones(3)), "abs": torch.abs,
}
for name, f in fs.items():
    g, = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    if g.requires_grad:
        h, = torch.autograd.grad(g.sum(), x, allow_unused=True)
        print(f"{name:9} {g.detach()} {g.grad_fn.name()} {h}")
    else:
        print(f"{name:9} {g} constant")
