import torch
from torch import nn

class Pruner(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.lin = nn.Linear(d, d)
        self.threshold = nn.Parameter(torch.tensor(0.1))
    def forward(self, x):
        mask = torch.sigmoid((self.lin.weight.abs() - self.threshold) * 20)
        return nn.functional.linear(x, self.lin.weight * mask, self.lin.bias)

p = Pruner(5)
optimizer = torch.optim.Adam(p.parameters(), 1e-3)
for i in range(2):
    optimizer.zero_grad()
    p(torch.randn(3, 5)).pow(2).sum().backward()
    optimizer.step()
