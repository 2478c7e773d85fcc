import torch

x = torch.tensor([[3.0, 1.0], [2.0, 4.0]], requires_grad=True)
values, indices = x.max(dim=1)
print(values, indices, indices.requires_grad)
for name, y in {
    "argmax": x.argmax(1), "gt": x > 2, "eq": x == 1, "argsort": x.argsort(1), "nonzero": x.nonzero(), "isnan": x.isnan(),
    "long": x.long(), "bool": x.bool(), "topk": x.topk(1).indices, "sort": x.sort().indices, "count": x.count_nonzero(),
    "zeros_like": torch.zeros_like(x), "rand_like": torch.empty_like(x).fill_(1), "any": (x > 3).any(), "allclose": torch.allclose(x, x),
    "equal": torch.equal(x, x), "where": torch.where(x > 2, 1.0, 0.0), "one_hot": torch.nn.functional.one_hot(x.argmax(1), 2),
}.items():
    print(name, getattr(y, "requires_grad", None), y if not isinstance(y, torch.Tensor) else y.tolist())
(x.argmax(1).float().mean()).backward()
