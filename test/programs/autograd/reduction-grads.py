import torch

x = torch.tensor([[1.0, 4.0, 2.0], [3.0, 0.5, 6.0]], requires_grad=True)
fs = {
    "sum": lambda: x.sum(), "mean1": lambda: x.mean(1), "max": lambda: x.max(), "max1": lambda: x.max(1)[0], "min0": lambda: x.min(0).values,
    "prod": lambda: x.prod(), "prod1": lambda: x.prod(1), "std": lambda: x.std(), "var0": lambda: x.var(0), "norm": lambda: x.norm(),
    "norm1": lambda: x.norm(p=1), "normdim": lambda: x.norm(dim=1), "logsumexp": lambda: x.logsumexp(1), "cumsum": lambda: x.cumsum(1),
    "cumprod": lambda: x.cumprod(1), "median": lambda: x.median(), "amax": lambda: x.amax(1), "nansum": lambda: x.nansum(),
    "sum keep": lambda: x.sum(1, keepdim=True), "var biased": lambda: x.var(unbiased=False), "topk": lambda: x.topk(2)[0], "sort": lambda: x.sort(1)[0],
    "aminmax": lambda: x.amin(0) + x.amax(0), "linalg": lambda: torch.linalg.norm(x), "std_mean": lambda: torch.std_mean(x)[1], "kthvalue": lambda: x.kthvalue(2)[0],
}
for name, f in fs.items():
    y = f()
    g, = torch.autograd.grad(y.sum(), x)
    print(name, [round(v, 4) for v in y.detach().flatten().tolist()], [round(v, 4) for v in g.flatten().tolist()])
