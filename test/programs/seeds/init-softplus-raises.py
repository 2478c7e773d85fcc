import torch
from torch import nn
from torch.nn import functional as F


class Noise(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.rho = nn.Parameter(torch.full((size,), -1.0))
        self.sigma = F.softplus(self.rho)

    def forward(self, x):
        return x / self.sigma


noise = Noise(3)
print(noise.sigma)
opt = torch.optim.SGD(noise.parameters(), lr=0.1)
x = torch.tensor([1.0, 2.0, 3.0])
for it in range(2):
    opt.zero_grad()
    loss = noise(x).pow(2).mean()
    loss.backward()
    opt.step()
    print(it, loss)
