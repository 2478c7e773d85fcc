import torch
from torch import nn
class Diffuse(nn.Module):
    def __init__(self, steps=3):
        super().__init__()
        self.steps = steps
        self.k = nn.Parameter(torch.tensor(0.1))
    def forward(self, u):
        u = u.clone()
        for _ in range(self.steps):
            lap = u[:-2] - 2 * u[1:-1] + u[2:]
            u[1:-1] += self.k * lap * u[1:-1]  # expect: inplace-saved
        return u
pde = Diffuse()
opt = torch.optim.Adam(pde.parameters())
loss = (pde(torch.rand(10)) - torch.zeros(10)).pow(2).sum()
opt.zero_grad(); loss.backward(); opt.step()  # raises: modified by an inplace operation
