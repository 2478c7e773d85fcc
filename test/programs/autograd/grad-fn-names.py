import torch

x = torch.rand(3) + 0.5
x.requires_grad_()
y = torch.rand(3, requires_grad=True)
i = torch.tensor([0, 2])
results = {
    "+": x + y, "+1": x + 1, "1+": 1 + x, "-": x - y, "1-": 1 - x, "*": x * y, "*2": x * 2, "/": x / y, "2/": 2 / x,
    "**2": x ** 2, "2**": 2 ** x, "**t": x ** y, "-x": -x, "%": x % 2, "abs": abs(x), "@": x @ y, "exp": x.exp(),
    "log": x.log(), "sqrt": x.sqrt(), "sin": x.sin(), "tanh": x.tanh(), "sigmoid": x.sigmoid(), "relu": x.relu(),
    "softmax": x.softmax(0), "log_softmax": x.log_softmax(0), "sum": x.sum(), "sum0": x.sum(0), "mean": x.mean(),
    "mean0": x.mean(0), "max": x.max(), "max0": x.max(0).values, "min": x.min(), "prod": x.prod(), "norm": x.norm(),
    "std": x.std(), "var": x.var(), "cumsum": x.cumsum(0), "clamp": x.clamp(0, 1), "clamp_min": x.clamp_min(0),
    "maximum": torch.maximum(x, y), "where": torch.where(x > 1, x, y), "cat": torch.cat([x, y]), "stack": torch.stack([x, y]),
    "outer": torch.outer(x, y), "dot": x.dot(y), "logsumexp": x.logsumexp(0), "index": x[i], "gelu": torch.nn.functional.gelu(x),
    "softplus": torch.nn.functional.softplus(x), "log1p": x.log1p(), "rsqrt": x.rsqrt(), "square": x.square(), "sign": x.sign(),
    "sort": x.sort().values, "atan2": torch.atan2(x, y), "lerp": torch.lerp(x, y, 0.5), "addcmul": torch.addcmul(x, x, y),
}
for name, r in results.items():
    print(f"{name}: {r.grad_fn.name()} {type(r.grad_fn).__name__} {len(r.grad_fn.next_functions)}")
