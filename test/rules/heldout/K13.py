import torch
from torch import nn
from torch.func import functional_call
net = nn.Sequential(nn.Linear(1, 6), nn.ReLU(), nn.Linear(6, 1))
meta = torch.optim.Adam(net.parameters(), 1e-3)
def adapt(x, y, lr=.1, steps=2):
    p = dict(net.named_parameters())
    for _ in range(steps):
        g = torch.autograd.grad(nn.functional.mse_loss(functional_call(net, p, (x,)), y), tuple(p.values()), create_graph=True)
        p = {k: v - lr * d for (k, v), d in zip(p.items(), g)}
    return p
for it in range(2):
    meta.zero_grad()
    for task in range(2):
        p = adapt(torch.randn(5, 1), torch.randn(5, 1))
        xq, yq = torch.randn(5, 1), torch.randn(5, 1)
        (nn.functional.mse_loss(functional_call(net, p, (xq,)), yq) / 2).backward()
    meta.step()
