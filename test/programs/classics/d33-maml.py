import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
meta = torch.optim.SGD(net.parameters(), lr=0.01)


def inner(params, x, y, lr=0.1, first_order=False):
    loss = F.mse_loss(functional_call(net, params, (x,)), y)
    grads = torch.autograd.grad(loss, params.values(), create_graph=not first_order)
    return {n: p - lr * g for (n, p), g in zip(params.items(), grads)}


for first_order in (False, True):
    meta.zero_grad()
    total = 0.0
    for task in range(2):
        x = torch.linspace(-1, 1, 5).view(-1, 1)
        y = (task + 1) * x
        fast = inner(dict(net.named_parameters()), x, y, first_order=first_order)
        total = total + F.mse_loss(functional_call(net, fast, (x,)), y)
    total.backward()
    print(first_order, f"{total.item():.4f}", net[2].bias.grad)
    meta.step()
