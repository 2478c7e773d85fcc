import torch
from torch import nn


class Rate(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.raw = nn.Parameter(torch.linspace(-1, 1, n))

    def forward(self, x):
        return torch.sigmoid(self.raw) * x


rate = Rate(3)
optimizer = torch.optim.Adam(rate.parameters(), lr=0.01)
goal = torch.tensor([0.2, 0.5, 0.7])
losses = []
for step in range(4000):
    optimizer.zero_grad()
    loss = ((rate(torch.ones(3)) - goal) ** 2).sum()
    loss.backward()
    optimizer.step()
    if step % 800 == 0:
        losses.append(round(loss.item(), 5))
print(losses)
print(torch.sigmoid(rate.raw).detach())
