import torch

x = torch.arange(6.0).view(2, 3).requires_grad_()
made = [
    x.clone(), x.t().contiguous(), x.to(torch.float64), x.double(), x[[0]], x[torch.tensor([0, 1])], x[x > 2],
    x.repeat(1, 2), x.tile(2), torch.cat([x]), torch.stack([x]), torch.hstack([x, x]), x.round(), x.t().reshape(-1),
    x.masked_fill(x > 2, 0.0), torch.triu(x), torch.where(x > 1, x, x), x.flip(0), x.roll(1), x.index_select(0, torch.tensor([1])),
    x.gather(1, torch.tensor([[0], [2]])), x.to(torch.float32, copy=True), x.sort().values, x.topk(2).values,
]
for y in made:
    print(y.grad_fn.name(), list(y.shape), y.dtype, y._is_view(), y._version)
