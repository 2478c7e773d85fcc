import torch
from torch import nn


class Grid(nn.Module):
    def __init__(self):
        super().__init__()
        self.flat = nn.Parameter(torch.arange(6, dtype=torch.float32) / 10)
        self.grid = self.flat.view(2, 3)

    def forward(self, x):
        return x @ self.grid


net = Grid()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.ones(1, 2)
for i in range(3):
    opt.zero_grad()
    out = net(x).sum()
    out.backward()
    opt.step()
    print(i, out.item(), net.grid.grad_fn, net.grid._version)
print(net.grid)
print(net.flat.grad)
