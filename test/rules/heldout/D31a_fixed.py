import torch
from torch import nn

class PINN(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 10), nn.Tanh(), nn.Linear(10, 1))
    def forward(self, x, t):
        return self.net(torch.cat([x, t], 1))

def residual(model, pts):
    pts.requires_grad_()
    x, t = pts[:, :1], pts[:, 1:]
    u = model(x, t)
    u_t = torch.autograd.grad(u.sum(), t, create_graph=True)[0]
    u_x = torch.autograd.grad(u.sum(), x, create_graph=True)[0]
    return u_t + u * u_x

m = PINN()
residual(m, torch.rand(10, 2)).pow(2).mean().backward()
