import torch
from torch import nn
pot = nn.Sequential(nn.Linear(1, 4), nn.Softplus(), nn.Linear(4, 1))
def derivative(f, x):
    y = f(x)
    (dy,) = torch.autograd.grad([y.sum()], [x])  # expect: grad-create-graph
    return dy
opt = torch.optim.Adam(pot.parameters())
t = torch.linspace(0, 1, 5)[:, None].requires_grad_()
loss = (derivative(pot, t) - t).pow(2).mean()
opt.zero_grad(); loss.backward(); opt.step()
