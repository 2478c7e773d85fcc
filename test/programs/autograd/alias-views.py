import torch

x = torch.arange(12.0).view(3, 4).requires_grad_()
views = [
    x.view(4, 3), x.reshape(-1), x.t(), x.T, x.mT, x.permute(1, 0), x.transpose(0, 1), x.squeeze(), x.squeeze(0),
    x.unsqueeze(0), x.expand(2, 3, 4), x[:], x[...], x[None], x[0], x[0:2], x.select(0, 1), x.narrow(1, 0, 2),
    x.diagonal(), x.flatten(), x.unflatten(1, (2, 2)), x.movedim(0, 1), x.swapaxes(0, 1), x.unfold(0, 2, 1),
    x.as_strided((2, 2), (1, 1)), x.ravel(), x.view_as(x), x.expand_as(x), x.chunk(2)[0], x.unbind(0)[1],
]
for v in views:
    print(type(v.grad_fn).__name__, tuple(v.shape), v.stride(), v._is_view(), v._base is x or v._base is x._base)
print(x._version)
