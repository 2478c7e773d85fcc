import torch
from torch import nn

torch.manual_seed(0)
D = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))


def penalty(x, create_graph):
    x = x.clone().requires_grad_(True)
    scores = D(x)
    grad, = torch.autograd.grad(scores.sum(), x, create_graph=create_graph)
    return ((grad.norm(dim=1) - 1) ** 2).mean()


x = torch.randn(3, 2)
for create in (True, False):
    D.zero_grad()
    gp = penalty(x, create)
    loss = D(x).mean() + 10 * gp
    loss.backward()
    print(create, f"{gp.item():.4f}", gp.requires_grad, D[0].weight.grad[0])
penalty(x, False).backward()
