import torch

x = torch.rand(3).mul(0).add(0.5).requires_grad_()
ops = {
    "x+1": lambda: (x + 1).sum(), "x-2": lambda: (x - 2).sum(), "x*2": lambda: (x * 2).sum(), "x/2": lambda: (x / 2).sum(),
    "-x": lambda: (-x).sum(), "x*x": lambda: (x * x).sum(), "mean": lambda: x.mean(), "cat": lambda: torch.cat([x, x]).sum(),
    "view": lambda: x.view(3, 1).sum(), "exp": lambda: x.exp().sum(), "relu": lambda: x.relu().sum(), "pow": lambda: (x ** 2).sum(),
    "index": lambda: x[[0, 1]].sum(), "slice": lambda: x[1:].sum(), "max": lambda: x.max(), "sum": lambda: x.sum(),
    "clone": lambda: x.clone().sum(), "clamp": lambda: x.clamp(0, 1).sum(), "abs": lambda: x.abs().sum(), "x%2": lambda: (x % 2).sum(),
    "double": lambda: x.double().sum(), "expand": lambda: x.expand(2, 3).sum(), "cumsum": lambda: x.cumsum(0).sum(),
    "stack": lambda: torch.stack([x, x]).sum(), "softmax": lambda: x.softmax(0)[0], "linear": lambda: torch.nn.functional.linear(torch.ones(1, 3), x.view(1, 3)).sum(),
    "round": lambda: x.round().sum(), "where": lambda: torch.where(x > 0, x, 0.0).sum(), "var": lambda: x.var(), "flip": lambda: x.flip(0).sum(),
}
for name, op in ops.items():
    y = op()
    y.backward()
    try:
        y.backward()
        print(name, "again ok")
    except RuntimeError as error:
        print(name, "raises", str(error)[:60])
