import torch
from torch import nn
from torch.func import functional_call, vmap, grad

net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
meta = torch.optim.Adam(net.parameters(), 1e-3)
names = [n for n, _ in net.named_parameters()]

def inner(params, x, y, lr=0.1, steps=2):
    for _ in range(steps):
        loss = ((functional_call(net, params, (x,)) - y) ** 2).mean()
        grads = torch.autograd.grad(loss, params.values(), create_graph=True)
        params = {k: v - lr * g for (k, v), g in zip(params.items(), grads)}
    return params

for _ in range(2):
    meta.zero_grad()
    losses = []
    for task in range(2):
        x, y, xq, yq = torch.randn(4, 5, 1)
        fast = inner(dict(net.named_parameters()), x, y)
        losses.append(((functional_call(net, fast, (xq,)) - yq) ** 2).mean())
    torch.stack(losses).mean().backward()
    meta.step()
print(net[0].weight.grad is not None)
