import torch
from torch import nn

class NeuralODE(nn.Module):
    def __init__(self, d, dt=0.1):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(d, 8), nn.Tanh(), nn.Linear(8, d))
        self.dt = dt
    def forward(self, x, steps):
        for _ in range(steps):
            x += self.dt * self.f(x)  # expect: inplace-saved
        return x

ode = NeuralODE(2)
opt = torch.optim.Adam(ode.parameters(), lr=1e-2)
for it in range(2):
    x0 = torch.randn(5, 2)
    target = x0 * 0.5
    loss = (ode(x0, 3) - target).pow(2).mean()
    opt.zero_grad()
    loss.backward()  # raises: modified by an inplace operation
    opt.step()
